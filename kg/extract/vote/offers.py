"""What may be claimed between the mentions of a document: by rules, by the network, or by both.

In 海州大学校长李明月到会 the network offers positionAt(李明月, 海州大学) with 0.9 and the title 校长; a rule that
claims the same is put to the same offer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.extract.neural.joint import Joined, JointReading, Key
from kg.extract.neural.joint_labels import ROLE, ROLE_AT, ROLE_OF, SAME, Labels
from kg.ontology.ontology import Ontology
from kg.ontology.tables.neural import Neural
from kg.types import Claim, Mention, Parsed, Span, Value

_BESIDE = frozenset((SAME, ROLE_OF, ROLE_AT))
_VALUES = frozenset(("Date", "Quantity"))


@dataclass(frozen=True)
class Offer:
    """A relation of two mentions with the network's probability (None: it cannot tell), and the rule's claim, if any.

    `rival` is the highest probability that the network gives another subject of the same object, `ruled_rival` whether
    a rule gives it to another; `other` is that of another object of the same subject, `again` that of the same words in
    another place. `sure` is the lower of the log odds of both mentions; `commas` and `stops` stand between them.
    """

    predicate: str
    subject: Mention
    object: Mention
    role: Mention | None
    probability: float | None
    claim: Claim | None
    rival: float = 0.0
    ruled_rival: bool = False
    other: float = 0.0
    again: float = 0.0
    sure: float = 0.0
    commas: int = 0
    stops: int = 0


def key_of(mention: Mention, ontology: Ontology) -> Key | None:
    """How the network knows a mention; None where it cannot."""
    if mention.form == "value":
        return (mention.span, mention.type) if mention.type in _VALUES or mention.type == ROLE else None
    coarse = ontology.coarse.get(mention.type)
    return None if coarse is None or not len(mention.span) else (mention.span, coarse)


class _Board:
    """The mentions of a document as the network's spans, and what it says between them."""

    def __init__(
        self,
        parsed: Parsed,
        mentions: Sequence[Mention],
        ruled: Collection[Claim],
        reading: JointReading,
        ontology: Ontology,
    ) -> None:
        self._ontology, self._reading = ontology, reading
        self._least = ontology.table(Neural).offers
        self.of: dict[Key, Mention] = {}
        for mention in [*mentions, *(one for claim in ruled for _, one in claim.roles)]:
            if (key := key_of(mention, ontology)) is not None:
                self.of.setdefault(key, mention)
        self._add_texts(parsed, ruled)
        self.keys = list(self.of)
        self.number = {key: n for n, key in enumerate(self.keys)}
        self.joined: Joined = reading.join(self.keys, self._least.claim)
        self._roles: dict[int, list[tuple[int, float]]] = {}
        for (label, person, role), chance in self.joined.pairs.items():
            if label == ROLE_OF:
                self._roles.setdefault(person, []).append((role, chance))

    def _add_texts(self, parsed: Parsed, ruled: Collection[Claim]) -> None:
        """Quotations, penalties and titles: those of rules, and the network's that overlap none of its kind."""
        labels = self._reading.labels
        texts = {one for one in labels.spans if one not in labels.entity_types}
        for claim in ruled:
            object_ = claim.role("object")
            if object_ is not None and claim.predicate in texts:
                self.of[object_.span, claim.predicate] = object_
        taken: dict[str, list[Span]] = {kind: [key[0] for key in self.of if key[1] == kind] for kind in texts}
        found = [(-odds, key) for key, odds in self._reading.spans(self._least.text).items() if key[1] in texts]
        for _, (span, kind) in sorted(found):
            if not any(span.overlaps(other) for other in taken[kind]):
                taken[kind].append(span)
                value = Value(parsed.quote(span), "text")
                self.of[span, kind] = Mention(span, kind if kind == ROLE else "Text", "value", value)

    def ends(self, claim: Claim) -> tuple[int, int] | None:
        """The numbers of the subject and object of a claim; None where the network cannot know one."""
        found = []
        for name in ("subject", "object"):
            mention = claim.role(name)
            key = None if mention is None else key_of(mention, self._ontology) or (mention.span, claim.predicate)
            if key not in self.number:
                return None
            found.append(self.number[key])
        return found[0], found[1]

    def mention(self, number: int) -> Mention:
        return self.of[self.keys[number]]

    def role(self, subject: int, object_: int) -> Mention | None:
        """The title that a person holds at a body."""
        pairs, mine = self.joined.pairs, self._roles.get(subject, ())
        scored = [(chance * pairs.get((ROLE_AT, role, object_), 0.0), -role) for role, chance in mine]
        best = max(scored, default=(0.0, 0))
        return self.mention(-best[1]) if best[0] >= self._least.role else None

    def sureness(self, *numbers: int) -> float:
        """The lowest log odds of some spans; values are sure."""
        labels = self._reading.labels
        keys = [self.keys[n] for n in numbers if self.keys[n][1] in labels.spans]
        return min((self._reading.log_odds(key) for key in keys), default=0.0)


def offers(
    parsed: Parsed, mentions: Sequence[Mention], ruled: Collection[Claim], reading: JointReading, ontology: Ontology
) -> list[Offer]:
    """All offers of a document: each claim of the rules, and what the network alone finds likely enough."""
    board = _Board(parsed, mentions, ruled, reading, ontology)
    symmetric = {name for name, one in ontology.properties.items() if one.symmetric}
    pairs = _both_ways(board.joined.pairs, symmetric)
    rivals = _Rivals(pairs, board, ruled, parsed)
    made = [_ruled(claim, pairs, board, rivals, reading.labels) for claim in ruled]
    taken = {(claim.predicate, *ends) for claim in ruled if (ends := board.ends(claim))}
    taken |= {(label, b, a) for label, a, b in taken if label in symmetric}
    new = [key for key in pairs if key not in taken and not (key[0] in symmetric and key[1] > key[2])]
    return [one for one in (*made, *(_offered(key, pairs[key], board, rivals, reading.labels) for key in new)) if one]


def _both_ways(
    pairs: Mapping[tuple[str, int, int], float], symmetric: Collection[str]
) -> dict[tuple[str, int, int], float]:
    """The chances of properties; of a symmetric one the same in both directions."""
    found = {key: chance for key, chance in pairs.items() if key[0] not in _BESIDE}
    for (label, a, b), chance in list(found.items()):
        if label in symmetric:
            found[label, b, a] = max(chance, found.get((label, b, a), 0.0))
    return found


def _offered(key: tuple[str, int, int], chance: float, board: _Board, rivals: _Rivals, labels: Labels) -> Offer | None:
    """The offer of the network alone; None for a post without a title."""
    label, a, b = key
    role = board.role(a, b) if label in labels.with_role else None
    if label in labels.with_role and role is None:
        return None
    return Offer(label, board.mention(a), board.mention(b), role, chance, None, **rivals.of(label, a, b))


def _ruled(
    claim: Claim, pairs: Mapping[tuple[str, int, int], float], board: _Board, rivals: _Rivals, labels: Labels
) -> Offer | None:
    """The offer that a rule's claim is; None where it has no object."""
    subject, object_, ends = claim.role("subject"), claim.role("object"), board.ends(claim)
    if subject is None or object_ is None:
        return None
    role = claim.role("role")
    if ends is None:
        return Offer(claim.predicate, subject, object_, role, None, claim)
    said = pairs.get((claim.predicate, *ends), 0.0) if claim.predicate in labels.pairs else None
    return Offer(claim.predicate, subject, object_, role, said, claim, **rivals.of(claim.predicate, *ends))


class _Rivals:
    """What else is offered to the ends of an offer: the network's chances by one end, and the rules' subjects."""

    def __init__(
        self, pairs: Mapping[tuple[str, int, int], float], board: _Board, ruled: Iterable[Claim], parsed: Parsed
    ) -> None:
        self._board, self._view = board, parsed.view.text
        self._subjects: dict[tuple[str, int], list[tuple[float, int]]] = {}
        self._objects: dict[tuple[str, int], list[tuple[float, int]]] = {}
        self._words: dict[tuple[str, str, str], list[tuple[float, int, int]]] = {}
        for (label, a, b), chance in pairs.items():
            self._subjects.setdefault((label, b), []).append((chance, a))
            self._objects.setdefault((label, a), []).append((chance, b))
            self._words.setdefault(self._key(label, a, b), []).append((chance, a, b))
        for row in (*self._subjects.values(), *self._objects.values()):
            row.sort(reverse=True)
        for known in self._words.values():
            known.sort(reverse=True)
        self._owners: dict[tuple[str, int], set[int]] = {}
        for claim in ruled:
            if ends := board.ends(claim):
                self._owners.setdefault((claim.predicate, ends[1]), set()).add(ends[0])

    def _key(self, label: str, a: int, b: int) -> tuple[str, str, str]:
        left, right = (self._board.keys[n][0] for n in (a, b))
        return label, self._view[left.start : left.end], self._view[right.start : right.end]

    def of(self, label: str, a: int, b: int) -> dict[str, Any]:
        """The fields of an offer that tell what stands against it and beside it."""
        words = self._key(label, a, b)
        left, right = sorted(self._board.keys[n][0] for n in (a, b))
        between = self._view[left.end : right.start]
        return {
            "rival": self._highest(self._subjects.get((label, b), ()), a),
            "ruled_rival": any(not self._alike(one, a) for one in self._owners.get((label, b), ())),
            "other": self._highest(self._objects.get((label, a), ()), b),
            "again": next((chance for chance, *ends in self._words.get(words, ()) if ends != [a, b]), 0.0),
            "sure": self._board.sureness(a, b),
            "commas": sum(between.count(mark) for mark in "，；："),
            "stops": sum(between.count(mark) for mark in "。！？\n"),
        }

    def _highest(self, row: Sequence[tuple[float, int]], own: int) -> float:
        """The highest chance in a row that is not of the same words."""
        return next((chance for chance, one in row if not self._alike(one, own)), 0.0)

    def _alike(self, one: int, other: int) -> bool:
        """Whether two mentions are one, or the same words."""
        left, right = (self._board.keys[n][0] for n in (one, other))
        return one == other or self._view[left.start : left.end] == self._view[right.start : right.end]
