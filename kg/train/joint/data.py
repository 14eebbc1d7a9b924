"""What the joint network learns from: annotated articles, rows of data sets, and the network itself as it begins.

It begins from the pretrained encoder, or goes on from weights (`start`), whose labels and pieces it then keeps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.errors import TrainingError
from kg.extract.neural.joint_labels import Labels, labels_of
from kg.extract.neural.pieces import Vocabulary, compatible
from kg.extract.neural.scheme_labels import Scheme
from kg.extract.neural.windows import BEGIN, END, FARTHEST
from kg.ontology.ontology import Ontology
from kg.score.gold import articles
from kg.train.joint.annotated import Article, read_articles
from kg.train.joint.examples import Example
from kg.train.joint.network import Joint, Shape
from kg.train.joint.pretrained import Pretrained, read_pretrained, shipped_file
from kg.train.joint.restored import restored
from kg.train.joint.scheme_rows import scheme_examples, schemes
from kg.train.json_rows import by_set, rows
from kg.train.plan import Log
from kg.train.settings import JointSettings

_FEW = 8  # annotated facts of a property from which on it is learned
_RARE = 4  # occurrences of a piece from which on it is kept


@dataclass(frozen=True)
class JointPlan:
    """What to train on: folders of annotated articles, unlabelled text (`silver`), rows of data sets; where to write.

    `held` are folders of annotated articles that are held out; without them it is every so many of `gold`. Without
    articles the heads of the rows' schemes learn, and the rest of `start` stays as it is.
    """

    gold: Sequence[Path]
    held: Sequence[Path]
    silver: Sequence[Path]
    rows: Sequence[Path]
    pretrained: Path | None  # None: go on from `start`
    start: Path | None
    out: Path
    settings: JointSettings
    terms: Mapping[str, str]
    threads: int = 1
    processes: int = 1


@dataclass(frozen=True)
class Data:
    """The network with its labels and pieces, and what it learns from; `new` are the schemes of the plan's rows."""

    net: Joint
    labels: Labels
    schemes: Mapping[str, Scheme]
    new: Mapping[str, Scheme]
    pieces: list[str]
    scores: list[float]
    unknown: int
    gold: list[Article]
    held: list[Article]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The pieces that the network knows."""
        return Vocabulary(self.pieces, self.scores, self.unknown)

    def rows(self, plan: JointPlan, ontology: Ontology, log: Log) -> dict[str, list[Example]]:
        """The rows of the plan as windows, by data set."""
        found = {}
        for name, files in by_set(plan.rows).items():
            found[name] = scheme_examples(name, files, self.new[name], ontology, self.vocabulary)
            log(f"{len(found[name])} windows of rows of {name}")
            if not found[name]:
                hint = "one row in sixteen is held out: give more"
                raise TrainingError("it has too few rows to learn from", where=str(files[0]), hint=hint)
        return found


def read(plan: JointPlan, ontology: Ontology, log: Log) -> Data:
    """All of a plan but its rows. Raises TrainingError and SourceError where a file is not as it should be."""
    begun = restored(plan.start) if plan.start else None
    labels = begun.labels if begun else _labels(plan.gold, ontology)
    before = begun.schemes if begun else {}
    new = schemes(plan.rows, ontology, before)
    _check_names(plan.settings.weights, new)
    gold, held = _articles(plan, ontology, labels, log) if plan.gold else ([], [])
    every = {**before, **new}
    heads = {name: one.labels for name, one in every.items()}
    if begun:
        source, kept = begun.source, list(range(len(begun.source.pieces)))
        net = Joint(source, kept, labels, Shape(layers=source.layers), heads)
        net.load_state_dict(net.state_dict() | begun.net.state_dict())
    else:
        source = read_pretrained(plan.pretrained or shipped_file())
        kept = _kept(plan, source, [*gold, *held])
        net = Joint(source, kept, labels, Shape(layers=plan.settings.layers), heads)
    log(f"{len(kept)} of {len(source.pieces)} pieces")
    pieces, scores = [source.pieces[n] for n in kept], [float(source.scores[n]) for n in kept]
    return Data(net, labels, every, new, pieces, scores, kept.index(source.unknown), gold, held)


def _check_names(weights: Mapping[str, float], known: Mapping[str, Scheme]) -> None:
    for name in weights:
        if name not in known:
            hint = f"use {', '.join(known)}" if known else "give its rows"
            raise TrainingError(f"--weight {name}: no data set to train on is called so", hint=hint)


def _articles(plan: JointPlan, ontology: Ontology, labels: Labels, log: Log) -> tuple[list[Article], list[Article]]:
    """The annotated articles to learn from, and those that are held out."""
    found, held = (
        list(read_articles(some, ontology, labels, lambda told: log(f"warning: {told}")))
        for some in (plan.gold, plan.held)
    )
    if not plan.held:
        every = plan.settings.held_out
        held = [one for n, one in enumerate(found) if every and n % every == 1]
    names = {one.gold.id for one in held if one.gold}
    gold = [one for one in found if one.gold and one.gold.id not in names]
    if not gold:
        raise TrainingError(f"{len(found)} articles are too few to learn from", hint="give more annotated articles")
    log(f"{len(gold)} annotated articles, {len(held)} held out")
    return gold, held


def _labels(folders: Sequence[Path], ontology: Ontology) -> Labels:
    """The labels for the properties that are annotated often enough."""
    counted = Counter(
        fact["predicate"] for folder in folders for one in articles(folder, ontology) for fact in one.data["facts"]
    )
    return labels_of(ontology, frozenset(name for name, count in counted.items() if count >= _FEW))


def _kept(plan: JointPlan, source: Pretrained, found: Sequence[Article]) -> list[int]:
    """The pieces that occur in what is trained on, and all single characters of Chinese and ASCII."""
    whole = Vocabulary(source.pieces, source.scores.tolist(), source.unknown)
    counted = Counter[int]()
    read_ = [one.parsed.document.text for one in found]
    for text in [*read_, *texts(plan.silver), *(row["text"] for file in plan.rows for _, row in rows(file))]:
        counted.update(whole.encode(compatible(text), FARTHEST).ids)
    single = {n for n, piece in enumerate(source.pieces) if len(piece) == 1 and (piece.isascii() or _is_han(piece))}
    always = {source.unknown, whole.id(BEGIN), whole.id(END)}
    return sorted(always | single | {n for n, count in counted.items() if count >= _RARE})


def _is_han(character: str) -> bool:
    return 0x4E00 <= ord(character) <= 0x9FFF


def texts(files: Sequence[Path]) -> Iterator[str]:
    """The texts of files of unlabelled text, each below its title."""
    for file in files:
        for _, row in rows(file):
            title = row.get("title") or ""
            yield row["text"] if not title or row["text"].startswith(title) else f"{title}\n{row['text']}"
