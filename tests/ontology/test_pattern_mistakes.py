"""What is wrong with a pattern is reported with file and line, in the words of the guide."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.extract.relations.patterns import patterns
from kg.ontology.ontology import Ontology, load

GUIDE = (load().path / "README.md").read_text("utf-8")
GOOD = """
[[pattern]]
id = "event.sponsored"
predicate = "organized"
match = "{subject:Organization}赞助{object:Event}"
on = ["赞助"]
yes = ["长风集团赞助海州国际马拉松。 => organized(长风集团, 海州国际马拉松)"]
"""
MISTAKES = {
    "unknown key": (
        "on =",
        "when =",
        "6: key 'when' is unknown; use id, predicate, match, on, yes, no, confidence, note",
    ),
    "no yes": (GOOD[GOOD.index("yes") :], "", "2: key 'yes' is missing; add it as in the shipped ontology/"),
    "no on": ('on = ["赞助"]', "", "2: key 'on' is missing"),
    "on is empty": ('on = ["赞助"]', "on = []", "6: key 'on': expected array of length >= 1"),
    "predicate": (
        '"organized"',
        '"organised"',
        "4: event.sponsored: predicate 'organised' is unknown; use a property of schema.ttl",
    ),
    "role": (
        "{object:",
        "{objct:",
        "5: event.sponsored: role 'objct' is unknown; use subject, object or a qualifier of 'organized'",
    ),
    "type": (
        ":Event}",
        ":Evnt}",
        "5: event.sponsored: type 'Evnt' is unknown; use a class of schema.ttl or a group of grammar.toml",
    ),
    "list of words": (
        "赞助{",
        "<adverb>赞助{",
        "5: event.sponsored: word list '<adverb>' is unknown; add it to [words] of grammar.toml",
    ),
    "brackets": (
        "赞助{",
        "(赞助{",
        "5: event.sponsored: match is not an expression: missing ), unterminated subpattern",
    ),
    "role twice": (
        "{object:",
        "{subject:",
        "5: event.sponsored: match is not an expression: redefinition of group name 'subject'",
    ),
    "on as a string": ('on = ["赞助"]', 'on = "赞助"', "6: key 'on': expected array, got str"),
    "confidence in words": ("on =", 'confidence = "high"\non =', "6: key 'confidence': expected float"),
    "confidence above 1": ("on =", "confidence = 3\non =", "6: key 'confidence': expected float <= 1.0"),
    "half a slot": (":Event}", ":Event", "5: event.sponsored: the slot at '{object:Event' is not well formed"),
    "no role": (
        "{subject:Organization}赞助{object:Event}",
        "赞助",
        "5: event.sponsored: it has neither {subject:…} nor {object:…}",
    ),
}
# What the guide shows, by the change to its own pattern that brings it about.
SHOWN = {
    "TOML": ('["赞助"]', '["赞助"'),
    "key": ("on =", "when ="),
    "role": ("{object:", "{objct:"),
    "type": (":Event|", ":Evnt|"),
    "predicate": ('"sponsored"', '"sponsors"'),
    "word list": ("(<adv>)", "(<adverb>)"),
    "expression": ("赞助(<le>)", "(赞助(<le>)"),
    "twice": ("# patterns/sponsors.toml", ""),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped ontology, to be changed."""
    return Path(shutil.copytree(load().path, tmp_path / "my-ontology"))


def said_of(folder: Path) -> str:
    """What compiling the patterns of a folder complains of."""
    with pytest.raises(OntologyError) as error:
        patterns(Ontology(folder))
    return str(error.value)


def test_the_pattern_to_be_broken_is_sound(folder: Path) -> None:
    (folder / "patterns" / "own.toml").write_text(GOOD, "utf-8")
    pattern = next(p for p in patterns(Ontology(folder)).all if p.id == "event.sponsored")
    assert dict(pattern.slots) == {"subject": "Organization", "object": "Event"} and not pattern.running


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_a_pattern(name: str, folder: Path) -> None:
    old, new, message = MISTAKES[name]
    assert old in GOOD
    file = folder / "patterns" / "own.toml"
    file.write_text(GOOD.replace(old, new), "utf-8")
    assert said_of(folder).startswith(f"{file}:{message}")


def test_an_id_used_twice(folder: Path) -> None:
    file = folder / "patterns" / "own.toml"
    file.write_text(GOOD + GOOD, "utf-8")
    assert said_of(folder) == f"{file}:10: event.sponsored: the id is used twice; give each pattern an id of its own"


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("[pattern]", "key 'pattern': expected array, got object"),
        ("[[patern]]", "key 'patern' is unknown; use pattern"),
    ],
)
def test_a_file_of_something_else(head: str, message: str, folder: Path) -> None:
    file = folder / "patterns" / "own.toml"
    file.write_text(GOOD.replace("[[pattern]]", head), "utf-8")
    assert said_of(folder).startswith(f"{file}:2: {message}")


def test_toml_that_does_not_parse(folder: Path) -> None:
    file = folder / "patterns" / "own.toml"
    file.write_text(GOOD.replace('["赞助"]', '["赞助"'), "utf-8")
    assert said_of(folder).startswith(f"{file}:7: not valid TOML: ")
    assert re.search(r"at line 7, column \d", said_of(folder))


@pytest.mark.parametrize("name", SHOWN)
def test_the_guide_shows_what_is_said(name: str, folder: Path) -> None:
    blocks = dict(re.findall(r"```(?:turtle|toml)\n# ?(\S+)\n(.*?)```", GUIDE, re.DOTALL))
    with (folder / "schema.ttl").open("a", encoding="utf-8") as file:
        file.write("\n" + blocks["schema.ttl"])
    good = blocks["patterns/sponsors.toml"]
    old, new = SHOWN[name]
    wrong = good.replace(old, new, 1) if name != "twice" else good
    (folder / "patterns" / "sponsors.toml").write_text(wrong, "utf-8")
    if name == "twice":
        (folder / "patterns" / "again.toml").write_text(good, "utf-8")
    shown = [line for line in GUIDE.splitlines() if line.startswith("my-ontology/patterns/")]
    assert len(shown) == len(SHOWN)
    said = said_of(folder).replace(str(folder), "my-ontology")
    matching = [line for line in shown if re.fullmatch(re.escape(line).replace("…", ".*"), said)]
    assert len(matching) == 1, said
