"""`kg train names` and `kg train relations`: the networks again, from rows of the user's own."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import click

from kg.cli import options
from kg.cli.train_options import ABOVE_0, ManyFiles, echo, out_option, settings_of, tell, terms_of, today, training
from kg.train.plan import LOG, Plan, check_packages, training_log
from kg.train.settings import RelationSettings, TaggerSettings

_SILVER = "silver.jsonl.gz"
_TAGGER, _RELATIONS = TaggerSettings(), RelationSettings()
_NEXT = "next, learn how rules and networks vote: kg train vote GOLD_FOLDER… --out {}"


@click.command(
    cls=ManyFiles,
    examples=[("kg train names ships.train.jsonl --dev ships.dev.jsonl -o weights", "A tagger of one data set.")],
)
@click.argument("files", metavar="TRAIN.jsonl…", nargs=-1, required=True, type=options.PATH)
@click.option(
    "--dev", multiple=True, type=options.PATH, metavar="DEV.jsonl…", help="Rows that the best epoch is chosen on."
)
@click.option("--raw", multiple=True, type=options.PATH, metavar="FILE…", help="Unlabelled text to pretrain on.")
@click.option("--silver", is_flag=True, help="Train on what the rules find in the --raw text, too.")
@out_option("Folder for weights, card, checkpoint and log.")
@click.option(
    "--init", type=options.PATH, metavar="FILE", help="Start from this checkpoint (tagger.pt, or its folder)."
)
@click.option(
    "--epochs",
    type=click.FloatRange(0),
    default=_TAGGER.epochs,
    show_default=True,
    help="Number of epochs. 0: export --init as it is.",
)
@click.option(
    "--raw-epochs",
    type=click.FloatRange(0),
    default=_TAGGER.raw_epochs,
    show_default=True,
    help="Number of epochs over the --raw text.",
)
@click.option("--minutes", type=ABOVE_0, default=math.inf, help="Time limit; the schedule is shortened to fit it.")
@click.option(
    "--patience",
    type=click.IntRange(1),
    default=_TAGGER.patience,
    show_default=True,
    help="Stop after so many epochs without a better score.",
)
@training(_TAGGER, "characters")
def names(
    files: tuple[Path, ...],
    dev: tuple[Path, ...],
    raw: tuple[Path, ...],
    silver: bool,
    out: Path,
    init: Path | None,
    terms: tuple[str, ...],
    threads: int,
    ontology: Path | None,
    as_json: bool,
    **how: Any,
) -> None:
    """Train the tagger of names on rows {"text", "entities": [{"start", "end", "type"}]}: JSON lines, plain or .gz.

    A file's name up to the first dot is its data set; the labels of a set stand in the ontology's labels/names.tsv.
    Where a set has no --dev file, one row in 16 (1500 at most) is held out of its training rows.
    """
    if silver and not raw:
        raise click.UsageError("--silver needs --raw: text for the rules to read")
    if how["epochs"] == 0 and init is None:
        raise click.UsageError("--epochs 0 exports a checkpoint: name it by --init")
    settings, stated = TaggerSettings(**settings_of(how)), terms_of(terms)
    check_packages()
    from kg.ontology.ontology import load
    from kg.train.silver import write_silver
    from kg.train.tagger.train import train as train_tagger

    known = load(ontology)
    with training_log(out, echo) as log:
        made = [write_silver(raw, out / _SILVER, known)] if silver else []
        train_tagger(Plan([*files, *made], dev, out, settings, raw, init, stated, threads), known, log, today())
    _tell(as_json, out, "tagger.onnx")


@click.command(
    cls=ManyFiles,
    examples=[("kg train relations duie.train.jsonl --init weights/tagger.pt -o weights", "On that tagger's encoder.")],
)
@click.argument("files", metavar="TRAIN.jsonl…", nargs=-1, required=True, type=options.PATH)
@click.option("--dev", multiple=True, type=options.PATH, metavar="DEV.jsonl…", help="Rows that are only scored.")
@out_option("Folder for weights, card, checkpoint and log (that of the tagger, where there is one).")
@click.option("--init", type=options.PATH, metavar="FILE", help="Start with the encoder of this tagger (tagger.pt).")
@click.option(
    "--epochs",
    type=click.IntRange(0),
    default=_RELATIONS.epochs,
    show_default=True,
    help="Number of epochs. 0: export relations.pt as it is.",
)
@training(_RELATIONS, "rows")
def relations(
    files: tuple[Path, ...],
    dev: tuple[Path, ...],
    out: Path,
    init: Path | None,
    terms: tuple[str, ...],
    threads: int,
    ontology: Path | None,
    as_json: bool,
    **how: Any,
) -> None:
    """Train the relation model on rows {"text", …}: JSON lines, plain or .gz, in one of five forms.

    \b
    "spo": [{"subject", "predicate", "object"}]
        labels of the ontology's labels/relations.tsv
    the same with "s_start", "p_start", "o_start"
        predicates are words of the text
    "entities", "relations": [{"head", "tail", "type"}]
        labels of given pairs
    "entities", "facts": [{"subject", "predicate", "object", "confidence"}]
        as kg train silver writes them
    "entities": [{"start", "end", "type"}]
        names alone: they teach what a mention is

    One text in ten is held out, to choose thresholds on.
    """
    settings, stated = RelationSettings(**settings_of(how)), terms_of(terms)
    check_packages()
    from kg.extract.neural.relation_model import WEIGHTS
    from kg.ontology.ontology import load
    from kg.train.relations.train import train as train_relations

    with training_log(out, echo) as log:
        plan = Plan(files, dev, out, settings, init=init, terms=stated, threads=threads)
        train_relations(plan, load(ontology), log, today())
    _tell(as_json, out, WEIGHTS)


def _tell(as_json: bool, out: Path, weights: str) -> None:
    files = [weights, "card.json", "MODEL_CARD.md", LOG]
    tell(as_json, {"out": str(out), "files": files}, [f"{out}: {', '.join(files)}", _NEXT.format(out)])
