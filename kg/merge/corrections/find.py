"""Finding again what a correction names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.merge.union import Key
from kg.text.names import normal_form
from kg.types import ClassName, DocumentId, EntityId, Named


@dataclass(frozen=True, slots=True)
class Lost:
    """Why nothing is found, in words; `several`: because there is more than one such thing."""

    why: str
    several: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A name in a document: its normal form, coarse type, and the key of its mentions."""

    name: str
    coarse: str
    document: DocumentId
    key: Key


class Finder:
    """Looks for named things among the names of all documents.

    `ids` gives the keys of ids; it is asked only where names do not tell. `renamed` has the names that other
    corrections give.
    """

    def __init__(
        self,
        spots: Iterable[Spot],
        root: Callable[[Key], Key],
        coarse: Mapping[str, str],
        ids: Callable[[EntityId], tuple[Key, ...]],
        renamed: Mapping[str, tuple[Key, ...]],
    ) -> None:
        self._spots, self._coarse, self._ids = tuple(spots), coarse, ids
        self.root, self.renamed = root, dict(renamed)

    @cached_property
    def _named(self) -> dict[str, list[Spot]]:
        found: dict[str, list[Spot]] = defaultdict(list)
        for spot in self._spots:
            found[spot.name].append(spot)
        return found

    @cached_property
    def _keys(self) -> frozenset[Key]:
        return frozenset(spot.key for spot in self._spots)

    def find(self, named: Named) -> tuple[Key, ...] | Lost:
        """The keys of a thing's mentions that have the name, all of one set; or why there are none."""
        found = self._by_name(named)
        if named.id is not None and len(self._roots(found)) != 1 and not (named.documents and not found and named.name):
            meant = tuple(key for key in self._ids(named.id) if key in self._keys)
            roots = self._roots(meant)
            found = tuple(key for key in found if self.root(key) in roots) if found else meant
        if not found:
            return Lost(self._nothing(named))
        if (count := len(self._roots(found))) > 1:
            return Lost(f"{count} things are called {_shown(named)}: say by documents which is meant", several=True)
        return tuple(sorted(found))

    def _by_name(self, named: Named) -> tuple[Key, ...]:
        if named.name is None:
            return ()
        name = normal_form(named.name)
        if spots := self._named.get(name, []):
            if named.documents:
                spots = [spot for spot in spots if spot.document in named.documents]
            return tuple(dict.fromkeys(spot.key for spot in self._of_class(spots, named.type)))
        return self.renamed.get(name, ())

    def _of_class(self, spots: list[Spot], kind: ClassName | None) -> list[Spot]:
        """Those of the class, or all where an extractor sees another class in the name."""
        if kind is None:
            return spots
        coarse = self._coarse.get(kind, kind)
        return [spot for spot in spots if spot.coarse == coarse] or spots

    def _roots(self, keys: Iterable[Key]) -> set[Key]:
        return {self.root(key) for key in keys}

    def _nothing(self, named: Named) -> str:
        if named.name is not None and normal_form(named.name) in self._named and named.documents:
            return f"none of the documents {', '.join(named.documents)} names {_shown(named)}"
        return f"nothing in the graph is called {_shown(named)}"


def _shown(named: Named) -> str:
    name = named.name or named.id
    return f"{name} ({named.type})" if named.type else str(name)
