"""`same` and `different`: which mentions are one thing, by links and by what people say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from kg.merge.corrections.find import Finder, Lost, Spot
from kg.merge.corrections.order import Numbered, missing, newest_first, overruled
from kg.merge.union import Key, Union
from kg.text.names import normal_form
from kg.types import Corrected, Correction, EntityId, Named

Edge: TypeAlias = tuple[float, Key, Key]  # of a link: its score and its two ends
_Ends: TypeAlias = tuple[tuple[Key, ...], tuple[Key, ...]]


@dataclass(slots=True)
class Joined:
    """The sets of mentions, what each correction of them came to and its keys, and the names that renaming gives."""

    union: Union[Key]
    ends: dict[Correction, _Ends] = field(default_factory=dict)
    lost: dict[Correction, Corrected] = field(default_factory=dict)
    renamed: dict[str, tuple[Key, ...]] = field(default_factory=dict)


class Joins:
    """Joins the mentions of a batch by links and corrections."""

    def __init__(
        self,
        edges: Sequence[Edge],
        spots: Sequence[Spot],
        corrections: Iterable[Correction],
        coarse: Mapping[str, str],
        ids: Callable[[EntityId], tuple[Key, ...]],
    ) -> None:
        self._edges = edges
        self._newest = newest_first(corrections)
        self.plain = Union[
            Key
        ]()  # all that links and corrections join, contradictions or not: what names are looked up in
        for _, left, right in edges:
            self.plain.join(left, right)
        self.finder = Finder(spots, self.plain.root, coarse, ids, {})
        self._identify()

    def _identify(self) -> None:
        """Join in `plain` what is the same, and learn new names, until nothing more is found by them."""
        waiting = [c for _, c in reversed(self._newest) if c.kind in ("same", "rename")]
        while waiting:
            left = [one for one in waiting if not self._learn(one)]
            if len(left) == len(waiting):
                break
            waiting = left

    def _learn(self, correction: Correction) -> bool:
        subject = self.finder.find(correction.subject)
        if isinstance(subject, Lost):
            return False
        if correction.kind == "rename":
            self.finder.renamed[normal_form(correction.to or "")] = subject
            return True
        assert isinstance(correction.object, Named)
        other = self.finder.find(correction.object)
        return not isinstance(other, Lost) and self.plain.join(subject[0], other[0])

    def joined(self) -> Joined:
        """The sets: corrections first, the latest first of all, then links, the surest first."""
        made = Joined(Union[Key](), renamed=self.finder.renamed)
        self._correct(made)
        for keys in (keys for c, ends in made.ends.items() if c.kind == "different" for keys in ends):
            for key in keys[1:]:  # what one side of it was, it stays, as far as nothing speaks against it
                made.union.join(keys[0], key)
        for _, left, right in sorted(self._edges, key=lambda edge: (-edge[0], edge[1:])):
            made.union.join(left, right)
        return made

    def _correct(self, made: Joined) -> None:
        by_number = dict(self._newest)
        for number, correction in self._newest:
            if correction.kind not in ("same", "different"):
                continue
            ends = self._ends(correction)
            if isinstance(ends, Lost):
                made.lost[correction] = missing(correction, ends.why)
            elif correction.kind == "same":
                self._same(made, correction, ends, by_number)
            else:
                self._different(made, (number, correction), ends)

    def _ends(self, correction: Correction) -> _Ends | Lost:
        assert isinstance(correction.object, Named)
        left, right = (self.finder.find(one) for one in (correction.subject, correction.object))
        if isinstance(left, Lost) or isinstance(right, Lost):
            return left if isinstance(left, Lost) else right  # type: ignore[return-value]
        return left, right

    def _same(self, made: Joined, correction: Correction, ends: _Ends, by_number: Mapping[int, Correction]) -> None:
        every = (*ends[0], *ends[1])
        if (number := made.union.apart(every)) is not None:
            made.lost[correction] = overruled(correction, by_number[number])
            return
        for key in every:
            made.union.join(every[0], key)
        made.ends[correction] = ends

    def _different(self, made: Joined, numbered: Numbered, ends: _Ends) -> None:
        number, correction = numbered
        if set(ends[0]) & set(ends[1]):
            why = "both names mean the same mentions: name two names, or two sets of documents"
            made.lost[correction] = missing(correction, why)
            return
        roots = [{made.union.root(key) for key in keys} for keys in ends]
        if roots[0] & roots[1]:
            by = next(c for c in made.ends if c.kind == "same" and self._bridges(made, c, roots[0] & roots[1]))
            made.lost[correction] = overruled(correction, by)
            return
        made.union.hold_apart(number, *ends)
        made.ends[correction] = ends

    @staticmethod
    def _bridges(made: Joined, correction: Correction, roots: set[Key]) -> bool:
        return made.union.root(made.ends[correction][0][0]) in roots
