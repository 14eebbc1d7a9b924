"""Areas of one name in one document: 宁波市江北区 and 重庆市江北区 are two.

    张明任宁波市江北区区长，李刚任重庆市江北区区长。    two areas 江北区, told apart by what stands in front
    …江北区还…                                          without one: the one named before

Several areas must have the name (divisions.tsv), and in front must stand areas of which neither holds the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.resolve.layer_names import LayerNames
from kg.resolve.name_forms import NameForms
from kg.types import Link, Mention

_AREA = "AdministrativeArea"


class SameNamedAreas:
    """The areas of one layer that have one name."""

    def __init__(self, named: LayerNames, names: NameForms, score: float) -> None:
        self._named, self._names, self._score = named, names, score
        self._ends = {m.span.end: m for m in named.all if m.type == _AREA}

    def links(self) -> Iterator[Link]:
        """Links that say which mentions are not what others of the name are, and which of these are the same."""
        for (coarse, name), mentions in self._named.every.items():
            if coarse == "Place" and len(mentions) > 1 and len(self._names.codes.get(name, ())) > 1:
                yield from self._told_apart(mentions)

    def _told_apart(self, mentions: list[Mention]) -> Iterator[Link]:
        groups = self._groups(mentions)
        first, *others = groups.values()
        for group in others:
            for mention in group:
                yield self._link(mention, first[0], "different")
                if mention is not group[0]:
                    yield self._link(mention, group[0], "same")

    def _link(self, left: Mention, right: Mention, verdict: str) -> Link:
        made = self._named.link(left, right, self._score, "areas of one name, by the area in front of each")
        return made if verdict == "same" else Link(made.left, made.right, "different", made.score, made.why)

    def _groups(self, mentions: list[Mention]) -> dict[str, list[Mention]]:
        """The mentions by the area in front of them; those without one go with the mention before."""
        groups: dict[str, list[Mention]] = defaultdict(list)
        last = ""
        for mention in mentions:
            holder = self._ends.get(mention.span.start)
            if holder:
                bare = self._names.bare(self._named.words(holder))
                last = next((other for other in groups if other and self._nested(bare, other)), bare)
            if last and "" in groups:
                groups[last] += groups.pop("")  # named without one before
            groups[last].append(mention)
        return groups

    def _nested(self, left: str, right: str) -> bool:
        """Whether one of two areas is, or lies in, the other."""
        if left == right:
            return True
        codes = [self._names.codes.get(bare, ()) for bare in (left, right)]
        return any(a.startswith(b) or b.startswith(a) for a in codes[0] for b in codes[1])
