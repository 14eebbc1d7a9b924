"""The syntaxes of RDF that a graph's file may have, by its suffix."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import pyoxigraph as ox

Syntax: TypeAlias = Literal["turtle", "ntriples", "trig", "nquads", "jsonld", "rdfxml"]

SUFFIXES: Mapping[str, Syntax] = MappingProxyType(
    {
        ".ttl": "turtle",
        ".nt": "ntriples",
        ".trig": "trig",
        ".nq": "nquads",
        ".jsonld": "jsonld",
        ".rdf": "rdfxml",
    }
)


def oxigraph_format(syntax: Syntax) -> ox.RdfFormat:
    """The name that pyoxigraph has for a syntax."""
    import pyoxigraph as ox

    suffix = next(suffix for suffix, name in SUFFIXES.items() if name == syntax)
    found = ox.RdfFormat.from_extension(suffix[1:])
    assert found is not None
    return found
