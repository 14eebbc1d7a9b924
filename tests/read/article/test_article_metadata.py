"""Headers and footers of many sites, written for these tests, and what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ontology.ontology import load
from kg.read.article.article_metadata import article_metadata
from kg.types import Span

BODY = "临江县档案馆新馆昨天开馆，馆长陈立出席仪式。\n新馆占地二十亩，馆藏档案十二万卷，读者凭证件即可查阅。"

# name: (text, what it says, lines of the body that are left)
CASES: dict[str, tuple[str, dict[str, object]]] = {
    "portal, date and source on one line": (
        f"临江县档案馆新馆开馆\n2021年03月05日10:20 来源：临江日报\n{BODY}\n(责编：赵敏、孙小宁)",
        {
            "title": "临江县档案馆新馆开馆",
            "datePublished": "2021-03-05",
            "source": "临江日报",
            "editors": ("赵敏", "孙小宁"),
        },
    ),
    "portal, glued labels": (
        "临江县档案馆新馆开馆\n"
        "发布时间：2021-03-05 来源：临江县人民政府办公室 作者：王小明 浏览次数：231次 字体：[大 中 小]\n"
        f"{BODY}",
        {"datePublished": "2021-03-05", "source": "临江县人民政府办公室", "authors": ("王小明",)},
    ),
    "government, table of the document": (
        "索 引 号：01234567-8/2020-00012\n主题分类：教育\n发文机关：临江省人民政府办公厅\n成文日期：2020年11月03日\n"
        "标 题：临江省人民政府办公厅关于加强校园安全工作的通知\n"
        "发文字号：临政办发〔2020〕45号\n发布日期：2020年11月09日\n"
        "临江省人民政府办公厅关于加强校园安全工作的通知\n临政办发〔2020〕45号\n各市人民政府，各直属机构：\n"
        "为加强校园安全工作，现将有关事项通知如下。",
        {
            "title": "临江省人民政府办公厅关于加强校园安全工作的通知",
            "publisher": "临江省人民政府办公厅",
            "datePublished": "2020-11-09",
        },
    ),
    "announcement, signed and dated": (
        "关于延长办理时间的公告\n为方便群众办事，市政务服务中心自下周起延长办理时间。\n特此公告。\n"
        "青河市行政审批局\n二〇二一年六月十八日",
        {"title": "关于延长办理时间的公告", "datePublished": "2021-06-18", "publisher": "青河市行政审批局"},
    ),
    "court": (
        "青河市中级人民法院\n青河中院集中宣判三起诈骗案\n来源：青河中院 发布时间：2022-07-08 09:30:00\n"
        "7月7日，青河市中级人民法院对三起电信诈骗案集中宣判。\n责任编辑：何静\n青河市中级人民法院",
        {
            "title": "青河中院集中宣判三起诈骗案",
            "publisher": "青河市中级人民法院",
            "source": "青河中院",
            "datePublished": "2022-07-08",
            "editors": ("何静",),
        },
    ),
    "university": (
        f"我校举办第三届读书节\n文字：李晓雯 图片：马骏 编辑：高远 审核：周正\n发布日期：2019/04/23\n{BODY}",
        {
            "title": "我校举办第三届读书节",
            "authors": ("李晓雯",),
            "editors": ("高远",),
            "datePublished": "2019-04-23",
        },
    ),
    "newspaper 1998, reporters before 报道": (
        "青岛港吞吐量再创新高\n本报青岛1月20日电记者宋学军、李红报道：青岛港务局今天宣布，去年货物吞吐量创新高。",
        {"authors": ("宋学军", "李红"), "publisher": None, "source": None, "datePublished": None},
    ),
    "newspaper, names glued below the title": (
        "山村的灯火\n王建国李红梅\n夜幕降临，石桥村的灯一盏盏亮了。\n村民们说，这是通电后的第一个冬天。",
        {"title": "山村的灯火", "authors": ("王建国", "李红梅")},
    ),
    "newspaper, one name below a second title": (
        "山村的灯火\n——石桥村通电记\n赵国华\n夜幕降临，石桥村的灯一盏盏亮了。\n村民们说，这是通电后的第一个冬天。",
        {"title": "山村的灯火", "authors": ("赵国华",)},
    ),
    "newspaper, name in the last bracket": (
        "石桥村通电\n石桥村昨晚通电，全村一百二十户人家告别了煤油灯。（赵国华 李红梅）",
        {"authors": ("赵国华", "李红梅")},
    ),
    "newspaper, post and name": (
        "让京剧走进校园\n青河市文化局局长王振华\n京剧是国粹，走进校园才有未来。\n我们要让孩子们听得懂、喜欢听。",
        {"authors": ("王振华",)},
    ),
    "newspaper, its correspondent abroad": (
        "里斯本的老电车\n本报驻葡萄牙记者张晓明\n里斯本的老电车已经跑了一百年。\n游客说，它是这座城市的名片。",
        {"authors": ("张晓明",), "publisher": None},
    ),
    "agency dateline": (
        "国家邮政局公布上半年数据\n新华社北京7月15日电（记者李明、王丽华）国家邮政局15日公布上半年数据。",
        {"source": "新华社", "authors": ("李明", "王丽华"), "publisher": None, "datePublished": None},
    ),
    "agency dateline with a topic": (
        "老城新生\n新华社武汉5月8日电 题：老城新生——一条街的三十年\n新华社记者张伟、刘洋\n清晨，老街醒了。\n"
        "店主们说，生意比去年好。",
        {"source": "新华社", "authors": ("张伟", "刘洋")},
    ),
    "news site dateline with a reporter": (
        "青河高铁今日开通\n中国青河网6月1日讯（记者 周婷 通讯员 吴昊）今天上午，青河高铁正式开通。",
        {"publisher": None, "authors": ("周婷", "吴昊"), "source": "中国青河网"},
    ),
    "news site dateline and another source": (
        "青河高铁今日开通\n来源：青河日报 2023-06-01\n青河网讯（记者周婷）今天上午，青河高铁正式开通。",
        {"publisher": None, "source": "青河日报", "datePublished": "2023-06-01", "authors": ("周婷",)},
    ),
    "broadcaster and its programme": (
        "春耕有序推进\n央视网消息（朝闻天下）：眼下正是春耕时节，各地抢抓农时。\n在江苏，小麦已经返青。",
        {"publisher": "央视网", "source": "朝闻天下"},
    ),
    "broadcaster without a programme": (
        "春耕有序推进\n央视网消息：眼下正是春耕时节，各地抢抓农时。\n在江苏，小麦已经返青。",
        {"publisher": None, "source": "央视网"},
    ),
    "the medium's own report": (
        "青河大桥合龙\n本报讯（首席记者 孙浩然）昨日，青河大桥顺利合龙。大桥全长两千米。",
        {"publisher": None, "authors": ("孙浩然",)},
    ),
    "reporter in a bracket alone": (
        "青河大桥合龙\n（记者 孙浩然 通讯员 李强 王芳）昨日，青河大桥顺利合龙。大桥全长两千米。",
        {"authors": ("孙浩然", "李强", "王芳")},
    ),
    "account and time": (
        f"一只燕子的旅程\n自然笔记社 2022-05-06 08:15\n{BODY}",
        {"publisher": "自然笔记社", "datePublished": "2022-05-06"},
    ),
    "digital newspaper reporter line": (
        f"一座小城的足球梦\n晨光新闻记者 罗晓东 实习生 陈佳\n2023-08-02 19:06 来源：晨光新闻\n{BODY}\n"
        "责任编辑：蒋文 校对：张艳",
        {
            "source": "晨光新闻",
            "publisher": "晨光新闻",
            "authors": ("罗晓东", "陈佳"),
            "editors": ("蒋文",),
            "datePublished": "2023-08-02",
        },
    ),
    "square brackets and a code": (
        f"临江县档案馆新馆开馆\n{BODY}\n本文来源：临江日报 责任编辑：马小军_NB3321",
        {"source": "临江日报", "editors": ("马小军",)},
    ),
    "lenticular brackets": (
        f"临江县档案馆新馆开馆\n{BODY}\n【责任编辑：马小军】",
        {"editors": ("马小军",)},
    ),
    "pictures and text in the last bracket": (
        "社区办起百家宴\n昨天，桂花社区办起了百家宴。\n居民们说，邻里更亲了。（文/图 何俊 欧阳春晓）",
        {"authors": ("何俊", "欧阳春晓")},
    ),
    "traditional characters": (
        "縣圖書館新館開幕\n發佈時間：2018年9月1日 來源：臨江日報\n縣圖書館新館昨天開幕，館長陳立出席儀式。\n"
        "讀者憑證件即可入館。\n責任編輯：趙敏",
        {
            "title": "縣圖書館新館開幕",
            "datePublished": "2018-09-01",
            "source": "臨江日報",
            "editors": ("趙敏",),
        },
    ),
    "full-width digits and colons": (
        f"临江县档案馆新馆开馆\n２０２１－０３－０５　来源：临江日报\n{BODY}",
        {"source": "临江日报"},
    ),
    "labels written wide": (
        f"临江县档案馆新馆开馆\n来 源： 临江日报   作 者： 王 强   日 期： 2021.3.5\n{BODY}",
        {"source": "临江日报", "authors": ("王强",), "datePublished": "2021-03-05"},
    ),
    "page title with the site's name": (
        f"临江县档案馆新馆开馆-临江新闻网\n{BODY}",
        {"title": "临江县档案馆新馆开馆", "publisher": "临江新闻网"},
    ),
    "page title told twice": (
        f"临江县档案馆新馆开馆 县档案局\n临江县档案馆新馆开馆\n发布人：县档案局 发布时间：2021-03-05\n{BODY}",
        {"title": "临江县档案馆新馆开馆", "publisher": "县档案局", "datePublished": "2021-03-05"},
    ),
    "crumbs, share bar, codes": (
        "首页 > 新闻中心 > 本地要闻\n临江县档案馆新馆开馆\n2021-03-05 10:20:33 来源：临江日报\n"
        f"分享到： 微信 微博 打印\n{BODY}\n扫一扫在手机打开当前页\n打印本页 关闭窗口",
        {"title": "临江县档案馆新馆开馆", "source": "临江日报", "datePublished": "2021-03-05"},
    ),
    "printed page": (
        f"临江县档案馆新馆开馆\n{BODY}\n《 临江日报 》（ 2021年03月05日 02 版）",
        {"source": "临江日报", "datePublished": "2021-03-05"},
    ),
    "editor without a colon": (
        f"临江县档案馆新馆开馆\n{BODY}\n编辑 马小军 校对 李立军",
        {"editors": ("马小军",)},
    ),
    "author and editor with bars": (
        f"临江县档案馆新馆开馆\n作者 | 马小军\n编辑 | 李立军\n{BODY}",
        {"authors": ("马小军",), "editors": ("李立军",)},
    ),
    "unknown labels beside known ones": (
        "档案馆开馆\n"
        f"作者：张三 来源：江城科学报 发布时间：2020/1/5 10:11:12 选择字号：小 中 大 栏目主编：李四\n{BODY}",
        {"authors": ("张三",), "source": "江城科学报", "datePublished": "2020-01-05"},
    ),
    "reporters behind 讯 without a mark": (
        f"档案馆开馆\n法治网讯 记者张三 通讯员李四 9月2日，县档案馆开馆。\n{BODY}",
        {"publisher": None, "source": "法治网", "authors": ("张三", "李四")},
    ),
    "medium and reporter in brackets": (
        f"档案馆开馆\n【江城网报道 记者 张晓明】据外媒9月2日报道，新馆开馆。\n{BODY}",
        {"publisher": None, "source": "江城网", "authors": ("张晓明",)},
    ),
    "broadcaster's dateline": (
        f"档案馆开馆\n央广网北京9月5日消息（记者张三）据中国之声报道，新馆开馆。\n{BODY}",
        {"publisher": None, "source": "央广网", "authors": ("张三",)},
    ),
    "newspaper's page in the source": (
        f"档案馆开馆\n来源：江城法院报 · 4版 | 作者：张晓明\n{BODY}",
        {"source": "江城法院报", "authors": ("张晓明",)},
    ),
    "time and medium behind a bar": (
        f"档案馆开馆\n2023-09-01 19:30 | 江城网\n{BODY}",
        {"publisher": "江城网", "datePublished": "2023-09-01"},
    ),
    "source in the last bracket": (f"档案馆开馆\n{BODY}\n（来源：临江日报）", {"source": "临江日报"}),
    "reporters of two papers": (
        f"档案馆开馆\n临江日报全媒体记者 张晓明 见习记者 李强\n{BODY}",
        {"publisher": "临江日报", "authors": ("张晓明", "李强")},
    ),
    "squares before reporters": (
        f"档案馆开馆\n□ 本报记者 张晓明 □ 本报通讯员 李强\n{BODY}",
        {"authors": ("张晓明", "李强")},
    ),
    "text and pictures by one": (f"档案馆开馆\n■本报记者 张晓明 文/摄\n{BODY}", {"authors": ("张晓明",)}),
    "an administrator is no publisher": (
        f"档案馆开馆\n发布者：系统管理员 发布时间：2020-09-01 阅读：231\n{BODY}\n供稿：办公室 张晓明",
        {"publisher": None, "authors": ("张晓明",), "datePublished": "2020-09-01"},
    ),
    "organ beside the time": (
        f"档案馆开馆\n县档案局    2020-09-01 09:12:11    来源：县融媒体中心\n{BODY}",
        {"publisher": "县档案局", "source": "县融媒体中心", "datePublished": "2020-09-01"},
    ),
    "agency dateline with its year": (
        f"通知印发\n新华社北京2020年9月2日电 国务院办公厅日前印发通知。\n{BODY}",
        {"source": "新华社", "datePublished": "2020-09-02"},
    ),
    "a photographer is no author": (
        f"档案馆开馆\n{BODY}\n▲临江日报图片记者张晓明、李强摄",
        {"authors": ()},
    ),
    "no title above a dateline": (
        f"江城网北京9月2日电 （记者张晓明）新馆开馆。\n{BODY}",
        {"title": None, "publisher": None, "source": "江城网"},
    ),
    "today, in a year that is not over": (
        "一季度成绩单公布\n今天（4月18日），市统计局公布了一季度数据。\n2024年已有三座桥建成通车，比2023年同期多两座。",
        {"datePublished": "2024-04-18"},
    ),
    "today, in the year that a meeting of today bears": (
        "海州快讯\n2024海州茶叶大会今天（4月18日）在海州开幕。\n本届大会有12场活动。",
        {"datePublished": "2024-04-18"},
    ),
    "today, in the year of what opens": (
        "海州快讯\n今天（4月18日），2024年海州茶叶大会在海州开幕。\n到2027年再建三座桥。",
        {"datePublished": "2024-04-18"},
    ),
    "today, in a year that something else bears": (
        "海州快讯\n今天（4月18日），海州茶叶大会在海州开幕。\n2024海州茶叶年鉴将发布。",
        {"datePublished": None},
    ),
    "today, in a year that is not said": (
        "一季度成绩单公布\n今天（4月18日），市统计局公布了一季度数据。\n2022年以来，全市建成三座桥。",
        {"datePublished": None},
    ),
    "a date without a year": (f"档案馆开馆\n3月5日 来源：临江日报\n{BODY}", {"datePublished": None}),
}


@pytest.mark.parametrize("name", CASES)
def test_values(name: str) -> None:
    text, expected = CASES[name]
    meta = article_metadata(text, load())
    assert {key: getattr(meta, key) for key in expected} == expected


def body(text: str) -> str:
    """What the frame leaves, without white space around lines."""
    meta = article_metadata(text, load())
    kept = "".join("\n" if any(s.start <= n < s.end for s in meta.frame) else c for n, c in enumerate(text))
    return "\n".join(line.strip() for line in kept.split("\n") if line.strip())


BODIES = {
    "all lines but the body": (CASES["crumbs, share bar, codes"][0], BODY),
    "a dateline": ("国家邮政局公布数据\n新华社北京7月15日电（记者李明）国家邮政局公布数据。", "国家邮政局公布数据。"),
    "a programme": ("春耕\n央视网消息（新闻联播）：各地抢抓农时。", "各地抢抓农时。"),
    "names behind the last line": ("石桥村通电\n石桥村昨晚通电。（赵国华）", "石桥村昨晚通电。"),
    "the credit of a picture, not its caption": (
        "石桥村通电\n村民在灯下读书。 通讯员李强 摄\n石桥村昨晚通电。",
        "村民在灯下读书。\n石桥村昨晚通电。",
    ),
    "links to other articles": (
        f"临江县档案馆新馆开馆\n{BODY}\n相关新闻\n县博物馆下月开馆\n县博物馆将于下月开馆，门票免费。\n责任编辑：赵敏",
        BODY,
    ),
    "the original title": (f"档案馆开馆\n（原标题：临江县档案馆新馆开馆）\n{BODY}", BODY),
    "questions and answers are body": (
        "对话馆长\n记者：新馆何时开放？\n陈立：下周一。\n记者：读者要办证吗？\n陈立：不用。",
        "记者：新馆何时开放？\n陈立：下周一。\n记者：读者要办证吗？\n陈立：不用。",
    ),
    "a chronicle is body": (
        "档案馆大事记\n档案馆成立于上世纪五十年代。\n1985年9月1日 老馆落成\n2003年5月6日 数据库建成\n档案馆还将扩建。",
        "档案馆成立于上世纪五十年代。\n1985年9月1日 老馆落成\n2003年5月6日 数据库建成\n档案馆还将扩建。",
    ),
    "reporters who learn something are body": (
        "新馆开放\n记者从县档案局获悉，新馆下周开放。\n记者张晓明在现场看到，读者很多。",
        "记者从县档案局获悉，新馆下周开放。\n记者张晓明在现场看到，读者很多。",
    ),
    "a bracket that belongs to its sentence": (
        "新馆开放\n出席仪式的有馆长陈立（兼任县志办主任）。\n展品来自三个县（市）。",
        "出席仪式的有馆长陈立（兼任县志办主任）。\n展品来自三个县（市）。",
    ),
    "one line is no title": ("宜昌市档案局局长陈立出席仪式", "宜昌市档案局局长陈立出席仪式"),
    "a sentence is no title": ("陈立是馆长。\n他五十岁。", "陈立是馆长。\n他五十岁。"),
    "a title with nothing below is body": ("陈立任临江县档案馆馆长\n来源：临江日报", "陈立任临江县档案馆馆长"),
    "an internet rumour is no dateline": (
        "辟谣\n互联网消息称大桥已经封闭，系谣言。\n大桥通行正常。",
        "互联网消息称大桥已经封闭，系谣言。\n大桥通行正常。",
    ),
}


@pytest.mark.parametrize("name", BODIES)
def test_body(name: str) -> None:
    text, expected = BODIES[name]
    assert body(text) == expected


def test_fields_are_where_the_values_stand() -> None:
    text = "国家邮政局公布数据\n来源：临江日报\n新华社北京7月15日电（记者李 明）国家邮政局公布数据。\n责任编辑：赵敏"
    meta = article_metadata(text, load())
    assert [(name, text[span.start : span.end]) for name, span in meta.fields] == [
        ("title", "国家邮政局公布数据"),
        ("source", "临江日报"),
        ("dateline_place", "北京"),
        ("author", "李 明"),
        ("editor", "赵敏"),
    ]
    assert meta.authors == ("李明",)


PIECES = st.one_of(
    st.sampled_from(["来源：", "记者", " 张三", "新华社北京", "9月2日电", "2020-10-04", "责任编辑：", "本报讯"]),
    st.sampled_from(["今天（5月7日）", "文/图", "2024年已", "\u2028", "\n", *"（）【】《。摄网"]),
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join)))
def test_any_text(text: str) -> None:
    meta = article_metadata(text, load())
    for span in [*meta.frame, *(span for _, span in meta.fields)]:
        assert 0 <= span.start < span.end <= len(text)
    assert article_metadata(text, load()) == meta
    assert all(isinstance(span, Span) for span in meta.frame)
