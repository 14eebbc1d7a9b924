"""Relations that the model sees, as claims."""

from __future__ import annotations

import numpy as np
import pytest

from kg.extract.neural.relation_candidates import RelationCandidate, relation_candidates
from kg.extract.vote import claim_vote
from kg.extract.vote.claim_vote import ClaimWeights, claims, features, unclaimed
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Claim, Document, DocumentId, Evidence, Mention, Parsed, Span, Value

ONTOLOGY = load()
TEXT = "长风集团董事长王建国和海州大学校长李明月握手，未与陈立新签约。"
GROUP, HEAD = Mention(Span(0, 4), "Company"), Mention(Span(7, 10), "Person")
SCHOOL, DEAN = Mention(Span(11, 15), "School"), Mention(Span(17, 20), "Person")
TITLES = [Mention(Span(at, end), "Role", "value", Value(TEXT[at:end], "text")) for at, end in ((4, 7), (15, 17))]
ALL = [GROUP, HEAD, SCHOOL, DEAN, *TITLES]


@pytest.fixture
def parsed() -> Parsed:
    return segment(Document(DocumentId("a"), TEXT), ONTOLOGY)


def candidate(
    property: str, subject: Mention, object_: Mention, chance: float = 0.9, role: str = ""
) -> RelationCandidate:
    return RelationCandidate(property, subject, object_, role, {"duie1": chance}, Span(0, len(TEXT)))


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[RelationCandidate]:
    """What the model sees instead of what it would see; its probability is taken as it is."""
    found: list[RelationCandidate] = []
    monkeypatch.setattr(claim_vote, "relation_candidates", lambda *_: found)
    weights = np.array([0.0, 1, 0, 0, 0, 0, 0])
    monkeypatch.setattr(claim_vote, "claim_weights", lambda _, alone: ClaimWeights(("duie1",), (), weights, 0.6))
    return found


def test_a_post_goes_with_the_title_that_is_nearest(parsed: Parsed, seen: list[RelationCandidate]) -> None:
    seen += [candidate("positionAt", DEAN, SCHOOL), candidate("positionAt", HEAD, GROUP, role="董事长")]
    first, second = claims(parsed, ALL, (), ONTOLOGY)
    assert first.role("role") == TITLES[1]
    assert second.role("role") == TITLES[0]
    assert first.evidence == Evidence(DocumentId("a"), Span(11, 22), "model.positionAt", 0.9)


def test_a_post_without_a_title_is_none(parsed: Parsed, seen: list[RelationCandidate]) -> None:
    seen.append(candidate("positionAt", DEAN, SCHOOL))
    assert claims(parsed, [DEAN, SCHOOL], (), ONTOLOGY) == []


def test_what_is_unlikely_is_left_out(parsed: Parsed, seen: list[RelationCandidate]) -> None:
    seen.append(candidate("studiedAt", DEAN, SCHOOL, 0.5))
    assert claims(parsed, ALL, (), ONTOLOGY) == []


def test_the_model_confirms_a_rule(parsed: Parsed, seen: list[RelationCandidate]) -> None:
    seen.append(candidate("studiedAt", DEAN, SCHOOL))
    rule = Claim(
        "studiedAt", (("subject", DEAN), ("object", SCHOOL)), Evidence(DocumentId("a"), Span(11, 20), "rule.x", 0.7)
    )
    [claim] = claims(parsed, ALL, [rule], ONTOLOGY)
    assert claim.roles == rule.roles
    assert claim.evidence == Evidence(DocumentId("a"), Span(11, 20), "model.studiedAt", 0.9)


def test_what_is_not_so_is_negated(parsed: Parsed, seen: list[RelationCandidate]) -> None:
    man = Mention(Span(25, 28), "Person")
    seen.append(RelationCandidate("cooperatesWith", GROUP, man, "", {"duie1": 0.9}, Span(0, len(TEXT))))
    [claim] = claims(parsed, [GROUP, man], (), ONTOLOGY)
    assert claim.modality == "negated"


def test_a_symmetric_relation_is_a_candidate_once() -> None:
    both = [candidate("spouse", HEAD, DEAN), candidate("spouse", DEAN, HEAD)]
    assert unclaimed(both, (), ONTOLOGY) == both[:1]
    rule = Claim("spouse", (("subject", DEAN), ("object", HEAD)), Evidence(DocumentId("a"), Span(7, 20), "rule.x", 0.7))
    assert unclaimed(both, [rule], ONTOLOGY) == []


def test_features_have_a_column_for_each_set() -> None:
    table = features([candidate("spouse", HEAD, DEAN)], (), TEXT, ("duie1", "finre"), ("spouse",))
    assert table.shape == (1, 9)
    assert table[0, -1] == 1
    assert table[0, -2] == 0 < table[0, -3]


def test_candidates_join_mentions_as_the_ontology_allows() -> None:
    text = "《远山》是由陈立新执导，李明月、王建国主演的电影，于2019年5月1日上映。"
    names = [Mention(Span(1, 3), "Work"), Mention(Span(6, 9), "Person"), Mention(Span(12, 15), "Person")]
    for one in relation_candidates(segment(Document(DocumentId("a"), text), ONTOLOGY), names, ONTOLOGY):
        known = ONTOLOGY.properties[one.property]
        assert any(ONTOLOGY.is_a(one.subject.type, kind) for kind in known.domain)
        assert all(0.1 < probability <= 1 for probability in one.probabilities.values())
