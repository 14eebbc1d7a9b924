"""Posts and professions: 局长, 常务副主任, 董事长兼总经理 (two roles), 律师 beside a name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.candidates.word_borders import Borders
from kg.ontology.ontology import Ontology
from kg.ontology.tables.roles import Roles
from kg.ontology.tables.words_names import RoleRow
from kg.types import Mention, Parsed, Span, Value


def alternation(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest that fits; words with a common beginning share it.

    >>> alternation(["局长", "局长助理", "司长"])
    '(?:司长|局(?:长(?:助理)?))'
    """
    tails: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if word:
            tails[word[0]].append(word[1:])
    parts = []
    for first, rest in sorted(tails.items()):
        inner = alternation(rest) if any(rest) else ""
        parts.append(re.escape(first) + (inner + "?" if inner and "" in rest else inner))
    return "(?:" + "|".join(parts) + ")" if len(parts) > 1 or len(parts[0]) > 1 else parts[0]


class Found(NamedTuple):
    """What reads like a role: 副局长, whose base 局长 begins at `base`; its kind is post or profession."""

    start: int
    base: int
    end: int
    kind: str


class _Lexicon:
    """The roles of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        table = ontology.table(Roles)
        self.kind = {row.word: row.kind for row in ontology.word_list(RoleRow)}
        bases = f"(?P<base>{alternation(self.kind)})(?P<suffix>{alternation(table.suffix)})?"
        self.base = ontology.expression(Roles, ("not_before",), f"{bases}(?!{table.not_before})")
        self.prefixes = _by_last(table.prefix)
        self.unless = table.unless_before
        self.holding = _by_last(table.holding)
        self.deeds = table.deeds
        self.not_roles = re.compile(alternation(table.not_roles))
        self._last: tuple[str, tuple[Found, ...]] = ("", ())
        self.scores = {"post": table.scores.post, "person": table.scores.person}

    def scan(self, view: str) -> tuple[Found, ...]:
        """All that reads like a role, left to right; kept for the last text, which persons and roles both ask for."""
        text, roles = self._last
        if text != view:
            roles = self._scan(view)
            self._last = view, roles
        return roles

    def _scan(self, view: str) -> tuple[Found, ...]:
        found, last = [], 0
        for first in self.base.finditer(view):
            m = self._longer(view, first, last)
            if m.start() < last:
                continue
            found.append(Found(self.start(view, m.start(), last), m.start(), m.end(), self.kind[m["base"]]))
            last = m.end()
        return tuple(found)

    def _longer(self, view: str, m: re.Match[str], floor: int) -> re.Match[str]:
        """The base that begins within a match and goes on behind it, with prefixes before it: 副|总干事, not 副总."""
        later = (self.base.match(view, n) for n in range(m.start() + 1, m.end()))
        return next(
            (x for x in later if x and x.end() > m.end() and self.start(view, x.start(), floor) <= m.start()), m
        )

    def start(self, view: str, at: int, floor: int) -> int:
        """Where a role begins whose base begins at `at`, its prefixes included, not before `floor`."""
        while (before := self._next(view, at, floor)) < at:
            at = before
        return at

    def _next(self, view: str, at: int, floor: int) -> int:
        """Where the prefix right before `at` begins; `at` itself where there is none."""
        for p in self.prefixes.get(view[at - 1 : at], ()):
            begin = at - len(p)
            if begin < floor or not view.startswith(p, begin):
                continue
            if view[begin - 1 : begin] not in list(self.unless.get(p, "")):
                return begin
        return at

    def starts(self, view: str, role: Found) -> list[int]:
        """Where the role begins, and where shorter ones do that it ends with: 政治局常委, 常委."""
        found, at = {role.start, role.base}, role.base
        while at > role.start:
            at = self._next(view, at, role.start)
            found.add(at)
        for n in range(role.base + 1, role.end - 1):
            if view[n : role.end] in self.kind:
                found |= {n, self._next(view, n, role.base)}
        return sorted(found)

    def candidate(self, view: str, start: int, end: int, kind: str) -> Candidate:
        """A role as a candidate."""
        mention = Mention(Span(start, end), "Role", "value", Value(view[start:end], "text"))
        return Candidate(mention, self.scores[kind], "role", Source.ROLE)

    def is_role(self, text: str, *, behind_name: bool) -> bool:
        """Whether what reads like a role is one: no 委员会; no 主演 behind a name."""
        return not self.not_roles.match(text) and not (behind_name and text in self.deeds)

    def held(self, view: str, start: int) -> bool:
        """Whether a word such as 担任 stands right before `start`."""
        return any(view.endswith(word, 0, start) for word in self.holding.get(view[start - 1 : start], ()))


def _by_last(words: Iterable[str]) -> dict[str, list[str]]:
    """Words by their last character, the longest first."""
    table: dict[str, list[str]] = defaultdict(list)
    for word in sorted(set(words), key=lambda w: (-len(w), w)):
        table[word[-1]].append(word)
    return dict(table)


def lexicon(ontology: Ontology) -> _Lexicon:
    """The roles of an ontology, compiled once."""
    return ontology.once(_Lexicon)


def roles(parsed: Parsed, ontology: Ontology, known: Sequence[Candidate] = ()) -> list[Candidate]:
    """The roles of a document, as mentions of type Role with the role's text as value.

    A role that ends with shorter ones (政治局常委, 常委) comes with all of them: see `fitted` in role_borders.

    `known` holds the persons found so far: a profession that is also an everyday word (记者, 律师, 专家) is a role only
    right before or behind one of them, behind another role, or behind a word such as 担任.
    """
    words = lexicon(ontology)
    view = parsed.view.text
    people = [c.mention for c in known if c.mention.type == "Person"]
    named = {person.span.end for person in people if person.form == "name"}
    beside = {person.span.start for person in people}.union(person.span.end for person in people)
    borders = Borders(parsed)
    found: list[Candidate] = []
    for role in words.scan(view):
        start, _, end, kind = role
        text = view[start:end]
        if _crossed(borders, end) or not words.is_role(text, behind_name=start in named):
            continue
        if kind == "post" or words.held(view, start) or not beside.isdisjoint((start, end)):
            found += [words.candidate(view, n, end, kind) for n in words.starts(view, role)]
            beside.add(end)  # of 董事长兼总经理 the second is as good as the first
    return found


def _crossed(borders: Borders, end: int) -> bool:
    """Whether a role's last character belongs to the next word, which is no name: 会长 in 大会|长期."""
    word = borders.at(end)
    return word is not None and word.span.start == end - 1 and not word.pos.startswith(("nr", "x"))
