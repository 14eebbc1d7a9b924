"""The network alone: Parsed -> Layer. Dates and quantities are read by their grammars: there is nothing to learn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.candidates.select import select
from kg.extract.neural.joint import JointReading
from kg.extract.neural.logits import sigmoid
from kg.extract.neural.scheme_labels import NAMES
from kg.extract.neural.schemes import learned, names
from kg.extract.rules import together, written
from kg.extract.values.quantities import values
from kg.extract.vote.antecedents import with_antecedents, with_nominals
from kg.extract.vote.model_claims import RULE
from kg.extract.vote.offer_vote import claims
from kg.extract.vote.unsaid_names import borne_out, chances
from kg.ontology.ontology import Ontology
from kg.ontology.table import SchemaClass
from kg.ontology.tables.neural import Neural
from kg.types import Layer, Mention, Parsed

EXTRACTOR = "model"


def extract(parsed: Parsed, ontology: Ontology) -> Layer:
    """All that the network finds in one document."""
    reading = JointReading(parsed)
    least = ontology.table(Neural).offers
    proposed = _proposed(parsed, reading, ontology, least.alone)
    named = _chosen(proposed)
    stated = claims(parsed, named, reading, ontology)
    named, stated = with_nominals(parsed, named, stated, ontology)
    bars = dict.fromkeys(map(SchemaClass, ontology.coarse.values()), least.unsaid)
    named = borne_out(parsed, named, stated, chances(parsed, proposed, ontology), ontology, bars)
    return together(parsed, named, stated, ontology, EXTRACTOR)


def model_mentions(parsed: Parsed, reading: JointReading, ontology: Ontology) -> list[Mention]:
    """The names that the network finds likelier than not, and dates and quantities."""
    return _chosen(_proposed(parsed, reading, ontology, 0.0))


def _chosen(proposed: Sequence[Candidate]) -> list[Mention]:
    outer, nested = select(proposed)
    return sorted([*outer, *nested], key=lambda mention: mention.span)


def _proposed(parsed: Parsed, reading: JointReading, ontology: Ontology, least: float) -> list[Candidate]:
    """Names whose log odds are above `least`, and values."""
    spans = {key: odds for key, odds in reading.spans(least).items() if key[1] in reading.labels.entity_types}
    found: list[Candidate] = list(values(parsed, ontology))
    for (key, odds), kind in zip(spans.items(), reading.classes(list(spans)), strict=True):
        found.append(Candidate(Mention(key[0], kind), float(sigmoid(np.float64(odds))), RULE, Source.NETWORK))
    return with_antecedents(parsed, found, reading, ontology)


def mentions(batch: Sequence[Parsed], ontology: Ontology, convention: str | None) -> list[list[Mention]]:
    """Names and titles of each text; those of a data set that the network learned in that set's annotation scheme."""
    if convention in learned(NAMES):
        return [written(parsed, names(parsed, convention)) for parsed in batch]
    return [written(one, model_mentions(one, JointReading(one), ontology)) for one in batch]
