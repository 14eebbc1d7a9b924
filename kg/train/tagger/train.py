"""The tagger from files to files: read rows, train the network, export it, score it, and write its card."""

from __future__ import annotations

import json
import math
import platform
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch

from kg.errors import TrainingError
from kg.extract.neural.tagger import WEIGHTS
from kg.ontology.ontology import Ontology
from kg.train.card import update
from kg.train.tagger.export import tagger
from kg.train.tagger.fit import Log, Settings, fit, pretrain
from kg.train.tagger.network import Network, Shape
from kg.train.tagger.rows import Data, Example, Parse, labels, raw, read, set_name
from kg.train.tagger.scores import by_network, by_onnx, calibrate, evaluate

CHECKPOINT = "tagger.pt"
PRETRAINED = "pretrained.pt"
_HELD, _MOST = 16, 1500  # one row in so many is held out where a set has no dev file; at most so many rows
_HELD_SEED = 7  # the same rows whatever the seed of a training, so that trainings can be compared
_CALIBRATION = 300  # rows of each set
_PACKAGES = ("torch", "onnx", "onnxruntime", "numpy", "rjieba")


@dataclass(frozen=True)
class Plan:
    """What to train on, from where to begin (`init`: a checkpoint), and where to write."""

    train: Sequence[Path]
    dev: Sequence[Path]
    raw: Sequence[Path]
    out: Path
    settings: Settings
    init: Path | None = None
    terms: Mapping[str, str] = field(default_factory=dict)  # data set -> its licence terms, as stated
    threads: int = 1


@dataclass(frozen=True)
class _Sets:
    labels: Mapping[str, tuple[str, ...]]
    train: Mapping[str, Data]
    dev: Mapping[str, Data]
    held: frozenset[str]  # sets whose dev rows were held out of their train rows


def train(plan: Plan, ontology: Ontology, parse: Parse, log: Log, date: str) -> dict[str, Any]:
    """Train a tagger and write tagger.onnx, its card, and a checkpoint of its best weights after each epoch.

    The same plan gives the same weights if it runs on one thread and is not bound by minutes. With no epochs, the
    checkpoint `init` is exported as it is. Returns what the card says of it. Raises TrainingError where a file to train
    on is not as it should be.
    """
    torch.set_num_threads(plan.threads)
    torch.manual_seed(plan.settings.seed)
    sets = _read(plan, ontology, parse, log)
    shape = Shape(heads=sets.labels)
    net = Network(shape)
    runs = _begun(net, plan.init, log) if plan.init else []
    _folder(plan.out)
    pieces = _pretrained(net, plan, parse, log)
    train_, dev = ({name: data.pieces for name, data in part.items()} for part in (sets.train, sets.dev))
    if plan.settings.epochs > 0:
        result = fit(net, shape, train_, dev, plan.settings, log, plan.out / CHECKPOINT)
        net.load_state_dict(result.state)
        runs.append({"settings": _plain(asdict(plan.settings)), "raw": pieces, "epochs": result.curve})
        (plan.out / CHECKPOINT).with_suffix(".json").write_text(json.dumps({"runs": runs}, indent=1) + "\n", "utf-8")
    model = _exported(net, shape, sets)
    facts = _facts(plan, sets, shape, net) | {"date": date, "ontology": ontology.fingerprint}
    facts |= _scores(net, model, sets, log) | {"runs": runs}
    update(plan.out, "tagger", facts, {WEIGHTS: model})
    return facts


def _folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TrainingError(f"it cannot be written: {error.strerror}", where=str(out)) from None


def _by_set(files: Sequence[Path]) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for file in files:
        found.setdefault(set_name(file), []).append(file)
    return found


def _read(plan: Plan, ontology: Ontology, parse: Parse, log: Log) -> _Sets:
    known = labels(ontology, plan.train)
    named = {"--terms": plan.terms, "--weight": plan.settings.weights, "--limit": plan.settings.limit}
    for option, values in named.items():
        for name in values:
            if name not in known:
                raise TrainingError(f"{option} {name}: no data set to train on is called so")
    for file in plan.dev:
        if set_name(file) not in known:
            hint = f"its name should begin with one of {', '.join(known)}"
            raise TrainingError("its data set is not among those to train on", where=str(file), hint=hint)
    train_files, dev_files = _by_set(plan.train), _by_set(plan.dev)
    train_ = {name: read(train_files[name], known[name], parse) for name in known}
    dev = {name: read(dev_files[name], known[name], parse) for name in known if name in dev_files}
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
    random.Random(_HELD_SEED).shuffle(rows)
    count = min(_MOST, max(1, len(rows) // _HELD))
    if count == len(rows):
        raise TrainingError("one row cannot be trained and tested on", where=data.files[0], hint="give a --dev file")
    return Data(data.files, rows[count:], data.nested), Data(data.files, rows[:count])


def _begun(net: Network, init: Path, log: Log) -> list[Any]:
    """Load what fits of a checkpoint; the trainings that led to it."""
    file = init / CHECKPOINT if init.is_dir() else init
    try:
        state = torch.load(file, weights_only=True)
        history = file.with_suffix(".json")
        runs: list[Any] = json.loads(history.read_text("utf-8"))["runs"] if history.is_file() else []
    except OSError as error:
        raise TrainingError(f"it cannot be read: {error.strerror}", where=str(file)) from None
    except Exception as error:  # of pickle, zip, JSON: whatever a file that is no checkpoint leads to
        what = str(error).split("\n")[0]
        raise TrainingError(f"it is no checkpoint: {what}", where=str(file), hint="name a tagger.pt") from None
    own = net.state_dict()
    fits = isinstance(state, dict) and {n: v for n, v in state.items() if n in own and own[n].shape == v.shape}
    if not fits:
        raise TrainingError("nothing in it fits this tagger", where=str(file), hint=f"name a {CHECKPOINT}")
    net.load_state_dict(fits, strict=False)
    new = sorted({name.removesuffix(".weight").removesuffix(".bias") for name in own.keys() - fits.keys()})
    unused = sorted({name.removesuffix(".weight").removesuffix(".bias") for name in state.keys() - fits.keys()})
    log(f"from {file.name}: {len(fits)} of {len(own)} weights; anew: {_listed(new)}; not used: {_listed(unused)}")
    return runs


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"


def _pretrained(net: Network, plan: Plan, parse: Parse, log: Log) -> dict[str, Any] | None:
    if not plan.raw or plan.settings.raw_epochs <= 0:
        return None
    pieces = list(raw(plan.raw, parse))
    if not pieces:
        raise TrainingError("no text in it is long enough to learn from", where=str(plan.raw[0]))
    counts = {"pieces": len(pieces), "characters": sum(one.shape[1] for one in pieces)}
    log(f"raw text: {counts['pieces']} pieces, {counts['characters']} characters")
    pretrain(net, pieces, plan.settings, log)
    torch.save(net.state_dict(), plan.out / PRETRAINED)
    return {"files": [file.name for file in plan.raw]} | counts


def _exported(net: Network, shape: Shape, sets: _Sets) -> bytes:
    chosen: list[Example] = []
    for data in sets.train.values():
        chosen += [piece for row in data.rows[:_CALIBRATION] for piece in row]
    heads = json.dumps({name: list(found) for name, found in shape.heads.items()}, ensure_ascii=False)
    return tagger(net, shape, calibrate(net, chosen), {"heads": heads})


def _scores(net: Network, model: bytes, sets: _Sets, log: Log) -> dict[str, Any]:
    """Span F1 on dev of each set, of the floating-point network and of the integer one that ships."""
    shipped = by_onnx(model)
    whole: dict[str, dict[str, float]] = {}
    labels_: list[dict[str, Any]] = []
    with by_network(net) as score:
        for name, data in sets.dev.items():
            pair = [evaluate(one, name, data.pieces, sets.labels[name]) for one in (score, shipped)]
            whole[name] = {"float": pair[0]["micro"], "int8": pair[1].pop("micro")}
            labels_ += [{"set": name, "label": label, "int8": value} for label, value in pair[1].items()]
            log(f"{name} dev: F1 {whole[name]['float']} in floating point, {whole[name]['int8']} in integers")
    return {"scores_on_dev": whole, "scores_on_dev_by_label": labels_}


def _plain(value: Any) -> Any:
    """A value that JSON can say: infinity is None."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return None if value == math.inf else value


def _facts(plan: Plan, sets: _Sets, shape: Shape, net: Network) -> dict[str, Any]:
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
    versions = {name: version(name) for name in _PACKAGES} | {"python": platform.python_version()}
    sizes = ", ".join(f"{key} {value}" for key, value in asdict(shape).items() if key != "heads")
    return {
        "task": "names: spans with the labels of each data set, one head a set over a shared encoder",
        "parameters": sum(one.numel() for name, one in net.named_parameters() if not name.startswith("mlm")),
        "from_checkpoint": plan.init.name if plan.init else None,
        "threads": plan.threads,
        "shape": sizes,
        "versions": versions,
        "data": data,
    }
