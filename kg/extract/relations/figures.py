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
        """The claim of the figure at a position, whose clause begins at `left`."""
        quantity = typed.mentions[at]
        of = self._of(typed, quantity) if self._counts(typed, left, at) else None
        subject = self._subject(typed, left, at, of) if of is not None else None
        if of is None or subject is None:
            return
        if subject.type == "MediaOrganization" or self._cut(subject.span) == self._cut(of):
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

    def _counts(self, typed: TypedSentence, left: int, at: int) -> bool:
        """Whether the figure at a position counts something: what one without a unit counts is not sure."""
        quantity, others = typed.mentions[at], self.words.and_others
        if quantity.value is None or not quantity.value.unit or quantity.value.unit in self.words.skip_units:
            return False
        if self.words.skip_before.search(typed.text[left:at]):
            return False
        if typed.text.endswith(others, 0, at) and self._is_person(typed, at - len(others) - 1):
            return False  # 甲等3人
        end = quantity.span.end
        return not self.words.skip_behind.match(self.parsed.view.text[end : end + 4])

    def _of(self, typed: TypedSentence, quantity: Mention) -> Span | None:
        """The words for what a figure counts, without a name in front of them; None where they are vague."""
        suffered = self.words.casualties.match(self.parsed.view.text, quantity.span.end)
        of = Span(*suffered.span()) if suffered else self.counted(quantity)
        if of is None:
            return None
        of = self._without_names(typed, of)
        return None if self._vague(of, quantity) else of

    def _without_names(self, typed: TypedSentence, of: Span) -> Span:
        """What is counted, without a name in front of it (复旦大学|占地面积)."""
        ends = [m.span.end for m in typed.mentions.values() if m.span.start == of.start and m.span.end < of.end]
        return Span(max(ends, default=of.start), of.end)

    def _cut(self, span: Span) -> str:
        return self.parsed.view.text[span.start : span.end]

    def _vague(self, of: Span, quantity: Mention) -> bool:
        """Whether nothing is said of what a number counts, or it only counts those of which something is one."""
        view, behind = self.parsed.view.text, max(of.end, quantity.span.end)
        return bool(self.words.of_nothing.search(self._cut(of)) or self.words.one_of_many.match(view, behind))

    def _subject(self, typed: TypedSentence, left: int, at: int, of: Span) -> Mention | None:
        """What a number is about: the campaign or event of the sentence, else the clause's or the running subject.

        A figure of an area's economy is about the area last named, else about the one most named in the article.
        """
        if self.words.macro.search(self._cut(of)):
            return self._area(typed, at)
        if self._is_toll(typed, left, at, of):
            return self.subjects.event(typed.starts[at])
        first = typed.mentions.get(left)
        if first and first.type == "Person" and self.words.personal.search(typed.text, left, at):
            return first
        return self._named_subject(typed, left, at, of) or self._running_subject(typed, left)

    def _is_toll(self, typed: TypedSentence, left: int, at: int, of: Span) -> bool:
        """Whether a figure counts the persons whom an event killed or hurt."""
        value = typed.mentions[at].value
        if value is None or value.unit not in self.words.units_of_persons:
            return False
        return self.words.casualties.search(self.parsed.view.text, typed.starts[left], of.end + 4) is not None

    def _named_subject(self, typed: TypedSentence, left: int, at: int, of: Span) -> Mention | None:
        """What the sentence names before a number that is about it.

        That is the first name of its clause. Where the clause names nothing, or only persons, it is the last campaign
        or event of the sentence; an attribute (占地面积) in a clause that names nothing is of the last thing.
        """
        named = self._named(typed, at)
        inside = [m for n, m in named if n >= left and self._bare(typed, n, at)]
        if any(self._coarse(m) != "Person" for m in inside):
            return inside[0]
        acts = [m for n, m in named if self._act(typed, n, at)]
        if inside:
            return (acts[-1:] or inside)[0]
        things = [m for _, m in named if self._is_thing(m)] if self.words.attribute.search(self._cut(of)) else []
        return next(reversed(things or acts), None)

    def _named(self, typed: TypedSentence, at: int) -> list[tuple[int, Mention]]:
        """The mentions before a position that numbers may be about, with their positions, in order."""
        return [(n, m) for n, m in sorted(typed.mentions.items()) if n < at and self._coarse(m) in self.words.types]

    def _running_subject(self, typed: TypedSentence, left: int) -> Mention | None:
        """The subject of an earlier clause of the sentence, or of the sentence before."""
        position = typed.starts[left]
        running = self.subjects.before(position, typed.sentence, self.words.types, reach=0)
        running = running or self.subjects.before(position, typed.sentence, self.words.running, reach=1)
        return running[0] if running else None

    def _is_thing(self, mention: Mention) -> bool:
        """Whether a mention may have an extent: no person, event or area."""
        return self._coarse(mention) not in ("Person", "Event") and mention.type != "AdministrativeArea"

    def _is_person(self, typed: TypedSentence, n: int) -> bool:
        mention = typed.mentions.get(n)
        return mention is not None and mention.type == "Person"

    def _coarse(self, mention: Mention) -> str | None:
        return self.ontology.coarse.get(mention.type)

    def _act(self, typed: TypedSentence, n: int, at: int) -> bool:
        """Whether n is a campaign or event that a number may be about: no date (以来), nor one of a list (等)."""
        if self._coarse(typed.mentions[n]) not in ("Initiative", "Event"):
            return False
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
