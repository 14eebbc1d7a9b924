"""Word documents: what reads as text, once all changes are accepted, and what is refused with a sentence."""

from __future__ import annotations

import struct
import time

import pytest

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.read.office.docx import READER
from kg.read.office.parts import check_size
from kg.read.read import explain, read, read_one
from kg.read.reader import Content, Explanation
from kg.read.sources import Source
from kg.types import Document
from tests.read.office.made import STYLES, W, core, docx, packed, paragraph, run, table

BODY = "2021年3月5日，临江县档案馆新馆开馆，馆长陈立出席仪式。"
MORE = "副馆长赵敏主持。"


def of(data: bytes) -> Document:
    return read_one(Source("a", None, data=data), load())


def lines(*blocks: str) -> list[str]:
    return of(docx(*blocks)).text.split("\n")


def explained(data: bytes) -> Explanation:
    (found,) = explain(Source("a", None, data=data), load())
    assert isinstance(found, Explanation)
    return found


def refused(data: bytes) -> str:
    (found,) = read(Source("a", None, data=data), load())
    assert isinstance(found, SourceError) and found.hint
    return found.what


def test_paragraphs_headings_and_tables() -> None:
    found = lines(
        paragraph("临江县档案馆新馆开馆", style="a3"),
        paragraph("一、仪式", style="1"),
        paragraph(run("2021年3月5日，临江县"), run("档案馆", "<w:b/>"), run("新馆开馆。")),
        paragraph(),
        table(["馆名", "馆长"], ["档案馆", "陈立"], ["", ""]),
        paragraph(MORE),
    )
    assert found == [
        "临江县档案馆新馆开馆", "一、仪式", "2021年3月5日，临江县档案馆新馆开馆。", "馆名\t馆长", "档案馆\t陈立", MORE,
    ]  # fmt: skip


def test_changes_are_accepted() -> None:
    found = explained(
        docx(
            paragraph(
                run("馆长"),
                "<w:del w:id='1' w:author='x'><w:r><w:delText>王强</w:delText></w:r></w:del>",
                f"<w:ins w:id='2' w:author='x'>{run('陈立')}</w:ins>",
                run("出席仪式。"),
            ),
            paragraph(f"<w:moveFrom>{run('副馆长赵敏主持。')}</w:moveFrom>"),
            paragraph(f"<w:moveTo>{run(MORE)}</w:moveTo>"),
            paragraph("新馆昨天", properties="<w:rPr><w:del w:id='3' w:author='x'/></w:rPr>"),
            paragraph("开馆。"),
        )
    )
    assert found.document.text.split("\n") == ["馆长陈立出席仪式。", MORE, "新馆昨天开馆。"]
    told = [(one.text, one.why) for one in found.left_out]
    assert ("王强", "deleted, as the tracked changes say") in told


def test_a_mark_that_is_deleted_at_the_end_loses_nothing() -> None:
    gone = "<w:rPr><w:del w:id='3' w:author='x'/></w:rPr>"
    cell = paragraph(BODY, properties=gone)
    assert lines(table([cell, "注"]), paragraph(MORE, properties=gone)) == [f"{BODY}\t注", MORE]


def test_what_word_wraps_around_text_is_text() -> None:
    found = lines(
        paragraph(
            "<w:smartTag w:uri='x' w:element='chsdate'>" + run("2021年3月5日") + "</w:smartTag>",
            run("，"),
            "<w:sdt><w:sdtPr/><w:sdtContent>" + run("临江县档案馆") + "</w:sdtContent></w:sdt>",
            "<w:hyperlink r:id='rId9'>" + run("新馆") + "</w:hyperlink>",
            "<w:fldSimple w:instr=' DOCPROPERTY x '>" + run("开馆") + "</w:fldSimple>",
            run("。"),
        ),
        paragraph(
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r>",
            "<w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r>",
            "<w:r><w:fldChar w:fldCharType='separate'/></w:r>",
            run("馆长"),
            "<w:r><w:tab/><w:t>陈立</w:t><w:br/><w:t>出席</w:t><w:noBreakHyphen/></w:r>",
            "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>",
        ),
    )
    assert found == ["2021年3月5日，临江县档案馆新馆开馆。", "馆长\t陈立", "出席-x"]


def test_what_no_reader_sees_is_no_text() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('chén')}</w:rt><w:rubyBase>{run('陈')}</w:rubyBase></w:ruby></w:r>"
    asked = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入文字。')}</w:sdtContent></w:sdt>"
    )
    found = explained(
        docx(
            paragraph("第一章\t3", style="TOC1"),
            paragraph(run("馆长"), ruby, run("立出席仪式。"), run("内部备注", "<w:vanish/>"), asked),
            paragraph(run("副馆长赵敏主持。", '<w:vanish w:val="0"/>')),
        )
    )
    assert found.document.text.split("\n") == ["馆长陈立出席仪式。", MORE]
    told = {one.text: one.why for one in found.left_out}
    assert told["内部备注"] == told["单击此处输入文字。"] == "hidden in the document"
    assert told["第一章 3"] == "a table of contents" and told["chén"] == "the reading of a character"


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('展览办公室供稿。')}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(paragraph(run(BODY), both)) == ["展览办公室供稿。", BODY]


def test_notes_stand_at_the_end_in_the_order_of_the_text() -> None:
    def note(number: int, kind: str = "footnote") -> str:
        return f"<w:r><w:{kind}Reference w:id='{number}'/></w:r>"

    data = docx(
        paragraph(run("馆长陈立"), note(2), run("出席仪式。"), note(1), note(2), note(1, "endnote")),
        paragraph(f"<w:del>{note(3)}</w:del>", run(MORE)),
        notes={"1": "仪式在新馆举行。", "2": "陈立兼任县志办主任。", "3": "删去的注。", "4": "无人引用的注。"},
        endnotes={"1": "据县志。"},
    )
    assert of(data).text.split("\n") == [
        "馆长陈立出席仪式。", MORE, "陈立兼任县志办主任。", "仪式在新馆举行。", "据县志。",
    ]  # fmt: skip


def test_tables_that_lay_out_a_page_are_paragraphs() -> None:
    inner = table(["馆名", "馆长"], ["档案馆", "陈立"])
    assert lines(table([paragraph(BODY) + inner + paragraph(MORE), ""])) == [BODY, "馆名\t馆长", "档案馆\t陈立", MORE]
    cell = paragraph("馆长：") + paragraph("陈立")
    assert lines(paragraph(BODY), table([cell, "电话"]))[1] == "馆长： 陈立\t电话"


def test_other_namespaces_and_names_of_parts() -> None:
    data = docx(paragraph(BODY), main="word/document2.xml")
    assert of(data).text == BODY
    strict = W.replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/w")
    main = f"<w:document {strict}><w:body>{paragraph(BODY)}</w:body></w:document>"
    assert of(packed({"word/document.xml": main})).text == BODY  # and without any list of parts


def test_properties_say_what_the_text_does_not() -> None:
    properties = core("临江县档案馆新馆开馆", "陈立", "2021-03-06T23:30:00Z")
    meta = of(docx(paragraph(BODY + MORE), paragraph(MORE), properties=properties)).meta
    assert (meta.title, meta.authors, meta.datePublished) == ("临江县档案馆新馆开馆", ("陈立",), "2021-03-07")
    said = of(
        docx(
            paragraph("临江县文化馆开馆"),
            paragraph("2021年3月8日 来源：临江日报 记者：王小明"),
            paragraph(BODY),
            properties=properties,
        )
    ).meta
    assert (said.title, said.authors, said.datePublished) == ("临江县文化馆开馆", ("王小明",), "2021-03-08")


@pytest.mark.parametrize(
    "title", ["新建 Microsoft Word 文档", "通知.doc", "文档1", "Microsoft Word - 通知.doc", "PowerPoint 演示文稿"]
)
def test_properties_of_the_program_say_nothing(title: str) -> None:
    meta = of(
        docx(paragraph(BODY), paragraph(MORE), properties=core(title, "Administrator", "2013-12-23T23:15:00Z"))
    ).meta
    assert (meta.title, meta.authors, meta.datePublished) == (None, (), None)


def test_a_title_of_its_own_style_is_the_title() -> None:
    head = paragraph("临江县人民政府文件"), paragraph("关于新馆开馆的通知", style="own")
    assert (
        STYLES and explained(docx(*head, paragraph(BODY), paragraph(MORE))).document.meta.title == "关于新馆开馆的通知"
    )


# What is no document.


def test_an_encrypted_or_old_document_says_so() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    for data, what in (
        (old + "EncryptedPackage".encode("utf-16-le"), "it is encrypted"),
        (old, "it is no zip but an old Word document, or another of its kind"),
    ):
        (found,) = read_docx(data)
        assert isinstance(found, SourceError) and found.what == what and found.hint


def read_docx(data: bytes) -> list[Document | SourceError]:
    return list(READER.read(Content("a", data, "a.docx"), load()))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (packed({"a.txt": BODY}), "word/document.xml is not in it"),
        (packed({"word/document.xml": "<w:document"}), "word/document.xml in it is no XML that can be read"),
        (packed({"word/document.xml": ""}), "word/document.xml in it is no XML that can be read"),
        (packed({"word/document.xml": "<a>" * 1000}), "word/document.xml in it is no XML that can be read"),
        (packed({"word/document.xml": b"<a>" + b" " * 50_000_000}), "word/document.xml in it unpacks to more than"),
        (docx(), "it is empty"),
        (docx(paragraph(BODY))[:-30], "it is no zip, or it is damaged"),
        (b"PK\x03\x04", "it is no zip, or it is damaged"),
    ],
    ids=range(8),
)
def test_what_is_no_word_document_says_so(data: bytes, what: str) -> None:
    began = time.process_time()
    (found,) = read_docx(data)
    assert isinstance(found, SourceError) and found.what.startswith(what) and found.hint
    assert time.process_time() - began < 5


def test_a_tree_has_bounds() -> None:
    check_size(b"<a b='1'/>" * 2_000_000, "a.docx", "word/document.xml")
    with pytest.raises(SourceError, match="in it has more than 4,000,000 tags and attributes"):
        check_size(b"<a b='1'/>" * 2_000_001, "a.docx", "word/document.xml")


ENTITIES = '<!DOCTYPE a [<!ENTITY b0 "馆"><!ENTITY out SYSTEM "file:///etc/hostname"><!ENTITY % p SYSTEM "http://127.0.0.1:9/">%s]>'
LAUGHS = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize("text", ["&b11;", "&out;", "馆"])
def test_entities_are_refused(text: str) -> None:
    main = ENTITIES.replace("%s", LAUGHS) + f"<w:document {W}><w:body>{paragraph(BODY + text)}</w:body></w:document>"
    began = time.process_time()
    (found,) = read_docx(packed({"word/document.xml": main}))
    assert isinstance(found, SourceError) and found.what.startswith("word/document.xml in it ")
    assert time.process_time() - began < 2


def test_a_relation_leads_nowhere_outside() -> None:
    rels = (
        '<Relationships xmlns="x"><Relationship Type="y/footnotes" Target="../../../etc/passwd"/>'
        '<Relationship Type="y/styles" Target="http://127.0.0.1:9/s.xml" TargetMode="External"/></Relationships>'
    )
    data = docx(paragraph(BODY), others={"word/_rels/document.xml.rels": rels})
    assert of(data).text == BODY


def test_a_damaged_picture_does_not_matter() -> None:
    data = bytearray(docx(paragraph(BODY), others={"word/media/image1.png": b"\x89PNG" + bytes(5000)}))
    at = data.index(b"word/media/image1.png") + 22
    data[at : at + 4] = struct.pack("<L", 0xDEADBEEF)
    assert of(bytes(data)).text == BODY


def test_many_elements_do_not_take_long() -> None:
    data = docx(*(paragraph(run(BODY), run(MORE)) for _ in range(5_000)))
    began = time.process_time()
    (found,) = read_docx(data)
    assert isinstance(found, Document) and found.text.count("\n") == 4_999
    assert time.process_time() - began < 10
