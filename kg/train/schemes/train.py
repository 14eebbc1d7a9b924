"""Training for the labels of data sets from files to files: rows in; upper layers, heads, thresholds and card out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from kg.errors import TrainingError
from kg.extract.neural.schemes import CHARACTERS, PAIRS_FILE, SCHEMES, SPANS_FILE
from kg.ontology.ontology import Ontology
from kg.train import card
from kg.train.checkpoints import State, read_state, write_state
from kg.train.joint.examples import Example
from kg.train.joint.fit import Fit
from kg.train.joint.peers import Peers, fit_by
from kg.train.json_rows import by_set
from kg.train.output import make_folder
from kg.train.plan import Log, package_versions
from kg.train.schemes.begin import Begun, begun
from kg.train.schemes.export import heads_files, table_file, upper_file
from kg.train.schemes.labelled_rows import drawn, scheme_examples
from kg.train.schemes.scores import measured
from kg.train.settings import SchemeSettings

CHECKPOINT = "schemes.pt"
_PART = "schemes"  # of the card


@dataclass(frozen=True)
class SchemePlan:
    """Which rows to train on, which weights to begin with, and where to write."""

    rows: Sequence[Path]
    start: Path
    out: Path
    settings: SchemeSettings
    terms: Mapping[str, str]
    threads: int = 1
    processes: int = 1


def train(plan: SchemePlan, ontology: Ontology, log: Log, date: str) -> dict[str, Any]:
    """Train upper layers and heads and write them beside the weights they belong to; what was stopped goes on.

    Returns what the card says of it. Raises TrainingError and SourceError where a file is not as it should be.
    """
    torch.set_num_threads(plan.threads)
    torch.manual_seed(plan.settings.seed)
    make_folder(plan.out)
    data = begun(plan.start, plan.rows, ontology, log, heads_only=plan.settings.heads_only)
    _check_names(plan.settings.weights, data)
    rows = _rows(plan, data, ontology, log)
    final = plan.out / CHECKPOINT
    if not final.is_file():
        _fit(plan, data, rows, log)
    data.net.load_state_dict(read_state(final))
    return _write(plan, data, ontology, log, date)


def _check_names(weights: Mapping[str, float], data: Begun) -> None:
    for name in weights:
        if name not in data.new:
            hint = f"use {', '.join(data.new)}"
            raise TrainingError(f"--weight {name}: no data set to train on is called so", hint=hint)


def _rows(plan: SchemePlan, data: Begun, ontology: Ontology, log: Log) -> dict[str, list[Example]]:
    """The rows of the plan as windows, by data set."""
    found = {}
    for name, files in by_set(plan.rows).items():
        found[name] = scheme_examples(name, files, data.new[name], ontology, data.vocabulary)
        log(f"{len(found[name])} windows of rows of {name}")
        if not found[name]:
            hint = "one row in sixteen is held out: give more"
            raise TrainingError("it has too few rows to learn from", where=str(files[0]), hint=hint)
    return found


def _fit(plan: SchemePlan, data: Begun, rows: Mapping[str, list[Example]], log: Log) -> None:
    """Go over the rows, by as many processes as are wanted."""
    settings, final = plan.settings, plan.out / CHECKPOINT
    whole = sum(len(one.window.offsets) for some in rows.values() for one in some)

    def work(peers: Peers | None) -> None:
        fit = Fit(data.net, settings, log, final.with_suffix(".part.pt"), peers)
        state: State = fit.run(lambda chance: drawn(rows, settings.weights, whole, chance), settings.epochs)
        if peers is None or not peers.number:
            write_state(final, state)

    fit_by(plan.processes, data.net, work)


def _write(plan: SchemePlan, data: Begun, ontology: Ontology, log: Log, date: str) -> dict[str, Any]:
    """Write weights and card: first with any thresholds, then with those by which the heads score best."""
    _keep(plan.start, plan.out, data)
    net, new = data.net.eval(), data.new
    files = upper_file(net) | heads_files(net, data.schemes, new) | table_file(data.schemes)
    card.update(plan.out, _PART, {}, files)
    found, scores = measured(plan.rows, new, plan.out, ontology, log)
    before = card.read(plan.start).get(_PART, {}).get("sets", {})
    facts = {
        "task": "names and relations in the labels of data sets",
        "date": date,
        "start": plan.start.name,
        "settings": asdict(plan.settings),
        "files": [file.name for file in plan.rows],
        "terms": dict(plan.terms),
        "weights": sum(one.numel() for one in (*net.upper.parameters(), *net.heads.parameters())),
        "versions": package_versions(),
        "sets": {name: one for name, one in before.items() if name in data.schemes} | scores,
    }
    card.update(plan.out, _PART, facts, table_file({**data.schemes, **found}))
    return facts


def _keep(start: Path, out: Path, data: Begun) -> None:
    """Take over the weights of a folder with their card, but for upper layers and heads that are not wanted."""
    known = card.read(start)
    gone = {CHARACTERS, SCHEMES} | {
        file.format(name)
        for name in known.get(_PART, {}).get("sets", {}).keys() - data.schemes.keys()
        for file in (SPANS_FILE, PAIRS_FILE)
    }
    files = {name: (start / name).read_bytes() for name in known["files"] if name not in gone}
    for part, facts in known.items():
        if part not in ("files", _PART):
            card.update(out, part, facts, files)
            files = {}  # they are written once
