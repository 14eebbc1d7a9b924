"""`retype` and `rename`: what a thing is and what it is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches

from kg.merge.corrections.order import missing, newest_first, overruled
from kg.merge.union import Key
from kg.types import Corrected, Correction


class Choices:
    """What people say of things in one respect (`kind`): `of` has it by the key of each thing.

    `find` gives that key, or says why there is none.
    """

    def __init__(
        self, kind: str, corrections: Iterable[Correction], find: Callable[[Correction], tuple[Key] | str]
    ) -> None:
        self.of: dict[Key, Correction] = {}
        self.at: dict[Correction, Key] = {}
        self.lost: dict[Correction, Corrected] = {}
        for _, correction in newest_first(corrections):
            if correction.kind != kind:
                continue
            found = find(correction)
            if isinstance(found, str):
                self.lost[correction] = missing(correction, found)
                continue
            holds = self.of.setdefault(found[0], correction)
            if holds.to == correction.to:
                self.at[correction] = found[0]
            else:
                self.lost[correction] = overruled(correction, holds)


def unknown_class(name: str | None, classes: Mapping[str, object]) -> str | None:
    """What is wrong with a class that the ontology does not have.

    >>> unknown_class("Compny", {"Company": 1})
    "the ontology has no class 'Compny'; did you mean 'Company'?"
    """
    return unknown("class", name or "", classes)


def unknown(what: str, name: str, known: Iterable[str]) -> str | None:
    """What is wrong with a name that is none of the known ones, with the nearest; None where it is one of them."""
    names = list(known)
    if name in names:
        return None
    near = get_close_matches(name, names, 1)
    return f"the ontology has no {what} '{name}'" + (f"; did you mean '{near[0]}'?" if near else "")
