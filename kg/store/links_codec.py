"""Links <-> bytes: equal links in the same order have equal bytes.

After the header (see `envelope`) come two numbers, the mentions with their documents, and the links, which name their
mentions by number, so that each is written once:

    [2,1]
    ["a",[0,5,"GovernmentBody"]]                                                        mention 0
    ["a",[9,11,"GovernmentBody","nominal"]]                                             mention 1
    [1,0,"same",0.9,"该局: the nearest body before it"]                                 left, right
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from kg.store import mention_rows
from kg.store.envelope import Format
from kg.store.mention_rows import from_row, offset, text, to_row
from kg.types import DocumentId, Link, Occurrence

FORMAT = Format("links", 1, "remove it, and resolve the layers again")
_COUNTS = "[number of mentions, of links]"
_LINK = "a link, [number of the left mention, of the right one, same or different, score, why]"
_VERDICTS = frozenset(("same", "different"))


def encode(links: Iterable[Link]) -> bytes:
    """Links as the content of a file. Raises ValueError where a score is not finite."""
    kept = tuple(links)
    ends = dict.fromkeys(end for link in kept for end in (link.left, link.right))
    numbers = {end: number for number, end in enumerate(ends)}
    mentions = ([end.document, to_row(end.mention)] for end in ends)
    rows = ([numbers[x.left], numbers[x.right], x.verdict, float(x.score) + 0.0, x.why] for x in kept)  # no -0.0
    return FORMAT.seal([[len(numbers), len(kept)], *mentions, *rows])


def decode(data: bytes, where: str | None = None) -> tuple[Link, ...]:
    """The links that `encode` wrote; `where` names the file in errors.

    Raises GraphError where they are no links of this version of the format, or not whole.
    """
    lines = FORMAT.unseal(data, where)
    ((mentions, links),) = lines.take(1, _counts, _COUNTS)
    ends = lines.take(mentions, _occurrence, f"[id of a document, mention]: {mention_rows.SHAPE}")
    found = lines.take(links, lambda row: _link(row, ends), _LINK)
    lines.end()
    return tuple(found)


def _counts(row: Any) -> tuple[int, int]:
    mentions, links = row
    return offset(mentions), offset(links)


def _occurrence(row: Any) -> Occurrence:
    document, mention = row
    return Occurrence(DocumentId(text(document)), from_row(mention))


def _link(row: Any, ends: list[Occurrence]) -> Link:
    left, right, verdict, score, why = row
    if verdict not in _VERDICTS or type(score) is not Decimal:
        raise ValueError(row)
    return Link(ends[offset(left)], ends[offset(right)], verdict, float(score), text(why))
