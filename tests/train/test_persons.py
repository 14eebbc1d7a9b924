"""What tells persons of one name apart is learned from what people decided."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest

from kg.errors import TrainingError
from kg.ontology.ontology import load
from kg.ontology.table import decode_toml
from kg.ontology.tables.same_person import SamePerson
from kg.train.persons import DecidedName, LabelledPairs, decided_names, labelled, learn, persons_in, persons_of, write
from tests.layers import layer

SCHOOLS = ("海州大学", "绵阳大学", "方圆大学", "临江大学")
NAMES = ("张伟", "李红", "王芳", "李明", "王强", "张敏", "刘洋", "陈静", "赵磊", "周杰", "吴涛", "孙丽")


def pairs() -> list[LabelledPairs]:
    """Names whose bearers are told apart by their school alone."""
    names, persons = [], []
    for name in NAMES:
        clusters = []
        for school in SCHOOLS:
            articles = [f"{name}{school}{n}" for n in range(2)]
            clusters.append(articles)
            for article in articles:
                made = layer(f"[{school}|AcademicInstitution]校长[{name}|Person]说。", id_=article)
                persons += [(article, thing) for thing in persons_in(made, load())]
        names.append(json.dumps({"name": name, "clusters": clusters}, ensure_ascii=False))
    return labelled(decided(names), persons, load())


def decided(lines: list[str]) -> list[DecidedName]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "decided.jsonl"
        file.write_text("\n".join(lines) + "\n", "utf-8")
        return decided_names([file])


def test_signs_that_decide_have_weight(tmp_path: Path) -> None:
    learned = learn(pairs())
    assert learned.weights["organizations"] > 0.5
    found = learned.facts["all"]
    assert found["same"] == 48 and found["right"] == found["joined"] > 0
    file = write(learned, tmp_path / "new", load())
    table = decode_toml(file.read_text("utf-8"), SamePerson, str(file))
    assert (table.weights.organizations, table.bar) == (learned.weights["organizations"], learned.bar)
    assert table.reporting == load().table(SamePerson).reporting


def test_persons_of_articles_that_are_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("海州大学校长张伟昨日会见了来访的客人。\n", "utf-8")
    names = decided([json.dumps({"name": "张伟", "clusters": [["a"], ["b"]]})])
    told: list[str] = []
    found = list(persons_of(tmp_path, names, load(), told.append))
    assert [(article, thing.forms) for article, thing in found] == [("a", {"张伟"})]
    assert told == [f"1 of 2 articles are not in {tmp_path}: b …"]


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"name": "张伟"}', '{"name": 1, "clusters": [["a"]]}', '{"name": "a", "clusters": [1]}']
)
def test_lines_that_decide_nothing(line: str) -> None:
    with pytest.raises(TrainingError, match=r"decided.jsonl:1: it does not say which articles"):
        decided([line])


def test_names_that_one_person_has_teach_nothing() -> None:
    one = pairs()[0]
    with pytest.raises(TrainingError, match="what tells persons apart"):
        learn([LabelledPairs(one.name, one.rows, (True,) * len(one.rows))])
