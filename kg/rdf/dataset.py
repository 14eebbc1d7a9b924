"""What a graph says of itself: its vocabulary, and the program that read it."""

from __future__ import annotations

import hashlib

from kg.ontology.namespace import KG
from kg.rdf.prefixes import DCTERMS, PROV, RDF, SCHEMA, VOID
from kg.rdf.terms import Names, Triple, text
from kg.types import Origin

_TYPE = f"<{RDF}type>"


def software(origin: Origin, names: Names) -> str:
    """The name of the program that read a graph; one of another version, ontology or network is another program."""
    key = hashlib.sha256(repr(origin).encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return names.software(f"{origin.program}-{origin.version}-{origin.extractor}-{key}")


def dataset(origin: Origin | None, names: Names) -> list[Triple]:
    """The graph itself as a dataset, and its program, where it is known."""
    node = names.graph()
    out = [
        (node, _TYPE, f"<{VOID}Dataset>"),
        (node, f"<{VOID}vocabulary>", f"<{KG.rstrip('#')}>"),
        (node, f"<{DCTERMS}conformsTo>", f"<{KG.rstrip('#')}>"),
    ]
    if origin is None:
        return out
    program = software(origin, names)
    return [
        *out,
        (node, f"<{PROV}wasAttributedTo>", program),
        (program, _TYPE, f"<{PROV}SoftwareAgent>"),
        (program, _TYPE, f"<{SCHEMA}SoftwareApplication>"),
        (program, f"<{SCHEMA}name>", text(origin.program)),
        (program, f"<{SCHEMA}softwareVersion>", text(origin.version)),
        (program, f"<{KG}extractor>", text(origin.extractor)),
        (program, f"<{KG}ontology>", text(origin.ontology)),
        *((program, f"<{KG}weights>", text(f"{file} {digest}")) for file, digest in origin.weights),
    ]
