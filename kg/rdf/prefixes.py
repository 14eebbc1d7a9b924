"""Namespaces and their prefixes: the one table for writing, reading and asking."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kg.ontology.namespace import KG

BASE = "https://zhkg.example/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SCHEMA = "https://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
EDTF = "http://id.loc.gov/datatypes/edtf/"


def prefixes(base: str = BASE) -> Mapping[str, str]:
    """Prefix to namespace, for graphs whose things are named under `base`, sorted by prefix.

    >>> prefixes()["id"]
    'https://zhkg.example/id/'
    """
    table = {
        "dcterms": "http://purl.org/dc/terms/",
        "doc": f"{base}doc/",
        "edtf": EDTF,
        "foaf": "http://xmlns.com/foaf/0.1/",
        "id": f"{base}id/",
        "kg": KG,
        "oa": OA,
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": PROV,
        "rdf": RDF,
        "rdfs": RDFS,
        "schema": SCHEMA,
        "skos": SKOS,
        "st": f"{base}statement/",
        "xsd": XSD,
    }
    return MappingProxyType(table)
