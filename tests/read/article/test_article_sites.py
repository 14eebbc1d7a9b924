"""Headers and footers in the manner of portals, governments, courts, schools, companies; all of our own writing."""

import pytest

from kg.ontology.ontology import load
from kg.read.article.article_metadata import article_metadata

BODY = (
    "临江县老城区供水管网改造工程昨天全部完工，三万六千户居民用上了新管道输送的自来水，水压比改造前明显提高。\n"
    "县水务公司负责人说，改造历时十四个月，共更换老旧管道四十二公里，下一步将改造二次供水设施。"
)
TITLE = "临江县老城区供水管网改造完工"

# name: (lines above the body, lines below it, what they say)
CASES: dict[str, tuple[str, str, dict[str, object]]] = {
    "people": (
        f"{TITLE}\n2023年08月17日08:12 | 来源：人民网－人民日报\n小字号 大字号",
        "《 人民日报 》（ 2023年08月17日 07 版）\n（责编：方艺、孙浩然）\n分享让更多人看到",
        {"source": "人民网－人民日报", "datePublished": "2023-08-17", "editors": ("方艺", "孙浩然")},
    ),
    "xinhuanet": (
        f"{TITLE}\n2023-08-17 09:30:21 来源：新华网 字体： 小 中 大 分享到：",
        "【纠错】 【责任编辑:周楠】",
        {"source": "新华网", "datePublished": "2023-08-17", "editors": ("周楠",)},
    ),
    "gov.cn": (
        "索 引 号：000014349/2023-00061\n主题分类：城乡建设、环境保护\\供水\n发文机关：临江省人民政府办公厅\n"
        "成文日期：2023年08月10日\n标　　题：临江省人民政府办公厅关于加强城市供水安全保障工作的通知\n"
        "发文字号：临政办函〔2023〕61号\n发布日期：2023年08月17日\n"
        "临江省人民政府办公厅关于加强城市供水安全保障工作的通知\n临政办函〔2023〕61号",
        "临江省人民政府办公厅\n2023年8月10日\n（此件公开发布）",
        {
            "title": "临江省人民政府办公厅关于加强城市供水安全保障工作的通知",
            "publisher": "临江省人民政府办公厅",
            "datePublished": "2023-08-17",
        },
    ),
    "chinanews": (
        f"{TITLE}\n2023年08月17日 09:30　来源：中国新闻网\n大字体 小字体 分享到：\n"
        "中新网临江8月17日电 (记者 周燕玲 通讯员 何雨)",
        "(完)\n【编辑:田博群】",
        {
            "source": "中国新闻网",
            "publisher": "中新网",
            "authors": ("周燕玲", "何雨"),
            "editors": ("田博群",),
            "datePublished": "2023-08-17",
        },
    ),
    "sina": (
        f"{TITLE}\n2023年08月17日 09:30 新京报\n新浪财经APP 缩小字体 放大字体 收藏 微博 微信 分享",
        "责任编辑：刘万里 SF014",
        {"publisher": "新京报", "datePublished": "2023-08-17", "editors": ("刘万里",)},
    ),
    "sohu": (
        f"{TITLE}\n2023-08-17 09:30\n来源： 临江发布\n发布于：临江省",
        "返回搜狐，查看更多\n责任编辑：\n阅读 (1024)",
        {"source": "临江发布", "datePublished": "2023-08-17", "editors": ()},
    ),
    "163": (
        f"{TITLE}\n2023-08-17 09:30:21　来源: 澎湃新闻临江举报",
        "本文来源：澎湃新闻 责任编辑： 王晓易_NE0011",
        {"datePublished": "2023-08-17", "editors": ("王晓易",)},
    ),
    "thepaper": (
        f"{TITLE}\n澎湃新闻记者 钟煜豪 实习生 王佳\n2023-08-17 19:06 来源：澎湃新闻 ∙ 中国政库 >\n字号",
        "责任编辑：蒋子文\n图片编辑：张颖\n校对：施鋆\n澎湃新闻报料：021-962866\n澎湃新闻，未经授权不得转载",
        {"authors": ("钟煜豪", "王佳"), "editors": ("蒋子文",), "datePublished": "2023-08-17"},
    ),
    "toutiao": (
        f"{TITLE}\n2023-08-17 09:30·临江融媒",
        "举报\n评论 3",
        {"publisher": "临江融媒", "datePublished": "2023-08-17"},
    ),
    "wechat": (
        f"{TITLE}\n原创 张晓明 临江水务 2023-08-17 18:30 发表于临江",
        "来源：临江日报\n编辑：何静\n审核：陈立\n预览时标签不可点\n阅读原文",
        {"source": "临江日报", "editors": ("何静",), "datePublished": "2023-08-17"},
    ),
    "wechat, bars": (
        f"{TITLE}\n临江检察 2023年08月17日 18:30",
        "文字丨张晓明\n供稿｜办公室\n编辑丨何静\n审核｜陈立\n监制丨赵国华",
        {"publisher": "临江检察", "authors": ("张晓明",), "editors": ("何静",), "datePublished": "2023-08-17"},
    ),
    "bjnews": (
        f"{TITLE}\n新京报 记者 张晓明 编辑 何静\n2023-08-17 18:30",
        "新京报记者 张晓明\n编辑 何静 校对 李立军",
        {"authors": ("张晓明",), "editors": ("何静",), "datePublished": "2023-08-17"},
    ),
    "gmw": (
        f"{TITLE}\n来源：光明网-《光明日报》 2023-08-17 04:20",
        "[ 责编：张晓明 ]",
        {"source": "光明网-《光明日报》", "datePublished": "2023-08-17", "editors": ("张晓明",)},
    ),
    "youth.cn": (
        f"{TITLE}\n发稿时间：2023-08-17 09:30:00 来源： 中国青年报 作者：张晓明 李 强",
        "责任编辑：何静",
        {"source": "中国青年报", "authors": ("张晓明", "李强"), "editors": ("何静",), "datePublished": "2023-08-17"},
    ),
    "county government": (
        "当前位置： 首页 > 政务要闻 > 部门动态\n"
        f"{TITLE}\n信息来源：县水务局 发布机构：县政府办公室 发布时间：2023-08-17 09:30 浏览次数：231 "
        "字体大小：[ 大 中 小 ] [打印] [关闭]",
        "扫一扫在手机打开当前页",
        {"source": "县水务局", "publisher": "县政府办公室", "datePublished": "2023-08-17"},
    ),
    "city government": (
        f"{TITLE}\n时间：2023/08/17 09:30 来源：市水务局 作者：张晓明 访问量：1,024 【字号：大 中 小】 视力保护色：",
        "打印 关闭\n上一篇：全市防汛工作会议召开\n下一篇：没有了",
        {"source": "市水务局", "authors": ("张晓明",), "datePublished": "2023-08-17"},
    ),
    "county government, one digit": (
        f"{TITLE}\n发布日期：2023-8-7 来源：县水务局 撰稿人：张晓明 审核人：陈立 点击数：77",
        "",
        {"source": "县水务局", "authors": ("张晓明",), "datePublished": "2023-08-07"},
    ),
    "court": (
        "青河法院集中执行百日行动收官\n作者：张晓明　发布时间：2023-08-17 09:30:21　打印 字号： 大 | 中 | 小",
        "来源：执行局\n责任编辑：研究室",
        {"source": "执行局", "authors": ("张晓明",), "editors": (), "datePublished": "2023-08-17"},
    ),
    "procuratorate, wide names": (
        f"{TITLE}\n来源：办公室　　作者：张 强　李晓雯　　时间：2023-08-17",
        "【关闭窗口】",
        {"source": "办公室", "authors": ("张强", "李晓雯"), "datePublished": "2023-08-17"},
    ),
    "university": (
        "我校与临江县签署合作协议\n发布时间：2023-08-17　作者：张晓明　来源：地方合作处　"
        "编辑：何静　审核：陈立　点击：[231]",
        "上一条：我校召开教学工作会议 下一条：学校开展消防演练",
        {"source": "地方合作处", "authors": ("张晓明",), "editors": ("何静",), "datePublished": "2023-08-17"},
    ),
    "university, bottom": (
        "我校与临江县签署合作协议\n日期：2023年8月17日",
        "（供稿：地方合作处 撰稿：张晓明 摄影：王磊 编辑：何静 审核：陈立）",
        {"authors": ("张晓明",), "editors": ("何静",), "datePublished": "2023-08-17"},
    ),
    "company": (
        "公司承建的供水项目通过验收\n发布人：综合管理部 发布时间：2023.08.17 阅读量：99",
        "文/图：张晓明 李强\n一审：何静 二审：陈立 三审：赵国华",
        {"publisher": "综合管理部", "authors": ("张晓明", "李强"), "datePublished": "2023-08-17"},
    ),
    "association": (
        f"{TITLE}\n文章来源：本会秘书处 发布时间：2023年08月17日 点击数：35 次 【打印】【关闭】",
        "",
        {"datePublished": "2023-08-17"},
    ),
    "text and pictures by two": (
        f"{TITLE}\n文｜张晓明\n图／李强",
        "",
        {"authors": ("张晓明",)},
    ),
    "photographer only": (f"{TITLE}\n图/李强 文/张晓明", "", {"authors": ("张晓明",)}),
    "source and two authors": (
        f"{TITLE}\n来源：新华社 作者：张晓明 李强",
        "",
        {"source": "新华社", "authors": ("张晓明", "李强")},
    ),
    "reporter, correspondents, places": (
        f"{TITLE}\n本报记者 张晓明 通讯员 李强 王丽华",
        "",
        {"authors": ("张晓明", "李强", "王丽华"), "publisher": None},
    ),
    "reporter with a colon": (f"{TITLE}\n本报记者：张晓明", "", {"authors": ("张晓明",)}),
    "day without a year": (f"{TITLE}\n8月17日 09:30 来源：临江发布", "", {"source": "临江发布", "datePublished": None}),
    "contribution": (
        f"{TITLE}\n稿件来源：县融媒体中心 值班编辑：何静 发布时间：2023-08-17",
        "编审：陈立 监制：赵国华",
        {"source": "县融媒体中心", "editors": ("何静",), "datePublished": "2023-08-17"},
    ),
    "labels behind the last sentence": (
        TITLE,
        "居民们说，水压高多了。来源：临江日报 责编：何静",
        {"source": "临江日报", "editors": ("何静",)},
    ),
    "glued labels in brackets": (
        TITLE,
        "(实习编辑：何静审核：陈立)",
        {"editors": ("何静",), "authors": ()},
    ),
    "paper's reporters and editors": (
        f"{TITLE}\n每经记者 张晓明    每经编辑 何静",
        "",
        {"authors": ("张晓明",), "editors": ("何静",)},
    ),
    "medium in the last bracket": (TITLE, "居民们说，水压高多了。（临江晚报）", {"source": "临江晚报", "authors": ()}),
    "place and name in the last bracket": (
        TITLE,
        "居民们说，水压高多了。（临江县水务局张晓明）",
        {"authors": ("张晓明",)},
    ),
    "signed on the twentieth": (
        "关于停水的通知",
        "临江县水务局\n二〇二三年八月二十日",
        {"datePublished": "2023-08-20", "publisher": "临江县水务局"},
    ),
    "signed by a board": (
        "证券代码：600999  证券简称：临江水务  公告编号：2023-031\n临江水务股份有限公司关于签订供水协议的公告",
        "特此公告。\n临江水务股份有限公司董事会\n2023年8月17日",
        {
            "title": "临江水务股份有限公司关于签订供水协议的公告",
            "publisher": "临江水务股份有限公司董事会",
            "datePublished": "2023-08-17",
        },
    ),
    "signed on two lines": (
        "临江水务股份有限公司关于签订供水协议的公告",
        "特此公告。\n临江水务股份有限公司\n董  事  会\n2023年8月17日",
        {"publisher": "临江水务股份有限公司", "datePublished": "2023-08-17"},
    ),
    "original title and source below an advertisement": (
        f"{TITLE}\n2023“临江杯”理财师大赛火热报名中，报名即可领取价值六百元的课程礼包，还有机会获得专家当面指导，名额有限先到先得。\n"
        f"原标题：{TITLE}    来源：临江财经",
        "",
        {"source": "临江财经"},
    ),
    "medium on a line of its own": (
        f"{TITLE}\n每日经济新闻\n2023-08-17 09:30:11\n每经记者：张晓明    每经编辑：何静",
        "",
        {"publisher": "每日经济新闻", "authors": ("张晓明",), "editors": ("何静",), "datePublished": "2023-08-17"},
    ),
    "site's own author": (
        f"{TITLE}\n江城纪检监察网站 张晓明\n发布时间：2023-08-17 06:30",
        "",
        {"authors": ("张晓明",), "datePublished": "2023-08-17"},
    ),
    "photographer of a paper": (
        f"{TITLE}\n文/江城晚报全媒体记者 张晓明\n图/江城晚报全媒体记者 李强",
        "",
        {"authors": ("张晓明",)},
    ),
    "correspondents under one name": (
        f"{TITLE}\n江城晚报全媒体记者 张晓明 通讯员 供水宣",
        "",
        {"publisher": "江城晚报", "authors": ("张晓明",)},
    ),
    "reporter and where from": (
        f"{TITLE}\n江城网·海报新闻记者 张晓明 临江报道",
        "",
        {"publisher": "江城网", "authors": ("张晓明",)},
    ),
    "reporters who took part": (
        TITLE,
        "新华社记者张晓明、李强（参与记者：王丽华）",
        {"source": "新华社", "authors": ("张晓明", "李强", "王丽华")},
    ),
    "editors in their order": (
        TITLE,
        "编辑：何静\n责编：陈立\n审核：赵国华",
        {"editors": ("何静", "陈立")},
    ),
    "title with a word of the page": (
        f"信息名称：{TITLE}\n发布日期：2023-08-17",
        "",
        {"title": TITLE, "datePublished": "2023-08-17"},
    ),
    "published on, without a colon": (
        f"{TITLE}\n发布于 2023-08-17 10:45",
        "",
        {"publisher": None, "datePublished": "2023-08-17"},
    ),
    "pen name": (f"{TITLE}\n江小舟", "", {"authors": ("江小舟",)}),
    "organ and name": (f"{TITLE}\n临江县委宣传部王丽华", "", {"authors": ("王丽华",)}),
    "a heading is no name": (f"{TITLE}\n成果", "", {"authors": ()}),
    "a photographer's line": (f"{TITLE}\n（王丽华摄）", "", {"authors": ()}),
}

# A body's beginning, and what it says.
DATELINES: dict[str, tuple[str, dict[str, object]]] = {
    "agency": (
        "新华社北京9月2日电 记者从住房和城乡建设部获悉，",
        {"source": "新华社", "publisher": None, "authors": ()},
    ),
    "agency's site": ("中新网北京9月2日电 ", {"publisher": None, "source": "中新网"}),
    "the paper's own": ("本报北京1月30日电 ", {"source": None, "publisher": None}),
    "agency, no place": ("据新华社电 ", {"source": "新华社", "publisher": None}),
    "agency, glued": ("据新华社电昨天，", {"source": "新华社", "publisher": None}),
    "site whose name holds a medium's": (
        "广西新闻网南宁10月8日讯(通讯员胡明军)",
        {"source": "广西新闻网", "publisher": None, "authors": ("胡明军",)},
    ),
    "place behind the date": (
        "江城网3月12日临江讯（记者张晓明 实习生何静）",
        {"source": "江城网", "publisher": None, "authors": ("张晓明", "何静")},
    ),
    "own paper and a place": ("本报临江讯（记者张晓明、李强）", {"publisher": None, "authors": ("张晓明", "李强")}),
    "paper and a place": (
        "江城晚报临江讯（记者张晓明）",
        {"source": "江城晚报", "publisher": None, "authors": ("张晓明",)},
    ),
    "information": ("江城网9月6日信息：(记者张晓明)", {"source": "江城网", "publisher": None, "authors": ("张晓明",)}),
    "report from a place": (
        "江城财经3月27日北京报道（记者张晓明）",
        {"source": "江城财经", "publisher": None, "authors": ("张晓明",)},
    ),
    "two media": (
        "江城晚报、江城网讯（记者张晓明）",
        {"source": "江城晚报", "publisher": None, "authors": ("张晓明",)},
    ),
    "reporters of two media": (
        "本报北京一月八日讯新华社记者张晓明、李强，本报记者王丽华报道：",
        {"authors": ("张晓明", "李强", "王丽华"), "publisher": None},
    ),
    "flash": ("每经AI快讯，", {"source": "每经AI", "publisher": None}),
    "application": ("江城财经APP讯，", {"source": "江城财经APP", "publisher": None}),
    "bar behind the date": ("江城汇8月11日丨", {"source": "江城汇", "publisher": None}),
    "site and day": ("江城网 5月4日，", {"source": "江城网", "publisher": None}),
    "site and reporter": (
        "江城观察网 记者 张晓明 ",
        {"source": "江城观察网", "publisher": None, "authors": ("张晓明",)},
    ),
    "own reporter in brackets": (
        "江城晚报（记者 张晓明）",
        {"source": "江城晚报", "publisher": None, "authors": ("张晓明",)},
    ),
    "broadcaster": ("央视新闻客户端消息 ", {"source": "央视新闻客户端", "publisher": None}),
    "two media and a day": (
        "江城日报-江城网北京8月17日讯（记者 张晓明）",
        {"source": "江城日报-江城网", "publisher": None},
    ),
    "channel in a site's name": (
        "江城网时刻新闻8月17日讯（记者 张晓明）",
        {"source": "江城网时刻新闻", "publisher": None},
    ),
    "generic paper": ("晨报讯（记者张晓明）", {"publisher": None, "authors": ("张晓明",)}),
    "people's site": (
        "人民网临江8月17日电 （张晓明、实习生何静）",
        {"source": "人民网", "publisher": None, "authors": ("张晓明", "何静")},
    ),
    "whose reporter asked": ("江城晚报记者昨天获悉，", {"source": "江城晚报", "publisher": None}),
    "whose reporter asked, in brackets": ("江城新闻（www.example.com）记者从市住建局获悉，", {"source": "江城新闻"}),
    "who was told": ("王建国接受《江城经济报》记者采访时表示，", {"source": "江城经济报"}),
    "whose picture": ("资料图：市民在散步。江城网记者李强摄", {"source": None}),
    "an association": ("江城新闻记者协会昨天成立，", {"source": None}),
    "name and day": ("江城汇3月4日消息，", {"source": "江城汇", "publisher": None}),
}


@pytest.mark.parametrize("name", CASES)
def test_headers(name: str) -> None:
    above, below, expected = CASES[name]
    meta = article_metadata("\n".join(part for part in (above, BODY, below) if part), load())
    assert {key: getattr(meta, key) for key in expected} == expected


@pytest.mark.parametrize("name", DATELINES)
def test_datelines(name: str) -> None:
    opening, expected = DATELINES[name]
    meta = article_metadata(f"{TITLE}\n{opening}{BODY}", load())
    assert {key: getattr(meta, key) for key in expected} == expected


@pytest.mark.parametrize(
    "opening",
    [
        "中兴通讯，一家通信设备企业，昨天在临江设立研究院。",
        "腾讯、江城网等企业参与了改造。",
        "临江县9月2日电视台播出的节目说，",
        "据新华社记者了解，",
        "资金来源：企业自筹。",
        "闻讯，居民们赶到现场。",
    ],
)
def test_sentences_are_body(opening: str) -> None:
    text = f"{TITLE}\n{opening}{BODY}"
    meta = article_metadata(text, load())
    assert (meta.publisher, meta.source, meta.authors) == (None, None, ())
    assert [text[span.start : span.end] for span in meta.frame] == [TITLE]
