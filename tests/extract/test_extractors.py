"""What holds of every extractor, and of the tagger that two of them rest on."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.extractors import DEFAULT, EXTRACTORS, extractor
from kg.extract.neural.tagged_names import bare
from kg.extract.neural.tagger import Tagged, columns
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Layer, Parsed, Span

ONTOLOGY = load()
EACH = pytest.mark.parametrize("name", EXTRACTORS)
TEXT = """海州市水利局召开防汛会议
2021年6月9日，海州市水利局局长王建国在临江县调研。王建国说：“今年要建成三座水库。”
张丽华毕业于清华大学，现任长风集团有限公司董事长。长风集团位于江苏省南京市。
"""
TEXTS = [
    "",
    "\n",
    "😀",
    "😀👨‍👩‍👧",
    "𠮷野家位于海州市😀。",
    "王",
    "……",
    "\u0378\U000e0fff",
    TEXT,
    TEXT * 3,
]


def parsed(text: str) -> Parsed:
    return segment(Document(DocumentId("a"), text))


def sound(layer: Layer, seen: Parsed, name: str) -> None:
    """Spans are cut from the text, evidence lies in the document, ends are mentions."""
    size = len(seen.document.text)
    assert layer.extractor == name
    for mention in layer.mentions:
        assert 0 <= mention.span.start < mention.span.end <= size
        assert mention.type in ONTOLOGY.classes or mention.form == "value"
    for claim in layer.claims:
        assert claim.evidence.document == "a"
        assert 0 <= claim.evidence.span.start < claim.evidence.span.end <= size
        assert 0 < claim.evidence.confidence <= 1
        assert claim.role("subject")
        assert all(m in layer.mentions for _, m in claim.roles if m.form != "value")


def test_the_default_is_one_of_them() -> None:
    assert DEFAULT == "all"
    assert all(extractor(name).name == name for name in EXTRACTORS)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("《红楼梦》", "红楼梦"),
        ("红楼梦", "红楼梦"),
        ("《》", "《》"),
        ("《子夜》《家》", "《子夜》《家》"),
        ("《家", "《家"),
    ],
)
def test_title_marks_are_no_part_of_a_name(text: str, name: str) -> None:
    span = bare(f"读{text}。", Span(1, 1 + len(text)))
    assert f"读{text}。"[span.start : span.end] == name


@EACH
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_any_document(name: str, text: str) -> None:
    seen = parsed(text)
    sound(extractor(name).extract(seen, ONTOLOGY), seen, name)
    for given_ in extractor(name).mentions([seen], ONTOLOGY, None):
        spans = [mention.span for mention in given_ if mention.form in ("name", "value")]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)


@EACH
def test_an_empty_document_has_nothing(name: str) -> None:
    layer = extractor(name).extract(parsed(""), ONTOLOGY)
    assert layer.mentions == layer.claims == ()


@EACH
def test_twice_the_same(name: str) -> None:
    found = extractor(name)
    assert found.extract(parsed(TEXT), ONTOLOGY) == found.extract(parsed(TEXT), ONTOLOGY)


@EACH
@settings(max_examples=25, deadline=None)
@given(text=st.text(max_size=80) | st.text(alphabet="海州市司法局长王建国说位于的，。“”😀\n2021年", max_size=80))
def test_any_text(name: str, text: str) -> None:
    seen = parsed(text)
    sound(extractor(name).extract(seen, ONTOLOGY), seen, name)


@EACH
def test_alone_and_the_same_whatever_the_hash_seed(name: str) -> None:
    """Each works in a process of its own, and rules load neither onnxruntime nor its weights."""
    code = (
        "import sys; from kg.extract.extractors import extractor; from kg.ontology.ontology import load;"
        "from kg.segment.parse import segment; from kg.types import Document;"
        f"print(ascii(extractor({name!r}).extract(segment(Document('a', {TEXT!r})), load())));"
        "print('onnxruntime' in sys.modules)"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in "12"
    }
    assert len(said) == 1
    assert said.pop().split()[-1] == (b"False" if name == "rules" else b"True")


def test_the_learned_sets_answer_in_their_own_labels() -> None:
    for name in ("model", "all"):
        for convention, labels in extractor(name).mention_labels.items():
            (found,) = extractor(name).mentions([parsed(TEXT)], ONTOLOGY, convention)
            assert {mention.type for mention in found} <= labels


def test_a_sentence_is_tagged_alike_whatever_else_is_in_the_document() -> None:
    line = "张丽华现任长风集团有限公司董事长。"
    alone, among = parsed(f"\n{line}"), parsed("海州市水利局。\n" * 40 + line)
    at, offset = alone.document.text.index(line), among.document.text.index(line)
    spans = [Span(a, b) for a, b in ((0, 3), (5, 13), (13, 16))]
    likely = [
        Tagged(one).likely([Span(s.start + by, s.end + by) for s in spans])
        for one, by in ((alone, at), (among, offset))
    ]
    assert likely[0].shape == (3, len(columns()))
    assert np.abs(likely[0] - likely[1]).max() < 0.02
    again = Tagged(among).likely([Span(s.start + offset, s.end + offset) for s in spans])
    assert again.tobytes() == likely[1].tobytes()
