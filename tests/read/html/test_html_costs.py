"""Hostile pages are read in a few seconds or refused; greater ones are in tests/bench/hostile.py."""

from __future__ import annotations

import pytest

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.read.article.article_metadata import article_metadata
from kg.read.html.html_reader import page
from kg.read.html.html_tree import is_long, parse
from tests.cost import within
from tests.read.hostile import PAGES, TEXT


@pytest.mark.parametrize("name", PAGES)
def test_hostile_pages(name: str) -> None:
    article_metadata(page(f"<p>{TEXT}</p>").text, load())
    for size in (20_000, 60_000):
        text = PAGES[name](size)
        with within(5):
            try:
                found = page(text, where="a.html")
                article_metadata(found.text, load(), page=found)
            except SourceError as error:
                assert error.hint and error.where == "a.html"


REFUSED = {
    "bytes": ("馆" * 3_333_334, "longer than 10 MB"),
    "elements": ("<p>馆</p>" * 40_000, "it has more than 24,000 elements"),
    "depth": ("<div>" * 200 + TEXT, "its elements are nested more than 128 deep"),
    "attributes": (f"<p {' '.join(f'a{n}' for n in range(101))}>", "has more than 100 attributes"),
    "spans": ("<table>" + "<tr><td colspan=100 rowspan=100>馆" * 3, "span more than 20,000 others"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str) -> None:
    body, what = REFUSED[name]
    with pytest.raises(SourceError, match=what):
        page(f"<html><body><p>{TEXT}</p>{body}</body></html>")


def test_what_is_no_attribute() -> None:
    script = f"<script>if (a<b) {'c = d; ' * 200}</script><!-- <a {'b ' * 200} --><style>a<b {'c ' * 200}</style>"
    assert page(f"<html><body><p>{TEXT}</p>{script}</body></html>").text == TEXT


def test_the_fallbacks_are_for_pages_of_ordinary_length() -> None:
    assert not is_long(parse(f"<html><body>{'<p>馆</p>' * 1500}</body></html>"))
    assert is_long(parse(f"<html><body>{'<p>馆</p>' * 1501}</body></html>"))


def test_a_piece_of_text_of_nearly_10_megabytes_is_read_whole() -> None:
    text = "馆" * 3_333_000
    with within(5):
        assert text in page(f"<html><body><p>{text}</p></body></html>").text
