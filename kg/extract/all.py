"""Rules and network together: they vote on names, patterns work on what was elected, and they vote on claims."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kg.extract.candidates.candidate import Candidate
from kg.extract.candidates.select import select
from kg.extract.neural.joint import JointReading
from kg.extract.neural.scheme_labels import NAMES
from kg.extract.neural.schemes import learned, names
from kg.extract.neural.session import FOLDER
from kg.extract.rules import candidates, related, together, written
from kg.extract.vote.antecedents import with_antecedents, with_nominals
from kg.extract.vote.name_vote import vote
from kg.extract.vote.offer_vote import claims
from kg.extract.vote.unsaid_names import borne_out, chances
from kg.ontology.ontology import Ontology
from kg.ontology.tables.name_vote import NameVote
from kg.types import Claim, Layer, Mention, Parsed

EXTRACTOR = "all"


def elected_mentions(
    parsed: Parsed, elected: Sequence[Candidate], ontology: Ontology
) -> tuple[list[Mention], list[Claim]]:
    """The mentions among the names that were elected, and what the rules claim of them; spans of the view."""
    outer, nested = select(elected)
    mentions, ruled = related(parsed, ontology, elected, outer, nested)
    return list(dict.fromkeys([*outer, *nested, *mentions])), ruled


def elected_candidates(
    parsed: Parsed, found: Sequence[Candidate], reading: JointReading, ontology: Ontology, folder: Path = FOLDER
) -> list[Candidate]:
    """What network and rules (`found`) elect; short forms have the names of what they mean."""
    return with_antecedents(parsed, vote(parsed, found, reading, ontology, folder), reading, ontology)


def extract(parsed: Parsed, ontology: Ontology) -> Layer:
    """All that rules and network find in one document."""
    return voted(parsed, candidates(parsed, ontology), JointReading(parsed), ontology, EXTRACTOR)


def voted(
    parsed: Parsed, found: Sequence[Candidate], reading: JointReading, ontology: Ontology, extractor: str
) -> Layer:
    """What rules, which propose `found`, and network find in one document; rules alone where it did not read."""
    elected = elected_candidates(parsed, found, reading, ontology)
    mentions, ruled = elected_mentions(parsed, elected, ontology)
    stated = claims(parsed, mentions, reading, ontology, ruled)
    mentions, stated = with_nominals(parsed, mentions, stated, ontology)
    likely = chances(parsed, (one for one in elected if reading.reads(one.mention.span)), ontology)
    table = ontology.table(NameVote)
    mentions = borne_out(parsed, mentions, stated, likely, ontology, table.unsaid, table.outside)
    return together(parsed, mentions, stated, ontology, extractor)


def mentions(batch: Sequence[Parsed], ontology: Ontology, convention: str | None) -> list[list[Mention]]:
    """Names and values of each text; those of a data set that the network learned in that set's annotation scheme."""
    return elected_names(batch, ontology, convention, lambda parsed, *_: JointReading(parsed))


def elected_names(
    batch: Sequence[Parsed],
    ontology: Ontology,
    convention: str | None,
    read: Callable[[Parsed, Sequence[Candidate], Ontology], JointReading],
) -> list[list[Mention]]:
    """The names of `mentions`, of texts that the network reads as `read` says, which knows what rules propose."""
    if convention in learned(NAMES):
        return [written(parsed, names(parsed, convention)) for parsed in batch]
    made = []
    for parsed in batch:
        found = candidates(parsed, ontology)
        elected = vote(parsed, found, read(parsed, found, ontology), ontology)
        made.append(written(parsed, select(elected)[0]))
    return made
