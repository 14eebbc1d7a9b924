"""The relation model from files to files: read rows, train, choose bars, export, score, and write the card."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch

from kg.errors import TrainingError
from kg.extract.neural.character_features import BIGRAMS, CHARACTERS, WORDS
from kg.extract.neural.relation_input import Asked, padded
from kg.extract.neural.relation_model import WEIGHTS, answered
from kg.extract.neural.relation_triples import Ask, Manner, grouped
from kg.ontology.ontology import Ontology
from kg.train.card import update
from kg.train.relations.batch import Scheme
from kg.train.relations.export import relations
from kg.train.relations.fit import Log, Settings, State, fit
from kg.train.relations.network import Kept, Relations, Shape
from kg.train.relations.rows import Labels, Row, labelled, read
from kg.train.relations.rows import held as held_out
from kg.train.relations.scores import by_network, chosen, evaluated, manner
from kg.train.tagger.rows import Parse

CHECKPOINT = "relations.pt"
_KEPT = {"char": (CHARACTERS, 5500), "big": (BIGRAMS, 28000), "word": (WORDS, 18000)}
_COLUMNS = {"char": (0,), "big": (1, 2), "word": (3,)}
_CALIBRATION = 1500  # rows
_EVERY = 5  # epochs from one look at held out rows to the next
_PACKAGES = ("torch", "onnx", "onnxruntime", "numpy", "rjieba")


@dataclass(frozen=True)
class Plan:
    """What to train on, from which tagger's checkpoint to begin, and where to write; `dev` is only scored."""

    train: Sequence[Path]
    dev: Sequence[Path]
    out: Path
    settings: Settings
    init: Path | None = None
    terms: Mapping[str, str] = field(default_factory=dict)  # data set -> its licence terms, as stated
    threads: int = 1


def train(plan: Plan, ontology: Ontology, parse: Parse, log: Log, date: str) -> dict[str, Any]:
    """Train a relation model and write relations.onnx, its part of the card, and a checkpoint after each epoch.

    With no epochs, the checkpoint `relations.pt` in `out` is exported as it is. Returns what the card says of it.
    Raises TrainingError where a file to train on is not as it should be.
    """
    torch.set_num_threads(plan.threads)
    torch.manual_seed(plan.settings.seed)
    sets = labelled([*plan.train, *plan.dev], ontology)
    rows, held = _split(plan.train, sets, parse, ontology, log)
    named = {"--terms": plan.terms, "--weight": plan.settings.weights, "--limit": plan.settings.limit}
    for option, name in ((option, name) for option, values in named.items() for name in values if name not in sets):
        raise TrainingError(f"{option} {name}: no data set to train on is called so")
    scheme = Scheme(sets.values())
    net = Relations(_shape(scheme), _kept(rows))
    run = _trained(plan, net, scheme, rows, held, log)
    with by_network(net, scheme) as ask:
        plain = {name: manner(one, scheme) for name, one in sets.items() if one.form != "names"}
        manners = {name: chosen(held[name], one, ask) if held.get(name) else one for name, one in plain.items()}
    model = _exported(net, scheme, manners, rows)
    facts = {"date": date, "ontology": ontology.fingerprint} | _facts(plan, sets, rows, held, net)
    shipped = answered(model)
    facts["held_out"] = _scores(held, manners, shipped, log, "held out")
    dev = {name: list(read(some, sets, parse, ontology)) for name, some in _files(plan.dev, sets).items()}
    facts["dev"] = _scores(dev, manners, shipped, log, "dev")
    facts |= run
    update(plan.out, "relations", facts, {WEIGHTS: model})
    return facts


def _files(files: Sequence[Path], sets: Mapping[str, Labels]) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for file in files:
        found.setdefault(file.name.split(".")[0], []).append(file)
    return {name: found[name] for name in sets if name in found}


def _split(
    files: Sequence[Path], sets: Mapping[str, Labels], parse: Parse, ontology: Ontology, log: Log
) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    """Rows to train on and rows held out, by set; all rows of a text go together."""
    train_: dict[str, list[Row]] = {}
    held: dict[str, list[Row]] = {}
    for row in read(files, sets, parse, ontology):
        out = row.set.form not in ("silver", "names") and held_out(row.text)
        (held if out else train_).setdefault(row.set.name, []).append(row)
    for name in sets:
        log(f"{name}: {len(train_.get(name, ()))} rows, {len(held.get(name, ()))} held out")
        if name not in train_:
            raise TrainingError("no row of it is left to train on", where=name)
    return train_, held


def _shape(scheme: Scheme) -> Shape:
    closed = tuple(name for name, one in scheme.sets.items() if one.form == "closed")
    return Shape(tags=scheme.tags, labels=scheme.labels, manners=closed)


def _kept(rows: Mapping[str, Sequence[Row]]) -> Kept:
    """The most frequent characters, bigrams and words: rows of their tables; what is rarer shares row 1."""
    found = {}
    for name, (size, most) in _KEPT.items():
        counts = np.zeros(size, np.int64)
        for some in rows.values():
            for column in _COLUMNS[name]:
                counts += np.bincount(np.concatenate([row.features[column] for row in some]), minlength=size)
        best = np.argsort(-counts, kind="stable")[:most]
        found[name] = np.sort(best[(best >= 2) & (counts[best] > 1)]).astype(np.int64)
    return found


def _trained(
    plan: Plan, net: Relations, scheme: Scheme, rows: Mapping[str, Sequence[Row]], held: Mapping[str, Sequence[Row]],
    log: Log,
) -> dict[str, Any]:  # fmt: skip
    """Train the network, or load it where there are no epochs; what the card says of the training."""
    file = plan.out / CHECKPOINT
    if plan.settings.epochs == 0:
        return _resumed(net, file)
    if plan.init:
        log(f"{net.begin(_loaded(plan.init))} weights taken from {plan.init.name}")
    plan.out.mkdir(parents=True, exist_ok=True)
    plain = {name: value for name, value in asdict(plan.settings).items() if not isinstance(value, dict)}
    plain |= {"weights": dict(plan.settings.weights), "limit": dict(plan.settings.limit)}
    run: dict[str, Any] = {"from_checkpoint": plan.init.name if plan.init else None, "settings": plain, "epochs": []}

    def after(epoch: int, state: State) -> None:
        if epoch % _EVERY == 0 or epoch == plan.settings.epochs:
            now = {name: value.clone() for name, value in net.state_dict().items()}
            net.load_state_dict(state)
            found: dict[str, Any] = {"epoch": epoch}
            with by_network(net, scheme) as ask:
                for name, some in held.items():
                    best = chosen(some, manner(scheme.sets[name], scheme), ask)
                    found[name] = evaluated(some, best, ask)["f1"]
            net.load_state_dict(now)
            run["epochs"].append(found)
            log(json.dumps(found))
        torch.save(state, file)
        file.with_suffix(".json").write_text(json.dumps(run, indent=1) + "\n", "utf-8")

    net.load_state_dict(fit(net, scheme, rows, plan.settings, log, after))
    return run


def _resumed(net: Relations, file: Path) -> dict[str, Any]:
    try:
        net.load_state_dict(_loaded(file))
    except RuntimeError:
        hint = "name the files that it was trained on"
        raise TrainingError("the checkpoint was made from other data", where=str(file), hint=hint) from None
    history = file.with_suffix(".json")
    found: dict[str, Any] = json.loads(history.read_text("utf-8")) if history.is_file() else {}
    return found


def _loaded(file: Path) -> State:
    try:
        state: State = torch.load(file, weights_only=True)
    except OSError as error:
        raise TrainingError(f"it cannot be read: {error.strerror}", where=str(file)) from None
    except Exception as error:  # of pickle and zip: whatever a file that is no checkpoint leads to
        what = str(error).split("\n")[0]
        raise TrainingError(f"it is no checkpoint: {what}", where=str(file)) from None
    return state


def _exported(
    net: Relations, scheme: Scheme, manners: Mapping[str, Manner], rows: Mapping[str, Sequence[Row]]
) -> bytes:
    some = [row for each in rows.values() for row in each[: _CALIBRATION // len(rows)]]
    facts = {"manners": json.dumps([asdict(one) for one in manners.values()], ensure_ascii=False)}
    return relations(net, scheme, _scales(net, some), facts)


def _scales(net: Relations, rows: Sequence[Row]) -> dict[str, float]:
    """Scales by which activations become bytes: the largest absolute value over some rows, over 127."""
    largest: dict[str, float] = {}
    hooks = []

    def watch(module: Any, name: str, *, entering: bool) -> None:
        def seen(_: Any, taken: Any, given: Any) -> None:
            value = float((taken[0] if entering else given).detach().float().abs().max())
            largest[name] = max(largest.get(name, 0.0), value)

        hooks.append(module.register_forward_hook(seen))

    for number, block in enumerate(net.blocks):
        watch(block.n, f"block{number}", entering=False)
        if hasattr(block, "o"):
            watch(block.o, f"block{number}.o", entering=True)
    net.eval()
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for group in grouped([len(row) for row in rows]):
            x = torch.from_numpy(padded([Asked(rows[n].features) for n in group]))
            net.above(net.below(x)[0], x[:, 0] != 0, None)
    for hook in hooks:
        hook.remove()
    return {name: max(value, 1e-3) / 127 for name, value in sorted(largest.items())}


def _scores(
    rows: Mapping[str, Sequence[Row]], manners: Mapping[str, Manner], ask: Ask, log: Log, part: str
) -> dict[str, Any]:
    found = {}
    for name, some in rows.items():
        if name in manners and some:
            found[name] = evaluated(some, manners[name], ask)
            log(f"{name} {part}: {json.dumps({k: v for k, v in found[name].items() if k != 'reliability'})}")
    return found


def _facts(
    plan: Plan, sets: Mapping[str, Labels], rows: Mapping[str, Sequence[Row]], held: Mapping[str, Sequence[Row]],
    net: Relations,
) -> dict[str, Any]:  # fmt: skip
    data = {
        name: {
            "form": one.form,
            "labels": len(one.labels),
            "rows": len(rows[name]),
            "held out": len(held.get(name, ())),
            "terms": plan.terms.get(name, "not stated"),
        }
        for name, one in sets.items()
    }
    return {
        "task": "relations: labels of pairs of mentions, mentions too where a text has none",
        "parameters": sum(one.numel() for one in net.parameters()),
        "versions": {name: version(name) for name in _PACKAGES} | {"python": platform.python_version()},
        "data": data,
    }
