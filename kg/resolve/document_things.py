"""What one document names, with all its forms and what stands around it: the unit that is compared across documents.

    宜宾市司法局 … 该局局长张伟 … 市司法局        DocumentThing(forms {宜宾市司法局, 市司法局}, coarse Organization,
                                                               context {Person: {张伟}}, places {宜宾})

A thing is all names that the links within the document join; claims say what stands around it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TypeAlias

from kg.ontology.ontology import Ontology
from kg.resolve.name_forms import NameForms, name_forms
from kg.resolve.person_signs import PersonSigns, PersonSignsOf, Surroundings
from kg.resolve.within_document import WithinDocument
from kg.text.names import normal_form
from kg.types import Claim, Link, Mention, Occurrence, Span

_Key: TypeAlias = tuple[str, str] | Span  # of a name: coarse type and name; of an anaphor: where it stands
_AROUND = 200  # organisations, persons and areas of an article that tell what it is about, of each
_YEAR = 4  # digits


@dataclass
class DocumentThing:
    """A thing in one document.

    `context` maps a coarse type (or Role) to what claims join the thing to; `places` are the areas that it lies in,
    or, where no claim says so, those that the article speaks of most (`placed` is false then). `person` and
    `around` tell persons of one name apart: by the words beside the name, and by what else the article names.
    """

    occurrence: Occurrence
    coarse: str
    forms: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    context: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    places: set[str] = field(default_factory=set)
    placed: bool = False
    person: PersonSigns = field(default_factory=PersonSigns)
    around: Surroundings = field(default_factory=Surroundings)


class DocumentThings:
    """The things of one document under its links."""

    def __init__(self, within: WithinDocument, links: Iterable[Link], ontology: Ontology) -> None:
        self._within, self._named = within, within.named
        self._layer = within.named.layer
        self._ontology, self._coarse = ontology, ontology.coarse
        self._containers = {name for name, known in ontology.properties.items() if known.container}
        self._names: NameForms = name_forms(ontology)
        self._up: dict[_Key, _Key] = {}
        every = tuple(links)
        self._apart = {
            link.left.mention
            for link in every
            if link.verdict == "different" and link.left.mention.type != "AdministrativeArea"
        }
        for link in every:
            if link.verdict == "same":
                self._up[self._find(self._key(link.left.mention))] = self._find(self._key(link.right.mention))
                self._composed[self._find(self._key(link.right.mention))].setdefault(
                    normal_form(self._named.words(link.right.mention)), link.right.mention
                )

    @cached_property
    def _composed(self) -> dict[_Key, dict[str, Mention]]:
        """Names that only a link gives, and where."""
        return defaultdict(dict)

    def all(self) -> list[DocumentThing]:
        """The things that have a name, in the order of the text."""
        found: dict[_Key, DocumentThing] = {}
        for (coarse, name), mention in self._named.first.items():
            self._take(found, mention, name, self._find((coarse, name)))
        for key, forms in self._composed.items():
            if not isinstance(key, Span):
                for name, mention in forms.items():
                    self._take(found, mention, name, self._find(key))
        for claim in self._layer.claims:
            self._join(claim, found)
        main, around = set(self._within.areas.main), self._surroundings()
        persons = PersonSignsOf(self._named, self._ontology)
        for thing in found.values():
            if thing.coarse == "Person":
                thing.person, thing.around = persons.of(thing.forms), around
            thing.placed = bool(thing.places)
            thing.places |= set() if thing.placed else main
        return list(found.values())

    def _take(self, found: dict[_Key, DocumentThing], mention: Mention, name: str, root: _Key) -> None:
        """Add a name to the thing that it means, which it may be the first of."""
        thing = found.get(root)
        if thing is None:
            at = Occurrence(self._layer.document.id, mention)
            thing = found[root] = DocumentThing(at, self._named.coarse(mention))
        thing.forms.add(name)
        thing.types.add(mention.type)

    def _surroundings(self) -> Surroundings:
        """What the article names."""
        organs = (n for n, _ in self._named.of("Organization") if not self._names.relative.match(n))
        keys = (self._names.organ(name) for name in organs if not self._names.local.match(name))
        people = (name for name, _ in self._named.of("Person"))
        areas = (self._names.bare(name) for name, _ in self._named.of("Place"))
        countries = self._names.countries
        return Surroundings(
            frozenset(islice(keys, _AROUND)),
            frozenset(islice(people, _AROUND)),
            frozenset(islice((area for area in areas if area not in countries), _AROUND)),
            frozenset(area for area in self._within.areas.main if area not in countries),
            (self._layer.document.meta.datePublished or "")[:_YEAR],
        )

    def _join(self, claim: Claim, found: dict[_Key, DocumentThing]) -> None:
        """Add what a claim says to the context of the things that it joins, and to the places of its subject."""
        ends = [(role, mention, found.get(self._find(self._key(mention)))) for role, mention in claim.roles]
        for _, mention, thing in ends:
            kind, signs = thing.coarse if thing else mention.type, set(self._signs(mention, thing))
            for _, _, other in ends:
                if other and other is not thing:
                    other.context[kind] |= signs
        if claim.predicate in self._containers:
            things = {role: thing for role, _, thing in reversed(ends) if thing}
            subject, holder = things.get("subject"), things.get("object")
            if subject and holder and holder.coarse == "Place":
                subject.places |= {self._names.bare(form) for form in holder.forms}

    def _signs(self, mention: Mention, thing: DocumentThing | None) -> Iterator[str]:
        if thing:
            yield from (self._names.organ(form) for form in thing.forms)
        elif mention.type == "Role":
            yield normal_form(self._named.words(mention))

    def _key(self, mention: Mention) -> _Key:
        if mention in self._apart:
            return mention.span
        if mention.form == "name" or (mention.form == "nominal" and mention.type == "Person"):
            return self._coarse.get(mention.type, mention.type), normal_form(self._named.words(mention))
        return mention.span

    def _find(self, key: _Key) -> _Key:
        while (up := self._up.get(key, key)) != key:
            key = up
        return key
