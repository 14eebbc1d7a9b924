"""Numbers that say something about a named thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from kg.extract.relations.matcher import Subjects, modality, nearest_date
from kg.extract.relations.pattern_language import grammar
from kg.extract.relations.typed_sentence import Canvas
from kg.ontology.ontology import Ontology
from kg.types import Claim, Evidence, Mention, Parsed, Span, Value

_CLAUSE = re.compile(r"[^，；：。！？“”]+")


class _Words:
    def __init__(self, ontology: Ontology) -> None:
        raw = ontology.toml("statistics.toml")
        self.skip_units = frozenset(raw["skip_units"])
        self.skip_before = re.compile(raw["skip_before"])
        self.types: tuple[str, ...] = tuple(raw["types"])
        self.running: tuple[str, ...] = tuple(raw["running"])
        self.behind = frozenset(raw["behind"])
        self.attribute = re.compile(raw["attribute"])
        self.macro = re.compile(raw["macro"])
        self.of_nothing, self.one_of_many = re.compile(raw["of_nothing"]), re.compile(raw["one_of_many"])
        self.casualties, self.personal = re.compile(raw["casualties"]), re.compile(raw["personal"])
        self.skip_behind = re.compile(raw["skip_behind"])
        self.listed = re.compile("(?:[、和与及][^，。；]){0,8}?等")


_words = cache(_Words)
_WORDS = re.compile("[\u4e00-\u9fff]")


def most_named(parsed: Parsed, outer: Sequence[Mention]) -> Mention | None:
    """The first mention of the area that a document names most often."""
    areas = [m for m in outer if m.type in ("AdministrativeArea", "Place") and m.form == "name"]
    count = Counter(parsed.view.text[m.span.start : m.span.end] for m in areas)
    return max(areas, key=lambda m: (count[parsed.view.text[m.span.start : m.span.end]], -m.span.start), default=None)


class Statistics:
    """Reads the quantities of one document; `counted` gives the words for what a quantity counts."""

    def __init__(
        self, parsed: Parsed, ontology: Ontology, subjects: Subjects, counted: Callable[[Mention], Span | None],
        topic: Mention | None,
    ) -> None:  # fmt: skip
        self.parsed, self.ontology, self.subjects, self.counted = parsed, ontology, subjects, counted
        self.shared, self.words = grammar(ontology), _words(ontology)
        self.topic = topic

    def claims(self, canvas: Canvas) -> Iterator[Claim]:
        """One claim for each quantity that has a subject in its clause or before it."""
        letter = self.shared.alphabet["Quantity"]
        if letter not in canvas.text or (canvas.holder and not _WORDS.search(canvas.text)):
            return
        for clause in _CLAUSE.finditer(canvas.text):
            for at in range(clause.start(), clause.end()):
                if canvas.text[at] == letter:
                    yield from self._claim(canvas, clause.start(), at)

    def _claim(self, canvas: Canvas, left: int, at: int) -> Iterator[Claim]:
        quantity = canvas.mentions[at]
        if quantity.value is None or not quantity.value.unit or quantity.value.unit in self.words.skip_units:
            return  # what a figure without a unit counts is not sure
        if self.words.skip_before.search(canvas.text[left:at]):
            return
        if canvas.text[at - 1 : at] == "等" and (one := canvas.mentions.get(at - 2)) and one.type == "Person":
            return
        end = quantity.span.end
        if self.words.skip_behind.match(self.parsed.view.text[end : end + 4]):
            return
        suffered = self.words.casualties.match(self.parsed.view.text, end)
        of = Span(*suffered.span()) if suffered else self.counted(quantity)
        if of is None:
            return
        of = self._without_names(canvas, of)
        if self._vague(of, quantity):
            return
        subject = self._subject(canvas, left, at, of)
        if (
            subject is None
            or subject.type == "MediaOrganization"
            or self.parsed.view.text[of.start : of.end] == self._cut(subject)
        ):
            return
        span = canvas.span(left, at + 1)
        inside = self.parsed.sentences[canvas.sentence]
        start = min(span.start, subject.span.start) if inside.contains(subject.span) else span.start
        evidence = Evidence(self.parsed.document.id, Span(start, max(span.end, of.end)), "statistic.count", 0.6)
        words = Mention(of, "Text", "value", Value(self.parsed.quote(of), "text"))
        times = [("time", t) for t in nearest_date(canvas, left, at, self.shared)]
        mood = modality(canvas.text, left, at, self.shared)
        yield Claim("statistic", (("subject", subject), ("object", quantity), ("of", words), *times), evidence, mood)

    def _without_names(self, canvas: Canvas, of: Span) -> Span:
        """What is counted, without a name in front of it (复旦大学|占地面积)."""
        ends = [m.span.end for m in canvas.mentions.values() if m.span.start == of.start and m.span.end < of.end]
        return Span(max(ends, default=of.start), of.end)

    def _cut(self, mention: Mention) -> str:
        return self.parsed.view.text[mention.span.start : mention.span.end]

    def _vague(self, of: Span, quantity: Mention) -> bool:
        """Whether nothing is said of what a number counts, or it only counts those of which something is one."""
        view, behind = self.parsed.view.text, max(of.end, quantity.span.end)
        return bool(self.words.of_nothing.search(view[of.start : of.end]) or self.words.one_of_many.match(view, behind))

    def _subject(self, canvas: Canvas, left: int, at: int, of: Span) -> Mention | None:
        """What a number is about: the campaign or event of the sentence, else the clause's or the running subject.

        A figure of an area's economy is about the area last named, else about the one most named in the article.
        """
        measured = self.parsed.view.text[of.start : of.end]
        if self.words.macro.search(measured):
            return self._area(canvas, at)
        here = canvas.mentions[at].value
        if (
            here
            and here.unit in ("人", "名")
            and self.words.casualties.search(self.parsed.view.text, canvas.starts[left], of.end + 4)
        ):
            return self.subjects.event(canvas.starts[at])
        first = canvas.mentions.get(left)
        if first and first.type == "Person" and self.words.personal.search(canvas.text, left, at):
            return first
        named = [(n, m) for n, m in sorted(canvas.mentions.items()) if n < at and self._coarse(m) in self.words.types]
        acts = [m for n, m in named if self._coarse(m) in ("Initiative", "Event") and self._act(canvas, n, at)]
        inside = [m for n, m in named if n >= left and self._bare(canvas, n, at)]
        things = [m for _, m in named if self._coarse(m) not in ("Person", "Event") and m.type != "AdministrativeArea"]
        if self.words.attribute.search(measured) and things and not inside:
            return things[-1]
        if acts and not [m for m in inside if self._coarse(m) != "Person"]:
            return acts[-1]
        if inside:
            return inside[0]
        position = canvas.starts[left]
        running = self.subjects.before(position, canvas.sentence, self.words.types, reach=0)
        running = running or self.subjects.before(position, canvas.sentence, self.words.running, reach=1)
        return running[0] if running else None

    def _coarse(self, mention: Mention) -> str | None:
        return self.ontology.coarse.get(mention.type)

    def _act(self, canvas: Canvas, n: int, at: int) -> bool:
        """Whether the campaign or event at n may be what a number is about: no date (以来), nor one of a list (等)."""
        return canvas.text[n + 1 : n + 3] != "以来" and not self.words.listed.match(canvas.text, n + 1, at)

    def _bare(self, canvas: Canvas, n: int, at: int) -> bool:
        """Whether the name at n may be the subject of a number: no preposition before it, no 等 or 一位 behind it."""
        behind = canvas.text[n + 1 : n + 2]
        listed = self.words.listed.match(canvas.text, n + 1, at)
        return canvas.text[n - 1 : n] not in self.shared.before and behind not in self.words.behind and not listed

    def _area(self, canvas: Canvas, at: int) -> Mention | None:
        here = [m for n, m in sorted(canvas.mentions.items()) if n < at and self._coarse(m) == "Place"]
        return here[-1] if here else self.topic
