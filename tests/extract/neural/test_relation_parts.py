"""What the relation model is asked, and how its scores become triples."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kg.extract.neural.label_scheme import LabelScheme, turned_labels
from kg.extract.neural.relation_input import ANY, FAR, RelationQuery, marks, padded, pairs
from kg.extract.neural.relation_queries import open_triples, typed_pairs
from kg.extract.neural.relation_spans import (
    BEGIN,
    END,
    INSIDE,
    ScoredTriple,
    layer_tags,
    span_proposals,
    without_rivals,
)
from kg.extract.neural.relation_triples import RelationLogits, best_label, pair_probabilities

FEATURES = np.ones((5, 8), np.int32)
QUERY = RelationQuery(FEATURES, [(1, 3, 1), (5, 6, 2)], [(0, 1), (1, 0)])


def test_marks_lie_over_their_characters() -> None:
    found = marks([QUERY, RelationQuery(FEATURES[:, :4], [(0, 4, 0), (0, 2, 3)])], 8)
    assert found[0, :, 0].tolist() == [0, 3, 4, 0, 0, 5, 0, 0]
    assert found[1, :4, :2].tolist() == [[1, 7], [2, 8], [2, 0], [2, 0]]


def test_pairs_know_their_distances_and_zones() -> None:
    at = pairs([QUERY], 8)
    assert (at["pair_near"][0, 0] - FAR).tolist() == [-1, 0, 0, 1, 2, 3, 4, 5]
    assert at["pair_near"][2].tolist() == [[0, 1, 1, 2, 2, 3, 4, 4], [5, 6, 6, 7, 7, 8, 9, 9]]
    assert at["pair_zone"][0].tolist() == [0, 1, 3, 5, 6, 8]
    assert at["pair_of"].tolist() == [[0, 1, 0], [1, 0, 0]]


def test_nothing_asked_is_no_row() -> None:
    assert padded([RelationQuery(FEATURES[:, :3])]).shape == (1, 5, 3)
    assert pairs([RelationQuery(FEATURES)], 8)["pair_of"].shape == (0, 3)


def test_a_span_is_proposed_where_all_its_tags_are_likely() -> None:
    scores = np.full((4, 5), -5.0, np.float32)
    scores[0, BEGIN] = scores[1, INSIDE] = scores[2, END] = 5.0
    scores[3, 0] = 5.0
    assert [one.span for one in span_proposals(scores, 0.5)] == [(0, 3)]
    assert layer_tags([(0, 3, 0)], 4, 1)[:, 0].tolist() == [BEGIN, INSIDE, END, 0]


def test_of_rivals_the_likeliest_is_kept() -> None:
    best = ScoredTriple((0, 3), "歌手", (5, 8), 0.9)
    other = ScoredTriple((1, 3), "歌手", (5, 8), 0.8)
    apart = ScoredTriple((0, 3), "作词", (5, 8), 0.7)
    assert without_rivals([other, apart, best]) == [best, apart]


def test_pairs_of_kinds_that_nothing_joins_are_not_asked_about() -> None:
    found = typed_pairs(FEATURES, QUERY.mentions, lambda left, right: (left, right) == (1, 2))
    assert found.pairs == [(0, 1)]


def test_open_triples_share_their_pairs() -> None:
    query, found = open_triples(FEATURES, [[(0, 2)], [(3, 4)], [(5, 6), (1, 2)]])
    assert [one.spans for one in found] == [((0, 2), (3, 4), (5, 6))]
    assert len(query.pairs) == 3
    assert {kind for *_, kind in query.mentions} >= {ANY}


def test_a_label_below_the_threshold_is_unknown() -> None:
    one = LabelScheme("finre", "pairs", ("unknown", "持股", "被持股"), threshold=0.4)
    assert best_label(np.array([0.5, 0.45, 0.05], np.float32), one)[0] == "持股"
    assert best_label(np.array([0.6, 0.35, 0.05], np.float32), one)[0] == "unknown"
    assert turned_labels(one.labels, "被") == (0, 2, 1)


def test_a_pair_is_read_in_both_orders() -> None:
    scheme = LabelScheme("finre", "pairs", ("unknown", "持股", "被持股"), turned=(0, 2, 1))

    def score(queries: Sequence[RelationQuery]) -> RelationLogits:
        assert [query.pairs for query in queries] == [[(0, 1), (1, 0)]]
        return RelationLogits({}, {"finre": np.log(np.array([[0.2, 0.6, 0.2], [0.5, 0.1, 0.4]], np.float32))})

    [found] = pair_probabilities([RelationQuery(FEATURES, QUERY.mentions, [(0, 1)])], scheme, score)
    assert np.allclose(found, [[0.35, 0.5, 0.15]])
