"""Patterns against canvases: claims."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, product

from kg.extract.relations.pattern_language import TEXTS, Grammar, Pattern, fitting
from kg.extract.relations.typed_sentence import Canvas
from kg.ontology.schema import Property
from kg.types import Claim, Evidence, Mention, Modality, Parsed, Span, Value

_CLAUSE = re.compile(r"[^，；：。！？“”…—]+")
_ENDS = frozenset("，；：。！？“”…—\n")
_REACH = 3  # sentences that a dropped subject may lie back


class Subjects:
    """The subjects of a document's clauses, to be taken up where a later clause drops its own.

    `organs` gives for a meeting the body whose meeting it is: what 会议 decides, the body decides.
    """

    def __init__(
        self, parsed: Parsed, drawn: Sequence[Canvas], shared: Grammar, outer: Sequence[Mention],
        organs: Mapping[Mention, Mention],
    ) -> None:  # fmt: skip
        self._selves = shared.selves
        self._ontology, self._organs, self._parsed = shared.ontology, organs, parsed
        self._named = frozenset(n for m in outer for n in range(m.span.start, m.span.end))
        ends = [parsed.view.text[span.end - 1] in "。！？”" for span in parsed.sentences]
        self._lines = list(
            accumulate(ends, initial=0)
        )  # sentences closed before each; a line without an end is no step
        self._found: list[tuple[int, int, list[Mention]]] = []
        self._events: list[tuple[int, int, list[Mention]]] = []
        self._works: list[tuple[int, int, list[Mention]]] = []
        for canvas in drawn:
            bare = False
            for clause in _CLAUSE.finditer("" if canvas.aside else canvas.text):
                m = shared.subject.match(canvas.text, clause.start(), clause.end())
                if m is None and shared.shown.fullmatch(clause.group()):
                    continue
                if m is None and canvas.text[clause.end() : clause.end() + 1] == "，":
                    m = shared.head.fullmatch(canvas.text, clause.start(), clause.end())
                start, end = canvas.starts[clause.start()], canvas.ends[clause.end() - 1]
                if m and bare and self._verb(start, end) == start:
                    continue  # 甲，某大学教授，…: what says who 甲 is without a verb brings no new subject
                bare = bare or (m is not None and m.span() == clause.span())
                if m:
                    mentions = canvas.found(m.start(1), m.end(1))
                    self._found.append((canvas.starts[m.start(1)], canvas.sentence, mentions))
                elif canvas.text[clause.start()] != shared.alphabet["Quantity"] and self._own_subject(
                    start, self._verb(start, end)
                ):
                    self._found.append((start, canvas.sentence, []))
            for n, mention in canvas.mentions.items():
                if mention.type == "Event":
                    self._events.append((canvas.starts[n], canvas.sentence, [mention]))
                elif self._ontology.coarse.get(mention.type) == "CreativeWork" and not shared.source.search(
                    canvas.text, 0, n
                ):
                    self._works.append((canvas.starts[n], canvas.sentence, [mention]))
        self._found.sort(key=lambda f: f[:2])
        self._events.sort(key=lambda f: f[:2])
        self._works.sort(key=lambda f: f[:2])

    def fitting(self, mentions: Sequence[Mention], types: Sequence[str]) -> list[Mention]:
        """The mentions that may fill a role of these coarse types; a meeting gives its body where none may."""
        coarse = self._ontology.coarse
        found = [m for m in mentions if m.type == "Thing" or coarse.get(m.type) in types]
        if not found and "Organization" in types:
            found = [self._organs[m] for m in mentions if m in self._organs]
        return found

    def event(self, position: int) -> Mention | None:
        """The event last named before a position, at any distance."""
        n = bisect_left(self._events, position, key=lambda f: f[0])
        return self._events[n - 1][2][0] if n else None

    def before(self, position: int, sentence: int, types: Sequence[str], reach: int = _REACH) -> list[Mention]:
        """The nearest subject before a position if it may be of one of the coarse `types`, or an empty list.

        Within a sentence only the nearest counts: one of another type means that nothing was dropped. Nor is anything
        dropped where a noun that is no name stands before the position in its clause.
        """
        if self._parsed.view.text[position] in _ENDS:
            position += 1
        if self._own_subject(self._clause_start(position, self._parsed.sentences[sentence].start), position):
            return []
        table = self._found
        if "CreativeWork" in types and "Organization" not in types:
            table = self._works
        elif tuple(types) in (("Event",), ("Event", "Initiative")):
            table = self._events
        for n in range(bisect_left(table, position, key=lambda f: f[0]) - 1, -1, -1):
            _, at, mentions = table[n]
            if self._lines[sentence] - self._lines[at] > reach:
                break
            fitting = self.fitting(mentions, types)
            if fitting or at == sentence:
                return fitting
        return []

    def _clause_start(self, position: int, floor: int) -> int:
        """Where a clause begins, `floor` (its sentence's start) at the earliest: a text may have no punctuation."""
        view = self._parsed.view.text
        while position > floor and view[position - 1] not in _ENDS:
            position -= 1
        return position

    def _verb(self, start: int, end: int) -> int:
        """Where the first verb of a clause begins; the clause's start where it has none."""
        tokens = self._parsed.tokens
        for n in range(bisect_left(self._parsed.starts, start), len(tokens)):
            if tokens[n].span.start >= end:
                break
            if tokens[n].pos == "v":
                return tokens[n].span.start
        return start

    def _own_subject(self, start: int, end: int) -> bool:
        """Whether a clause begins with a common noun or pronoun as its subject: no preposition leads it in."""
        tokens, noun, led = self._parsed.tokens, False, False
        for n in range(bisect_left(self._parsed.starts, start), len(tokens)):
            token = tokens[n]
            if token.span.start >= end or token.pos == "v":
                break
            if token.pos in ("p", "c"):
                noun, led = False, token.pos == "p"
            elif token.pos in ("f", "x") or token.span.start in self._named:
                noun, led = False, False
            elif token.pos[0] in "nr" and len(token.span) > 1 and not led:
                noun = self._parsed.view.text[token.span.start : token.span.end] not in self._selves
        return noun


def modality(text: str, start: int, end: int, shared: Grammar) -> Modality:
    """The modality of what characters start..end of a drawing's text say, read off its clause up to `end`."""
    left = max(text.rfind(c, 0, start) for c in "，；：。“”！？") + 1
    clause = text[left:end]
    for name, sign in shared.moods:
        if name == "asked":
            tail = re.match(r"[^。！；，]*", text[end:])
            if sign.search(clause) or (tail and sign.search(tail.group())):
                return name
        elif sign.search(clause):
            return name
    if shared.hypothetical.search(text[:end]):
        return "planned"
    return "asserted"


class Matcher:
    """Applies an ontology's patterns to the canvases of one document."""

    def __init__(self, parsed: Parsed, drawn: Sequence[Canvas], shared: Grammar, subjects: Subjects) -> None:
        self.parsed, self.drawn, self.shared = parsed, drawn, shared
        self.ontology, self.subjects = shared.ontology, subjects

    def claims(self) -> Iterator[Claim]:
        """All claims of the document, in the order of its sentences and of the patterns."""
        for canvas in self.drawn:
            if not canvas.mentions:
                continue
            text = canvas.text
            drawn = frozenset([text[n] for n in canvas.mentions])
            for pattern in fitting(self.ontology, text, drawn):
                for m in pattern.expression.finditer(text):
                    yield from self._claims(canvas, pattern, m)

    def _claims(self, canvas: Canvas, pattern: Pattern, m: re.Match[str]) -> Iterator[Claim]:
        found = self.ontology.properties[pattern.predicate]
        subjects = self._fill(canvas, pattern, m, "subject", found.domain)
        objects = self._fill(canvas, pattern, m, "object", found.range)
        if not subjects or not objects:
            return
        qualifiers = self._qualifiers(canvas, pattern, m, found)
        mood: Modality = "asserted"
        if found.name != "said":
            mood = modality(canvas.text, m.start(), m.end(), self.shared)
            if mood == "asserted" and "subject" in pattern.running:
                mood = self._carried(canvas, subjects[0], m.start())
        paired = (
            zip(subjects, objects, strict=True)
            if "分别" in m.group() and len(subjects) == len(objects)
            else product(subjects, objects)
        )
        for subject, obj in paired:
            if subject.span == obj.span:
                continue
            evidence = Evidence(
                self.parsed.document.id, self._evidence(canvas, m, subject), pattern.id, pattern.confidence
            )
            yield Claim(pattern.predicate, (("subject", subject), ("object", obj), *qualifiers), evidence, mood)

    def _carried(self, canvas: Canvas, subject: Mention, start: int) -> Modality:
        """The modality right behind a subject further left in the sentence, which holds for its later clauses."""
        for n in range(start):
            if canvas.mentions.get(n) is subject:
                return modality(canvas.text, n + 1, min(n + 8, start), self.shared)
        return "asserted"

    def _fill(
        self, canvas: Canvas, pattern: Pattern, m: re.Match[str], role: str, types: Sequence[str]
    ) -> list[Mention]:
        """The mentions in a slot that may stand there; the running subject for a slot that is missing or empty."""
        kind = pattern.slots.get(role, "")
        start, end = m.span(role) if kind else (-1, -1)
        if start >= 0 and kind in TEXTS:
            return [text_mention(self.parsed, canvas, start, end)]
        if start >= 0:
            letters = self.shared.letters_of(kind)
            found = [canvas.mentions[n] for n in range(start, end) if canvas.text[n] in letters]
            values = [x for x in found if x.form == "value" and x.value is not None]
            return values or self.subjects.fitting([x for x in found if x.form != "value"], types)
        if role not in pattern.running:
            return []
        held = self.subjects.fitting([canvas.holder], types) if canvas.holder else []
        running = held or self.subjects.before(canvas.starts[m.start()], canvas.sentence, types)
        letters = self.shared.letters_of(f"{kind}|Thing") if kind else ""
        return [x for x in running if not kind or self.shared.alphabet[x.type] in letters]

    def _evidence(self, canvas: Canvas, m: re.Match[str], subject: Mention) -> Span:
        span = canvas.span(m.start(), m.end())
        sentence = self.parsed.sentences[canvas.sentence]
        if sentence.contains(subject.span) and subject.span.start < span.start:
            return Span(subject.span.start, span.end)
        return span

    def _qualifiers(
        self, canvas: Canvas, pattern: Pattern, m: re.Match[str], found: Property
    ) -> tuple[tuple[str, Mention], ...]:
        given: list[tuple[str, Mention]] = []
        for role in sorted(set(pattern.slots) - {"subject", "object"}):
            given.extend(
                (role, x) for x in self._fill(canvas, pattern, m, role, ("Organization", "Person", "Event"))[:1]
            )
        if "time" in found.qualifiers and "time" not in pattern.slots:
            given.extend(("time", x) for x in nearest_date(canvas, m.start(), m.end(), self.shared))
        return tuple(given)


def nearest_date(canvas: Canvas, start: int, end: int, shared: Grammar) -> list[Mention]:
    """The dated mention within start..end of a drawing, else the nearest before it in the sentence; at most one."""
    dated = [(n, x) for n, x in canvas.mentions.items() if x.type == "Date" and x.value and n < end]
    inside = [x for n, x in dated if n >= start]
    return inside[:1] or [x for n, x in dated if _over(canvas.text, n, start, shared)][-1:]


def _over(text: str, n: int, start: int, shared: Grammar) -> bool:
    """Whether the date at n holds for what is said from `start` on: it stands in the same clause, or leads its own."""
    gap = text[n + 1 : start]
    if not any(c in _ENDS for c in gap):
        return True
    return (n == 0 or text[n - 1] in _ENDS or text[n - 1] in "在于") and not shared.spent.match(gap)


def text_mention(parsed: Parsed, canvas: Canvas, start: int, end: int) -> Mention:
    """Characters start..end of a drawing as a text value; enclosing quotes and outer punctuation are left out."""
    span = canvas.span(start, end)
    left, right = span.start, span.end
    view = parsed.view.text
    if view[left] == "“" and view[right - 1] == "”" and view.count("“", left, right) == 1:
        left, right = left + 1, right - 1
    words = parsed.document.text[left:right]
    return Mention(Span(left, right), "Text", "value", Value(words, "text"))
