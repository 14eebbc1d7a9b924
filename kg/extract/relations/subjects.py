"""The running subject: what a clause is about that drops its own subject.

长风集团发布年报，公告显示，去年实现营收5亿元。      the subject of 实现 is 长风集团
海外读者收到了来信，毕业于复旦大学。                 that of 毕业于 is no name, and so unknown
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from kg.extract.relations.clauses import ENDS
from kg.extract.relations.open_events import OpenEvents
from kg.extract.relations.shared_grammar import SharedGrammar
from kg.extract.relations.typed_sentence import TypedSentence
from kg.types import Mention, Parsed

_CLAUSE = re.compile(r"[^，；：。！？“”…—]+")
_REACH = 3  # sentences that a dropped subject may lie back


class _Subject(NamedTuple):
    """The mentions that are a clause's subject (none where it is no name), and where they begin."""

    at: int
    sentence: int
    mentions: list[Mention]


class Subjects:
    """The subjects of a document's clauses, to be taken up where a later clause drops its own.

    `organs` gives for a meeting the organization whose meeting it is: what 会议 decides, the organization decides.
    """

    def __init__(
        self, parsed: Parsed, sentences: Sequence[TypedSentence], shared: SharedGrammar, outer: Sequence[Mention],
        organs: Mapping[Mention, Mention],
    ) -> None:  # fmt: skip
        self._shared, self._organs, self._parsed = shared, organs, parsed
        self._coarse = shared.ontology.coarse
        self._named = frozenset(n for m in outer for n in range(m.span.start, m.span.end))
        ends = [parsed.view.text[span.end - 1] in "。！？”" for span in parsed.sentences]
        # Sentences closed before each; a line without an end is no step.
        self._lines = list(accumulate(ends, initial=0))
        self._found: list[_Subject] = []
        self._events: list[_Subject] = []
        self._works: list[_Subject] = []
        self._open = OpenEvents(parsed, sentences, shared)
        for typed in sentences:
            if not typed.aside:
                self._add_subjects(typed)
            self._add_events_and_works(typed)
        for table in (self._found, self._events, self._works):
            table.sort(key=lambda subject: subject[:2])

    def _add_subjects(self, typed: TypedSentence) -> None:
        """Note the subject of each clause that has one."""
        shared, text, bare = self._shared, typed.text, False
        for clause in _CLAUSE.finditer(text):
            m = shared.subject.match(text, clause.start(), clause.end())
            bare = bare and text[clause.start() - 1] == "，"  # 甲，男；乙，女: of another
            if m is None and shared.brings_no_subject(clause.group()):
                continue
            if m is None and text[clause.end() : clause.end() + 1] == "，":
                m = shared.head.fullmatch(text, clause.start(), clause.end())
            start, end = typed.starts[clause.start()], typed.ends[clause.end() - 1]
            if m and bare and self._verb(start, end) == start:
                continue  # 甲，某大学教授，…: what says who 甲 is without a verb brings no new subject
            bare = bare or (m is not None and m.span() == clause.span())
            if m:
                named = self._unled([*typed.found(*m.span(1)), *_person(typed, m.end(1))])
                self._found.append(_Subject(typed.starts[m.start(1)], typed.sentence, named))
            elif text[clause.start()] == shared.alphabet["Quantity"]:
                continue
            elif self._own_subject(start, self._verb(start, end)):
                self._found.append(_Subject(start, typed.sentence, []))

    def _unled(self, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions but for bodies right before somebody of theirs: 海州队|王芳以10球获得金靴奖."""
        leads = {m.span.start for m in mentions if m.type == "Person"}
        return [m for m in mentions if m.span.end not in leads or self._coarse.get(m.type) != "Organization"]

    def _add_events_and_works(self, typed: TypedSentence) -> None:
        for n, mention in typed.mentions.items():
            subject = _Subject(typed.starts[n], typed.sentence, [mention])
            if mention.type == "Event":
                self._events.append(subject)
            elif self._coarse.get(mention.type) == "CreativeWork" and not self._shared.source.search(typed.text, 0, n):
                self._works.append(subject)

    def fitting(self, mentions: Sequence[Mention], types: Sequence[str]) -> list[Mention]:
        """The mentions that may fill a role of these coarse types; a meeting gives its organization where none may."""
        found = [m for m in mentions if m.type == "Thing" or self._coarse.get(m.type) in types]
        if not found and "Organization" in types:
            found = [self._organs[m] for m in mentions if m in self._organs]
        return self._unled(found)

    def event(self, position: int) -> Mention | None:
        """The event last named before a position, at any distance."""
        n = bisect_left(self._events, position, key=lambda subject: subject.at)
        return self._events[n - 1].mentions[0] if n else None

    def meeting(self, position: int, words: str = "") -> list[Mention]:
        """The event that `words` at a position mean, or one that is not named there at all; at most one."""
        return self._open.meant(position, words)

    def before(self, position: int, sentence: int, types: Sequence[str], reach: int = _REACH) -> list[Mention]:
        """The nearest subject before a position if it may be of one of the coarse `types`, or an empty list.

        Within a sentence only the nearest counts: one of another type means that nothing was dropped. Nor is anything
        dropped where a noun that is no name stands before the position in its clause.
        """
        if self._parsed.view.text[position] in ENDS:
            position += 1
        if self._own_subject(self._clause_start(position, self._parsed.sentences[sentence].start), position):
            return []
        table = self._found
        if "CreativeWork" in types and "Organization" not in types:
            table = self._works
        elif tuple(types) in (("Event",), ("Event", "Initiative")):
            table = self._events
        for n in range(bisect_left(table, position, key=lambda subject: subject.at) - 1, -1, -1):
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
        while position > floor and view[position - 1] not in ENDS:
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
        tokens, text, joint = self._parsed.tokens, self._parsed.view.text, self._shared.table.lists.joint
        noun = led = before = False  # `before`: whether the list that goes on was led in
        for n in range(bisect_left(self._parsed.starts, start), len(tokens)):
            token = tokens[n]
            words = text[token.span.start : token.span.end]
            if token.span.start >= end or token.pos == "v":
                break
            if words in joint and token.pos != "p":
                noun, led = False, before
            elif token.pos in ("p", "c"):
                noun, led = False, token.pos == "p"
                before = led
            elif token.pos in ("f", "x") or token.span.start in self._named:
                noun, led = False, False
            elif token.pos[0] in "nr" and len(token.span) > 1 and not led:
                noun = words not in self._shared.selves
        return noun


def _person(typed: TypedSentence, at: int) -> list[Mention]:
    """Whoever is named at a position, if that is a person."""
    return [m for m in typed.found(at, at + 1) if m.type == "Person"]
