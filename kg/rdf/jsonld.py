"""Triples -> JSON-LD: one object a subject, sorted, with a context that makes its values short.

Each property has a term in the context, with the type or language that most of its values have: these are plain strings
or numbers, and the others say theirs. Whole numbers are JSON numbers; decimals are strings of their type, since a
JSON number with a fraction becomes a double (9.3E-1), which is another term. A single value stands in no list.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from kg.ontology.namespace import KG
from kg.rdf.prefixes import BASE, RDF, XSD, prefixes
from kg.rdf.terms import Triple, unescaped

_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\^\^<([^>]*)>|@(.*))?')
_WHOLE = {
    f"{XSD}integer": re.compile(r"0|-?[1-9][0-9]{0,14}"),
    f"{XSD}nonNegativeInteger": re.compile("0|[1-9][0-9]{0,14}"),
}
_TYPE = f"<{RDF}type>"
_NAME = re.compile("(?:kg|schema|rdf|rdfs|skos|oa|prov):([A-Za-z][A-Za-z0-9]*)")
_RESERVED = ("statements", "annotations")  # see kg.rdf.jsonld_framed
_PREFIXED = ("oa:start", "oa:end")  # kg:end is a name of its own, in any file


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is common to values: `@type` of an IRI (which is @id) or literal, or `@language`; neither of a string."""

    key: str | None = None
    value: str = ""


_MAP = _Kind("@container", "@language")  # of words that are all tagged


@dataclass(frozen=True, slots=True)
class _Term:
    """A property's name in the file, its IRI as a context has it, and the kind of most of its values."""

    name: str
    iri: str
    kind: _Kind

    def definition(self) -> str | dict[str, str]:
        """What the context says of it."""
        return self.iri if self.kind.key is None else {"@id": self.iri, self.kind.key: self.kind.value}


class _Namer:
    """IRIs as `prefix:rest`; unlike in Turtle, the rest may be anything."""

    def __init__(self, base: str) -> None:
        self.spaces = {space: prefix for prefix, space in prefixes(base).items()}
        self.used: set[str] = set()

    def iri(self, term: str) -> str:
        """An IRI, shortened where its namespace is known."""
        iri = term[1:-1]
        path = iri if "=" not in iri else re.split(r"[#;](?=[a-z]+=)", iri, maxsplit=1)[0]  # of a passage: its document
        for at in (iri.rfind("#") + 1, path.rfind("/") + 1):
            if (prefix := self.spaces.get(iri[:at])) and not iri.startswith("//", at):
                self.used.add(prefix)
                return f"{prefix}:{iri[at:]}"
        return iri

    def kind(self, term: str) -> _Kind:
        """The kind of an object."""
        if term[0] == "<":
            return _Kind("@type", "@id")
        found = _LITERAL.fullmatch(term)
        assert found is not None, term
        if found[2] is not None:
            return _Kind("@type", self.iri(f"<{found[2]}>"))
        return _Kind() if found[3] is None else _Kind("@language", found[3])

    def value(self, target: str, term: _Term) -> Any:
        """An object as JSON-LD has it under a property."""
        kind = self.kind(target)
        if target[0] == "<":
            return self.iri(target) if kind == term.kind else {"@id": self.iri(target)}
        found = _LITERAL.fullmatch(target)
        assert found is not None, target
        words = unescaped(found[1])
        if kind != term.kind:
            return {"@value": words} if kind.key is None else {kind.key: kind.value, "@value": words}
        whole = _WHOLE.get(found[2] or "")
        return int(words) if whole is not None and whole.fullmatch(words) else words


def _name(short: str, taken: set[str]) -> str:
    """The local part of a prefixed name, or all of it where another has that part or it is common."""
    found = _NAME.fullmatch(short)
    return short if found is None or found[1] in taken or short in _PREFIXED else found[1]


def _terms(triples: Iterable[Triple], namer: _Namer, maps: bool) -> dict[str, _Term]:
    """The term of each property: a short name where no other has it, first those of the vocabulary."""
    kinds: dict[str, Counter[_Kind]] = {}
    for _, predicate, target in triples:
        kinds.setdefault(predicate, Counter())[namer.kind(target)] += 1
    terms: dict[str, _Term] = {}
    taken = {*namer.spaces.values(), *_RESERVED}
    for predicate in sorted(kinds, key=lambda p: (not p.startswith(f"<{KG}"), p)):
        short = namer.iri(predicate)
        name = _name(short, taken)
        taken.add(name)
        most = min(kinds[predicate], key=lambda kind: (-kinds[predicate][kind], kind.key or "", kind.value))
        in_map = maps and all(kind.key == "@language" for kind in kinds[predicate])
        terms[predicate] = _Term(name, short, _MAP if in_map else most)
    return terms


def _classes(triples: Iterable[Triple], namer: _Namer, taken: set[str]) -> dict[str, str]:
    """The name of each class."""
    found: dict[str, str] = {}
    for iri in sorted({o for _, p, o in triples if p == _TYPE}, key=lambda o: (not o.startswith(f"<{KG}"), o)):
        short = namer.iri(iri)
        found[iri] = _name(short, taken)
        taken.add(found[iri])
    return found


@dataclass(frozen=True, slots=True)
class Flat:
    """Triples as objects of JSON-LD by subject, sorted, with the names of their properties and classes."""

    nodes: dict[str, dict[str, Any]]
    terms: dict[str, _Term]
    classes: dict[str, str]
    namer: _Namer


def flat(triples: Iterable[Triple], base: str = BASE, maps: bool = False) -> Flat:
    """Triples of RDF 1.1 as objects; with `maps`, words of a property that are all tagged are in maps by language."""
    namer = _Namer(base)
    found = sorted(set(triples))
    terms = _terms((triple for triple in found if triple[1] != _TYPE), namer, maps)
    classes = _classes(found, namer, {term.name for term in terms.values()} | set(namer.spaces.values()))
    subjects: dict[str, dict[str, list[Any]]] = {}
    for subject, predicate, target in found:
        about = subjects.setdefault(namer.iri(subject), {})
        if predicate == _TYPE:
            about.setdefault("@type", []).append(classes[target])
        else:
            term = terms[predicate]
            about.setdefault(term.name, []).append(namer.value(target, term))
    in_maps = {term.name for term in terms.values() if term.kind == _MAP}
    nodes = {
        subject: {key: _by_language(some) if key in in_maps else _one(some) for key, some in sorted(about.items())}
        for subject, about in sorted(subjects.items())
    }
    return Flat(nodes, terms, classes, namer)


def _one(values: list[Any]) -> Any:
    """Values, of which a single one stands in no list."""
    return values[0] if len(values) == 1 else values


def _by_language(values: list[dict[str, str]]) -> dict[str, Any]:
    found: dict[str, list[str]] = {}
    for value in values:
        found.setdefault(value["@language"], []).append(value["@value"])
    return {tag: _one(words) for tag, words in sorted(found.items())}


def jsonld(triples: Iterable[Triple], base: str = BASE) -> str:
    """Triples of RDF 1.1 as JSON-LD 1.1, flat: one object a subject, one a line.

    >>> label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    >>> print(jsonld([("<https://zhkg.example/id/宜宾>", label, '"宜宾"@zh-Hans')]), end="")
    {"@context": {
      "id": "https://zhkg.example/id/",
      "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
      "label": {"@id": "rdfs:label", "@language": "zh-Hans"}},
     "@graph": [
      {"@id": "id:宜宾", "label": "宜宾"}]}
    """
    found = flat(triples, base)
    encode = json.JSONEncoder(ensure_ascii=False).encode
    lines = ",".join(f"\n  {encode({'@id': subject, **about})}" for subject, about in found.nodes.items())
    return f'{{"@context": {{{context(found, base)}}},\n "@graph": [{lines}]}}\n'


def context(found: Flat, base: str, more: Mapping[str, Any] = MappingProxyType({})) -> str:
    """The lines of a context: prefixes, then properties, those of `more` too, then classes."""
    spaces, namer = prefixes(base), found.namer
    terms = {term.name: term.definition() for term in found.terms.values()} | dict(more)
    named = {name: short for iri, name in sorted(found.classes.items()) if (short := namer.iri(iri)) != name}
    entries: dict[str, Any] = {prefix: spaces[prefix] for prefix in sorted(namer.used)}
    entries |= {name: terms[name] for name in sorted(terms)} | named
    encode = json.JSONEncoder(ensure_ascii=False).encode
    return ",".join(f"\n  {encode(name)}: {encode(value)}" for name, value in entries.items())
