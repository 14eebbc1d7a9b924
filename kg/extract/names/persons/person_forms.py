"""Persons by their form or their place, whatever characters their names have: 王某, 关女士, 局长|拾峰, 朱莉·毕晓普."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.names.roles import alternation, lexicon
from kg.ontology.ontology import Ontology
from kg.ontology.tables.persons import Persons
from kg.ontology.tables.word_lists import SurnameRow
from kg.types import Parsed

_DOT, _HYPHENS = "·", "-－"
_LONGEST = 20  # characters of a name with dots
_LONGEST_PLAIN = 8


class Formed(NamedTuple):
    """A stretch that is a person's name by its form, and how sure that is."""

    start: int
    end: int
    score: float
    alone: bool = False  # only where no shorter name was found in it


class _Forms:
    """The forms of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        table = self.table = ontology.table(Persons)
        rows = [row for row in ontology.word_list(SurnameRow) if row.kind == "surname" and len(row.text) == 1]
        self.surnames = frozenset(row.text for row in rows)
        common = "".join(sorted(row.text for row in rows if row.weight >= table.titled))
        double = alternation(
            row.text
            for row in ontology.word_list(SurnameRow)
            if row.kind == "surname" and row.text not in self.surnames
        )
        self.form = ontology.expression(Persons, ("formed",), f"(?:{double}|[{common}])(?:{table.formed})")

    def found(self, parsed: Parsed, posts: frozenset[int]) -> Iterator[Formed]:
        """Names by form; `posts` are the places where a post ends."""
        view, scores = parsed.view.text, self.table.scores
        starts = frozenset(parsed.starts)
        for m in self.form.finditer(view):
            if m.start() in starts:
                yield Formed(*m.span(), scores.formed)
        tokens = parsed.tokens
        for n, token in enumerate(tokens):
            if not token.pos.startswith("nr"):
                continue
            start, end = token.span.start, self._end(parsed, n)
            name = view[start:end]
            if n and (
                view[start - 1] == _DOT or (tokens[n - 1].pos.startswith("nr") and tokens[n - 1].span.end == start)
            ):
                continue
            if _DOT in name and len(name) <= _LONGEST:
                yield Formed(start, end, scores.dotted)
            elif start in posts and 1 < len(name) <= _LONGEST_PLAIN and _DOT not in name:
                yield Formed(start, end, scores.beside, alone=end == token.span.end)

    def _end(self, parsed: Parsed, n: int) -> int:
        """Where a name ends whose first word is the n-th: words that are parts of names, dots and hyphens go on."""
        view, tokens = parsed.view.text, parsed.tokens
        first, end = tokens[n].span.start, tokens[n].span.end
        for before, token in zip(tokens[n : n + 12], tokens[n + 1 : n + 12], strict=False):
            joint = view[token.span.start : token.span.end]
            if token.span.start != before.span.end:
                break
            if joint == _DOT or (joint in _HYPHENS and _DOT in view[first:end]):
                continue
            linked = view[token.span.start - 1] in _DOT + _HYPHENS
            apart = view[token.span.start] in self.surnames and _DOT not in view[first:end]
            if not linked and (not token.pos.startswith("nr") or apart or self.table.no_part.match(joint)):
                break
            end = token.span.end
        return end


def formed(parsed: Parsed, ontology: Ontology) -> list[Formed]:
    """The names of a document by their form, in the order of the text."""
    posts = frozenset(role.end for role in lexicon(ontology).scan(parsed.view.text) if role.kind == "post")
    found = {(form.start, form.end): form for form in ontology.once(_Forms).found(parsed, posts)}
    return sorted(found.values())
