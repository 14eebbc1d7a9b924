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
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
VOID = "http://rdfs.org/ns/void#"
KGF = "https://w3id.org/zhkg/function#"
NANOPUB = "http://www.nanopub.org/nschema#"
EDTF = "http://id.loc.gov/datatypes/edtf/"


def prefixes(base: str = BASE) -> Mapping[str, str]:
    """Prefix to namespace, for graphs whose things are named under `base`, sorted by prefix.

    >>> prefixes()["id"]
    'https://zhkg.example/id/'
    """
    table = {
        "agent": f"{base}agent/",
        "an": f"{base}annotation/",
        "correction": f"{base}correction/",
        "dc": DC,
        "dcterms": DCTERMS,
        "div": f"{base}div/",
        "doc": f"{base}doc/",
        "editor": f"{base}editor/",
        "edtf": EDTF,
        "foaf": FOAF,
        "id": f"{base}id/",
        "kg": KG,
        "kgf": KGF,
        "np": NANOPUB,
        "oa": OA,
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": PROV,
        "rdf": RDF,
        "rdfs": RDFS,
        "schema": SCHEMA,
        "skos": SKOS,
        "software": f"{base}software/",
        "st": f"{base}statement/",
        "void": VOID,
        "xsd": XSD,
    }
    return MappingProxyType(table)
