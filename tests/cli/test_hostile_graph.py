"""Graph files made with bad intent: a finding or a sentence, never a traceback, nothing that a terminal obeys."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.export.formats import FORMATS

CONFIDENCE = re.compile(r'(?<="confidence": )[0-9.]+')
IN_TURTLE = re.compile(r"(?<=kg:confidence )[0-9.]+")
RULE = re.compile(r'(?<="rule": ")')
OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
DOUBLE = "^^<http://www.w3.org/2001/XMLSchema#double>"


class Terminal(io.TextIOWrapper):
    """A stdout at which someone looks."""

    def isatty(self) -> bool:
        return True


def codes(file: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """The exit code of every verb that reads a graph, none of which shows a terminal what it would obey."""
    asked = "SELECT * {?s ?p ?o}"
    verbs = {"check": ["check", str(file)], "check json": ["check", str(file), "--json"]}
    verbs |= {
        f"query {to}": ["query", str(file), "-q", asked, "--format", to] for to in ("table", "csv", "tsv", "json")
    }
    verbs["query turtle"] = ["query", str(file), "-q", "CONSTRUCT WHERE {?s ?p ?o}", "--format", "turtle"]
    verbs |= {f"export {to}": ["export", str(file), "--to", to] for to in FORMATS if to != "html"}
    verbs["export html"] = ["export", str(file), "--to", "html", "--no-sparql"]
    found = {}
    for name, arguments in verbs.items():
        shown = io.BytesIO()
        for stream in ("stdout", "stderr"):
            monkeypatch.setattr(sys, stream, Terminal(shown, "utf-8", errors="backslashreplace", newline=""))
        found[name] = run(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        text = shown.getvalue().decode("utf-8")
        monkeypatch.undo()
        assert OBEYED.search(text) is None, name
        assert found[name] != 2 or (text.startswith("kg: ") and text.count("\n") == 1 and len(text) < 500), text[:1000]
    return found


@pytest.mark.parametrize(
    "number",
    ["1e999", "-1e999", "NaN", "Infinity", "1e99999999999999999999", "9" * 400, "9" * 100_000, "0." + "3" * 100_000],
    ids=lambda number: number[:9] + str(len(number)),
)
def test_a_confidence_in_json_that_is_none(built: Path, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = built / "graph.json"
    file.write_text(CONFIDENCE.sub(number, file.read_text("utf-8"), count=1), "utf-8")
    assert set(codes(file, monkeypatch).values()) == {2}


@pytest.mark.parametrize(
    "number",
    ["1E999", "9" * 5000 + ".0", "9" * 100_000, f'"NaN"{DOUBLE}', f'"INF"{DOUBLE}', '"\\tsNaN1"^^xsd:decimal', "true"],
    ids=lambda number: number[:9] + str(len(number)),
)
def test_a_confidence_in_turtle_that_is_none(built: Path, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = built / "graph.ttl"
    prefix = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    file.write_text(prefix + IN_TURTLE.sub(lambda _: number, file.read_text("utf-8"), count=1), "utf-8")
    found = codes(file, monkeypatch)
    assert found["check"] == 1
    assert {code for verb, code in found.items() if verb.startswith("query")} == {0}
    assert {code for verb, code in found.items() if verb.startswith("export")} == {2}


@pytest.mark.parametrize("change", ["#char=%s," % ("9" * 5000), "doc/%FF#char=0,"])
def test_a_passage_in_turtle_that_is_none(built: Path, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = built / "graph.ttl"
    old = re.compile(r"#char=[0-9]+," if change.startswith("#") else r"doc/\w+#char=[0-9]+,")
    file.write_text(old.sub(change, file.read_text("utf-8"), count=1), "utf-8")
    assert codes(file, monkeypatch)["check"] == 1


@pytest.mark.parametrize("half", ["\\ud800", "\\udc00\\ud800"])
def test_half_a_character_in_json(built: Path, half: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = built / "graph.json"
    old = file.read_text("utf-8")
    for key in ("id", "name", "rule", "predicate", "title"):
        file.write_text(re.sub(f'(?<="{key}": ")', lambda _: half, old), "utf-8")
        assert set(codes(file, monkeypatch).values()) == {2}


ODD = "\\u009b31m \x85\x9b2J \\u001b[31m \\u0000 \\u202e \\uffff"  # if one is refused, the graph is


@pytest.mark.parametrize("key", ["id", "type", "predicate", "rule", "unit", "extractor", "title"])
def test_control_characters_in_json(built: Path, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = built / "graph.json"
    old = file.read_text("utf-8")
    classes = "(?=[A-Z])" if key == "type" else ""  # not the types of values, of which there are three
    changed = re.sub(f'(?<="{key}": "){classes}', lambda _: ODD, old)
    assert changed != old
    file.write_text(changed, "utf-8")
    found = codes(file, monkeypatch)
    if key == "predicate":
        assert found.pop("export rdfxml") == 2  # no name of XML
    assert 2 not in found.values()


@pytest.mark.parametrize("change", ['{"documents": [],', '{{"x": {}1{},'.format('{"a":' * 100_000, "}" * 100_000)])
def test_keys_twice_and_deep_nesting(built: Path, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = built / "graph.json"
    file.write_text(file.read_text("utf-8").replace("{", change, 1), "utf-8")
    assert set(codes(file, monkeypatch).values()) == {2}


def test_a_pipe_gets_the_characters_as_they_are(built: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    file = built / "graph.json"
    file.write_text(RULE.sub("\\\\u009b", file.read_text("utf-8")), "utf-8")
    assert run(["export", str(file), "--to", "csv"]) == 0
    assert "\x9b".encode() in capsysbinary.readouterr().out
