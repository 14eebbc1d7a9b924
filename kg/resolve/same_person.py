"""How likely two articles that name a person of one name speak of one: signs with learned weights.

    a: 海州大学校长李明    b: 海州大学校长李明介绍    the same words before the name; both articles name 海州大学
    a: 海州大学校长李明    b: 农民李明                nothing in common, a common name: rather two

The weights stand in ontology/same_person.toml. Reporters of a byline are never those whom an article speaks of.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from msgspec.structs import astuple

from kg.ontology.ontology import Ontology
from kg.ontology.tables.same_person import SamePerson, Signs
from kg.ontology.tables.word_lists import SurnameRow
from kg.ontology.tables.words_names import FamousRow
from kg.resolve.document_things import DocumentThing
from kg.text.names import normal_form

JOINING = ("Organization", "Award", "CreativeWork", "Event", "Initiative", "Product")
_TWO = 2
_SURNAMES = (2, 1)  # their lengths
_WEIGHT = 4  # of a surname's log-odds, that are 1
_BEFORE = 16  # characters right before a name that hold a post
_SAME_WORDS = 3  # pairs of characters in them that two share
_MANY = 3  # organisations or persons that both name: more of them tell no more
_WIDE = 20  # pairs of characters around a name: more of them tell no more
_HALF = 10
_BEGINS = 2  # characters with which names of one organisation begin
_EDGE = 30  # log-odds that are as good as certain


@dataclass(frozen=True, slots=True)
class Structure:
    """What a name alone says of how many may bear it."""

    two_characters: bool
    surname: float
    famous: bool


class Person:
    """A person of one article, ready to be compared."""

    def __init__(self, thing: DocumentThing) -> None:
        self.thing, self.signs, self.around = thing, thing.person, thing.around
        self.people = thing.around.people - thing.forms
        self.joined = {name for kind in JOINING for name in thing.context.get(kind, ())}
        self.roles = thing.context.get("Role", set())
        self.organizations = thing.context.get("Organization", set())

    @cached_property
    def before(self) -> frozenset[str]:
        """The pairs of characters right before the name."""
        return frozenset(pair for before, _ in self.signs.beside for pair in _pairs(before[-_BEFORE:]))

    @cached_property
    def window(self) -> frozenset[str]:
        """The pairs of characters around the name."""
        return frozenset(pair for sides in self.signs.beside for side in sides for pair in _pairs(side))


def _pairs(text: str) -> list[str]:
    words = "".join(text.split())
    return [words[n : n + _TWO] for n in range(len(words) - 1)]


def _other(left: Collection[str], right: Collection[str]) -> bool:
    """Whether two persons have organisations, and none of the one may be one of the other in other words."""
    begin = {name[:_BEGINS] for name in left}
    return bool(left) and bool(right) and not any(name[:_BEGINS] in begin for name in right)


def _ending(left: Person, right: Person) -> str:
    """The longest words right before both names: 大学校长 of two who are heads of different universities."""
    return max(
        (
            _common_end(one[-_BEFORE:], other[-_BEFORE:])
            for one, _ in left.signs.beside
            for other, _ in right.signs.beside
        ),
        key=len,
        default="",
    )


def _common_end(left: str, right: str) -> str:
    length = 0
    while length < min(len(left), len(right)) and left[-1 - length] == right[-1 - length]:
        length += 1
    return left[len(left) - length :]


class SamePersons:
    """Compares persons by the weights of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self.table = ontology.table(SamePerson)
        self._weights = astuple(self.table.weights)
        self._surnames = {row.text: row.weight for row in ontology.word_list(SurnameRow) if row.kind == "surname"}
        self._famous = frozenset(normal_form(row.name) for row in ontology.word_list(FamousRow))

    def structure(self, name: str) -> Structure:
        """What a name says of how many may bear it: those of two characters, with a frequent surname, most."""
        famous = name in self._famous
        for length in _SURNAMES:
            if name[:length] in self._surnames and length < len(name) <= length + _TWO:
                surname = self._surnames[name[:length]] / _WEIGHT
                return Structure(len(name) == _TWO, surname, famous)
        return Structure(False, 0, famous)

    def pair(self, name: Structure, left: Person, right: Person) -> Signs:
        """The signs of two persons of one name."""
        joined = not left.joined.isdisjoint(right.joined)
        other = not joined and _other(left.organizations, right.organizations)
        words = left.before & right.before
        if other:
            words -= set(_pairs(_ending(left, right)))
        ours, theirs = left.around, right.around
        away = bool(ours.main) and bool(theirs.main) and ours.areas.isdisjoint(theirs.areas)
        return Signs(
            start=1,
            two_characters=name.two_characters,
            surname=name.surname,
            famous=name.famous,
            before=len(words) >= _SAME_WORDS,
            window=min(len(left.window & right.window), _WIDE) / _HALF,
            people=min(len(left.people & right.people), _MANY),
            organizations=min(len(ours.organizations & theirs.organizations), _MANY),
            area=not ours.main.isdisjoint(theirs.main),
            elsewhere=away,
            joined=joined,
            other_organization=other,
            role=not other and not left.roles.isdisjoint(right.roles),
            year=bool(ours.year and theirs.year) and ours.year != theirs.year,
        )

    def chance(self, pair: Signs) -> float:
        """How likely two are one by their signs."""
        odds = sum(weight * sign for weight, sign in zip(self._weights, astuple(pair), strict=True))
        return 1 / (1 + math.exp(-max(-_EDGE, min(_EDGE, odds))))

    def likely(self, name: Structure, left: Person, right: Person) -> float:
        """How likely two persons of one name are one; 0 where a byline says that they are not."""
        a, b = left.signs, right.signs
        if a.reporter or b.reporter:
            if not (a.reporter or a.author) or not (b.reporter or b.author):
                return 0
            if a.agency and b.agency:
                return self.table.byline if a.agency == b.agency else 0
            return self.table.open_byline
        return self.chance(self.pair(name, left, right))


def same_persons(ontology: Ontology) -> SamePersons:
    """What compares persons by an ontology, made once."""
    return ontology.once(SamePersons)
