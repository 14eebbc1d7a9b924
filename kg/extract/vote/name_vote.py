"""Rules and network vote on names: how likely each proposed span is right, learned on annotated articles.

One logistic regression a kind of name over what the rules say (their score, which family of rules) and what the network
says (the log odds of the span, of spans that cross it, and of the same words elsewhere). Its probability becomes the
candidate's score, by which `select` finds the best cover.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.extract.candidates.candidate import Candidate, Family, Source
from kg.extract.neural.joint import JointReading, Key, bare
from kg.extract.neural.logits import log_odds
from kg.extract.neural.session import FOLDER, weights
from kg.extract.relations.typed_sentence import countries
from kg.extract.vote.model_claims import RULE
from kg.ontology.ontology import Ontology
from kg.ontology.tables.name_vote import NameVote
from kg.ontology.tables.neural import Neural
from kg.types import Mention, Parsed, Span

WEIGHTS = "vote.json"
KINDS = ("Person", "Organization", "Place", "Event", "CreativeWork", "Other")  # coarse types; the rest have too few
FAMILIES = (None, *Family)  # of the rules' candidate; None where only the network proposes it
_PERSON, _PLACE, _AREA = "Person", "Place", "AdministrativeArea"
_MARKED = (Family.QUOTE, Family.TITLE)  # what the text itself marks as a name is one
_AGAIN = 3  # characters from which on a name is looked for in the other sentences
_NEAR = 40  # characters before a span where one that covers it may begin
COLUMNS = len(FAMILIES) + 12


def kind_of(coarse: str) -> str:
    """Which of `KINDS` a coarse type belongs to."""
    return coarse if coarse in KINDS else "Other"


@dataclass(frozen=True)
class Ballot:
    """All proposals of a document on names: `features` has a row (`COLUMNS`) for each of `keys`."""

    keys: tuple[Key, ...]
    rules: Mapping[Key, Candidate]  # the rules' best candidate for it, if any
    features: NDArray[np.float64]


def ballot(parsed: Parsed, found: Sequence[Candidate], reading: JointReading, ontology: Ontology) -> Ballot:
    """What the rules' candidates and the network's spans propose, with what each says of all of them."""
    table = ontology.table(NameVote)
    rules: dict[Key, Candidate] = {}
    for candidate in found:
        mention = candidate.mention
        if mention.form == "name" and mention.type in ontology.coarse:
            proposed = mention.span, ontology.coarse[mention.type]
            if proposed not in rules or candidate.score > rules[proposed].score:
                rules[proposed] = candidate
    things = reading.labels.entity_types
    seen = {key: odds for key, odds in reading.spans(ontology.table(Neural).offers.name).items() if key[1] in things}
    for key in set(seen) - set(rules):
        if inner := _ruled_name(parsed.view.text, key, rules, table.behind_quotes):
            seen[inner] = max(seen.get(inner, reading.log_odds(inner)), seen.pop(key))
    keys = tuple(sorted({*rules, *seen}))
    edge = table.edge
    odds = [min(max(seen.get(key, reading.log_odds(key)), -edge), edge) for key in keys]
    elsewhere = _elsewhere(parsed, keys, odds, edge)
    around = _around(keys, odds, rules, edge)
    borders = _borders(parsed, keys)
    rows = [
        [
            *_row(key, rules.get(key), table.rule_edge),
            odds[n],
            float(odds[n] > 0),
            elsewhere[n],
            *around[n],
            *borders[n],
        ]
        for n, key in enumerate(keys)
    ]
    return Ballot(keys, rules, np.array(rows, np.float64).reshape(len(keys), COLUMNS))


def _ruled_name(view: str, key: Key, rules: Mapping[Key, Candidate], behind_quotes: Collection[str]) -> Key | None:
    """The rules' name that is meant by another: 平江县 by 湖南省平江县, 李某1 by 李某, 甲 by “甲”称号 or 海州《甲》."""
    span, coarse = key
    if coarse == _PERSON:
        longer = ((Span(span.start, end), coarse) for end in range(span.end + 1, span.end + 3))
        return next((whole for whole in longer if whole in rules), None)
    if coarse == _PLACE:
        parts = ((Span(start, span.end), coarse) for start in range(span.start + 1, span.end - 1))
        return next((part for part in parts if part in rules), None)
    within = ((inner, coarse) for inner in _marked(view, span, behind_quotes))
    return next((name for name in within if name in rules), None)


def _marked(view: str, span: Span, behind_quotes: Collection[str]) -> Iterator[Span]:
    """What the marks in a span hold: 甲 in “甲”称号, and in 海州《甲》."""
    title = view.rfind("《", span.start, span.end)
    if title > span.start and view.endswith("》", title, span.end):
        yield Span(title + 1, span.end - 1)
    for word in behind_quotes:
        if view.endswith(word, span.start, span.end) and len(span) > len(word):
            inner = bare(view, Span(span.start, span.end - len(word)))
            if inner is not None:
                yield inner


def _row(key: Key, candidate: Candidate | None, edge: float) -> list[float]:
    family = None if candidate is None else candidate.source.family
    score = 0.0 if candidate is None else log_odds(candidate.score, edge)
    return [1.0, *(float(family is one) for one in FAMILIES), score, math.log(len(key[0]))]


def _borders(parsed: Parsed, keys: Sequence[Key]) -> list[tuple[float, float]]:
    """Whether each span begins, and ends, inside of a word."""
    starts, ends = set(parsed.starts), set(parsed.ends)
    return [(float(span.start not in starts), float(span.end not in ends)) for span, _ in keys]


def _elsewhere(parsed: Parsed, keys: Sequence[Key], odds: Sequence[float], edge: float) -> list[float]:
    """The highest log odds of the same words for the same type in another place; -edge where they stand once."""
    two: dict[tuple[str, str], list[float]] = {}
    words = [(parsed.view.cut(span), coarse) for span, coarse in keys]
    for key, value in zip(words, odds, strict=True):
        two[key] = sorted([*two.get(key, ()), value])[-2:]
    return [
        -edge if len(best := two[key]) < 2 else best[0] if value == best[1] else best[1]
        for key, value in zip(words, odds, strict=True)
    ]


def _around(
    keys: Sequence[Key], odds: Sequence[float], rules: Mapping[Key, Candidate], edge: float
) -> list[tuple[float, float, float, float]]:
    """What speaks against each key: the highest log odds of a span that crosses or covers it, and of another type for
    the same span; and whether rules see a name of its type within it, or around it.
    """
    found = []
    for at, (span, coarse) in enumerate(keys):
        crossing, other_type, within, outside = -edge, -edge, False, False
        for step in (-1, 1):
            near = at + step
            while 0 <= near < len(keys) and abs(keys[near][0].start - span.start) < _NEAR:
                other, kind = keys[near]
                if other == span:
                    other_type = max(other_type, odds[near])
                elif other.overlaps(span):
                    inner, ruled = span.contains(other), kind == coarse and keys[near] in rules
                    crossing = crossing if inner else max(crossing, odds[near])
                    within |= ruled and inner
                    outside |= ruled and not inner
                near += step
        found.append((crossing, other_type, float(within), float(outside)))
    return found


@dataclass(frozen=True)
class Learned:
    """For each of `KINDS`: weights, and how likely a name must be that only the network proposes."""

    weights: Mapping[str, NDArray[np.float64]]
    cuts: Mapping[str, float]


@lru_cache(maxsize=4)
def learned(folder: Path = FOLDER) -> Learned:
    """The shipped weights; ModelError where they are missing or damaged."""
    table = json.loads(weights(WEIGHTS, folder))
    return Learned({kind: np.array(row, np.float64) for kind, row in table["names"].items()}, table["cuts"])


def probabilities(cast: Ballot, by_kind: Mapping[str, NDArray[np.float64]]) -> list[float]:
    """How likely each proposal is right."""
    if not cast.keys:
        return []
    table = np.stack([by_kind[kind_of(coarse)] for _, coarse in cast.keys])
    odds = (table * cast.features).sum(1)
    return [float(value) for value in np.round(1 / (1 + np.exp(-odds)), 6)]


def _again(view: str, sure: Iterable[Candidate], taken: set[Key], ontology: Ontology) -> list[Candidate]:
    """The other places of names that are sure."""
    share = ontology.table(NameVote).again
    first: dict[tuple[str, str], Candidate] = {}
    for candidate in sure:
        span = candidate.mention.span
        first.setdefault((view[span.start : span.end], ontology.coarse[candidate.mention.type]), candidate)
    added: dict[Key, Candidate] = {}
    for (name, coarse), candidate in first.items():
        at = -1
        while (at := view.find(name, at + 1)) >= 0:
            key = Span(at, at + len(name)), coarse
            if key not in taken:
                mention = Mention(key[0], candidate.mention.type)
                added[key] = Candidate(mention, round(candidate.score * share, 6), f"{RULE}.again", Source.NETWORK)
    return list(added.values())


def vote(
    parsed: Parsed, found: Sequence[Candidate], reading: JointReading, ontology: Ontology, folder: Path = FOLDER
) -> list[Candidate]:
    """The candidates that are more likely right than wrong, the likelihood as score; values and nominals as they were.

    A name of three characters or more that is sure in one place is looked for in all others. What only the network
    proposes has its class from there. What rules propose in sentences that the network has not read stands.
    """
    unread = [one for one in found if not reading.reads(one.mention.span)]
    found = [one for one in found if reading.reads(one.mention.span)]
    cast = ballot(parsed, found, reading, ontology)
    chosen = [c for c in found if c.mention.form != "name" or c.mention.type not in ontology.coarse]
    names = _elected(parsed, cast, reading, ontology, folder)
    table, view = ontology.table(NameVote), parsed.view.text
    sure = [c for c in names if c.score >= table.sure and len(c.mention.span) >= _AGAIN and c.mention.name is None]
    names += _again(view, sure, set(cast.keys), ontology)
    return [*unread, *chosen, *(c for c in names if not table.broken.match(view, c.mention.span.end - 1))]


def _elected(parsed: Parsed, cast: Ballot, reading: JointReading, ontology: Ontology, folder: Path) -> list[Candidate]:
    """The proposals that are likely enough, with their likelihood as score."""
    table, votes, view = ontology.table(NameVote), learned(folder), parsed.view.text
    passed: dict[Key, float] = {}
    for key, probability in zip(cast.keys, probabilities(cast, votes.weights), strict=True):
        ruled = cast.rules.get(key)
        marked = ruled is not None and ruled.source.family in _MARKED
        if not marked and table.description.search(view[key[0].start : key[0].end]):
            continue
        if ruled is not None and ruled.source is Source.NAME_GIVEN:
            probability = max(probability, table.given)
        if probability >= (0 if marked else table.even if ruled else votes.cuts[kind_of(key[1])]):
            passed[key] = probability
    new = [key for key in passed if key not in cast.rules]
    classes = dict(zip(new, reading.classes(new), strict=True))
    lands = countries(ontology)
    named = {key: Mention(_behind_country(view, key[0], classes[key], lands), classes[key]) for key in new}
    return [
        replace(cast.rules.get(key) or Candidate(named[key], 0, RULE, Source.NETWORK), score=chance)
        for key, chance in passed.items()
    ]


def _behind_country(view: str, span: Span, type_: str, lands: Collection[str]) -> Span:
    """An area without the country in front of it: 荷兰|多德雷赫特."""
    if type_ == _AREA:
        ends = range(span.end - 2, span.start + 1, -1)
        return next((Span(end, span.end) for end in ends if view[span.start : end] in lands), span)
    return span
