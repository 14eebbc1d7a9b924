"""Links between documents: same name, compatible type and a context that fits; else apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from kg.ontology import Ontology
from kg.resolve.names import Names, names
from kg.resolve.things import Thing
from kg.types import Link, Occurrence

_CONTEXT = ("Organization", "Award", "CreativeWork", "Event", "Initiative", "Product")


@cache
def _passing(ontology: Ontology) -> re.Pattern[str]:
    return re.compile(ontology.toml("resolve.toml")["names"]["passing"])


class _Cluster:
    """Things of several documents that are one."""

    def __init__(self, thing: Thing, codes: frozenset[str], settled: bool) -> None:
        self.first, self.codes, self.settled = thing.occurrence, codes, settled
        self.things = [thing]

    def context(self, kind: str) -> set[str]:
        return {name for thing in self.things for name in thing.context.get(kind, ())}

    def places(self) -> set[str]:
        return {name for thing in self.things if thing.placed for name in thing.places}


class Across:
    """Compares the things of several documents."""

    def __init__(self, ontology: Ontology) -> None:
        self.names: Names = names(ontology)
        self.passing = _passing(ontology)

    def links(self, things: Iterable[Thing]) -> Iterator[Link]:
        """The links, in a fixed order; `things` are those of all documents, sorted by document."""
        buckets: dict[tuple[str, str], list[Thing]] = defaultdict(list)
        for thing in things:
            for key in sorted({key for form in thing.forms if (key := self._key(thing, form))}):
                buckets[thing.coarse, key].append(thing)
        seen: set[tuple[Occurrence, Occurrence]] = set()
        for kind in sorted(buckets):
            if len({thing.occurrence.document for thing in buckets[kind]}) > 1:
                for link in self._bucket(kind[1], buckets[kind]):
                    if (link.left, link.right) not in seen:
                        seen.add((link.left, link.right))
                        yield link

    def _key(self, thing: Thing, form: str) -> str | None:
        """What a form is compared by; None where it says nothing outside its document (市司法局, 会议, 一等奖)."""
        if self.passing.match(form) or (thing.coarse == "Organization" and self.names.relative.match(form)):
            return None
        if "AdministrativeArea" in thing.types:
            return self.names.bare(form)
        return self.names.organ(form) if thing.coarse == "Organization" else self.names.key(form)

    def _bucket(self, key: str, things: list[Thing]) -> Iterator[Link]:
        clusters: list[_Cluster] = []
        ready = [(thing, self._codes(thing)) for thing in things]
        ready.sort(key=lambda r: not self._settled(r[0], r[1]))
        for thing, codes in ready:
            fitting = [(c, why) for c in clusters if (why := self._same(key, thing, codes, c))]
            settled = self._settled(thing, codes) or not clusters
            if len(fitting) == 1:
                cluster, why = fitting[0]
                cluster.things.append(thing)
                cluster.codes = cluster.codes & codes or cluster.codes or codes
                yield Link(thing.occurrence, cluster.first, "same", 0.9, why)
                continue
            for cluster in clusters:
                why = "more than one of that name would fit" if fitting else "the same name, but nothing else in common"
                yield Link(thing.occurrence, cluster.first, "different", 0.6, why)
            clusters.append(_Cluster(thing, codes, settled))

    def _codes(self, thing: Thing) -> frozenset[str]:
        """The divisions of China that an area may be: those of its longest form that lie where it is said to lie."""
        if "AdministrativeArea" not in thing.types:
            return frozenset()
        codes = self.names.codes.get(max(sorted(thing.forms), key=len), ())
        holders = {
            c for place in sorted(thing.places) for c in self.names.codes.get(place, ()) if place not in thing.forms
        }
        inside = [code for code in codes if any(code != c and code.startswith(c) for c in holders)]
        return frozenset(inside or codes)

    def _settled(self, thing: Thing, codes: frozenset[str]) -> bool:
        return "AdministrativeArea" not in thing.types or len(codes) == 1

    def _same(self, key: str, thing: Thing, codes: frozenset[str], cluster: _Cluster) -> str | None:
        """Why a thing is one with a cluster, or None."""
        if thing.coarse == "Person":
            return self._person(thing, cluster)
        if codes and cluster.codes:
            return "the same division of that name" if codes & cluster.codes else None
        if (
            not self.names.local.match(key)
            and "Facility" not in thing.types
            and "AdministrativeArea" not in thing.types
        ):
            return "the same name and kind in another document"
        if key in self.names.countries.values():
            return "the same country"
        there = cluster.places()
        if self.names.local.match(key):
            common = sorted(thing.places & (there or {p for t in cluster.things for p in t.places}))
            return f"the same name, and both in {common[0]}" if common else None
        if not thing.placed or not there or self._nested(thing.places, there):
            return "the same name and kind, and nothing says that it lies elsewhere"
        return None

    def _nested(self, left: set[str], right: set[str]) -> bool:
        """Whether some area of the one is, or lies in, an area of the other."""
        if left & right:
            return True
        codes = [{c for place in places for c in self.names.codes.get(place, ())} for places in (left, right)]
        return any(a.startswith(b) or b.startswith(a) for a in codes[0] for b in codes[1])

    def _person(self, thing: Thing, cluster: _Cluster) -> str | None:
        for kind in _CONTEXT:
            common = sorted(thing.context.get(kind, set()) & cluster.context(kind))
            if common:
                return f"the same name, and both with {common[0]}"
        roles = sorted(thing.context.get("Role", set()) & cluster.context("Role"))
        if thing.context.get("Organization") and cluster.context("Organization"):
            return None
        if roles:
            return f"the same name, and both {roles[0]}"
        around = sorted(thing.around & {name for known in cluster.things for name in known.around})
        return f"the same name, in articles about {around[0]}" if around else None


def across(things: Iterable[Thing], ontology: Ontology) -> tuple[Link, ...]:
    """Links between the documents of a batch; `things` are sorted by document.

    A relative name (市司法局, 该局) is never taken over to another document. Two persons of one name are the same if
    claims join both to one organisation, award, work or event, or, where not both have an organisation, to one role, or
    if both articles name one organisation; two areas, if they may be the same division; two things whose name many
    places have (第一中学), if they share the area. Where several would fit, none is taken. A refusal is a link too.
    """
    return tuple(Across(ontology).links(things))
