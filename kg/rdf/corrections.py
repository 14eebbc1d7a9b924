"""Corrections <-> triples: who said what is wrong with a graph, when and why.

    correction:5f2a… a kg:Correction ; kg:correctionKind "assert" ; kg:corrects st:9f3a… ;
        dcterms:created "2026-11-29"^^xsd:date ; prov:wasAttributedTo editor:周敏 ;
        rdfs:comment "核对过原文"@zh-Hans ; kg:entry "kind = …" .
    editor:周敏 a prov:Agent ; schema:name "周敏"@zh-Hans .
    st:9f3a… prov:wasAttributedTo editor:周敏 .

`kg:entry` is the correction as corrections.toml has it, below [[correction]]. `kg:corrects` leads to the entities, or
to the statement, that it is about; one that does not hold says why by `kg:noLongerApplies` or `kg:overruled`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from kg.errors import CorrectionError
from kg.ontology.namespace import KG
from kg.rdf.prefixes import DCTERMS, PROV, RDF, RDFS, SCHEMA
from kg.rdf.terms import Names, Triple, chinese, date, text
from kg.store import corrections_file
from kg.store.correction_json import id_of
from kg.types import Corrected, Graph

ATTRIBUTED = f"<{PROV}wasAttributedTo>"
_TYPE, _COMMENT = f"<{RDF}type>", f"<{RDFS}comment>"
_CORRECTION, _KIND, _CORRECTS, _ENTRY = (f"<{KG}{n}>" for n in ("Correction", "correctionKind", "corrects", "entry"))
REASONS: Mapping[str, Literal["missing", "overruled"]] = MappingProxyType(
    {"noLongerApplies": "missing", "overruled": "overruled"}
)


def triples(graph: Graph, names: Names) -> Iterator[Triple]:
    """The corrections of a graph, and of each asserted statement who asserts it."""
    facts = {fact.id for fact in graph.facts}
    for corrected in graph.corrections:
        said = corrected.correction
        node, editor = names.correction(id_of(said)), names.editor(said.who)
        yield node, _TYPE, _CORRECTION
        yield node, _KIND, text(said.kind)
        yield node, ATTRIBUTED, editor
        yield node, f"<{DCTERMS}created>", date(said.when)
        yield node, _COMMENT, chinese(said.why)
        yield node, _ENTRY, text(corrections_file.dumps(said).removeprefix(corrections_file.HEADER))
        yield editor, _TYPE, f"<{PROV}Agent>"
        yield editor, f"<{SCHEMA}name>", chinese(said.who)
        for target in corrected.on:
            is_fact = said.kind == "assert"
            about = names.statement(target) if is_fact else names.entity(target)
            yield node, _CORRECTS, about
            if is_fact and target in facts:
                yield about, ATTRIBUTED, editor
        if corrected.reason is not None:
            name = next(name for name, state in REASONS.items() if state == corrected.state)
            yield node, f"<{KG}{name}>", text(corrected.reason)


def read(said: str, on: list[str], reasons: Mapping[str, str]) -> Corrected | None:
    """The correction of that text, about these ids, with the reasons by the names of their properties.

    None where the text is not one correction.
    """
    try:
        (correction,) = corrections_file.loads(corrections_file.HEADER + said)
    except (CorrectionError, ValueError):
        return None
    about = tuple(sorted(on))
    for name, reason in reasons.items():
        return Corrected(correction, REASONS[name], about, reason)
    return Corrected(correction, on=about)
