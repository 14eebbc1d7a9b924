"""Mistakes in schema.ttl: each is told with its line. And what the schema says of properties is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.errors import OntologyError
from kg.ontology.ontology import load
from kg.ontology.schema import Property, Schema, read_schema
from kg.ontology.turtle_lines import line_of

TEXT = load().text("schema.ttl")
FILE = Path("my-ontology/schema.ttl")
NAMES = [
    *("Person", "GovernmentBody", "Legislation", "Work", "Award"),
    *("positionAt", "birthDate", "spouse", "received", "conferredBy", "partOf", "time", "statistic", "composed", "at"),
    *("Statement", "confidence", "modality", "negated", "Containment", "qualifier"),
]
OBJECT = re.compile(r'"[^"]*"(?:@[\w-]+)?|\w+:\w+|[0-9]+')
QUALIFIERS = {"at", "conferredBy", "time"}  # which need no domain
REQUIRED = {"a", "rdfs:label", "schema:domainIncludes", "schema:rangeIncludes", "kg:datatype"}


class Mutation(NamedTuple):
    what: str
    text: str
    line: int | None  # of the mistake; None where it is any line of the block


def block(name: str) -> tuple[int, int]:
    """Where the block of a name begins and ends."""
    start = TEXT.index(f"\nkg:{name} a ") + 1
    return start, TEXT.index(" .\n", start)


def line_at(offset: int) -> int:
    return TEXT.count("\n", 0, offset) + 1


def replaced(start: int, end: int, new: str) -> str:
    return TEXT[:start] + new + TEXT[end:]


def mutations(name: str) -> Iterator[Mutation]:
    """The block of a name with each predicate misspelt or taken away, and each object misspelt or of another type."""
    start, end = block(name)
    at = start + len(f"kg:{name} ")
    for part in re.split(r" ;\s+", TEXT[at:end]):
        at = TEXT.index(part, at)
        predicate, objects = part.split(maxsplit=1)
        first = at + part.index(objects)
        if predicate.startswith("skos:"):
            continue  # other vocabularies are let through
        if predicate != "a":
            wrong = predicate[:-2] + predicate[-1]
            yield Mutation(f"{name} {wrong}", replaced(at, at + len(predicate), wrong), line_at(at))
        if predicate in REQUIRED and not (name in QUALIFIERS and predicate == "schema:domainIncludes"):
            whole = replaced(at, at + len(part), "rdfs:seeAlso schema:Thing")
            yield Mutation(f"{name} without {predicate}", whole, None)
        for match in OBJECT.finditer(TEXT, first, at + len(part)):
            yield from of_object(name, predicate, match)
        at += len(part)


def of_object(name: str, predicate: str, match: re.Match[str]) -> Iterator[Mutation]:
    found, line = match[0], line_at(match.start())
    title = f"{name} {predicate} {found}"
    other = {"text": "kg:Person", "iri": '"Person"', "number": '"1"'}
    kind = "text" if found[0] == '"' else "number" if found.isdigit() else "iri"
    if predicate == "a" and kind == "iri":
        yield Mutation(f"{title} as a text", replaced(*match.span(), other[kind]), None)
    else:
        yield Mutation(f"{title} of another type", replaced(*match.span(), other[kind]), line)
    if found.startswith("kg:") or predicate == "a":
        yield Mutation(f"{title} misspelt", replaced(match.end() - 1, match.end(), "q"), line)
    if predicate == "rdfs:label":
        yield Mutation(f"{title} without language", replaced(*match.span(), found.partition("@")[0]), line)
        yield Mutation(f"{title} empty", replaced(*match.span(), f'""@{found.partition("@")[2]}'), line)
    if predicate == "kg:datatype":
        yield Mutation(f"{title} unknown", replaced(*match.span(), '"number"'), line)
    if predicate == "kg:homonymRank":
        yield Mutation(f"{title} negative", replaced(*match.span(), "-1"), line)
        yield Mutation(f"{title} twice", replaced(*match.span(), f"{found}, 20"), line)
        yield Mutation(f"{title} of another property", replaced(*match.span(), "2" if found != "2" else "1"), None)
    if predicate in ("schema:domainIncludes", "schema:rangeIncludes"):
        yield Mutation(f"{title} no class", replaced(*match.span(), "kg:time"), line)
        yield Mutation(f"{title} no coarse type", replaced(*match.span(), "kg:Company"), line)
        yield Mutation(f"{title} of elsewhere", replaced(*match.span(), "schema:Person"), line)
    if predicate in ("kg:qualifier", "kg:implies"):
        yield Mutation(f"{title} no property", replaced(*match.span(), "kg:Person"), line)


ALL = [mutation for name in NAMES for mutation in mutations(name)]


def message(text: str) -> str:
    with pytest.raises(OntologyError) as error:
        read_schema(FILE, text)
    return str(error.value)


def test_there_are_enough() -> None:
    assert len(ALL) >= 300
    assert len({mutation.text for mutation in ALL}) > 0.97 * len(ALL)


@pytest.mark.parametrize("mutation", ALL, ids=lambda mutation: mutation.what)
def test_a_mistake_is_told_with_its_line(mutation: Mutation) -> None:
    told = re.fullmatch(rf"{FILE}:(\d+): .+; .+", message(mutation.text))
    assert told, message(mutation.text)
    if mutation.line is not None:
        assert int(told[1]) == mutation.line, told[0]


def appended(turtle: str) -> str:
    return f"{TEXT}\n{turtle}\n"


LABELS = 'rdfs:label "赞助"@zh-Hans, "sponsored"@en'
ENDS = "schema:domainIncludes kg:Person ; schema:rangeIncludes kg:Event"


@pytest.mark.parametrize(
    ("turtle", "says"),
    [
        (
            f"kg:x a rdf:Property ; {LABELS} ; {ENDS} ; kg:qualifer kg:time .",
            "kg:qualifer is unknown here; use kg:q",
        ),
        (f"kg:x a rdf:Propery ; {LABELS} ; {ENDS} .", "type rdf:Propery is unknown; use rdf:Property"),
        (f"kg:x {LABELS} ; {ENDS} .", "kg:x has no type; declare it"),
        (f"kg:x a rdf:Property ; {LABELS} ; {ENDS} ; kg:datatype 'text' .", "has both a range and a datatype; leave"),
        (f"kg:x a rdf:Property ; {LABELS} ; schema:domainIncludes kg:Person .", "neither a range nor a datatype"),
        (f"kg:x a rdf:Property ; {LABELS} ; schema:rangeIncludes kg:Person .", "kg:x has no domain; say which classes"),
        (f"kg:x a rdf:Property, owl:SymmetricProperty ; {LABELS} ; {ENDS} .", "is symmetric, but its domain and range"),
        (f"kg:x a rdf:Property ; {LABELS} ; {ENDS} ; kg:implies kg:time .", "implies kg:time, which is no qualifier"),
        (f"kg:x a rdf:Property ; {LABELS} ; {ENDS} ; rdfs:domain kg:Person .", "rdfs:domain is unknown here; use"),
        (
            f"kg:x a rdf:Property ; {LABELS} ; {ENDS} ; kg:homonymRank 1 .",
            "kg:homonymRank 1 is that of kg:positionAt",
        ),
        (
            f"kg:x a owl:Class ; {LABELS} ; rdfs:subClassOf kg:Person, kg:Place .",
            "has 2 superclasses in kg:; give it",
        ),
        (f'kg:x a owl:Class ; {LABELS}, "资助"@zh-Hans .', "kg:x has 2 rdfs:label in @zh-Hans; give it one"),
        ("kg:Person rdfs:subClassOf kg:Person .", "a circle of superclasses: kg:Person below kg:Person; take one"),
        ("kg:Place rdfs:subClassOf kg:Facility .", "a circle of superclasses: kg:Facility below kg:Place below kg:Fac"),
        (f"kg:x a rdf:Property, kg:StatementTime ; {LABELS} ; {ENDS} .", "says when a statement holds, but is no date"),
        (f"kg:x a rdf:Property, kg:Verbatim ; {LABELS} ; {ENDS} .", "is of someone's words, but its object is no text"),
        (
            f"kg:x a owl:DatatypeProperty ; {LABELS} ; {ENDS} .",
            "kg:x is an owl:DatatypeProperty, but its object is a thing; make it an owl:ObjectProperty",
        ),
        (
            f"kg:x a owl:ObjectProperty ; {LABELS} ; schema:domainIncludes kg:Person ; kg:datatype 'text' .",
            "kg:x is an owl:ObjectProperty, but its object is a value; make it an owl:DatatypeProperty",
        ),
        (
            f"kg:x a owl:ObjectProperty ; {LABELS} ; {ENDS} ; owl:inverseOf kg:partOf .",
            "kg:x: owl:inverseOf is kg:partOf; name one kg:InverseProperty",
        ),
        (
            f"kg:x a owl:ObjectProperty ; {LABELS} ; {ENDS} ; owl:inverseOf kg:hasPart, kg:child .",
            "kg:x: owl:inverseOf is kg:child and kg:hasPart; name one kg:InverseProperty",
        ),
        ("kg:x a rdf:Property ; ; ] .", "not valid Turtle: "),
        ("kgg:x a rdf:Property .", "not valid Turtle: "),
    ],
)
def test_what_is_wrong_is_told(turtle: str, says: str) -> None:
    told = message(appended(turtle))
    assert says in told
    assert "; " in told
    if "circle" not in says and "homonymRank 1" not in says:
        assert told.startswith(f"{FILE}:{TEXT.count(chr(10)) + 2}: "), told


def test_a_circle_of_three() -> None:
    text = TEXT.replace("rdfs:subClassOf schema:Place, dcterms:Location", "rdfs:subClassOf kg:Third")
    third = f"kg:Third a owl:Class ; {LABELS} ; rdfs:subClassOf kg:Facility ."
    assert "kg:Facility below kg:Place below kg:Third below kg:Facility" in message(f"{text}\n{third}\n")


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "<urn:a:b> <urn:a:c> 1 .\n", TEXT.replace("/ontology#>", "/other#>")]
)
def test_a_schema_of_nothing(text: str) -> None:
    assert message(text).startswith(f"{FILE}:1: it declares no class; declare its classes")


def test_terms_of_other_vocabularies_are_let_through() -> None:
    more = "kg:Person skos:note 'x' ; <https://a.example/b> 3 . [] a kg:Nothing . <urn:a:b> a owl:Thing ."
    assert read_schema(FILE, appended(more)) == read_schema(FILE, TEXT)


def own(more: str) -> Property:
    schema: Schema = read_schema(FILE, appended(f"kg:x {LABELS} ; schema:domainIncludes kg:Event ; {more} ."))
    return schema.properties["x"]


def test_what_a_property_says_is_read() -> None:
    plain = own(
        "a rdf:Property ; schema:rangeIncludes kg:Event, kg:Place ; kg:qualifier kg:time, kg:at ; kg:implies kg:at"
    )
    assert plain == Property(
        name="x", zh="赞助", en="sponsored", domain=("Event",), range=("Event", "Place"), datatype=None,
        qualifiers=("at", "time"), implies=("at",), symmetric=False, container=False, single_valued=False,
        statement_time=False, homonym_rank=None,
    )  # fmt: skip
    assert own("a rdf:Property, owl:SymmetricProperty ; schema:rangeIncludes kg:Event").symmetric
    assert own("a rdf:Property, kg:Containment ; schema:rangeIncludes kg:Event").container
    assert own("a rdf:Property, kg:Extension ; schema:rangeIncludes kg:Event").extension
    assert own('a rdf:Property, kg:Verbatim ; kg:datatype "text"').verbatim
    value = own('a rdf:Property, kg:SingleValued ; kg:datatype "quantity" ; kg:homonymRank 20')
    assert (value.single_valued, value.datatype, value.homonym_rank) == (True, "quantity", 20)


def test_what_the_shipped_schema_says() -> None:
    shipped = load().properties
    assert {name for name, known in shipped.items() if known.container} == {"locatedIn", "partOf"}
    assert {name for name, known in shipped.items() if known.single_valued} == {"birthDate", "deathDate"}
    assert {name: known.implies for name, known in shipped.items() if known.implies} == {"received": ("conferredBy",)}
    assert {name for name, known in shipped.items() if known.statement_time} == {"time"}
    assert {name for name, known in shipped.items() if known.verbatim} == {"said"}
    assert load().distinguishing[:3] == ("positionAt", "memberOf", "studiedAt")


def test_lines_of_terms() -> None:
    turtle = """# a:x is no subject in a comment, nor in 'a text'
@prefix a: <urn:a:> .
PREFIX b: <urn:b#>
a:x a:says "a:x a:p a:y .",
        'two ; lines' ;   # a comment; with a semicolon
    a:p <urn:b#y> , b:z .
a:y a:p \"\"\"long
text\"\"\" , [ a:q a:r ] , ( 1 2.5 ) .
a:x a:q b:y.
"""
    assert line_of(turtle, "urn:a:x") == 4
    assert line_of(turtle, "urn:a:x", "urn:a:says", "two ; lines") == 5
    assert line_of(turtle, "urn:a:x", "urn:a:p", "urn:b#z") == 6
    assert line_of(turtle, "urn:a:y", "urn:a:p", "long\ntext") == 7
    assert line_of(turtle, "urn:a:y", "urn:a:q", "urn:a:r") == 8
    assert line_of(turtle, "urn:a:x", "urn:a:q", "urn:b#y") == 9
    assert line_of(turtle, "urn:a:x", "urn:a:none") == 4
    assert line_of(turtle, "urn:a:none") == 1
