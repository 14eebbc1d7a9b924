"""Persons of one name, of several articles -> which of them are one.

    likely pairs      李明 of a and of b .96, of b and of c .91, of a and of d .12
    components        {a, b, c} {d}            joined from the surest pair on, where nothing speaks against it

A component never holds two persons of one article, nor a reporter and one whom an article speaks of, nor reporters of
two agencies. Of many namesakes each is compared with few: those with which it has most in common.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from itertools import combinations

from kg.ontology.ontology import Ontology
from kg.resolve.document_things import DocumentThing
from kg.resolve.same_person import Person, same_persons
from kg.types import Link

_FEW = 24  # namesakes of which each is compared with each
_LAST = 4  # of those before that have a sign, the last ones are looked at
_NEAREST = 8  # with most signs in common are compared
_DIGITS = 4  # of a likelihood


class _Component:
    """Persons who are one."""

    def __init__(self, person: Person) -> None:
        self.documents = {person.thing.occurrence.document}
        self.agencies = {person.signs.agency} - {""}
        self.reports = person.signs.reporter
        self.spoken_of = not (person.signs.reporter or person.signs.author)

    def may_be(self, other: _Component) -> bool:
        """Whether nothing speaks against it that the two are one."""
        if (self.reports and other.spoken_of) or (self.spoken_of and other.reports):
            return False
        return len(self.agencies | other.agencies) <= 1 and self.documents.isdisjoint(other.documents)

    def absorb(self, other: _Component) -> None:
        """Take the other's persons in."""
        self.documents |= other.documents
        self.agencies |= other.agencies
        self.reports |= other.reports
        self.spoken_of |= other.spoken_of


class Namesakes:
    """Joins persons of one name by the weights of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self._same = same_persons(ontology)

    def links(self, name: str, things: Sequence[DocumentThing]) -> Iterator[Link]:
        """One link for each join; `things` are persons of one name, sorted by document."""
        persons = [Person(thing) for thing in things]
        structure, bar = self._same.structure(name), self._same.table.bar
        edges = []
        for left, right in _compared(persons):
            chance = round(self._same.likely(structure, persons[left], persons[right]), _DIGITS)
            if chance >= bar:
                edges.append((-chance, left, right))
        for doubt, left, right in _joined(persons, sorted(edges)):
            why = _why(persons[left], persons[right])
            yield Link(persons[right].thing.occurrence, persons[left].thing.occurrence, "same", -doubt, why)


def _joined(persons: Sequence[Person], edges: Sequence[tuple[float, int, int]]) -> Iterator[tuple[float, int, int]]:
    """The edges that join two components."""
    up = list(range(len(persons)))
    components = [_Component(person) for person in persons]

    def root(number: int) -> int:
        while up[number] != number:
            up[number] = up[up[number]]
            number = up[number]
        return number

    for edge in edges:
        left, right = root(edge[1]), root(edge[2])
        if left == right or not components[left].may_be(components[right]):
            continue
        larger, smaller = sorted((left, right), key=lambda n: (-len(components[n].documents), n))
        up[smaller] = larger
        components[larger].absorb(components[smaller])
        yield edge


def _compared(persons: Sequence[Person]) -> Iterator[tuple[int, int]]:
    """Which are compared: each with each of few; of many, each with those before it that share most signs."""
    if len(persons) <= _FEW:
        yield from combinations(range(len(persons)), 2)
        return
    seen: dict[tuple[str, str], deque[int]] = defaultdict(lambda: deque(maxlen=_LAST))
    for number, person in enumerate(persons):
        shared: Counter[int] = Counter()
        for sign in _signs(person):
            shared.update(seen[sign])
            seen[sign].append(number)
        near = sorted(shared, key=lambda other: (-shared[other], -other))[:_NEAREST]
        for other in sorted({*near, 0, number - 1} - {number, -1}):
            yield other, number


def _signs(person: Person) -> Iterator[tuple[str, str]]:
    """By what a person is found among many of the name."""
    signs, around = person.signs, person.around
    if signs.reporter or signs.author:
        yield "agency", signs.agency
    yield from (("joined", name) for name in person.joined)
    yield from (("before", words) for words in person.before)
    yield from (("organization", name) for name in around.organizations)
    yield from (("person", name) for name in person.people)
    yield from (("area", name) for name in around.main)


def _why(left: Person, right: Person) -> str:
    """What speaks most for it that two are one, in words."""
    if left.signs.reporter or right.signs.reporter:
        agency = left.signs.agency or right.signs.agency
        return f"the same name in bylines of {agency}" if agency else "the same name in bylines"
    found = (
        ("the same name, and both with {}", left.joined & right.joined),
        ("the same name, and both {}", left.roles & right.roles),
        ("the same name, and both beside {}", left.people & right.people),
        ("the same name, in articles about {}", left.around.organizations & right.around.organizations),
    )
    for words, common in found:
        if common:
            return words.format(min(common))
    if left.before & right.before:
        return "the same name behind the same words"
    return "the same name, and nothing that speaks against it"
