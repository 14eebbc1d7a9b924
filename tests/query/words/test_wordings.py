"""The wordings of the ontology: each example is taken for its question, and mistakes in the table are told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.errors import OntologyError, QueryError
from kg.ontology.ontology import Ontology, load
from kg.ontology.tables.wordings import Wording, Wordings
from kg.query.named import simple
from kg.query.words.wordings import Fillers, Reading, asked_by, unmarked

TABLE = load().table(Wordings)
YES = [(wording, example) for wording in TABLE.wording for example in wording.yes]
NO = [example for wording in TABLE.wording for example in wording.no]


def readings(marked: str) -> list[Reading]:
    words, names = unmarked(marked)
    fillers = Fillers({simple(name): frozenset() for name in names}, tuple(map(simple, names)))
    asked = asked_by(load())
    return list(asked.readings(asked.asked(simple(words)), fillers))


@pytest.mark.parametrize(("wording", "example"), YES, ids=[example for _, example in YES])
def test_a_yes_example_is_taken_for_its_question(wording: Wording, example: str) -> None:
    marked, _, wanted = (part.strip() for part in example.partition("=>"))
    found = {reading.wording.id: reading for reading in reversed(readings(marked))}
    assert wording.id in found
    roles = {name: ",".join(TABLE.roles.get(text, (text,))) for name, text in found[wording.id].slots}
    assert roles == {n: simple(v) for n, v in (pair.split("=") for pair in wanted.split(", ") if pair)}


@pytest.mark.parametrize("example", NO)
def test_a_no_example_is_no_question_that_is_known(example: str) -> None:
    assert readings(example) == []


def test_every_wording_is_tried() -> None:
    assert len(TABLE.wording) > 40
    assert all("=>" in example for _, example in YES)
    assert len({wording.id for wording in TABLE.wording}) == len(TABLE.wording)
    assert len(NO) > 15


@pytest.mark.parametrize("text", ["", "？？", " ", "请问", "谁" * 201])
def test_what_is_no_question(text: str) -> None:
    with pytest.raises(QueryError, match="that is no question; ask one of up to 200"):
        asked_by(load()).asked(text)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('question = "holders"', 'question = "holder"', "there is no question 'holder'"),
        ('set = { what = "time" }', 'set = { when = "time" }', "'when' is no parameter of the question"),
        ('answer = ["recipient", "award",', 'answer = ["winner", "award",', "the question has no column 'winner'"),
        ("<predecessor>的?(?:继任者", "<person>的?(?:继任者", "'person' is no parameter of the question"),
        ('classes = ["Award"]', 'classes = ["Prize"]', "class 'Prize' is unknown"),
        ("{who}{is}<person>的?{spouse}", "{whom}{is}<person>的?{spouse}", "{whom} stands for nothing"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(load().path, folder)
    file = folder / "questions" / "wordings.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(OntologyError, match=r"wordings\.toml:[0-9]+: ") as caught:
        asked_by(Ontology(folder))
    assert says in str(caught.value)
