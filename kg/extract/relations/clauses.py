"""What a clause says of what is in it: its modality, and the date that holds for it."""

from __future__ import annotations

import re

from kg.extract.relations.shared_grammar import SharedGrammar
from kg.extract.relations.typed_sentence import TypedSentence
from kg.types import Mention, Modality

ENDS = frozenset("，；：。！？“”…—\n")  # of clauses


def modality(text: str, start: int, end: int, shared: SharedGrammar) -> Modality:
    """The modality of what characters start..end of a typed sentence say, read off its clause up to `end`."""
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


def nearest_date(
    typed: TypedSentence, start: int, end: int, shared: SharedGrammar, *, apart: bool = False
) -> list[Mention]:
    """The date within start..end of a typed sentence, else the nearest before it that holds for it; at most one.

    What is told `apart` has no date of another clause.
    """
    dated = [(n, x) for n, x in typed.mentions.items() if x.type == "Date" and x.value and n < end]
    inside = [x for n, x in dated if n >= start]
    over = [x for n, x in dated if _over(typed.text, n, start, shared, apart=apart)]
    return inside[:1] or over[-1:]


def _over(text: str, n: int, start: int, shared: SharedGrammar, *, apart: bool) -> bool:
    """Whether the date at n holds for what is said from `start` on: it stands in the same clause, or leads its own."""
    gap = text[n + 1 : start]
    if apart or not any(c in ENDS for c in gap):
        return not any(c in ENDS for c in gap)
    return (n == 0 or text[n - 1] in ENDS or text[n - 1] in shared.table.clause.dating) and not shared.spent.match(gap)
