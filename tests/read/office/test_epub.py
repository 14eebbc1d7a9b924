"""Books: a document for each chapter, without cover, contents and colophon; what is refused with a sentence."""

from __future__ import annotations

import pytest

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.read.office.epub import READER
from kg.read.read import explain
from kg.read.reader import Content, Explanation
from kg.read.sources import Source
from kg.types import Document
from tests.read.office.made import epub, packed, plain_epub, xhtml

BODY = "2021年3月5日，临江县档案馆新馆开馆，馆长陈立出席仪式。"
MORE = "副馆长赵敏主持，何晓东致辞。"
BOOK = (
    '<dc:title>临江县志</dc:title><dc:creator id="c1">何晓东</dc:creator>'
    '<dc:creator id="c2" opf:role="ill">李文</dc:creator><dc:publisher>临江出版社</dc:publisher>'
    '<dc:date opf:event="modification">2024-01-01</dc:date><dc:date>2019-08-01</dc:date>'
)


def read(data: bytes) -> list[Document | SourceError]:
    return list(READER.read(Content("book", data, "book.epub"), load()))


def chapters(data: bytes) -> dict[str, str]:
    found = read(data)
    assert all(isinstance(one, Document) for one in found), found
    return {one.id: one.text for one in found if isinstance(one, Document)}


def text_of(body: str) -> list[str]:
    (text,) = chapters(epub({"a.xhtml": xhtml(body)})).values()
    return text.split("\n")


def refused(data: bytes) -> SourceError:
    (found,) = read(data)
    assert isinstance(found, SourceError) and found.hint and found.where and found.where.startswith("book.epub")
    return found


@pytest.mark.parametrize("ncx", [False, True])
def test_a_chapter_is_a_document(ncx: bool) -> None:
    data = epub(
        {
            "Text/cover.xhtml": xhtml("<p>临江县志</p>"),
            "Text/copy.xhtml": xhtml("<p>书名：临江县志</p><p>定价：30元</p>"),
            "Text/p1.xhtml": xhtml("<h1>第一卷</h1>"),
            "Text/ch_1.xhtml": xhtml(f"<h1>第一章<br/>开馆</h1><p>{BODY}</p>"),
            "Text/ch_2_split_000.xhtml": xhtml(f"<h2>第二章</h2><h2>新馆</h2><p>{MORE}</p>"),
            "Text/ch_2_split_001.xhtml": xhtml(f"<p>{BODY}</p>"),
        },
        titles={
            "Text/copy.xhtml": "版权信息",
            "Text/p1.xhtml": "第一卷",
            "Text/ch_1.xhtml#top": "第一章 开馆",
            "Text/ch_2_split_000.xhtml": "第二章 新馆",
        },
        metadata=BOOK,
        ncx=ncx,
    )
    found = read(data)
    assert [(one.id, one.text) for one in found if isinstance(one, Document)] == [
        ("book#ch_1", f"第一章 开馆\n{BODY}"),
        ("book#ch_2_split_000", f"第二章 新馆\n{MORE}"),
        ("book#ch_2_split_001", f"第二章 新馆\n{BODY}"),
    ]
    for one in found:
        assert isinstance(one, Document)
        meta = one.meta
        assert meta.title == one.text.split("\n")[0]
        assert (meta.authors, meta.publisher, meta.datePublished) == (("何晓东",), "临江出版社", "2019-08-01")


def test_what_is_left_out_is_told() -> None:
    data = epub(
        {
            "a.xhtml": xhtml("<p>临江县志编委会</p>", kind="titlepage"),
            "b.xhtml": xhtml("".join(f'<p><a href="c{n}.xhtml">第{n}章</a></p>' for n in range(5))),
            "c.xhtml": xhtml("<p>献词</p>"),
            "d.xhtml": xhtml(f"<p>{BODY}<sup><a href='#n1'>[1]</a></sup></p><p hidden='hidden'>隐藏</p>"),
            "e.xhtml": xhtml("<div><img src='a.png' alt='照片'/></div>"),
            "f.xhtml": xhtml("<p>临江出版社</p>"),
        },
        guide='<reference type="copyright-page" href="f.xhtml"/>',
        titles={"c.xhtml": "献词", "d.xhtml": "开馆"},
    )
    (found,) = explain(Source("book", None, data=data), load())
    assert isinstance(found, Explanation) and found.document.text == f"开馆\n{BODY}"
    told = {one.text: one.why for one in found.left_out}
    assert told["临江县志编委会"] == told["临江出版社"] == "no chapter, by its type in the book"
    assert told["第3章"] == "a list of links" and told["献词"] == "a title without a text"
    assert told["[1]"] == "the number of a note or a page" and told["隐藏"] == "hidden on the page"


def test_all_of_a_chapter_is_its_text() -> None:
    assert text_of(
        f"<h1>开馆</h1><p>{BODY}</p><p>“好。”</p><blockquote><p>山高<br/>水长</p></blockquote>"
        "<p>链<a href='x'>接</a></p>"
        "<table><tr><td><p>馆名</p></td><td><p>馆长</p></td></tr><tr><td>档案馆</td><td>陈立</td></tr></table>"
        "<ul><li>第一项</li></ul><div>无段落的文字<div>内层</div></div><pre>代码</pre>"
    ) == [
        "开馆",
        BODY,
        "“好。”",
        "山高",
        "水长",
        "链接",
        "馆名 馆长",
        "档案馆 陈立",
        "第一项",
        "无段落的文字",
        "内层",
        "代码",
    ]


def test_styled_words_and_folded_lines_are_not_set_apart() -> None:
    assert text_of(
        "<p><span class='a'>临江</span><span class='b'>县</span>档案馆\n    新馆\n开馆，\n馆长陈立。</p>"
    ) == ["临江县档案馆新馆开馆，馆长陈立。"]


def test_long_chapters_are_not_cut() -> None:
    long = "馆长陈立出席仪式。" * 200
    assert text_of(f"<p>{long}</p>" + "<p>新馆开馆。</p>" * 12_000) == [long] + ["新馆开馆。"] * 12_000


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{BODY}&nbsp;&mdash;</p>",  # entities of HTML, which XML does not know
        f"<p>{BODY}<br>—</p><p>",  # no XML
        f"<title/><a id='x'/><p>{BODY} —</p><br>",  # elements that end at once, and no XML
    ],
)
def test_pages_as_they_are_found(body: str) -> None:
    assert "".join(text_of(body)).replace("\u00a0", "").replace(" ", "") == f"{BODY}—"


def test_pages_in_another_encoding() -> None:
    page = xhtml(f"<p>{BODY}</p><p>{MORE}</p>").replace("utf-8", "gbk").encode("gbk")
    assert chapters(epub({"a.xhtml": page})) == {"book#a": f"{BODY}\n{MORE}"}


def test_names_with_escapes_and_in_other_folders() -> None:
    data = epub({"%E7%AB%A0/a%20b.xhtml": ""}, folder="x/y", others={"x/y/章/a b.xhtml": xhtml(f"<p>{BODY}</p>")})
    assert chapters(data) == {"book#a b": BODY}


def test_a_name_that_two_chapters_have_is_told_apart_by_its_folder() -> None:
    page = xhtml(f"<p>{BODY}</p>")
    assert list(chapters(epub({"a/1.xhtml": page, "b/1.xhtml": page, "b/2.xhtml": page}))) == [
        "book#OEBPS/a/1.xhtml", "book#OEBPS/b/1.xhtml", "book#2",
    ]  # fmt: skip


def test_a_title_of_the_program_is_none() -> None:
    data = epub(
        {"a.xhtml": xhtml(f"<p>{BODY}</p>"), "b.xhtml": xhtml(f"<p>12</p><p>{BODY}</p>")},
        titles={"a.xhtml": "Section 1", "b.xhtml": "12"},
    )
    assert chapters(data) == {"book#a": BODY, "book#b": f"12\n{BODY}"}


def test_the_error_of_a_chapter_costs_that_chapter() -> None:
    english = xhtml("<p>The county archive opened its new building yesterday.</p>")
    broken = BODY.encode() + b"\xff\xfe\xf0" * 100
    found = read(epub({"a.xhtml": english, "b.xhtml": xhtml(f"<p>{BODY}</p>"), "c.xhtml": broken}))
    assert [str(one).partition(";")[0] for one in found if isinstance(one, SourceError)] == [
        "book.epub#OEBPS/c.xhtml: it is not Chinese text in UTF-8, UTF-16, GB18030 or Big5",
        "book.epub#a: its text is not Chinese",
    ]
    assert [one.id for one in found if isinstance(one, Document)] == ["book#b"]


def test_a_warning_belongs_to_its_chapter() -> None:
    page = xhtml(f"<p>{BODY * 40}</p>").encode()
    found = read(epub({"a.xhtml": page, "b.xhtml": page.replace("陈立".encode(), "陈立".encode()[:-1], 1)}))
    assert [len(one.warnings) for one in found if isinstance(one, Document)] == [0, 1]


def test_a_book_that_is_not_chinese_is_one_error() -> None:
    english = xhtml("<p>The county archive opened its new building yesterday.</p>")
    error = refused(epub({f"{n}.xhtml": english for n in range(30)}))
    assert (error.what, error.where) == ("its text is not Chinese", "book.epub")


def encrypted(algorithm: str) -> bytes:
    rows = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
        f'<enc:EncryptedData><enc:EncryptionMethod Algorithm="{algorithm}"/></enc:EncryptedData></encryption>'
    )
    return epub({"a.xhtml": xhtml(f"<p>{BODY}</p>")}, others={"META-INF/encryption.xml": rows})


def test_protection_is_said_and_scrambled_fonts_are_none() -> None:
    assert refused(encrypted("http://www.w3.org/2001/04/xmlenc#aes128-cbc")).what == "it is protected (DRM)"
    assert chapters(encrypted("http://www.idpf.org/2008/embedding")) == {"book#a": BODY}


ENTITIES = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 12))


def test_entities_of_a_page_are_not_resolved() -> None:
    page = xhtml(f"<p>{BODY}&b11;&out;</p>").replace(
        '"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">',
        f'"http://127.0.0.1:9/x.dtd" [<!ENTITY b0 "馆"><!ENTITY out SYSTEM "file:///etc/hostname">{ENTITIES}]>',
    )
    for one in read(epub({"a.xhtml": page})):
        assert isinstance(one, SourceError) or len(one.text) < 200


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (packed({"a.txt": BODY}), "META-INF/container.xml is not in it"),
        (packed({"META-INF/container.xml": "<container/>"}), "content.opf is not in it"),
        (epub({}, others={"OEBPS/content.opf": "<package"}), "OEBPS/content.opf in it is no XML that can be read"),
        (epub({}), "it is empty"),
        (epub({"a.xhtml": xhtml("")}), "it is empty"),
        (plain_epub(BODY)[:200], "it is no zip, or it is damaged"),
    ],
    ids=range(6),
)
def test_what_is_no_book_says_so(data: bytes, what: str) -> None:
    assert refused(data).what == what


def test_a_spine_that_names_what_is_missing_or_outside() -> None:
    data = epub({"a.xhtml": xhtml(f"<p>{BODY}</p>"), "../../../../etc/passwd": "", "a.xhtml#b": ""})
    assert chapters(data) == {"book#a": BODY}
