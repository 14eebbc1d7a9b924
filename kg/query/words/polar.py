"""A statement -> the questions that it answers, with what has to be among their answers for it to be true.

    杨国庆是宜宾市司法局的局长    ->    谁是宜宾市司法局的局长, 杨国庆
    闻一舟出生于1913年            ->    闻一舟出生于什么时候, 1913

So each wording of a question serves a yes/no question too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from kg.ontology.ontology import Ontology
from kg.ontology.tables.question_forms import StandIns
from kg.query.named import Thing
from kg.query.words.forms import Span, apart, forms_of


@dataclass(frozen=True, slots=True)
class Sought:
    """What must be an answer: one of the things, or a text, a date or a number in the graph's form."""

    kind: Literal["thing", "role", "date", "number"]
    text: str
    things: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Guess:
    """A question, and what must be among its answers."""

    text: str
    sought: Sought


class Polar:
    """How statements become questions, by one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology, self.forms = ontology, forms_of(ontology)
        self.table = self.forms.table
        self._auxiliary = re.compile(self.table.auxiliary)
        self._preposition = re.compile(f"{self.table.preposition}$")

    def is_english(self, text: str) -> bool:
        """Whether a text begins as a yes/no question in English does."""
        return self._auxiliary.match(text) is not None

    def guesses(
        self, statement: str, names: Mapping[str, tuple[Thing, ...]], roles: tuple[str, ...]
    ) -> Iterator[Guess]:
        """The questions that a statement in Chinese answers, or a yes/no question in English as it is asked."""
        english = self._auxiliary.match(statement)
        stand_ins = self.table.en if english else self.table.zh
        for (start, end), sought, asking in self._parts(statement, names, roles, stand_ins):
            for word in asking:
                if english is None:
                    yield Guess(statement[:start] + word + statement[end:], sought)
                    continue
                rest = statement[english.end() : start] + statement[end:]
                for text in dict.fromkeys((rest, self._preposition.sub("", rest))):
                    yield Guess(word + english[0] + text, sought)

    def _parts(
        self, statement: str, names: Mapping[str, tuple[Thing, ...]], roles: tuple[str, ...], words: StandIns
    ) -> Iterator[tuple[Span, Sought, tuple[str, ...]]]:
        """What may be asked for in a statement: its place, what it is, and the words that ask for it."""
        placed = apart(statement, [*names, *roles])
        taken = [span for span, _ in placed]
        for span, date in self.forms.dates(statement, taken):
            yield span, Sought("date", date), words.date
        for span, form in placed:
            if form in names:
                things = names[form]
                yield span, Sought("thing", form, frozenset(t.iri for t in things)), self._asking(things[0], words)
            else:
                yield span, Sought("role", form), words.role
        for span, number in self.forms.numbers(statement, taken):
            yield span, Sought("number", number), words.number

    def _asking(self, thing: Thing, words: StandIns) -> tuple[str, ...]:
        return next((asking for kind, asking in words.classes.items() if self.ontology.is_a(thing.kind, kind)), ())


def polar(ontology: Ontology) -> Polar:
    """How statements of an ontology become questions, made once."""
    return ontology.once(Polar)
