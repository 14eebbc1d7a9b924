"""Listed companies by the code behind their short names: 海天味业（603288.SH）; and where the names stand again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from kg.extract.rules.borders import Borders
from kg.extract.rules.candidate import Candidate
from kg.ontology import Ontology
from kg.types import Mention, Parsed, Span

_MARKS = frozenset("，。；：、！？“”（）《》 \n|")


class _Rules(NamedTuple):
    code: re.Pattern[str]
    not_pos: re.Pattern[str]
    not_word: frozenset[str]
    longest: int


@cache
def _rules(ontology: Ontology) -> _Rules:
    table = ontology.toml("bodies.toml")["ticker"]
    code, not_pos = re.compile(table["code"]), re.compile(table["not_pos"])
    return _Rules(code, not_pos, frozenset(table["not_word"]), table["longest"])


def listed(parsed: Parsed, ontology: Ontology, found: Sequence[Candidate]) -> list[Candidate]:
    """Companies that have a stock code somewhere in the document, at all their places.

    The name is the run of nouns before the code, which jieba's words cut at verbs, particles and marks.
    """
    rules, view = _rules(ontology), parsed.view
    borders = Borders(parsed)
    names = set()
    for match in rules.code.finditer(view):
        start = _start(view, borders, match.start(), rules)
        name = view[start : match.start()]
        if 2 < len(name) < 9 and name not in rules.not_word:
            names.add(name)
    if not names:
        return []
    any_name = re.compile("|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n)))))
    longer = [c.mention.span for c in found if c.rule.startswith("name.")]
    return [
        Candidate(Mention(span, "Company"), 0.9, "name.listed")
        for match in any_name.finditer(view)
        for span in [Span(match.start(), match.end())]
        if not any(other.contains(span) and other != span for other in longer)
    ]


def _start(view: str, borders: Borders, end: int, rules: _Rules) -> int:
    """Where the run of nouns begins that ends at `end`."""
    start, words = end, 0
    while start > 0 and words < rules.longest:
        token = borders.at(start - 1)
        if token is None or token.span.end != start or not (view[start - 1] >= "\u4e00" or view[start - 1].isalnum()):
            break
        word = view[token.span.start : start]
        opens = token.span.start == 0 or view[token.span.start - 1] in _MARKS
        if word in rules.not_word or (rules.not_pos.match(token.pos) and words and token.pos != "vn" and not opens):
            break
        start, words = token.span.start, words + 1
    return start
