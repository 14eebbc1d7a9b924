"""Rules on every sentence, the network on those that promise most: Parsed -> Layer.

Reading takes the network most of the time; of what it adds, seven tenths stand in two fifths of the text
(docs/quality.md).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from kg.extract.all import elected_names, voted
from kg.extract.candidates.candidate import Candidate
from kg.extract.neural.joint import JointReading
from kg.extract.rules import candidates
from kg.ontology.ontology import Ontology
from kg.ontology.tables.neural import Neural
from kg.types import Layer, Mention, Parsed, Span

EXTRACTOR = "fast"


def promising(parsed: Parsed, found: Iterable[Candidate], ontology: Ontology) -> list[Span]:
    """The sentences that promise most for their length, in their order: a share of the text (neural.toml, `fast`).

    What the network adds to a sentence is estimated by how many names and values of each kind rules see in it. One
    sentence is read at least.
    """
    table, sentences = ontology.table(Neural).fast, sorted(parsed.sentences)
    seen = [Counter[str]() for _ in sentences]
    for span, kind in {(one.mention.span, _kind(one.mention, ontology)) for one in found}:
        at = bisect_right(sentences, span.start, key=lambda one: one.start) - 1
        if at >= 0:
            seen[at][kind] += 1

    def promise(number: int) -> float:
        gain = sum(weight * math.log1p(seen[number][kind]) for kind, weight in table.promise.items())
        return gain / (len(sentences[number]) + table.beside)

    chosen: list[Span] = []
    left = table.share * sum(map(len, sentences))
    for number in sorted(range(len(sentences)), key=promise, reverse=True):
        size = len(sentences[number])
        if not chosen or size <= 2 * left:
            chosen.append(sentences[number])
            left -= size
    return sorted(chosen)


def _kind(mention: Mention, ontology: Ontology) -> str:
    """The coarse type of a name or value; none of a description or pronoun."""
    return ontology.coarse.get(mention.type, mention.type) if mention.form in ("name", "value") else ""


def _reading(parsed: Parsed, found: Sequence[Candidate], ontology: Ontology) -> JointReading:
    return JointReading(parsed, only=promising(parsed, found, ontology))


def extract(parsed: Parsed, ontology: Ontology) -> Layer:
    """All that rules find in one document, and what the network finds in its most promising sentences."""
    found = candidates(parsed, ontology)
    return voted(parsed, found, _reading(parsed, found, ontology), ontology, EXTRACTOR)


def mentions(batch: Sequence[Parsed], ontology: Ontology, convention: str | None) -> list[list[Mention]]:
    """Names and values of each text; those of a data set that the network learned in that set's annotation scheme."""
    return elected_names(batch, ontology, convention, _reading)
