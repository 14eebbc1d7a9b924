"""How likely a relation is right that only the model sees, learned on annotated articles."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import TrainingError
from kg.extract.candidates.select import select
from kg.extract.neural.relation_candidates import RelationCandidate, label_readings, relation_candidates
from kg.extract.neural.relation_model import label_schemes
from kg.extract.neural.tagged_names import tagged_mentions
from kg.extract.neural.tagger import Tagged
from kg.extract.rules import candidates, related
from kg.extract.vote.claim_vote import STRONGEST, WEIGHTS, features, unclaimed
from kg.extract.vote.name_vote import vote
from kg.ontology.ontology import Ontology
from kg.ontology.relation_labels import meanings
from kg.text.names import normal_form
from kg.train.card import update
from kg.train.gold import AnnotatedArticle, Fact
from kg.train.json_rows import parse_row, rows, set_name
from kg.train.regression import Floats, fit
from kg.train.relations.relation_rows import is_held_out
from kg.types import Claim, Mention, Parsed

_PENALTY = 2.0
_FOLDS = 6  # of cross-validation
_CUTS = tuple(n / 100 for n in range(40, 100, 5))
_DIGITS = 5  # of a weight


@dataclass(frozen=True)
class LabelledCandidates:
    """Candidates as features, of shape (candidates, columns), and which are right (1) or wrong (0)."""

    features: Floats
    right: Floats


@dataclass(frozen=True)
class TextCandidates:
    """The candidates of a text: beside the rules, only what these do not claim; of the model alone, all."""

    beside: LabelledCandidates
    alone: LabelledCandidates


@dataclass(frozen=True)
class RelatedText:
    """A text, its facts, and the properties of which it states all facts (None: of all properties)."""

    parsed: Parsed
    facts: frozenset[Fact]
    known: frozenset[str] | None = None


def _sets(folder: Path) -> tuple[str, ...]:
    """The data sets by whose labels the model tells relations."""
    return tuple(name for name, one in sorted(label_schemes(folder).items()) if one.form != "open")


def _properties(ontology: Ontology, folder: Path) -> tuple[str, ...]:
    return tuple(sorted(label_readings(ontology, folder).properties))


def text_candidates(text: RelatedText, ontology: Ontology, folder: Path) -> TextCandidates:
    """The candidates of a text; those on figures, whose facts names do not tell, are left out."""
    parsed, sets, properties = text.parsed, _sets(folder), _properties(ontology, folder)
    tagged = Tagged(parsed, folder)
    elected = vote(parsed, candidates(parsed, ontology), tagged, ontology, folder)
    outer, nested = select(elected)
    _, ruled = related(parsed, ontology, elected, outer, nested)

    def labelled(mentions: list[Mention], ruled: Collection[Claim]) -> LabelledCandidates:
        every = unclaimed(relation_candidates(parsed, mentions, ontology, folder), ruled, ontology)
        known = [one for one in every if text.known is None or one.property in text.known]
        some = [one for one in known if one.object.type != "Quantity"]
        right = [any(fact in text.facts for fact in _facts_of(one, parsed, ontology)) for one in some]
        return LabelledCandidates(
            features(some, ruled, parsed.view.text, sets, properties), np.array(right, np.float64)
        )

    return TextCandidates(labelled([*outer, *nested], ruled), labelled(tagged_mentions(parsed, tagged, ontology), ()))


def held_out_texts(files: Sequence[Path], ontology: Ontology) -> Iterator[RelatedText]:
    """What is known of the texts of some files of triples that the relation model was not trained on."""
    for file in files:
        table = meanings(set_name(file), ontology)
        known = frozenset(one.property for one in table.table.values() if one.property)
        for where, row in rows(file):
            if not is_held_out(row["text"]):
                continue
            if not isinstance(row.get("spo"), list) or any("p_start" in one for one in row["spo"]):
                hint = "give files of triples (spo) that kg train relations was given"
                raise TrainingError("it has no triples in the labels of the ontology's table", where=where, hint=hint)
            facts = set()
            for one in row["spo"]:
                meaning, left, right = (
                    table.of(one["predicate"]),
                    normal_form(one["subject"]),
                    normal_form(one["object"]),
                )
                if meaning is not None:
                    ends = (right, left) if meaning.direction == "inverse" else (left, right)
                    facts.add((str(meaning.property), *ends))
            yield RelatedText(parse_row(row["text"], ontology), frozenset(facts), known)


def _facts_of(one: RelationCandidate, parsed: Parsed, ontology: Ontology) -> Iterator[Fact]:
    """The facts any of which makes a candidate right."""
    subject, object_ = (normal_form(parsed.view.cut(end.span)) for end in (one.subject, one.object))
    yield one.property, subject, object_
    if one.object.value is not None:
        yield one.property, subject, one.object.value.text
    if ontology.properties[one.property].symmetric:
        yield one.property, object_, subject


def learn_from(
    articles: Sequence[AnnotatedArticle], files: Sequence[Path], ontology: Ontology, folder: Path, date: str
) -> dict[str, Any]:
    """As `learn`, from annotated articles and the held-out rows of files of triples."""
    in_full = [text_candidates(RelatedText(one.parsed, frozenset(one.facts)), ontology, folder) for one in articles]
    single = [text_candidates(one, ontology, folder) for one in held_out_texts(files, ontology)]
    return learn(in_full, single, ontology, folder, date)


def learn(
    articles: Sequence[TextCandidates], texts: Sequence[TextCandidates], ontology: Ontology, folder: Path, date: str
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
        rounded = [round(float(weight), _DIGITS) for weight in weights]
        names = {"sets": _sets(folder), "properties": _properties(ontology, folder)}
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


def _learned(some: Mapping[str, Sequence[LabelledCandidates]]) -> tuple[Floats, float, dict[str, Mapping[str, float]]]:
    """Weights, threshold, and by name the scores of articles and texts under cross-validation."""
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


def _times(some: Mapping[str, Sequence[LabelledCandidates]]) -> dict[str, float]:
    """How often a candidate of each kind of text counts: the few articles count as much as the many sentences."""
    sizes = {name: sum(len(one.right) for one in each) for name, each in some.items()}
    return {name: max(sizes.values()) / max(1, size) for name, size in sizes.items()}


def _cut(judged: Mapping[str, Sequence[tuple[float, bool]]], times: Mapping[str, float]) -> float:
    """From which likelihood on relations do more good than harm."""

    def gain(cut: float) -> float:
        return sum(
            times[name] * sum(2 * right - 1 for chance, right in each if chance >= cut) for name, each in judged.items()
        )

    return max(_CUTS, key=lambda cut: (gain(cut), cut))


def _weights(some: Mapping[str, Sequence[LabelledCandidates]], times: Mapping[str, float]) -> Floats:
    """The weights of the columns; by the prior, the strongest log odds are taken as they are."""
    rows = np.concatenate([one.features for each in some.values() for one in each])
    right = np.concatenate([one.right for each in some.values() for one in each])
    counts = np.concatenate([np.full(len(one.right), times[name]) for name, each in some.items() for one in each])
    prior = np.zeros(rows.shape[1])
    prior[STRONGEST] = 1.0
    return fit(rows, right, _PENALTY, prior, counts)


def _at(judged: Sequence[tuple[float, bool]], cut: float) -> Mapping[str, float]:
    kept = [right for chance, right in judged if chance >= cut]
    return {
        "candidates": len(judged),
        "right": sum(r for _, r in judged),
        "cut": cut,
        "kept": len(kept),
        "kept right": sum(kept),
    }
