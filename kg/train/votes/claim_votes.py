"""How likely a relation is right that only the model sees, learned on annotated articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import TrainingError
from kg.extract.candidates.select import select
from kg.extract.model import seen
from kg.extract.neural.relation_candidates import Offer, offers, told
from kg.extract.neural.relation_model import manners
from kg.extract.neural.tagger import Tagged
from kg.extract.rules import candidates, related
from kg.extract.vote.claim_vote import WEIGHTS, features, offered
from kg.extract.vote.name_vote import vote
from kg.ontology.ontology import Ontology
from kg.ontology.relation_labels import meanings
from kg.train.card import update
from kg.train.regression import Floats, fit
from kg.train.relations.rows import held
from kg.train.tagger.rows import rows, set_name
from kg.types import Claim, Mention, Parsed

_PENALTY = 2.0
_FOLDS = 6
_CUTS = tuple(n / 100 for n in range(40, 100, 5))

Stated = frozenset[tuple[str, str, str]]  # property, subject, object: names as `normal` makes them, dates as ISO 8601


def _properties(ontology: Ontology, folder: Path) -> tuple[str, ...]:
    return tuple(sorted(told(ontology, folder)))


@dataclass(frozen=True)
class Judged:
    """Offers as features, and which are right (1) or wrong (0)."""

    features: Floats
    right: Floats


@dataclass(frozen=True)
class Heard:
    """The offers on a text: beside the rules, only what these do not claim; of the model alone, all."""

    beside: Judged
    alone: Judged


@dataclass(frozen=True)
class Related:
    """A text, its facts as strings of it, and the properties of which it states all."""

    parsed: Parsed
    facts: Stated
    known: frozenset[str]


def sets(folder: Path) -> tuple[str, ...]:
    """The data sets in whose manner the model is heard."""
    return tuple(name for name, one in sorted(manners(folder).items()) if one.form != "open")


def heard(
    parsed: Parsed,
    facts: Stated,
    normal: Callable[[str], str],
    ontology: Ontology,
    folder: Path,
    known: Collection[str] | None = None,
) -> Heard:
    """The offers on a text whose facts of some properties are known (None: of all).

    Offers on figures, which names do not tell, are left out.
    """
    tagged = Tagged(parsed, folder)
    elected = vote(parsed, candidates(parsed, ontology), tagged, ontology, folder)
    outer, nested = select(elected)
    _, ruled = related(parsed, ontology, elected, outer, nested)

    def judged(mentions: list[Mention], ruled: Collection[Claim]) -> Judged:
        every = offered(offers(parsed, mentions, ontology, folder), ruled, ontology)
        some = [one for one in every if one.object.type != "Quantity" and (known is None or one.property in known)]
        right = [any(way in facts for way in _ways(one, parsed, normal, ontology)) for one in some]
        seen = features(some, ruled, parsed.view.text, sets(folder), _properties(ontology, folder))
        return Judged(seen, np.array(right, np.float64))

    return Heard(judged([*outer, *nested], ruled), judged(seen(parsed, tagged, ontology), ()))


def held_out(files: Sequence[Path], ontology: Ontology, parse: Callable[[str], Parsed]) -> Iterator[Related]:
    """What is known of the texts of some files of triples that the relation model was not trained on."""
    for file in files:
        name = set_name(file)
        table = meanings(name, ontology)
        known = frozenset(one.property for one in table.table.values() if one.property)
        for where, row in rows(file):
            if not held(row["text"]):
                continue
            if not isinstance(row.get("spo"), list) or any("p_start" in one for one in row["spo"]):
                raise TrainingError("it has no triples in the labels of the ontology's table", where=where)
            stated = ((table.of(one["predicate"]), one["subject"], one["object"]) for one in row["spo"])
            facts = {
                (str(one.property), *((right, left) if one.direction == "inverse" else (left, right)))
                for one, left, right in stated
                if one is not None
            }
            yield Related(parse(row["text"]), frozenset(facts), known)


def _ways(
    one: Offer, parsed: Parsed, normal: Callable[[str], str], ontology: Ontology
) -> Iterator[tuple[str, str, str]]:
    subject, object_ = (normal(parsed.view.cut(end.span)) for end in (one.subject, one.object))
    yield one.property, subject, object_
    if one.object.value is not None:
        yield one.property, subject, one.object.value.text
    if ontology.properties[one.property].symmetric:
        yield one.property, object_, subject


def learn(
    articles: Sequence[Heard], texts: Sequence[Heard], ontology: Ontology, folder: Path, date: str
) -> dict[str, Any]:
    """Write claims.json into a folder of weights; what its card says of it. TrainingError for too few articles.

    `articles` are annotated in full, `texts` are single sentences of a data set.
    """
    if len(articles) < 2 or not any(one.alone.right.any() for one in articles):
        raise TrainingError("there is no right relation to learn from", hint="give more annotated articles")
    table, scores = {}, {}
    for part in ("beside", "alone"):
        some = {"articles": [getattr(one, part) for one in articles], "texts": [getattr(one, part) for one in texts]}
        weights, cut, scores[part] = _learned(some)
        rounded = [round(float(w), 5) for w in weights]
        names = {"sets": sets(folder), "properties": _properties(ontology, folder)}
        table[part] = names | {"weights": rounded, "cut": cut}
    facts = {
        "task": "relations: which of those that the model sees are right, beside the rules' claims and alone",
        "date": date,
        "articles": len(articles),
        "texts": len(texts),
        "penalty": _PENALTY,
        "cross_validated": {f"{name} {part}": row for part, rows in scores.items() for name, row in rows.items()},
    }
    update(folder, "claims", facts, {WEIGHTS: (json.dumps(table, indent=1) + "\n").encode()})
    return facts


def _learned(some: Mapping[str, Sequence[Judged]]) -> tuple[Floats, float, dict[str, Mapping[str, float]]]:
    """Weights, cut, and for articles and texts what is kept by weights learned on others."""
    times = _times(some)
    judged: dict[str, list[tuple[float, bool]]] = {name: [] for name in some}
    folds = min(_FOLDS, len(some["articles"]))
    for fold in range(folds):
        others = {name: [one for n, one in enumerate(each) if n % folds != fold] for name, each in some.items()}
        weights = _weights(others, times)
        for name, each in some.items():
            for one in each[fold::folds]:
                chances = 1 / (1 + np.exp(-(one.features @ weights)))
                judged[name] += zip(chances.tolist(), one.right.astype(bool).tolist(), strict=True)
    cut = _cut(judged, times)
    return _weights(some, times), cut, {name: _at(each, cut) for name, each in judged.items()}


def _times(some: Mapping[str, Sequence[Judged]]) -> dict[str, float]:
    """How often an offer of each kind of text counts, so that the few articles count as much as the many sentences."""
    sizes = {name: sum(len(one.right) for one in each) for name, each in some.items()}
    return {name: max(sizes.values()) / max(1, size) for name, size in sizes.items()}


def _cut(judged: Mapping[str, Sequence[tuple[float, bool]]], times: Mapping[str, float]) -> float:
    """From which likelihood on relations do more good than harm."""

    def gain(cut: float) -> float:
        return sum(
            times[name] * sum(2 * right - 1 for chance, right in each if chance >= cut) for name, each in judged.items()
        )

    return max(_CUTS, key=lambda cut: (gain(cut), cut))


def _weights(heard: Mapping[str, Sequence[Judged]], times: Mapping[str, float]) -> Floats:
    """The weights of the columns; the strongest voice is believed until the articles say otherwise."""
    rows = np.concatenate([one.features for each in heard.values() for one in each])
    right = np.concatenate([one.right for each in heard.values() for one in each])
    counts = np.concatenate([np.full(len(one.right), times[name]) for name, each in heard.items() for one in each])
    prior = np.zeros(rows.shape[1])
    prior[1] = 1.0
    return fit(rows, right, _PENALTY, prior, counts)


def _at(judged: Sequence[tuple[float, bool]], cut: float) -> Mapping[str, float]:
    kept = [right for chance, right in judged if chance >= cut]
    return {
        "offers": len(judged),
        "right": sum(r for _, r in judged),
        "cut": cut,
        "kept": len(kept),
        "kept right": sum(kept),
    }
