"""The network alone: Parsed -> Layer. Dates and quantities are read by their grammars: there is nothing to learn."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.candidates.select import select
from kg.extract.neural.joint import JointReading
from kg.extract.neural.scheme_labels import NAMES
from kg.extract.neural.schemes import learned, names
from kg.extract.rules import together, written
from kg.extract.values.quantities import values
from kg.extract.vote.antecedents import with_antecedents, with_nominals
from kg.extract.vote.model_claims import RULE
from kg.extract.vote.offer_vote import claims
from kg.ontology.ontology import Ontology
from kg.ontology.tables.neural import Neural
from kg.types import Layer, Mention, Parsed

EXTRACTOR = "model"


def extract(parsed: Parsed, ontology: Ontology) -> Layer:
    """All that the network finds in one document."""
    reading = JointReading(parsed)
    found = model_mentions(parsed, reading, ontology)
    stated = claims(parsed, found, reading, ontology)
    return together(parsed, *with_nominals(parsed, found, stated, ontology), ontology, EXTRACTOR)


def model_mentions(parsed: Parsed, reading: JointReading, ontology: Ontology) -> list[Mention]:
    """The names that the network finds, and dates and quantities."""
    spans = {key: odds for key, odds in reading.spans().items() if key[1] in reading.labels.entity_types}
    classes, top = reading.classes(list(spans)), ontology.table(Neural).offers.certain
    found: list[Candidate] = list(values(parsed, ontology))
    for (key, odds), kind in zip(spans.items(), classes, strict=True):
        found.append(Candidate(Mention(key[0], kind), min(odds / top, 1.0), RULE, Source.NETWORK))
    outer, nested = select(with_antecedents(parsed, found, reading, ontology))
    return sorted([*outer, *nested], key=lambda mention: mention.span)


def mentions(batch: Sequence[Parsed], ontology: Ontology, convention: str | None) -> list[list[Mention]]:
    """Names and titles of each text; those of a data set that the network learned in that set's annotation scheme."""
    if convention in learned(NAMES):
        return [written(parsed, names(parsed, convention)) for parsed in batch]
    return [written(one, model_mentions(one, JointReading(one), ontology)) for one in batch]
