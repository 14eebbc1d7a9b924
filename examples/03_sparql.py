"""SPARQL over a graph, in process: who holds which post, and which words say so."""

from __future__ import annotations

from pathlib import Path

import kg

TEXTS = Path(__file__).parent / "texts"

QUERY = """
SELECT ?who ?role ?where ?words {
  ?statement rdf:predicate kg:positionAt ; rdf:subject ?who ; rdf:object ?where ; kg:role ?role ;
             kg:evidence/oa:hasSelector/oa:exact ?words .
} ORDER BY ?who ?role
"""


def main() -> None:
    graph = kg.build([TEXTS]).graph
    for who, role, where, words in kg.query_graph(graph, QUERY).rows:
        print(who.value, role.value, where.value, words.value)


if __name__ == "__main__":
    main()
