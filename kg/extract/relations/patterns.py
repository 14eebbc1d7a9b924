"""The patterns of ontology/patterns/*.toml, and which of them may match a sentence.

A pattern is compiled when a sentence first may match it: most texts need few, and all take half a second. Those of an
ontology that does not ship are compiled at once, so that whoever wrote them hears of every mistake.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial

from kg.errors import OntologyError
from kg.extract.relations.pattern_language import PatternLanguage
from kg.extract.relations.shared_grammar import grammar
from kg.ontology.ontology import Ontology, load
from kg.ontology.table import decode_toml
from kg.ontology.tables.patterns import PatternEntry, PatternFile
from kg.text.toml import line_of


@dataclass(frozen=True)
class Pattern:
    """One pattern. `on`: at least one of these words stands in every sentence that it can match."""

    id: str
    predicate: str
    compile: Callable[[], re.Pattern[str]] = field(repr=False, compare=False)
    slots: Mapping[str, str]
    running: frozenset[str]  # roles that the running subject fills where the text leaves them out
    needed: tuple[
        frozenset[str], ...
    ]  # of each of these sets, one character stands in every sentence that it can match
    on: tuple[str, ...]
    confidence: float
    yes: tuple[str, ...]
    no: tuple[str, ...]

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """What it matches; OntologyError, with file and line, where it is no expression."""
        return self.compile()


@dataclass(frozen=True, slots=True)
class _Placed:
    """An entry, with the file and the place in it that an error must name."""

    entry: PatternEntry
    number: int
    file: str
    text: str

    def error(self, key: str, what: str, hint: str) -> OntologyError:
        """The error to raise about one of its keys."""
        line = line_of(self.text, ("pattern", self.number, key))
        return OntologyError(f"{self.entry.id}: {what}", where=f"{self.file}:{line}", hint=hint)


def _entries(ontology: Ontology) -> Iterator[_Placed]:
    for file in sorted((ontology.path / "patterns").glob("*.toml")):
        text = ontology.text(f"patterns/{file.name}")
        for number, entry in enumerate(decode_toml(text, PatternFile, str(file)).pattern):
            yield _Placed(entry, number, str(file), text)


def _expression(placed: _Placed, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise placed.error("match", f"match is not an expression: {error}", "check its brackets") from None


def _pattern(placed: _Placed, ontology: Ontology, language: PatternLanguage) -> Pattern:
    entry = placed.entry
    found = ontology.properties.get(entry.predicate)
    if found is None:
        raise placed.error("predicate", f"predicate '{entry.predicate}' is unknown", "use a property of schema.ttl")
    try:
        expression = language.expression(entry.match)
    except OntologyError as error:
        raise placed.error("match", error.what, error.hint or "") from None
    slots = expression.slots
    for role in slots:
        if role not in ("subject", "object", *found.qualifiers):
            hint = f"use subject, object or a qualifier of '{entry.predicate}'"
            raise placed.error("match", f"role '{role}' is unknown", hint)
    if not {"subject", "object"} & set(slots):
        hint = "give it one; the other is then the running subject"
        raise placed.error("match", "it has neither {subject:…} nor {object:…}", hint)
    return Pattern(
        entry.id, entry.predicate, partial(_expression, placed, expression.text), slots,
        expression.optional | ({"subject", "object"} - set(slots)), language.needed(entry.match), entry.on,
        grammar(ontology).table.confidence if entry.confidence is None else entry.confidence, entry.yes, entry.no,
    )  # fmt: skip


class Patterns:
    """All patterns of an ontology, by file and place in it."""

    def __init__(self, ontology: Ontology) -> None:
        """Raises OntologyError, with file and line, for one that is not well formed, or whose id is used twice."""
        language, found = PatternLanguage(grammar(ontology)), dict[str, Pattern]()
        for placed in _entries(ontology):
            if placed.entry.id in found:
                raise placed.error("id", "the id is used twice", "give each pattern an id of its own")
            found[placed.entry.id] = _pattern(placed, ontology, language)
        self.all = tuple(found.values())
        self._called: dict[str, list[tuple[str, frozenset[str]]]] = {}  # by first character: words of `on`, and whose
        ids: dict[str, set[str]] = {}
        for pattern in self.all:
            for word in pattern.on:
                ids.setdefault(word, set()).add(pattern.id)
        for word, called in ids.items():
            self._called.setdefault(word[:1], []).append((word, frozenset(called)))
        if ontology.path != load().path:
            self.compile()
        self._fillable = lru_cache(maxsize=4096)(self._compute_fillable)

    def compile(self) -> None:
        """Compile those that are not; OntologyError, with file and line, for one that is no expression."""
        for pattern in self.all:
            _ = pattern.expression

    def sentences(self) -> Iterator[str]:
        """The sentences that its patterns match, in the order of their files."""
        yield from (example.partition(" => ")[0] for pattern in self.all for example in pattern.yes)

    def _compute_fillable(self, types: frozenset[str]) -> tuple[Pattern, ...]:
        return tuple(p for p in self.all if not any(map(types.isdisjoint, p.needed)))

    def fitting(self, text: str, types: frozenset[str]) -> list[Pattern]:
        """The patterns that may match a typed sentence, in order.

        A word of each is in `text`, and `types`, the characters of the mentions in it, fill its slots.
        """
        firsts = self._called.keys() & {"", *text}
        called = frozenset().union(*(ids for first in firsts for word, ids in self._called[first] if word in text))
        return [pattern for pattern in self._fillable(types) if pattern.id in called]


def place(ontology: Ontology, id_: str) -> str | None:
    """File and line of the pattern of an id, such as ontology/patterns/awards.toml:4; None where there is none."""
    for placed in _entries(ontology):
        if placed.entry.id == id_:
            return f"{placed.file}:{line_of(placed.text, ('pattern', placed.number, 'id'))}"
    return None


def patterns(ontology: Ontology) -> Patterns:
    """The patterns of an ontology, compiled once; OntologyError, with file and line, for one that is wrong."""
    return ontology.once(Patterns)
