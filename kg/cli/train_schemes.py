"""`kg train schemes`: heads for the labels of data sets, on a trained network that stays as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli import options
from kg.cli.train_options import ABOVE_0, WEIGHT, echo, out_option, settings_of, tell, terms_of, today
from kg.cli.verb import Verb
from kg.train.plan import LOG, check_packages, training_log
from kg.train.settings import JointSettings

_EPOCHS = 6


@click.command(
    cls=Verb, examples=[("kg train schemes ships.train.jsonl -o weights", "Names of ships, beside what is shipped.")]
)
@click.argument("files", metavar="SET.jsonl…", nargs=-1, required=True, type=options.PATH)
@out_option("Folder for weights, card, checkpoint and log; a training that was stopped goes on there.")
@click.option(
    "--start", type=options.PATH, metavar="FOLDER", help="The network's weights; the shipped ones if not given."
)
@click.option("--epochs", type=ABOVE_0, default=_EPOCHS, show_default=True, help="Number of epochs over the rows.")
@click.option(
    "--head-rate", type=ABOVE_0, default=JointSettings.head_rate, show_default=True, help="Highest learning rate."
)
@WEIGHT
@click.option("--seed", type=click.IntRange(0), default=JointSettings.seed, show_default=True, help="Random seed.")
@click.option("--terms", multiple=True, metavar="SET=TEXT", help="Licence terms of a data set, for the card.")
@click.option("--threads", type=click.IntRange(1), default=1, show_default=True, help="Number of threads.")
@options.ontology
@options.as_json
def schemes(
    files: tuple[Path, ...],
    out: Path,
    start: Path | None,
    terms: tuple[str, ...],
    threads: int,
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
    network says in its own labels stays as it is.
    """
    settings = JointSettings(**settings_of(how))
    check_packages()
    from kg.extract.neural.session import FOLDER
    from kg.ontology.ontology import load
    from kg.train.joint.data import JointPlan
    from kg.train.joint.train import train

    with training_log(out, echo) as log:
        plan = JointPlan((), (), (), files, None, start or FOLDER, out, settings, terms_of(terms), threads)
        train(plan, load(ontology), log, today())
    written = [*sorted(file.name for file in out.glob("*.onnx")), "joint.json", "card.json", "MODEL_CARD.md", LOG]
    tell(as_json, {"out": str(out), "files": written}, [f"{out}: {', '.join(written)}"])
