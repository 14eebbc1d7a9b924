"""The best valid sequence of tags, against all of them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.neural.logits import Floats
from kg.extract.neural.tag_decoding import LabelledSpan, best_spans, encode

LABELS = 2


def _valid(length: int, start: int = 0) -> list[list[LabelledSpan]]:
    """All ways to lay spans without overlap into some characters."""
    if start == length:
        return [[]]
    found = _valid(length, start + 1)
    for end, label in itertools.product(range(start + 1, length + 1), range(LABELS)):
        found = [*found, *([(start, end, label), *rest] for rest in _valid(length, end))]
    return found


def _score(scores: Floats, spans: list[LabelledSpan]) -> float:
    tags = encode(spans, len(scores), LABELS)
    return float(scores[np.arange(len(scores)), tags].sum())


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_where_one_sequence_stands_out_it_is_found(length: int) -> None:
    first = np.arange(length) == 0
    for spans in _valid(length):
        scores = np.full((length, 1 + 4 * LABELS), -9, np.float32)
        scores[np.arange(length), encode(spans, length, LABELS)] = -0.1
        assert best_spans(scores, first, LABELS) == sorted(spans)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 5))
def test_it_is_valid_and_about_as_good_as_the_best(seed: int, length: int) -> None:
    scores = np.log(np.random.default_rng(seed).dirichlet(np.ones(1 + 4 * LABELS), length)).astype(np.float32)
    spans = best_spans(scores, np.arange(length) == 0, LABELS)
    assert spans in [sorted(one) for one in _valid(length)]
    top = max(_score(scores, one) for one in _valid(length))
    argmax = scores.argmax(1)
    if any(np.array_equal(encode(one, length, LABELS), argmax) for one in _valid(length)):
        assert _score(scores, spans) == pytest.approx(top)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.integers(1, 6), min_size=1, max_size=5))
def test_no_span_crosses_a_piece(seed: int, lengths: list[int]) -> None:
    total = sum(lengths)
    first = np.zeros(total, np.bool_)
    first[np.cumsum([0, *lengths[:-1]])] = True
    scores = np.log(np.random.default_rng(seed).dirichlet(np.ones(1 + 4 * LABELS), total)).astype(np.float32)
    spans = best_spans(scores, first, LABELS)
    assert all(not first[start + 1 : end].any() for start, end, _ in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
