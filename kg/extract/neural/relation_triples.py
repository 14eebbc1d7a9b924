"""Triples in the manner of a data set: its own labels, its own idea of what a mention is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kg.extract.neural.character_features import Ints
from kg.extract.neural.relation_input import Asked
from kg.extract.neural.relation_questions import among, trios
from kg.extract.neural.relation_spans import Proposed, Scored, Stretch, proposals, standing
from kg.extract.neural.tag_decoding import Floats

UNKNOWN = "unknown"
_LOW = 0.06  # a stretch that is less likely a mention is not asked about
_MOST = 40  # mentions of a text that are asked about
_FAINT = 0.03  # a label that is less likely is left out at once
_CELLS = 8192  # characters of a batch, padding included
_WASTE, _SHORT = 1.4, 24  # the longest text of a batch against its shortest, and what is never too long


@dataclass(frozen=True)
class Answer:
    """What the model says of some sentences.

    `tags`: head -> logits of shape (sentences, longest, tags). `labels`: set -> logits of shape (pairs, labels).
    """

    tags: Mapping[str, Floats]
    labels: Mapping[str, Floats]


Ask = Callable[[Sequence[Asked]], Answer]


@dataclass(frozen=True)
class Manner:
    """How a data set words its relations, and from where on it does.

    `form`: closed, open, pairs or silver. `ends`: for each label of a closed set the kinds of its ends; `kinds` are
    the kinds of the layers of tags, or the one kind of all given mentions. A triple's score is the pair's chance times
    (the ends' chances) ** `trust`; what is below `bar` is left out. `slope` and `shift` make a score's log odds a
    probability that holds.
    """

    name: str
    form: str
    labels: tuple[str, ...]
    ends: tuple[tuple[int, int], ...] = ()
    kinds: tuple[int, ...] = ()
    trust: float = 0.5
    bar: float = 0.3
    slope: float = 1.0
    shift: float = 0.0

    def confidence(self, score: float) -> float:
        """The probability that a triple of this score is right."""
        odds = float(np.log(max(score, 1e-6) / max(1 - score, 1e-6)))
        return float(sigmoid(np.float64(self.slope * odds + self.shift)))


def sigmoid(x: Floats | np.float64) -> Floats:
    """1 / (1 + exp(-x)), without overflow."""
    found: Floats = np.asarray(0.5 * (1 + np.tanh(0.5 * x)))
    return found


def softmax(x: Floats) -> Floats:
    """Probabilities along the last axis."""
    shifted = np.exp(x - x.max(-1, keepdims=True))
    found: Floats = shifted / shifted.sum(-1, keepdims=True)
    return found


def grouped(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of texts in groups of about one length, at most `_CELLS` characters each."""
    group: list[int] = []
    for number in sorted(range(len(lengths)), key=lambda n: (-lengths[n], n)):
        longest = lengths[group[0]] if group else 0
        if group and ((len(group) + 1) * longest > _CELLS or longest > max(lengths[number] * _WASTE, _SHORT)):
            yield group
            group = []
        group.append(number)
    if group:
        yield group


def scored(texts: Sequence[Ints], manner: Manner, ask: Ask) -> list[list[Scored]]:
    """All triples of texts (features of shape (5, characters)) that stand together, faint ones too; best first."""
    found: list[list[Scored]] = [[] for _ in texts]
    each = _closed if manner.form == "closed" else _open
    for group in grouped([text.shape[1] for text in texts]):
        tags = ask([Asked(texts[n]) for n in group]).tags[manner.form]
        proposed = [proposals(one[: texts[n].shape[1]], _LOW) for n, one in zip(group, tags, strict=True)]
        chosen = [sorted(some, key=lambda one: (-one.likely, one.span, one.layer))[:_MOST] for some in proposed]
        for n, triples in zip(group, each([texts[n] for n in group], chosen, manner, ask), strict=True):
            found[n] = standing(triples)
    return found


def _closed(
    texts: Sequence[Ints], proposed: Sequence[Sequence[Proposed]], manner: Manner, ask: Ask
) -> Iterator[list[Scored]]:
    joined = frozenset(manner.ends)
    marked = [[(*one.span, manner.kinds[one.layer]) for one in some] for some in proposed]
    asked = [
        among(text, some, lambda left, right: (left, right) in joined) for text, some in zip(texts, marked, strict=True)
    ]
    chances, at = sigmoid(_labels(asked, manner, ask)), 0
    ends = np.array(manner.ends)
    for one, some in zip(asked, proposed, strict=True):
        found = []
        for (subject, object_), row in zip(one.pairs, chances[at : at + len(one.pairs)], strict=True):
            kinds = one.mentions[subject][2], one.mentions[object_][2]
            both = (some[subject].likely * some[object_].likely) ** manner.trust
            for label in np.flatnonzero((row > _FAINT) & (ends == kinds).all(1)).tolist():
                score = float(row[label]) * both
                found.append(Scored(some[subject].span, manner.labels[label], some[object_].span, score))
        at += len(one.pairs)
        yield found


def _open(
    texts: Sequence[Ints], proposed: Sequence[Sequence[Proposed]], manner: Manner, ask: Ask
) -> Iterator[list[Scored]]:
    parts = [[[one.span for one in some if one.layer == layer] for layer in range(3)] for some in proposed]
    asked = [trios(text, some) for text, some in zip(texts, parts, strict=True)]
    scores, at = _labels([one for one, _ in asked], manner, ask), 0
    for (one, found), some in zip(asked, proposed, strict=True):
        likely = [{p.span: p.likely for p in some if p.layer == layer} for layer in range(3)]
        triples = []
        for trio in found:
            chance = float(sigmoid(np.float64(sum(scores[at + pair, n] for n, pair in enumerate(trio.pairs)))))
            subject, predicate, object_ = trio.stretches
            both = min(likely[0][subject], likely[2][object_]) * likely[1][predicate]
            if chance > _FAINT:
                triples.append(Scored(subject, predicate, object_, chance * both**manner.trust))
        at += len(one.pairs)
        yield triples


def _labels(asked: Sequence[Asked], manner: Manner, ask: Ask) -> Floats:
    if not any(one.pairs for one in asked):
        return np.zeros((0, max(1, len(manner.labels))), np.float32)
    return ask(asked).labels[manner.name]


def of_pairs(asked: Sequence[Asked], manner: Manner, ask: Ask) -> list[Floats]:
    """The chance of each label for the pairs of each text, both orders of a pair taken together."""
    turned = [replace(one, pairs=[*one.pairs, *((o, s) for s, o in one.pairs)]) for one in asked]
    order = inverse(manner.labels)
    found: list[Floats] = [np.zeros((0, len(manner.labels)), np.float32)] * len(asked)
    for group in grouped([one.features.shape[1] for one in asked]):
        chances, at = softmax(_labels([turned[n] for n in group], manner, ask)), 0
        for n in group:
            size = len(asked[n].pairs)
            straight, back = chances[at : at + size], chances[at + size : at + 2 * size]
            found[n] = straight if order is None else np.asarray((straight + back[:, order]) / 2, np.float32)
            at += 2 * size
    return found


def inverse(labels: Sequence[str]) -> list[int] | None:
    """The place of each label of the turned pair, where a set marks turned labels by 被; None where it does not.

    >>> inverse(["合作", "持股", "被持股"]), inverse(["夫妻"])
    ([0, 2, 1], None)
    """
    place = {label: n for n, label in enumerate(labels)}
    found = [place.get(f"被{one}", place.get(one.removeprefix("被"), n)) for n, one in enumerate(labels)]
    return found if found != list(range(len(labels))) else None


def label_of(chances: Floats, manner: Manner) -> tuple[str, float]:
    """The label of a pair and its chance; `unknown` where no other reaches the bar."""
    known = np.array([0.0 if label == UNKNOWN else 1.0 for label in manner.labels])
    best = int((chances * known).argmax())
    if chances[best] >= manner.bar and manner.labels[best] != UNKNOWN:
        return manner.labels[best], float(chances[best])
    return UNKNOWN, 1 - float((chances * known).sum())


def words(text: str, one: Scored) -> tuple[str, str, str]:
    """A triple as strings of its text."""

    def cut(part: str | Stretch) -> str:
        return part if isinstance(part, str) else text[part[0] : part[1]]

    return cut(one.subject), cut(one.predicate), cut(one.object)
