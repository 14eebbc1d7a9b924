"""Relations between the mentions of a document as the relation model sees them, in the ontology's properties."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from kg.extract.neural.batches import parts
from kg.extract.neural.relation_input import Asked, kind_of
from kg.extract.neural.relation_model import asker, manners
from kg.extract.neural.relation_triples import Manner, grouped, sigmoid, softmax
from kg.extract.neural.session import FOLDER
from kg.extract.neural.tag_decoding import Floats
from kg.ontology.ontology import Ontology
from kg.ontology.relation_labels import Meaning, meanings
from kg.types import Mention, Parsed, Span

_FAR = 80  # characters between two mentions that are asked about
_MOST = 16  # mentions of a piece that are asked about
_FAINT = 0.1  # a label that is less likely is no offer
_DEPENDENT = frozenset({"statistic", "time", "said", "conferredBy"})  # of figures and other facts: no pair tells them


@dataclass(frozen=True)
class Offer:
    """A relation that the model sees; `likely` says how much so, by data set. `role` is the post that a label names."""

    property: str
    subject: Mention
    object: Mention
    role: str
    likely: Mapping[str, float]
    piece: Span


@dataclass(frozen=True, slots=True)
class _Told:
    """A label of a data set, read as a property of a pair as asked, or of the pair turned round."""

    set: str
    column: int
    property: str
    role: str
    turned: bool


@cache
def _labels(ontology: Ontology, folder: Path) -> tuple[tuple[Manner, int, Meaning], ...]:
    """All labels with a place in the ontology: the manner, the label's column, what it means."""
    found = []
    for name, one in manners(folder).items():
        if one.form == "silver":
            found += [(one, n, Meaning(p)) for n, p in enumerate(one.labels) if p in ontology.properties]
        elif one.form != "open":
            table = meanings(name, ontology)
            known = ((n, table.of(label)) for n, label in enumerate(one.labels))
            found += [(one, n, meaning) for n, meaning in known if meaning and meaning.property]
    return tuple((*row,) for row in found if row[2].property not in _DEPENDENT)


def told(ontology: Ontology, folder: Path = FOLDER) -> frozenset[str]:
    """The properties that the model can offer."""
    return frozenset(str(meaning.property) for *_, meaning in _labels(ontology, folder))


@cache
def _told(left: str, right: str, ontology: Ontology, folder: Path) -> tuple[_Told, ...]:
    """What the labels can say of a pair of types, asked in this order."""
    kinds = kind_of(left, ontology), kind_of(right, ontology)
    found = []
    for one, column, meaning in _labels(ontology, folder):
        if (one.form == "closed" and one.ends[column] != kinds) or (one.form == "pairs" and {*kinds} != {one.kinds[0]}):
            continue
        for turned in (False, True) if meaning.direction == "either" else (meaning.direction == "inverse",):
            types = (right, left) if turned else (left, right)
            if _fits(meaning, types, ontology):
                found.append(_Told(one.name, column, str(meaning.property), meaning.role, turned))
    return tuple(found)


def _fits(meaning: Meaning, types: tuple[str, str], ontology: Ontology) -> bool:
    """Whether label and property allow things of these types (subject, object)."""
    known = ontology.properties[str(meaning.property)]
    ends = zip(types, (known.domain, known.range or ((known.datatype or "").capitalize(),)), strict=True)
    return meaning.joins(types, ontology) and all(
        not some or any(kind == one or ontology.is_a(kind, one) for one in some) for kind, some in ends
    )


def offers(parsed: Parsed, mentions: Sequence[Mention], ontology: Ontology, folder: Path = FOLDER) -> list[Offer]:
    """All relations between mentions of one piece of text that the model does not find unlikely, in their order."""
    asked, spans, chosen = [], [], []
    ordered = sorted(mentions, key=lambda m: (m.span, m.type))
    starts = [mention.span.start for mention in ordered]
    for span, seen in parts(parsed):
        some = [
            m for m in ordered[bisect_left(starts, span.start) : bisect_left(starts, span.end)] if span.contains(m.span)
        ]
        some = some[:_MOST]
        pairs = list(_pairs(some, ontology, folder))
        if pairs:
            marked = [(m.span.start - span.start, m.span.end - span.start, kind_of(m.type, ontology)) for m in some]
            asked.append(Asked(np.stack(seen.arrays), marked, pairs))
            spans.append(span)
            chosen.append(some)
    found: list[Offer] = []
    ask, known = asker(folder), manners(folder)
    for group in grouped([one.features.shape[1] for one in asked]):
        labels, at = ask([asked[n] for n in group]).labels, 0
        chances = {name: _chances(known[name], rows) for name, rows in labels.items() if name in known}
        for n in group:
            for subject, object_ in asked[n].pairs:
                pair = chosen[n][subject], chosen[n][object_]
                found += _offered(pair, {name: rows[at] for name, rows in chances.items()}, spans[n], ontology, folder)
                at += 1
    return _joined(found)


def _pairs(some: Sequence[Mention], ontology: Ontology, folder: Path) -> Iterator[tuple[int, int]]:
    for n, left in enumerate(some):
        for k, right in enumerate(some):
            gap = max(left.span.start - right.span.end, right.span.start - left.span.end)
            if n != k and 0 <= gap <= _FAR and _told(left.type, right.type, ontology, folder):
                yield n, k


def _chances(one: Manner, rows: Floats) -> Floats:
    return softmax(rows) if one.form == "pairs" else sigmoid(rows)


def _offered(
    pair: tuple[Mention, Mention], chances: Mapping[str, Floats], piece: Span, ontology: Ontology, folder: Path
) -> Iterator[Offer]:
    for one in _told(pair[0].type, pair[1].type, ontology, folder):
        chance = float(chances[one.set][one.column])
        if chance > _FAINT:
            subject, object_ = pair[::-1] if one.turned else pair
            yield Offer(one.property, subject, object_, one.role, {one.set: chance}, piece)


def _joined(found: Sequence[Offer]) -> list[Offer]:
    """Offers of one relation as one, with the best that each set says of it."""
    groups: dict[object, list[Offer]] = defaultdict(list)
    for one in found:
        groups[one.property, one.subject, one.object].append(one)
    joined = []
    for some in groups.values():
        likely: dict[str, float] = {}
        for one in some:
            for name, chance in one.likely.items():
                likely[name] = max(chance, likely.get(name, 0.0))
        role = max(some, key=lambda one: (bool(one.role), max(one.likely.values()))).role
        joined.append(Offer(some[0].property, some[0].subject, some[0].object, role, likely, some[0].piece))
    return sorted(joined, key=lambda one: (one.subject.span, one.object.span, one.property))
