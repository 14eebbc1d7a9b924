"""Rows to train on."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from kg.errors import TrainingError
from kg.extract.neural.batches import parts
from kg.ontology.ontology import load
from kg.train.json_rows import parse_row, rows
from kg.train.tagger.tag_examples import labels, read

LABELS = ("PER", "LOC")


def line(text: str, *entities: tuple[int, int, str]) -> str:
    marks = [{"start": start, "end": end, "type": label} for start, end, label in entities]
    return json.dumps({"text": text, "entities": marks}, ensure_ascii=False) + "\n"


def test_training_sees_what_the_tagger_sees_later(tmp_path: Path) -> None:
    text = "船长王建国在海州港靠岸。他说：“好。”"
    file = tmp_path / "msra.own.jsonl.gz"
    file.write_bytes(gzip.compress(line(text, (2, 5, "PER"), (6, 9, "LOC")).encode()))
    [row] = read([file], LABELS, load()).rows
    for example, (_, seen) in zip(row, parts(parse_row(text, load())), strict=True):
        assert np.array_equal(example.features, np.stack(seen.arrays))
    assert row[0].spans == ((2, 5, 0), (6, 9, 1))


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "msra.own.jsonl"
    file.write_text(line("海州市的王建国来了。李明也到了。", (0, 3, "LOC"), (0, 2, "LOC"), (7, 12, "PER")), "utf-8")
    counts = read([file], LABELS, load()).counts
    assert counts == {
        "rows": 1,
        "characters": 16,
        "names": 1,
        "nested_left_out": 1,
        "across_sentences_left_out": 1,
    }


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "it is empty"),
        (line("王建国", (0, 3, "PER")) + "{\n", "own.jsonl:2: not JSON"),
        (line("王建国", (0, 3, "PER")) + "\n", "own.jsonl:2: not JSON"),
        ("[]\n", "own.jsonl:1: it has no text"),
        ("[" * 100_000 + "\n", "own.jsonl:1: not a row: it is nested too deeply"),
        ('{"text": "王建国"}\n', "own.jsonl:1: it has no list of entities"),
        ('{"text": "王建国", "entities": [7]}\n', "lacks start, end or type"),
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
        read([file], LABELS, load())
    assert message in str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    latin, packed = tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz"
    latin.write_bytes('{"text": "é"}'.encode("latin-1"))
    packed.write_bytes(gzip.compress(b"{}" * 99)[:-12])
    for file, message in ((latin, "a.jsonl:1: not UTF-8"), (packed, "cannot be read"), (tmp_path / "c", "cannot")):
        with pytest.raises(TrainingError, match=message):
            list(rows(file))


def test_a_set_that_the_table_lacks() -> None:
    with pytest.raises(TrainingError, match=r"'harbour' is not in .*names\.tsv; add a line .*harbour<tab>"):
        labels(load(), [Path("harbour.train.jsonl")])
    assert list(labels(load(), [Path("pfr1998.x.jsonl"), Path("msra.x.jsonl")])) == ["msra", "pfr1998"]
