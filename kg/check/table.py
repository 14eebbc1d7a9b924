"""Every check there is: code, severity, function, sentence.

E1 is about evidence, E2 about shapes and vocabulary, E3 about ids that lead nowhere, E4 about files, E5 about what
people corrected; a warning (W) is of what may be wrong. `{name}` in a sentence is filled with that detail of the
culprit.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from kg.check import consistency, corrections, evidence
from kg.check.culprits import Culprit, GraphCheck
from kg.text.visible import one_line
from kg.types import Finding, Severity

_BY_SHAPES = None  # found where SHACL shapes with this kg:code are tried (kg.check.shapes)
_BY_FILES = None  # found where files are read (kg.check.file, kg.check.published)


class Check(NamedTuple):
    """A row of the table; `function` is None where the culprits are not found by looking at a Graph."""

    severity: Severity
    function: GraphCheck | None
    sentence: str


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "E101": Check(
            "error", _BY_FILES, "the text of a document does not agree with what is written beside it: {what}"
        ),
        "E102": Check(
            "error",
            evidence.spans_outside,
            "the span {span} is empty or not in the text of document {document}, which has {length} characters",
        ),
        "E201": Check("error", _BY_SHAPES, "{path} does not take a subject of type {types}"),
        "E202": Check("error", _BY_SHAPES, "{path} does not take {value} (of type {types}) as its object"),
        "E203": Check(
            "error",
            _BY_SHAPES,
            "a date is YYYY, YYYY-MM, YYYY-MM-DD, a date with time, or EDTF, and there is one at most: {detail}",
        ),
        "E204": Check("error", _BY_SHAPES, "a quantity is a decimal number: {detail}"),
        "E205": Check("error", _BY_SHAPES, "a plain text is needed: {detail}"),
        "E206": Check("error", _BY_SHAPES, "an entity has one type, a class of the ontology: {detail}"),
        "E207": Check("error", _BY_SHAPES, "an entity has one name, labelled in Chinese, and no empty alias: {detail}"),
        "E208": Check("error", _BY_SHAPES, "a statement has one subject, one predicate and one object: {detail}"),
        "E209": Check("error", _BY_SHAPES, "a confidence is one decimal number from 0 to 1: {detail}"),
        "E210": Check("error", _BY_SHAPES, "a statement is asserted, negated, planned, wished or asked: {detail}"),
        "E211": Check("error", _BY_SHAPES, "a statement names its extractor: {detail}"),
        "E212": Check("error", _BY_SHAPES, "a statement has evidence, or a person asserts it: kg:evidence is missing"),
        "E213": Check("error", _BY_SHAPES, "a figure has one unit: kg:unit is missing, empty or there twice"),
        "E214": Check("error", _BY_SHAPES, "evidence has one document and one passage of it: {detail}"),
        "E215": Check("error", _BY_SHAPES, "evidence names its rule: {detail}"),
        "E216": Check(
            "error", _BY_SHAPES, "a passage has a document, a start, an end, and the words between them: {detail}"
        ),
        "E217": Check(
            "error",
            _BY_SHAPES,
            "a document has a text, its sha256 and its encoding, and each of its data once and not empty: {detail}",
        ),
        "E218": Check("error", consistency.unknown_predicates, "the ontology has no property {predicate}"),
        "E219": Check("error", consistency.unknown_qualifiers, "{predicate} does not take the qualifier {qualifier}"),
        "E220": Check("error", _BY_SHAPES, "a correction says who, when and why, and what: {detail}"),
        "E221": Check(
            "error",
            _BY_SHAPES,
            "an area is one division of the gazetteer at most, which has a code of six digits, a name and one that it"
            " lies in at most: {detail}",
        ),
        "E301": Check("error", consistency.unknown_subjects, "its subject {id} is no entity of the graph"),
        "E302": Check("error", consistency.unknown_objects, "its object {id} is no entity of the graph"),
        "E303": Check(
            "error",
            consistency.unknown_qualifier_values,
            "its qualifier {qualifier} names {id}, which is no entity of the graph",
        ),
        "E304": Check("error", consistency.unknown_documents, "it stands in document {id}, which is not in the graph"),
        "E305": Check("error", consistency.repeated_ids, "the id is given {times} times among the {kind}"),
        "E401": Check(
            "error", _BY_FILES, "it holds {count} triples that its graph does not account for, such as: {triple}"
        ),
        "E402": Check("error", _BY_FILES, "it lacks {count} triples of its graph, such as: {triple}"),
        "E403": Check("error", _BY_FILES, "its triples do not make a graph: {reason}"),
        "E404": Check(
            "error",
            _BY_FILES,
            "it is not the file that was built: it has {size} bytes and the SHA-256 {sha256}, not {expected}",
        ),
        "E405": Check("error", _BY_FILES, "it was built and is not there"),
        "E406": Check("error", _BY_FILES, "it does not say what was built: {reason}"),
        "E501": Check("error", corrections.contradicted, "the graph is not as it says: {what}"),
        "W101": Check("warning", evidence.unmentioned, "no passage of any document mentions it"),
        "W201": Check("warning", _BY_SHAPES, "it can have one only: {detail}"),
        "W301": Check("warning", consistency.loops, "it relates a thing to itself"),
        "W302": Check("warning", consistency.repeated_facts, "it says the same as fact {id}"),
        "W303": Check("warning", consistency.contradictions, "it is asserted in one place and negated in another"),
        "W304": Check("warning", consistency.circles, "it is part of itself, through {chain}"),
        "W401": Check(
            "warning",
            _BY_FILES,
            "there is no manifest.json in it, so that nothing proves that its files are as they were built",
        ),
        "W501": Check("warning", corrections.lost, "it no longer applies: {reason}"),
        "W502": Check("warning", corrections.overruled, "a later correction overrules it: {reason}"),
    }
)


def finding(code: str, culprit: Culprit) -> Finding:
    """The finding about a culprit.

    >>> finding("E218", Culprit("甲 knows 乙", {"predicate": "knows"})).message
    'the ontology has no property knows'
    """
    severity, _, sentence = CHECKS[code]
    return Finding(code, severity, one_line(culprit.name), one_line(sentence.format(**culprit.details)))
