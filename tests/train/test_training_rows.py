"""Rows to train on."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest

from kg.errors import TrainingError
from kg.extract.neural.joint import table
from kg.extract.neural.scheme_labels import names_scheme
from kg.extract.neural.windows import windows
from kg.ontology.ontology import load
from kg.train.json_rows import parse_row, rows

pytest.importorskip("torch", reason="training needs PyTorch: pip install 'zhkg[train]'")

from kg.train.joint.examples import Example
from kg.train.joint.network import OWN
from kg.train.schemes.labelled_rows import drawn, held_rows, scheme_examples, schemes

LABELS = ("PER", "LOC")
VOCABULARY = table().vocabulary


def line(text: str, *entities: tuple[int, int, str]) -> str:
    marks = [{"start": start, "end": end, "type": label} for start, end, label in entities]
    return json.dumps({"text": text, "entities": marks}, ensure_ascii=False) + "\n"


def test_rows_become_windows_with_their_labels(tmp_path: Path) -> None:
    text = "船长王建国在海州港靠岸。他说：“好。”"
    file = tmp_path / "ships.own.jsonl.gz"
    file.write_bytes(gzip.compress(line(text, (2, 5, "PER"), (6, 9, "LOC"), (6, 8, "LOC")).encode()))
    [one] = scheme_examples("ships", [file], names_scheme(LABELS), load(), VOCABULARY)
    assert [one.window.offsets[n] for n in (*one.first, *one.last)] == [2, 6, 4, 8]  # the outer one only
    assert (one.kind, one.labels, one.pairs) == ([0, 1], "ships", [])


def test_what_a_triple_says_holds_of_the_nearest_places(tmp_path: Path) -> None:
    file = tmp_path / "duie2.own.jsonl"
    said = {"subject": "远山", "predicate": "作者", "object": "李明月"}
    file.write_text(json.dumps({"text": "李明月昨天就来了，远山的作者李明月。", "spo": [said]}) + "\n", "utf-8")
    [(name, scheme)] = schemes([file], load(), {}).items()
    [one] = scheme_examples(name, [file], scheme, load(), VOCABULARY)
    assert {scheme.labels.spans[kind] for kind in one.kind} == {"CreativeWork", "Person"}
    assert sorted((weight, one.first[left] < one.first[right]) for _, left, right, weight in one.pairs) == [
        (0.0, False),
        (1.0, True),
    ]


def test_words_as_labels_and_given_pairs(tmp_path: Path) -> None:
    own, given = tmp_path / "posts.own.jsonl", tmp_path / "finre.own.jsonl"
    triple = {"subject": "海州港", "predicate": "局长", "object": "王建国", "s_start": 0, "p_start": 3, "o_start": 5}
    own.write_text(json.dumps({"text": "海州港局长王建国说。", "spo": [triple]}) + "\n", "utf-8")
    both = [{"start": 0, "end": 3}, {"start": 5, "end": 8}]
    relations = [{"head": 1, "tail": 0, "type": "合作"}, {"head": 0, "tail": 1, "type": "unknown"}]
    row = {"text": "长风社和永安社合作。", "entities": [both[0], {"start": 4, "end": 7}], "relations": relations}
    given.write_text(json.dumps(row) + "\n", "utf-8")
    found = schemes([own, given], load(), {})
    assert {name: one.form for name, one in found.items()} == {"posts": "open", "finre": "pairs"}
    assert found["posts"].labels.pairs == ("subject-predicate", "predicate-object", "subject-object")
    [one] = scheme_examples("posts", [own], found["posts"], load(), VOCABULARY)
    assert [(left, right) for _, left, right, _ in one.pairs] == [(0, 1), (1, 2), (0, 2)]
    [one] = scheme_examples("finre", [given], found["finre"], load(), VOCABULARY)
    assert [(found["finre"].labels.pairs[label], left, right) for label, left, right, _ in one.pairs] == [
        ("合作", 1, 0)
    ]
    assert one.covered == frozenset()  # which spans there are is not asked


def test_sets_are_drawn_by_size_and_weight() -> None:
    rows = [line("海州港。" * n) for n in range(1, 41)]
    made = [Example(windows(parse_row(json.loads(one)["text"], load()), VOCABULARY)[0]) for one in rows]
    found = {"a": made[:20], "b": made[20:]}
    for one in found["b"]:
        one.labels = "b"
    sizes = {name: sum(len(one.window.offsets) for one in some) for name, some in found.items()}
    assert drawn(found, {}, sum(sizes.values()), random.Random(1)) == [*made[:20], *made[20:]]
    half = drawn(found, {"b": 1e-9}, 1.5 * sizes["a"], random.Random(1))
    assert (len(half), {one.labels for one in half}) == (29, {OWN})  # 20 and nearly half of them


def test_one_row_in_sixteen_is_held_out(tmp_path: Path) -> None:
    file = tmp_path / "ships.own.jsonl"
    file.write_text("".join(line(f"船长王建国第{n}次靠岸。", (2, 5, "PER")) for n in range(160)), "utf-8")
    held = [row["text"] for _, row in held_rows([file])]
    learned = scheme_examples("ships", [file], names_scheme(LABELS), load(), VOCABULARY)
    assert len(learned) == 160 - len(held)
    assert 3 < len(held) < 20


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "it is empty"),
        (line("王建国", (0, 3, "PER")) + "{\n", "own.jsonl:2: not JSON"),
        (line("王建国", (0, 3, "PER")) + "\n", "own.jsonl:2: not JSON"),
        ("[]\n", "own.jsonl:1: it has no text"),
        ("[" * 100_000 + "\n", "own.jsonl:1: not a row: it is nested too deeply"),
        ('{"text": "王建国"}\n', "own.jsonl:1: it has no list of entities"),
        ('{"text": "王建国", "entities": [7]}\n', "an entity lacks start or end"),
        ('{"text": "王\\ud800国", "entities": []}\n', "half a surrogate pair"),
        (line("王建国", (0, 4, "PER")), "own.jsonl:1: 0 to 4 is no span of a text of 3 characters"),
        (line("王建国", (2, 2, "PER")), "2 to 2 is no span"),
        (line("王建国", (0, 3, "SHIP")), "the label 'SHIP' is unknown; labels known for this set: PER, LOC"),
        (
            '{"text": "王建国", "entities": [{"start": 0, "end": 2, "type": "PER", "text": "建国"}]}\n',
            "0 to 2 cuts '王建', not '建国'",
        ),
    ],
)
def test_a_wrong_row_is_said_with_its_line(content: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "msra.own.jsonl"
    file.write_text(content, "utf-8")
    with pytest.raises(TrainingError) as caught:
        scheme_examples("msra", [file], names_scheme(LABELS), load(), VOCABULARY)
    assert message in str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    latin, packed = tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz"
    latin.write_bytes('{"text": "é"}'.encode("latin-1"))
    packed.write_bytes(gzip.compress(b"{}" * 99)[:-12])
    for file, message in ((latin, "a.jsonl:1: not UTF-8"), (packed, "cannot be read"), (tmp_path / "c", "cannot")):
        with pytest.raises(TrainingError, match=message):
            list(rows(file))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"spo": [{"subject": "", "predicate": "作者", "object": "甲"}]}, "a triple has no subject"),
        ({"spo": [{"subject": "甲", "predicate": "作家", "object": "甲"}]}, "the label '作家' is unknown"),
        ({"spo": [{"subject": "甲", "predicate": "乙", "object": "甲", "s_start": 1, "p_start": 0, "o_start": 0}]},
         "'甲' does not stand at 1"),
        ({"entities": [], "relations": [{"head": 0, "tail": 1, "type": "合作"}]}, "there is no entity"),
    ],
)  # fmt: skip
def test_wrong_rows_of_relations(row: dict[str, Any], message: str, tmp_path: Path) -> None:
    name = "finre" if "relations" in row else "duie2"
    file = tmp_path / f"{name}.own.jsonl"
    file.write_text(json.dumps({"text": "甲", **row}) + "\n", "utf-8")
    scheme = schemes([file], load(), {})[name]
    with pytest.raises(TrainingError) as caught:
        scheme_examples(name, [file], scheme, load(), VOCABULARY)
    assert message in str(caught.value)


def test_sets_without_labels(tmp_path: Path) -> None:
    file = tmp_path / "harbour.own.jsonl"
    file.write_text('{"text": "甲", "spo": [{"subject": "甲", "predicate": "乙", "object": "甲"}]}\n', "utf-8")
    with pytest.raises(TrainingError, match=r"'harbour' has no labels; add a line .*relations\.tsv"):
        schemes([file], load(), {})
    file.write_text('{"text": "甲", "entities": []}\n', "utf-8")
    with pytest.raises(TrainingError, match="no row has entities, relations or spo"):
        schemes([file], load(), {})
    known = {"harbour": names_scheme(LABELS)}
    assert schemes([file], load(), known) == known
