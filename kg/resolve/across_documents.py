"""Links between documents: same name, compatible type and a context that fits.

    a: 张伟, 海州大学   b: 张伟, 海州大学   c: 张伟, 临江县     a and b are the same (both with 海州大学), c is another
    a: 宜宾市司法局     b: 宜宾市司法局                         the same: no other place has a thing of that name
    a: 第一中学, 宜宾   b: 第一中学, 绵阳                       two: many places have a 第一中学

Things of one name and coarse type come into one bucket. Each joins the one cluster that fits it, or founds one; persons
are told apart by what learned weights say of two (`kg.resolve.namesakes`). There is no link for what is apart, but for
two things of one document, which would be one by their name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from kg.ontology.ontology import Ontology
from kg.ontology.tables.resolve import Resolve
from kg.resolve.document_things import DocumentThing
from kg.resolve.editions import editions
from kg.resolve.name_forms import NameForms, name_forms
from kg.resolve.namesakes import Namesakes
from kg.types import Link, Occurrence

Bucket: TypeAlias = tuple[str, str]  # a coarse type, and what names are compared by


class _Cluster:
    """Things of several documents that are the same, and all that is known of them."""

    def __init__(self, number: int, thing: DocumentThing, codes: frozenset[str]) -> None:
        self.number, self.first, self.codes = number, thing.occurrence, codes
        self.placed: set[str] = set()  # the areas that claims say it lies in
        self.places: set[str] = set()  # those, and the areas of its articles
        self._learn(thing)

    def join(self, thing: DocumentThing, codes: frozenset[str]) -> None:
        """Take a thing in."""
        self.codes = self.codes & codes or self.codes or codes
        self._learn(thing)

    def _learn(self, thing: DocumentThing) -> None:
        self.places |= thing.places
        if thing.placed:
            self.placed |= thing.places


class _Bucket:
    """The clusters of one name and coarse type, with an index of them by place.

    `local`: many places have a thing of this name, so that things are the same only if they lie in the same place.
    """

    def __init__(self, *, local: bool) -> None:
        self.clusters: list[_Cluster] = []
        self._local = local
        self._by: dict[str, set[int]] = defaultdict(set)

    def near(self, thing: DocumentThing, codes: frozenset[str]) -> list[_Cluster]:
        """The clusters that a thing may belong to, in the order in which they were found."""
        if codes or not self._local:
            return self.clusters
        return [self.clusters[n] for n in sorted({n for place in thing.places for n in self._by.get(place, ())})]

    def put(self, thing: DocumentThing, codes: frozenset[str], cluster: _Cluster | None) -> None:
        """Take a thing into a cluster, or found one."""
        if cluster is None:
            cluster = _Cluster(len(self.clusters), thing, codes)
            self.clusters.append(cluster)
        else:
            cluster.join(thing, codes)
        for place in thing.places:
            self._by[place].add(cluster.number)


class AcrossDocuments:
    """Compares the things of several documents."""

    def __init__(self, ontology: Ontology) -> None:
        self.names: NameForms = name_forms(ontology)
        self.editions, self.namesakes = editions(ontology), Namesakes(ontology)
        table = ontology.table(Resolve)
        self.passing, self.anonymous, self.scores = table.names.passing, table.names.anonymous, table.scores

    def links(self, things: Iterable[DocumentThing]) -> Iterator[Link]:
        """The links, in a fixed order; `things` are those of all documents, sorted by document."""
        buckets: dict[Bucket, list[DocumentThing]] = defaultdict(list)
        for thing in things:
            for bucket in self.buckets(thing):
                buckets[bucket].append(thing)
        seen: set[tuple[Occurrence, Occurrence]] = set()
        for kind in sorted(buckets):
            for link in self.bucket(kind, buckets[kind]):
                if (link.left, link.right) not in seen:
                    seen.add((link.left, link.right))
                    yield link

    def buckets(self, thing: DocumentThing) -> list[Bucket]:
        """The buckets in which a thing is compared with others."""
        keys = {key for form in thing.forms if (key := self._key(thing, form))}
        return [(thing.coarse, key) for key in sorted(keys)]

    def bucket(self, bucket: Bucket, things: list[DocumentThing]) -> Iterator[Link]:
        """The links of one bucket; `things` are all that are in it, sorted by document. No two have the same ends."""
        if len({thing.occurrence.document for thing in things}) > 1:
            coarse, key = bucket
            yield from self.namesakes.links(key, things) if coarse == "Person" else self._bucket(key, things)

    def _key(self, thing: DocumentThing, form: str) -> str | None:
        """What a form is compared by; None where it says nothing outside its document (市司法局, 会议, 张某)."""
        if thing.coarse == "Person" and self.anonymous.match(form):
            return None
        if self.passing.match(form) or (thing.coarse == "Organization" and self.names.relative.match(form)):
            return None
        if "AdministrativeArea" in thing.types:
            return self.names.bare(form)
        if thing.coarse == "Organization":
            return self.names.organ(form)
        key = self.names.key(form)
        return f"{key}{self.editions.of(form)}" if self.editions.told(thing.coarse) else key

    def _bucket(self, key: str, things: list[DocumentThing]) -> Iterator[Link]:
        bucket = _Bucket(local=self.names.local.match(key) is not None)
        ready = [(thing, self._codes(thing)) for thing in things]
        ready.sort(key=lambda r: not self._settled(r[0], r[1]))
        for thing, codes in ready:
            fitting = [(c, why) for c in bucket.near(thing, codes) if (why := self._same(key, thing, codes, c))]
            if len(fitting) == 1:
                cluster, why = fitting[0]
                bucket.put(thing, codes, cluster)
                yield Link(thing.occurrence, cluster.first, "same", self.scores.across, why)
                continue
            if bucket.clusters:
                refused = (fitting[0][0] if fitting else bucket.clusters[0]).first
                if refused.document == thing.occurrence.document:  # else nobody takes them for one
                    why = "more than one of that name would fit" if fitting else "the same name, but nothing in common"
                    yield Link(thing.occurrence, refused, "different", self.scores.apart, why)
            if not fitting:  # what fits several is held apart, and nothing is joined to it
                bucket.put(thing, codes, None)

    def _codes(self, thing: DocumentThing) -> frozenset[str]:
        """The divisions of China that an area may be: those of its longest form that lie where claims place it.

        Of a name of several levels (河北, a province and a district) it is the highest, if no claim places it.
        """
        if "AdministrativeArea" not in thing.types:
            return frozenset()
        codes = self.names.codes.get(max(sorted(thing.forms), key=len), ())
        if not thing.placed:
            highest = min(map(len, codes), default=0)
            codes = tuple(code for code in codes if len(code) == highest)
        holders = {
            c for place in sorted(thing.places) for c in self.names.codes.get(place, ()) if place not in thing.forms
        }
        inside = [code for code in codes if any(code != c and code.startswith(c) for c in holders)]
        return frozenset(inside or codes)

    def _settled(self, thing: DocumentThing, codes: frozenset[str]) -> bool:
        return "AdministrativeArea" not in thing.types or len(codes) == 1

    def _same(self, key: str, thing: DocumentThing, codes: frozenset[str], cluster: _Cluster) -> str | None:
        """Why a thing belongs to a cluster, or None."""
        if codes and cluster.codes:
            return "the same division of that name" if codes & cluster.codes else None
        local = self.names.local.match(key) is not None
        if not local and not thing.types & {"Facility", "AdministrativeArea"}:
            return "the same name and kind in another document"
        if key in self.names.countries.values():
            return "the same country"
        return self._in_place(thing, cluster, local=local)

    def _in_place(self, thing: DocumentThing, cluster: _Cluster, *, local: bool) -> str | None:
        """Why a thing is where a cluster is, or None; what is `local` must be shown to be there."""
        there = cluster.placed
        if local:
            common = sorted(thing.places & (there or cluster.places))
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


def across(things: Iterable[DocumentThing], ontology: Ontology) -> tuple[Link, ...]:
    """Links between the documents of a batch; `things` are sorted by document.

    A relative name (市司法局, 该局) is never taken over to another document. Two persons of one name are the same if
    the words beside them, and what else the articles name, make it likely enough; two areas, if they may be the same
    division; two things whose name many places have (第一中学), if they share the area. Where several would fit, none
    is taken.
    """
    return tuple(AcrossDocuments(ontology).links(things))
