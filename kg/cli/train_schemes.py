"""`kg train schemes`: upper layers and heads for the labels of data sets, beside a network that stays as it is."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from kg.cli import options, train_options
from kg.cli.verb import Verb
from kg.train.plan import LOG, check_packages, training_log
from kg.train.settings import SchemeSettings

_DEFAULTS = SchemeSettings()
_number = partial(train_options.number, _DEFAULTS)


@click.command(
    cls=Verb,
    examples=[("kg train schemes ships.train.jsonl --heads-only -o weights", "Names of ships, beside what ships.")],
)
@click.argument("files", metavar="SET.jsonl…", nargs=-1, required=True, type=options.PATH)
@train_options.out_option("Folder for weights, card, checkpoint and log; a training that was stopped goes on there.")
@click.option(
    "--start", type=options.PATH, metavar="FOLDER", help="The network's weights; the shipped ones if not given."
)
@click.option("--heads-only", is_flag=True, help="Keep the upper layers, and with them the labels of other sets.")
@_number("epochs", train_options.ABOVE_0, "Number of epochs over the rows.")
@_number("rate", train_options.ABOVE_0, "Highest learning rate of the upper layers.")
@_number("head_rate", train_options.ABOVE_0, "Highest learning rate of all else.")
@_number("characters", click.IntRange(600), "Characters in a step, with padding.")
@train_options.BFLOAT16
@click.option("--weight", multiple=True, metavar="SET=X", help="Draw rows of a data set X times as often.")
@_number("seed", click.IntRange(0), "Random seed.")
@train_options.TERMS
@train_options.THREADS
@train_options.PROCESSES
@options.ontology
@options.as_json
def schemes(
    files: tuple[Path, ...],
    out: Path,
    start: Path | None,
    terms: tuple[str, ...],
    threads: int,
    processes: int,
    ontology: Path | None,
    as_json: bool,
    **how: Any,
) -> None:
    """Teach the network the labels of data sets, from rows {"text", …}: JSON lines, plain or .gz, in one of four forms.

    \b
    "entities": [{"start", "end", "type"}]
        names, with the set's own types
    "spo": [{"subject", "predicate", "object"}]
        labels of the ontology's labels/relations.tsv
    the same with "s_start", "p_start", "o_start"
        predicates are words of the text
    "entities", "relations": [{"head", "tail", "type"}]
        labels of given pairs, of labels/relations.tsv

    A file's name up to the first dot is its data set. One row in sixteen is held out, to choose thresholds on. What the
    network says in its own labels stays as it is: it shares its lower layers only, and these do not learn.
    """
    settings = SchemeSettings(**train_options.settings_of(how))
    check_packages()
    from kg.extract.neural.session import FOLDER
    from kg.ontology.ontology import load
    from kg.train.schemes.train import SchemePlan, train

    with training_log(out, train_options.echo) as log:
        plan = SchemePlan(files, start or FOLDER, out, settings, train_options.terms_of(terms), threads, processes)
        train(plan, load(ontology), log, train_options.today())
    written = [*sorted(file.name for file in out.glob("scheme*")), "card.json", "MODEL_CARD.md", LOG]
    train_options.tell(as_json, {"out": str(out), "files": written}, [f"{out}: {', '.join(written)}"])
