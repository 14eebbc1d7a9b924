"""OpenDocument texts: what reads as text, and what is refused with a sentence."""

from __future__ import annotations

import pytest

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.read.office.odt import READER
from kg.read.read import explain
from kg.read.reader import Content, Explanation
from kg.read.sources import Source
from kg.types import Document
from tests.read.office.made import odt, packed

BODY = "2021年3月5日，临江县档案馆新馆开馆，馆长陈立出席仪式。"
MORE = "副馆长赵敏主持。"


def explained(data: bytes) -> Explanation:
    (found,) = explain(Source("a", None, data=data), load())
    assert isinstance(found, Explanation)
    return found


def refused(data: bytes) -> str:
    (found,) = READER.read(Content("a", data, "a.odt"), load())
    assert isinstance(found, SourceError) and found.hint and found.where == "a.odt"
    return found.what


def test_paragraphs_headings_lists_and_tables() -> None:
    found = explained(
        odt(
            '<text:p text:style-name="P1">临江县档案馆新馆开馆</text:p><text:h text:outline-level="1">一、仪式</text:h>'
            "<text:p>2021年3月5日，<text:span>临江县</text:span>档案馆\n   新馆开馆。</text:p><text:p/>"
            "<text:list><text:list-item><text:p>第一项</text:p></text:list-item></text:list>"
            "<table:table><table:table-row><table:table-cell><text:p>馆名</text:p></table:table-cell>"
            "<table:table-cell><text:p>馆长</text:p></table:table-cell></table:table-row>"
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell><text:p>档案馆</text:p>'
            "</table:table-cell><table:covered-table-cell/><table:table-cell><text:p>陈立</text:p></table:table-cell>"
            "</table:table-row></table:table>",
            styles='<style:style style:name="P1" style:parent-style-name="Title"/>',
        )
    )
    assert found.document.text.split("\n") == [
        "临江县档案馆新馆开馆", "一、仪式", "2021年3月5日，临江县档案馆 新馆开馆。", "第一项", "馆名\t馆长",
        "档案馆\t\t陈立",
    ]  # fmt: skip
    assert found.document.meta.title == "临江县档案馆新馆开馆"


def test_blanks_breaks_notes_and_what_is_no_text() -> None:
    found = explained(
        odt(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>王强</text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes>"
            "<text:table-of-content><text:index-body><text:p>第一章<text:tab/>3</text:p></text:index-body>"
            "</text:table-of-content>"
            '<text:p>馆长<text:s text:c="2"/>陈立<text:tab/>出席<text:line-break/>仪式'
            "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>陈立兼任县志办主任。</text:p>"
            "</text:note-body></text:note>。<office:annotation><text:p>待核</text:p></office:annotation></text:p>"
            f"<text:p><draw:frame><draw:text-box><text:p>{MORE}</text:p></draw:text-box></draw:frame>{BODY}</text:p>"
            '<text:p>终<text:s text:c="999999999999"/>。</text:p>'
        )
    )
    assert found.document.text.split("\n") == [
        "馆长  陈立\t出席", "仪式。", MORE, BODY, f"终{' ' * 20}。", "陈立兼任县志办主任。",
    ]  # fmt: skip
    told = {one.text: one.why for one in found.left_out}
    assert told["王强"] == "deleted, as the tracked changes say" and told["待核"] == "a comment"


def test_properties_say_what_the_text_does_not() -> None:
    meta = (
        "<dc:title>临江县档案馆新馆开馆</dc:title><meta:initial-creator>陈立</meta:initial-creator><dc:creator>赵敏</dc:creator>"
        "<meta:creation-date>2021-03-06T10:20:30.123456789</meta:creation-date><dc:date>2024-01-01T00:00:00</dc:date>"
    )
    found = explained(odt(f"<text:p>{BODY}{MORE}</text:p><text:p>{MORE}</text:p>", meta=meta)).document.meta
    assert (found.title, found.authors, found.datePublished) == ("临江县档案馆新馆开馆", ("陈立",), "2021-03-06")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (packed({"a.txt": BODY}), "content.xml is not in it"),
        (odt("", others={"content.xml": b"\x00\x01 encrypted"}), "content.xml in it is no XML that can be read"),
        (
            odt("", others={"META-INF/manifest.xml": '<m xmlns:x="y"><x:encryption-data/></m>'}),
            "it is encrypted",
        ),
        (odt("<text:span>临江县</text:span>"), "it is empty"),
        (odt("")[:100], "it is no zip, or it is damaged"),
    ],
    ids=range(5),
)
def test_what_is_no_text_says_so(data: bytes, what: str) -> None:
    assert refused(data) == what


def test_another_kind_of_opendocument_is_not_taken_for_a_text() -> None:
    data = odt(f"<text:p>{BODY}</text:p>")
    assert READER.recognizes(data)
    assert not READER.recognizes(data.replace(b"opendocument.text", b"opendocument.base"))
    assert isinstance(next(iter(READER.read(Content("a", data, "a.odt"), load()))), Document)
