"""What holds of every extractor of the table."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from kg.extract.batch import extract_batch, layers
from kg.extract.extractor import Settings
from kg.extract.extractors import OWN, extractor
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Layer, Parsed

ROOT = Path(__file__).parents[2]
ONTOLOGY = load()
SETTINGS = Settings(ONTOLOGY)
NAMES = [row.name for row in OWN]
EACH = pytest.mark.parametrize("name", NAMES)
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


def parsed(text: str, id_: str = "a") -> Parsed:
    return segment(Document(DocumentId(id_), text), ONTOLOGY)


def sound(found: Layer, seen: Parsed, name: str) -> None:
    """Spans are cut from the text, evidence lies in the document, what claims join are mentions."""
    size = len(seen.document.text)
    assert (found.document, found.extractor) == (seen.document, name)
    for mention in found.mentions:
        assert 0 <= mention.span.start < mention.span.end <= size
        assert mention.type in ONTOLOGY.classes or mention.form not in ("name",)
    for claim in found.claims:
        assert claim.evidence.document == seen.document.id
        assert 0 <= claim.evidence.span.start < claim.evidence.span.end <= size
        assert 0 < claim.evidence.confidence <= 1
        assert claim.predicate in ONTOLOGY.properties
        assert claim.role("subject")
        assert all(m in found.mentions for _, m in claim.roles if m.form != "value")


@EACH
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_any_document(name: str, text: str) -> None:
    seen = parsed(text)
    (found,) = layers(extractor(name), [seen], SETTINGS)
    sound(found, seen, name)
    if not text.strip():
        assert not found.mentions
        assert not found.claims


@EACH
def test_layers_come_in_order_whatever_else_is_in_the_batch(name: str) -> None:
    seen = [parsed(text, f"d{n}") for n, text in enumerate(TEXTS)]
    batch = list(layers(extractor(name), seen, SETTINGS))
    assert [one.document.id for one in batch] == [one.document.id for one in seen]
    alone = [next(layers(extractor(name), [one], SETTINGS)) for one in reversed(seen)]
    assert batch == alone[::-1]


@EACH
def test_it_is_lazy(name: str) -> None:
    taken: list[int] = []

    def texts() -> Iterator[Parsed]:
        for n in range(10_000):
            taken.append(n)
            yield parsed(TEXT, str(n))

    assert not taken
    found = extract_batch(extractor(name), texts(), SETTINGS)
    assert not taken
    next(found)
    assert len(taken) < 1000


@EACH
@given_settings(max_examples=25, deadline=None)
@given(text=st.text(max_size=80) | st.text(alphabet="海州市司法局长王建国说位于的，。“”😀\n2021年", max_size=80))
def test_any_text(name: str, text: str) -> None:
    seen = parsed(text)
    (found,) = layers(extractor(name), [seen], SETTINGS)
    sound(found, seen, name)


@EACH
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_names_for_data_sets_lie_in_the_text(name: str, text: str) -> None:
    mentions = extractor(name).conventions().mentions
    for found in mentions([parsed(text)], ONTOLOGY, None) if mentions else ():
        spans = [mention.span for mention in found if mention.form in ("name", "value")]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)


@pytest.mark.slow
@EACH
def test_alone_and_the_same_whatever_the_hash_seed(name: str) -> None:
    """Each works in a process of its own, and rules load neither onnxruntime nor its weights."""
    code = (
        "import sys; from kg.ontology.ontology import load;"
        "from kg.pipeline import layer; from kg.types import Document;"
        f"print(ascii(layer(Document('a', {TEXT!r}), load(), {name!r}))); print('onnxruntime' in sys.modules)"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in "12"
    }
    assert len(said) == 1
    assert said.pop().split()[-1] == (b"False" if name == "rules" else b"True")
