"""Names and triples by the schemes of data sets."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from kg.extract.neural.scheme_labels import (
    CLOSED,
    NAMES,
    OPEN,
    PAIRS,
    Scheme,
    names_scheme,
    open_scheme,
    relations_scheme,
    restored_scheme,
)
from kg.extract.neural.schemes import (
    Reading,
    ScoredTriple,
    label_chances,
    labelled,
    learned,
    names,
    schemes,
    triples,
    turned_labels,
    without_rivals,
)
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Parsed, Span

ONTOLOGY = load()
TEXT = "海州市水利局局长王建国在临江县调研。长风集团有限公司董事长张丽华毕业于清华大学。《远山》是李明月演唱的歌曲。"


def parsed(text: str) -> Parsed:
    return segment(Document(DocumentId("a"), text), ONTOLOGY)


def some(*forms: str) -> list[str]:
    return sorted(learned(*forms))


def scheme(form: str) -> Scheme:
    made = {NAMES: names_scheme(("LOC", "PER")), OPEN: open_scheme()}
    found = made.get(form) or relations_scheme("finre" if form == PAIRS else "duie2", form, ONTOLOGY)
    assert found is not None
    return found


@pytest.mark.parametrize("form", [NAMES, CLOSED, OPEN, PAIRS])
def test_a_scheme_is_read_back_as_it_was_stored(form: str) -> None:
    one = scheme(form)
    assert restored_scheme(json.loads(json.dumps(one.stored()))) == one


def test_a_set_that_the_table_lacks_has_no_scheme() -> None:
    assert relations_scheme("harbours", CLOSED, ONTOLOGY) is None


@pytest.mark.parametrize("name", some(NAMES))
def test_names_do_not_overlap_and_have_the_labels_of_their_set(name: str) -> None:
    found = names(parsed(TEXT), name)
    assert {one.type for one in found} <= learned(NAMES)[name]
    assert all(left.span.end <= right.span.start for left, right in pairwise(found))


def test_names_as_people_annotated_them() -> None:
    text = "海州市水利局局长王建国在临江县调研。"
    said = {
        name: {(text[one.span.start : one.span.end], one.type) for one in names(parsed(text), name)}
        for name in some(NAMES)
    }
    assert ("王建国", "PER") in said["msra"] & said["pfr1998"]
    assert {("王建国", "name"), ("局长", "position")} <= said["cluener"]


def test_a_long_text_is_read_in_windows() -> None:
    line = "海州市水利局局长王建国在临江县调研。"
    text = line * 60
    found = names(parsed(text), "msra")
    assert {one.span.start // len(line) for one in found if one.type == "PER"} == set(range(60))


@pytest.mark.parametrize("name", some(CLOSED, OPEN))
def test_triples_are_words_of_the_text(name: str) -> None:
    for subject, label, object_ in triples(parsed(TEXT), name, ONTOLOGY):
        assert subject in TEXT
        assert object_ in TEXT
        assert label in (learned(CLOSED, OPEN)[name] or TEXT)
    assert triples(parsed("。"), name, ONTOLOGY) == []


def test_triples_as_people_annotated_them() -> None:
    text = "《远山》是李明月演唱的一首歌曲，由周文斌作词。"
    assert ("远山", "歌手", "李明月") in triples(parsed(text), "duie2", ONTOLOGY)
    text = "海州市水利局局长王建国在临江县调研。"
    assert triples(parsed(text), "percent4_spo", ONTOLOGY) == [("海州市水利局", "局长", "王建国")]


def test_a_given_pair_has_one_label_or_none() -> None:
    text = "长风集团收购永安科技"
    pair = Span(0, 4), Span(6, 10)
    [label] = labelled(parsed(text), "finre", [pair], ONTOLOGY)
    assert label == "收购"
    assert labelled(parsed(text), "finre", [pair[::-1]], ONTOLOGY) == ["被收购"]
    assert labelled(parsed(text), "finre", [], ONTOLOGY) == []
    turned = turned_labels(schemes()["finre"].labels.pairs, "被")
    there = label_chances(parsed(text), "finre", [pair], "被")[0]
    back = label_chances(parsed(text), "finre", [pair[::-1]], "被")[0]
    assert there == pytest.approx(back[list(turned)], abs=1e-6)  # both orders are asked


def test_spans_that_no_window_holds_have_no_label() -> None:
    reading = Reading(parsed("长风集团来了。" * 200), "finre")
    assert not reading.chances([(Span(0, 1000), 0), (Span(2, 4), 0)])[0].any()


def test_of_rivals_the_likeliest_stands() -> None:
    one, two = Span(0, 2), Span(6, 9)
    found = [
        ScoredTriple(one, "歌手", two, 0.5),
        ScoredTriple(one, "歌手", Span(6, 8), 0.9),
        ScoredTriple(one, "作曲", two, 0.4),
        ScoredTriple(one, Span(3, 5), two, 0.3),
        ScoredTriple(one, Span(4, 5), two, 0.2),
    ]
    assert [triple.score for triple in without_rivals(found)] == [0.9, 0.4, 0.3]
