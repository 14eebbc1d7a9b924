"""Reprints are found, and forms with other numbers or names are not taken for them."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from kg.ontology.ontology import load
from kg.ontology.tables.reprints import ReprintTable
from kg.pipeline import layer
from kg.read.read import read
from kg.read.sources import Source
from kg.resolve.reprints import ReprintFinder, Sketch, reprints
from kg.types import Document, DocumentId, Layer, Meta
from tests.run.made_reprints import BODY, FORMS, REPRINTS, TEXTS, page

ONTOLOGY = load()
FINDER = ReprintFinder(ONTOLOGY)


def layer_of(name: str, text: str) -> Layer:
    (found,) = read(Source(name, None, data=text.encode()), ONTOLOGY)
    assert isinstance(found, Document)
    return layer(found, ONTOLOGY, "rules")


def sketch(one: Layer) -> Sketch:
    found = FINDER.sketch(one)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def every() -> dict[str, Layer]:
    return {name: layer_of(name, text) for name, text in TEXTS.items()}


def test_another_title_and_day_or_a_paragraph_less(every: dict[str, Layer]) -> None:
    """In any order; and what was published first is what the others are reprints of."""
    layers, chance = list(every.values()), random.Random(0)
    for _ in range(5):
        chance.shuffle(layers)
        assert reprints(layers, ONTOLOGY) == REPRINTS


@pytest.mark.parametrize(("left", "right"), FORMS)
def test_a_form_is_told_by_what_is_filled_in(left: str, right: str, every: dict[str, Layer]) -> None:
    one, other = sketch(every[left]), sketch(every[right])
    assert not FINDER.are_alike(one, other)
    assert one.pieces != other.pieces
    assert (one.numbers, one.names) != (other.numbers, other.names)


def test_without_numbers_and_names_forms_would_be_reprints(every: dict[str, Layer]) -> None:
    blind = [sketch(every[name])._replace(numbers=b"", names=b"") for name in FORMS[0]]
    assert FINDER.are_alike(*blind)


def test_a_reprint_with_a_number_put_right(every: dict[str, Layer]) -> None:
    right = layer_of("right", page("开馆", [BODY[0].replace("460", "480"), *BODY[1:]]))
    assert FINDER.are_alike(sketch(every["z-first"]), sketch(right))
    short = layer_of("short", page("开馆", BODY[:1]))
    assert not FINDER.are_alike(sketch(every["z-first"]), sketch(short))


def test_of_one_day_the_longest_is_the_first_and_of_no_day_the_last(every: dict[str, Layer]) -> None:
    first = every["z-first"].document
    days = {"a": None, "b": "2021-06-10", "c": "2021-06", "d": "2021-06-10"}
    layers = [
        replace(every["z-first"], document=Document(DocumentId(id_), first.text, Meta(datePublished=day)))
        for id_, day in days.items()
    ]
    assert reprints(layers, ONTOLOGY) == {"a": "c", "b": "c", "d": "c"}
    assert reprints(layers[:2], ONTOLOGY) == {"a": "b"}


def test_what_is_kept_is_bounded() -> None:
    """At most 128 numbers of four bytes, however long the text; nothing of one that is too short."""
    text = "".join(chr(0x4E00 + n * 7 % 9000) + str(n) for n in range(20_000))
    found = FINDER.sketch(Layer(Document(DocumentId("a"), text), "rules", (), ()))
    assert found is not None
    assert len(found.pieces + found.numbers + found.names) <= 128 * 4
    assert len(set(found.bands())) == 20
    least = ONTOLOGY.table(ReprintTable).least
    for text in ("", "。！", "临江县" * 100, "\ud800" * 50, "".join(chr(0x4E00 + n) for n in range(least + 2))):
        assert FINDER.sketch(Layer(Document(DocumentId("a"), text), "rules", (), ())) is None


def test_a_band_that_very_many_share_costs_little() -> None:
    """Each is compared with few others: of a form that 20,000 articles fill in otherwise, too."""
    one = sketch(layer_of("a", TEXTS["w-1"]))
    filled = {
        DocumentId(f"{n:05}"): one._replace(numbers=n.to_bytes(4, "little") + b"\xff\xff\xff\xff") for n in range(600)
    }
    assert FINDER.find(filled) == {}
