"""`kg score`: build annotated articles, each alone, and hold them against their gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options

if TYPE_CHECKING:
    from kg.score.article import Score


@click.command()
@click.argument("folders", metavar="GOLD_FOLDER…", nargs=-1, required=True, type=options.PATH)
@options.ontology
@click.option("--worst", type=click.IntRange(0), default=0, metavar="N", help="Print up to N misses of each kind.")
@click.option(
    "--rules", "by_rule", is_flag=True, help="Add the precision of each rule, those with most wrong facts first."
)
@options.as_json
def score(folders: tuple[Path, ...], ontology: Path | None, worst: int, by_rule: bool, as_json: bool) -> None:
    """Build the articles of gold folders (ID.json beside ID.txt), each alone, and score them."""
    from kg.score import report
    from kg.score.article import Score

    total = Score()
    for name, one in _scores(folders, ontology):
        total.include(one)
        if not as_json:
            click.echo(report.article_line(name, one))
            for line in report.worst(one, worst):
                click.echo(line)
    if as_json:
        rules = {"rules": report.rule_figures(total)} if by_rule else {}
        click.echo(json.dumps(report.figures(total) | rules, ensure_ascii=False))
        return
    for line in ("-" * 90, *report.totals(total), *(("-" * 90, *report.rules(total)) if by_rule else ())):
        click.echo(line)


def _scores(folders: tuple[Path, ...], path: Path | None) -> list[tuple[str, Score]]:
    from kg.ontology import load
    from kg.pipeline import build
    from kg.read.sources import sources
    from kg.score.article import score as compare
    from kg.score.gold import articles
    from kg.store.graph_json import dumps

    ontology = load(path)
    found = []
    for folder in folders:
        for gold in articles(folder, ontology):
            made = build(sources([str(gold.text)]), path)
            for failure in made.failures:
                raise failure
            found.append((gold.id, compare(gold.data, json.loads(dumps(made.graph)), ontology)))
    return found
