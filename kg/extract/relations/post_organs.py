"""Where the posts are that a text does not name with their organ: homes, parts of names, areas, units."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.extract.relations.post_forms import post_forms
from kg.ontology.ontology import Ontology
from kg.ontology.tables.containment import ContainmentTable
from kg.ontology.tables.posts import PostTable
from kg.types import Mention, Parsed, Span, Value

_SHORTEST = 3  # characters of a part of a name that stands for it
_NESTED = 20  # names that may lie around a place in the text
_NEAR = 100  # names before a part of a name, one of which it may be a part of


def words_of(role: Mention) -> str:
    """A role in the words of the text."""
    return role.value.text if role.value else ""


class Organs:
    """The organizations and places of one document, as those of posts."""

    def __init__(self, parsed: Parsed, ontology: Ontology, outer: Sequence[Mention], nested: Sequence[Mention]) -> None:
        self.parsed, self.ontology, self.table = parsed, ontology, ontology.table(PostTable)
        self.relative = ontology.table(ContainmentTable).relative
        self.countries = post_forms(ontology).countries
        self.homes = sorted(
            (m for m in [*outer, *nested] if ontology.coarse.get(m.type) in ("Organization", "Place")),
            key=lambda m: (m.span.start, -m.span.end),
        )
        self._bodies = [m for m in outer if ontology.coarse.get(m.type) == "Organization"]
        self._called: dict[re.Pattern[str], list[Mention]] = {}
        self.areas: dict[int, list[Mention]] = defaultdict(list)  # by where an organ begins: the areas within it
        for organ in outer:
            if ontology.coarse.get(organ.type) == "Organization":
                first = bisect_left(nested, organ.span.start, key=lambda x: x.span.start)
                for inner in nested[first : first + _NESTED]:
                    if organ.span.contains(inner.span) and ontology.coarse.get(inner.type) == "Place":
                        self.areas[organ.span.start].append(inner)
        self.persons = {m.span.start: m for m in nested if m.type == "Person"}  # by where they begin
        self.hosts = {m.span.start: m for m in nested if ontology.coarse.get(m.type) == "Organization"}

    def home(self, role: Mention, start: int) -> Mention | None:
        """The organization that a role without one belongs to: the nearest earlier name of its kind."""
        for home in self.table.home:
            if home.role.search(words_of(role)):
                fitting = self._called_so(home.name)
                last = bisect_left(fitting, start, key=lambda x: x.span.start)
                found = next((x for x in reversed(fitting[max(0, last - _NESTED) : last]) if x.span.end <= start), None)
                return found or (fitting[0] if home.own and fitting else None)
        return None

    def governed(self, party: Mention) -> re.Pattern[str] | None:
        """The names of the foreign country that a party governs."""
        name = self._cut(party)
        return next((one.country for one in self.table.governing if one.party.search(name)), None)

    def first(self, name: re.Pattern[str]) -> Mention | None:
        """The first organization or place whose name a pattern finds."""
        return next(iter(self._called_so(name)), None)

    def last(self, kind: str, start: int) -> Mention | None:
        """The organization of a kind that is named last before a place: what 公司 means."""
        last = bisect_left(self._bodies, start, key=lambda x: x.span.start)
        near = reversed(self._bodies[max(0, last - _NESTED) : last])
        return next((x for x in near if self.ontology.is_a(x.type, kind)), None)

    def _called_so(self, name: re.Pattern[str]) -> list[Mention]:
        """The organizations and places whose names a pattern finds, in the order of the text."""
        if name not in self._called:
            view = self.parsed.view.text
            self._called[name] = [m for m in self.homes if name.search(view[m.span.start : m.span.end])]
        return self._called[name]

    def part(self, start: int, end: int) -> Mention | None:
        """The last organ before a stretch of the view that is a part of its name."""
        part = self.parsed.view.text[start:end]
        if not _SHORTEST <= len(part) <= _NESTED:
            return None
        last = bisect_left(self.homes, start, key=lambda x: x.span.start)
        organs = (
            x
            for x in reversed(self.homes[max(0, last - _NEAR) : last])
            if self.ontology.coarse[x.type] == "Organization"
        )
        return next((x for x in organs if part in self._cut(x)), None)

    def employer(self, named: Mention) -> Mention:
        """What a post is at: the body right before an area that is named (甲公司|厦门|总监), else what is named."""
        if named.type != "AdministrativeArea" or self._cut(named) in self.countries:
            return named
        last = bisect_left(self._bodies, named.span.start, key=lambda x: x.span.start)
        beside = [x for x in self._bodies[max(0, last - 1) : last] if x.span.end == named.span.start]
        return beside[0] if beside else named

    def holders(self, role: Mention, persons: list[Mention]) -> list[Mention]:
        """Who of some persons behind a role holds it: the first where one does, as of 市长甲和乙."""
        return persons[:1] if self.table.sole.role.search(words_of(role)) else persons

    def host(self, organ: Mention) -> Mention:
        """The organ that has another unit beside one of its units: of 甲委财金处 it is 甲委."""
        host = self.hosts.get(organ.span.start)
        is_unit = self._cut(organ)[-1] in self.table.words.unit
        return host if is_unit and host and host.span.end < organ.span.end else organ

    def suited(self, role: Mention, organs: Sequence[Mention]) -> Mention:
        """The organ of a post that is listed behind others: the first of theirs, and of those that these are units of,
        whose kind such a post is of (副校长), or else the first."""
        words = words_of(role)
        name = next((home.name for home in self.table.home if home.role.search(words)), None)
        if name is not None:
            hosts = ((organ, self.hosts.get(organ.span.start, organ)) for organ in organs)
            every = (one for organ, host in hosts for one in (organ, host) if one.span.end <= organ.span.end)
            return next((one for one in every if name.search(self._cut(one))), organs[0])
        return organs[0]

    def area(self, organ: Mention, role: Mention) -> Mention | None:
        """The area whose organ it is, if the role heads such areas: 江苏 for 江苏省委, the article's for 市委."""
        within = [x for x in self.areas.get(organ.span.start, ()) if x.span.end < organ.span.end]
        found, start = self.relative.match(self._cut(organ)), organ.span.start
        if found:
            within.append(Mention(Span(start, start + found.end()), "AdministrativeArea", "nominal"))
        area = max(within, key=lambda x: x.span.end, default=None)
        level = self._cut(area)[-1:] if area else ""
        return area if level not in self.table.area.levels or level in words_of(role) else None

    def placed(self, home: Mention, role: Mention) -> Iterator[tuple[Mention, Mention]]:
        """Organisation and role as a reader would put them: 甲公司行政部 + 主任 is 行政部主任 at 甲公司."""
        yield home, role
        state = self._state(home) if len(role.span) == 1 else None
        if state is not None:
            yield state, self.title(home, role)
        host = self.hosts.get(home.span.start)
        if host is None or host.span.end >= home.span.end:
            return
        unit = self.parsed.view.text[host.span.end : home.span.end]
        company = host.type == "Company" and self.table.department.unit.search(unit)
        if company or self.table.department.party.fullmatch(unit):
            words = unit + words_of(role)
            joined = Span(host.span.end, role.span.end) if role.span.start == home.span.end else role.span
            yield host, Mention(joined, "Role", "value", Value(words, "text"))

    def title(self, organ: Mention | None, role: Mention) -> Mention:
        """A role by itself: 国防部长 is 部长 at 甲国国防部, and 国防部长 of 甲国."""
        if organ is None or len(role.span) > 1 or organ.span.end != role.span.start:
            return role
        state = self._state(organ)
        span = Span(state.span.end if state else organ.span.start, role.span.end)
        return Mention(span, "Role", "value", Value(self.parsed.view.cut(span), "text"))

    def _state(self, organ: Mention) -> Mention | None:
        """The country that an organ's name begins with."""
        return next((x for x in self.areas.get(organ.span.start, ()) if self._cut(x) in self.countries), None)

    def _cut(self, mention: Mention) -> str:
        return self.parsed.view.cut(mention.span)
