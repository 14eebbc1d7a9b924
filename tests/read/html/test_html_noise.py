"""What of a page is no text of its article, and why it is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.ontology.ontology import load
from kg.read.html.html_reader import page
from kg.read.read import read_one
from kg.read.sources import Source
from kg.types import Document

BODY = (
    "9月14日，云溪市水务局召开防汛工作会议，局长韩志远主持会议。",
    "今年汛期，全市共转移群众3.2万人次，没有发生一起溃坝事故。",
    "会上，云溪市人民政府授予青溪水库管理处“防汛先进集体”称号。",
)
LINKS = ("南岗小学新校舍启用", "石桥镇举办丰收节", "市医院引进新设备")


def document(before: str = "", after: str = "", head: str = "") -> Document:
    text = "".join(f"<p>{line}</p>" for line in BODY)
    data = f"<html><head><title>云溪市召开防汛会议</title>{head}</head><body><h1>云溪市召开防汛会议</h1>"
    data += f"{before}<div>{text}</div>{after}</body></html>"
    return read_one(Source("a", Path("a.html"), data=data.encode()), load())


def body(read: Document) -> list[str]:
    kept = list(read.text)
    for span in read.meta.frame:
        kept[span.start : span.end] = " " * len(span)
    return [line.strip() for line in "".join(kept).splitlines() if line.strip()]


ITEMS = "".join(f"<li><a href='{n}.html'>{link}</a> <span>2021-03-0{n}</span></li>" for n, link in enumerate(LINKS, 1))
NOISE = {
    "dated links": f"<ul>{ITEMS}</ul>",
    "links in paragraphs": "".join(f"<p><a href='{n}'>{link}</a></p>" for n, link in enumerate(LINKS)),
    "links in a table": "<table>" + "".join(f"<tr><td>·<a href=x>{link}</a></td></tr>" for link in LINKS) + "</table>",
    "a heading of links with summaries": "<div><h3>相关阅读</h3><ul><li><a>南岗小学新校舍启用</a>"
    "<p>昨天，南岗小学启用了新校舍……</p></li></ul></div>",
    "a heading and links, side by side": f"<p>【推荐阅读】</p><p><a>{LINKS[0]}</a></p>",
    "a Traditional heading": f"<div><span>延伸閱讀</span><a>{LINKS[0]}</a></div>",
    "a style": "<div style='color:red; DISPLAY : none'>分享摘要：蓝天公司总经理李大力任市长。</div>",
    "an attribute": "<p hidden>分享摘要：蓝天公司总经理李大力任市长。</p>",
    "a class": "<p class='x sr-only'>分享摘要：蓝天公司总经理李大力任市长。</p>",
    "a class of the page's styles": "<p class='tip2'>分享摘要：蓝天公司总经理李大力任市长。</p>",
    "comments": "<div class='comment-list'><p>我家就在石桥镇，孙大伟局长来过。</p></div>",
    "a hint for comments": "<p>网友评论只代表网友个人看法，不表明云溪网的立场。</p>",
    "words of comments": "<p>跟贴热词： 防汛 水库</p>",
    "rights": "<p>云溪日报网版权说明：凡注明来源为“云溪日报网：XXX（署名）”的作品，"
    "其他网站未经许可，不得转载和使用，违者必究。</p>",
    "rights behind": "<p>版权保护：本网登载的内容版权属云溪日报网独家所有使用。未经协议授权，禁止转载使用。</p>",
    "a disclaimer": "<p>责任声明：本文仅代表作者个人观点，与本网无关。</p>",
    "a code": "<p>扫码关注云溪发布公众号</p>",
    "a caption by its element": "<figure><img src=1.jpg><figcaption>会议现场</figcaption></figure>",
    "a caption by its class": "<img src=1.jpg><div class='pic_info'>会议现场</div>",
    "a caption by its place": "<p align=center><img src=1.jpg></p>"
    "<p style='text-align: center'>会议现场，韩志远在讲话。</p>",
    "a caption in the picture's paragraph": "<p align=center><img src=1.jpg><br>会议现场，韩志远在讲话。</p>",
    "a caption by its words": "<p>图为韩志远在会议上讲话。</p>",
    "whose picture": "<p>会议现场。云溪市水务局供图</p>",
    "whose picture, in brackets": "<p>會議現場。（雲溪市水務局提供）</p>",
}


@pytest.mark.parametrize("name", NOISE)
@pytest.mark.parametrize("above", [True, False])
def test_what_is_left_out(name: str, above: bool) -> None:
    style = "<style>.a{color:red}.tip2 , #b{ display:none }@media print{p{display:none}}</style>"
    read = document(before=NOISE[name], head=style) if above else document(after=NOISE[name], head=style)
    assert body(read) == list(BODY)


@pytest.mark.parametrize("name", ["dated links", "a style", "comments", "a caption by its place"])
def test_each_line_that_is_left_out_has_its_reason(name: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in BODY)
    left = page(f"<html><body><div>{text}</div>{NOISE[name]}</body></html>").left_out
    assert {one.why for one in left} == {
        "dated links": {"a list of links"},
        "a style": {"hidden on the page"},
        "comments": {"comments"},
        "a caption by its place": {"a picture's caption"},
    }[name]


KEPT = {
    "a body that a script shows": f"<div style='display:none'><p>{'</p><p>'.join(BODY)}</p></div>",
    "a body in a box that shares": f"<div class='share-box'><p>{'</p><p>'.join(BODY)}</p></div>",
    "styles of a medium": "<style>@media print{ .x{color:red} p{display:none} }</style>"
    f"<p>{'</p><p>'.join(BODY)}</p>",
}


@pytest.mark.parametrize("name", KEPT)
def test_what_holds_the_article_stays(name: str) -> None:
    assert [line for line in page(f"<html><body>{KEPT[name]}</body></html>").text.split("\n") if line in BODY] == list(
        BODY
    )


LINES = (
    "韩志远说，水库的版权保护工作由青溪水库管理处负责。",
    "会议要求，未经批准，不得擅自使用防汛物资。",
    "图书馆馆长陈立说，扫码就能借书，读者很多。",
    "记者联系了云溪市水务局，该局说如有侵占水面的行为，将依法处理。",
    "办公室主任<a href=1>孙大伟</a>、<a href=2>周敏</a>和<a href=3>郑明</a>参加了会议。",
)


@pytest.mark.parametrize("line", LINES)
def test_a_paragraph_is_no_noise(line: str) -> None:
    assert body(document(after=f"<p>{line}</p>"))[len(BODY) :] == [re.sub("<[^>]*>", "", line)]


def test_a_paragraph_behind_a_picture_is_no_caption() -> None:
    line = "据了解，青溪水库位于云溪市西郊，1958年建成。"
    assert line in body(document(after=f"<p><img src=1.jpg></p><p>{line}</p>"))


def test_a_table_with_a_head_is_data() -> None:
    rows = "".join(f"<tr><td><a>{name}</a></td><td><a>云溪市水务局</a></td></tr>" for name in ("韩志远", "周敏"))
    table = f"<table><tr><th>姓名</th><th>单位</th></tr>{rows}</table>"
    assert sum("云溪市水务局" in line for line in body(document(after=f"{table}<p>会议还通过了预算。</p>"))) == 3


def test_readings_above_characters_and_numbers_of_notes() -> None:
    line = "局长<ruby>韩<rp>(</rp><rt>hán</rt><rp>)</rp></ruby>志远<sup>[1]</sup>查看了3000m<sup>2</sup>的库房。"
    assert "局长韩志远查看了3000m2的库房。" in body(document(after=f"<p>{line}</p>"))


def test_what_stands_behind_the_end_of_a_page() -> None:
    halves = f"<p>{BODY[0]}</p></body></html>\n<p>{BODY[1]}</p><p>{BODY[2]}</p></body></html>"
    assert page(f"<html><body>{halves}").text.split("\n") == list(BODY)


def test_a_note_on_rights_in_a_text() -> None:
    text = (
        "云溪市召开防汛会议\n"
        + "\n".join(BODY)
        + "\n云溪日报网版权说明：凡注明来源为云溪日报网的稿件，未经许可不得转载。\n"
    )
    assert body(read_one(Source("a", Path("a.txt"), data=text.encode()), load())) == list(BODY)
