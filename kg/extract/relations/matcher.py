"""Patterns against typed sentences: claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from kg.extract.relations.clauses import modality, nearest_date
from kg.extract.relations.pattern_language import MEETING, TEXTS
from kg.extract.relations.patterns import Pattern, patterns
from kg.extract.relations.shared_grammar import SharedGrammar
from kg.extract.relations.subjects import Subjects
from kg.extract.relations.typed_sentence import TypedSentence
from kg.ontology.schema import Property
from kg.types import Claim, Evidence, Mention, Modality, Parsed, Span, Value

_EACH = 4  # characters before a match in which a word says that two lists go together
_MEANS = 12  # characters from the word that leads a means in to the name
_EVENTS = (("Event",), ("Event", "Initiative"))  # coarse types of a role that only an event fills


class Matcher:
    """Applies an ontology's patterns to the typed sentences of one document."""

    def __init__(
        self, parsed: Parsed, sentences: Sequence[TypedSentence], shared: SharedGrammar, subjects: Subjects
    ) -> None:
        self.parsed, self.sentences, self.shared = parsed, sentences, shared
        self.ontology, self.subjects = shared.ontology, subjects
        self.patterns = patterns(shared.ontology)

    def claims(self) -> Iterator[Claim]:
        """All claims of the document, in the order of its sentences and of the patterns."""
        for typed in self.sentences:
            if not typed.mentions:
                continue
            text = typed.text
            for pattern in self.patterns.fitting(text, frozenset([text[n] for n in typed.mentions])):
                for m in pattern.expression.finditer(text):
                    yield from self._claims(typed, pattern, m)

    def _claims(self, typed: TypedSentence, pattern: Pattern, m: re.Match[str]) -> Iterator[Claim]:
        found = self.ontology.properties[pattern.predicate]
        subjects = self._fill(typed, pattern, m, "subject", found.domain)
        objects = self._fill(typed, pattern, m, "object", found.range)
        if not subjects or not objects:
            return
        each = self.shared.table.lists.each in typed.text[max(0, m.start() - _EACH) : m.end()]
        subjects = self._joined(typed, pattern, m, "subject", subjects, each=each)
        objects = self._joined(typed, pattern, m, "object", objects, each=True) if each else objects
        if each and len(subjects) != len(objects) and not self._one(pattern, subjects, objects):
            return  # which of them goes with which?
        qualifiers = self._qualifiers(typed, pattern, m, found)
        mood: Modality = "asserted"
        if not found.verbatim:
            mood = modality(typed.text, m.start(), m.end(), self.shared)
            if mood == "asserted" and "subject" in pattern.running:
                mood = self._carried(typed, subjects[0], m.start())
        paired = (
            zip(subjects, objects, strict=True)
            if each and len(subjects) == len(objects)
            else product(subjects, objects)
        )
        for subject, obj in paired:
            if subject.span == obj.span:
                continue
            evidence = Evidence(
                self.parsed.document.id, self._evidence(typed, m, subject), pattern.id, pattern.confidence
            )
            yield Claim(pattern.predicate, (("subject", subject), ("object", obj), *qualifiers), evidence, mood)

    def _joined(
        self, typed: TypedSentence, pattern: Pattern, m: re.Match[str], role: str, found: list[Mention], *, each: bool
    ) -> list[Mention]:
        """What a slot for one name found, with the list that it stands in: 甲大学、乙大学与丙集团签约.

        `each`: also what the running subject found, 《甲》《乙》分别由丙、丁执导.
        """
        at = self._alone(typed, pattern, m, role, found, each=each)
        if at is None or typed.text[at + 1 : at + 2] in set(self.shared.table.clause.of):
            return found  # 甲与乙的子公司丙: of 乙 only
        taken = frozenset(n for other in pattern.slots if other != role for n in range(*m.span(other)))
        before, after = (self._beside(typed, at, step, taken) for step in (-1, 1))
        return [*reversed(before), *found, *after]

    @staticmethod
    def _alone(
        typed: TypedSentence, pattern: Pattern, m: re.Match[str], role: str, found: list[Mention], *, each: bool
    ) -> int | None:
        """Where the one name stands that fills a slot, or None; `each`: that of the running subject too."""
        kind = pattern.slots.get(role, "")
        if kind in TEXTS or len(found) != 1:
            return None
        start, end = m.span(role) if kind else (-1, -1)
        if start < 0 and each:
            return next((n for n, mention in typed.mentions.items() if mention is found[0]), None)
        return start if end - start == 1 and typed.mentions.get(start) is found[0] else None

    @staticmethod
    def _one(pattern: Pattern, subjects: Sequence[Mention], objects: Sequence[Mention]) -> bool:
        """Whether one of the two is a single name that stands in the match: 甲、乙分别当选丙的委员."""
        role = "subject" if len(subjects) == 1 else "object" if len(objects) == 1 else ""
        return role in pattern.slots

    def _beside(self, typed: TypedSentence, at: int, step: int, taken: frozenset[int]) -> list[Mention]:
        """The names of a list on one side of a name, of its coarse type and in no other slot."""
        first, text, joint = typed.mentions[at], typed.text, self.shared.table.lists.joint
        kind, names = self.ontology.coarse.get(first.type), list[Mention]()
        while True:
            works = kind == "CreativeWork" and at + step in typed.mentions  # 《甲》《乙》
            at += step if works else 2 * step
            other = typed.mentions.get(at)
            if other is None or at in taken or not (works or text[at - step] in joint):
                return names
            if other.form != first.form or self.ontology.coarse.get(other.type) != kind:
                return names
            names.append(other)

    def _carried(self, typed: TypedSentence, subject: Mention, start: int) -> Modality:
        """The modality right behind a subject further left in the sentence, which holds for its later clauses."""
        for n in range(start):
            if typed.mentions.get(n) is subject:
                return modality(typed.text, n + 1, min(n + 8, start), self.shared)
        return "asserted"

    def _fill(
        self, typed: TypedSentence, pattern: Pattern, m: re.Match[str], role: str, types: Sequence[str]
    ) -> list[Mention]:
        """The mentions in a slot that may stand there; the running subject for a slot that is missing or empty."""
        kind = pattern.slots.get(role, "")
        start, end = m.span(role) if kind else (-1, -1)
        if start >= 0:
            found = self._in_slot(typed, kind, start, end, types)
            if role == "subject" and self._is_means(typed, kind, start, end):
                return self._running(typed, kind, m.start(), types) if role in pattern.running else []
            if found or kind != MEETING:
                return found
            return self.subjects.meeting(typed.starts[m.start()], typed.text[start:end])
        if kind == MEETING:
            return self.subjects.meeting(typed.starts[m.start()])
        return self._running(typed, kind, m.start(), types) if role in pattern.running else []

    def _is_means(self, typed: TypedSentence, kind: str, start: int, end: int) -> bool:
        """Whether what would be a subject is what somebody else succeeds with, or is led in by a preposition with the
        rest of its list: 凭借《远山》获得…, 在《证券时报》、甲网站发布…."""
        if kind in TEXTS:
            return False
        letters = self.shared.letters_of(kind)
        first = next((n for n in range(start, end) if typed.text[n] in letters), 0)
        head = first - 2 * len(self._beside(typed, first, -1, frozenset()))
        if 0 < head < first and typed.text[head - 1] in self.shared.before:
            return True
        begin = max(0, first - _MEANS)
        return any(m.end() == first + 1 for m in self.shared.means.finditer(typed.text, begin, first + 1))

    def _in_slot(self, typed: TypedSentence, kind: str, start: int, end: int, types: Sequence[str]) -> list[Mention]:
        """The mentions of a slot's kind between two positions: values, else names; or the text as one value."""
        if kind in TEXTS:
            return [text_mention(self.parsed, typed, start, end)]
        letters = self.shared.letters_of(kind)
        found = [typed.mentions[n] for n in range(start, end) if typed.text[n] in letters]
        values = [x for x in found if x.form == "value" and x.value is not None]
        return values or self.subjects.fitting([x for x in found if x.form != "value"], types)

    def _running(self, typed: TypedSentence, kind: str, start: int, types: Sequence[str]) -> list[Mention]:
        """Who an aside is about, else the running subject at a position; only those of a slot's kind, if it has one."""
        held = self.subjects.fitting([typed.holder], types) if typed.holder else []
        if typed.aside and typed.holder is None and start == 0:
            return []  # （2023年4月8日） on a line of its own is about nothing that stands before
        at = typed.starts[start]
        dropped = self.subjects.meeting(at) if tuple(types) in _EVENTS else []
        running = held or dropped or self.subjects.before(at, typed.sentence, types)
        if not kind:
            return running
        letters = self.shared.letters_of(f"{kind}|Thing")
        return [x for x in running if self.shared.alphabet[x.type] in letters]

    def _evidence(self, typed: TypedSentence, m: re.Match[str], subject: Mention) -> Span:
        span = typed.span(m.start(), m.end())
        sentence = self.parsed.sentences[typed.sentence]
        if sentence.contains(subject.span) and subject.span.start < span.start:
            return Span(subject.span.start, span.end)
        return span

    def _qualifiers(
        self, typed: TypedSentence, pattern: Pattern, m: re.Match[str], found: Property
    ) -> tuple[tuple[str, Mention], ...]:
        given: list[tuple[str, Mention]] = []
        for role in sorted(set(pattern.slots) - {"subject", "object"}):
            given.extend(
                (role, x) for x in self._fill(typed, pattern, m, role, ("Organization", "Person", "Event"))[:1]
            )
        if "time" in found.qualifiers and "time" not in pattern.slots:
            given.extend(("time", x) for x in nearest_date(typed, m.start(), m.end(), self.shared))
        return tuple(given)


def text_mention(parsed: Parsed, typed: TypedSentence, start: int, end: int) -> Mention:
    """Characters start..end of a typed sentence as a text value; quotation marks around it are left out."""
    span = typed.span(start, end)
    left, right = span.start, span.end
    view = parsed.view.text
    if view[left] == "“" and view[right - 1] == "”" and view.count("“", left, right) == 1:
        left, right = left + 1, right - 1
    return Mention(Span(left, right), "Text", "value", Value(parsed.quote(Span(left, right)), "text"))
