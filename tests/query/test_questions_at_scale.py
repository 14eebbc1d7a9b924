"""What the shipped questions cost on a larger graph."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.ontology.ontology import load
from kg.pipeline import build
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.questions import questions
from kg.rdf.tree import tree
from kg.read.sources import sources
from tests.bench.serve import ROOT, asked, bare, copies

TRIPLES = 50_000
MOST = (
    2.0  # seconds: forty times what the slowest of them takes; where time grows with the square it was four times this
)


@pytest.fixture(scope="module")
def store() -> tuple[ox.Store, int]:
    """The example many times over, and how often."""
    lines = ntriples(to_rdf(build(sources([ROOT / "examples" / "texts"]), extractor="rules").graph)).splitlines(True)
    made = ox.Store()
    for text in ("".join(copies(lines, TRIPLES)), tree(load())):
        made.bulk_load(input=text.encode(), format=ox.RdfFormat.N_TRIPLES)
    return made, TRIPLES // len(lines)


def test_no_question_takes_long(store: tuple[ox.Store, int]) -> None:
    made, number = store
    names = [one.name for one in questions(load())]
    took = dict(zip(names, bare(made, asked(load(), number)), strict=True))
    assert {name: seconds for name, seconds in took.items() if seconds > MOST} == {}
