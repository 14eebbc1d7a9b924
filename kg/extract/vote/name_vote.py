"""Rules and tagger vote on names: how likely each proposed span is right, learned on annotated articles.

One logistic regression a kind of name over what the rules say (their score, which family of rules) and what each head
of the tagger says (the log odds of the span). Its probability becomes the candidate's score, by which `select` finds
the best cover.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.extract.candidates.candidate import Candidate, Family, Source
from kg.extract.names.head_nouns import heads as heads_of_names
from kg.extract.neural.logits import log_odds
from kg.extract.neural.session import FOLDER, weights
from kg.extract.neural.tagged_names import bare, classes, finest
from kg.extract.neural.tagger import Named, Tagged, columns
from kg.ontology.ontology import Ontology
from kg.ontology.tables.name_vote import NameVote
from kg.types import Mention, Parsed, Span

WEIGHTS = "vote.json"
KINDS = ("Person", "Organization", "Place", "Other")  # coarse types; the rest have too few examples for one each
FAMILIES = (None, *Family)  # of the rules' candidate; None where only the tagger proposes it
RULE = "tagger"
_AGAIN = 3  # characters from which on a name is looked for in the other sentences
_NEAR = 40  # characters before a span where one that covers it may begin

Key = tuple[Span, str]  # a span and a coarse type


@dataclass(frozen=True)
class _Heads:
    """The tagger's columns in the ontology's terms."""

    classes: tuple[str | None, ...]  # of each column: its class, None for no name
    sums: Mapping[str, NDArray[np.float32]]  # coarse type -> (columns, heads): which columns of a head mean it
    class_of: Mapping[tuple[str, str], str]


class _HeadsOf:
    """The tagger's columns in one ontology's terms, for the folders of weights that were asked for last."""

    def __init__(self, ontology: Ontology) -> None:
        self.of = lru_cache(maxsize=4)(lambda folder: _heads(ontology, folder))


def _heads(ontology: Ontology, folder: Path) -> _Heads:
    known = {column: kind for column, kind in classes(ontology).items() if kind in ontology.classes}
    at = columns(folder)
    kinds = tuple(known.get(column) for column in at)
    names = list(dict.fromkeys(head for head, _ in at))
    sums = {}
    for coarse in sorted(set(ontology.coarse.values())):
        table = np.zeros((len(at), len(names)), np.float32)
        for row, ((head, _), kind) in enumerate(zip(at, kinds, strict=True)):
            table[row, names.index(head)] = kind is not None and ontology.coarse[kind] == coarse
        sums[coarse] = table
    return _Heads(kinds, sums, known)


def kind_of(coarse: str) -> str:
    """Which of `KINDS` a coarse type belongs to."""
    return coarse if coarse in KINDS else "Other"


@dataclass(frozen=True)
class Ballot:
    """All proposals of a document on names: `features` has a row for each of `keys`."""

    keys: tuple[Key, ...]
    rules: Mapping[Key, Candidate]  # the rules' best candidate for it, if any
    classes: Mapping[Key, str]  # the tagger's class for it
    features: NDArray[np.float64]


def ballot(
    parsed: Parsed, found: Sequence[Candidate], tagged: Tagged, ontology: Ontology, folder: Path = FOLDER
) -> Ballot:
    """What the rules' candidates and the tagger's names propose, with what each says of all of them."""
    heads, table = ontology.once(_HeadsOf).of(folder), ontology.table(NameVote)
    rules: dict[Key, Candidate] = {}
    for candidate in found:
        mention = candidate.mention
        if mention.form == "name" and mention.type in ontology.coarse:
            proposed = mention.span, ontology.coarse[mention.type]
            if proposed not in rules or candidate.score > rules[proposed].score:
                rules[proposed] = candidate
    keyed = (_key(one, parsed.view.text, heads, ontology) for one in tagged.names())
    named = Counter(key for key in keyed if key is not None and _whole(parsed.view.text, key))
    keys = tuple(sorted({*rules, *named}))
    likely = tagged.likely([span for span, _ in keys])
    borders = _borders(parsed, keys)
    rows = [
        [*_row(key, rules.get(key), likely[n] @ heads.sums[key[1]], table), *borders[n], named[key] / 3, *rivals]
        for n, (key, rivals) in enumerate(zip(keys, _rivals(keys, named, rules), strict=True))
    ]
    classes = {key: _class(likely[n], key[1], heads, ontology) for n, key in enumerate(keys)}
    width = len(FAMILIES) + 9 + len(next(iter(heads.sums.values()))[0])
    return Ballot(keys, rules, classes, np.array(rows, np.float64).reshape(len(keys), width))


def _whole(view: str, key: Key) -> bool:
    """Whether a name has both or neither of each pair of marks, and no title in it."""
    text = view[key[0].start : key[0].end]
    return "《" not in text and all(text.count(left) == text.count(right) for left, right in ("《》", "“”", "（）"))


def _borders(parsed: Parsed, keys: Sequence[Key]) -> list[tuple[float, float]]:
    """Whether each span begins, and ends, inside of a word."""
    starts, ends = set(parsed.starts), set(parsed.ends)
    return [(float(span.start not in starts), float(span.end not in ends)) for span, _ in keys]


def _rivals(keys: Sequence[Key], named: Mapping[Key, int], rules: Mapping[Key, Candidate]) -> list[list[float]]:
    """What speaks against each key: heads (over three) that prefer a span that crosses or covers it; and rules that see
    a name of its type within it, or around it.
    """
    found = []
    for at, (span, coarse) in enumerate(keys):
        heads, within, around = 0, False, False
        for step in (-1, 1):
            near = at + step
            while 0 <= near < len(keys) and abs(keys[near][0].start - span.start) < _NEAR:
                other, kind = keys[near]
                if other.overlaps(span) and other != span:
                    ruled = kind == coarse and keys[near] in rules
                    inner = span.contains(other)
                    heads = heads if inner else max(heads, named.get(keys[near], 0))
                    within |= ruled and inner
                    around |= ruled and not inner
                near += step
        found.append([heads / 3, float(within), float(around)])
    return found


def _key(named: Named, view: str, heads: _Heads, ontology: Ontology) -> Key | None:
    kind = heads.class_of.get((named.head, named.label))
    return None if kind is None else (bare(view, named.span), ontology.coarse[kind])


def _row(key: Key, candidate: Candidate | None, likely: NDArray[np.float32], table: NameVote) -> list[float]:
    family = None if candidate is None else candidate.source.family
    score = 0.0 if candidate is None else log_odds(candidate.score, table.rule_edge)
    return [
        1.0,
        *(float(family is one) for one in FAMILIES),
        score,
        math.log(len(key[0])),
        *(log_odds(float(value), table.edge) for value in likely),
    ]


def _class(likely: NDArray[np.float32], coarse: str, heads: _Heads, ontology: Ontology) -> str:
    scores: dict[str, float] = {}
    for value, kind in zip(likely.tolist(), heads.classes, strict=True):
        if kind is not None and ontology.coarse[kind] == coarse:
            scores[kind] = scores.get(kind, 0.0) + value
    return finest(scores, coarse, ontology)


@dataclass(frozen=True)
class Learned:
    """What training gives for each of `KINDS`: weights, and how likely a name must be that only the tagger proposes."""

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


def _again(view: str, sure: Iterable[tuple[Candidate, float]], taken: set[Key], ontology: Ontology) -> list[Candidate]:
    """The other places of names that are sure."""
    share = ontology.table(NameVote).again
    first: dict[tuple[str, str], tuple[Candidate, float]] = {}
    for candidate, probability in sure:
        span = candidate.mention.span
        known = view[span.start : span.end], ontology.coarse[candidate.mention.type]
        first.setdefault(known, (candidate, probability))
    added: dict[Key, Candidate] = {}
    for (name, coarse), (candidate, probability) in first.items():
        at = -1
        while (at := view.find(name, at + 1)) >= 0:
            key = Span(at, at + len(name)), coarse
            if key not in taken:
                mention = Mention(key[0], candidate.mention.type)
                added[key] = Candidate(mention, round(probability * share, 6), f"{RULE}.again", Source.TAGGER)
    return list(added.values())


def _tagged(key: Key, kind: str, view: str, ontology: Ontology) -> Candidate:
    """A candidate that only the tagger proposes; its last word tells the class where the tagger knows none."""
    span, coarse = key
    head = heads_of_names(ontology).before(view, span.end, span.start)
    if kind == coarse and head is not None and ontology.coarse[head.type] == coarse:
        kind = head.type
    return Candidate(Mention(span, kind), 0.0, RULE, Source.TAGGER)


def vote(
    parsed: Parsed, found: Sequence[Candidate], tagged: Tagged, ontology: Ontology, folder: Path = FOLDER
) -> list[Candidate]:
    """The candidates that are more likely right than wrong, the likelihood as score; values and nominals as they were.

    A name of three characters or more that is sure in one place is looked for in all others.
    """
    cast = ballot(parsed, found, tagged, ontology, folder)
    chosen = [c for c in found if c.mention.form != "name" or c.mention.type not in ontology.coarse]
    names: list[tuple[Candidate, float]] = []
    table, votes = ontology.table(NameVote), learned(folder)
    for key, probability in zip(cast.keys, probabilities(cast, votes.weights), strict=True):
        if probability >= (table.even if key in cast.rules else votes.cuts[kind_of(key[1])]):
            one = cast.rules.get(key) or _tagged(key, cast.classes[key], parsed.view.text, ontology)
            names.append((replace(one, score=probability), probability))
    sure = [(c, p) for c, p in names if p >= table.sure and len(c.mention.span) >= _AGAIN and c.mention.name is None]
    return [*chosen, *(c for c, _ in names), *_again(parsed.view.text, sure, set(cast.keys), ontology)]
