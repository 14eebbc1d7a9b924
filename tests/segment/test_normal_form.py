"""The normal form end to end: what is found in the view stands where a reader sees it in the text."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from kg.extract.extractors import extractor
from kg.ontology.ontology import load
from kg.pipeline import graph, layer
from kg.segment.normal_form import normal_form
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Layer, Meta, Span, View

ONTOLOGY = load()
PLAIN = (
    "2021年3月4日，海州港务集团在临江县举行新码头开工仪式，集团董事长陈立宣布工程开工。"
    "海州市副市长王建军出席仪式并讲话。"
)


def extracted(text: str, meta: Meta | None = None) -> Layer:
    return layer(Document(DocumentId("a"), text, meta or Meta()), ONTOLOGY, "rules")


def names(found: Layer) -> dict[str, str | None]:
    """The names as they are written, and what they are called where that differs."""
    return {found.document.cut(m.span): m.name for m in found.mentions if m.form == "name"}


def said(found: Layer) -> set[tuple[str, tuple[str, ...]]]:
    """What is claimed, in the words of the view."""

    def words(role: int, claim: int) -> str:
        mention = found.claims[claim].roles[role][1]
        words = mention.value.text if mention.value else mention.name or found.document.cut(mention.span)
        return normalize("NFKC", words)  # a quotation keeps the characters of the document

    return {
        (claim.predicate, tuple(words(role, n) for role in range(len(claim.roles))))
        for n, claim in enumerate(found.claims)
    }


def test_figures_with_blanks() -> None:
    found = extracted("电影《晨光》票房 3.5 亿元。珠穆朗玛峰海拔 8848.86\xa0米。星海公司注册资本 2 亿元。")
    facts = said(found)
    assert ("boxOffice", ("晨光", "350000000")) in facts
    assert ("elevation", ("珠穆朗玛峰", "8848.86")) in facts
    assert ("registeredCapital", ("星海公司", "200000000")) in facts
    [height] = [c for c in found.claims if c.predicate == "elevation"]
    figure = height.role("object")
    assert figure is not None
    assert found.document.cut(figure.span) == "8848.86\xa0米"
    assert found.document.cut(height.evidence.span) == "珠穆朗玛峰海拔 8848.86\xa0米"


def test_a_name_set_with_blanks() -> None:
    found = extracted("海州市司法局局长李  红说，会议明天举行。")
    assert names(found)["李  红"] == "李红"
    assert ("positionAt", ("李红", "海州市司法局", "局长")) in said(found)
    entities = {e.name: e for e in graph([found], ONTOLOGY).entities}
    assert entities["李红"].mentions == (("a", Span(8, 12)),)


@pytest.mark.parametrize(
    "text",
    [
        PLAIN.replace("工", "⼯").replace("长", "⻓").replace("立", "⽴").replace("日", "⽇"),
        PLAIN.replace("港务", "\u200b港务").replace("陈立", "陈\u200d立\ufeff"),
        "\n".join(PLAIN[n : n + 17] for n in range(0, len(PLAIN), 17)),
        PLAIN.replace("2021年3月4日", "2021 年 3 月 4 日"),
        PLAIN.replace("陈立", "陈 立").replace("，", "，\u2060"),
    ],
    ids=["radicals", "invisible", "wrapped", "dates", "name"],
)
def test_the_same_is_said(text: str) -> None:
    assert text != PLAIN
    found, plain = extracted(text), extracted(PLAIN)
    assert said(found) == said(plain)
    assert {name or written for written, name in names(found).items()} == set(names(plain))
    for claim in found.claims:
        assert 0 <= claim.evidence.span.start < claim.evidence.span.end <= len(text)


def test_a_wrapped_name_has_its_line_break() -> None:
    text = "\n".join(
        (
            "3月4日，海州港务集团在临江县举行",
            "新码头开工仪式，海州市第一人民医",
            "院院长陈立宣布开工，他要求海州市",
            "司法局局长李红做好各项准备工作。",
        )
    )
    found = extracted(text)
    assert names(found)["海州市第一人民医\n院"] == "海州市第一人民医院"
    assert ("positionAt", ("陈立", "海州市第一人民医院", "院长")) in said(found)


def test_traditional_names_are_called_by_simplified_ones() -> None:
    found = extracted("海州市司法局发布了消息。臺北市政府教育局局長王強出席典禮。")
    assert names(found)["臺北市政府教育局"] == "台北市政府教育局"
    assert names(found)["海州市司法局"] is None
    assert ("positionAt", ("王强", "台北市政府教育局", "局长")) in said(found)


def test_a_text_is_quoted_without_what_the_view_leaves_out() -> None:
    found = extracted("海州市司法局局长李红说,会议(第 3 届)明天举行。")
    [claim] = [c for c in found.claims if c.predicate == "said"]
    words = claim.role("object")
    assert words is not None
    assert words.value is not None
    assert found.document.cut(words.span) == "会议(第 3 届)明天举行"
    assert words.value.text == "会议(第3届)明天举行"


def test_the_frame_comes_into_the_view_once() -> None:
    text = "新华社\u200b北京9月2日电（记者 李 红）会议 3 日举行。"
    start = text.index("李 红")
    frame = Span(0, text.index("会议"))
    fields = (("source", Span(0, 3)), ("author", Span(start, start + 3)))
    parsed = segment(Document(DocumentId("a"), text, Meta(frame=(frame,), fields=fields)), ONTOLOGY)
    assert [(name, parsed.view.cut(span)) for name, span in parsed.fields] == [("source", "新华社"), ("author", "李红")]
    assert [parsed.view.cut(span) for span in parsed.sentences] == ["会议3日举行。"]
    found = extracted(text, Meta(frame=(frame,), fields=fields))
    assert names(found) == {"新华社": None, "李 红": "李红"}


def test_extractors_give_names_of_the_document() -> None:
    text = "海州\u200b市司法局局长李  红说，会议 3 日举行。"
    mentions = extractor("rules").conventions().mentions
    assert mentions is not None
    [found] = mentions([segment(Document(DocumentId("a"), text), ONTOLOGY)], ONTOLOGY, None)
    written = [text[m.span.start : m.span.end] for m in found]
    assert "海州\u200b市司法局" in written
    assert "李  红" in written


def test_an_ordinary_text_has_no_map() -> None:
    text = "宜宾市司法局,获奖(三次)。"
    assert normal_form(Document(DocumentId("a"), text), ONTOLOGY) == View(
        "宜宾市司法局，获奖（三次）。", range(len(text)), range(1, len(text) + 1)
    )
