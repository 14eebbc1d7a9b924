"""`kg train`: the networks again, from data of the user's own."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from kg.cli import options
from kg.cli.many import ManyValued
from kg.train.plan import LOG, Plan, check_packages, training_log
from kg.train.settings import RelationSettings, TaggerSettings

_SILVER = "silver.jsonl.gz"
_TAGGER, _RELATIONS = TaggerSettings(), RelationSettings()
_ABOVE_0 = click.FloatRange(0, min_open=True)

Command = Callable[..., None]


class _ManyFiles(ManyValued):
    many = ("--dev", "--raw", "--relations")


@click.group()
def train() -> None:
    """Train the networks again on your own data (names and relations need: pip install 'zhkg[train]')."""


def _out(what: str) -> Callable[[Command], Command]:
    return click.option("--out", "-o", type=options.PATH, required=True, metavar="PATH", help=what)


def _training(defaults: TaggerSettings | RelationSettings, unit: str) -> Callable[[Command], Command]:
    """The options that both networks have; `unit` is what --limit counts."""
    added = (
        click.option("--rate", type=_ABOVE_0, default=defaults.rate, show_default=True, help="Highest learning rate."),
        click.option("--weight", multiple=True, metavar="SET=X", help="Multiply the loss of a data set by X."),
        click.option("--limit", multiple=True, metavar="SET=N", help=f"Use at most N {unit} of a data set per epoch."),
        click.option("--terms", multiple=True, metavar="SET=TEXT", help="Licence terms of a data set, for the card."),
        click.option("--seed", type=click.IntRange(0), default=defaults.seed, show_default=True, help="Random seed."),
        click.option(
            "--threads",
            type=click.IntRange(1),
            default=1,
            show_default=True,
            help="Number of threads. With 1, training is reproducible.",
        ),
        options.ontology,
    )

    def add(command: Command) -> Command:
        for option in reversed(added):
            command = option(command)
        return command

    return add


@train.command(cls=_ManyFiles)
@click.argument("files", metavar="TRAIN.jsonl…", nargs=-1, required=True, type=options.PATH)
@click.option(
    "--dev", multiple=True, type=options.PATH, metavar="DEV.jsonl…", help="Rows that the best epoch is chosen on."
)
@click.option("--raw", multiple=True, type=options.PATH, metavar="FILE…", help="Unlabelled text to pretrain on.")
@click.option("--silver", is_flag=True, help="Train on what the rules find in the --raw text, too.")
@_out("Folder for weights, card, checkpoint and log.")
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
@click.option("--minutes", type=_ABOVE_0, default=math.inf, help="Time limit; the schedule is shortened to fit it.")
@click.option(
    "--patience",
    type=click.IntRange(1),
    default=_TAGGER.patience,
    show_default=True,
    help="Stop after so many epochs without a better score.",
)
@_training(_TAGGER, "characters")
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
    settings, stated = TaggerSettings(**_settings(how)), _terms(terms)
    check_packages()
    from kg.ontology.ontology import load
    from kg.train.silver import write_silver
    from kg.train.tagger.train import train as train_tagger

    known = load(ontology)
    with training_log(out, _echo) as log:
        made = [write_silver(raw, out / _SILVER, known)] if silver else []
        train_tagger(Plan([*files, *made], dev, out, settings, raw, init, stated, threads), known, log, _today())
    click.echo(f"{out}: tagger.onnx, card.json, MODEL_CARD.md, {LOG}")
    click.echo(f"next, learn how rules and this tagger vote: kg train vote GOLD_FOLDER… --out {out}")


@train.command(cls=_ManyFiles)
@click.argument("files", metavar="TRAIN.jsonl…", nargs=-1, required=True, type=options.PATH)
@click.option("--dev", multiple=True, type=options.PATH, metavar="DEV.jsonl…", help="Rows that are only scored.")
@_out("Folder for weights, card, checkpoint and log (that of the tagger, where there is one).")
@click.option("--init", type=options.PATH, metavar="FILE", help="Start with the encoder of this tagger (tagger.pt).")
@click.option(
    "--epochs",
    type=click.IntRange(0),
    default=_RELATIONS.epochs,
    show_default=True,
    help="Number of epochs. 0: export relations.pt as it is.",
)
@_training(_RELATIONS, "rows")
def relations(
    files: tuple[Path, ...],
    dev: tuple[Path, ...],
    out: Path,
    init: Path | None,
    terms: tuple[str, ...],
    threads: int,
    ontology: Path | None,
    **how: Any,
) -> None:
    """Train the relation model on rows {"text", …}: JSON lines, plain or .gz, in one of five forms.

    \b
    "spo": [{"subject", "predicate", "object"}]          labels of the ontology's labels/relations.tsv
    the same with "s_start", "p_start", "o_start"        predicates are words of the text
    "entities", "relations": [{"head", "tail", "type"}]  labels of given pairs
    "entities", "facts": [{"subject", "predicate", "object", "confidence"}]   as kg train silver writes them
    "entities": [{"start", "end", "type"}]               names alone: they teach what a mention is

    One text in ten is held out, to choose thresholds on.
    """
    settings, stated = RelationSettings(**_settings(how)), _terms(terms)
    check_packages()
    from kg.extract.neural.relation_model import WEIGHTS
    from kg.ontology.ontology import load
    from kg.train.relations.train import train as train_relations

    with training_log(out, _echo) as log:
        plan = Plan(files, dev, out, settings, init=init, terms=stated, threads=threads)
        train_relations(plan, load(ontology), log, _today())
    click.echo(f"{out}: {WEIGHTS}, card.json, MODEL_CARD.md, {LOG}")
    click.echo(f"next, learn how rules and models vote: kg train vote GOLD_FOLDER… --out {out}")


@train.command(cls=_ManyFiles)
@click.argument("folders", metavar="GOLD_FOLDER…", nargs=-1, required=True, type=options.PATH)
@click.option(
    "--relations",
    "files",
    multiple=True,
    type=options.PATH,
    metavar="ROWS.jsonl…",
    help="Learn on triples too: on the rows of these files that kg train relations held out.",
)
@_out("The folder of weights that holds tagger.onnx; vote.json and claims.json are written there.")
@options.ontology
def vote(folders: tuple[Path, ...], files: tuple[Path, ...], out: Path, ontology: Path | None) -> None:
    """Learn how rules and networks vote on names and relations, from annotated articles (ID.json beside ID.txt)."""
    from kg.extract.neural.relation_model import WEIGHTS
    from kg.ontology.ontology import load
    from kg.train.gold import annotated_articles
    from kg.train.votes import claim_votes, name_votes

    known = load(ontology)
    articles = list(annotated_articles(folders, known))
    facts = name_votes.learn([name_votes.labelled_ballot(one, known, out) for one in articles], out, _today())
    click.echo(
        f"{facts['articles']} articles, {facts['proposals']} proposals; F1 over them, cross-validated by article:"
    )
    for kind, row in facts["cross_validated"].items():
        click.echo(f"  {kind:<14} vote {row['vote_f1']:.3f}  rules {row['rules_f1']:.3f}  of {row['proposed_right']}")
    if (out / WEIGHTS).is_file():
        facts = claim_votes.learn_from(articles, files, known, out, _today())
        for name, row in facts["cross_validated"].items():
            click.echo(
                f"relations, {name}: {row['right']} of {row['candidates']} candidates are right; "
                f"at a threshold of {row['cut']}, {row['kept']} are kept, {row['kept right']} of them right"
            )


@train.command(name="silver")
@click.argument("files", metavar="TEXT.jsonl…", nargs=-1, required=True, type=options.PATH)
@_out("File for the rows (.jsonl or .jsonl.gz).")
@options.ontology
def silver_rows(files: tuple[Path, ...], out: Path, ontology: Path | None) -> None:
    """Write what the rules find in unlabelled text ({"text"} a line) as rows to train on."""
    from kg.ontology.ontology import load
    from kg.train.silver import write_silver

    click.echo(str(write_silver(files, out, load(ontology))))


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _echo(line: str) -> None:
    click.echo(line, err=True)


def _settings(how: dict[str, Any]) -> dict[str, Any]:
    """The fields of settings, of the options as click gives them."""
    weights, limits = _numbers("--weight", how.pop("weight")), _numbers("--limit", how.pop("limit"))
    return how | {"weights": weights, "limit": {name: int(value) for name, value in limits.items()}}


def _terms(given: Sequence[str]) -> dict[str, str]:
    return dict(_pair("--terms", one) for one in given)


def _pair(option: str, given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not (name and equals and value):
        raise click.UsageError(f"{option} {given}: write it as SET=VALUE")
    return name, value


def _numbers(option: str, given: Sequence[str]) -> dict[str, float]:
    found = {}
    for one in given:
        name, value = _pair(option, one)
        try:
            found[name] = float(value)
        except ValueError:
            raise click.UsageError(f"{option} {one}: {value} is no number") from None
        if not 0 < found[name] < math.inf:
            raise click.UsageError(f"{option} {one}: {value} is not above 0")
    return found
