"""Maps of offsets: what a character of a view stands for, after any steps."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.view import Edit, edited, outside, plain, recoded, through
from kg.types import Span, View


def shown(view: View) -> list[tuple[str, int, int]]:
    return list(zip(view.text, view.starts, view.ends, strict=True))


def test_a_plain_view_is_the_text_and_stores_no_map() -> None:
    view = plain("甲乙丙")
    assert view.text == "甲乙丙"
    assert (view.starts, view.ends) == (range(3), range(1, 4))
    assert view.to_document(Span(1, 3)) == view.from_document(Span(1, 3)) == Span(1, 3)
    assert plain("").text == ""


def test_what_is_left_out_no_character_stands_for() -> None:
    view = edited(plain("李  红 说"), [(1, 3, ""), (4, 5, "")])
    assert shown(view) == [("李", 0, 1), ("红", 3, 4), ("说", 5, 6)]
    assert view.to_document(Span(0, 2)) == Span(0, 4)  # the blanks within, not those around
    assert view.to_document(Span(1, 2)) == Span(3, 4)
    assert view.from_document(Span(1, 3)) == Span(1, 1)  # nothing stands for the blanks
    assert view.from_document(Span(2, 6)) == Span(1, 3)
    assert view.from_document(Span(0, 6)) == Span(0, 3)


@pytest.mark.parametrize("new", ["壹贰叁", "壹"])
def test_a_replacement_of_another_length_stands_for_all_that_it_replaces(new: str) -> None:
    view = edited(plain("甲一二乙"), [(1, 3, new)])
    assert view.text == f"甲{new}乙"
    for at in range(1, 1 + len(new)):
        assert view.to_document(Span(at, at + 1)) == Span(1, 3)
    assert view.from_document(Span(2, 3)) == Span(1, 1 + len(new))
    assert view.to_document(Span(0, len(view.text))) == Span(0, 4)


def test_a_replacement_of_the_same_length_goes_by_characters() -> None:
    assert shown(edited(plain("甲一二"), [(1, 3, "壹贰")])) == [("甲", 0, 1), ("壹", 1, 2), ("贰", 2, 3)]


def test_maps_of_several_steps_are_joined() -> None:
    def no_blanks(text: str) -> list[Edit]:
        return [(n, n + 1, "") for n, char in enumerate(text) if char == " "]

    def kilometres(text: str) -> list[Edit]:
        return [(n, n + 2, "公里") if n % 2 else (n, n + 2, "km长") for n in [text.find("千米")] if n >= 0]

    view = through(plain("约 ３ 千 米"), [lambda text: text.replace("３", "3"), no_blanks, kilometres])
    assert view.text == "约3km长"
    assert view.to_document(Span(1, 3)) == Span(2, 7)  # "３ 千 米", of which a part was asked for


@pytest.mark.parametrize("edits", [[(2, 1, "")], [(1, 1, "x")], [(0, 2, ""), (1, 3, "")], [(2, 9, "")]])
def test_edits_that_make_no_sense_are_an_error(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="is empty, out of order or outside"):
        edited(plain("甲乙丙"), edits)


def test_other_characters_need_the_same_places() -> None:
    with pytest.raises(ValueError, match="2 characters cannot take the places of 3"):
        recoded(plain("甲乙丙"), "甲乙")


def test_edits_outside_of_spans() -> None:
    edits = [(0, 1, ""), (4, 5, ""), (9, 10, "")]
    assert outside(edits, [(2, 4), (2, 3)]) == [(0, 1, ""), (9, 10, "")]
    assert outside(edits, [(1, 9)]) == []
    assert outside(edits, []) == edits


@st.composite
def views(draw: st.DrawFn) -> tuple[str, View]:
    text = draw(st.text(alphabet="甲乙 丙", min_size=1, max_size=30))
    view = plain(text)
    for _ in range(draw(st.integers(1, 3))):
        places = sorted(draw(st.sets(st.integers(0, len(view.text)), max_size=8)))
        pairs = list(zip(places[::2], places[1::2], strict=False))
        view = edited(view, [(a, b, draw(st.text(alphabet="天地", max_size=3))) for a, b in pairs])
    return text, view


@given(views())
def test_maps_never_fall_and_stay_in_the_text(made: tuple[str, View]) -> None:
    text, view = made
    assert len(view.starts) == len(view.ends) == len(view.text)
    assert list(view.starts) == sorted(view.starts)
    assert list(view.ends) == sorted(view.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(view.starts, view.ends, strict=True))
    kept = [n for n, char in enumerate(view.text) if char not in "天地"]
    assert all(text[view.starts[n] : view.ends[n]] == view.text[n] for n in kept)


@given(views(), st.data())
def test_there_and_back_a_span_only_grows(made: tuple[str, View], data: st.DataObject) -> None:
    text, view = made
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    seen = view.from_document(span)
    for n in range(len(view.text)):
        meets = view.starts[n] < span.end and view.ends[n] > span.start
        assert meets == (seen.start <= n < seen.end)
    if view.text:
        first = data.draw(st.integers(0, len(view.text) - 1))
        within = Span(first, data.draw(st.integers(first + 1, len(view.text))))
        assert view.from_document(view.to_document(within)).contains(within)


def test_a_long_text_takes_seconds() -> None:
    text = "甲乙丙丁戊 己" * 300_000
    begun = time.perf_counter()
    view = edited(plain(text), [(n, n + 1, "") for n in range(5, len(text), 7)])
    assert len(view.text) == 1_800_000
    assert time.perf_counter() - begun < 10
