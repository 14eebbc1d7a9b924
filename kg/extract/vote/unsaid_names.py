"""Names of which nothing is said: no fact bears them out, so that they must be surer than others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from kg.extract.candidates.candidate import Candidate
from kg.ontology.ontology import Ontology
from kg.ontology.table import SchemaClass
from kg.text.spans import inside
from kg.types import Claim, Mention, Parsed

Chances = Mapping[tuple[str, str], float]  # of words and a coarse type


def chances(parsed: Parsed, elected: Iterable[Candidate], ontology: Ontology) -> Chances:
    """How likely names are at best, by their candidates."""
    found: dict[tuple[str, str], float] = {}
    for one in elected:
        key = _key(parsed, one.mention, ontology)
        found[key] = max(one.score, found.get(key, 0.0))
    return found


def borne_out(
    parsed: Parsed,
    mentions: Sequence[Mention],
    claims: Iterable[Claim],
    likely: Chances,
    ontology: Ontology,
    bars: Mapping[SchemaClass, float],
    outside: Collection[SchemaClass] = (),
) -> list[Mention]:
    """Mentions without names that no claim joins and that are less likely than the bar of their coarse type.

    What `likely` has not is sure. Of the types in `outside`, what only stands in other names and no claim joins is
    left out, too: 北京 in 北京大学.
    """
    names = [one for one in mentions if one.form == "name" and one.type in ontology.coarse]
    held = inside(one.span for one in names)
    said = {_words(parsed, one) for claim in claims for _, one in claim.roles}
    free = {_words(parsed, one) for one in mentions if one.span not in held}

    def is_none(one: Mention) -> bool:
        words, key = _words(parsed, one), _key(parsed, one, ontology)
        kind = SchemaClass(key[1])
        unlikely = likely.get(key, 1.0) < bars.get(kind, 0.0) or (kind in outside and words not in free)
        return unlikely and words not in said

    none = {one for one in names if is_none(one)}
    return [one for one in mentions if one not in none]


def _words(parsed: Parsed, one: Mention) -> str:
    return one.name or parsed.view.cut(one.span)


def _key(parsed: Parsed, one: Mention, ontology: Ontology) -> tuple[str, str]:
    return parsed.view.cut(one.span), ontology.coarse.get(one.type, one.type)
