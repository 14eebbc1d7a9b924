"""Annotations and silver facts laid on the text: what the joint network learns from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.extract.neural.joint import table
from kg.extract.neural.joint_labels import ROLE, ROLE_AT, ROLE_OF, SAME, labels_from_json, labels_of
from kg.extract.neural.windows import windows
from kg.extract.rules import extract
from kg.ontology.ontology import load
from kg.train.joint.annotated import Article, read_articles
from kg.train.joint.silver import silver_articles

ONTOLOGY = load()
LABELS = labels_of(ONTOLOGY, frozenset(("positionAt", "said", "spouse", "statistic", "time", "locatedIn")))
TEXT = (
    "海州市水利局局长王建国说：“今年要建成三座水库。”\n王建国的妻子是李红，水利局共有30名职工。\n会后王建国同志离开。\n"
)
ENTITIES = [
    {"id": "e1", "name": "海州市水利局", "type": "GovernmentBody", "aliases": ["水利局"], "core": True},
    {"id": "e2", "name": "王建国", "type": "Person", "aliases": ["王建国同志"], "core": True},
    {"id": "e3", "name": "李红", "type": "Person", "aliases": [], "core": True},
]
FACTS = [
    {
        "subject": "e2",
        "predicate": "positionAt",
        "object": "e1",
        "qualifiers": {"role": "局长"},
        "evidence": "海州市水利局局长王建国",
        "core": True,
    },
    {
        "subject": "e2",
        "predicate": "said",
        "object": {"value": "今年要建成三座水库", "type": "text"},
        "evidence": "王建国说：“今年要建成三座水库。”",
        "core": True,
    },
    {"subject": "e2", "predicate": "spouse", "object": "e3", "evidence": "王建国的妻子是李红", "core": False},
    {
        "subject": "e1",
        "predicate": "statistic",
        "object": {"value": 30, "unit": "名", "type": "quantity"},
        "evidence": "水利局共有30名职工",
        "core": True,
    },
]


def article(tmp_path: Path) -> Article:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    gold = {"document": {}, "entities": ENTITIES, "facts": FACTS}
    (tmp_path / "a.json").write_text(json.dumps(gold), "utf-8")
    [found] = read_articles([tmp_path], ONTOLOGY, LABELS, pytest.fail)
    return found


def said(one: Article, weight: float) -> set[tuple[str, str, str]]:
    cut = one.parsed.view.cut
    return {
        (p.label, cut(one.spans[p.left].span), cut(one.spans[p.right].span)) for p in one.pairs if p.weight == weight
    }


def test_facts_are_laid_on_the_mentions_of_their_evidence(tmp_path: Path) -> None:
    found = article(tmp_path)
    assert said(found, 1.0) == {
        ("positionAt", "王建国", "海州市水利局"),
        (ROLE_OF, "王建国", "局长"),
        (ROLE_AT, "局长", "海州市水利局"),
        ("said", "王建国", "今年要建成三座水库"),
        ("statistic", "水利局", "30名"),
    }
    assert said(found, 0.3) == {("spouse", "王建国", "李红"), ("spouse", "李红", "王建国")}


def test_what_the_evidence_does_not_hold_is_left_open(tmp_path: Path) -> None:
    found = article(tmp_path)
    assert ("positionAt", "王建国", "水利局") in said(found, 0.0)
    assert ("statistic", "海州市水利局", "30名") in said(found, 0.0)


def test_a_title_is_no_part_of_a_name(tmp_path: Path) -> None:
    found = article(tmp_path)
    assert {found.parsed.view.cut(one.span) for one in found.spans if one.type == "Person"} == {"王建国", "李红"}


def test_windows_have_the_labels_that_lie_in_them(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="training needs torch: pip install 'zhkg[train]'")
    from kg.train.joint.examples import examples

    found = article(tmp_path)
    [one] = examples(found, windows(found.parsed, table().vocabulary), LABELS)
    assert len(one.first) == len(found.spans)
    for first, last, number in zip(one.first, one.last, one.number, strict=True):
        span = found.spans[number].span
        assert (one.window.offsets[first], one.window.offsets[last]) == (span.start, span.end - 1)
    same = {(a, b) for label, a, b, _ in one.pairs if LABELS.pairs[label] == SAME}
    assert {(b, a) for a, b in same} == same
    assert all(one.entities[a] & one.entities[b] for a, b in same)


def test_silver_articles_say_what_the_rules_find() -> None:
    [found] = silver_articles([TEXT], ONTOLOGY, LABELS, extract)
    assert ("positionAt", "王建国", "海州市水利局") in said(found, 1.0)
    assert (ROLE_OF, "王建国", "局长") in said(found, 1.0)
    assert {one.type for one in found.spans} >= {"Person", "Organization", "Quantity", ROLE}


def test_labels_are_the_same_when_read_again() -> None:
    assert labels_from_json(LABELS.to_json()) == LABELS
    assert ("Person", "Organization", "positionAt") in LABELS.allowed
    assert ("Person", "said", "said") in LABELS.allowed
    assert ("Place", "Person", "spouse") not in LABELS.allowed
