"""Write the answers of the shipped questions on the example into their files: `python -m tests.query.regenerate`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.ontology import load
from kg.query.ask import ask
from kg.query.load import from_graph
from kg.query.questions import lines, questions
from kg.types import Graph
from tests.graphs import example

if TYPE_CHECKING:
    import pyoxigraph as ox


def graph() -> Graph:
    """The example on which the answers in `ontology/questions/` were given."""
    return example()


@cache
def store() -> ox.Store:
    """The example as a store."""
    return from_graph(graph())


def main() -> None:
    """Write every question's answer."""
    ontology = load()
    for asked in questions(ontology):
        answer = "".join(f"# {line}\n" for line in lines(ask(store(), asked.sparql)))
        file: Path = ontology.path / "questions" / f"{asked.name}.rq"
        file.write_text(f"{asked.sparql}# answer:\n{answer}", "utf-8")


if __name__ == "__main__":
    main()
