"""Names in “…”: with a noun after them (“三亮九谈”工作法), or with a verb before them that asks for one (获评“…”)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.extract.rules.candidate import Candidate
from kg.extract.rules.heads import Heads, heads, name_rules
from kg.extract.rules.lexicon import Lexicon, lexicon
from kg.ontology import Ontology
from kg.types import Mention, Parsed, Span

_QUOTE = re.compile("“([^“”\n]{2,40})”")
_AWARD_AFTER = ("称号", "荣誉", "的", "等", "奖项", "排行")  # words that only announce an award: no part of its name
_NESTED = re.compile("[‘’]")


@dataclass(frozen=True, slots=True)
class _Rules:
    after: Mapping[str, str]
    before: Mapping[str, str]
    not_inside: frozenset[str]
    weak: frozenset[str]
    longest: int


@cache
def _rules(ontology: Ontology) -> _Rules:
    table = name_rules(ontology)["quoted"]
    weak = frozenset(name_rules(ontology)["organization"]["weak"])
    after = {word: kind for kind, words in table["after"].items() for word in words}
    before = {word: kind for kind, words in table["before"].items() for word in words}
    return _Rules(after, before, frozenset(table["not_inside"]), weak, max(map(len, (*after, *before))))


def _ahead(table: Mapping[str, str], text: str) -> str | None:
    return next((text[:n] for n in range(len(text), 0, -1) if text[:n] in table), None)


def _behind(table: Mapping[str, str], text: str) -> str | None:
    return next((text[n:] for n in range(len(text)) if text[n:] in table), None)


def quoted(parsed: Parsed, ontology: Ontology) -> list[Candidate]:
    """Awards, initiatives, events and products in quotation marks.

    The mention is what stands inside the marks, unless the marks hold only a part of the name.
    """
    view = parsed.view
    if "“" not in view:
        return []
    rules, nouns, known = _rules(ontology), heads(ontology), lexicon(ontology)
    found: list[Candidate] = []
    for match in _QUOTE.finditer(view):
        found += _one(view, match.start(), match.end(), rules, nouns, known)
    return found


def _one(view: str, start: int, end: int, rules: _Rules, nouns: Heads, known: Lexicon) -> list[Candidate]:
    inner = view[start + 1 : end - 1]
    own = known.at(view, start + 1, frozenset({end - 1}))
    kind = own.type if own is not None else None
    head = nouns.before(view, end - 1, start + 1)
    ahead = _ahead(rules.after, view[end : end + rules.longest])
    behind = _behind(rules.before, view[max(0, start - rules.longest) : start])
    if kind is None and any(char in inner for char in rules.not_inside):
        return []
    inside = Span(start + 1, end - 1)
    if ahead is not None and ahead.startswith(_AWARD_AFTER):
        return [Candidate(Mention(inside, "Award"), 0.9, "quote.award")]
    if head is not None and head.type == "Award" and len(inner) > len(head.word):
        return [Candidate(Mention(inside, "Award"), 0.9, "quote.award")]
    if ahead is not None:
        whole = Span(start, end + len(ahead))
        name = Candidate(Mention(whole, rules.after[ahead]), 0.85, "quote.after")
        return [name, Candidate(Mention(inside, kind), 0.7, "quote.known")] if kind is not None else [name]
    if kind is not None:
        return [Candidate(Mention(inside, kind), 0.85, "quote.known")]
    if head is not None and len(inner) > len(head.word) + 1 and head.word not in rules.weak:
        return [Candidate(Mention(inside, head.type), 0.7, "quote.head")]
    if behind is not None and len(inner) <= 16:
        return [Candidate(Mention(inside, rules.before[behind]), 0.6, "quote.before")]
    return []
