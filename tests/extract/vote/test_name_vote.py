"""The vote on names: what it learns from, and what comes of it."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest

from kg.extract.candidates.candidate import Candidate, Family, Source
from kg.extract.neural.joint import JointReading
from kg.extract.neural.logits import log_odds
from kg.extract.rules import candidates
from kg.extract.vote.name_vote import FAMILIES, KINDS, _again, _behind_country, _ruled_name, ballot, learned, vote
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Mention, Parsed, Span

ONTOLOGY = load()
TEXT = """海州市水利局召开防汛会议
2021年6月9日，海州市水利局局长王建国在临江县调研。王建国说：“今年要建成三座水库。”
张丽华毕业于清华大学，现任长风集团有限公司董事长。长风集团位于江苏省南京市。
"""


def parsed(text: str) -> Parsed:
    return segment(Document(DocumentId("a"), text), ONTOLOGY)


def test_every_source_is_of_a_family_that_the_vote_knows() -> None:
    assert set(FAMILIES) == {None, *Family} and {source.family for source in Source} == set(Family)
    assert len({source.label for source in Source}) == len(Source)


def test_the_weights_fit_the_features() -> None:
    cast = ballot(parsed(TEXT), candidates(parsed(TEXT), ONTOLOGY), JointReading(parsed(TEXT)), ONTOLOGY)
    assert {kind: len(row) for kind, row in learned().weights.items()} == dict.fromkeys(KINDS, cast.features.shape[1])


def test_the_features_say_which_family_proposes_a_name() -> None:
    seen = parsed("王建国在南京市。")
    found = [
        Candidate(Mention(Span(0, 3), "Person"), 0.9, "any", Source.PERSON),
        Candidate(Mention(Span(4, 7), "AdministrativeArea"), 0.9, "any", Source.PLACE_TAIL),
    ]
    cast = ballot(seen, found, JointReading(seen), ONTOLOGY)
    rows = {key[0]: row for key, row in zip(cast.keys, cast.features, strict=True) if key in cast.rules}
    families = {span: FAMILIES[int(row[1 : 1 + len(FAMILIES)].argmax())] for span, row in rows.items()}
    assert families == {Span(0, 3): Family.PERSON, Span(4, 7): Family.PLACE}


@pytest.mark.parametrize(
    ("view", "seen", "ruled", "kind"),
    [
        ("海州《晨光报》", "海州《晨光报》", "晨光报", "Organization"),
        ("云岭省青山县", "云岭省青山县", "青山县", "Place"),
        ("“先锋”称号", "“先锋”称号", "先锋", "Award"),
    ],
)
def test_what_the_network_sees_means_the_name_of_the_rules(view: str, seen: str, ruled: str, kind: str) -> None:
    spans = [Span(view.index(words), view.index(words) + len(words)) for words in (seen, ruled)]
    candidate = Candidate(Mention(spans[1], "Thing"), 0.9, "any", Source.NAME)
    found = _ruled_name(view, (spans[0], kind), {(spans[1], kind): candidate}, ("称号",))
    assert found == (spans[1], kind)


@pytest.mark.parametrize(
    ("words", "type_", "name"),
    [
        ("荷兰多德雷赫特", "AdministrativeArea", "多德雷赫特"),
        ("荷兰国家博物馆", "Facility", "荷兰国家博物馆"),
        ("荷兰", "AdministrativeArea", "荷兰"),
    ],
)
def test_an_area_is_named_without_the_country_before_it(words: str, type_: str, name: str) -> None:
    span = _behind_country(f"在{words}。", Span(1, 1 + len(words)), type_, {"荷兰"})
    assert f"在{words}。"[span.start : span.end] == name


@pytest.mark.parametrize("words", ["32台磨面机", "海州最大图书驿站", "18项惠民办法", "海外媒体", "战略合作协议"])
def test_a_description_is_no_name(words: str) -> None:
    seen = parsed(f"海州公司生产的{words}。")
    start = seen.view.text.index(words)
    mention = Mention(Span(start, start + len(words)), "Product")
    for source, stands in ((Source.NAME, False), (Source.QUOTE, True)):
        elected = vote(seen, [Candidate(mention, 0.9, "any", source)], JointReading(seen), ONTOLOGY)
        assert (mention in [one.mention for one in elected]) == stands


def test_a_name_does_not_end_within_a_word() -> None:
    seen = parsed("环保部昨天开会。各级环保部门查处了案件，环保部表示满意。")
    found = vote(seen, candidates(seen, ONTOLOGY), JointReading(seen), ONTOLOGY)
    assert {c.mention.span.start for c in found if seen.view.cut(c.mention.span) == "环保部"} == {0, 20}


def test_a_name_that_the_text_gives_is_certain() -> None:
    text = "4月1日，云岭至湖口高铁（以下简称云湖高铁）开通。云湖高铁桥隧共90座。"
    found = vote(parsed(text), candidates(parsed(text), ONTOLOGY), JointReading(parsed(text)), ONTOLOGY)
    names = {text[c.mention.span.start : c.mention.span.end] for c in found if c.score >= 0.99}
    assert {"云岭至湖口高铁", "云湖高铁"} <= names


@pytest.mark.parametrize(
    ("value", "expected"), [(0.0, -6.0), (1e-12, -6.0), (0.5, 0.0), (0.75, math.log(3)), (1.0, 6.0)]
)
def test_log_odds_have_an_edge(value: float, expected: float) -> None:
    assert log_odds(value, 6.0) == pytest.approx(expected)


def test_votes_are_likelihoods_and_leave_values_as_they_were() -> None:
    seen = parsed(TEXT)
    found, reading = candidates(seen, ONTOLOGY), JointReading(seen)
    cast = ballot(seen, found, reading, ONTOLOGY)
    assert len(cast.keys) == len(cast.features) == len(set(cast.keys))
    assert np.isfinite(cast.features).all()
    elected = vote(seen, found, reading, ONTOLOGY)
    assert elected == vote(seen, found, reading, ONTOLOGY)
    assert all(0 <= one.score <= 1 for one in elected)
    unvoted = [c for c in found if c.mention.form != "name" or c.mention.type not in ONTOLOGY.coarse]
    assert [c for c in elected if c in unvoted] == unvoted


def test_a_name_that_recurs_is_looked_for_once() -> None:
    """A long text of one name was once read through for each place of it, which took hours."""
    view = "海州市水利局" * 30_000
    sure = [
        Candidate(Mention(Span(at, at + 6), "GovernmentBody"), 0.9, "name", Source.NAME)
        for at in range(0, len(view) // 2, 6)
    ]
    taken = {(candidate.mention.span, "Organization") for candidate in sure}
    started = time.process_time()
    added = _again(view, sure, taken, ONTOLOGY)
    assert time.process_time() - started < 10
    assert [one.mention.span for one in added] == [Span(at, at + 6) for at in range(len(view) // 2, len(view), 6)]
