"""Triples -> JSON-LD: one object a subject, sorted, with a context of prefixes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from kg.rdf.prefixes import BASE, RDF, prefixes
from kg.rdf.terms import Triple, unescaped

_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\^\^<([^>]*)>|@(.*))?')


class _Namer:
    """IRIs as `prefix:rest`; unlike in Turtle, the rest may be anything."""

    def __init__(self, base: str) -> None:
        self.spaces = {space: prefix for prefix, space in prefixes(base).items()}
        self.used: set[str] = set()

    def iri(self, term: str) -> str:
        """An IRI, shortened where its namespace is known."""
        iri = term[1:-1]
        path = iri.partition("#")[0]  # a passage is shortened by its document's namespace
        for at in (len(path) + 1, path.rfind("/") + 1):
            if prefix := self.spaces.get(iri[:at]):
                self.used.add(prefix)
                return f"{prefix}:{iri[at:]}"
        return iri

    def value(self, term: str) -> Any:
        """An object as JSON-LD has it."""
        if term[0] == "<":
            return {"@id": self.iri(term)}
        found = _LITERAL.fullmatch(term)
        assert found is not None, term
        lexical, datatype, language = found.groups()
        words = unescaped(lexical)
        if datatype is not None:
            return {"@type": self.iri(f"<{datatype}>"), "@value": words}
        return words if language is None else {"@language": language, "@value": words}


def jsonld(triples: Iterable[Triple], base: str = BASE) -> str:
    """Triples of RDF 1.1 as JSON-LD 1.1, flat: one object a subject, one a line.

    >>> label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    >>> print(jsonld([("<https://zhkg.example/id/宜宾>", label, '"宜宾"@zh-Hans')]), end="")
    {"@context": {"id": "https://zhkg.example/id/", "rdfs": "http://www.w3.org/2000/01/rdf-schema#"},
     "@graph": [
      {"@id": "id:宜宾", "rdfs:label": [{"@language": "zh-Hans", "@value": "宜宾"}]}]}
    """
    namer = _Namer(base)
    subjects: dict[str, dict[str, list[Any]]] = {}
    for subject, predicate, target in sorted(set(triples)):
        about = subjects.setdefault(namer.iri(subject), {})
        if predicate == f"<{RDF}type>":
            about.setdefault("@type", []).append(namer.iri(target))
        else:
            about.setdefault(namer.iri(predicate), []).append(namer.value(target))
    encode = json.JSONEncoder(ensure_ascii=False).encode
    lines = ",".join(
        f"\n  {encode({'@id': s, **dict(sorted(about.items()))})}" for s, about in sorted(subjects.items())
    )
    spaces = prefixes(base)
    context = encode({prefix: spaces[prefix] for prefix in sorted(namer.used)})
    return f'{{"@context": {context},\n "@graph": [{lines}]}}\n'
