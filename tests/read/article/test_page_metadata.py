"""Pages after the structure of real ones, of our own writing: where each states its title, source, date and authors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.read.article.page_fields import page_fields
from kg.read.html.html_reader import READER
from kg.read.page import Line, Page
from kg.read.reader import Content
from kg.types import Document, Meta

ONE = "9月1日，青河县水务局在白山镇举行供水工程开工仪式，局长周方宣布工程开工。"
TWO = "白山镇镇长何雨出席仪式。她说，工程将解决全镇两万人的饮水问题。"
THREE = "据了解，供水工程投资八千万元，由青河水务集团建设，工期两年。"
BODY = f"<p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>"
TITLE = "青河县供水工程在白山镇开工"
TRADITIONAL = (
    "<p>九月一日，青河縣水務局在白山鎮舉行供水工程開工儀式，局長周方宣布工程開工。</p>"
    "<p>白山鎮鎮長何雨出席儀式。她說，工程將解決全鎮兩萬人的飲水問題。</p>"
    "<p>據了解，供水工程投資八千萬元，由青河水務集團建設，工期兩年。</p>"
)


def page(body: str, *, title: str = TITLE, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def read(text: str) -> Document:
    (found,) = READER.read(Content("a", text.encode(), "a.html"), load())
    assert not isinstance(found, SourceError), found
    return found


def meta(text: str) -> Meta:
    return read(text).meta


def stated(names: dict[str, str]) -> str:
    return "".join(f'<meta name="{name}" content="{content}">' for name, content in names.items())


# name: (page, what it says)
CASES: dict[str, tuple[str, dict[str, object]]] = {
    "government, the standard's meta elements": (
        page(
            f'<div id="zoom">{BODY}</div><div>主办单位：青河县人民政府办公室</div>',
            title=f"{TITLE}_部门动态_青河县人民政府",
            head=stated(
                {
                    "SiteName": "青河县人民政府门户网站",
                    "SiteDomain": "www.qinghe.example",
                    "ColumnName": "部门动态",
                    "ArticleTitle": TITLE,
                    "PubDate": "2023-09-02 08:30",
                    "ContentSource": "县水务局",
                    "Keywords": "供水",
                    "Url": "http://www.qinghe.example/a.html",
                }
            ),
        ),
        {
            "title": TITLE,
            "publisher": "青河县人民政府门户网站",
            "source": "县水务局",
            "datePublished": "2023-09-02",
            "authors": (),
        },
    ),
    "government, the standard's elements filled by a template; the label counts": (
        page(
            f"<h1>{TITLE}</h1><div class=x><i>来源：</i><b>青河县水务局</b> <i>发布时间：</i>2023-09-02</div>"
            f"<div>{BODY}</div>",
            head=stated({"SiteName": "青河县人民政府", "ContentSource": "本站", "PubDate": "2023-09-03"}),
        ),
        {"publisher": "青河县人民政府", "source": "青河县水务局", "datePublished": "2023-09-02"},
    ),
    "government, tables and fonts": (
        page(
            '<table width=960><tr><td>今天是2024年1月8日 星期一</td></tr></table><table><tr><td align="center">'
            f"<font size=4><b>{TITLE}</b></font></td></tr><tr><td align=center>"
            "发布日期：2023-9-2　　信息来源：青河县水务局　　作者：何立群　　点击数：<script>document.write(9)</script>"
            f"</td></tr><tr><td>{BODY}</td></tr></table>",
            title="青河县水务局网站",
        ),
        {"source": "青河县水务局", "datePublished": "2023-09-02", "authors": ("何立群",)},
    ),
    "JSON-LD, a graph whose things name each other": (
        page(
            f"<header><h1>青河在线</h1></header><main><h2>{TITLE}</h2>{BODY}</main>",
            title=f"{TITLE} - 青河在线",
            head='<script type="application/ld+json">{"@context":"https://schema.org","@graph":['
            '{"@type":"WebSite","@id":"#site","name":"青河在线","publisher":{"@id":"#org"}},'
            '{"@type":"Organization","@id":"#org","name":"青河传媒"},{"@type":"Person","@id":"#who","name":"何立群"},'
            f'{{"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2023-09-01T18:40:00+00:00",'
            '"author":{"@id":"#who"},"editor":[{"@type":"Person","name":"赵敏"}],"publisher":{"@id":"#org"}}]}</script>',
        ),
        {
            "title": TITLE,
            "publisher": "青河传媒",
            "datePublished": "2023-09-02",  # in China it is the next day
            "authors": ("何立群",),
            "editors": ("赵敏",),
        },
    ),
    "JSON-LD with a comma too many, after one of related articles": (
        page(
            f"<h1>{TITLE}</h1>{BODY}",
            head='<script type="application/ld+json">[{"@type":"Article","headline":"白山镇举行运动会",'
            '"datePublished":"2022-05-01","author":"王强"}]</script><script type="application/ld+json">\n//<![CDATA[\n'
            f'{{"@type":["Article","NewsArticle"],"headline":"{TITLE}","datePublished":"2023-09-02",'
            '"author":[{"@type":"Person","name":"何立群"},],}\n//]]></script>',
        ),
        {"datePublished": "2023-09-02", "authors": ("何立群",)},
    ),
    "government, a table of labels": (
        page(
            "<table><tr><th>索引号：</th><td>000/2023-0001</td><th>发布机构：</th><td>青河县水务局</td></tr><tr>"
            "<td>生成日期：</td><td>2023-09-01</td><td>发布日期：</td><td>2023-09-02</td></tr></table>"
            f"<h1>{TITLE}</h1>{BODY}",
        ),
        {"title": TITLE, "publisher": "青河县水务局", "datePublished": "2023-09-02"},
    ),
    "a portal whose page is made by a script": (
        page(
            f'<div id="main"><h1>{TITLE}</h1>{BODY}</div>',
            title=f"{TITLE}_青河网",
            head='<script>window.DATA = {"media": "青河晚报", "pubtime": "2023-09-02 09:10:05", "n": 1};</script>',
        ),
        {"publisher": "青河网", "source": "青河晚报", "datePublished": "2023-09-02"},
    ),
    "WeChat": (
        page(
            f'<div id="js_article"><h1 class="rich_media_title" id="activity-name">{TITLE}</h1>'
            '<div id="meta_content"><span class="rich_media_meta rich_media_meta_text">何立群</span>'
            '<a id="js_name">青河发布</a><em id="publish_time"></em></div><div id="js_content" '
            f'style="visibility: hidden">{BODY}<p>来源｜青河日报</p><p>编辑｜赵敏</p></div></div>'
            "<p>微信扫一扫<br>关注该公众号</p>",
            title="",
            head=f'<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="微信公众平台">'
            '<meta name="author" content="何立群"><script>window.cgiData = { nick_name: JsDecode("青河发布"),'
            " create_time: JsDecode('1693612800') * 1, user_name: 'gh_0' };</script>",
        ),
        {
            "title": TITLE,
            "publisher": "青河发布",
            "source": "青河日报",
            "datePublished": "2023-09-02",
            "authors": ("何立群",),
            "editors": ("赵敏",),
        },
    ),
    "portal, a logo and a channel in headings, dated links around": (
        page(
            '<h1 class="logo"><a href="/">青河网</a></h1><h2><a href="/c">财经</a></h2><div class="hot"><ul>'
            "<li><a href=1>白山镇举行秋季运动会</a><span class=time>2022-05-01</span></li>"
            "<li><a href=2>青河大桥昨日通车</a><span class=time>2022-04-30</span></li></ul></div>"
            f"<div class=main><h1 class=main-title>{TITLE}</h1><div class=date-source>"
            "<span class=date>2023年09月02日 09:10</span> <a class=source href=3>青河晚报</a></div>"
            f'<div>{BODY}</div><p class="show_author">责任编辑：赵敏</p></div><div class=rel>'
            "<div><a href=4>青河县举行书展</a></div><div class=time>2023-08-01</div></div>",
            title=f"{TITLE}|供水|青河县_财经_青河网",
        ),
        {
            "title": TITLE,
            "publisher": "青河网",
            "source": "青河晚报",
            "datePublished": "2023-09-02",
            "authors": (),
            "editors": ("赵敏",),
        },
    ),
    "a related link has the only date": (
        page(
            f"<h1>{TITLE}</h1>{BODY}<ul><li><a href=1>白山镇举行秋季运动会</a><span>2022-05-01</span></li></ul>"
            "<div><a href=2>青河大桥昨日通车</a></div><div>2022-04-30</div>",
            title=f"{TITLE}-青河新闻网",
        ),
        {"title": TITLE, "publisher": "青河新闻网", "datePublished": None},
    ),
    "an owner of whom nothing is known": (
        page(f"<h1>{TITLE}</h1>{BODY}", head=stated({"copyright": "青河易维 版权所有"})),
        {"publisher": None},
    ),
    "an owner that is a site by its name": (
        page(f"<h1>{TITLE}</h1>{BODY}", head=stated({"copyright": "© 2023 青河新闻网 版权所有"})),
        {"publisher": "青河新闻网"},
    ),
    "the web editor is no author where a byline says who is": (
        page(
            f"<h1>{TITLE}</h1><div>2023-09-02</div>{BODY}<p>（作者：方敏）</p>",
            head=stated({"author": "李维"}),
        ),
        {"authors": ("方敏",), "editors": ("李维",), "datePublished": "2023-09-02"},
    ),
    "the author below the article, beside other labels": (
        page(
            f'<h1>{TITLE}</h1><div id="text">{BODY}</div><div class="ft"><span>本文来源：青河日报</span> 作者：方敏 '
            "<span>责任编辑：QH001</span></div><div>关键词阅读：<a href=1>供水</a></div>",
        ),
        {"source": "青河日报", "authors": ("方敏",), "editors": ()},
    ),
    "a digital newspaper": (
        page(
            "<div>2023年09月02日 第A02版：要闻</div><h3>民生实事</h3>"
            f"<h1>{TITLE}</h1><div>□本报记者 何立群 通讯员 方敏</div>{BODY}",
            title=f"青河日报数字报-{TITLE}",
        ),
        {
            "title": TITLE,
            "publisher": "青河日报数字报",
            "datePublished": "2023-09-02",
            "authors": ("何立群", "方敏"),
        },
    ),
    "the web editor is named as such": (
        page(
            f"<h1>{TITLE}</h1><div>来源：青河网 | 2023年09月02日 08:12</div>{BODY}<div><i>编辑：赵敏</i></div>",
            title=f"{TITLE}_新闻频道_青河网(qinghe.example)",
            head=stated({"author": "赵敏"}),
        ),
        {"publisher": "青河网", "authors": (), "editors": ("赵敏",)},
    ),
    "Taiwan, who and where before 報導": (
        page(f"<h1>{TITLE}</h1><div>2023/09/02 08:12 青河新聞網 記者何立群／白山報導</div>{BODY}"),
        {"authors": ("何立群",), "datePublished": "2023-09-02"},
    ),
    "a date whose parts are elements": (
        page(
            f"<h1>{TITLE}</h1><div><span class=year><em>2023</em></span><span class=day><em>09</em>/<em>02</em></span>"
            f"<span class=time>10:20:30</span></div><div>更新时间：2023-09-05</div>{BODY}",
        ),
        {"datePublished": "2023-09-02"},
    ),
    "Hong Kong": (
        page(
            "<h1>青河縣供水工程在白山鎮開工</h1><div><span>撰文：何立群</span></div>"
            "<div>出版：<time>2023-09-02 11:05</time></div>"
            f"<div>更新：2023-09-04 09:00</div><article>{TRADITIONAL}</article>",
            title="青河縣供水工程在白山鎮開工 | 即時 | 青河電子報",
            head='<meta property="og:site_name" content="青河電子報"><meta property="article:published_time" '
            'content="2023-09-02T11:05:00+08:00">',
        ),
        {
            "title": "青河縣供水工程在白山鎮開工",
            "publisher": "青河電子報",
            "datePublished": "2023-09-02",
            "authors": ("何立群",),
        },
    ),
    "Taiwan": (
        page(
            "<h1>青河縣供水工程在白山鎮開工</h1><p>（青河社記者何立群、方敏白山2日電）白山鎮供水工程今天舉行開工儀式。</p>"
            f"{TRADITIONAL[:-4]}（編輯：趙敏）1120902</p>",
            title="青河縣供水工程在白山鎮開工 | 地方 | 青河社 QHNA",
        ),
        {
            "title": "青河縣供水工程在白山鎮開工",
            "publisher": "青河社 QHNA",
            "source": "青河社",
            "authors": ("何立群", "方敏"),
            "editors": ("趙敏",),
        },
    ),
    "a page that goes on behind its first end": (
        "<html><head><title>关于建设供水工程的公告</title></head><body><div><a href=1>首页</a></div></body></html>"
        f"<center><b>关于建设供水工程的公告</b><br>来源：青河县水务局　日期：2023年9月2日</center>{BODY}</body></html>",
        {"title": "关于建设供水工程的公告", "source": "青河县水务局", "datePublished": "2023-09-02"},
    ),
    "an application's feed, date and account in one line of links": (
        page(
            f"<h1>{TITLE}</h1><div class=meta><span>2023-09-02 08:30</span><i>·</i><a>青河新闻网</a></div>{BODY}",
            title=f"{TITLE} - 每日快条",
        ),
        {"publisher": "青河新闻网", "source": None, "datePublished": "2023-09-02"},
    ),
    "the account before the date, which is a link too": (
        page(f"<h1>{TITLE}</h1><p><a>老周说事</a> <a>2023-09-02 08:30</a></p><section>{BODY}</section>"),
        {"datePublished": "2023-09-02", "authors": ()},
    ),
    "a strip beside the title in one short block": (
        page(
            f"<div><h3>{TITLE}</h3><span>2023/09/02</span><span>来源：青河日报</span><span>作者：何立群</span></div>{BODY}",
            title=f"{TITLE} - 青河新闻网",
        ),
        {
            "title": TITLE,
            "source": "青河日报",
            "datePublished": "2023-09-02",
            "authors": ("何立群",),
            "publisher": "青河新闻网",
        },
    ),
    "a title with a dash of its own": (
        page("<div>" + BODY + "</div>", title="青河—白山供水工程开工 两万人受益"),
        {"title": "青河—白山供水工程开工 两万人受益", "publisher": None},
    ),
    "a title that is cut for its place": (
        page(f"<h1>{TITLE} 两万人饮水问题将得到解决</h1>{BODY}", title="青河县供水工程在白山镇开工...-青河新闻网"),
        {"title": f"{TITLE} 两万人饮水问题将得到解决", "publisher": "青河新闻网"},
    ),
    "only machines are told": (
        page(
            f"<div>{BODY}</div>",
            title="新闻详情",
            head=stated({"og:title": f"{TITLE}_青河网", "source": "来源：青河日报", "publishdate": "20230902"})
            + '<meta itemprop="datePublished" content="2023-09-02T09:00:00+08:00">',
        ),
        {"title": TITLE, "source": "青河日报", "datePublished": "2023-09-02"},
    ),
    "headings that are channels": (
        page(f"<h1>青河在线</h1><h2>本地要闻</h2><div>{BODY}</div>", title=f"{TITLE}-青河在线"),
        {"title": TITLE, "publisher": "青河在线"},
    ),
    "a title that is the site's": (
        page(f"<h1>{TITLE}</h1>{BODY}", title="青河县水务局网站"),
        {"title": TITLE},
    ),
    "a title that is the channel's": (page(f"<h2>{TITLE}</h2>{BODY}", title="要闻_青河网"), {"title": TITLE}),
    "a heading on two lines": (
        page(f"<h1>{TITLE[:7]}<br>{TITLE[7:]}</h1>{BODY}", title=f"{TITLE}_青河网"),
        {"title": TITLE},
    ),
    "a column before the title": (
        page(f"<div>{BODY}</div>", title=f"深度｜{TITLE}_青河日报"),
        {"title": f"深度｜{TITLE}", "publisher": "青河日报"},
    ),
    "a site in two scripts": (
        page(f"<h1>{TITLE}</h1>{BODY}", title=f"{TITLE} - QHC News 中文"),
        {"title": TITLE, "publisher": "QHC News 中文"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_page_says(name: str) -> None:
    text, expected = CASES[name]
    found = meta(text)
    assert {key: getattr(found, key) for key in expected} == expected


@pytest.mark.parametrize("name", CASES)
def test_the_article_is_read(name: str) -> None:
    text = read(CASES[name][0]).text
    kept = (ONE, TWO, THREE) if ONE in CASES[name][0] else ("周方宣布工程開工。", "工期兩年。")
    assert all(line in text for line in kept)


def test_a_line_of_links_says_when_below_the_title_only() -> None:
    link, heading = Line("2022-05-01 08:30 · 青河新闻网", linked=True), Line(TITLE, heading=True)

    def days(*lines: Line) -> list[str]:
        shown = Page(f"{TITLE}\n{ONE}\n{TWO}", lines=(*lines, Line(ONE), Line(TWO)), title=TITLE)
        return [value.value for value in page_fields(shown, load()) if value.field == "line_day"]

    assert days(heading, link) == ["2022-05-01"]
    assert days(link, heading) == days(heading, replace(link, text="2022-05-01 青河县举行书展")) == []
