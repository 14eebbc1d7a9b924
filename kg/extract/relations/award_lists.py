"""Those who are honoured together, in a list under its heading.

“海州工匠”名单（3名）            received(李文斌, 海州工匠)
李文斌　海州机械厂工人            received(王秀英, 海州工匠)
王秀英、张建国（船舶）            received(张建国, 海州工匠)

A list of persons honours the persons, and not those for whom they work.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from kg.ontology.ontology import Ontology
from kg.ontology.tables.award_lists import AwardLists
from kg.types import Claim, Evidence, Mention, Parsed, Span

_PREDICATE, _KIND, _RULE = "received", "Award", "award.list"
_LONGEST = 400  # members of a list


class _Lists:
    """The lists of one document."""

    def __init__(self, parsed: Parsed, ontology: Ontology, outer: Sequence[Mention], nested: Sequence[Mention]) -> None:
        self.view, self.table, self.coarse = parsed.view.text, ontology.table(AwardLists), ontology.coarse
        self.starts: Mapping[int, Mention] = {m.span.start: m for m in outer}
        awards = (m for m in (*outer, *nested) if m.type == _KIND and m.form == "name")
        self.awards = sorted(awards, key=lambda m: m.span)
        self.begins = [m.span.start for m in self.awards]

    def found(self) -> Iterator[tuple[Mention, Mention]]:
        """Each award with each of those who received it."""
        for award in self.awards:
            if match := self.table.heading.match(self.view, award.span.end):
                yield from ((award, member) for member in self._members(match.end())[0])
        for match in self.table.chosen.finditer(self.view):
            before = bisect_left(self.begins, match.start()) - 1
            if before >= 0 and match.start() - self.awards[before].span.end <= self.table.reach:
                yield from ((self.awards[before], member) for member in self._members(match.end())[0])
        for match in self.table.given.finditer(self.view):
            members, end = self._members(match.end())
            then = self.table.then.match(self.view, end)
            named = self.starts.get(then.end()) if then else None
            if named is not None and named.type == _KIND:
                yield from ((named, member) for member in members)

    def _members(self, at: int) -> tuple[list[Mention], int]:
        """The names of the list that begins at a place, none where they are too few, and where it ends."""
        found: list[Mention] = []
        lines = self.view.endswith("\n", 0, at)
        for _ in range(_LONGEST):
            gap = self.table.between.match(self.view, at)
            start = gap.end() if gap else at
            mention = self.starts.get(start)
            if mention is not None and mention.type != _KIND:
                found.append(mention)
                at = mention.span.end
            elif (end := self._unknown(start)) is not None or (lines and (end := self._glued(start)) is not None):
                at = end
            else:
                break
        return self._honoured([m for m in found if m.form == "name"]), at

    def _honoured(self, names: Sequence[Mention]) -> list[Mention]:
        """The persons of a list, or the bodies where hardly a person is named."""
        persons = [m for m in names if m.type == "Person"]
        bodies = [m for m in names if self.coarse.get(m.type) == "Organization"]
        whole = persons if 4 * len(persons) >= len(bodies) else bodies
        return whole if len(whole) >= self.table.least else []

    def _glued(self, at: int) -> int | None:
        """Where the next name begins on a line of nothing but names, of which one was not found."""
        line = self.table.glued.match(self.view, at)
        return next((n for n in range(at + 1, line.end()) if n in self.starts), None) if line else None

    def _unknown(self, at: int) -> int | None:
        """Where a member ends that is none of the names that were found."""
        other = self.table.other.match(self.view, at)
        if other is None or any(n in self.starts for n in range(at, other.end())):
            return None
        return other.end()


def award_lists(
    parsed: Parsed, ontology: Ontology, outer: Sequence[Mention], nested: Sequence[Mention]
) -> Iterator[Claim]:
    """That each member of a list received the award of its heading."""
    lists = _Lists(parsed, ontology, outer, nested)
    for award, member in lists.found():
        span = Span(min(award.span.start, member.span.start), max(award.span.end, member.span.end))
        evidence = Evidence(parsed.document.id, span, _RULE, lists.table.confidence)
        yield Claim(_PREDICATE, (("subject", member), ("object", award)), evidence)
