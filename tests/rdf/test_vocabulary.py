"""The schema describes all that is written."""

from __future__ import annotations

import rdflib
from rdflib.namespace import OWL, RDF, RDFS

from kg.ontology.namespace import KG
from kg.ontology.ontology import load
from kg.rdf.model import to_rdf
from kg.rdf.prefixes import prefixes
from kg.version import VERSION
from tests.graphs import example

SCHEMA = rdflib.Graph().parse(data=load().text("schema.ttl"), format="turtle")


def test_every_term_has_both_labels() -> None:
    terms = {s for s in SCHEMA.subjects() if str(s).startswith(KG)}
    for term in terms:
        languages = sorted(str(o.language) for o in SCHEMA.objects(term, RDFS.label) if isinstance(o, rdflib.Literal))
        assert languages == ["en", "zh-Hans"], term


def test_every_term_that_is_written_is_described() -> None:
    written = {term[1:-1] for triple in to_rdf(example()) for term in triple if term.startswith(f"<{KG}")}
    assert written
    for term in written:
        assert (rdflib.URIRef(term), RDF.type, None) in SCHEMA, term


def test_what_describes_statements_is_no_class_or_relation_of_entities() -> None:
    ontology = load()
    assert not {"Statement", "Evidence", "Document", "Modality"} & set(ontology.classes)
    assert not {"confidence", "modality", "evidence", "rule", "unit", "mention", "document"} & set(ontology.properties)
    assert {name for known in ontology.properties.values() for name in known.qualifiers} <= set(ontology.properties)


def test_every_class_is_tied_to_a_public_vocabulary() -> None:
    for name in load().classes:
        above = set(SCHEMA.transitive_objects(rdflib.URIRef(KG + name), RDFS.subClassOf))
        assert [one for one in above if not str(one).startswith(KG)], name
    assert (None, RDF.type, OWL.Ontology) in SCHEMA


def test_prefixes_of_the_schema_are_those_of_the_table() -> None:
    table = prefixes()
    declared = {p: str(space) for p, space in SCHEMA.namespaces() if p in table}
    assert {"kg", "schema", "oa", "prov", "org", "foaf"} <= set(declared)
    # rdflib binds schema: to its own idea of it where a file does not
    assert all(table[p] == space for p, space in declared.items())


def test_the_vocabulary_says_its_version_licence_and_title() -> None:
    node = rdflib.URIRef(KG.rstrip("#"))
    assert str(node).startswith("https://w3id.org/")
    assert [str(o) for o in SCHEMA.objects(node, OWL.versionInfo)] == [VERSION]
    assert [str(o) for o in SCHEMA.objects(node, OWL.versionIRI)] == [f"{node}/{VERSION}"]
    assert (node, rdflib.DCTERMS.license, rdflib.URIRef("https://spdx.org/licenses/MIT")) in SCHEMA
    assert len(list(SCHEMA.objects(node, rdflib.DCTERMS.title))) == 2


def test_relations_are_properties_of_owl() -> None:
    for name, known in load().properties.items():
        kind = OWL.DatatypeProperty if known.datatype else OWL.ObjectProperty
        assert (rdflib.URIRef(KG + name), RDF.type, kind) in SCHEMA, name
        if known.inverse:
            assert (rdflib.URIRef(KG + known.inverse), RDF.type, rdflib.URIRef(f"{KG}InverseProperty")) in SCHEMA
