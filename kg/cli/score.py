"""`kg score`: an extractor's graphs against annotated articles, or its names and relations against data sets."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options, report
from kg.cli.many import ManyValued

if TYPE_CHECKING:
    from kg.score.article import Score
    from kg.score.tallied import Progress, SetScore


class _Score(ManyValued):
    many = ("--mentions", "--relations")


_EXAMPLES = (
    ("kg score gold --extractor rules --rules", "Annotated articles, and which rule was wrong how often."),
    ("kg score gold --extractor rules --worst 3", "With up to three misses of each kind."),
    ("kg score gold --extractor rules --json", "The figures as JSON."),
)


@click.command(cls=_Score, examples=_EXAMPLES)
@click.argument("folders", metavar="[GOLD_FOLDER…]", nargs=-1, type=options.PATH)
@click.option("--mentions", multiple=True, type=options.PATH, metavar="SET.jsonl…", help="Score names on data sets.")
@click.option(
    "--relations", multiple=True, type=options.PATH, metavar="SET.jsonl…", help="Score relations on data sets."
)
@click.option("--map", "label_map", type=options.PATH, metavar="FILE", help="Unify the labels of names by this map.")
@options.extractor
@options.ontology
@click.option("--worst", type=click.IntRange(0), default=0, metavar="N", help="Print up to N misses of each kind.")
@click.option(
    "--rules", "by_rule", is_flag=True, help="Add the precision of each rule, those with most wrong facts first."
)
@click.option(
    "--properties", "by_property", is_flag=True, help="Add the figures of each property, the most wanted first."
)
@click.option(
    "--confidence", is_flag=True, help="Add how far the confidence of facts is from how often they are right."
)
@click.option(
    "--without-extensions", is_flag=True, help="Leave out facts that the annotation guide has no property for."
)
@options.as_json
def score(
    folders: tuple[Path, ...],
    mentions: tuple[Path, ...],
    relations: tuple[Path, ...],
    label_map: Path | None,
    extractor: str,
    ontology: Path | None,
    worst: int,
    by_rule: bool,
    by_property: bool,
    confidence: bool,
    without_extensions: bool,
    as_json: bool,
) -> None:
    """Build the articles of gold folders (ID.json beside ID.txt), each alone, and score them.

    Or score names and relations on data sets: files of one JSON object a line, plain or gzipped, called after the set
    (msra.test.jsonl.gz). Where the extractor has learned a set, it answers with that set's labels.
    """
    if mentions or relations:
        if folders:
            raise click.UsageError("gold folders and data sets are scored apart")
        if worst or by_rule or by_property or confidence or without_extensions:
            what = "--worst, --rules, --properties, --confidence and --without-extensions"
            raise click.UsageError(f"{what} are for gold folders")
        _score_sets(mentions, relations, label_map, extractor, ontology, as_json)
    elif label_map:
        raise click.UsageError("--map is for data sets: name them by --mentions or --relations")
    elif folders:
        scores = _scores(folders, extractor, ontology, extensions=not without_extensions)
        asked = (("rules", by_rule), ("properties", by_property), ("confidence", confidence))
        _print_scores(scores, worst, asked, as_json)
    else:
        raise click.UsageError("name a gold folder, or data sets by --mentions or --relations")


def _score_sets(
    mentions: tuple[Path, ...],
    relations: tuple[Path, ...],
    label_map: Path | None,
    extractor: str,
    ontology: Path | None,
    as_json: bool,
) -> None:
    from kg.extract.extractors import extractor as named
    from kg.ontology.ontology import load
    from kg.score import mentions as names
    from kg.score import tallied
    from kg.score.relations import score_relations
    from kg.score.sets import set_name

    counts = Counter(set_name(path) for path in (*mentions, *relations))
    if double := [name for name, count in counts.items() if count > 1]:
        raise click.UsageError(f"two sets are called {double[0]}: their figures would have one name")
    known, asked = load(ontology), named(extractor)
    asked.verify()
    maps = names.label_map(label_map) if label_map else None
    found: dict[str, dict[str, dict[str, float]]] = {}

    def tell(one: SetScore) -> None:
        found[one.name] = tallied.figures(one)
        for note in one.notes:
            report.warn(f"{one.name}: {note}")
        for line in () if as_json else tallied.lines(one):
            click.echo(line)

    for path in mentions:
        with _progress(path, shown=not (as_json or report.quiet())) as on_progress:
            one = names.score_mentions(path, asked, known, maps, on_progress)
        tell(one)
    for path in relations:
        with _progress(path, shown=not (as_json or report.quiet())) as on_progress:
            one = score_relations(path, asked, known, on_progress)
        tell(one)
    if as_json:
        report.print_json(found)


@contextmanager
def _progress(path: Path, *, shown: bool) -> Iterator[Progress | None]:
    """A progress bar on stderr, at a terminal."""
    if not shown or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(path.name), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, rows: bar.update(task, completed=done, total=rows)


def _print_scores(
    scores: list[tuple[str, Score]], worst: int, asked: tuple[tuple[str, bool], ...], as_json: bool
) -> None:
    """Print scores and their sum, and the tables that are asked for."""
    from kg.score import report as tables
    from kg.score.article import Score

    total = Score()
    for name, one in scores:
        total.include(one)
        if not as_json:
            click.echo(tables.article_line(name, one))
            for line in tables.worst(one, worst):
                click.echo(line)
    if as_json:
        figures = {
            "rules": tables.rule_figures,
            "properties": tables.property_figures,
            "confidence": tables.confidence_figures,
        }
        more = {name: figures[name](total) for name, wanted in asked if wanted}
        report.print_json(tables.figures(total) | more)
        return
    lines = {"rules": tables.rules, "properties": tables.properties, "confidence": tables.confidences}
    for table in (tables.totals, *(lines[name] for name, wanted in asked if wanted)):
        for line in ("-" * 90, *table(total)):
            click.echo(line)


def _scores(
    folders: tuple[Path, ...], extractor: str, path: Path | None, *, extensions: bool
) -> list[tuple[str, Score]]:
    from kg.ontology.ontology import load
    from kg.pipeline import build
    from kg.read.sources import sources
    from kg.score.article import score as compare
    from kg.score.gold import articles
    from kg.store.graph_json import dumps

    ontology = load(path)
    found = []
    for folder in folders:
        for gold in articles(folder, ontology):
            made = build(sources([str(gold.text)]), path, extractor=extractor)
            for failure in made.failures:
                raise failure
            for warning in made.warnings:
                report.warn(str(warning))
            graph = json.loads(dumps(made.graph))
            graph["facts"] = [
                f for f in graph["facts"] if extensions or not ontology.properties[f["predicate"]].extension
            ]
            found.append((gold.id, compare(gold.data, graph, ontology)))
    return found
