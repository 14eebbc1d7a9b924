"""What a description that is no name means: 会议 the meeting of the title, 该公司 the company named before.

The network marks such words as things of a class and tells which two mentions mean one thing. A description gets the
name of what it most likely means; one that means nothing named is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.names.head_nouns import heads
from kg.extract.names.nominals import is_marked
from kg.extract.neural.joint import JointReading
from kg.extract.neural.joint_labels import SAME
from kg.ontology.ontology import Ontology
from kg.ontology.tables.neural import Neural
from kg.types import Mention, Parsed


def is_description(parsed: Parsed, mention: Mention, ontology: Ontology) -> bool:
    """Whether a mention is a head noun alone, or marked as one that was spoken of: 大会, 该院, 此次比赛."""
    span = mention.span
    head = heads(ontology).before(parsed.view.text, span.end, span.start)
    return (head is not None and len(head.word) == len(span)) or is_marked(parsed.view.cut(span), ontology)


def with_antecedents(
    parsed: Parsed, found: Sequence[Candidate], reading: JointReading, ontology: Ontology
) -> list[Candidate]:
    """The candidates, of which the network's descriptions go by the name of what they mean, or are left out."""
    new = {n for n, one in enumerate(found) if one.source is Source.TAGGER and one.mention.form == "name"}
    described = {n for n in new if is_description(parsed, found[n].mention, ontology)}
    means = _meant(described, found, reading, ontology) if described else {}
    made = []
    for n, one in enumerate(found):
        if n in means:
            full = found[means[n]].mention
            mention = replace(one.mention, type=full.type, name=full.name or parsed.view.cut(full.span))
            made.append(replace(one, mention=mention))
        elif n not in described:
            made.append(one)
    return made


def _meant(
    described: Collection[int], found: Sequence[Candidate], reading: JointReading, ontology: Ontology
) -> dict[int, int]:
    """The numbers of the candidates that descriptions most likely mean."""
    named = [n for n, one in enumerate(found) if one.mention.form == "name" and one.mention.type in ontology.coarse]
    keys = [(found[n].mention.span, ontology.coarse[found[n].mention.type]) for n in named]
    best: dict[int, tuple[float, int]] = {}
    for (label, a, b), chance in reading.join(keys, ontology.table(Neural).offers.same).pairs.items():
        if label == SAME and named[a] in described and named[b] not in described:
            best[named[a]] = max(best.get(named[a], (0, 0)), (chance, -named[b]))
    return {n: -number for n, (_, number) in best.items()}
