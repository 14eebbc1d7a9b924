"""What the joint network offers, and which of it become claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest

from kg.extract.neural.joint import Joined, JointReading, Key, table
from kg.extract.neural.joint_labels import ROLE_AT, ROLE_OF
from kg.extract.vote import offer_vote
from kg.extract.vote.offer_vote import claims
from kg.extract.vote.offer_weights import NUMBERS, SHARED, OfferWeights, features
from kg.extract.vote.offers import key_of, offers
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Claim, Document, DocumentId, Evidence, Mention, Parsed, Span, Value

ONTOLOGY = load()
TEXT = "长风集团董事长王建国和海州大学校长李明月握手，未与陈立新签约。"
GROUP, HEAD = Mention(Span(0, 4), "Company"), Mention(Span(7, 10), "Person")
SCHOOL, DEAN = Mention(Span(11, 15), "AcademicInstitution"), Mention(Span(17, 20), "Person")
BOSS, RECTOR = (Mention(Span(at, end), "Role", "value", Value(TEXT[at:end], "text")) for at, end in ((4, 7), (15, 17)))
ALL = [GROUP, HEAD, SCHOOL, DEAN, BOSS, RECTOR]


class Reading:
    """What the network says instead of what it would say: chances by label and the starts of both spans."""

    labels = table().labels

    def __init__(self, said: Mapping[tuple[str, int, int], float], found: Mapping[Key, float] | None = None) -> None:
        self.said, self.found, self.unread = said, dict(found or {}), Span(0, 0)

    def reads(self, span: Span) -> bool:
        return not self.unread.contains(span)

    def spans(self, floor: float = 0.0) -> dict[Key, float]:
        return {key: odds for key, odds in self.found.items() if odds > floor}

    def log_odds(self, key: Key) -> float:
        return self.found.get(key, 3.0)

    def join(self, spans: list[Key], floor: float) -> Joined:
        at = {span.start: n for n, (span, _) in enumerate(spans)}
        joined = {(label, at[a], at[b]): chance for (label, a, b), chance in self.said.items() if a in at and b in at}
        return Joined(joined, [{} for _ in spans])


def reading(*said: Any, found: Mapping[Key, float] | None = None) -> JointReading:
    return cast("JointReading", Reading({(label, a, b): chance for label, a, b, chance in said}, found))


POST = (("positionAt", 17, 11, 0.9), (ROLE_OF, 17, 15, 0.9), (ROLE_AT, 15, 11, 0.9))


@pytest.fixture
def parsed() -> Parsed:
    return segment(Document(DocumentId("a"), TEXT), ONTOLOGY)


@pytest.fixture(autouse=True)
def weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """An offer is as likely as the network says, and what a rule claims as well."""
    known = "partOf", "statistic", "studiedAt"
    columns = np.zeros(SHARED + len(known))
    columns[1] = 3.0  # log odds are divided by it
    bars = {"": 0.6}, {"": 0.03, "statistic": 0.2}  # the second are those of what rules claim
    made = [OfferWeights(known, (), columns, one) for one in bars]
    monkeypatch.setattr(offer_vote, "offer_weights", lambda _, voters: made[voters == "ruled"])


def rule(predicate: str, subject: Mention, object_: Mention) -> Claim:
    span = Span(min(subject.span.start, object_.span.start), max(subject.span.end, object_.span.end))
    return Claim(predicate, (("subject", subject), ("object", object_)), Evidence(DocumentId("a"), span, "rule.x", 0.7))


def sure(claim: Claim, confidence: float) -> Claim:
    return replace(claim, evidence=replace(claim.evidence, confidence=confidence))


def test_a_post_goes_with_the_title_that_is_held_there(parsed: Parsed) -> None:
    [claim] = claims(parsed, ALL, reading(*POST), ONTOLOGY)
    assert claim.role("role") == RECTOR
    assert claim.evidence == Evidence(DocumentId("a"), Span(11, 22), "model.positionAt", 0.9)


def test_a_post_without_a_title_is_none(parsed: Parsed) -> None:
    assert claims(parsed, ALL, reading(POST[0]), ONTOLOGY) == []


def test_a_title_that_only_the_network_sees_will_do(parsed: Parsed) -> None:
    seen = {(Span(15, 17), "Role"): 2.0}
    [claim] = claims(parsed, [SCHOOL, DEAN], reading(*POST, found=seen), ONTOLOGY)
    assert claim.role("role") == RECTOR


def test_what_is_unlikely_is_left_out(parsed: Parsed) -> None:
    assert claims(parsed, ALL, reading(("studiedAt", 17, 11, 0.5)), ONTOLOGY) == []


def test_the_network_confirms_a_rule(parsed: Parsed) -> None:
    own = rule("studiedAt", DEAN, SCHOOL)
    first, confirmed = claims(parsed, ALL, reading(("studiedAt", 17, 11, 0.9)), ONTOLOGY, [own])
    assert first == sure(own, 0.9)
    assert confirmed.roles == own.roles
    assert confirmed.evidence == Evidence(DocumentId("a"), Span(11, 20), "model.studiedAt", 0.9)
    assert claims(parsed, ALL, reading(("studiedAt", 17, 11, 0.3)), ONTOLOGY, [own]) == [sure(own, 0.3)]


def test_rules_that_say_the_same_are_as_sure_and_confirmed_once(parsed: Parsed) -> None:
    one, other = rule("studiedAt", DEAN, SCHOOL), rule("studiedAt", DEAN, SCHOOL)
    other = replace(other, evidence=replace(other.evidence, rule="rule.y", confidence=0.2))
    made = claims(parsed, ALL, reading(("studiedAt", 17, 11, 0.9)), ONTOLOGY, [one, other])
    assert [(claim.evidence.rule, claim.evidence.confidence) for claim in made] == [
        *(("rule.x", 0.9), ("rule.y", 0.9), ("model.studiedAt", 0.9)),
    ]


def test_a_rule_that_the_vote_finds_unlikely_is_left_out(parsed: Parsed) -> None:
    for said, kept in ((0.04, 1), (0.02, 0)):
        found = claims(parsed, ALL, reading(("studiedAt", 17, 11, said)), ONTOLOGY, [rule("studiedAt", DEAN, SCHOOL)])
        assert len(found) == kept
    assert claims(parsed, ALL, reading(), ONTOLOGY, [rule("studiedAt", DEAN, SCHOOL)]) == []  # it does not offer it


def test_a_rule_on_a_property_that_the_vote_never_learned_stands(parsed: Parsed) -> None:
    own = rule("sponsored", DEAN, SCHOOL)
    assert claims(parsed, ALL, reading(), ONTOLOGY, [own]) == [own]


def test_what_a_nominal_means_is_found_later_and_is_not_judged(parsed: Parsed) -> None:
    own = rule("studiedAt", Mention(Span(17, 20), "Person", "nominal"), SCHOOL)
    assert claims(parsed, ALL, reading(), ONTOLOGY, [own]) == [own]


def test_a_property_may_have_a_bar_of_its_own() -> None:
    text = "长风集团去年实现营收30亿元。"
    parsed, figure = segment(Document(DocumentId("a"), text), ONTOLOGY), Value("3000000000", "quantity", "元")
    money = Mention(Span(10, 14), "Quantity", "value", figure)
    own = rule("statistic", GROUP, money)
    for said, kept in ((("statistic", 0, 10, 0.25),), [sure(own, 0.25)]), ((("statistic", 0, 10, 0.05),), []), ((), []):
        assert claims(parsed, [GROUP, money], reading(*said), ONTOLOGY, [own]) == kept
    left_out = Reading({})
    left_out.unread = Span(0, len(text))
    assert claims(parsed, [GROUP, money], cast("JointReading", left_out), ONTOLOGY, [own]) == [own]  # nor can it deny


def test_what_a_nominal_means_is_not_offered(parsed: Parsed) -> None:
    group = Mention(Span(0, 4), "Company", "nominal")
    assert offers(parsed, [group, SCHOOL], reading(("cooperatesWith", 0, 11, 0.9)), ONTOLOGY) == []


def test_a_rule_may_give_the_object_another_subject(parsed: Parsed) -> None:
    [one] = offers(parsed, ALL, reading(("studiedAt", 17, 11, 0.9)), ONTOLOGY, [rule("studiedAt", HEAD, SCHOOL)])
    assert one.ruled_rival


def test_what_is_not_so_is_negated(parsed: Parsed) -> None:
    man = Mention(Span(25, 28), "Person")
    [claim] = claims(parsed, [GROUP, man], reading(("cooperatesWith", 0, 25, 0.9)), ONTOLOGY)
    assert claim.modality == "negated"


def test_who_says_what_is_not_so_says_it() -> None:
    text = "王建国表示，长风集团没有与海州大学签约。"
    parsed = segment(Document(DocumentId("a"), text), ONTOLOGY)
    said = reading(("said", 0, 6, 0.9), found={(Span(6, 19), "said"): 2.0})
    [claim] = claims(parsed, [Mention(Span(0, 3), "Person")], said, ONTOLOGY)
    assert claim.modality == "asserted"
    assert claim.role("object") == Mention(Span(6, 19), "Text", "value", Value(text[6:19], "text"))


def test_a_symmetric_relation_is_offered_once(parsed: Parsed) -> None:
    both = reading(("spouse", 7, 17, 0.9), ("spouse", 17, 7, 0.8))
    assert [(one.predicate, one.probability) for one in offers(parsed, ALL, both, ONTOLOGY)] == [("spouse", 0.9)]


def test_other_subjects_of_one_object_are_rivals(parsed: Parsed) -> None:
    said = reading(("studiedAt", 17, 11, 0.9), ("studiedAt", 7, 11, 0.3))
    some = offers(parsed, ALL, said, ONTOLOGY)
    assert [(one.subject, one.rival) for one in some] == [(DEAN, 0.3), (HEAD, 0.9)]


def test_features_have_a_column_for_each_property_and_class(parsed: Parsed) -> None:
    some = offers(parsed, ALL, reading(("studiedAt", 17, 11, 0.9), ("met", 17, 7, 0.9)), ONTOLOGY)
    rows = features(some, ("met", "studiedAt"), ("Person", "Place"))
    assert rows.shape == (2, SHARED + 4)
    assert sorted(rows[:, SHARED:].tolist()) == [[0, 1, 1, 0], [1, 0, 1, 0]]
    assert rows[:, 1 + NUMBERS] == pytest.approx(rows[:, 1] ** 2)  # products follow the numbers


def test_the_network_knows_things_dates_figures_and_titles() -> None:
    assert key_of(SCHOOL, ONTOLOGY) == (SCHOOL.span, "Organization")
    assert key_of(BOSS, ONTOLOGY) == (BOSS.span, "Role")
    assert key_of(Mention(Span(0, 2), "Text", "value", Value("甲乙", "text")), ONTOLOGY) is None
    assert key_of(Mention(Span(3, 3), "Person", "zero"), ONTOLOGY) is None
