"""Why a graph says what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli.main import run
from kg.errors import ThingError
from kg.ontology.ontology import load
from kg.review.explain import EntityExplained, Explainer, FactExplained
from kg.review.rules import is_network, rule_place
from kg.review.sentences import sentence
from kg.store.graph_json import dumps
from kg.types import Span
from tests.graphs import example
from tests.layers import layer
from tests.merge.corrections.made import built, correction

ROOT = Path(__file__).parents[2]


def entity(words: str) -> EntityExplained:
    found = Explainer(example(), load()).explain(words)
    assert isinstance(found, EntityExplained)
    return found


def test_every_mention_with_its_sentence() -> None:
    found = entity("临江县档案馆")
    assert len(found.mentions) == len(example().entity[found.id].mentions)  # type: ignore[index]
    short = next(one for one in found.mentions if one.words == "该馆")
    assert short.sentence == "2020年7月，该馆建成沿江记忆广场，共接待12.5万人次。"
    assert ("临江县档案馆 locatedIn 临江县") in [words for _, words in found.facts]


def test_why_mentions_are_one() -> None:
    (joint,) = entity("临江县档案馆").merged
    assert (joint.left.words, joint.right.words, joint.score) == ("临江县档案馆", "该馆", 0.9)
    assert joint.why.startswith("该馆: the nearest body")


def test_others_of_its_name() -> None:
    people = [layer("[张伟|Person]说。", id_="a"), layer("[张伟|Person]唱。", id_="b")]
    graph = built(people)
    found = Explainer(graph, load()).explain(graph.entities[0].id)
    assert isinstance(found, EntityExplained)
    assert (found.apart, found.namesakes) == ((), (graph.entities[1].id,))


def test_what_it_is_held_apart_from() -> None:
    areas = (f"[{city}|AdministrativeArea][江北区|AdministrativeArea]" for city in ("宁波市", "重庆市"))
    graph = built([layer("和".join(areas))])
    for found in (Explainer(graph, load()).explain(one.id) for one in graph.entities if one.name == "江北区"):
        assert isinstance(found, EntityExplained)
        assert [one.why for one in found.apart] == ["areas of one name, by the area in front of each"]


def test_what_the_gazetteer_says_is_no_fact(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = built([layer("[翠屏区|AdministrativeArea]开会。")])
    found = Explainer(graph, load()).explain("翠屏区")
    assert isinstance(found, EntityExplained) and found.facts == ()
    assert [one["code"] for one in found.as_json()["entity"]["divisions"]] == ["511502", "511500", "510000"]
    (tmp_path / "graph.json").write_text(dumps(graph), "utf-8")
    assert run(["explain", str(tmp_path / "graph.json"), "翠屏区"]) == 0
    line = "  from the gazetteer, not from an article: 翠屏区 (511502), in 宜宾市 (511500), in 四川省 (510000)\n"
    assert line in capsys.readouterr().out


@pytest.mark.parametrize("words", ["江城读书节", "https://zhkg.example/id/江城读书节", "“江城读书节”"])
def test_by_id_iri_and_name(words: str) -> None:
    assert entity(words).id == "江城读书节"


def test_a_fact_by_its_sentence_and_rule() -> None:
    fact = next(one for one in example().facts if one.predicate == "positionAt")
    for words in (fact.id, fact.id[:8], f"https://zhkg.example/statement/{fact.id}"):
        found = Explainer(example(), load()).explain(words)
        assert isinstance(found, FactExplained)
        assert found.said == "何立群 positionAt 临江县档案馆 (role 馆长)"
        (proof,) = found.evidence
        assert (proof.passage.words, proof.rule, proof.confidence) == (
            "临江县档案馆馆长何立群",
            "post.apposition",
            0.95,
        )
        assert proof.passage.sentence.startswith("临江县档案馆馆长何立群说：")


def test_who_asserts_and_what_was_corrected() -> None:
    text = layer("[临江县档案馆|GovernmentBody]获[先进集体|Award]。")
    some = (
        correction("assert", "临江县档案馆", predicate="received", object="先进集体"),
        correction("rename", "先进集体", to="红旗奖"),
        correction("retract", "临江县档案馆", predicate="established", object="先进集体"),
    )
    graph = built([text], *some)
    explainer = Explainer(graph, load())
    (fact,) = graph.facts
    (note,) = explainer.fact(fact).corrections
    assert (note.correction, note.who, note.state) == ("assert 临江县档案馆 received 先进集体", "周敏", "holds")
    found = explainer.explain("红旗奖")
    assert {one.correction.split()[0] for one in found.corrections} == {"rename", "retract"}


def test_a_name_of_nothing_and_of_several() -> None:
    with pytest.raises(ThingError, match=r"nothing in the graph is called '临江县档案'; near to it are: 临江县档案馆"):
        Explainer(example(), load()).explain("临江县档案")
    people = [layer("[张伟|Person]说。", id_="a"), layer("[张伟|Person]唱。", id_="b")]
    with pytest.raises(ThingError, match=r"several things are called '张伟'; name one by its id: 张伟（"):
        Explainer(built(people), load()).explain("张伟")


@pytest.mark.parametrize(("rule", "file"), [("award.conferred", "awards.toml"), ("place.flows", "places.toml")])
def test_the_line_of_a_pattern(rule: str, file: str) -> None:
    place, _, line = str(rule_place(rule, load())).rpartition(":")
    assert Path(place).name == file
    assert Path(place).read_text("utf-8").splitlines()[int(line) - 1] == f'id = "{rule}"'


@pytest.mark.parametrize(
    ("rule", "text"),
    [("post.before", '"post.before"'), ("frame.author", '"frame.{'), ("correction.assert", '"correction.assert"')],
)
def test_the_line_of_a_rule_of_the_program(rule: str, text: str) -> None:
    place, _, line = str(rule_place(rule, load())).rpartition(":")
    assert text in (ROOT / place).read_text("utf-8").splitlines()[int(line) - 1]


def test_what_stands_nowhere() -> None:
    assert rule_place("nobody.says", load()) is None
    assert is_network("model.received") and not is_network("award.received")


def test_sentences_are_cut_where_they_end() -> None:
    assert sentence("甲。“乙丙！”丁。", Span(3, 5)) == "“乙丙！”"
    long = "字" * 500
    assert len(sentence(long, Span(250, 252))) < 400
