"""The questions of asked.tsv and fresh.tsv, the graphs that they are asked of, and how many replies are right.

`python -m tests.query.words.asked` prints what is wrong.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.ontology.ontology import load
from kg.query.engine import Engine
from kg.query.load import from_graph
from kg.query.words.replies import Reply
from kg.query.words.reply import reply
from kg.score.gold import Gold, articles
from kg.types import ClassName, Document, DocumentId, Entity, EntityId, Evidence, Fact, Graph, Meta, Span, Value
from tests.graphs import fact
from tests.query.regenerate import store

HERE = Path(__file__).parent
ANNOTATED = HERE.parents[1] / "gold"


@dataclass(frozen=True, slots=True)
class Question:
    """A row of a file; `answers` is empty where the graph has none."""

    kind: str
    half: str
    graph: str
    words: str
    answers: frozenset[str]


def asked(file: str = "asked.tsv") -> list[Question]:
    """All questions of a file."""
    lines = (HERE / file).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [Question(a, b, c, words, frozenset(filter(None, found.split("|")))) for a, b, c, words, found in rows]


@cache
def annotated() -> Graph:
    """The articles of tests/gold as one graph, things of one name taken for one."""
    entities: dict[str, Entity] = {}
    documents, facts = [], {}
    for article in articles(ANNOTATED, load()):
        document = Document(DocumentId(article.id), article.text.read_text("utf-8"), Meta())
        documents.append(document)
        names = {one["id"]: one["name"] for one in article.data["entities"]}
        for one in article.data["entities"]:
            before = entities.get(one["name"])
            aliases = {*one.get("aliases", ()), *(before.aliases if before else ())} - {one["name"]}
            kind = before.type if before else ClassName(one["type"])
            entities[one["name"]] = Entity(EntityId(one["name"]), kind, one["name"], tuple(sorted(aliases)), ())
        for made in _facts(article, document, names):
            facts[made.id] = made
    return Graph(
        tuple(sorted(documents, key=lambda d: d.id)),
        tuple(sorted(entities.values(), key=lambda e: e.id)),
        tuple(sorted(facts.values(), key=lambda f: f.id)),
    )


def _facts(article: Gold, document: Document, names: dict[str, str]) -> list[Fact]:
    def term(value: str | dict[str, str], kind: str = "text") -> str | Value:
        if isinstance(value, dict):
            return Value(str(value["value"]), value["type"], value.get("unit"))  # type: ignore[arg-type]
        return names.get(value) or Value(value, "date" if kind in ("time", "end") else "text")

    made = []
    for one in article.data["facts"]:
        at = document.text.find(one.get("evidence") or "\0")
        span = Span(at, at + len(one["evidence"])) if at >= 0 else Span(0, len(document.text))
        qualifiers = tuple(sorted((name, term(value, name)) for name, value in one.get("qualifiers", {}).items()))
        evidence = (Evidence(document.id, span, "annotation", 1.0),)
        made.append(fact(one["predicate"], names[one["subject"]], term(one["object"]), evidence, qualifiers))
    return made


@cache
def graphs() -> dict[str, Engine]:
    """E is the example, G the annotated articles."""
    return {"E": store(), "G": from_graph(annotated())}


@cache
def replied(question: Question) -> Reply:
    """The reply to a question."""
    return reply(graphs()[question.graph], question.words, load())


def given(question: Question) -> set[str]:
    """What the reply says: yes or no, a count as #3, or the answers."""
    made = replied(question)
    if made.verdict:
        return {made.verdict}
    return {f"#{made.count}"} if made.count is not None else {answer.value for answer in made.answers}


def is_right(question: Question) -> bool:
    """Whether the reply gives the answers, all of them and no others; none where there is none."""
    found = given(question)
    wanted = {one.removesuffix("…") for one in question.answers if one.endswith("…")}
    whole = question.answers - {f"{one}…" for one in wanted}
    rest = found - whole
    return whole <= found and len(rest) == len(wanted) and all(any(f.startswith(w) for f in rest) for w in wanted)


def main() -> None:
    """Print the wrong replies and the figures."""
    count: Counter[tuple[str, str, bool]] = Counter()
    for question in (*asked(), *asked("fresh.tsv")):
        right = is_right(question)
        count["none" if question.kind == "none" else "answer", question.half, right] += 1
        if not right:
            found = replied(question)
            print(question.kind, question.words, found.status, found.question, given(question))
    for key, number in sorted(count.items()):
        print(*key, number)


if __name__ == "__main__":
    main()
