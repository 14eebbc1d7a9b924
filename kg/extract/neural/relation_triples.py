"""Triples in the annotation scheme of a data set: its own labels, its own idea of what a mention is.

In 《远山》是李明月演唱的歌曲。 the triples of a closed set are found in two steps. The tags propose spans, 远山 as a
work (0.97) and 李明月 as a person (0.98); then the model gives each label of the set a probability for each pair of
spans that it may join, 歌手 0.9 for (远山, 李明月). The triple's score is 0.9 * (0.97 * 0.98) ** span_exponent; it
counts where it reaches the scheme's threshold. For an open set the predicate is a span too, and the three logits of a
triple's pairs are summed. For a set of pairs the spans are given, and a pair is read in both orders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kg.extract.neural.batches import MAX_CELLS, longest_beside
from kg.extract.neural.character_features import Ints
from kg.extract.neural.label_scheme import UNKNOWN, LabelScheme
from kg.extract.neural.logits import Floats, sigmoid, softmax
from kg.extract.neural.relation_input import RelationQuery
from kg.extract.neural.relation_queries import open_triples, typed_pairs
from kg.extract.neural.relation_spans import Offsets, ScoredTriple, SpanProposal, span_proposals, without_rivals

_MAX_SPANS = 40  # of a text that are tried


@dataclass(frozen=True)
class RelationLogits:
    """The output of the model for some sentences.

    `tags`: head -> logits of shape (sentences, longest, tags). `labels`: set -> logits of shape (pairs, labels).
    """

    tags: Mapping[str, Floats]
    labels: Mapping[str, Floats]


RelationScorer = Callable[[Sequence[RelationQuery]], RelationLogits]


def length_groups(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of texts in groups of about one length, longest first, padding included of limited size."""
    group: list[int] = []
    for number in sorted(range(len(lengths)), key=lambda n: (-lengths[n], n)):
        longest = lengths[group[0]] if group else 0
        if group and ((len(group) + 1) * longest > MAX_CELLS or longest > longest_beside(lengths[number])):
            yield group
            group = []
        group.append(number)
    if group:
        yield group


def scored_triples(texts: Sequence[Ints], scheme: LabelScheme, score: RelationScorer) -> list[list[ScoredTriple]]:
    """All triples of texts (features of shape (5, characters)) without rivals, unlikely ones too; best first."""
    found: list[list[ScoredTriple]] = [[] for _ in texts]
    each = _closed if scheme.form == "closed" else _open
    for group in length_groups([text.shape[1] for text in texts]):
        tags = score([RelationQuery(texts[n]) for n in group]).tags[scheme.form]
        proposed = [
            span_proposals(one[: texts[n].shape[1]], scheme.least_span) for n, one in zip(group, tags, strict=True)
        ]
        chosen = [
            sorted(some, key=lambda one: (-one.probability, one.span, one.layer))[:_MAX_SPANS] for some in proposed
        ]
        for n, triples in zip(group, each([texts[n] for n in group], chosen, scheme, score), strict=True):
            found[n] = without_rivals(triples)
    return found


def _closed(
    texts: Sequence[Ints], proposed: Sequence[Sequence[SpanProposal]], scheme: LabelScheme, score: RelationScorer
) -> Iterator[list[ScoredTriple]]:
    joined = frozenset(scheme.ends)
    marked = [[(*one.span, scheme.kinds[one.layer]) for one in some] for some in proposed]
    queries = [
        typed_pairs(text, some, lambda left, right: (left, right) in joined)
        for text, some in zip(texts, marked, strict=True)
    ]
    probabilities, at = sigmoid(_labels(queries, scheme, score)), 0
    ends = np.array(scheme.ends)
    for query, some in zip(queries, proposed, strict=True):
        found = []
        for (subject, object_), row in zip(query.pairs, probabilities[at : at + len(query.pairs)], strict=True):
            kinds = query.mentions[subject][2], query.mentions[object_][2]
            both = (some[subject].probability * some[object_].probability) ** scheme.span_exponent
            for label in np.flatnonzero((row > scheme.least_label) & (ends == kinds).all(1)).tolist():
                triple = some[subject].span, scheme.labels[label], some[object_].span
                found.append(ScoredTriple(*triple, float(row[label]) * both))
        at += len(query.pairs)
        yield found


def _open(
    texts: Sequence[Ints], proposed: Sequence[Sequence[SpanProposal]], scheme: LabelScheme, score: RelationScorer
) -> Iterator[list[ScoredTriple]]:
    parts = [[[one.span for one in some if one.layer == layer] for layer in range(3)] for some in proposed]
    queries = [open_triples(text, some) for text, some in zip(texts, parts, strict=True)]
    logits, at = _labels([query for query, _ in queries], scheme, score), 0
    for (query, found), some in zip(queries, proposed, strict=True):
        of_span = [{p.span: p.probability for p in some if p.layer == layer} for layer in range(3)]
        triples = []
        for one in found:
            summed = sum(logits[at + pair, n] for n, pair in enumerate(one.pairs))
            probability = float(sigmoid(np.float64(summed)))
            subject, predicate, object_ = one.spans
            both = min(of_span[0][subject], of_span[2][object_]) * of_span[1][predicate]
            if probability > scheme.least_label:
                triples.append(ScoredTriple(*one.spans, probability * both**scheme.span_exponent))
        at += len(query.pairs)
        yield triples


def _labels(queries: Sequence[RelationQuery], scheme: LabelScheme, score: RelationScorer) -> Floats:
    if not any(query.pairs for query in queries):
        return np.zeros((0, max(1, len(scheme.labels))), np.float32)
    return score(queries).labels[scheme.name]


def pair_probabilities(queries: Sequence[RelationQuery], scheme: LabelScheme, score: RelationScorer) -> list[Floats]:
    """The probability of each label for the pairs of each query, of shape (pairs, labels).

    Where the scheme has labels of turned pairs, it is the mean of what both orders of a pair give.
    """
    turned = [replace(one, pairs=[*one.pairs, *((o, s) for s, o in one.pairs)]) for one in queries]
    found: list[Floats] = [np.zeros((0, len(scheme.labels)), np.float32)] * len(queries)
    for group in length_groups([one.features.shape[1] for one in queries]):
        probabilities, at = softmax(_labels([turned[n] for n in group], scheme, score)), 0
        for n in group:
            size = len(queries[n].pairs)
            straight, back = probabilities[at : at + size], probabilities[at + size : at + 2 * size]
            mean = np.asarray((straight + back[:, list(scheme.turned)]) / 2, np.float32) if scheme.turned else straight
            found[n] = mean
            at += 2 * size
    return found


def best_label(probabilities: Floats, scheme: LabelScheme) -> tuple[str, float]:
    """The label of a pair and its probability; `unknown` where no other reaches the threshold."""
    known = np.array([float(label != UNKNOWN) for label in scheme.labels])
    best = int((probabilities * known).argmax())
    if probabilities[best] >= scheme.threshold and scheme.labels[best] != UNKNOWN:
        return scheme.labels[best], float(probabilities[best])
    return UNKNOWN, 1 - float((probabilities * known).sum())


def triple_strings(text: str, one: ScoredTriple) -> tuple[str, str, str]:
    """A triple as strings of its text."""

    def cut(part: str | Offsets) -> str:
        return part if isinstance(part, str) else text[part[0] : part[1]]

    return cut(one.subject), cut(one.predicate), cut(one.object)
