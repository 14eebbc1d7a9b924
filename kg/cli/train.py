"""`kg train`: the models again, from data of the user's own."""

from __future__ import annotations

import gzip
import io
import json
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import options
from kg.cli.many import ManyValued
from kg.errors import TrainingError

if TYPE_CHECKING:
    from kg.ontology.ontology import Ontology
    from kg.train.votes.claim_votes import Heard
    from kg.train.votes.name_votes import Voted
    from kg.types import Parsed

SILVER = "silver.jsonl.gz"
LOG = "train.log"
RELATIONS = "relations.onnx"


class _Names(ManyValued):
    many = ("--dev", "--raw")


@click.group()
def train() -> None:
    """Train the models again on data of your own (names needs: pip install 'zhkg[train]')."""


def _out(what: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option("--out", "-o", type=options.PATH, required=True, metavar="PATH", help=what)


@train.command(cls=_Names)
@click.argument("files", metavar="TRAIN.jsonl…", nargs=-1, required=True, type=options.PATH)
@click.option("--dev", multiple=True, type=options.PATH, metavar="DEV.jsonl…", help="Rows to choose the best epoch on.")
@click.option("--raw", multiple=True, type=options.PATH, metavar="FILE…", help="Text to guess hidden words in, first.")
@click.option("--silver", is_flag=True, help="Also learn what the rules find in the raw text.")
@_out("Write weights, card, checkpoint and log into this folder.")
@click.option("--init", type=options.PATH, metavar="FILE", help="Go on from a checkpoint (tagger.pt, or its folder).")
@click.option("--epochs", type=click.FloatRange(0), default=10.0, show_default=True, help="0: export --init as it is.")
@click.option("--raw-epochs", type=click.FloatRange(0), default=1.5, show_default=True)
@click.option("--minutes", type=click.FloatRange(0, min_open=True), default=math.inf, help="Be done by then.")
@click.option("--patience", type=click.IntRange(1), default=3, show_default=True, help="Epochs without a better score.")
@click.option("--rate", type=click.FloatRange(0, min_open=True), default=2e-3, show_default=True, help="Learning rate.")
@click.option("--weight", multiple=True, metavar="SET=X", help="Let a data set speak less (0.4) or more (2).")
@click.option("--limit", multiple=True, metavar="SET=N", help="Use so many characters of a set an epoch.")
@click.option("--terms", multiple=True, metavar="SET=TEXT", help="Licence terms of a data set, for the card.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--threads", type=click.IntRange(1), default=1, show_default=True, help="1: the same weights every time.")
@options.ontology
def names(
    files: tuple[Path, ...],
    dev: tuple[Path, ...],
    raw: tuple[Path, ...],
    silver: bool,
    out: Path,
    init: Path | None,
    weight: tuple[str, ...],
    limit: tuple[str, ...],
    terms: tuple[str, ...],
    threads: int,
    ontology: Path | None,
    **how: Any,
) -> None:
    """Train the tagger on rows {"text", "entities": [{"start", "end", "type"}]}, one JSON object a line, plain or .gz.

    A file's name up to the first dot is its data set; the labels of a set stand in the ontology's labels/names.tsv.
    Where a set has no --dev file, one row in 16 (1500 at most) is held out of its training rows.
    """
    if silver and not raw:
        raise click.UsageError("--silver needs --raw: text for the rules to read")
    if how["epochs"] == 0 and init is None:
        raise click.UsageError("--epochs 0 exports a checkpoint: name it by --init")
    weights, limits = _numbers("--weight", weight), _numbers("--limit", limit)
    stated = dict(_pair("--terms", one) for one in terms)
    _packages()
    from kg.ontology.ontology import load
    from kg.train.tagger import train as trainer
    from kg.train.tagger.fit import Settings

    known, parse = load(ontology), _parser()
    with _logged(out) as log:
        made = [_silver(raw, out / SILVER, known, parse)] if silver else []
        capped = {name: int(value) for name, value in limits.items()}
        settings = Settings(**how, weights=weights, limit=capped)
        plan = trainer.Plan([*files, *made], dev, raw, out, settings, init, stated, threads)
        trainer.train(plan, known, parse, log, _today())
    click.echo(f"{out}: tagger.onnx, card.json, MODEL_CARD.md, {LOG}")
    click.echo(f"next, learn how rules and this tagger vote: kg train vote GOLD_FOLDER… --out {out}")


@train.command(cls=_Names)
@click.argument("files", metavar="TRAIN.jsonl…", nargs=-1, required=True, type=options.PATH)
@click.option("--dev", multiple=True, type=options.PATH, metavar="DEV.jsonl…", help="Rows that are only scored.")
@_out("Write weights, card, checkpoint and log into this folder (that of the tagger, where there is one).")
@click.option("--init", type=options.PATH, metavar="FILE", help="Begin with the encoder of a tagger (tagger.pt).")
@click.option(
    "--epochs", type=click.IntRange(0), default=10, show_default=True, help="0: export relations.pt as it is."
)
@click.option(
    "--rate", type=click.FloatRange(0, min_open=True), default=1.5e-3, show_default=True, help="Learning rate."
)
@click.option("--weight", multiple=True, metavar="SET=X", help="Let a data set speak less (0.4) or more (2).")
@click.option("--limit", multiple=True, metavar="SET=N", help="Use so many rows of a set an epoch.")
@click.option("--terms", multiple=True, metavar="SET=TEXT", help="Licence terms of a data set, for the card.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@click.option("--threads", type=click.IntRange(1), default=1, show_default=True, help="1: the same weights every time.")
@options.ontology
def relations(
    files: tuple[Path, ...],
    dev: tuple[Path, ...],
    out: Path,
    init: Path | None,
    weight: tuple[str, ...],
    limit: tuple[str, ...],
    terms: tuple[str, ...],
    threads: int,
    ontology: Path | None,
    **how: Any,
) -> None:
    """Train the relation model on rows {"text", …}, one JSON object a line, plain or .gz, in one of five forms.

    \b
    "spo": [{"subject", "predicate", "object"}]          labels of the ontology's labels/relations.tsv
    the same with "s_start", "p_start", "o_start"        predicates are words of the text
    "entities", "relations": [{"head", "tail", "type"}]  labels of given pairs
    "entities", "facts": [{"subject", "predicate", "object", "confidence"}]   as kg train silver writes them
    "entities": [{"start", "end", "type"}]               names alone: they teach what a mention is

    One text in ten is held out, to choose bars on.
    """
    weights, limits = _numbers("--weight", weight), _numbers("--limit", limit)
    stated = dict(_pair("--terms", one) for one in terms)
    _packages()
    from kg.ontology.ontology import load
    from kg.train.relations import train as trainer
    from kg.train.relations.fit import Settings

    with _logged(out) as log:
        capped = {name: int(value) for name, value in limits.items()}
        settings = Settings(**how, weights=weights, limit=capped)
        plan = trainer.Plan(files, dev, out, settings, init, stated, threads)
        trainer.train(plan, load(ontology), _parser(), log, _today())
    click.echo(f"{out}: {RELATIONS}, card.json, MODEL_CARD.md, {LOG}")
    click.echo(f"next, learn how rules and models vote: kg train vote GOLD_FOLDER… --out {out}")


class _Vote(ManyValued):
    many = ("--relations",)


@train.command(cls=_Vote)
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
    """Learn how rules and models vote on names and relations, from annotated articles (ID.json beside ID.txt)."""
    from kg.ontology.ontology import load
    from kg.train.votes import claim_votes
    from kg.train.votes.name_votes import learn

    known = load(ontology)
    facts = learn([one for folder in folders for one in _voted(folder, out, known)], out, _today())
    click.echo(
        f"{facts['articles']} articles, {facts['proposals']} proposals; F1 over them, cross-validated by article:"
    )
    for kind, row in facts["cross_validated"].items():
        click.echo(f"  {kind:<14} vote {row['vote_f1']:.3f}  rules {row['rules_f1']:.3f}  of {row['proposed_right']}")
    if (out / RELATIONS).is_file():
        every = [one for folder in folders for one in _heard(folder, out, known)]
        heard = claim_votes.learn(every, list(_heard_in_rows(files, out, known)), known, out, _today())
        for name, row in heard["cross_validated"].items():
            click.echo(
                f"relations, {name}: {row['right']} of {row['offers']} are right; "
                f"from {row['cut']} on {row['kept']} are kept, {row['kept right']} of them right"
            )


@train.command(name="silver")
@click.argument("files", metavar="TEXT.jsonl…", nargs=-1, required=True, type=options.PATH)
@_out("Write rows to this file (.jsonl or .jsonl.gz).")
@options.ontology
def silver_rows(files: tuple[Path, ...], out: Path, ontology: Path | None) -> None:
    """Write what the rules find in unlabelled text ({"text"} a line) as rows to train on."""
    from kg.ontology.ontology import load

    _silver(files, out, load(ontology), _parser())
    click.echo(str(out))


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _packages() -> None:
    try:
        import onnx  # noqa: F401
        import torch  # noqa: F401
    except ImportError as error:
        hint = "pip install 'zhkg[train]'"
        raise TrainingError(f"training needs PyTorch and onnx ({error})", hint=hint) from None


def _parser() -> Callable[[str], Parsed]:
    from kg.segment.parse import segment
    from kg.types import Document, DocumentId

    return lambda text: segment(Document(DocumentId("row"), text))


def _pair(option: str, said: str) -> tuple[str, str]:
    name, equals, value = said.partition("=")
    if not (name and equals and value):
        raise click.UsageError(f"{option} {said}: write it as SET=VALUE")
    return name, value


def _numbers(option: str, said: Sequence[str]) -> dict[str, float]:
    found = {}
    for one in said:
        name, value = _pair(option, one)
        try:
            found[name] = float(value)
        except ValueError:
            raise click.UsageError(f"{option} {one}: {value} is no number") from None
        if not 0 < found[name] < math.inf:
            raise click.UsageError(f"{option} {one}: {value} is not above 0")
    return found


@contextmanager
def _logged(out: Path) -> Iterator[Callable[[str], None]]:
    """A log in the folder, and on stderr."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        file = (out / LOG).open("w", encoding="utf-8")
    except OSError as error:
        raise TrainingError(f"it cannot be written: {error.strerror}", where=str(out)) from None

    def log(line: str) -> None:
        click.echo(line, err=True)
        file.write(line + "\n")
        file.flush()

    with file:
        yield log


def _silver(files: Sequence[Path], out: Path, ontology: Ontology, parse: Callable[[str], Parsed]) -> Path:
    from kg.train.silver import silver
    from kg.train.tagger.rows import rows

    found = silver((row["text"] for file in files for _, row in rows(file)), ontology, parse)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
    if not text:
        raise TrainingError("the rules find no name in it", where=str(files[0]))
    data = io.BytesIO()
    if out.suffix == ".gz":
        with gzip.GzipFile(fileobj=data, mode="wb", mtime=0) as packed:
            packed.write(text.encode())
    else:
        data.write(text.encode())
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(data.getvalue())
    except OSError as error:
        raise TrainingError(f"it cannot be written: {error.strerror}", where=str(out)) from None
    return out


def _annotated(folder: Path, known: Ontology) -> Iterator[tuple[dict[str, Any], Parsed]]:
    from kg.read.sources import read, sources
    from kg.score.gold import articles
    from kg.segment.parse import segment

    for gold in articles(folder, known):
        yield gold.data, segment(read(next(iter(sources([str(gold.text)]))), known))


def _voted(folder: Path, out: Path, known: Ontology) -> Iterator[Voted]:
    from kg.score.match import normal
    from kg.train.votes.name_votes import voted

    for data, parsed in _annotated(folder, known):
        names = frozenset((known.coarse[one["type"]], name) for one in data["entities"] for name in _names(one))
        yield voted(parsed, names, normal, known, out)


def _heard(folder: Path, out: Path, known: Ontology) -> Iterator[Heard]:
    from kg.score.match import normal
    from kg.train.votes.claim_votes import heard

    for data, parsed in _annotated(folder, known):
        names = {one["id"]: _names(one) for one in data["entities"]}
        facts = {
            (fact["predicate"], subject, object_)
            for fact in data["facts"]
            for subject in names[fact["subject"]]
            for object_ in (
                names[fact["object"]] if isinstance(fact["object"], str) else [str(fact["object"]["value"])]
            )
        }
        yield heard(parsed, frozenset(facts), normal, known, out)


def _heard_in_rows(files: Sequence[Path], out: Path, known: Ontology) -> Iterator[Heard]:
    from kg.score.match import normal
    from kg.train.votes.claim_votes import heard, held_out

    for one in held_out(files, known, _parser()):
        facts = frozenset((property, normal(left), normal(right)) for property, left, right in one.facts)
        yield heard(one.parsed, facts, normal, known, out, one.known)


def _names(entity: dict[str, Any]) -> list[str]:
    """All names of an annotated entity, as names are compared."""
    from kg.score.match import normal

    return [normal(name) for name in (entity["name"], *entity.get("aliases", ()))]
