"""The relation model from files to files: read rows, train, choose bars, export, score, and write the card."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch

from kg.errors import TrainingError
from kg.extract.neural.label_scheme import LabelScheme
from kg.extract.neural.relation_input import LONGEST, RelationQuery, padded
from kg.extract.neural.relation_model import SCHEMES, WEIGHTS, onnx_scorer
from kg.extract.neural.relation_triples import RelationScorer, length_groups
from kg.ontology.ontology import Ontology
from kg.train.calibration import activation_scales
from kg.train.card import update
from kg.train.checkpoints import State, copied, read_history, read_state, write_history, write_state
from kg.train.json_rows import by_set
from kg.train.output import make_folder
from kg.train.plan import Log, Plan, check_set_names, package_versions
from kg.train.relations.export import relation_bytes
from kg.train.relations.fit import fit
from kg.train.relations.network import TABLE_SIZES, KeptRows, Relations, Shape
from kg.train.relations.relation_rows import LabelSet, Row, is_held_out, label_sets, read
from kg.train.relations.scores import evaluation, network_scorer, plain_scheme, tuned_scheme
from kg.train.relations.training_queries import LabelSpace
from kg.train.settings import RelationSettings

CHECKPOINT = "relations.pt"
_MAX_ROWS = {"char": 5500, "big": 28000, "word": 18000}  # of the tables
_COLUMNS = {"char": (0,), "big": (1, 2), "word": (3,)}
_CALIBRATION_ROWS = 1500
_EVERY = 5  # epochs from one look at held out rows to the next

RelationPlan = Plan[RelationSettings]
Rows = Mapping[str, Sequence[Row]]  # by set


def train(plan: RelationPlan, ontology: Ontology, log: Log, date: str) -> dict[str, Any]:
    """Train a relation model and write relations.onnx, its part of the card, and a checkpoint after each epoch.

    With no epochs, the checkpoint `relations.pt` in `out` is exported as it is. Returns what the card says of it.
    Raises TrainingError where a file to train on is not as it should be.
    """
    torch.set_num_threads(plan.threads)
    torch.manual_seed(plan.settings.seed)
    sets = label_sets([*plan.train, *plan.dev], ontology)
    rows, held_out = _split(plan.train, sets, ontology, log)
    check_set_names(plan, sets)
    space = LabelSpace(sets.values())
    plain = {name: plain_scheme(one, space, ontology) for name, one in sets.items() if one.form != "names"}
    net = Relations(model_shape(space), _kept(rows))
    run = _trained(plan, net, space, plain, rows, held_out, log)
    with network_scorer(net, space) as score:
        schemes = {
            name: tuned_scheme(held_out[name], one, score) if held_out.get(name) else one for name, one in plain.items()
        }
    model = _exported(net, space, schemes, rows)
    facts = {"date": date, "ontology": ontology.fingerprint} | _facts(plan, sets, rows, held_out, net)
    shipped = onnx_scorer(model)
    facts["held_out"] = _scores(held_out, schemes, shipped, log, "held out")
    files = by_set(plan.dev)
    dev = {name: list(read(files[name], sets, ontology)) for name in sets if name in files}
    facts["dev"] = _scores(dev, schemes, shipped, log, "dev")
    facts |= run
    update(plan.out, "relations", facts, {WEIGHTS: model})
    return facts


def _split(
    files: Sequence[Path], sets: Mapping[str, LabelSet], ontology: Ontology, log: Log
) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    """Rows to train on and rows held out, by set; all rows of a text go together."""
    train_: dict[str, list[Row]] = {}
    held_out: dict[str, list[Row]] = {}
    for row in read(files, sets, ontology):
        out = row.set.form not in ("silver", "names") and is_held_out(row.text)
        (held_out if out else train_).setdefault(row.set.name, []).append(row)
    for name in sets:
        log(f"{name}: {len(train_.get(name, ()))} rows, {len(held_out.get(name, ()))} held out")
        if name not in train_:
            hint = f"give more rows, of at most {LONGEST} characters"
            raise TrainingError("no row of it is left to train on", where=name, hint=hint)
    return train_, held_out


def model_shape(space: LabelSpace) -> Shape:
    """The shape of a model of these labels."""
    closed = tuple(name for name, one in space.sets.items() if one.form == "closed")
    return Shape(tags=space.tags, labels=space.labels, biased=closed)


def _kept(rows: Rows) -> KeptRows:
    """The most frequent characters, bigrams and words: rows of their tables; what is rarer shares row 1."""
    found = {}
    for name, size in TABLE_SIZES.items():
        counts = np.zeros(size, np.int64)
        for some in rows.values():
            for column in _COLUMNS[name]:
                counts += np.bincount(np.concatenate([row.features[column] for row in some]), minlength=size)
        best = np.argsort(-counts, kind="stable")[: _MAX_ROWS[name]]
        found[name] = np.sort(best[(best >= 2) & (counts[best] > 1)]).astype(np.int64)
    return found


def _trained(
    plan: RelationPlan,
    net: Relations,
    space: LabelSpace,
    plain: Mapping[str, LabelScheme],
    rows: Rows,
    held_out: Rows,
    log: Log,
) -> dict[str, Any]:
    """Train the network, or load it where there are no epochs; what the card says of the training."""
    file = plan.out / CHECKPOINT
    if plan.settings.epochs == 0:
        return _resumed(net, file)
    if plan.init:
        log(f"{net.begin(read_state(plan.init))} weights taken from {plan.init.name}")
    make_folder(plan.out)
    settings = {name: value for name, value in asdict(plan.settings).items() if not isinstance(value, dict)}
    settings |= {"weights": dict(plan.settings.weights), "limit": dict(plan.settings.limit)}
    run: dict[str, Any] = {"from_checkpoint": plan.init.name if plan.init else None, "settings": settings, "epochs": []}

    def after(epoch: int, state: State) -> None:
        if epoch % _EVERY == 0 or epoch == plan.settings.epochs:
            now = copied(net)
            net.load_state_dict(state)
            found: dict[str, Any] = {"epoch": epoch}
            with network_scorer(net, space) as score:
                for name, some in held_out.items():
                    found[name] = evaluation(some, tuned_scheme(some, plain[name], score), score)["f1"]
            net.load_state_dict(now)
            run["epochs"].append(found)
            log(json.dumps(found))
        write_state(file, state)
        write_history(file, run)

    net.load_state_dict(fit(net, space, rows, plan.settings, log, after))
    return run


def _resumed(net: Relations, file: Path) -> dict[str, Any]:
    try:
        net.load_state_dict(read_state(file))
    except RuntimeError:
        hint = "name the files that it was trained on"
        raise TrainingError("the checkpoint was made from other data", where=str(file), hint=hint) from None
    return read_history(file)


def _exported(net: Relations, space: LabelSpace, schemes: Mapping[str, LabelScheme], rows: Rows) -> bytes:
    some = [row for each in rows.values() for row in each[: _CALIBRATION_ROWS // len(rows)]]
    groups = length_groups([len(row) for row in some])
    batches = (torch.from_numpy(padded([RelationQuery(some[n].features) for n in group])) for group in groups)
    scales = activation_scales(net, batches, lambda x: net.above(net.below(x)[0], x[:, 0] != 0, None))
    facts = {SCHEMES: json.dumps([one.stored() for one in schemes.values()], ensure_ascii=False)}
    return relation_bytes(net, space, scales, facts)


def _scores(
    rows: Rows, schemes: Mapping[str, LabelScheme], score: RelationScorer, log: Log, part: str
) -> dict[str, Any]:
    found = {}
    for name, some in rows.items():
        if name in schemes and some:
            found[name] = evaluation(some, schemes[name], score)
            log(f"{name} {part}: {json.dumps({k: v for k, v in found[name].items() if k != 'reliability'})}")
    return found


def _facts(
    plan: RelationPlan, sets: Mapping[str, LabelSet], rows: Rows, held_out: Rows, net: Relations
) -> dict[str, Any]:
    data = {
        name: {
            "form": one.form,
            "labels": len(one.labels),
            "rows": len(rows[name]),
            "held out": len(held_out.get(name, ())),
            "terms": plan.terms.get(name, "not stated"),
        }
        for name, one in sets.items()
    }
    return {
        "task": "relations: labels of pairs of mentions, mentions too where a text has none",
        "parameters": sum(one.numel() for one in net.parameters()),
        "versions": package_versions(),
        "data": data,
    }
