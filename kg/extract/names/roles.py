"""Posts and professions: 局长, 常务副主任, 董事长兼总经理 (two roles), 律师 beside a name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from kg.extract.candidates.candidate import Candidate
from kg.extract.candidates.word_borders import Borders
from kg.ontology.ontology import Ontology
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
        raw = ontology.toml("roles.toml")
        self.kind = {row[0]: row[1] for row in ontology.rows("words/roles.tsv")}
        suffix = alternation(raw["suffix"])
        self.base = re.compile(f"(?P<base>{alternation(self.kind)})(?P<suffix>{suffix})?(?!{raw['not_before']})")
        self.prefixes = _by_last(raw["prefix"])
        self.unless: dict[str, str] = raw["unless_before"]
        self.holding = _by_last(raw["holding"])
        self.deeds = frozenset(raw["deeds"])
        self.not_roles = re.compile(alternation(raw["not_roles"]))

    @lru_cache(maxsize=1)  # noqa: B019 - persons and roles ask for the same text
    def scan(self, view: str) -> tuple[Found, ...]:
        """All that reads like a role, left to right."""
        found, last = [], 0
        for m in self.base.finditer(view):
            found.append(Found(self.start(view, m.start(), last), m.start(), m.end(), self.kind[m["base"]]))
            last = m.end()
        return tuple(found)

    def start(self, view: str, at: int, floor: int) -> int:
        """Where a role begins whose base begins at `at`, its prefixes included, not before `floor`."""
        while True:
            found = next(
                (
                    p
                    for p in self.prefixes.get(view[at - 1 : at], ())
                    if at - len(p) >= floor
                    and view.startswith(p, at - len(p))
                    and view[at - len(p) - 1 : at - len(p)] not in list(self.unless.get(p, ""))
                ),
                None,
            )
            if found is None:
                return at
            at -= len(found)

    def held(self, view: str, start: int) -> bool:
        """Whether a word such as 担任 stands right before `start`."""
        return any(view.endswith(word, 0, start) for word in self.holding.get(view[start - 1 : start], ()))


def _by_last(words: Iterable[str]) -> dict[str, list[str]]:
    """Words by their last character, the longest first."""
    table: dict[str, list[str]] = defaultdict(list)
    for word in sorted(set(words), key=lambda w: (-len(w), w)):
        table[word[-1]].append(word)
    return dict(table)


lexicon = cache(_Lexicon)


def roles(parsed: Parsed, ontology: Ontology, known: Sequence[Candidate] = ()) -> list[Candidate]:
    """The roles of a document, as mentions of type Role with the role's text as value.

    `known` holds the persons found so far: a profession that is also an everyday word (记者, 律师, 专家) is a role only
    right before or behind one of them, behind another role, or behind a word such as 担任. A score of 0.95 stands for
    a post, 0.8 for a profession.
    """
    words = lexicon(ontology)
    view = parsed.view.text
    people = {c.mention.span.end for c in known if c.mention.type == "Person" and c.mention.form == "name"}
    beside = {p for c in known if c.mention.type == "Person" for p in (c.mention.span.start, c.mention.span.end)}
    borders = Borders(parsed)
    found: list[Candidate] = []
    last = -1
    for start, _, end, kind in words.scan(view):
        text = view[start:end]
        if _crossed(borders, end) or words.not_roles.match(text) or (start in people and text in words.deeds):
            continue
        free = kind == "post" or start in beside or end in beside or start == last or words.held(view, start)
        if free:
            score = 0.95 if kind == "post" else 0.8
            found.append(Candidate(Mention(Span(start, end), "Role", "value", Value(text, "text")), score, "role"))
            last = end
    return found


def _crossed(borders: Borders, end: int) -> bool:
    """Whether a role's last character belongs to the next word, which is no name: 会长 in 大会|长期."""
    word = borders.at(end)
    return word is not None and word.span.start == end - 1 and not word.pos.startswith(("nr", "x"))
