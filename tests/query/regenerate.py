"""Write the answers of the shipped questions on the example into their files: `python -m tests.query.regenerate`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.ontology.ontology import load
from kg.pipeline import build
from kg.query.ask import ask
from kg.query.bind import bind, lines
from kg.query.engine import Engine
from kg.query.load import from_graph
from kg.rdf.questions import Question, questions
from kg.read.sources import sources
from kg.types import Graph

TEXTS = Path(__file__).parent.parent.parent / "examples" / "texts"


@cache
def graph() -> Graph:
    """The example on which the answers in `ontology/questions/` were given; by rules, which no training changes."""
    return build(sources([str(TEXTS)]), extractor="rules").graph


@cache
def store() -> Engine:
    """The example as it is asked."""
    return from_graph(graph())


def answer(asked: Question) -> tuple[str, ...]:
    """The lines that a question gives on the example."""
    return lines(ask(store(), bind(asked, store(), dict(asked.example))))


def main() -> None:
    """Write every question's answer."""
    ontology = load()
    for asked in questions(ontology):
        rows = "".join(f"# {line}\n" for line in answer(asked))
        file: Path = ontology.path / "questions" / f"{asked.name}.rq"
        file.write_text(f"{asked.sparql}# answer:\n{rows}", "utf-8")


if __name__ == "__main__":
    main()
