"""All codes and what they say: E1 evidence, E2 shapes, E3 names that lead nowhere, E4 files, W what may be wrong."""

from __future__ import annotations

from kg.types import Finding, Severity

CODES: dict[str, str] = {
    "E101": "the text of a document does not agree with what is written beside it: {what}",
    "E102": "the span {span} is empty or not in the text of document {document}, which has {length} characters",
    "E201": "{path} does not take a subject of type {types}",
    "E202": "{path} does not take {value} (of type {types}) as its object",
    "E203": "a date is YYYY, YYYY-MM, YYYY-MM-DD, a date with time, or EDTF, and there is one at most: {detail}",
    "E204": "a quantity is a decimal number: {detail}",
    "E205": "a plain text is needed: {detail}",
    "E206": "an entity has one type, a class of the ontology: {detail}",
    "E207": "an entity has one name, labelled in Chinese, and no empty alias: {detail}",
    "E208": "a statement has one subject, one predicate and one object: {detail}",
    "E209": "a confidence is one decimal number from 0 to 1: {detail}",
    "E210": "a statement is asserted, negated, planned, wished or asked: {detail}",
    "E211": "a statement names its extractor: {detail}",
    "E212": "a statement has evidence: {detail}",
    "E213": "a figure has one unit: kg:unit is missing, empty or there twice",
    "E214": "evidence has one document and one passage of it: {detail}",
    "E215": "evidence names its rule: {detail}",
    "E216": "a passage has a document, a start, an end, and the words between them: {detail}",
    "E217": "a document has a text, its sha256 and its encoding, and each of its data once and not empty: {detail}",
    "E218": "the ontology has no property {predicate}",
    "E219": "{predicate} does not take the qualifier {qualifier}",
    "E301": "its subject {id} is no entity of the graph",
    "E302": "its object {id} is no entity of the graph",
    "E303": "its qualifier {qualifier} names {id}, which is no entity of the graph",
    "E304": "it stands in document {id}, which is not in the graph",
    "E305": "the id is given {times} times among the {kind}",
    "E401": "it holds {count} triples that its graph does not account for, such as: {triple}",
    "E402": "it lacks {count} triples of its graph, such as: {triple}",
    "E403": "its triples do not make a graph: {reason}",
    "E404": "it is not the file that was built: it has {size} bytes and the SHA-256 {sha256}, not {expected}",
    "E405": "it was built and is not there",
    "E406": "it does not say what was built: {reason}",
    "W101": "no passage of any document mentions it",
    "W201": "it can have one only: {detail}",
    "W301": "it relates a thing to itself",
    "W302": "it says the same as fact {id}",
    "W303": "it is asserted in one place and negated in another",
    "W304": "it is part of itself, through {chain}",
    "W401": "there is no manifest.json in it, so that nothing proves that its files are as they were built",
}


def finding(code: str, subject: str, /, **details: object) -> Finding:
    """A finding; `subject` names the culprit for a reader, `details` fill the code's message.

    >>> finding("E218", "甲 knows 乙", predicate="knows").message
    'the ontology has no property knows'
    """
    severity: Severity = "warning" if code[0] == "W" else "error"
    return Finding(code, severity, _line(subject), _line(CODES[code].format(**details)))


def shown(text: str, limit: int = 60) -> str:
    """A text in quotation marks, cut where it is long.

    >>> shown("临江县档案馆", 3)
    "'临江县…'"
    """
    return repr(text if len(text) <= limit else f"{text[:limit]}…")


def _line(text: str) -> str:
    """One line, without characters that a terminal would obey."""
    return "".join(c if c.isprintable() or c == " " else f"\\u{ord(c):04x}" for c in text)
