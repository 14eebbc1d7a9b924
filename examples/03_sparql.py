"""SPARQL over a graph, in process: who holds which post, and which words say so."""

from __future__ import annotations

from pathlib import Path

from kg.pipeline import build
from kg.query.ask import ask
from kg.query.load import from_graph
from kg.query.render import render
from kg.read.sources import sources

TEXTS = Path(__file__).parent / "texts"

QUERY = """
SELECT ?who ?role ?where ?words {
  ?statement rdf:predicate kg:positionAt ; rdf:subject ?who ; rdf:object ?where ; kg:role ?role ;
             kg:evidence/oa:hasSelector/oa:exact ?words .
} ORDER BY ?who ?role
"""


def main() -> None:
    store = from_graph(build(sources([str(TEXTS)])).graph)
    print(render(ask(store, QUERY)))


if __name__ == "__main__":
    main()
