"""The networks alone: Parsed -> Layer. Dates and quantities are read by their grammars: there is nothing to learn."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.neural.tagged_names import agreed, conventional, trained
from kg.extract.neural.tagger import Tagged
from kg.extract.rules import together, written
from kg.extract.values.quantities import values
from kg.extract.vote.claim_vote import claims
from kg.ontology.ontology import Ontology
from kg.types import Layer, Mention, Parsed

EXTRACTOR = "model"


def extract(parsed: Parsed, ontology: Ontology) -> Layer:
    """All that the networks find in one document."""
    found = model_mentions(parsed, Tagged(parsed), ontology)
    return together(parsed, found, claims(parsed, found, None, ontology), EXTRACTOR)


def model_mentions(parsed: Parsed, tagged: Tagged, ontology: Ontology) -> list[Mention]:
    """The names that enough of the tagger's heads agree on, and dates and quantities."""
    found = agreed(parsed, tagged, ontology)
    taken = {at for mention in found for at in range(mention.span.start, mention.span.end)}
    read = (one.mention for one in values(parsed, ontology))
    return found + [one for one in read if taken.isdisjoint(range(one.span.start, one.span.end))]


def mentions(batch: Sequence[Parsed], ontology: Ontology, convention: str | None) -> list[list[Mention]]:
    """Names and titles of each text; those of a data set that the tagger learned in that set's annotation scheme."""
    if convention in trained():
        return [written(parsed, conventional(parsed, convention)) for parsed in batch]
    return [written(parsed, agreed(parsed, Tagged(parsed), ontology)) for parsed in batch]
