"""What the gazetteer says of a place: its code of GB/T 2260, and the divisions in which it lies.

    id:翠屏区 kg:division div:511502 .
    div:511502 a kg:Division ; skos:notation "511502" ; schema:name "翠屏区"@zh-Hans ; skos:broader div:511500 ;
        skos:inScheme kg:divisions .

No article says this: it is no statement, and has no evidence. The divisions are things of their own, apart from places.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kg.ontology.namespace import KG
from kg.rdf.prefixes import RDF, SCHEMA, SKOS
from kg.rdf.terms import Names, Triple, label, text
from kg.types import Entity

DIVISION = f"{KG}division"
NOTATION, NAME, BROADER = f"{SKOS}notation", f"{SCHEMA}name", f"{SKOS}broader"


def triples(node: str, entity: Entity, names: Names) -> Iterator[Triple]:
    """The division that an entity (its node) is, and what is known of it and of those above it."""
    found = [(names.division(one.code), one) for one in entity.divisions]
    if found:
        yield node, f"<{DIVISION}>", found[0][0]
    for division, one in found:
        yield division, f"<{RDF}type>", f"<{KG}Division>"
        yield division, f"<{NOTATION}>", text(one.code)
        yield division, f"<{NAME}>", label(one.name)
        yield division, f"<{SKOS}inScheme>", f"<{KG}divisions>"
    for (division, _), (above, _) in pairwise(found):
        yield division, f"<{BROADER}>", above
