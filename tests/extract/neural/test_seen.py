"""What the tagger sees of a text: features, pieces, batches."""

from __future__ import annotations

import time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.neural.batches import LONGEST, batches, parts, pieces
from kg.extract.neural.character_features import BIGRAMS, CHARACTERS, HIDDEN, PLACES, WORDS, features
from kg.extract.neural.tagger import Tagged
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Parsed, Span, Token, View

ODD = "宜宾市😀a\udc80\U0001f9ff\ue000"
ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)  # unassigned code points among them


def test_the_arithmetic_is_what_the_weights_were_trained_with() -> None:
    found = features(ODD, 0, 8, [Token(Span(0, 3), "ns"), Token(Span(3, 4), "x"), Token(Span(4, 8), "eng")])
    assert [array.tolist() for array in found.arrays] == [
        [4510, 4544, 5124, 514, 99, 130, 513, 2],
        [31013, 84682, 64870, 111884, 56086, 64821, 73860, 49936],
        [84682, 64870, 111884, 56086, 64821, 73860, 49936, 90572],
        [27352, 27352, 27352, 49120, 26050, 26050, 26050, 26050],
        [101, 102, 103, 204, 41, 42, 42, 43],
    ]


def test_a_word_is_seen_by_its_place_whatever_stands_before_the_piece() -> None:
    tokens = [Token(Span(2, 4), "n")]
    one, two = features("甲乙法院", 2, 4, tokens), features("丙丁法院", 2, 4, tokens)
    assert all(np.array_equal(a, b) for a, b in zip(one.arrays, two.arrays, strict=True))


@settings(deadline=None)
@given(ANY)
def test_rows_are_those_of_the_tables(text: str) -> None:
    parsed = segment(Document(DocumentId("a"), text), load())
    for span, seen in parts(parsed):
        for array, size in zip(seen.arrays, (CHARACTERS, BIGRAMS, BIGRAMS, WORDS, PLACES), strict=True):
            assert array.dtype == np.int32
            assert len(array) == len(span)
            assert array.min() >= 0
            assert array.max() < size
        assert seen.character.min() > 0  # 0 is padding
        assert seen.character.min() >= HIDDEN


@settings(deadline=None)
@given(st.text(alphabet="好，。 人\n", min_size=1, max_size=700), st.integers(0, 20))
def test_pieces_cover_the_sentence(text: str, start: int) -> None:
    sentences = [Span(min(start, len(text)), len(text))]
    found = list(pieces(text, sentences))
    assert [at for span in found for at in range(span.start, span.end)] == list(range(*_ends(sentences[0])))
    assert all(0 < len(span) <= LONGEST for span in found)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def test_a_long_sentence_is_cut_behind_a_mark() -> None:
    text = "好" * 100 + "，" + "好" * 100
    assert [len(span) for span in pieces(text, [Span(0, 201)])] == [101, 100]


@settings(deadline=None)
@given(st.lists(st.integers(1, LONGEST), max_size=60))
def test_batches_hold_every_piece_once(lengths: list[int]) -> None:
    text = "市" * sum(lengths)
    found, at = [], 0
    for length in lengths:
        found.append((Span(at, at + length), features(text, at, at + length, [Token(Span(at, at + length), "n")])))
        at += length
    made = list(batches(found))
    assert sorted(span for batch in made for span in batch.spans) == [span for span, _ in found]
    for batch in made:
        assert all(array.shape == (len(batch.spans), max(map(len, batch.spans))) for array in batch.arrays)
        assert [int((row != 0).sum()) for row in batch.arrays[0]] == [len(span) for span in batch.spans]


def test_a_sentence_of_100000_characters_takes_bounded_time_and_memory() -> None:
    parsed = segment(Document(DocumentId("a"), "海州市司法局局长王建国到访临江县" * 6250), load())
    assert max(map(len, parsed.sentences)) > LONGEST
    Tagged(segment(Document(DocumentId("b"), "海州市。"), load()))
    begun = time.process_time()
    assert Tagged(parsed).names()
    assert time.process_time() - begun < 60
    assert max(batch.arrays[0].size for batch in batches(parts(parsed))) <= 8192


def test_a_word_that_a_piece_cuts_is_seen_in_two_parts() -> None:
    text = "字" * (LONGEST + 10)
    view = View(text, range(len(text)), range(1, len(text) + 1))
    whole = Parsed(Document(DocumentId("a"), text), view, (Span(0, len(text)),), (Token(Span(0, len(text)), "n"),))
    assert [len(seen) for _, seen in parts(whole)] == [LONGEST, 10]
