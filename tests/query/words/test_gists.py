"""The gists of the ontology: what has one, what has none, and how mistakes in the table are told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.ontology.ontology import Ontology, load
from kg.ontology.tables.gists import Gist, Gists
from kg.query.named import simple
from kg.query.words.gists import GistReader, gists
from kg.query.words.wordings import Fillers, Reading, asked_by, unmarked

TABLE = load().table(Gists)
YES = [(gist, example) for gist in TABLE.gist for example in gist.yes]
NO = [example for gist in TABLE.gist for example in gist.no]


def readings(marked: str) -> list[Reading]:
    words, names = unmarked(marked)
    fillers = Fillers({simple(name): frozenset() for name in names}, tuple(map(simple, names)))
    return list(gists(load()).readings(asked_by(load()).asked(simple(words)), fillers))


@pytest.mark.parametrize(("gist", "example"), YES, ids=[example for _, example in YES])
def test_a_yes_example_has_its_gist(gist: Gist, example: str) -> None:
    found = {reading.wording.id: reading for reading in readings(example)}
    assert gist.wording in found
    assert {slot for slot, _ in found[gist.wording].slots} == set(gist.slots)


@pytest.mark.parametrize("example", NO)
def test_a_no_example_has_none(example: str) -> None:
    assert readings(example) == []


def test_every_gist_is_tried() -> None:
    assert len(TABLE.gist) > 40 and all(gist.yes for gist in TABLE.gist)
    assert len({gist.wording for gist in TABLE.gist}) == len(TABLE.gist)


def test_order_does_not_matter_but_all_words_do() -> None:
    for words in ("最后流到哪里去了〔汨罗江〕", "〔汨罗江〕最后流到哪里去了", "哪里是〔汨罗江〕最后流到的"):
        assert [reading.wording.id for reading in readings(words)] == ["flows"], words
    for words in (
        "〔汨罗江〕不流到哪里",
        "〔汨罗江〕将流到哪里",
        "〔汨罗江〕的支流流到哪里",
        "〔汨罗江〕流到哪里哪里",
        "〔汨罗江〕流到",
    ):
        assert readings(words) == [], words


def test_the_kind_behind_the_word_that_asks() -> None:
    (found,) = [reading for reading in readings("〔闻一舟〕在哪所大学念的书") if reading.wording.id == "schools"]
    assert found.kind == "AcademicInstitution"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('wording = "holder"', 'wording = "holders"', "there is no wording 'holders'"),
        ('slots = ["organization", "post"]', 'slots = ["organization", "job"]', "'job' is no slot of the question"),
        ('asks = ["who"]', 'asks = ["whom"]', "whom"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(load().path, folder)
    file = folder / "questions" / "gists.toml"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(OntologyError, match=r"gists\.toml:[0-9]+: ") as caught:
        GistReader(Ontology(folder))
    assert says in str(caught.value)
