"""Names of which nothing is said."""

from __future__ import annotations

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.vote.unsaid_names import borne_out, chances
from kg.ontology.ontology import load
from kg.ontology.table import SchemaClass
from kg.segment.parse import segment
from kg.types import Claim, Document, DocumentId, Evidence, Mention, Span

ONTOLOGY = load()
TEXT = "海州大学校长李明月与王建国在海州参观临江大桥。"
PARSED = segment(Document(DocumentId("a"), TEXT), ONTOLOGY)
SCHOOL, DEAN, GUEST = (
    Mention(Span(0, 4), "AcademicInstitution"),
    Mention(Span(6, 9), "Person"),
    Mention(Span(10, 13), "Person"),
)
INNER, CITY, BRIDGE = (
    Mention(Span(start, end), kind)
    for start, end, kind in ((0, 2, "AdministrativeArea"), (14, 16, "AdministrativeArea"), (18, 22, "Facility"))
)
RIVER = Mention(Span(18, 20), "AdministrativeArea")
FIGURE = Mention(Span(4, 6), "Role", "value")
POST = Claim(
    "positionAt", (("subject", DEAN), ("object", SCHOOL)), Evidence(DocumentId("a"), Span(0, 9), "post.before", 0.9)
)
BARS = {SchemaClass("Person"): 0.7, SchemaClass("Place"): 0.4}
PLACES = frozenset({SchemaClass("Place")})


def kept(*mentions: Mention, **scores: float) -> list[Mention]:
    names = {"dean": DEAN, "guest": GUEST, "bridge": BRIDGE}
    elected = [Candidate(names[name], score, "r", Source.NETWORK) for name, score in scores.items()]
    return borne_out(PARSED, mentions, [POST], chances(PARSED, elected, ONTOLOGY), ONTOLOGY, BARS, PLACES)


def test_what_a_claim_joins_stands_and_the_rest_must_be_likely() -> None:
    assert kept(SCHOOL, DEAN, GUEST, dean=0.3, guest=0.6) == [SCHOOL, DEAN]
    assert kept(SCHOOL, DEAN, GUEST, dean=0.3, guest=0.7) == [SCHOOL, DEAN, GUEST]
    assert kept(SCHOOL, BRIDGE, bridge=0.5) == [SCHOOL, BRIDGE]


def test_what_was_not_voted_on_is_sure() -> None:
    assert kept(GUEST, FIGURE, guest=0.1) == [FIGURE]
    assert kept(GUEST, FIGURE) == [GUEST, FIGURE]


def test_a_place_that_only_other_names_name_is_none() -> None:
    assert kept(SCHOOL, INNER) == [SCHOOL]
    assert kept(SCHOOL, INNER, CITY) == [SCHOOL, INNER, CITY]
    assert kept(BRIDGE, RIVER, SCHOOL, bridge=0.9) == [BRIDGE, SCHOOL]


def test_the_surest_place_of_a_name_counts() -> None:
    twice = [Candidate(GUEST, score, "r", Source.NETWORK) for score in (0.9, 0.2)]
    assert list(chances(PARSED, twice, ONTOLOGY).values()) == [0.9]
