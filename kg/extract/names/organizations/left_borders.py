"""Where a composed name begins: a linear score over the words to the left of its head noun."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kg.extract.names.corrected_words import Unit
from kg.ontology.ontology import Ontology
from kg.ontology.tables.word_lists import HeadRow
from kg.ontology.tables.words_names import OrganizationWordRow

_LONGEST = 12  # words before the head
_ENDS = frozenset("。，；：？！\n…,;")
_EDGE = Unit("^", "^", -1, -1)
_AFTER = Unit("$", "$", -1, -1)

Table = dict[str, float]


class LeftBorders:
    """Weights of words/org_words.tsv for each word and part of speech: inside a name, first, before, after, as head."""

    def __init__(self, ontology: Ontology) -> None:
        rows = ontology.word_list(OrganizationWordRow)
        self.inside: Table = {row.word: int(row.inside) / 10 for row in rows if row.inside}
        self.first: Table = {row.word: int(row.first) / 10 for row in rows if row.first}
        self.before: Table = {row.word: int(row.before) / 10 for row in rows if row.before}
        self.after: Table = {row.word: int(row.after) / 10 for row in rows if row.after}
        self.head: Table = {row.word: int(row.head) / 10 for row in rows if row.head}
        self.bare: Table = {row.word: int(row.bare) / 10 for row in rows if row.bare}
        self.length = [self.inside.get(f"@{n}", 0.0) for n in range(_LONGEST)]

    def begin(self, units: Sequence[Unit], at: int, head: HeadRow) -> tuple[int, float]:
        """How many units before unit `at`, which ends with `head`, belong to the name, and how sure that is.

        The second figure is a margin over there being no name at all: above 0, there is one.
        """
        unit = units[at]
        after = units[at + 1] if at + 1 < len(units) else _AFTER
        plus = "+" + head.word
        base = self.after.get(after.text, 0.0) + self.after.get("/" + after.pos, 0.0)
        base += self.head.get(plus, 0.0) + self.head.get(unit.text, 0.0)
        best, most = 0, -math.inf
        inside = base
        first, inner, before = self.first, self.inside, self.before
        for count in range(_LONGEST):
            n = at - count
            if n < 0:
                break
            here = units[n]
            if count:
                if here.text[0] in _ENDS:
                    break
                tag = "/" + here.pos
                inside += inner.get(here.text, 0.0) + inner.get(tag, 0.0)
                score = inside + first.get(here.text, 0.0) + first.get(tag, 0.0)
            else:
                score = base + self.bare.get(plus, 0.0) + self.bare.get(unit.text, 0.0)
            previous = units[n - 1] if n else _EDGE
            score += before.get(previous.text, 0.0) + before.get("/" + previous.pos, 0.0) + self.length[count]
            if score > most:
                best, most = count, score
        return best, most


def left_borders(ontology: Ontology) -> LeftBorders:
    """The weights of an ontology, read once."""
    return ontology.once(LeftBorders)
