"""One article in every encoding, width and script gives one graph, each fact proved by its own text's characters."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.cli.main import run

SIMPLIFIED = """青湖市文化局获全国先进集体称号
2021年6月9日，国务院授予青湖市文化局“全国文化工作先进集体”称号。青湖市文化局局长杨国庆说：“我们将继续努力。”
青湖市文化局副局长陈晓东毕业于复旦大学。全国人大常委会通过《中华人民共和国档案法》。
"""
TRADITIONAL = """青湖市文化局獲全國先進集體稱號
2021年6月9日，國務院授予青湖市文化局“全國文化工作先進集體”稱號。青湖市文化局局長楊國慶說：“我們將繼續努力。”
青湖市文化局副局長陳曉東畢業於復旦大學。全國人大常委會通過《中華人民共和國檔案法》。
"""
HALF = SIMPLIFIED.translate(str.maketrans("，：（）“”", ',:()""'))
FULL = SIMPLIFIED.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
FILES = {
    "utf-8": SIMPLIFIED.encode(),
    "utf-8 with a mark": codecs.BOM_UTF8 + SIMPLIFIED.encode(),
    "utf-16 le": codecs.BOM_UTF16_LE + SIMPLIFIED.encode("utf-16-le"),
    "utf-16 be": codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16-be"),
    "gb18030": SIMPLIFIED.encode("gb18030"),
    "gbk, lines of windows": SIMPLIFIED.replace("\n", "\r\n").encode("gbk"),
    "half width": HALF.encode(),
    "full width": FULL.encode("gb18030"),
    "traditional": TRADITIONAL.encode(),
    "traditional in gbk": TRADITIONAL.encode("gbk"),
    "big5": TRADITIONAL.encode("big5"),
}


def build(folder: Path, **files: bytes) -> Any:
    for name, content in files.items():
        (folder / f"{name}.txt").write_bytes(content)
    paths = [str(folder / f"{name}.txt") for name in files]
    assert run(["build", *paths, "-o", str(folder / "out"), "-q"]) == 0
    assert run(["check", str(folder / "out")]) == 0
    graph = json.loads((folder / "out" / "graph.json").read_text("utf-8"))
    texts = {document["id"]: document["text"] for document in graph["documents"]}
    for fact in graph["facts"] + graph["unasserted"]:
        for proof in fact["evidence"]:
            assert texts[proof["document"]][proof["start"] : proof["end"]] == proof["quote"]
    return graph


def said(graph: Any) -> list[tuple[str, str, str]]:
    """The facts between entities; the words of a speaker are those of the text."""
    return sorted((f["subject"], f["predicate"], f["object"]) for f in graph["facts"] if isinstance(f["object"], str))


@pytest.mark.parametrize("form", FILES)
def test_one_graph(form: str, tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    wanted, got = build(tmp_path / "first", a=FILES["utf-8"]), build(tmp_path, a=FILES[form])
    assert ("国务院", "GovernmentBody") in {(entity["name"], entity["type"]) for entity in got["entities"]}
    assert said(got) == said(wanted)
    assert len(said(got)) >= 5


def test_both_scripts_meet_in_one_node(tmp_path: Path) -> None:
    both = build(tmp_path, a=FILES["gb18030"], b=FILES["big5"])
    assert said(both) == said(build(tmp_path, a=FILES["utf-8"]))
    for entity in both["entities"]:
        assert {mention["document"] for mention in entity["mentions"]} == {"a", "b"}, entity["name"]
    assert "國務院" in next(entity for entity in both["entities"] if entity["name"] == "国务院")["aliases"]


def test_what_is_not_read_as_it_should_be_is_said_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "cut.txt").write_bytes(SIMPLIFIED.encode("gb18030")[:-2])
    (folder / "mixed.txt").write_bytes(SIMPLIFIED.encode() + "责任编辑：周立群\n".encode("gb18030") + "完".encode()[:2])
    (folder / "sound.txt").write_bytes(SIMPLIFIED.encode())
    for quiet in ([], ["-q"]):
        assert run(["build", str(folder), "-o", str(out), "--extractor", "rules", *quiet]) == 0
        shown = capsys.readouterr()
        cut, mixed = shown.err.splitlines()
        assert cut.startswith(f"kg: warning: {folder / 'cut.txt'}: its last character is cut off: byte ")
        assert mixed.startswith(f"kg: warning: {folder / 'mixed.txt'}: line 4 is in gb18030, the others in utf-8")
        assert "; its last character is cut off" in mixed
    assert run(["build", str(folder), "-o", str(out), "--extractor", "rules", "--json", "--processes", "2"]) == 0
    numbers = json.loads(capsys.readouterr().out)
    assert (numbers["documents"], len(numbers["warnings"]), numbers["failed"]) == (3, 3, [])


def test_warnings_reach_callers_of_the_package(tmp_path: Path) -> None:
    (tmp_path / "cut.txt").write_bytes(SIMPLIFIED.encode()[:-2])
    (document,) = kg.read_documents([tmp_path])
    assert isinstance(document, kg.Document)
    (warning,) = document.warnings
    assert warning.where == str(tmp_path / "cut.txt") and warning.hint
    made = kg.build([tmp_path], extractor="rules")
    assert made.failures == ()
    assert [str(one) for one in made.warnings] == [str(warning)]


def test_what_a_folder_leaves_out_is_counted_and_listed_on_request(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in ("a.txt", "b.doc", "c.rtf"):
        (folder / name).write_bytes(SIMPLIFIED.encode())
    assert run(["build", str(folder), "-o", str(out), "--extractor", "rules"]) == 0
    shown = capsys.readouterr()
    assert "1 documents (utf-8 1), 2 skipped (-v lists them), " in shown.out
    assert shown.err == ""
    assert run(["build", str(folder), "-o", str(out), "--extractor", "rules", "-v", "-q"]) == 0
    word, rtf = (line for line in capsys.readouterr().err.splitlines() if line.startswith("kg: skipped: "))
    assert word.startswith(f"kg: skipped: {folder / 'b.doc'}: it is an old Word document") and "soffice" in word
    assert rtf.startswith(f"kg: skipped: {folder / 'c.rtf'}: it is an RTF document") and "pandoc" in rtf
    assert run(["build", str(folder), "-o", str(out), "--extractor", "rules", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["skipped"]) == 2
    assert run(["build", str(folder / "b.doc"), "ftp://qinghu.cn/a.html", "-o", str(out)]) == 3
    word, address = capsys.readouterr().err.splitlines()
    assert "b.doc: it is an old Word document, a format that is not read; " in word
    assert address.startswith("kg: ftp://qinghu.cn/a.html: it is an address by ftp")


def test_characters_without_width_are_in_no_name(tmp_path: Path) -> None:
    text = SIMPLIFIED.replace("文化局", "文\u200b化局").replace("国庆", "国\ufeff庆").replace("陈晓东", "陈\u2060晓东")
    assert text != SIMPLIFIED
    got = build(tmp_path, a=text.encode())
    (tmp_path / "plain").mkdir()
    wanted = build(tmp_path / "plain", a=SIMPLIFIED.encode())
    names = [
        [(entity["id"], entity["name"], entity["aliases"]) for entity in graph["entities"]] for graph in (got, wanted)
    ]
    assert names[0] == names[1]
    assert said(got) == said(wanted)


def test_an_explanation_has_the_warnings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cut.txt").write_bytes(SIMPLIFIED.encode()[:-2])
    assert run(["build", str(tmp_path), "--explain-reading"]) == 0
    assert f"kg: warning: {tmp_path / 'cut.txt'}: its last character is cut off" in capsys.readouterr().err
