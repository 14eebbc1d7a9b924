"""Extractors of installed distributions, found through their entry points and not imported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, EntryPoint, distributions

GROUP = "zhkg.extractors"


@dataclass(frozen=True, slots=True)
class Found:
    """An entry point of the group, and the distribution that has it, with its version: `toy 1.0`."""

    entry: EntryPoint
    distribution: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A distribution whose entry points cannot be read, and why."""

    distribution: str
    error: str


def installed() -> list[Found | Unreadable]:
    """The entry points of the group, by name and distribution. Of two copies of a distribution the first counts.

    One distribution whose files are damaged never hides the others, as it does in `importlib.metadata.entry_points`.
    """
    found: dict[str, list[Found | Unreadable]] = {}
    for distribution in distributions():
        try:
            if GROUP not in (distribution.read_text("entry_points.txt") or ""):
                continue
        except (OSError, ValueError):
            continue  # it cannot be known whether it has one
        found.setdefault(_name(distribution), list(_of(distribution)))
    every = [one for some in found.values() for one in some]
    return sorted(every, key=lambda one: (one.entry.name if isinstance(one, Found) else "", one.distribution))


def _name(distribution: Distribution) -> str:
    try:
        return f"{distribution.metadata['Name']} {distribution.version}"
    except Exception:  # of damaged metadata
        return str(getattr(distribution, "_path", "a damaged distribution"))


def _of(distribution: Distribution) -> Iterator[Found | Unreadable]:
    name = _name(distribution)
    try:
        yield from [Found(entry, name) for entry in distribution.entry_points if entry.group == GROUP]
    except Exception as error:  # of any line that is no entry point
        yield Unreadable(name, repr(error))
