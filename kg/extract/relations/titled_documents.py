"""What a document's own title says: who issued it, and who confers the honour that it is about.

《海州市总工会、海州市人社局关于表彰“海州工匠”的决定》
issued         海州市总工会, 海州市人社局 -> the document
conferredBy    海州工匠 -> 海州市总工会, 海州市人社局
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.ontology.ontology import Ontology
from kg.ontology.tables.titles import Titles
from kg.types import Claim, Evidence, Mention, Parsed


def titled_documents(
    parsed: Parsed, ontology: Ontology, outer: Sequence[Mention], nested: Sequence[Mention]
) -> Iterator[Claim]:
    """The claims of the titles among the outer mentions; `nested`, sorted by start, has the names in them."""
    table = ontology.table(Titles).issuers
    view, coarse, document = parsed.view.text, ontology.coarse, parsed.document.id
    for title in outer:
        if coarse.get(title.type) != "CreativeWork" or title.form != "name":
            continue
        inside = _inside(nested, title)
        bodies, at = _bodies(view, title, [m for m in inside if coarse.get(m.type) == "Organization"], table.joins)
        if not bodies or not view.startswith(table.opens, at):
            continue
        honours = [m for m in inside if m.type == "Award"] if table.confers.search(view, at, title.span.end) else []
        evidence = Evidence(document, title.span, "title.issuer", table.score)
        for body in bodies:
            yield Claim("issued", (("subject", body), ("object", title)), evidence)
            for honour in honours:
                yield Claim("conferredBy", (("subject", honour), ("object", body)), evidence)


def _inside(nested: Sequence[Mention], title: Mention) -> list[Mention]:
    """The names that lie within a title."""
    first = bisect_left(nested, title.span.start, key=lambda m: m.span.start)
    last = bisect_left(nested, title.span.end, lo=first, key=lambda m: m.span.start)
    return [m for m in nested[first:last] if m.span.end < title.span.end]


def _bodies(view: str, title: Mention, names: Sequence[Mention], joins: str) -> tuple[list[Mention], int]:
    """The bodies that a title begins with, one right behind the other, and where they end."""
    found: list[Mention] = []
    at = title.span.start
    longest = {m.span.start: m for m in sorted(names, key=lambda m: m.span.end)}
    while at in longest:
        found.append(longest[at])
        at = longest[at].span.end
        if view[at] in joins and at + 1 in longest:
            at += 1
    return found, at
