"""What a page needs so that its reader can correct it: the words of the whole schema, and which graph it is.

    types       {coarse class: {zh, en, colour, dark, shape}}
    classes     {class: {zh, en, type}}
    properties  {property: {zh, en, domain: [class], range?: [class], datatype?, qualifiers?: [property],
                            implies?: [property], single?, symmetric?, container?}}

A property without a domain is a qualifier and makes no fact by itself.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from kg.export.looks import lighter, looks
from kg.ontology.ontology import Ontology
from kg.ontology.schema import Property
from kg.types import Graph

_DIGITS = 16  # hexadecimal ones, of an identity


def identity(graph: Graph) -> str:
    """What a browser keeps the corrections of a graph under: a hash of its documents, entities and facts."""
    documents = [[document.id, document.digest] for document in graph.documents]
    said = [documents, [entity.id for entity in graph.entities], [fact.id for fact in graph.facts]]
    content = json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(content).hexdigest()[:_DIGITS]


def schema(ontology: Ontology) -> dict[str, Any]:
    """The whole schema, as the module describes it."""
    look, coarse = looks(ontology), ontology.coarse
    return {
        "types": {
            name: {**_labels(ontology.classes[name]), "colour": colour, "dark": lighter(colour), "shape": shape}
            for name, (colour, shape) in sorted(look.items())
            if coarse[name] == name
        },
        "classes": {name: {**_labels(found), "type": coarse[name]} for name, found in sorted(ontology.classes.items())},
        "properties": {name: _property(found) for name, found in sorted(ontology.properties.items())},
    }


def _property(found: Property) -> dict[str, Any]:
    record: dict[str, Any] = {
        **_labels(found),
        "domain": list(found.domain),
        "range": list(found.range),
        "datatype": found.datatype,
        "qualifiers": list(found.qualifiers),
        "implies": list(found.implies),
        "single": found.single_valued,
        "symmetric": found.symmetric,
        "container": found.container,
    }
    return {key: value for key, value in record.items() if value or key == "domain"}


def _labels(found: Any) -> dict[str, str]:
    return {"zh": found.zh, "en": found.en}
