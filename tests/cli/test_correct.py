"""`kg correct` and `kg build --corrections`, as a user calls them; corrections survive what changes around them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from kg.cli.main import run

NEWS = """临江县档案馆获评先进
2021年6月9日，临江县档案馆荣获“全省档案工作先进集体”称号。临江县档案馆馆长何立群出席会议。
周敏毕业于澄江师范。
"""
OTHER = """江城读书节开幕
2021年9月1日，江城读书节在海州市开幕。海州市图书馆馆长何立群出席。
"""
SAID = ["--who", "周敏", "--why", "核对过原文"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    (folder / "articles").mkdir()
    (folder / "articles" / "news.txt").write_text(NEWS, "utf-8")
    (folder / "articles" / "other.txt").write_text(OTHER, "utf-8")
    articles, out = str(folder / "articles"), str(folder / "out")
    assert run(["build", articles, "-o", out, "-q", "--extractor", "rules"]) == 0
    return folder


@pytest.fixture
def place(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two articles and their graph."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def build(*more: str, extractor: str = "rules") -> None:
    assert run(["build", "articles", "-o", "out", "-q", "--extractor", extractor, *more]) == 0


def correct(*words: str, code: int = 0) -> None:
    assert run(["correct", "out", *words, *SAID]) == code


def graph(folder: str = "out") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(folder, "graph.json").read_text("utf-8"))
    return found


def entity(name: str) -> dict[str, Any]:
    (found,) = (one for one in graph()["entities"] if one["name"] == name)
    return dict(found)


def said(predicate: str) -> set[tuple[str, str]]:
    facts = (one for one in graph()["facts"] if one["predicate"] == predicate)
    return {(one["subject"], str(one["object"])) for one in facts}


def states() -> list[str]:
    return [one["state"] for one in graph().get("corrections", [])]


def test_each_kind_holds_in_the_next_build(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    award = "全省档案工作先进集体"
    people = sorted(one["id"] for one in graph()["entities"] if one["name"] == "何立群")
    assert len(people) == 2
    correct("same", *people)
    correct("retype", "江城读书节", "Initiative")
    correct("rename", award, "四川省档案工作先进集体")
    (post,) = (one["id"] for one in graph()["facts"] if one["object"] == "海州市图书馆")
    correct("retract", post)
    quote = "周敏毕业于澄江师范"
    correct("assert", "周敏", "studiedAt", "澄江师范", "--new", "AcademicInstitution", "--quote", quote)
    correct("assert", "何立群", "memberOf", "临江县档案馆", "--document", "news", code=2)
    correct("assert", people[0], "memberOf", "临江县档案馆")
    build()
    assert entity("江城读书节")["type"] == "Initiative"
    assert entity("四川省档案工作先进集体")["id"] == award
    person = entity("何立群")["id"]
    assert said("positionAt") == {(person, "临江县档案馆")}
    assert said("memberOf") == {(person, "临江县档案馆")}
    assert said("studiedAt") == {("周敏", "澄江师范")}
    assert states() == ["holds"] * 6
    (fact,) = (one for one in graph()["facts"] if one["predicate"] == "memberOf")
    assert [(one["who"], one["why"]) for one in fact["assertedBy"]] == [("周敏", "核对过原文")]
    turtle = Path("out/graph.ttl").read_text("utf-8")
    assert turtle.count("a kg:Correction") == 6 and "prov:wasAttributedTo editor:周敏" in turtle
    capsys.readouterr()
    assert run(["check", "out"]) == 0
    assert "0 errors" in (told := capsys.readouterr().out) and "6 corrections hold" in told
    assert run(["check", "out/graph.ttl"]) == 0 and "6 corrections hold" in capsys.readouterr().out


def test_a_quotation_is_evidence(place: Path) -> None:
    quote = "临江县档案馆馆长何立群"
    correct("assert", "临江县档案馆", "partOf", "临江县", "--quote", quote)
    build()
    (fact,) = (f for f in graph()["facts"] if f["predicate"] == "partOf" and f["subject"] == "临江县档案馆")
    assert [one["quote"] for one in fact["evidence"] if one["rule"] == "correction.assert"] == [quote]
    assert run(["check", "out", "-q"]) == 0


def test_they_survive_another_extractor_and_other_documents(place: Path) -> None:
    correct("retype", "江城读书节", "Initiative")
    correct("rename", "临江县档案馆", "临江县综合档案馆")
    before = entity("江城读书节")
    Path("articles/third.txt").write_text("昨日，临江县档案馆迎来江城读书节的客人。\n", "utf-8")
    Path("articles/other.txt").write_text(OTHER.replace("2021年9月1日，", "据悉，今年九月，"), "utf-8")
    build()
    assert entity("江城读书节")["type"] == "Initiative" and len(entity("江城读书节")["mentions"]) > len(
        before["mentions"]
    )
    assert entity("临江县综合档案馆")["id"] == "临江县档案馆"
    assert states() == ["holds", "holds"]


def test_one_that_no_longer_applies_is_a_warning(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    correct("retype", "江城读书节", "Initiative")
    Path("articles/other.txt").unlink()
    assert run(["build", "articles", "-o", "out", "--extractor", "rules"]) == 0
    assert "correction (retype 江城读书节 Initiative): it does not apply: nothing" in capsys.readouterr().err
    assert run(["check", "out"]) == 0
    assert "warning W501 correction" in capsys.readouterr().out


def test_into_a_store(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "articles", "--store", "news.kg", "-q", "--extractor", "rules"]) == 0
    assert run(["correct", "news.kg", "retype", "江城读书节", "Initiative", *SAID]) == 0
    assert capsys.readouterr().out == "news.kg: retype 江城读书节 Initiative; it holds\n"
    assert not Path("corrections.toml").exists()
    assert run(["build", "articles", "--store", "news.kg", "-q", "--extractor", "rules", "-o", "out"]) == 0
    assert entity("江城读书节")["type"] == "Initiative" and states() == ["holds"]


def test_out_of_a_store(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "articles", "--store", "news.kg", "-q", "--extractor", "rules", "-o", "out"]) == 0
    before = Path("out", "graph.json").read_bytes()
    assert run(["store", "corrections", "news.kg"]) == 0
    assert capsys.readouterr() == ("", "no corrections\n")
    for words in (["retype", "江城读书节", "Initiative"], ["rename", "周敏", "周小敏"]):
        assert run(["correct", "news.kg", *words, *SAID]) == 0
    capsys.readouterr()
    assert run(["store", "corrections", "news.kg"]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [row[1] for row in rows] == ["retype 江城读书节 Initiative", "rename 周敏 周小敏"]
    assert {(row[2], row[4], row[5]) for row in rows} == {("周敏", "核对过原文", "holds")}
    assert run(["store", "corrections", "news.kg", "--remove", rows[0][0], "--remove", "abc"]) == 2
    assert "it has no correction 'abc'" in capsys.readouterr().err
    for left, row in ((1, rows[0]), (0, rows[1])):
        assert run(["store", "corrections", "news.kg", "--remove", row[0], "--json"]) == 0
        assert len(json.loads(capsys.readouterr().out)) == left
    assert run(["build", "articles", "--store", "news.kg", "-q", "--extractor", "rules", "-o", "out"]) == 0
    assert Path("out", "graph.json").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["retype", "江城读书", "Event"], "nothing in the graph is called '江城读书'; near to it are: 江城读书节"),
        (["rename", "何立群", "何立"], "several things are called '何立群'; name one by its id: 何立群（"),
        (["retype", "江城读书节", "Evnt"], "the ontology has no class 'Evnt'; did you mean 'Event'?"),
        (["retype", "江城读书节"], "'retype' takes THING CLASS; 1 words were given"),
        (["same", "海州市图书馆", "海州市图书馆"], "海州市图书馆 and 海州市图书馆 are one thing already: 海州市图书馆"),
        (["different", "海州市图书馆"], "海州市图书馆 is one thing in all documents; say by --document"),
        (["different", "海州市图书馆", "--document", "news"], "news: no document that mentions 海州市图书馆"),
        (
            ["retract", "海州市图书馆", "partOf", "临江县档案馆"],
            "the graph does not say that: 海州市图书馆 partOf 临江县档案馆; it says: nothing",
        ),
        (["retract", "123456"], "there is no fact '123456'"),
        (["assert", "海州市图书馆", "foundedOn", "去年"], "'去年' is no date; write 2020, 2020-07 or 2020-07-09"),
        (
            ["assert", "海州市图书馆", "received", "临江县档案馆"],
            "received takes an object of Award, and 临江县档案馆 is of",
        ),
        (
            ["assert", "海州市图书馆", "partOf", "临江县档案馆", "--quote", "无此句"],
            "the quotation does not stand in any document",
        ),
        (
            ["assert", "海州市图书馆", "partOf", "临江县档案馆", "--qualifier", "x=1"],
            "partOf does not take the qualifier 'x'",
        ),
    ],
)
def test_what_cannot_be_corrected(
    words: list[str], error: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    correct(*words, code=2)
    assert error in capsys.readouterr().err
    assert not Path("corrections.toml").exists()
