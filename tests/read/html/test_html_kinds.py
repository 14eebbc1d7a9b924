"""Pages that hold no article say what they are."""

from __future__ import annotations

import pytest

from kg.errors import SourceError
from kg.read.html.html_reader import page

LINKS = ("南岗小学新校舍启用", "市水务局局长韩志远调研石桥镇", "市医院引进新设备", "石桥镇举办丰收节", "青溪水库开闸")
ITEMS = "".join(f"<li><a href='{n}.html'>{link}</a><span>2021-03-0{n}</span></li>" for n, link in enumerate(LINKS, 1))
SUMMARIES = "".join(
    f"<div><h3><a href=x>{link}</a></h3><p>昨天，{link}，记者到现场采访，看到工作正在推进。</p></div>" for link in LINKS
)
NONE = {
    "a frameset": (
        "<html><head><title>云溪网</title></head><frameset cols='20%,*'><frame src='menu.htm'><frame src='main.htm'>"
        "<noframes><body>您的浏览器不支持框架。</body></noframes></frameset></html>",
        r"frameset.*menu\.htm, main\.htm",
    ),
    "a frame": (
        "<html><body><script>{'a': '临江' };</script><iframe src='text.html'></iframe></body></html>",
        r"frames.*text\.html",
    ),
    "a list": (f"<html><body><ul>{ITEMS}</ul><div>上一页 1 2 3 下一页</div></body></html>", "list of links"),
    "a list with a foot": (
        f"<html><body><ul>{ITEMS}</ul><p>版权所有：云溪网，未经授权不得转载。</p></body></html>",
        "list of links",
    ),
    "a list with summaries": (f"<html><body>{SUMMARIES}<p>上一页 下一页</p></body></html>", "links with summaries"),
    "404": (
        "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1><hr>nginx</body></html>",
        r"error page \(404",
    ),
    "a page that is gone": (
        "<html><head><title>云溪市人民政府</title></head><body><h2>抱歉，您访问的页面不存在</h2><p>请检查网址，或返回首页。</p></body></html>",
        "error page",
    ),
    "a server": (
        "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>",
        "error page",
    ),
    "500": ("<html><body><h1>HTTP 500</h1><p>服务器内部错误，请稍后再试。</p></body></html>", "error page"),
    "Traditional": ("<html><body><h1>找不到網頁</h1><p>對不起，請返回首頁。</p></body></html>", "error page"),
    "a login": (
        "<html><head><title>用户登录 - 云溪网</title></head><body><form>用户名<input name=u>密码<input type=password>"
        "<button>登录</button></form><p>忘记密码？</p></body></html>",
        "log in",
    ),
    "a script": (
        "<html><head><title>云溪网</title></head><body><div id=app>正在加载…</div></body></html>",
        "script",
    ),
    "a check of the reader": (
        "<html><head><title>云溪网</title></head><body><p>当前环境异常，完成验证后即可继续访问。</p><a>去验证</a></body></html>",
        "error page",
    ),
    "a search": ("<html><body><input name=q><button>搜索</button><p>共找到 0 条结果</p></body></html>", "interface"),
    "an interface": (
        "<html><head><title>云溪市天气查询</title></head><body><p>城市</p><input><select><option>云溪</option></select>"
        "<button>查询</button><p>结果</p></body></html>",
        "interface",
    ),
}


@pytest.mark.parametrize("name", NONE)
def test_a_page_without_an_article(name: str) -> None:
    text, what = NONE[name]
    with pytest.raises(SourceError, match=what) as raised:
        page(text, where="a.html")
    assert raised.value.hint and raised.value.where == "a.html"


ARTICLE = "<p>9月14日，云溪市水务局召开防汛工作会议，局长韩志远主持会议并讲话。</p>"
ARTICLES = {
    "short, among links": f"<html><body><ul>{ITEMS}</ul>{ARTICLE}</body></html>",
    "beside a login": f"<html><body><form><input><input type=password></form>{ARTICLE * 2}</body></html>",
    "with a frame": f"<html><body><iframe src=ad.html></iframe>{ARTICLE}</body></html>",
    "about an error": "<html><head><title>系统错误致停运</title></head><body>" + ARTICLE * 8 + "</body></html>",
    "paragraphs that begin with links": "<html><body>"
    + "".join(f"<p><a href={n}>韩志远</a>说，今年汛期第{n}号洪水没有成灾。</p>" for n in range(6))
    + "</body></html>",
    "names alone": "<html><body><h1>获奖名单</h1><p>云溪市水务局 韩志远</p><p>石桥镇 周敏</p></body></html>",
}


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_is_read(name: str) -> None:
    assert "韩志远" in page(ARTICLES[name]).text


TO = "https://www.yunxi.example/2021/a.html"
LEADING = {
    "a meta element": f'<meta http-equiv="refresh" content="0; url={TO}"></head><body></body>',
    "a meta element, as old pages write it": f"<META HTTP-EQUIV=Refresh CONTENT=\"5;URL='{TO}'\"></head><body>"
    "<p>云溪市水务局网站已迁移至新网址，5秒后自动跳转。</p><p>如果没有自动跳转，请点击<a href=x>这里</a>。</p></body>",
    "a script": f"<script>window.location.href = '{TO}';</script></head><body></body>",
    "a script that replaces": "</head><body><p>页面跳转中…</p>"
    rf'<script>location.replace("{TO.replace("/", chr(92) + "/")}")</script></body>',
    "after a while": "</head><body><p>正在为您跳转，请稍候</p>"
    f"<script>setTimeout(\"top.location='{TO}'\",3000)</script></body>",
    "a page's own event": f"</head><body onload=\"self.location='{TO}'\"><h1>正在进入云溪网</h1></body>",
    "a server": "<title>301 Moved Permanently</title></head><body><h1>Moved Permanently</h1>"
    f'<p>The document has moved <a href="{TO}">here</a>.</p><hr>nginx</body>',
    "a page between": "<title>页面跳转提示</title></head><body><p>您即将前往新版网站</p>"
    f"<a href='{TO}'>立即进入</a></body>",
}


@pytest.mark.parametrize("name", LEADING)
def test_a_page_that_only_leads_elsewhere(name: str) -> None:
    with pytest.raises(SourceError, match=f"only leads to another page: {TO}") as raised:
        page(f"<html><head>{LEADING[name]}</html>", where="a.html")
    assert raised.value.hint == "give that page"


FURTHER = {
    "a page that loads itself again": '<meta http-equiv="refresh" content="600">',
    "one that leads elsewhere much later": f'<meta http-equiv="refresh" content="300;url={TO}">',
    "one that has an article": f'<meta http-equiv="refresh" content="5;url={TO}">',
    "one for telephones": f"<script>if (/Mobile/.test(navigator.userAgent)) location.href = '{TO}';</script>",
    "one without scripts": f'<noscript><meta http-equiv="refresh" content="0;url={TO}"></noscript>',
}


@pytest.mark.parametrize("name", FURTHER)
def test_an_article_may_lead_elsewhere_too(name: str) -> None:
    assert "韩志远" in page(f"<html><head>{FURTHER[name]}</head><body>{ARTICLE * 2}</body></html>").text


@pytest.mark.parametrize(
    "head",
    [
        "<script>document.location.href='#';</script>",
        '<meta http-equiv="refresh" content="0;url=javascript:void(0)">',
        f"<script src=app.js></script><script>if (old) location = '{TO}';</script>",
        f"<script>if (location.href == '{TO}') start();</script>",
    ],
)
def test_a_page_without_text_that_leads_nowhere(head: str) -> None:
    with pytest.raises(SourceError, match="no text in its body"):
        page(f"<html><head>{head}</head><body><div id=app></div></body></html>")
