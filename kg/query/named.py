"""The names of a graph's things, and which of them stand in a question, by any spelling or as a short form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology
from kg.query.engine import Engine
from kg.query.results import Iri, Literal, Result
from kg.rdf.prefixes import prefixes
from kg.text.names import normal_form

_NAMES = (
    "SELECT ?thing ?type ?main ?name { ?thing a ?type ; skos:prefLabel ?main ; skos:prefLabel|skos:altLabel ?name }"
)
_TEXTS = "SELECT DISTINCT ?text { ?fact kg:%s ?text }"
_SHORTEST, _LONGEST = 2, 24  # characters of a name in a question
_SHORT = "Organization", "Place", "Initiative"  # what has short forms that follow from the name
_OPEN = "Event", "Award"  # what has any part of its words for one, up to the same end
_SHORTEST_OPEN, _END = 4, 2  # characters of such a part, and of its end


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the graph, by its IRI."""

    iri: str
    name: str
    kind: str


class Named:
    """The names of one graph, for one ontology."""

    def __init__(self, engine: Engine, base: str, ontology: Ontology) -> None:
        self.ontology, self.things = ontology, {}
        self.by_form: dict[str, dict[str, Thing]] = defaultdict(dict)
        spaces = prefixes(base)
        for iri, kind, main, name in Result(*engine.query(_NAMES, spaces)).rows:
            if (
                isinstance(iri, Iri)
                and isinstance(kind, Iri)
                and isinstance(main, Literal)
                and isinstance(name, Literal)
            ):
                thing = Thing(iri.value, main.value, kind.value.removeprefix(KG))
                self.things[iri.value] = thing
                self.by_form[simple(name.value)][iri.value] = thing
        self.roles, self.counted = (self._texts(engine, name, spaces) for name in ("role", "of"))

    @staticmethod
    def _texts(engine: Engine, qualifier: str, spaces: Mapping[str, str]) -> dict[str, list[str]]:
        """The values of a qualifier, by their normal form."""
        made: dict[str, list[str]] = defaultdict(list)
        for (term,) in Result(*engine.query(_TEXTS % qualifier, spaces)).rows:
            if isinstance(term, Literal):
                made[simple(term.value)].append(term.value)
        return {form: sorted(texts) for form, texts in made.items()}

    def within(self, text: str) -> dict[str, tuple[Thing, ...]]:
        """The names in a text in normal form, each with what it may name; short forms where they mean one thing."""
        parts = {text[a:b] for a in range(len(text)) for b in range(a + _SHORTEST, min(len(text), a + _LONGEST) + 1)}
        long = {form for form in self.by_form if len(form) > _LONGEST and form in text}
        found = {part: self._of(part) for part in parts | long if part in self.by_form}
        for part in sorted(parts - set(found)):
            if short := self._short(part):
                found[part] = (short,)
        return found

    def _of(self, form: str) -> tuple[Thing, ...]:
        return tuple(thing for _, thing in sorted(self.by_form[form].items()))

    def _short(self, part: str) -> Thing | None:
        """The only thing that a text is a short form of."""
        found = self.shortened(part)
        if not found and len(part) >= _SHORTEST_OPEN:
            found = tuple(thing for thing in self._open.get(part[-_END:], ()) if _is_within(part, simple(thing.name)))
        return found[0] if len(found) == 1 else None

    def shortened(self, part: str) -> tuple[Thing, ...]:
        """The things that a text in normal form is a short form of."""
        from kg.resolve.name_forms import name_forms

        forms = name_forms(self.ontology)
        found = {thing.iri: thing for thing in self._keys.get(forms.organ(part), ())}
        found |= {
            thing.iri: thing
            for thing in self._openings.get(forms.own(part), ())
            if forms.brand(part, simple(thing.name))
        }
        return tuple(found.values())

    @cached_property
    def _open(self) -> Mapping[str, tuple[Thing, ...]]:
        """The things whose names leave words out when they are said again, by the ends of their names."""
        found: dict[str, tuple[Thing, ...]] = defaultdict(tuple)
        for _, thing in sorted(self.things.items()):
            if any(self.ontology.is_a(thing.kind, kind) for kind in _OPEN):
                found[simple(thing.name)[-_END:]] += (thing,)
        return found

    @property
    def _keys(self) -> Mapping[str, tuple[Thing, ...]]:
        """The things that have a short form, by the form that it shares with the name."""
        if not hasattr(self, "_made"):
            self._made = self._indexed()
        return self._made[0]

    @property
    def _openings(self) -> Mapping[str, tuple[Thing, ...]]:
        """Companies by all that their own word may be."""
        if not hasattr(self, "_made"):
            self._made = self._indexed()
        return self._made[1]

    def _indexed(self) -> tuple[Mapping[str, tuple[Thing, ...]], Mapping[str, tuple[Thing, ...]]]:
        from kg.resolve.name_forms import name_forms

        forms = name_forms(self.ontology)
        keys: dict[str, tuple[Thing, ...]] = defaultdict(tuple)
        openings: dict[str, tuple[Thing, ...]] = defaultdict(tuple)
        for thing in self._with_short_forms():
            name = simple(thing.name)
            for key in {forms.organ(name), forms.bare(name), forms.core(thing.name)} - {name}:
                if len(key) >= _SHORTEST:
                    keys[key] += (thing,)
            if self.ontology.is_a(thing.kind, "Company"):
                for opening in forms.openings(name):
                    openings[opening] += (thing,)
        return keys, openings

    def _with_short_forms(self) -> Iterator[Thing]:
        for _, thing in sorted(self.things.items()):
            if any(self.ontology.is_a(thing.kind, kind) for kind in _SHORT):
                yield thing


def _is_within(part: str, name: str) -> bool:
    """Whether the characters of a part stand in a name, in their order.

    >>> _is_within("云湖马拉松", "2024云湖国际马拉松"), _is_within("马拉松云湖", "2024云湖国际马拉松")
    (True, False)
    """
    characters = iter(name)
    return all(character in characters for character in part)


@cache
def _simplified():  # type: ignore[no-untyped-def]
    import opencc

    return opencc.OpenCC("t2s").convert


def simple(text: str) -> str:
    """A name or a question in normal form and simplified characters.

    >>> simple("誰是“宜賓市 司法局”的局長？")
    '谁是宜宾市司法局的局长?'
    """
    form = normal_form(text)
    return form if form.isascii() else normal_form(_simplified()(form))
