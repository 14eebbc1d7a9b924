"""What the joint network offers to claim between the mentions of a document.

In 海州大学校长李明月到会 it offers positionAt(李明月, 海州大学) with 0.9 and the title 校长.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.extract.neural.joint import Joined, JointReading, Key
from kg.extract.neural.joint_labels import ROLE, ROLE_AT, ROLE_OF, SAME
from kg.ontology.ontology import Ontology
from kg.ontology.tables.neural import Neural
from kg.types import Claim, Mention, Parsed, Span, Value

_BESIDE = frozenset((SAME, ROLE_OF, ROLE_AT))
_VALUES = frozenset(("Date", "Quantity"))
OFFERED = frozenset(("name", "value"))  # forms of mentions: what 该局 means is not the network's to say here


@dataclass(frozen=True)
class Offer:
    """A relation of two mentions, with the title of a post, and its probability.

    `rival` is the highest probability of another subject of the same object, `other` that of another object of the same
    subject, `again` that of the same words in another place. `sure` is the lower of the log odds of both mentions;
    `commas` and `stops` stand between them. `claim` is the rule's that says the same of the same mentions, if any;
    `ruled_rival` tells whether a rule gives the object another subject.
    """

    predicate: str
    subject: Mention
    object: Mention
    role: Mention | None
    probability: float
    rival: float = 0.0
    other: float = 0.0
    again: float = 0.0
    sure: float = 0.0
    commas: int = 0
    stops: int = 0
    claim: Claim | None = None
    ruled_rival: bool = False


def key_of(mention: Mention, ontology: Ontology) -> Key | None:
    """How the network knows a mention; None where it cannot."""
    if mention.form == "value":
        return (mention.span, mention.type) if mention.type in _VALUES or mention.type == ROLE else None
    coarse = ontology.coarse.get(mention.type)
    return None if coarse is None or not len(mention.span) else (mention.span, coarse)


class _Board:
    """The names and values of a document as the network's spans, and what it says between them."""

    def __init__(
        self,
        parsed: Parsed,
        mentions: Sequence[Mention],
        ruled: Sequence[Claim],
        reading: JointReading,
        ontology: Ontology,
    ) -> None:
        self._ontology, self._reading, self._least = ontology, reading, ontology.table(Neural).offers
        self.of: dict[Key, Mention] = {}
        for mention in [*mentions, *(one for claim in ruled for _, one in claim.roles)]:
            if mention.form in OFFERED and (key := key_of(mention, ontology)) is not None:
                self.of.setdefault(key, mention)
        self._add_texts(parsed, ruled)
        self.keys = list(self.of)
        self._number = {key: n for n, key in enumerate(self.keys)}
        self.joined: Joined = reading.join(self.keys, self._least.claim)
        self._roles: dict[int, list[tuple[int, float]]] = {}
        for (label, person, role), chance in self.joined.pairs.items():
            if label == ROLE_OF:
                self._roles.setdefault(person, []).append((role, chance))

    def _add_texts(self, parsed: Parsed, ruled: Sequence[Claim]) -> None:
        """Quotations, penalties and titles: those of rules, and the network's that overlap none of their kind."""
        labels = self._reading.labels
        texts = {one for one in labels.spans if one not in labels.entity_types}
        for claim in ruled:
            object_ = claim.role("object")
            if object_ is not None and claim.predicate in texts:
                self.of[object_.span, claim.predicate] = object_
        taken: dict[str, list[Span]] = {kind: [key[0] for key in self.of if key[1] == kind] for kind in texts}
        found = [(-odds, key) for key, odds in self._reading.spans(self._least.text).items() if key[1] in taken]
        for _, (span, kind) in sorted(found):
            if not any(span.overlaps(other) for other in taken[kind]):
                taken[kind].append(span)
                value = Value(parsed.quote(span), "text")
                self.of[span, kind] = Mention(span, kind if kind == ROLE else "Text", "value", value)

    def ends(self, claim: Claim) -> tuple[int, int] | None:
        """The numbers of the subject and object of a claim; None where one is no name or value."""
        found = []
        for name in ("subject", "object"):
            mention = claim.role(name)
            key = None if mention is None else key_of(mention, self._ontology) or (mention.span, claim.predicate)
            if key not in self._number:
                return None
            found.append(self._number[key])
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
    parsed: Parsed,
    mentions: Sequence[Mention],
    reading: JointReading,
    ontology: Ontology,
    ruled: Sequence[Claim] = (),
) -> list[Offer]:
    """What the network finds likely enough between the names and values of a document, and of claims of rules."""
    board = _Board(parsed, mentions, ruled, reading, ontology)
    symmetric = {name for name, one in ontology.properties.items() if one.symmetric}
    pairs = _both_ways(board.joined.pairs, symmetric)
    said = _said(ruled, board, symmetric)
    rivals = _Rivals(pairs, said, board, parsed)
    made = []
    for (label, a, b), chance in pairs.items():
        role = board.role(a, b) if label in reading.labels.with_role else None
        if (label in symmetric and a > b) or (label in reading.labels.with_role and role is None):
            continue  # what was offered the other way round, and a post without a title
        beside = rivals.of(label, a, b)
        claim = said.get((label, a, b))
        made.append(Offer(label, board.mention(a), board.mention(b), role, chance, **beside, claim=claim))
    return made


def _said(ruled: Sequence[Claim], board: _Board, symmetric: Collection[str]) -> dict[tuple[str, int, int], Claim]:
    """The claims of rules between spans of the network."""
    found = {(claim.predicate, *ends): claim for claim in ruled if (ends := board.ends(claim))}
    turned = {(label, b, a): claim for (label, a, b), claim in found.items() if label in symmetric}
    return turned | found


def _both_ways(
    pairs: Mapping[tuple[str, int, int], float], symmetric: Collection[str]
) -> dict[tuple[str, int, int], float]:
    """The chances of properties; of a symmetric one the same in both directions."""
    found = {key: chance for key, chance in pairs.items() if key[0] not in _BESIDE}
    for (label, a, b), chance in list(found.items()):
        if label in symmetric:
            found[label, b, a] = max(chance, found.get((label, b, a), 0.0))
    return found


class _Rivals:
    """What else is offered to the ends of an offer."""

    def __init__(
        self,
        pairs: Mapping[tuple[str, int, int], float],
        said: Iterable[tuple[str, int, int]],
        board: _Board,
        parsed: Parsed,
    ) -> None:
        self._board, self._view = board, parsed.view.text
        self._subjects: dict[tuple[str, int], list[tuple[float, int]]] = {}
        self._objects: dict[tuple[str, int], list[tuple[float, int]]] = {}
        self._words: dict[tuple[str, str, str], list[tuple[float, int, int]]] = {}
        for (label, a, b), chance in pairs.items():
            self._subjects.setdefault((label, b), []).append((chance, a))
            self._objects.setdefault((label, a), []).append((chance, b))
            self._words.setdefault(self._key(label, a, b), []).append((chance, a, b))
        self._owners: dict[tuple[str, int], list[int]] = {}
        for label, a, b in said:
            self._owners.setdefault((label, b), []).append(a)
        for row in (*self._subjects.values(), *self._objects.values()):
            row.sort(reverse=True)
        for known in self._words.values():
            known.sort(reverse=True)

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
