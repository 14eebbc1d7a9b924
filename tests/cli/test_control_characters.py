"""Control characters in texts, in names and in the names of files: built, checked, and never raw on a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli.main import run
from kg.export.formats import FORMATS

MARKS = {
    "C1": "\x85\x90\x9b31m",
    "bidirectional": "\u202e\u202a\u2066\u2069",
    "C0": "\x07\x1b[31m\x08",
    "no characters": "\ufffe\uffff\x7f",
}


@pytest.mark.parametrize("name", MARKS)
@pytest.mark.parametrize("suffix", ["txt", "html"])
def test_control_characters(name: str, suffix: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    mark, out = MARKS[name], tmp_path / "out"
    text = (
        f"2021年6月9日，临江县{mark}档案馆被国家档案局授予“全国{mark}档案工作先进集体”称号。\n"
        f"杨{mark}国庆任临江县档案馆馆长。\n"
    )
    if suffix == "html":
        text = f"<html><head><title>开{mark}馆</title></head><body><p>{text}</p>&#x85;&#x9b;&#xd800;</body></html>"
    file = tmp_path / f"a{mark.replace('/', '')}.{suffix}"
    file.write_text(text, "utf-8")
    assert run(["build", str(file), "-o", str(out), "--extractor", "rules"]) == 0
    assert run(["check", str(out)]) == 0
    assert run(["query", str(out), "-q", "SELECT * {?s ?p ?o}"]) == 0
    for form in FORMATS:
        assert run(["export", str(out), "--to", form, "-o", str(tmp_path / "exported")]) == 0
    shown = capfd.readouterr()
    assert all(line.isprintable() for line in (shown.out + shown.err).splitlines())
    assert "0 errors" in shown.out
