"""Rules and models together: they vote on names, then patterns and relation model work on what was elected."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.candidates.select import select
from kg.extract.neural.tagged_names import conventional, trained
from kg.extract.neural.tagger import Tagged
from kg.extract.rules import candidates, related, together, written
from kg.extract.vote.claim_vote import claims
from kg.extract.vote.name_vote import vote
from kg.ontology.ontology import Ontology
from kg.types import Layer, Mention, Parsed

EXTRACTOR = "all"


def extract(parsed: Parsed, ontology: Ontology) -> Layer:
    """All that rules and models find in one document."""
    elected = vote(parsed, candidates(parsed, ontology), Tagged(parsed), ontology)
    outer, nested = select(elected)
    mentions, ruled = related(parsed, ontology, elected, outer, nested)
    added = claims(parsed, [*outer, *nested], ruled, ontology)
    return together(parsed, mentions, [*ruled, *added], ontology, EXTRACTOR)


def mentions(batch: Sequence[Parsed], ontology: Ontology, convention: str | None) -> list[list[Mention]]:
    """Names and values of each text; those of a data set that the tagger learned in that set's annotation scheme."""
    if convention in trained():
        return [written(parsed, conventional(parsed, convention)) for parsed in batch]
    elected = ((parsed, vote(parsed, candidates(parsed, ontology), Tagged(parsed), ontology)) for parsed in batch)
    return [written(parsed, select(found)[0]) for parsed, found in elected]
