"""Numbers that say something about a named thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from kg.extract.relations.clauses import modality, nearest_date
from kg.extract.relations.shared_grammar import grammar
from kg.extract.relations.subjects import Subjects
from kg.extract.relations.typed_sentence import TypedSentence
from kg.ontology.ontology import Ontology
from kg.ontology.tables.figures import FigureTable
from kg.types import Claim, Evidence, Mention, Parsed, Span, Value

_CLAUSE = re.compile(r"[^，；：。！？“”]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def most_named(parsed: Parsed, outer: Sequence[Mention]) -> Mention | None:
    """The first mention of the area that a document names most often."""
    areas = [m for m in outer if m.type in ("AdministrativeArea", "Place") and m.form == "name"]
    count = Counter(parsed.view.text[m.span.start : m.span.end] for m in areas)
    return max(areas, key=lambda m: (count[parsed.view.text[m.span.start : m.span.end]], -m.span.start), default=None)


def figure_table(ontology: Ontology) -> FigureTable:
    """figures.toml; OntologyError, with file and line, where it names a type that is not coarse."""
    return ontology.once(_checked)


def _checked(ontology: Ontology) -> FigureTable:
    table, coarse = ontology.table(FigureTable), set(ontology.coarse.values())
    for key, types in (("types", table.types), ("running", table.running)):
        for unknown in (name for name in types if name not in coarse):
            hint = f"use {', '.join(sorted(coarse))}"
            raise ontology.error(FigureTable, (key,), f"type '{unknown}' is no class without a superclass", hint)
    return table


class Figures:
    """Reads the quantities of one document; `counted` gives the words for what a quantity counts."""

    def __init__(
        self, parsed: Parsed, ontology: Ontology, subjects: Subjects, counted: Callable[[Mention], Span | None],
        topic: Mention | None,
    ) -> None:  # fmt: skip
        self.parsed, self.ontology, self.subjects, self.counted = parsed, ontology, subjects, counted
        self.shared, self.words = grammar(ontology), figure_table(ontology)
        self.topic = topic

    def claims(self, typed: TypedSentence) -> Iterator[Claim]:
        """One claim for each quantity that has a subject in its clause or before it."""
        letter = self.shared.alphabet["Quantity"]
        if letter not in typed.text or (typed.holder and not _HAN.search(typed.text)):
            return
        for clause in _CLAUSE.finditer(typed.text):
            for at in range(clause.start(), clause.end()):
                if typed.text[at] == letter:
                    yield from self._claim(typed, clause.start(), at)

    def _claim(self, typed: TypedSentence, left: int, at: int) -> Iterator[Claim]:
        quantity = typed.mentions[at]
        if quantity.value is None or not quantity.value.unit or quantity.value.unit in self.words.skip_units:
            return  # what a figure without a unit counts is not sure
        if self.words.skip_before.search(typed.text[left:at]):
            return
        others = self.words.and_others
        if typed.text.endswith(others, 0, at) and self._is_person(typed, at - len(others) - 1):
            return
        end = quantity.span.end
        if self.words.skip_behind.match(self.parsed.view.text[end : end + 4]):
            return
        suffered = self.words.casualties.match(self.parsed.view.text, end)
        of = Span(*suffered.span()) if suffered else self.counted(quantity)
        if of is None:
            return
        of = self._without_names(typed, of)
        if self._vague(of, quantity):
            return
        subject = self._subject(typed, left, at, of)
        if (
            subject is None
            or subject.type == "MediaOrganization"
            or self.parsed.view.text[of.start : of.end] == self._cut(subject)
        ):
            return
        span = typed.span(left, at + 1)
        inside = self.parsed.sentences[typed.sentence]
        start = min(span.start, subject.span.start) if inside.contains(subject.span) else span.start
        evidence = Evidence(
            self.parsed.document.id, Span(start, max(span.end, of.end)), "statistic.count", self.words.confidence
        )
        words = Mention(of, "Text", "value", Value(self.parsed.quote(of), "text"))
        times = [("time", t) for t in nearest_date(typed, left, at, self.shared)]
        mood = modality(typed.text, left, at, self.shared)
        yield Claim("statistic", (("subject", subject), ("object", quantity), ("of", words), *times), evidence, mood)

    def _without_names(self, typed: TypedSentence, of: Span) -> Span:
        """What is counted, without a name in front of it (复旦大学|占地面积)."""
        ends = [m.span.end for m in typed.mentions.values() if m.span.start == of.start and m.span.end < of.end]
        return Span(max(ends, default=of.start), of.end)

    def _cut(self, mention: Mention) -> str:
        return self.parsed.view.text[mention.span.start : mention.span.end]

    def _vague(self, of: Span, quantity: Mention) -> bool:
        """Whether nothing is said of what a number counts, or it only counts those of which something is one."""
        view, behind = self.parsed.view.text, max(of.end, quantity.span.end)
        return bool(self.words.of_nothing.search(view[of.start : of.end]) or self.words.one_of_many.match(view, behind))

    def _subject(self, typed: TypedSentence, left: int, at: int, of: Span) -> Mention | None:
        """What a number is about: the campaign or event of the sentence, else the clause's or the running subject.

        A figure of an area's economy is about the area last named, else about the one most named in the article.
        """
        measured = self.parsed.view.text[of.start : of.end]
        if self.words.macro.search(measured):
            return self._area(typed, at)
        here = typed.mentions[at].value
        if (
            here
            and here.unit in self.words.units_of_persons
            and self.words.casualties.search(self.parsed.view.text, typed.starts[left], of.end + 4)
        ):
            return self.subjects.event(typed.starts[at])
        first = typed.mentions.get(left)
        if first and first.type == "Person" and self.words.personal.search(typed.text, left, at):
            return first
        named = [(n, m) for n, m in sorted(typed.mentions.items()) if n < at and self._coarse(m) in self.words.types]
        acts = [m for n, m in named if self._coarse(m) in ("Initiative", "Event") and self._act(typed, n, at)]
        inside = [m for n, m in named if n >= left and self._bare(typed, n, at)]
        things = [m for _, m in named if self._coarse(m) not in ("Person", "Event") and m.type != "AdministrativeArea"]
        if self.words.attribute.search(measured) and things and not inside:
            return things[-1]
        if acts and not [m for m in inside if self._coarse(m) != "Person"]:
            return acts[-1]
        if inside:
            return inside[0]
        position = typed.starts[left]
        running = self.subjects.before(position, typed.sentence, self.words.types, reach=0)
        running = running or self.subjects.before(position, typed.sentence, self.words.running, reach=1)
        return running[0] if running else None

    def _is_person(self, typed: TypedSentence, n: int) -> bool:
        mention = typed.mentions.get(n)
        return mention is not None and mention.type == "Person"

    def _coarse(self, mention: Mention) -> str | None:
        return self.ontology.coarse.get(mention.type)

    def _act(self, typed: TypedSentence, n: int, at: int) -> bool:
        """Whether the campaign or event at n may be what a number is about: no date (以来), nor one of a list (等)."""
        dated = typed.text.startswith(self.words.since, n + 1)
        return not dated and not self.words.listed.match(typed.text, n + 1, at)

    def _bare(self, typed: TypedSentence, n: int, at: int) -> bool:
        """Whether the name at n may be the subject of a number: no preposition before it, no 等 or 一位 behind it."""
        behind = typed.text[n + 1 : n + 2]
        listed = self.words.listed.match(typed.text, n + 1, at)
        return typed.text[n - 1 : n] not in self.shared.before and behind not in self.words.behind and not listed

    def _area(self, typed: TypedSentence, at: int) -> Mention | None:
        here = [m for n, m in sorted(typed.mentions.items()) if n < at and self._coarse(m) == "Place"]
        return here[-1] if here else self.topic
