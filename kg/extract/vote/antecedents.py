"""What a description that is no name means: 会议 the meeting of the title, 该公司 the company named before.

The network marks such words as things of a class and tells which two mentions mean one thing. A description gets the
name of what it most likely means; one that means nothing named is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.names.head_nouns import heads
from kg.extract.names.nominals import is_marked
from kg.extract.neural.joint import JointReading
from kg.extract.neural.joint_labels import SAME
from kg.ontology.ontology import Ontology
from kg.ontology.tables.neural import Neural
from kg.ontology.tables.nominals import Nominals
from kg.ontology.tables.resolve import Resolve
from kg.types import Claim, Mention, Parsed


def is_description(parsed: Parsed, mention: Mention, ontology: Ontology) -> bool:
    """Whether a mention is a head noun alone, or marked as one that was spoken of: 大会, 该院, 此次比赛."""
    span = mention.span
    head = heads(ontology).before(parsed.view.text, span.end, span.start)
    return (head is not None and len(head.word) == len(span)) or is_marked(parsed.view.cut(span), ontology)


def with_nominals(
    parsed: Parsed, mentions: Collection[Mention], claims: Iterable[Claim], ontology: Ontology
) -> tuple[list[Mention], list[Claim]]:
    """Mentions and claims of which descriptions are no names any more, but nominals that keep what they mean.

    That must stand somewhere as a name; what begins with 该 or the like and means nothing is no name either. What
    calls a person (曲局长) means the same all through, as a name does, and what calls the country (我国, 全国) is a
    name of it.
    """
    table, pointing = ontology.table(Resolve), ontology.table(Nominals).pointing
    own = ontology.expression(Resolve, ("home", "own"), table.home.own, groups=("level",))
    is_kept = {one: one.form != "name" or one.type == "Person" for one in mentions}
    is_kept |= {one: not is_description(parsed, one, ontology) for one, kept in is_kept.items() if not kept}
    known = {one.name or parsed.view.cut(one.span) for one, kept in is_kept.items() if kept and one.form == "name"}

    def told(one: Mention) -> Mention:
        words = parsed.view.cut(one.span)
        if one.form == "name" and one.name is None and table.home.country.match(words):
            return replace(one, name=table.names.home)
        is_area = one.name is None and bool(own.match(words) or table.home.near.match(words))
        is_told = not is_kept.get(one, True) and one.name in known
        points = one.type != "Person" and (one.name is None or one.name in known) and bool(pointing.match(words))
        return replace(one, form="nominal") if one.form == "name" and (is_area or is_told or points) else one

    said = [replace(one, roles=tuple((name, told(mention)) for name, mention in one.roles)) for one in claims]
    return list(dict.fromkeys(map(told, mentions))), said


def with_antecedents(
    parsed: Parsed, found: Sequence[Candidate], reading: JointReading, ontology: Ontology
) -> list[Candidate]:
    """The candidates, of which those that only the network finds go by the name of what they mean.

    That is a name that the rules find, or else a longer one (南宁二中, 南宁市第二中学). Descriptions without any are
    left out.
    """
    new = {n for n, one in enumerate(found) if one.source is Source.NETWORK and one.mention.form == "name"}
    if not new:
        return list(found)
    described = {n for n in new if is_description(parsed, found[n].mention, ontology)}
    means = _meant(new, described, found, parsed, reading, ontology)
    made = []
    for n, one in enumerate(found):
        if n in means:
            full = found[means.get(means[n], means[n])].mention
            mention = replace(one.mention, type=full.type, name=full.name or parsed.view.cut(full.span))
            made.append(replace(one, mention=mention))
        elif n not in described:
            made.append(one)
    return made


def _meant(
    new: Collection[int],
    described: Collection[int],
    found: Sequence[Candidate],
    parsed: Parsed,
    reading: JointReading,
    ontology: Ontology,
) -> dict[int, int]:
    """The numbers of the candidates that the network's own most likely mean."""
    named = [n for n, one in enumerate(found) if one.mention.form == "name" and one.mention.type in ontology.coarse]
    keys = [(found[n].mention.span, ontology.coarse[found[n].mention.type]) for n in named]
    least = ontology.table(Neural).offers
    best: dict[int, tuple[bool, float, int]] = {}
    for (label, a, b), chance in reading.join(keys, least.same).pairs.items():
        left, right = named[a], named[b]
        if label != SAME or left not in new or right in described:
            continue
        longer = len(found[right].mention.span) > len(found[left].mention.span)
        short = _is_short(found[left].mention, found[right].mention, parsed, right not in new)
        if left in described or short or (chance >= least.sure_same and (right not in new or longer)):
            best[left] = max(best.get(left, (False, 0, 0)), (right not in new, chance, -right))
    return {n: -number for n, (*_, number) in best.items()}


def _is_short(one: Mention, other: Mention, parsed: Parsed, either: bool) -> bool:
    """Whether the characters of a name all stand in another in their order, or (`either`) the other way round."""
    a, b = parsed.view.cut(one.span), parsed.view.cut(other.span)
    if len(a) > len(b):
        return either and _is_short(other, one, parsed, False)
    rest = iter(b)
    return a != b and all(character in rest for character in a)
