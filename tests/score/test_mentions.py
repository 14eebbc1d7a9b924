"""Names against data sets on names, with rows of our own."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kg.errors import KgError, OntologyError, SourceError
from kg.extract.extractor import Conventions, Extractor
from kg.extract.extractors import extractor
from kg.ontology.ontology import Ontology, load
from kg.score.mentions import label_map, score_mentions
from kg.score.tallied import figures, lines
from kg.types import Mention, Parsed, Span
from tests.score.rows import changed, marked, written

RULES = extractor("rules")
MAP = {
    "_note": "a remark",
    "harbour": {
        "map": {"name": "PER", "spot": "LOC", "body": "ORG", "post": "TITLE", "day": "TIME", "grade": "EDU"},
        "covers": ["PER", "LOC", "ORG", "TITLE", "TIME", "EDU"],
    },
    "part": {"map": {"name": "PER", "body": "ORG"}, "covers": ["PER"]},
}


ROW = marked(
    "2021年5月，海州市水利局局长王建国到访临江县。",
    ("2021年5月", "day"), ("海州市水利局", "body"), ("局长", "post"), ("王建国", "name"), ("临江县", "spot"),
    nested=[("海州", "spot")],
)  # fmt: skip


def map_file(folder: Path) -> Path:
    path = folder / "map.json"
    path.write_text(json.dumps(MAP), "utf-8")
    return path


def test_spans_count_by_unified_type(tmp_path: Path) -> None:
    wrong = marked(
        "王建国毕业于海州大学，本科学历。", ("王建国毕业", "name"), ("海州大学", "body"), ("本科学历", "grade")
    )
    path = written(tmp_path / "harbour.test.jsonl", ROW, wrong)
    calls: list[tuple[int, int]] = []
    score = score_mentions(path, RULES, load(), label_map(map_file(tmp_path)), lambda *done: calls.append(done))
    assert score.name == "harbour.test"
    assert calls == [(2, 2)]
    found = figures(score)
    assert list(found) == ["micro", "EDU", "LOC", "ORG", "PER", "TIME", "TITLE"]
    assert found["TITLE"] == found["TIME"] == found["ORG"] == {"p": 1.0, "r": 1.0, "f1": 1.0}
    assert found["PER"] == {"p": 0.5, "r": 0.5, "f1": 0.5}
    assert found["EDU"] == {"p": 0.0, "r": 0.0, "f1": 0.0}
    assert score.notes == ["rules gives no EDU: 1 count as missed"]
    assert list(lines(score))[:2] == [
        "harbour.test",
        "  micro                  F1 0.800   precision 0.857   recall 0.750   (7 found, 8 wanted)",
    ]


def test_only_what_a_set_covers_counts(tmp_path: Path) -> None:
    row = marked("海州大学的王建国来了。", ("王建国", "name"))  # 海州大学 is not marked: the set does not cover ORG
    score = score_mentions(written(tmp_path / "part.jsonl", row), RULES, load(), label_map(map_file(tmp_path)))
    assert figures(score) == {"micro": {"p": 1.0, "r": 1.0, "f1": 1.0}, "PER": {"p": 1.0, "r": 1.0, "f1": 1.0}}


def answering(*mentions: Mention, **more: Any) -> Extractor:
    """An extractor that gives the same names for every text, and tells what it was asked in `asked`."""

    def names(batch: Sequence[Parsed], ontology: Ontology, convention: str | None) -> list[tuple[Mention, ...]]:
        return [mentions for _ in batch]

    return Extractor("echo", RULES.extract_batch, conventions=lambda: Conventions(names, **more))


def test_nested_gold_is_neither_right_nor_wrong(tmp_path: Path) -> None:
    row = marked("海州大学", ("海州大学", "ORG"), nested=[("海州", "LOC"), ("大学", "ORG")])
    path = written(tmp_path / "x.jsonl", row)
    echo = answering(Mention(Span(0, 4), "AcademicInstitution"), Mention(Span(0, 2), "Place"))
    assert figures(score_mentions(path, echo, load()))["micro"] == {"p": 1.0, "r": 1.0, "f1": 1.0}
    echo = answering(Mention(Span(0, 4), "AcademicInstitution"), Mention(Span(2, 4), "Organization"))
    assert figures(score_mentions(path, echo, load()))["micro"]["p"] == 1.0
    echo = answering(Mention(Span(0, 4), "AcademicInstitution"), Mention(Span(1, 4), "Organization"))
    assert figures(score_mentions(path, echo, load()))["micro"]["p"] == 0.5
    echo = answering(Mention(Span(0, 4), "AcademicInstitution", form="nominal"))
    assert figures(score_mentions(path, echo, load()))["micro"]["r"] == 0.0


def test_an_extractor_that_learned_the_set_answers_in_its_labels(tmp_path: Path) -> None:
    path = written(tmp_path / "harbour.jsonl", marked("王建国是局长", ("王建国", "name"), ("局长", "post")))
    learned = {"harbour": frozenset(("name", "post"))}
    echo = answering(Mention(Span(0, 3), "name"), Mention(Span(4, 6), "post"), mention_labels=learned)
    own = score_mentions(path, echo, load())
    assert list(figures(own)) == ["micro", "name", "post"]
    assert own.micro.f1 == 1.0
    unified = score_mentions(path, echo, load(), label_map(map_file(tmp_path)))
    assert list(figures(unified)) == ["micro", "PER", "TITLE"]
    assert unified.micro.f1 == 1.0
    other = written(tmp_path / "part.jsonl", marked("王建国", ("王建国", "name")))
    assert (
        "has not learned the guidelines of part"
        in score_mentions(other, echo, load(), label_map(map_file(tmp_path))).notes[0]
    )


def test_without_a_map_labels_are_unified_ones_or_classes(tmp_path: Path) -> None:
    row = marked("王建国来到海州市水利局。", ("王建国", "PER"), ("海州市水利局", "Organization"))
    score = score_mentions(written(tmp_path / "x.jsonl", row), RULES, load())
    assert figures(score)["micro"]["f1"] == 1.0
    path = written(tmp_path / "y.jsonl", ROW)
    with pytest.raises(SourceError, match=r"y\.jsonl:1: the label 'day' is unknown; give a label map by --map"):
        score_mentions(path, RULES, load())


def test_gzip_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(marked("王建国", ("王建国", "PER"))).encode()))
    score = score_mentions(path, RULES, load())
    assert (score.name, score.micro.wanted) == ("x", 1)


ENTITY = {"start": 0, "end": 3, "type": "PER", "text": "王建国"}
BAD_ROWS = [
    ("", "holds no rows"),
    ("\n", ":1: it is not JSON"),
    ('{"text": "王"}\n{', ":1: entities is missing"),
    ('{"text": "王", "entities": []}\n{', ":2: it is not JSON"),
    ("[" * 100_000, ":1: it is not JSON"),
    ("[]", ":1: it is no JSON object"),
    ('{"entities": []}', ":1: text is missing"),
    ('{"text": 1, "entities": []}', ":1: text is no string"),
    ('{"text": "\\ud800", "entities": []}', ":1: text holds half a surrogate pair"),
    ('{"text": "王", "entities": {}}', ":1: entities is no list"),
    ('{"text": "王", "entities": [1]}', r":1: entities\[0\] is no object"),
]
BAD_ENTITIES: list[tuple[dict[str, Any], str]] = [
    ({"start": 1, "end": 4}, r"entities\[0\] says '王建国', but offsets 1 to 4 cut '建国来'"),
    ({"start": -1}, "offsets -1 to 3, and the text has 5 characters"),
    ({"end": 9}, "offsets 0 to 9"),
    ({"end": 0}, "offsets 0 to 0"),
    ({"start": True}, r"entities\[0\].start is no whole number"),
    ({"type": None}, r"entities\[0\].type is no string"),
]


@pytest.mark.parametrize(("text", "message"), BAD_ROWS)
def test_a_bad_file_is_told_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(SourceError, match=message):
        score_mentions(path, RULES, load())


@pytest.mark.parametrize(("change", "message"), BAD_ENTITIES)
def test_a_bad_entity_is_told_with_its_line(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    path = written(tmp_path / "x.jsonl", marked("好"), {"text": "王建国来了", "entities": [ENTITY | change]})
    with pytest.raises(SourceError, match=r"x\.jsonl:2: .*" + message):
        score_mentions(path, RULES, load())


def test_bad_bytes_are_told(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl.gz"
    path.write_bytes(b'{"text": "", "entities": []}')
    with pytest.raises(SourceError, match="it is not gzip, as its name says"):
        score_mentions(path, RULES, load())
    path.write_bytes(gzip.compress(b'{"text": "", "entities": []}' * 99)[:-9])
    with pytest.raises(SourceError, match="it cannot be read"):
        score_mentions(path, RULES, load())
    path.write_bytes(gzip.compress("{'text': '王'".encode("gb18030")))
    with pytest.raises(SourceError, match=":1: it is not JSON"):
        score_mentions(path, RULES, load())
    with pytest.raises(SourceError, match="it cannot be read: No such file"):
        score_mentions(tmp_path / "none.jsonl", RULES, load())


def test_a_bad_map_is_told(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    with pytest.raises(SourceError, match="it cannot be read"):
        label_map(path)
    for text, message in (
        ("{", "it is not JSON"),
        ("[]", "it is no label map"),
        ('{"x": {"map": {}}}', "x has no map, or no covers"),
        ('{"x": {"map": {"a": 1}, "covers": []}}', "x has no map, or no covers"),
        ('{"x": 1}', "x has no map, or no covers"),
    ):
        path.write_text(text, "utf-8")
        with pytest.raises(SourceError, match=message):
            label_map(path)
    maps = label_map(map_file(tmp_path))
    row = written(tmp_path / "harbour.jsonl", marked("王建国", ("王建国", "hero")))
    with pytest.raises(SourceError, match=r"harbour\.jsonl:1: the label 'hero' is unknown; add it to the label map"):
        score_mentions(row, RULES, load(), maps)
    with pytest.raises(SourceError, match="the label map has no set other; the map has harbour, part"):
        score_mentions(row.rename(tmp_path / "other.jsonl"), RULES, load(), maps)


def test_a_bad_table_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "x.jsonl", marked("王建国", ("王建国", "PER")))
    ontology = changed(tmp_path / "ontology", "labels/mentions.tsv", "PER\tDragon\n")
    with pytest.raises(OntologyError, match=r"labels/mentions\.tsv:1: class 'Dragon' is unknown"):
        score_mentions(path, RULES, ontology)


def test_an_unknown_extractor() -> None:
    with pytest.raises(KgError, match="there is no extractor oracle; use all, fast, rules, model"):
        extractor("oracle")
