"""Triples -> JSON-LD in which what belongs to a thing stands inside of it; entities and documents are on top.

    {"@id": "id:临江县档案馆", "@type": "GovernmentBody", "prefLabel": {"zh-Hans": "临江县档案馆"},
     "received": "id:全国档案工作先进集体",
     "statements": {"@id": "st:9f3a…", "predicate": "kg:received", "time": "2021-06-09",
                    "evidence": {"@id": "st:9f3a…-1", "rule": "award.conferred", "hasSelector": [{…}, {…}]}}}

The triples are those of the flat file: `statements` and `annotations` are properties turned round (`@reverse`). A node
stands in whole where it is first named by what it belongs to, and by its `@id` elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from kg.ontology.namespace import KG
from kg.rdf.jsonld import context, flat
from kg.rdf.prefixes import BASE, OA, RDF
from kg.rdf.terms import Triple

_Node: TypeAlias = dict[str, Any]
_TURNED = (("statements", f"<{RDF}subject>"), ("annotations", f"<{OA}hasBody>"))  # what a node's owner calls it
_OWNING = (f"<{KG}evidence>", f"<{KG}mention>", f"<{KG}frame>", f"<{OA}hasSelector>")
_DEEPEST = 8  # levels; the model has five


def framed(triples: Iterable[Triple], base: str = BASE) -> Iterator[str]:
    """Triples of RDF 1.1 as JSON-LD 1.1: the context, then one thing a piece. Names are in maps by language."""
    found = flat(triples, base, maps=True)
    turned = {name: found.terms[iri] for name, iri in _TURNED if iri in found.terms}
    for name, term in turned.items():
        _turn(found.nodes, name, term.name)
    owning = {*turned, *(found.terms[iri].name for iri in _OWNING if iri in found.terms)}
    reverse = {name: {"@reverse": term.iri, "@type": "@id"} for name, term in turned.items()}
    yield f'{{"@context": {{{context(found, base, reverse)}}},\n "@graph": ['
    encode = json.JSONEncoder(ensure_ascii=False).encode
    comma = ""
    for node in _on_top(found.nodes, owning):
        yield f"{comma}\n  {encode(node)}"
        comma = ","
    yield "]}\n"


def _on_top(nodes: dict[str, _Node], owning: set[str]) -> Iterator[_Node]:
    """The nodes that belong to no other, with those that belong to them; each is taken out of `nodes`."""
    inside = {one for node in nodes.values() for name in owning for one in _ids(node.get(name))}
    for key in [key for key in nodes if key not in inside]:
        yield _whole(key, nodes, owning, 0)
    for key in list(nodes):  # what only names itself: a graph changed by hand
        yield {"@id": key, **nodes.pop(key)}


def _turn(nodes: dict[str, _Node], name: str, forward: str) -> None:
    """Let each node's owner name it, where there is one owner, instead of the node its owner."""
    for key, node in nodes.items():
        owner = node.get(forward)
        if isinstance(owner, str) and owner in nodes and owner != key:
            del node[forward]
            nodes[owner].setdefault(name, []).append(key)


def _ids(value: Any) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _whole(key: str, nodes: dict[str, _Node], owning: set[str], depth: int) -> _Node:
    """A node with those that belong to it, each of which is taken out of `nodes`."""
    node = nodes.pop(key)
    for name in sorted(owning & node.keys()):
        if depth < _DEEPEST:
            inner = [_whole(one, nodes, owning, depth + 1) if one in nodes else one for one in _ids(node[name])]
            node[name] = inner[0] if len(inner) == 1 else inner
    return {"@id": key, **node}
