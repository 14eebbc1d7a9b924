"""schema.ttl -> the classes and properties of an ontology, with each mistake told by its line.

Only triples about names under `KG` are read. In the namespaces of RDF, RDFS, OWL, schema.org and our own, a term that
is not known here is taken for a misspelling; terms of other vocabularies are let through.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast, get_args

from kg.errors import OntologyError
from kg.ontology.namespace import KG
from kg.ontology.turtle_lines import line_of, parsed
from kg.types import Datatype

_SPACES = {
    "kg": KG,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "schema": "https://schema.org/",
}
_Kind: TypeAlias = Literal["class", "property", "other"]
_TYPES: dict[_Kind, tuple[str, ...]] = {
    "class": ("owl:Class",),
    "property": (
        *("owl:ObjectProperty", "owl:DatatypeProperty", "rdf:Property", "owl:SymmetricProperty"),
        *("kg:Containment", "kg:SingleValued", "kg:StatementTime", "kg:Extension", "kg:Verbatim"),
    ),
    "other": (
        *("rdfs:Class", "rdfs:Datatype", "owl:AnnotationProperty", "owl:DatatypeProperty", "owl:ObjectProperty"),
        *("kg:ModelProperty", "kg:InverseProperty", "kg:InferredProperty"),
    ),
}
_RELATIONS = ("owl:ObjectProperty", "owl:DatatypeProperty", "rdf:Property")  # types that make a property of entities
_NO_RELATIONS = ("kg:ModelProperty", "kg:InverseProperty", "kg:InferredProperty")  # unless one of these is beside them
_COMMON = ("rdf:type", "rdfs:label", "rdfs:comment", "rdfs:seeAlso", "rdfs:isDefinedBy")
_PREDICATES: dict[_Kind, tuple[str, ...]] = {
    "class": (*_COMMON, "rdfs:subClassOf", "owl:equivalentClass", "owl:disjointWith"),
    "property": (
        *(*_COMMON, "rdfs:subPropertyOf", "owl:inverseOf", "schema:domainIncludes", "schema:rangeIncludes"),
        *("owl:propertyChainAxiom", "kg:datatype", "kg:qualifier", "kg:implies", "kg:homonymRank"),
    ),
    "other": (
        *(*_COMMON, "rdfs:subClassOf", "rdfs:subPropertyOf", "rdfs:domain", "rdfs:range"),
        "owl:propertyChainAxiom",
    ),
}
_NAMED = ("rdf:type", "rdfs:seeAlso", "rdfs:subClassOf", "rdfs:subPropertyOf", "rdfs:domain", "rdfs:range")
_LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}  # as the parser gives them, and as they are written


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the ontology: its labels, and its direct superclass within it (None for a coarse type)."""

    name: str
    zh: str
    en: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its labels, what it joins, and what follows from it.

    `domain` and `range` are classes, any of which its subject and object may be; a property of values has a `datatype`
    and no range. `qualifiers` are properties of its statements; those in `implies` hold of the object too (A received
    B, conferred by C, so B is conferred by C). The object of a `container` contains its subject. A thing has one value
    only of what is `single_valued`. A `statement_time` qualifier says when its statement holds. `homonym_rank` orders
    the properties that tell homonyms apart, from 1 on. An `extension` is none of the annotation guide's properties.
    `inverse` names the property whose triples are these turned round, `back` has its labels. The object of what is
    `verbatim` is someone's words, so that its statements are asserted whatever those words deny, plan or ask.
    """

    name: str
    zh: str
    en: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    datatype: Datatype | None
    qualifiers: tuple[str, ...]
    implies: tuple[str, ...]
    symmetric: bool
    container: bool
    single_valued: bool
    statement_time: bool
    homonym_rank: int | None
    extension: bool = False
    inverse: str | None = None
    back: tuple[str, str] | None = None
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """Classes and properties by their names, each sorted."""

    classes: Mapping[str, Class]
    properties: Mapping[str, Property]


def read_schema(path: Path, text: str, quads: tuple[Any, ...] | None = None) -> Schema:
    """The schema that the text of a file says; OntologyError, with the line in `path`, for what is wrong in it.

    `quads` are what `parsed` gave of that text, where it was parsed before.
    """
    reader = _Reader(path, text, parsed(path, text) if quads is None else quads)
    for subject in reader.about:
        reader.check_terms(subject)
    classes = {name: reader.class_(name) for name in reader.names("class")}
    for name in classes:
        reader.check_circle(name, classes)
    properties = {name: reader.property_(name) for name in reader.names("property")}
    for known in properties.values():
        reader.check_coarse(known, classes)
        reader.check_property(known)
    reader.check_ranks(properties)
    used = {qualifier for known in properties.values() for qualifier in known.qualifiers}
    for known in properties.values():
        if not known.domain and known.name not in used:
            hint = "say which classes have it (schema:domainIncludes), or name it as the qualifier of a property"
            raise reader.wrong(f"kg:{known.name} has no domain", hint, KG + known.name)
    return Schema(classes, properties)


class _Reader:
    """The triples about names under KG, by subject and predicate."""

    def __init__(self, path: Path, text: str, quads: tuple[Any, ...]) -> None:
        self.path, self.text = path, text
        self.about: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            if quad.subject.value.startswith(KG):
                self.about[quad.subject.value][quad.predicate.value].append(quad.object)
        if not self.names("class"):
            hint = f"declare its classes: kg:Person a owl:Class, where kg: is <{KG}>"
            raise OntologyError("it declares no class", where=f"{path}:1", hint=hint)

    def wrong(self, what: str, hint: str, subject: str, *terms: str) -> OntologyError:
        """The error about what is said of a subject, at the line of `terms` (see `line_of`)."""
        return OntologyError(what, where=f"{self.path}:{line_of(self.text, subject, *terms)}", hint=hint)

    def types(self, subject: str) -> list[str]:
        """The IRIs of a subject's types."""
        return [term.value for term in self.about[subject].get(_iri("rdf:type"), [])]

    def kind(self, subject: str) -> _Kind:
        """Whether a subject is a class of entities, a property of them, or describes the model."""
        types = {_short(iri) for iri in self.types(subject)}
        if "owl:Class" in types:
            return "class"
        return "property" if types.intersection(_RELATIONS) and types.isdisjoint(_NO_RELATIONS) else "other"

    def names(self, kind: _Kind) -> list[str]:
        """The local names of all subjects of a kind, sorted."""
        return sorted(subject.removeprefix(KG) for subject in self.about if self.kind(subject) == kind)

    def check_terms(self, subject: str) -> None:
        """Raise where a subject's types or predicates, or names under KG among its objects, are unknown."""
        name, kind, types = _short(subject), self.kind(subject), self.types(subject)
        if not types:
            hint = "declare it: a owl:Class for a class, a owl:ObjectProperty for a relation or qualifier"
            raise self.wrong(f"{name} has no type", hint, subject)
        for iri in types:
            if _is_closed(iri) and _short(iri) not in _TYPES[kind] and not self._is_own_type(iri, kind):
                known = _TYPES[kind] if kind != "other" else ("owl:Class", "rdf:Property", *_TYPES[kind])
                raise self.wrong(f"{name}: type {_short(iri)} is unknown", _use(iri, known), subject, iri)
        for predicate, objects in self.about[subject].items():
            if _is_closed(predicate) and _short(predicate) not in _PREDICATES[kind]:
                what = f"{name}: {_short(predicate)} is unknown here"
                raise self.wrong(what, _use(predicate, _PREDICATES[kind]), subject, predicate)
            for term in objects:
                if term.value.startswith(KG) and term.value not in self.about:
                    what = f"{name}: {_short(term.value)} is unknown"
                    raise self.wrong(what, "use a name that is declared in this file", subject, predicate, term.value)
        self._check_texts(subject)

    def _is_own_type(self, iri: str, kind: _Kind) -> bool:
        """Whether a type is a class of the model, such as kg:Modality."""
        return kind == "other" and iri.startswith(KG) and _iri("rdfs:Class") in self.types(iri)

    def _check_texts(self, subject: str) -> None:
        for predicate in ("rdfs:label", "rdfs:comment"):
            for term in self.about[subject].get(_iri(predicate), []):
                if not getattr(term, "language", None) or not term.value.strip():
                    what = f"{_short(subject)}: {predicate} {_shown(term)} is no text in a language"
                    raise self.wrong(what, 'write it as "…"@zh-Hans or "…"@en', subject, _iri(predicate), term.value)
        for language, written in _LANGUAGES.items():
            labels = [t for t in self.about[subject].get(_iri("rdfs:label"), []) if t.language == language]
            if len(labels) != 1:
                what = f"{_short(subject)} has {len(labels) or 'no'} rdfs:label in @{written}"
                raise self.wrong(what, "give it one", subject, *[t.value for t in labels[1:]])
        for predicate in _NAMED:
            for term in self.about[subject].get(_iri(predicate), []):
                if hasattr(term, "language"):
                    what = f"{_short(subject)}: {predicate} {_shown(term)} is a text"
                    raise self.wrong(
                        what, "give an IRI or a name with its prefix", subject, _iri(predicate), term.value
                    )

    def class_(self, name: str) -> Class:
        """The class of a name."""
        parents = self._named(KG + name, "rdfs:subClassOf", "class", only=False)
        if len(parents) > 1:
            what = f"kg:{name} has {len(parents)} superclasses in kg:"
            raise self.wrong(what, "give it one", KG + name, _iri("rdfs:subClassOf"), KG + parents[1])
        return Class(name, *self._labels(KG + name), parents[0] if parents else None)

    def check_circle(self, name: str, classes: Mapping[str, Class]) -> None:
        """Raise where a class lies below itself."""
        above, parent = [name], classes[name].parent
        while parent is not None and parent not in above:
            above.append(parent)
            parent = classes[parent].parent
        if parent == name:
            chain = " below ".join(f"kg:{one}" for one in (*above, name))
            terms = _iri("rdfs:subClassOf"), KG + (classes[name].parent or "")
            raise self.wrong(f"a circle of superclasses: {chain}", "take one of them away", KG + name, *terms)

    def property_(self, name: str) -> Property:
        """The property of a name."""
        subject, types = KG + name, self.types(KG + name)
        self._named(subject, "rdfs:subPropertyOf", "property", only=False)
        return Property(
            name,
            *self._labels(subject),
            self._named(subject, "schema:domainIncludes", "class"),
            self._named(subject, "schema:rangeIncludes", "class"),
            self._datatype(subject),
            self._named(subject, "kg:qualifier", "property"),
            self._named(subject, "kg:implies", "property"),
            _iri("owl:SymmetricProperty") in types,
            _iri("kg:Containment") in types,
            _iri("kg:SingleValued") in types,
            _iri("kg:StatementTime") in types,
            self._rank(subject),
            _iri("kg:Extension") in types,
            *self._inverse(subject),
            _iri("kg:Verbatim") in types,
        )

    def _inverse(self, subject: str) -> tuple[str | None, tuple[str, str] | None]:
        """The one kg:InverseProperty that a property has for its inverse, if any, and its labels."""
        found = self.about[subject].get(_iri("owl:inverseOf"), [])
        for term in found:
            if len(found) > 1 or _iri("kg:InverseProperty") not in self.types(term.value):
                what = f"{_short(subject)}: owl:inverseOf is {' and '.join(map(_shown, found))}"
                hint = "name one kg:InverseProperty of this file"
                raise self.wrong(what, hint, subject, _iri("owl:inverseOf"), term.value)
        return (found[0].value.removeprefix(KG), self._labels(found[0].value)) if found else (None, None)

    def check_property(self, known: Property) -> None:
        """Raise where the type or annotations of a property do not go together."""
        for kind, values in (("owl:ObjectProperty", False), ("owl:DatatypeProperty", True)):
            if _iri(kind) in self.types(KG + known.name) and values != (known.datatype is not None):
                what = f"kg:{known.name} is an {kind}, but its object is a {'thing' if values else 'value'}"
                other = "owl:ObjectProperty" if values else "owl:DatatypeProperty"
                raise self.wrong(what, f"make it an {other}", KG + known.name, _iri("rdf:type"), _iri(kind))
        for what, hint, *terms in _contradictions(known):
            raise self.wrong(f"kg:{known.name} {what}", hint, KG + known.name, *terms)

    def check_coarse(self, known: Property, classes: Mapping[str, Class]) -> None:
        """Raise where a domain or range names a class below another: things are compared by their coarse types."""
        for predicate, names in (("schema:domainIncludes", known.domain), ("schema:rangeIncludes", known.range)):
            for name in names:
                top = name
                while (above := classes[top].parent) is not None:
                    top = above
                if top != name:
                    what = f"kg:{known.name}: {predicate} kg:{name} is no coarse type"
                    raise self.wrong(
                        what, f"use kg:{top}, which it lies below", KG + known.name, _iri(predicate), KG + name
                    )

    def check_ranks(self, properties: Mapping[str, Property]) -> None:
        """Raise where two properties have one rank among those that tell homonyms apart."""
        ranks = Counter(known.homonym_rank for known in properties.values() if known.homonym_rank is not None)
        for known in properties.values():
            if known.homonym_rank is not None and ranks[known.homonym_rank] > 1:
                same = [f"kg:{one.name}" for one in properties.values() if one.homonym_rank == known.homonym_rank]
                what = f"kg:homonymRank {known.homonym_rank} is that of {' and '.join(same)}"
                raise self.wrong(what, "give each a number of its own", KG + known.name, _iri("kg:homonymRank"))

    def _labels(self, subject: str) -> tuple[str, str]:
        found = {term.language: str(term.value) for term in self.about[subject][_iri("rdfs:label")]}
        return found["zh-hans"], found["en"]

    def _named(self, subject: str, predicate: str, kind: _Kind, *, only: bool = True) -> tuple[str, ...]:
        """The local names that a predicate leads to; with `only`, it may lead to nothing else."""
        found = []
        for term in self.about[subject].get(_iri(predicate), []):
            if hasattr(term, "language") or (only and not term.value.startswith(KG)):
                wrong = True
            else:
                wrong = term.value.startswith(KG) and self.kind(term.value) != kind
            if wrong:
                what = f"{_short(subject)}: {predicate} {_shown(term)} is no {kind} of kg:"
                use = "use a class (a owl:Class)" if kind == "class" else "use a property (a owl:ObjectProperty)"
                raise self.wrong(what, f"{use} of this file", subject, _iri(predicate), term.value)
            if term.value.startswith(KG):
                found.append(term.value.removeprefix(KG))
        return tuple(sorted(found))

    def _datatype(self, subject: str) -> Datatype | None:
        found = self.about[subject].get(_iri("kg:datatype"), [])
        for term in found:
            if len(found) > 1 or not _is_string(term) or term.value not in get_args(Datatype):
                what = f"{_short(subject)}: kg:datatype is {' and '.join(map(_shown, found))}"
                hint = 'give one of "date", "quantity" and "text"'
                raise self.wrong(what, hint, subject, _iri("kg:datatype"), term.value)
        return cast(Datatype, found[0].value) if found else None

    def _rank(self, subject: str) -> int | None:
        found = self.about[subject].get(_iri("kg:homonymRank"), [])
        for term in found:
            is_integer = hasattr(term, "language") and term.datatype.value.endswith("#integer")
            if len(found) > 1 or not is_integer or int(term.value) < 1:
                what = f"{_short(subject)}: kg:homonymRank is {' and '.join(map(_shown, found))}"
                raise self.wrong(what, "give one whole number from 1 on", subject, _iri("kg:homonymRank"), term.value)
        return int(found[0].value) if found else None


def _contradictions(found: Property) -> Iterator[tuple[str, ...]]:
    """What annotations of a property do not go together: what is wrong, what to do, and the terms to look for."""
    datatype = _iri("kg:datatype")
    if found.range and found.datatype:
        yield "has both a range and a datatype", "leave one of them out", datatype
    if not found.range and not found.datatype:
        yield "has neither a range nor a datatype", "give schema:rangeIncludes a class, or kg:datatype a kind of value"
    if found.symmetric and found.domain != found.range:
        what = "is symmetric, but its domain and range differ"
        yield what, "give both the same classes", _iri("rdf:type"), _iri("owl:SymmetricProperty")
    if found.container and not found.range:
        yield (
            "contains things, but is a property of values",
            "give it a range",
            _iri("rdf:type"),
            _iri("kg:Containment"),
        )
    for needed, value, what in (
        (found.verbatim, "text", "is of someone's words, but its object is no text"),
        (found.statement_time, "date", "says when a statement holds, but is no date"),
    ):
        if needed and found.datatype != value:
            yield what, f'give it kg:datatype "{value}"', datatype
    for qualifier in found.implies:
        yield from _wrongly_implied(found, qualifier)


def _wrongly_implied(found: Property, qualifier: str) -> Iterator[tuple[str, ...]]:
    hint = "name one of its qualifiers (kg:qualifier)"
    if qualifier not in found.qualifiers:
        yield f"implies kg:{qualifier}, which is no qualifier of it", hint, _iri("kg:implies"), KG + qualifier
    if not found.range:
        hint = "give it a range"
        yield (
            "implies something of its object, which is a value",
            hint,
            _iri("kg:implies"),
            _iri("schema:rangeIncludes"),
        )


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return _SPACES[prefix] + local


def _short(iri: str) -> str:
    for prefix, space in _SPACES.items():
        if iri.startswith(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return f"<{iri}>"


def _is_closed(iri: str) -> bool:
    return not _short(iri).startswith("<")


def _is_string(term: Any) -> bool:
    return hasattr(term, "language") and not term.language and str(term.datatype.value).endswith("#string")


def _shown(term: Any) -> str:
    """A term of RDF as a reader writes it."""
    if hasattr(term, "language"):
        return f'"{term.value}"'
    return _short(str(term.value))


def _use(iri: str, names: tuple[str, ...]) -> str:
    """What to use in place of a misspelt name: the one that it is close to, or any of those that there are."""
    close = get_close_matches(_short(iri), names, 1)
    return f"use {close[0]}" if close else f"use one of {', '.join(names)}"
