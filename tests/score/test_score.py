"""The scorer on graphs made from the gold, and against the annotation guide's own scorer where that is at hand."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.score.article import Score, score
from kg.score.gold import articles
from kg.score.match import right_qualifiers, same_role, same_value
from kg.score.report import article_line, confidence_figures, figures, rule_figures, rules, totals, worst
from kg.text.names import normal_form

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold"
SCORER = Path(os.environ.get("KG_SCORER", ROOT.parent / "shared" / "gold" / "score_gold.py"))


def perfect(gold: dict[str, Any]) -> dict[str, Any]:
    """The graph that says what the gold says."""
    facts = [
        {**fact, "evidence": [{"rule": f"rule.{fact['predicate']}"}], "modality": "asserted"} for fact in gold["facts"]
    ]
    return {"documents": [gold["document"]], "entities": gold["entities"], "facts": facts}


def damaged(gold: dict[str, Any], seed: int) -> dict[str, Any]:
    """A graph with things lost, doubled, retyped, turned round and misspelt."""
    chance = random.Random(seed)
    graph: dict[str, Any] = json.loads(json.dumps(perfect(gold)))
    entities = [e for e in graph["entities"] if chance.random() < 0.8]
    for entity in list(entities):
        if chance.random() < 0.2:
            entity["type"] = chance.choice(["Person", "Company", "CreativeWork", "Dragon", "Work", "GovernmentBody"])
        if chance.random() < 0.2:
            entities.append({**entity, "id": entity["id"] + "x"})
        if chance.random() < 0.2:
            entity["name"] = f"“{entity['name']}” "
        if chance.random() < 0.2:
            entity["name"] += "甲"
    facts = [f for f in graph["facts"] if chance.random() < 0.8]
    for fact in list(facts):
        if chance.random() < 0.2 and isinstance(fact["object"], str):
            fact["subject"], fact["object"] = fact["object"], fact["subject"]
        if chance.random() < 0.2:
            facts.append(json.loads(json.dumps(fact)))
        if chance.random() < 0.3:
            fact["qualifiers"] = {"time": "2022-11-30", "role": ["院长", "法官"], "conferredBy": "e4"}
        if chance.random() < 0.3 and isinstance(fact["object"], dict):
            fact["object"]["value"] = chance.choice(
                [360000, "36", "1998-05-01", "学校将派出三十名研究人员", "人", None]
            )
        if chance.random() < 0.2 and isinstance(fact["object"], dict):
            fact["object"]["unit"] = chance.choice([None, "件", "人"])
    document = {key: value for key, value in graph["documents"][0].items() if chance.random() < 0.8}
    return {"documents": [document] if chance.random() < 0.8 else [], "entities": entities, "facts": facts}


def test_a_graph_that_says_what_the_gold_says_is_perfect() -> None:
    for article in articles(GOLD, load()):
        found = score(article.data, perfect(article.data), load())
        assert {kind: f["f1"] for kind, f in figures(found).items()} == dict.fromkeys(found.tallies, 1.0)
        assert found.misses == []


def test_an_empty_graph_misses_all_core_things() -> None:
    article = next(a for a in articles(GOLD, load()) if a.id == "company")
    found = score(article.data, {}, load())
    assert found.tallies["facts"].f1 == 0.0
    assert len([k for k, _ in found.misses if k == "missed fact"]) == sum(f["core"] for f in article.data["facts"])


@pytest.mark.may_skip
@pytest.mark.skipif(not SCORER.is_file(), reason="the annotation guide's scorer is not at hand; name it in KG_SCORER")
@pytest.mark.parametrize("seed", range(6))
def test_it_agrees_with_the_guides_scorer_to_the_digit(tmp_path: Path, seed: int) -> None:
    total = Score()
    lines = []
    for article in articles(GOLD, load()):
        graph = damaged(article.data, seed)
        (tmp_path / f"{article.id}.json").write_text(json.dumps(graph), "utf-8")
        one = score(article.data, graph, load())
        total.include(one)
        lines.append(article_line(article.id, one))
    run = [sys.executable, str(SCORER), str(GOLD), str(tmp_path)]
    theirs = json.loads(subprocess.run([*run, "--json"], capture_output=True, check=True).stdout)
    assert figures(total) == theirs
    printed = subprocess.run(run, capture_output=True, check=True, text=True, encoding="utf-8").stdout
    assert printed.splitlines() == [*lines, "-" * 90, *totals(total)]


def test_rules_with_most_wrong_facts_come_first() -> None:
    gold = next(a for a in articles(GOLD, load()) if a.id == "court").data
    graph = perfect(gold)
    graph["facts"].append({**graph["facts"][0], "subject": "e1", "object": "e1", "evidence": [{"rule": "bad"}]})
    found = score(gold, graph, load())
    assert next(iter(rule_figures(found).items())) == ("bad", {"right": 0, "found": 1, "p": 0.0})
    assert "bad" in next(rules(found))
    assert list(worst(found, 1)) == [
        f"      spurious fact: 青浦湾区人民法院 {gold['facts'][0]['predicate']} 青浦湾区人民法院 bad"
    ]


def test_confidence_is_held_against_what_is_right() -> None:
    gold = next(a for a in articles(GOLD, load()) if a.id == "court").data
    graph = perfect(gold)
    graph["facts"] = [one | {"confidence": 0.75} for one in graph["facts"][:3]]
    graph["facts"].append({**graph["facts"][0], "subject": "e1", "object": "e1"})
    found = confidence_figures(score(gold, graph, load()))
    assert found["all"] == {"confidence": 0.75, "right": 0.75, "error": 0.0, "found": 4}
    assert sum(one["found"] for one in found.values()) == 8


def test_matching() -> None:
    assert normal_form(" “Ａ（b）” ") == "ab"
    assert not same_value({"type": "date", "value": "2020-07-01"}, {"type": "date", "value": "2020-07"})
    assert not same_value({"type": "text", "value": "他说好"}, {"type": "text", "value": ""})
    assert not same_value({"type": "quantity", "value": 1}, {"type": "quantity", "value": None})
    assert not same_value({"type": "quantity", "value": 1}, "e1")
    assert same_role({}, {})
    assert not same_role({"role": "局长"}, {})
    assert right_qualifiers({"of": "a", "time": "2020"}, {"of": "b", "time": "2020-01", "at": "c"}, {}) == (1, 2, 1)


FACT = {"subject": "e1", "predicate": "met", "object": "e2", "core": True}


def annotation(entity: Any = None, fact: Any = None) -> str:
    return json.dumps({"entities": [entity] if entity else [], "facts": [fact] if fact else [], "document": {}})


def test_errors_name_the_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no annotation"):
        articles(tmp_path, load())
    file = tmp_path / "a.json"
    for text, message in (
        ("{", "cannot be read as JSON"),
        ("[]", "is no annotation"),
        ("[" * 100_000, "cannot be read as JSON"),
        (annotation({"id": "e1", "type": "Dragon", "name": "龙", "core": True}), "unknown type Dragon"),
        (annotation({"id": "e1", "type": "Person", "core": True}), r"entities\[0\].name is missing"),
        (annotation("e1"), r"entities\[0\] is no object"),
        ('{"entities": null, "facts": [], "document": {}}', "entities is no list"),
        ('{"entities": [], "facts": [], "document": 1}', "document is no object"),
        (annotation(fact={"subject": "e1", "predicate": "met", "core": True}), r"facts\[0\].object is missing"),
        (annotation(fact=FACT | {"object": {}}), r"facts\[0\].object.value is missing"),
        (annotation(fact=FACT | {"qualifiers": []}), r"facts\[0\].qualifiers is missing or of the wrong kind"),
        ('{"entities": [], "facts": [], "document": {}}', "its text is missing"),
    ):
        file.write_text(text, "utf-8")
        with pytest.raises(SourceError, match=message):
            articles(tmp_path, load())
    (tmp_path / "a.txt").write_text("甲", "utf-8")
    assert articles(tmp_path, load())[0].id == "a"
    file.write_text('{"entities": [], "facts": [], "document": {}, "sha256": "0"}', "utf-8")
    with pytest.raises(SourceError, match="not the one that was annotated"):
        articles(tmp_path, load())
