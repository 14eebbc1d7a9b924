"""`kg explain`: why a graph says something."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options, report
from kg.cli.apart import graph_of
from kg.cli.verb import Verb

if TYPE_CHECKING:
    from kg.ontology.ontology import Ontology
    from kg.review.explain import EntityExplained, FactExplained, Note, Passage
    from kg.types import Graph

_SHOWN = 20  # mentions, links and facts, where --all is not given


@click.command(cls=Verb, once=("all",))
@click.argument("path", metavar="DIR_OR_FILE", type=options.PATH)
@click.argument("words", metavar="FACT_OR_THING")
@click.option("--all", "everything", is_flag=True, help=f"List all mentions, links and facts, not {_SHOWN} of each.")
@options.ontology
@options.as_json
def explain(path: Path, words: str, everything: bool, ontology: Path | None, as_json: bool) -> None:
    """Explain why a graph says something: mentions, reasons for merging, sentences, rules with file and line.

    FACT_OR_THING is the id of a fact (as graph.json and statements have it), or an id, an IRI or a name of a thing. Of
    a thing: every mention with its sentence, why they are one thing, what it is held apart from, its facts, and of an
    area the code that the gazetteer has. Of a fact:
    the sentences, which rule of which file read them, the probability where a network did, who asserts it. Links
    between mentions are in the folder and in graph.json, not in RDF.

    Example: kg explain out 宜宾市司法局  # Its mentions, why they are one, and its facts.
    """
    from kg.ontology.ontology import load
    from kg.review.explain import EntityExplained, Explainer

    known = load(ontology)
    graph = graph_of(path)
    found = Explainer(graph, known).explain(words)
    _warn(graph, known)
    if as_json:
        report.print_json(found.as_json())
        return
    most = None if everything else _SHOWN
    lines = _entity(found, most) if isinstance(found, EntityExplained) else _fact(found)
    for line in lines:
        report.line(line)


def _warn(graph: Graph, ontology: Ontology) -> None:
    """The rules of another ontology may stand elsewhere, or not at all."""
    if graph.origin is not None and graph.origin.ontology != ontology.fingerprint:
        report.warn("the graph was built with another ontology: a rule may stand on another line now (--ontology)")


def _entity(found: EntityExplained, most: int | None) -> Iterator[str]:
    yield f"{found.id}  {found.type}" + (f"  ({found.name})" if found.name != found.id else "")
    if found.aliases:
        yield f"  also called: {', '.join(found.aliases)}"
    if found.divisions:
        where = ", in ".join(f"{one.name} ({one.code})" for one in found.divisions)
        yield f"  from the gazetteer, not from an article: {where}"
    documents = len({one.document for one in found.mentions})
    yield f"  {len(found.mentions)} mentions in {documents} documents:"
    yield from _some([f"    {_at(one)}  {one.words}  “{one.sentence}”" for one in found.mentions], most)
    if found.merged:
        yield "  one thing, since (a name within one document needs no reason):"
        lines = [f"    {_end(x.left)} = {_end(x.right)}  {x.score:g}  {x.why}" for x in found.merged]
        yield from _some(lines, most)
    if found.apart:
        yield "  held apart:"
        yield from _some([f"    {_end(x.left)} ≠ {_end(x.right)}  {x.score:g}  {x.why}" for x in found.apart], most)
    if found.namesakes:
        yield "  others of its name (nothing says that they are this one):"
        yield from _some([f"    {id_}" for id_ in found.namesakes], most)
    yield from _notes(found.corrections)
    if found.facts:
        yield "  facts (kg explain tells more of each by its id):"
        yield from _some([f"    {id_}  {words}" for id_, words in found.facts], most)


def _fact(found: FactExplained) -> Iterator[str]:
    yield f"{found.id}  {found.said}"
    yield f"  confidence {found.confidence:g}, extractor {found.extractor}"
    documents = len({proof.passage.document for proof in found.evidence})
    if len(found.sources) < documents:
        yield f"  {documents} documents say it, with reprints; sources of their own: {', '.join(found.sources)}"
    for proof in found.evidence:
        yield f"  {_at(proof.passage)}  “{proof.passage.sentence}”"
        how = proof.place or "no line of this program or ontology"
        if proof.network is not None:
            how = f"a network, probability {proof.network:.4g}"
        yield f"    rule {proof.rule} ({how}), confidence {proof.confidence:g}, on “{proof.passage.words}”"
    yield from _notes(found.corrections)


def _notes(notes: tuple[Note, ...]) -> Iterator[str]:
    for one in notes:
        yield f"  correction {one.id}: {one.correction}, by {one.who}, {one.when}: {one.why} ({one.state})"


def _at(passage: Passage) -> str:
    page = "" if passage.page is None else f", page {passage.page}"
    return f"{passage.document}:{passage.start}-{passage.end}{page}"


def _end(passage: Passage) -> str:
    return f"{passage.words} ({_at(passage)})"


def _some(lines: list[str], most: int | None) -> Iterator[str]:
    yield from lines[:most]
    if most is not None and len(lines) > most:
        yield f"    … and {len(lines) - most} more (--all)"
