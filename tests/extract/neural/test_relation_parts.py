"""What the relation model is asked, and how its scores become triples."""

from __future__ import annotations

import numpy as np

from kg.extract.neural.relation_input import ANY, FAR, Asked, marks, padded, pairs
from kg.extract.neural.relation_questions import among, trios
from kg.extract.neural.relation_spans import BEGIN, END, INSIDE, Scored, layered, proposals, standing
from kg.extract.neural.relation_triples import Manner, inverse, label_of

FEATURES = np.ones((5, 8), np.int32)
ASKED = Asked(FEATURES, [(1, 3, 1), (5, 6, 2)], [(0, 1), (1, 0)])


def test_marks_lie_over_their_characters() -> None:
    found = marks([ASKED, Asked(FEATURES[:, :4], [(0, 4, 0), (0, 2, 3)])], 8)
    assert found[0, :, 0].tolist() == [0, 3, 4, 0, 0, 5, 0, 0]
    assert found[1, :4, :2].tolist() == [[1, 7], [2, 8], [2, 0], [2, 0]]


def test_pairs_know_their_distances_and_zones() -> None:
    at = pairs([ASKED], 8)
    assert (at["pair_near"][0, 0] - FAR).tolist() == [-1, 0, 0, 1, 2, 3, 4, 5]
    assert at["pair_near"][2].tolist() == [[0, 1, 1, 2, 2, 3, 4, 4], [5, 6, 6, 7, 7, 8, 9, 9]]
    assert at["pair_zone"][0].tolist() == [0, 1, 3, 5, 6, 8]
    assert at["pair_of"].tolist() == [[0, 1, 0], [1, 0, 0]]


def test_nothing_asked_is_no_row() -> None:
    assert padded([Asked(FEATURES[:, :3])]).shape == (1, 5, 3)
    assert pairs([Asked(FEATURES)], 8)["pair_of"].shape == (0, 3)


def test_a_stretch_is_proposed_where_all_its_tags_are_likely() -> None:
    scores = np.full((4, 5), -5.0, np.float32)
    scores[0, BEGIN] = scores[1, INSIDE] = scores[2, END] = 5.0
    scores[3, 0] = 5.0
    assert [one.span for one in proposals(scores, 0.5)] == [(0, 3)]
    assert layered([(0, 3, 0)], 4, 1)[:, 0].tolist() == [BEGIN, INSIDE, END, 0]


def test_of_rivals_the_likeliest_stands() -> None:
    best = Scored((0, 3), "歌手", (5, 8), 0.9)
    other = Scored((1, 3), "歌手", (5, 8), 0.8)
    apart = Scored((0, 3), "作词", (5, 8), 0.7)
    assert standing([other, apart, best]) == [best, apart]


def test_pairs_of_kinds_that_nothing_joins_are_not_asked_about() -> None:
    found = among(FEATURES, ASKED.mentions, lambda left, right: (left, right) == (1, 2))
    assert found.pairs == [(0, 1)]


def test_trios_share_their_pairs() -> None:
    asked, found = trios(FEATURES, [[(0, 2)], [(3, 4)], [(5, 6), (1, 2)]])
    assert [one.stretches for one in found] == [((0, 2), (3, 4), (5, 6))]
    assert len(asked.pairs) == 3
    assert {kind for *_, kind in asked.mentions} >= {ANY}


def test_a_label_below_the_bar_is_unknown() -> None:
    one = Manner("finre", "pairs", ("unknown", "持股", "被持股"), bar=0.4)
    assert label_of(np.array([0.5, 0.45, 0.05], np.float32), one)[0] == "持股"
    assert label_of(np.array([0.6, 0.35, 0.05], np.float32), one)[0] == "unknown"
    assert inverse(one.labels) == [0, 2, 1]
