"""What names say by their composition: 四川省宜宾市司法局 lies in 宜宾市, which is part of 四川省."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from kg.extract.names.places.gazetteer import gazetteer
from kg.ontology.ontology import Ontology
from kg.ontology.tables.containment import ContainmentTable
from kg.types import Claim, Evidence, Mention, Parsed, Span, Value

_HELD = frozenset({"Event", "Initiative"})  # they are about the places and persons in their names: 杭州亚运会
_WHOLES = frozenset({"Facility"})
_ABROAD = frozenset({"country", "foreign"})


def _start(mention: Mention) -> int:
    return mention.span.start


def organs(outer: Sequence[Mention], nested: Sequence[Mention], ontology: Ontology) -> dict[Mention, Mention]:
    """For each meeting the organization in its name; a bare 会议 has that of the last named meeting."""
    organizations = sorted((m for m in nested if ontology.coarse.get(m.type) == "Organization"), key=_start)
    starts = [m.span.start for m in organizations]
    found: dict[Mention, Mention] = {}
    last: Mention | None = None
    for mention in outer:
        if mention.type == "Event":
            begin, end = bisect_left(starts, mention.span.start), bisect_left(starts, mention.span.end)
            inside = [o for o in organizations[begin:end] if mention.span.contains(o.span)]
            if inside:
                last = found[mention] = max(inside, key=lambda o: len(o.span))
            elif last and mention.form != "name":
                found[mention] = last
    return found


class Containment:
    """Claims read off the mentions of one document."""

    def __init__(self, parsed: Parsed, ontology: Ontology, outer: Sequence[Mention], nested: Sequence[Mention]) -> None:
        self.parsed, self.ontology = parsed, ontology
        self.outer, self.nested, self.inner = outer, nested, frozenset(nested)
        self.table, self.gazetteer = ontology.table(ContainmentTable), gazetteer(ontology)
        self.places = {
            self._bare(m) for m in outer if self.ontology.coarse.get(m.type) == "Place" and m.form == "name"
        }  # what the document names as a place by itself
        self.named = {self._words(m) for m in outer}  # … and what it names at all, not only within other names

    def claims(self) -> Iterator[Claim]:
        """All claims, in the order of the text."""
        yield from self._chains()
        yield from self._completed()
        at = 0
        for mention in self.outer:
            while at < len(self.nested) and self.nested[at].span.end <= mention.span.start:
                at += 1
            inside = []
            for inner in self.nested[at:]:
                if inner.span.start >= mention.span.end:
                    break
                inside.append(inner)
            yield from self._within(mention, inside)
            yield from self._accused(mention, inside)
            for n, inner in enumerate(inside):
                smaller = [x for x in inside[n + 1 :] if inner.span.contains(x.span) and x.span != inner.span]
                yield from self._within(inner, smaller)

    def telling(self) -> list[Mention]:
        """The nested names but for persons and short places of which the text does not speak: 四川 in 四川大学."""
        at, found = 0, []
        for mention in self.nested:
            while at < len(self.outer) and self.outer[at].span.end <= mention.span.start:
                at += 1
            holder = self.outer[at] if at < len(self.outer) else None
            if holder is not None and self._is_end(mention, holder):
                continue
            if holder is None or holder.type in _HELD or not self._only_borne(mention):
                found.append(mention)
        return found

    def _is_end(self, mention: Mention, holder: Mention) -> bool:
        """Whether a name is what an organ's ends with behind its area, and another organ's by itself: 泰国|卫生部."""
        inside = holder.span.start < mention.span.start and holder.span.end == mention.span.end
        same = self.ontology.coarse.get(holder.type) == self.ontology.coarse.get(mention.type)
        return inside and same and self._is_organization(mention) and self._words(mention) not in self.named

    def _only_borne(self, mention: Mention) -> bool:
        """Whether a nested name is only a part of the wording of the one that bears it."""
        if mention.type == "Person" or self._is_common(self._words(mention)):
            return self._words(mention) not in self.named
        short = self.gazetteer.short(self._name(mention)) is None and self._bare(mention) not in self.places
        return short and self.ontology.coarse.get(mention.type) == "Place" and mention.form == "name"

    def _is_common(self, words: str) -> bool:
        """Whether everyone knows a body, or it has many parts that are named."""
        return words in self.table.known or self.table.common.match(words) is not None

    def _claim(self, predicate: str, subject: Mention, obj: Mention, rule: str) -> Claim:
        span = Span(min(subject.span.start, obj.span.start), max(subject.span.end, obj.span.end))
        evidence = Evidence(self.parsed.document.id, span, rule, self.table.confidence)
        return Claim(predicate, (("subject", subject), ("object", obj)), evidence)

    def _accused(self, case: Mention, inside: Sequence[Mention]) -> Iterator[Claim]:
        """Of what the persons by whom a case is named are accused: 甲受贿案."""
        persons = [m for m in inside if m.type == "Person" and m.form == "name"]
        if case.type != "Event" or not persons:
            return
        view = self.parsed.view.text
        if found := self.table.charge.match(view, persons[-1].span.end, case.span.end):
            span = Span(*found.span(found.lastgroup or 0))
            offence = Mention(span, "Text", "value", Value(view[span.start : span.end], "text"))
            for person in persons:
                yield self._claim("chargedWith", person, offence, "name.case")

    def _bare(self, mention: Mention) -> str:
        """What a place is called without its suffix."""
        return self.gazetteer.short(self._name(mention)) or self._name(mention)

    def _name(self, mention: Mention) -> str:
        return mention.name or self._words(mention)

    def _words(self, mention: Mention) -> str:
        return self.parsed.view.text[mention.span.start : mention.span.end]

    def _is_name(self, mention: Mention) -> bool:
        """Whether a mention is a name, and none that gives no location (中国)."""
        return mention.form == "name" and self._words(mention) not in self.table.skip

    def _area(self, mention: Mention) -> bool:
        return mention.type == "AdministrativeArea" and len(mention.span) > 1 and self._is_name(mention)

    def _chains(self) -> Iterator[Claim]:
        """Names side by side: 四川省|宜宾市, 九江|长江国家文化公园, 英国|《泰晤士报》."""
        chain = sorted([*self.outer, *self.nested], key=lambda m: (m.span.start, -m.span.end))
        starts: dict[int, list[Mention]] = {}
        for mention in chain:
            starts.setdefault(mention.span.start, []).append(mention)
        yield from self._parts(chain, starts)
        for area in filter(self._area, chain):
            end = area.span.end
            gap = int(self.parsed.view.text.startswith(("《", "“"), end))
            for mention in filter(self._is_name, starts.get(end + gap, [])):
                if mention.type == "AdministrativeArea" and not gap and self._may_hold(area, mention):
                    yield self._claim("partOf", mention, area, "name.chain")
                    yield from self._listed(mention, area, starts)
                organ = self._is_organization(mention) and mention.type != "Organization"  # not 英国|利物浦, a club
                located = organ or (mention.type == "Facility" and not gap)
                if located and not self._fronted(mention, starts):
                    yield self._claim("locatedIn", mention, area, "name.beside")

    def _completed(self) -> Iterator[Claim]:
        """Parts that are named without their body, whose full name tells it: (云岭省发改委)人事处."""
        bodies: dict[str, Mention] = {}
        for mention in filter(self._is_organization, sorted([*self.outer, *self.nested], key=lambda m: m.span)):
            words = self._words(mention)
            if mention.name and mention.name.endswith(words):
                host = bodies.get(mention.name[: -len(words)])
                if host is not None:
                    yield self._claim("partOf", mention, host, "name.completed")
            bodies[mention.name or words] = bodies[words] = mention

    def _known(self, place: Mention) -> bool:
        """Whether a place is on the lists, or named by itself in the document."""
        return self._name(place) in self.gazetteer.names or self._bare(place) in self.places

    def _parts(self, chain: Sequence[Mention], starts: Mapping[int, Sequence[Mention]]) -> Iterator[Claim]:
        """Facilities right behind the one that they are a part of: 金甬铁路|木周岭隧道."""
        for whole in (m for m in chain if m.type in _WHOLES and self._is_name(m)):
            for part in starts.get(whole.span.end, []):
                if part.type == "Facility" and self._is_name(part):
                    yield self._claim("partOf", part, whole, "name.part")

    def _listed(self, mention: Mention, area: Mention, starts: Mapping[int, Sequence[Mention]]) -> Iterator[Claim]:
        """The areas of a list behind the first one, as far as they are known to lie in the same: 浙江|杭州、宁波."""
        view, above = self.parsed.view.text, self.gazetteer.readings(self._name(area))
        while view.startswith(self.table.between, mention.span.end):
            following = next(filter(self._area, starts.get(mention.span.end + 1, [])), None)
            below = self.gazetteer.readings(self._name(following)) if following else ()
            if following is None or not any(low.within(high) for low in below for high in above):
                break
            yield self._claim("partOf", following, area, "name.chain.list")
            mention = following

    def _fronted(self, mention: Mention, starts: Mapping[int, Sequence[Mention]]) -> bool:
        """Whether a name begins with an area of its own, or lies within a longer one that does."""
        return any(self._area(x) for x in starts[mention.span.start]) or mention in self.inner

    def _within(self, mention: Mention, inside: Sequence[Mention]) -> Iterator[Claim]:
        """What the names within a name say of it."""
        organization = self._is_organization(mention)
        host = self._host(mention, inside) if organization else None
        if host:
            yield host
        yield from self._sites(mention, inside)
        if self.ontology.coarse.get(mention.type) == "Event":
            yield from self._organizer(mention, inside)
            yield from self._scene(mention, inside)
        if mention.type == "Facility":
            front = [x for x in inside if x.type in _WHOLES and self._known(x)]
            front = [x for x in front if x.span.start == mention.span.start]
            if front:
                yield self._claim("partOf", mention, max(front, key=lambda x: x.span.end), "name.part.in")
        spoken_of = self._words(mention) in self.named
        if spoken_of and ((organization and not host) or mention.type == "Facility"):  # a part lies where its host does
            yield from self._location(mention, inside)

    def _host(self, mention: Mention, inside: Sequence[Mention]) -> Claim | None:
        """The organization that an organization's name begins with: 甲大学|法学院."""
        front = [x for x in inside if x.span.start == mention.span.start and x.span != mention.span]
        bodies = (x for x in front if self._is_organization(x) and not self.table.sent.search(self._words(x)))
        hosts = [x for x in bodies if self._unit(x, mention)]
        host = max(hosts, key=lambda h: h.span.end, default=None)
        return self._claim("partOf", mention, host, "name.host") if host and self._tells(mention, host) else None

    def _tells(self, part: Mention, host: Mention) -> bool:
        """Whether the text names a part or its host by itself; a host that everyone knows must be named."""
        known = host.type == "MediaOrganization" or self._is_common(self._words(host))
        return self._words(host) in self.named or (not known and self._words(part) in self.named)

    def _sites(self, mention: Mention, inside: Sequence[Mention]) -> Iterator[Claim]:
        """Whose website a name is: 甲大学|官网."""
        for host in filter(self._is_organization, inside):
            rest = self.parsed.view.text[host.span.end : mention.span.end]
            if host.span.start == mention.span.start and rest in self.table.sites:
                yield self._claim("owns", host, mention, "name.site")

    def _organizer(self, mention: Mention, inside: Sequence[Mention]) -> Iterator[Claim]:
        """The first organization in a meeting's name."""
        host = next(filter(self._is_organization, inside), None)
        if host and self.table.meetings.search(self._words(mention)):
            yield self._claim("organized", host, mention, "name.meeting")

    def _scene(self, mention: Mention, inside: Sequence[Mention]) -> Iterator[Claim]:
        """Where a disaster or games took place that are named by it: 海州|地震, 杭州|亚运会."""
        areas = [m for m in inside if self._area(m)]
        unsure = self.table.unsure.match(self.parsed.view.text, mention.span.end)
        if areas and not unsure and self.table.scenes.search(self._words(mention)):
            yield self._claim("locatedIn", mention, areas[-1], "name.scene")

    def _location(self, mention: Mention, inside: Sequence[Mention]) -> Iterator[Claim]:
        """The area that a name begins with, unless the body rules there, or is only named after it (四川日报)."""
        if mention.type in self.table.unplaced or self.table.ruling.search(self._words(mention)):
            return
        area = self._posted(mention, inside) or self._last_area(mention, inside)
        if area is None or self.table.route.match(self.parsed.view.text, area.span.end, mention.span.end):
            return
        if self._governs(mention, area) or self._speaks_of(mention, area):
            yield self._claim("locatedIn", mention, area, "name.area")

    def _posted(self, mention: Mention, inside: Sequence[Mention]) -> Mention | None:
        """The area to which a body is sent by its name: 甲国驻|乙国|大使馆."""
        view, start, posted = self.parsed.view.text, mention.span.start, self.table.posted
        return next((x for x in inside if self._area(x) and view.endswith(posted, start, x.span.start)), None)

    def _governs(self, mention: Mention, area: Mention) -> bool:
        """Whether a facility lies in an area, or an organ bears its full name: 宜宾市|司法局, not 扬州|大学."""
        whole = mention.type in self.table.governing and self.gazetteer.short(self._name(area)) is not None
        return whole or mention.type == "Facility"

    def _speaks_of(self, mention: Mention, area: Mention) -> bool:
        """Whether the document names the area by itself, and the name is not that of a team (江苏队, 江苏苏宁)."""
        bare = self._bare(area)
        return bare in self.places and (mention.type != "Organization" or bare != self._name(area))

    def _is_organization(self, mention: Mention) -> bool:
        return self.ontology.coarse.get(mention.type) == "Organization"

    def _unit(self, host: Mention, mention: Mention) -> bool:
        """Whether what follows the host names a part of it (and not just its kind: 索尼|公司)."""
        rest = self.parsed.view.text[host.span.end : mention.span.end]
        return rest not in self.table.whole and not self.table.form.search(rest)

    def _last_area(self, mention: Mention, inside: Sequence[Mention]) -> Mention | None:
        """The last of the areas with which a name begins: of 四川省宜宾市司法局 宜宾市, of 宁波舟山港 none."""
        at, last = mention.span.start, None
        for inner in inside:
            if inner.span.start == at and self._area(inner):
                if last is not None and not self._may_hold(last, inner):
                    return None
                at, last = inner.span.end, inner
        return last

    def _may_hold(self, outer: Mention, inner: Mention) -> bool:
        """Whether an area may lie in the one in front of it: 江苏|扬州 may, 宁波|舟山 and 马来西亚|广东 not."""
        known, words = self.gazetteer, [self._name(m) for m in (outer, inner)]
        above, below = map(known.readings, words)
        if any(low.level in ("county", "township") for low in below):
            return True  # many bear the same name
        if above and below:
            return any(low.within(high) for low in below for high in above)
        abroad = {entry.of for word in words if (entry := known.names.get(word)) and entry.kind in _ABROAD}
        return not abroad or not (above or below or len(abroad) > 1)
