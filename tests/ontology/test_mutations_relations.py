"""Mistakes in the tables of dates, values, figures, posts and patterns are reported with file, line and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

import msgspec
import pytest

from kg.errors import OntologyError
from kg.extract.relations.patterns import patterns
from kg.extract.relations.post_forms import post_forms
from kg.extract.relations.reporters import reporter_words
from kg.extract.relations.shared_grammar import grammar
from kg.extract.values.date_forms import date_forms
from kg.extract.values.date_ranges import date_ranges
from kg.extract.values.quantities import quantity_rules
from kg.ontology.ontology import Ontology, load
from kg.ontology.table import Table
from kg.ontology.tables.containment import ContainmentTable
from kg.ontology.tables.dates import DateTable
from kg.ontology.tables.figures import FigureTable
from kg.ontology.tables.grammar import GrammarTable
from kg.ontology.tables.patterns import PatternFile
from kg.ontology.tables.posts import PostTable
from kg.ontology.tables.values import ValueTable
from kg.text.toml import line_of
from tests.ontology.mutations import Changed, count_told

COMPILED: Mapping[type[Table], Callable[[Ontology], object]] = {
    DateTable: lambda ontology: (date_forms(ontology), date_ranges(ontology)),
    ValueTable: quantity_rules,
    GrammarTable: grammar,
    PostTable: post_forms,
    ContainmentTable: reporter_words,
}
LEAST = {DateTable: 150, ValueTable: 240, FigureTable: 30, GrammarTable: 150, PostTable: 130, ContainmentTable: 60}
PATTERNS = sorted(file.name for file in (load().path / "patterns").glob("*.toml"))
# A table, a text in it, what stands there instead, and what is reported.
MISFITS: list[tuple[type[Table], str, str, str]] = [
    (DateTable, "{fresh}{month}(?:[-", "{fresch}{month}(?:[-", "{fresch} stands for nothing; use "),
    (DateTable, 'to = "[-—', 'to = "{to}[-—', "the part {to} holds itself; write that part without its own name"),
    (DateTable, "(?P<republic>", "(?P<republik>", "the group 'republik' is unknown; name a group after what it gives"),
    (DateTable, 'last_day = "(?:(?P<year>', 'last_day = "(?:(?P<years>', "it has no group 'year'; "),
    (DateTable, '"元旦" = [1, 1]', '"元旦" = [13, 1]', "'元旦' is on day 1 of month 13, which there is not; "),
    (DateTable, "(?<=（)(?P<year>", "(?<=（?)(?P<year>", "key 'match': it is not an expression: look-behind"),
    (DateTable, "(?<=（){year}", "(?<=（{to}){year}", "with the others it is no expression: look-behind"),
    (ValueTable, "<percent>{arabic}", "<percent>{arabik}", "{arabik} stands for nothing; use arabic, chinese, number"),
    (ValueTable, "(?P<low>", "(?P<lower>", "the group 'lower' is unknown; name a group after what it gives"),
    (ValueTable, '"枚", "例", "台"', '"枚", "例例"', "the unit '例例' is unknown; add it to measure"),
    (ValueTable, '"㎡" = "平方米"', '"㎡" = "平方迷"', "the unit '平方迷' is unknown; add it to measure"),
    (ValueTable, '"零" = 0', '"零零" = 0', "key 'digits': expected str of length <= 1"),
    (ValueTable, '"九" = 9', '"九" = 10', "key '九': expected int <= 9"),
    (GrammarTable, '["Organization", "A', '["Organisation", "A', "group 'Body': type 'Organisation' is unknown; use a"),
    (GrammarTable, "Agent = [", "Agents = [", "type 'Agent' is unknown; use a class of schema.ttl or a group of"),
    (ContainmentTable, 'author = "记', 'autor = "记', "'autor' is no person's field; use author, editor, or add it"),
]


def file_type(name: str) -> type[PatternFile]:
    """The type of one file of patterns, which knows its name."""
    namespace = {"FILE": f"patterns/{name}"}
    return cast(
        type[PatternFile], msgspec.defstruct("File", [], bases=(PatternFile,), namespace=namespace, frozen=True)
    )


@pytest.mark.parametrize("kind", COMPILED)
def test_every_mistake_in_a_table_is_reported(kind: type[Table]) -> None:
    assert count_told(kind, COMPILED[kind]) >= LEAST[kind]


@pytest.mark.parametrize("name", PATTERNS)
def test_every_mistake_in_a_file_of_patterns_is_reported(name: str) -> None:
    assert count_told(file_type(name), patterns) >= 40


@pytest.mark.parametrize(("kind", "old", "new", "message"), MISFITS)
def test_what_does_not_fit_together_is_reported(kind: type[Table], old: str, new: str, message: str) -> None:
    text = load().text(kind.FILE)
    assert old in text
    changed = Changed(kind.FILE, text.replace(old, new, 1))
    with pytest.raises(OntologyError) as caught:
        COMPILED[kind](changed)
    assert caught.value.where is not None
    file, line = caught.value.where.rsplit(":", 1)
    assert file == str(changed.path / kind.FILE)
    assert f"{caught.value.what}; {caught.value.hint}".startswith(message)
    assert 1 < int(line) <= text.count("\n")


@pytest.mark.parametrize("wrong", ["(", ")", "[", "{subject:Person", "<none>", "{subject:Persn}", "{somebody:Person}"])
def test_a_match_that_is_wrong_is_reported(wrong: str) -> None:
    kind, name = file_type("awards.toml"), "award.by"
    text = load().text(kind.FILE)
    start = text.index('match = "', text.index(f'id = "{name}"')) + len('match = "')
    changed = Changed(kind.FILE, text[:start] + wrong + text[start:])
    with pytest.raises(OntologyError, match=rf"^.*/{kind.FILE}:\d+: {name}: .+; .+") as caught:
        patterns(changed).compile()
    number = [entry.id for entry in load().table(kind).pattern].index(name)
    assert caught.value.where == f"{changed.path / kind.FILE}:{line_of(text, ('pattern', number, 'match'))}"
