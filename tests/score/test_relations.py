"""Relations against data sets on relations, with rows of our own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kg.errors import OntologyError, SourceError
from kg.extract.extractor import Conventions, Extractor, Pairs, Triple
from kg.extract.extractors import extractor
from kg.ontology.ontology import Ontology, load
from kg.ontology.relation_labels import meanings
from kg.score.relations import score_relations
from kg.score.tallied import figures
from kg.types import Parsed
from tests.score.rows import asked, changed, stated, written

RULES = extractor("rules")
TABLE = "labels/relations.tsv"
ROWS = """# set, label, property, direction, role, subject_type, object_type, note
harbour\t丈夫\tspouse\tforward\t丈夫\tPerson\tPerson\t
harbour\t妻子\tspouse\tforward\t妻子\tPerson\tPerson\t
harbour\t局长\tpositionAt\tinverse\t局长\tOrganization\tPerson\t
harbour\t成立日期\tfoundedOn\tforward\t\tOrganization\tdate\t
harbour\t学科\t-\tforward\t\t\t\toutside
words\t妻子\tspouse\tforward\t=\tPerson\tPerson\t
words\t*子公司\towns\tforward\t=\tOrganization\tOrganization\t
words\t*\tpositionAt\tinverse\t=\tOrganization|Place\tPerson\t
"""


@pytest.fixture(name="ontology")
def _ontology(tmp_path: Path) -> Ontology:
    return changed(tmp_path / "ontology", TABLE, ROWS)


def test_triples_count_by_property(tmp_path: Path, ontology: Ontology) -> None:
    path = written(
        tmp_path / "harbour.dev.jsonl",
        stated(
            "海州市水利局局长王建国的妻子是李梅。",
            ("王建国", "妻子", "李梅"), ("李梅", "丈夫", "王建国"), ("海州市水利局", "局长", "王建国"),
        ),
        stated("海州大学成立于1958年。海州大学校长赵明到访临江县。", ("《海州大学》", "成立日期", "１９５８年")),
        stated("植物学在海州大学开设。", ("植物学", "学科", "海州大学")),
    )  # fmt: skip
    score = score_relations(path, RULES, ontology)
    found = figures(score)
    # 妻子 and 丈夫 are one marriage; 校长 is a post that the set does not mark, and visits it does not mark either
    assert found["spouse"] == found["positionAt"] == found["foundedOn"] == {"p": 1.0, "r": 1.0, "f1": 1.0}
    assert found["micro"] == {"p": 1.0, "r": 0.75, "f1": 0.8571}
    assert found["学科"]["r"] == 0.0
    assert score.notes == ["the ontology has no property for these, which count as missed: 学科 1"]


def test_labels_that_are_words_of_the_text(tmp_path: Path, ontology: Ontology) -> None:
    path = written(
        tmp_path / "words.jsonl",
        stated("海州市水利局原局长王建国被查。", ("海州市水利局", "原局长", "王建国")),
        stated(
            "海州市水利局局长王建国来了。王建国与李梅结婚。", ("海州市水利局", "局长", "王建国")
        ),  # no word for the marriage
        stated("临江县县长赵明到会。", ("临江县", "副县长", "赵明")),
    )
    score = score_relations(path, RULES, ontology)
    assert figures(score)["positionAt"] == {"p": 0.6667, "r": 0.6667, "f1": 0.6667}
    assert figures(score).keys() == {"micro", "positionAt"}


def test_given_pairs(tmp_path: Path, ontology: Ontology) -> None:
    path = written(
        tmp_path / "harbour.jsonl",
        asked("王建国和妻子李梅、同事赵明来了。", "王建国", "妻子", "李梅"),
        asked("王建国和妻子李梅、同事赵明来了。", "李梅", "unknown", "赵明"),
        asked("王建国和妻子李梅、同事赵明来了。", "王建国", "unknown", "李梅"),
    )
    score = score_relations(path, RULES, ontology)
    assert figures(score)["micro"] == {"p": 0.5, "r": 1.0, "f1": 0.6667}


def answering(labels: dict[str, frozenset[str]], *triples: Triple, pairs: list[Any] | None = None) -> Extractor:
    """An extractor that gives the same triples for every text, and keeps the pairs it was asked about."""

    def relations(
        batch: Sequence[Parsed], ontology: Ontology, convention: str, given: Sequence[Pairs] | None
    ) -> list[tuple[Triple, ...]]:
        if pairs is not None:
            pairs.append(given)
        return [triples for _ in batch]

    return Extractor(
        "echo",
        RULES.extract_batch,
        conventions=lambda: Conventions(relations=relations, relation_labels=labels),
    )


def test_an_extractor_that_learned_the_set_answers_in_its_labels(tmp_path: Path, ontology: Ontology) -> None:
    row = stated("王建国的妻子是李梅。", ("王建国", "妻子", "李梅"), ("李梅", "丈夫", "王建国"), ("李梅", "学科", "王"))
    path = written(tmp_path / "harbour.jsonl", row)
    told = Triple("“王建国”", "妻子", "李 梅"), Triple("王建国", "丈夫", "李梅")
    score = score_relations(path, answering({"harbour": frozenset(("妻子", "丈夫"))}, *told), ontology)
    assert score.notes == ["echo has not learned 学科: 1 count as missed"]
    assert figures(score)["micro"] == {"p": 0.5, "r": 0.3333, "f1": 0.4}
    assert figures(score)["丈夫"]["f1"] == 0.0
    words = score_relations(path.rename(tmp_path / "words.jsonl"), answering({"words": frozenset()}, *told), ontology)
    assert list(figures(words)) == ["micro", "all labels"]
    assert figures(words)["micro"]["f1"] == 0.4


def test_given_pairs_in_the_sets_own_labels(tmp_path: Path, ontology: Ontology) -> None:
    rows = [asked("王建国和李梅。", "王建国", label, "李梅") for label in ("妻子", "丈夫", "unknown")]
    path = written(tmp_path / "harbour.jsonl", *rows)
    labels = {"harbour": frozenset(("妻子", "丈夫"))}
    seen: list[Any] = []
    wife = answering(labels, Triple("王建国", "妻子", "李梅"), pairs=seen)
    assert figures(score_relations(path, wife, ontology))["micro"] == {"p": 0.3333, "r": 0.5, "f1": 0.4}
    assert [[(p[0].start, p[1].start) for p in some] for some in seen[0]] == [[(0, 4)]] * 3
    none = answering(labels, Triple("王建国", "unknown", "李梅"))
    assert figures(score_relations(path, none, ontology))["micro"] == {"p": 0.0, "r": 0.0, "f1": 0.0}
    short = answering(labels)
    with pytest.raises(ValueError, match="shorter"):
        score_relations(path, short, ontology)


def test_a_set_of_ones_own_has_properties_as_labels(tmp_path: Path) -> None:
    row = stated("王建国毕业于海州大学。", ("王建国", "studiedAt", "海州大学"))
    assert score_relations(written(tmp_path / "own.jsonl", row), RULES, load()).micro.f1 == 1.0
    path = written(tmp_path / "other.jsonl", row, stated("王建国", ("王建国", "cherished", "李梅")))
    with pytest.raises(SourceError, match=r"other\.jsonl:2: the label 'cherished' is unknown; add it to labels/relat"):
        score_relations(path, RULES, load())


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"text": "王"}, "both spo and relations are missing"),
        ({"text": "王", "spo": [{"subject": "王", "predicate": "丈夫"}]}, r"spo\[0\].object is missing"),
        ({"text": "王", "spo": [{"subject": 1, "predicate": "丈夫", "object": ""}]}, r"spo\[0\].subject is no string"),
        ({"text": "王", "relations": []}, "entities is missing"),
        (asked("王建国和李梅", "王建国", "丈夫", "李梅") | {"relations": [{"head": 0, "tail": 2, "type": ""}]},
         r"relations\[0\].tail is 2, and there are 2 entities"),
    ],
)  # fmt: skip
def test_a_bad_row_is_told_with_its_line(tmp_path: Path, row: dict[str, Any], message: str) -> None:
    with pytest.raises(SourceError, match=r"harbour\.jsonl:1: " + message):
        score_relations(written(tmp_path / "harbour.jsonl", row), RULES, load())


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("harbour\t妻子\tspouse", r"relations\.tsv:\d+: .*its columns are set, label, property, direction"),
        ("harbour\t妻子\tspouse\tleft\t\t\t\t", r"relations\.tsv:\d+: "),
        ("harbour\t妻子\tmarried\tforward\t\t\t\t", "妻子: married is unknown"),
        ("harbour\t妻子\tspouse\tforward\t\tPerson\tDragon\t", "妻子: Dragon is unknown"),
    ],
)
def test_a_bad_table_is_told(tmp_path: Path, row: str, message: str) -> None:
    ontology = changed(tmp_path / "ontology", TABLE, row + "\n")
    with pytest.raises(OntologyError, match=message):
        score_relations(written(tmp_path / "harbour.jsonl", stated("王", ("王", "妻子", "李"))), RULES, ontology)


def test_the_shipped_table_is_of_its_form() -> None:
    for name in sorted({line.split("\t")[0] for line in load().text(TABLE).splitlines() if line and line[0] != "#"}):
        assert meanings(name, load()).table, name
