"""The tagger from files to files: read rows, train the network, export it, score it, and write its card."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from kg.errors import TrainingError
from kg.extract.neural.tagger import WEIGHTS
from kg.ontology.ontology import Ontology
from kg.train.batching import sized_groups
from kg.train.calibration import activation_scales
from kg.train.card import update
from kg.train.checkpoints import read_history, read_state, write_history, write_state
from kg.train.json_rows import by_set, set_name
from kg.train.output import make_folder
from kg.train.plan import Log, Plan, check_set_names, package_versions
from kg.train.settings import TaggerSettings
from kg.train.tagger.export import tagger_bytes
from kg.train.tagger.fit import fit, pretrain
from kg.train.tagger.network import Network, Shape
from kg.train.tagger.scores import evaluate, network_scores, onnx_scores
from kg.train.tagger.tag_examples import Data, Example, labels, raw, read
from kg.train.tagger.tensors import padded_examples

CHECKPOINT = "tagger.pt"
PRETRAINED = "pretrained.pt"
_HELD_OUT, _MAX_HELD_OUT = 16, 1500  # one row in so many is held out where a set has no dev file; at most so many rows
_HELD_OUT_SEED = 7  # the same rows whatever the seed of a training, so that trainings can be compared
_CALIBRATION_ROWS, _CALIBRATION_CHARACTERS = 300, 8000  # rows of each set, characters at a time

TaggerPlan = Plan[TaggerSettings]


@dataclass(frozen=True)
class _Sets:
    labels: Mapping[str, tuple[str, ...]]
    train: Mapping[str, Data]
    dev: Mapping[str, Data]
    held: frozenset[str]  # sets whose dev rows were held out of their train rows


def train(plan: TaggerPlan, ontology: Ontology, log: Log, date: str) -> dict[str, Any]:
    """Train a tagger and write tagger.onnx, its card, and a checkpoint of its best weights after each epoch.

    The same plan gives the same weights if it runs on one thread and is not bound by minutes. With no epochs, the
    checkpoint `init` is exported as it is. Returns what the card says of it. Raises TrainingError where a file to train
    on is not as it should be.
    """
    torch.set_num_threads(plan.threads)
    torch.manual_seed(plan.settings.seed)
    sets = _read(plan, ontology, log)
    shape = Shape(heads=sets.labels)
    net = Network(shape)
    runs = _begun(net, plan.init, log) if plan.init else []
    make_folder(plan.out)
    pieces = _pretrained(net, plan, ontology, log)
    train_, dev = ({name: data.pieces for name, data in part.items()} for part in (sets.train, sets.dev))
    if plan.settings.epochs > 0:
        result = fit(net, shape, train_, dev, plan.settings, log, plan.out / CHECKPOINT)
        net.load_state_dict(result.state)
        runs.append({"settings": _plain(asdict(plan.settings)), "raw": pieces, "epochs": result.curve})
        write_history(plan.out / CHECKPOINT, {"runs": runs})
    model = _exported(net, shape, sets)
    facts = _facts(plan, sets, shape, net) | {"date": date, "ontology": ontology.fingerprint}
    facts |= _scores(net, model, sets, log) | {"runs": runs}
    update(plan.out, "tagger", facts, {WEIGHTS: model})
    return facts


def _read(plan: TaggerPlan, ontology: Ontology, log: Log) -> _Sets:
    known = labels(ontology, plan.train)
    check_set_names(plan, known)
    for file in plan.dev:
        if set_name(file) not in known:
            hint = f"its name should begin with one of {', '.join(known)}"
            raise TrainingError("its data set is not among those to train on", where=str(file), hint=hint)
    train_files, dev_files = by_set(plan.train), by_set(plan.dev)
    train_ = {name: read(train_files[name], known[name], ontology) for name in known}
    dev = {name: read(dev_files[name], known[name], ontology) for name in known if name in dev_files}
    held = frozenset(known) - dev.keys()
    for name in sorted(held):
        train_[name], dev[name] = _split(train_[name])
    dev = {name: dev[name] for name in known}
    for part, data in (("train", train_), ("dev", dev)):
        for name, one in data.items():
            log(f"{name} {part}: " + ", ".join(f"{count} {key.replace('_', ' ')}" for key, count in one.counts.items()))
    return _Sets(known, train_, dev, held)


def _split(data: Data) -> tuple[Data, Data]:
    rows = list(data.rows)
    random.Random(_HELD_OUT_SEED).shuffle(rows)
    count = min(_MAX_HELD_OUT, max(1, len(rows) // _HELD_OUT))
    if count == len(rows):
        raise TrainingError("one row cannot be trained and tested on", where=data.files[0], hint="give a --dev file")
    return Data(data.files, rows[count:], data.nested), Data(data.files, rows[:count])


def _begun(net: Network, init: Path, log: Log) -> list[Any]:
    """Load what fits of a checkpoint; the trainings that led to it."""
    file = init / CHECKPOINT if init.is_dir() else init
    state = read_state(file, hint=f"name a {CHECKPOINT}")
    runs: list[Any] = read_history(file).get("runs", [])
    own = net.state_dict()
    fits = {name: value for name, value in state.items() if name in own and own[name].shape == value.shape}
    if not fits:
        raise TrainingError("nothing in it fits this tagger", where=str(file), hint=f"name a {CHECKPOINT}")
    net.load_state_dict(fits, strict=False)
    new, unused = (sorted({_layer(name) for name in names}) for names in (own.keys() - fits, state.keys() - fits))
    log(f"from {file.name}: {len(fits)} of {len(own)} weights; anew: {_listed(new)}; not used: {_listed(unused)}")
    return runs


def _layer(weight: str) -> str:
    return weight.removesuffix(".weight").removesuffix(".bias")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"


def _pretrained(net: Network, plan: TaggerPlan, ontology: Ontology, log: Log) -> dict[str, Any] | None:
    if not plan.raw or plan.settings.raw_epochs <= 0:
        return None
    pieces = list(raw(plan.raw, ontology))
    if not pieces:
        hint = "give more text, or leave out --raw"
        raise TrainingError("no text in it is long enough to learn from", where=str(plan.raw[0]), hint=hint)
    counts = {"pieces": len(pieces), "characters": sum(one.shape[1] for one in pieces)}
    log(f"raw text: {counts['pieces']} pieces, {counts['characters']} characters")
    pretrain(net, pieces, plan.settings, log)
    write_state(plan.out / PRETRAINED, net.state_dict())
    return {"files": [file.name for file in plan.raw]} | counts


def _exported(net: Network, shape: Shape, sets: _Sets) -> bytes:
    chosen: list[Example] = []
    for data in sets.train.values():
        chosen += [piece for row in data.rows[:_CALIBRATION_ROWS] for piece in row]
    heads = json.dumps({name: list(found) for name, found in shape.heads.items()}, ensure_ascii=False)
    groups = sized_groups([len(one) for one in chosen], _CALIBRATION_CHARACTERS, None)
    batches = (padded_examples([chosen[n] for n in group])[0] for group in groups)
    return tagger_bytes(net, shape, activation_scales(net, batches, net.encode), {"heads": heads})


def _scores(net: Network, model: bytes, sets: _Sets, log: Log) -> dict[str, Any]:
    """Span F1 on dev of each set, of the floating-point network and of the integer one that ships."""
    shipped = onnx_scores(model)
    whole: dict[str, dict[str, float]] = {}
    labels_: list[dict[str, Any]] = []
    with network_scores(net) as score:
        for name, data in sets.dev.items():
            pair = [evaluate(one, name, data.pieces, sets.labels[name]) for one in (score, shipped)]
            whole[name] = {"float": pair[0]["micro"], "int8": pair[1].pop("micro")}
            labels_ += [{"set": name, "label": label, "int8": value} for label, value in pair[1].items()]
            log(f"{name} dev: F1 {whole[name]['float']} in floating point, {whole[name]['int8']} in integers")
    return {"scores_on_dev": whole, "scores_on_dev_by_label": labels_}


def _plain(value: Any) -> Any:
    """A value as JSON has it: infinity becomes None."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return None if value == math.inf else value


def _facts(plan: TaggerPlan, sets: _Sets, shape: Shape, net: Network) -> dict[str, Any]:
    data = {}
    for name, found in sets.labels.items():
        dev = sets.dev[name].counts | {"held_out_of_train": name in sets.held}
        data[name] = {
            "labels": list(found),
            "terms": plan.terms.get(name, "not stated"),
            "files": [*sets.train[name].files, *(() if name in sets.held else sets.dev[name].files)],
            "train": sets.train[name].counts,
            "dev": dev,
        }
    sizes = ", ".join(f"{key} {value}" for key, value in asdict(shape).items() if key != "heads")
    return {
        "task": "names: spans with the labels of each data set, one head a set over a shared encoder",
        "parameters": sum(one.numel() for name, one in net.named_parameters() if not name.startswith("mlm")),
        "from_checkpoint": plan.init.name if plan.init else None,
        "threads": plan.threads,
        "shape": sizes,
        "versions": package_versions(),
        "data": data,
    }
