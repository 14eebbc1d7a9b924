"""Rules and network together: they vote on names, patterns work on what was elected, and they vote on claims."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.extract.candidates.select import select
from kg.extract.neural.joint import JointReading
from kg.extract.neural.scheme_labels import NAMES
from kg.extract.neural.schemes import learned, names
from kg.extract.neural.session import FOLDER
from kg.extract.rules import candidates, related, together, written
from kg.extract.vote.antecedents import with_antecedents, with_nominals
from kg.extract.vote.name_vote import vote
from kg.extract.vote.offer_vote import claims
from kg.ontology.ontology import Ontology
from kg.types import Claim, Layer, Mention, Parsed

EXTRACTOR = "all"


def elected_mentions(
    parsed: Parsed, reading: JointReading, ontology: Ontology, folder: Path = FOLDER
) -> tuple[list[Mention], list[Claim]]:
    """The mentions that rules and network elect, and what the rules claim of them; spans of the view."""
    elected = vote(parsed, candidates(parsed, ontology), reading, ontology, folder)
    elected = with_antecedents(parsed, elected, reading, ontology)
    outer, nested = select(elected)
    mentions, ruled = related(parsed, ontology, elected, outer, nested)
    return list(dict.fromkeys([*outer, *nested, *mentions])), ruled


def extract(parsed: Parsed, ontology: Ontology) -> Layer:
    """All that rules and network find in one document."""
    reading = JointReading(parsed)
    mentions, ruled = elected_mentions(parsed, reading, ontology)
    stated = claims(parsed, mentions, reading, ontology, ruled)
    return together(parsed, *with_nominals(parsed, mentions, stated, ontology), ontology, EXTRACTOR)


def mentions(batch: Sequence[Parsed], ontology: Ontology, convention: str | None) -> list[list[Mention]]:
    """Names and values of each text; those of a data set that the network learned in that set's annotation scheme."""
    if convention in learned(NAMES):
        return [written(parsed, names(parsed, convention)) for parsed in batch]
    elected = ((one, vote(one, candidates(one, ontology), JointReading(one), ontology)) for one in batch)
    return [written(parsed, select(found)[0]) for parsed, found in elected]
