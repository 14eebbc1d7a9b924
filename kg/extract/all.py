"""Rules and models together: they vote on names, then patterns and relation model work on what was elected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.candidates.select import select
from kg.extract.neural.tagged_names import conventional, trained
from kg.extract.neural.tagger import Tagged
from kg.extract.rules import candidates, chosen, related, together
from kg.extract.vote.claim_vote import claims
from kg.extract.vote.name_vote import vote
from kg.ontology.ontology import Ontology
from kg.types import Layer, Mention, Parsed

EXTRACTOR = "all"


def extract(parsed: Parsed, ontology: Ontology) -> Layer:
    """All that rules and models find in one document."""
    elected = vote(parsed, candidates(parsed, ontology), Tagged(parsed), ontology)
    outer, nested = chosen(parsed, elected)
    layer = related(parsed, ontology, elected, outer, nested)
    added = claims(parsed, [*outer, *nested], layer.claims, ontology)
    return replace(together(parsed, layer.mentions, [*layer.claims, *added]), extractor=EXTRACTOR)


def mentions(batch: Sequence[Parsed], ontology: Ontology, convention: str | None) -> list[list[Mention]]:
    """Names and values of each text; those of a data set that the tagger learned in that set's annotation scheme."""
    if convention in trained():
        return [conventional(parsed, convention) for parsed in batch]
    return [select(vote(parsed, candidates(parsed, ontology), Tagged(parsed), ontology))[0] for parsed in batch]
