"""Every word of the page stands once, in both languages, and is said somewhere."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import kg.export.page.assets as page

FOLDER = Path(page.__file__).parent
TABLES = ("strings", "fixwords")
_ROW = re.compile(r'(?<=[ {])(\w+): \["((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"\]')
_COMMENT = re.compile(r"(?<!:)//.*")
_CHINESE = re.compile("[、。，；：！？（）]")
_KEY = re.compile(r"(?<=[ {])(\w+): \[")
_SAID = re.compile(r"""(?<!make\("div", )["'](\w+)["']|[`](\w+_)\$\{""")


def rows() -> list[tuple[str, str, str]]:
    return [found.groups() for name in TABLES for found in _ROW.finditer(_source(name))]  # type: ignore[misc]


def _source(name: str) -> str:
    return (FOLDER / "js" / f"{name}.js").read_text("utf-8")


def _others() -> str:
    scripts = (file.read_text("utf-8") for file in sorted((FOLDER / "js").glob("*.js")) if file.stem not in TABLES)
    return _COMMENT.sub("", "\n".join((*scripts, (FOLDER / "page.html.j2").read_text("utf-8"))))


def test_every_key_stands_once_and_in_both_languages() -> None:
    found = rows()
    every = [key for name in TABLES for key in _KEY.findall(_source(name).partition("const now")[0])]
    assert sorted(every) == sorted(key for key, _, _ in found)  # none has one language, or three
    assert [key for key, count in Counter(every).items() if count > 1] == []
    assert [key for key, zh, en in found if not zh.strip() or not en.strip()] == []


def test_marks_are_those_of_the_language() -> None:
    assert [key for key, _, en in rows() if _CHINESE.search(en) and key != "language"] == []
    reading = {"find", "passages", "telling"}  # they look for such marks in the text
    scripts = (file for file in sorted((FOLDER / "js").glob("*.js")) if file.stem not in {*TABLES, *reading})
    said = {file.stem: _CHINESE.findall(_COMMENT.sub("", file.read_text("utf-8"))) for file in scripts}
    assert {name: found for name, found in said.items() if found} == {}


def test_every_key_is_said_and_every_word_that_is_said_stands_there() -> None:
    keys = {key for key, _, _ in rows()}
    found = _SAID.findall(_others())
    said = {word for word, _ in found}
    composed = {start + word for _, start in found if start for word in said}
    assert sorted(keys - said - composed) == []
    asked = set(re.findall(r'(?<![\w.])t\("(\w+)"|data-t(?:-label)?="(\w+)"', _others()))
    assert sorted({first or second for first, second in asked} - keys) == []
