"""Numbers that say something about a named thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from kg.extract.rules.canvas import Canvas
from kg.extract.rules.grammar import grammar
from kg.extract.rules.match import Subjects, modality, nearest_date
from kg.ontology import Ontology
from kg.types import Claim, Evidence, Mention, Parsed, Span, Value

_CLAUSE = re.compile(r"[^，；：。！？“”]+")


class _Words:
    def __init__(self, ontology: Ontology) -> None:
        raw = ontology.toml("statistics.toml")
        self.skip_units = frozenset(raw["skip_units"])
        self.skip_before = re.compile(raw["skip_before"])
        self.types: tuple[str, ...] = tuple(raw["types"])


_words = cache(_Words)


class Statistics:
    """Reads the quantities of one document; `counted` gives the words for what a quantity counts."""

    def __init__(
        self, parsed: Parsed, ontology: Ontology, subjects: Subjects, counted: Callable[[Mention], Span | None]
    ) -> None:
        self.parsed, self.ontology, self.subjects, self.counted = parsed, ontology, subjects, counted
        self.shared, self.words = grammar(ontology), _words(ontology)

    def claims(self, canvas: Canvas) -> Iterator[Claim]:
        """One claim for each quantity that has a subject in its clause or before it."""
        letter = self.shared.alphabet["Quantity"]
        if letter not in canvas.text:
            return
        for clause in _CLAUSE.finditer(canvas.text):
            for at in range(clause.start(), clause.end()):
                if canvas.text[at] == letter:
                    yield from self._claim(canvas, clause.start(), at)

    def _claim(self, canvas: Canvas, left: int, at: int) -> Iterator[Claim]:
        quantity = canvas.mentions[at]
        if quantity.value is None or quantity.value.unit in self.words.skip_units:
            return
        if self.words.skip_before.search(canvas.text[left:at]):
            return
        of = self.counted(quantity)
        subject = self._subject(canvas, left, at)
        if of is None or subject is None:
            return
        span = canvas.span(left, at + 1)
        inside = self.parsed.sentences[canvas.sentence]
        start = min(span.start, subject.span.start) if inside.contains(subject.span) else span.start
        evidence = Evidence(self.parsed.document.id, Span(start, max(span.end, of.end)), "statistic.count", 0.6)
        words = Mention(of, "Text", "value", Value(self.parsed.document.cut(of), "text"))
        times = [("time", t) for t in nearest_date(canvas, left, at)]
        mood = modality(canvas, left, at, self.shared)
        yield Claim("statistic", (("subject", subject), ("object", quantity), ("of", words), *times), evidence, mood)

    def _subject(self, canvas: Canvas, left: int, at: int) -> Mention | None:
        """The first name of the clause that no preposition stands before, else the subject that runs on."""
        before = self.shared.before
        for n in range(left, at):
            mention = canvas.mentions.get(n)
            if mention and self.ontology.coarse.get(mention.type) in self.words.types and canvas.text[n - 1 : n] not in before:
                return mention
        running = self.subjects.before(canvas.starts[left], canvas.sentence, self.words.types)
        return running[0] if running else None
