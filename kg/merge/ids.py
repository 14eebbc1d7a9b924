"""The ids of entities: each is given once and stays.

The invariant: an entity of one build, looked for by its names in its documents, has the same id in the next build,
whatever documents were added. It has to give way in two cases only:

- Entities that turn out to be one have the id that was given first; the others are recorded as merged into it. Each
  keeps its own keys, so that one that is held apart again later has its own id again.
- Of an entity that turns out to be several, the part with most of its keys (of equal parts the one with the first key)
  keeps the id; the other parts have new ids, and from then on the keys are theirs.

An id that was given is never given to anything else, even when its documents are gone.

A new id is made from the thing alone. It is the bare name, unless another thing of the batch is called so or has that
id; then, whether there are two of the name or five, all that have no id yet have a suffix:

    张伟（海州大学）          what tells it apart: what a claim joins it to, or its post
    长江（作品）              its class, if things of that class and one name are one thing
    张伟（人物·1f0c9a）       its class and a hash of the first of its keys, if nothing is known that tells it apart
    张伟（海州大学·5b20c7）   a hash too, if what should tell it apart does not: another has the very same suffix

No id depends on the order of the documents. Builds that share no decisions agree on suffixes, as far as both know the
same of a thing, but not on who has one: the only 张伟 of a corpus is 张伟 (docs/how-to/ids.md says why). This is the
only module that makes an id, and no module takes one apart.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from kg.types import Decisions, EntityId, GivenId, NameKey

_BLANKS = re.compile(r"\s+")
_SEVERAL = 2  # things of one name
_HASH = 6  # hexadecimal digits of a suffix
K = TypeVar("K")  # what the caller calls a thing by


@dataclass(frozen=True, slots=True)
class Identity:
    """A thing as far as its id goes: its keys, which are sorted, not empty, and no other thing's, and its name."""

    keys: tuple[NameKey, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Distinction:
    """What tells a thing from others of its name, in words, and whether that is enough without a hash."""

    words: str
    enough: bool = True


def _nobody(_name: str) -> int:
    return 0


def give(
    things: Mapping[K, Identity],
    decisions: Decisions,
    distinction: Callable[[K], Distinction],
    others: Callable[[str], int] = _nobody,
) -> tuple[dict[K, EntityId], Decisions]:
    """The id of each thing, and the decisions with the new ids. The order of the things does not matter.

    `distinction` is called only where a suffix is needed. Where the things and decisions are a part of all, `others`
    says how many things outside of it have a name, and more than one where it was given as an id. The part must hold,
    of each of its things, all ids that own a key of it, and all things that have a key of one of its ids.

    >>> a, b = (Identity((NameKey(name, "Person", "张伟"),), "张伟") for name in "ab")
    >>> schools = {1: Distinction("海州大学"), 2: Distinction("绵阳大学")}
    >>> before, decisions = give({1: a}, Decisions(), schools.get)
    >>> before
    {1: '张伟'}
    >>> give({1: a, 2: b}, decisions, schools.get)[0]
    {1: '张伟', 2: '张伟（绵阳大学）'}
    >>> give({1: a, 2: b}, Decisions(), schools.get)[0]
    {1: '张伟（海州大学）', 2: '张伟（绵阳大学）'}
    """
    owners = {key: given.id for given in decisions.given for key in given.keys}
    homes = _homes(things, owners)
    at: dict[K, list[EntityId]] = {}  # the ids that a thing was found again by, first given first
    for given in decisions.given:
        if given.id in homes:
            at.setdefault(homes[given.id], []).append(given.id)
    fresh = fresh_ids(
        things, [k for k in things if k not in at], {given.id for given in decisions.given}, distinction, others
    )
    ids = {k: at[k][0] if k in at else fresh[k] for k in things}
    for k, thing in things.items():
        owners.update((key, ids[k]) for key in thing.keys if owners.get(key) not in at.get(k, ()))
    return ids, _recorded(decisions, owners, {id_: ids[k] for id_, k in homes.items()}, fresh.values())


def _homes(things: Mapping[K, Identity], owners: Mapping[NameKey, EntityId]) -> dict[EntityId, K]:
    """For each given id that is found again, the thing that has most of its keys, or the first of them."""
    found: dict[EntityId, dict[K, list[NameKey]]] = {}
    for k, thing in things.items() if owners else ():
        for key in thing.keys:
            if key in owners:
                found.setdefault(owners[key], {}).setdefault(k, []).append(key)
    return {id_: min(parts, key=lambda k: (-len(parts[k]), parts[k][0])) for id_, parts in found.items()}


def fresh_ids(
    things: Mapping[K, Identity],
    new: Collection[K],
    given: Collection[EntityId],
    distinction: Callable[[K], Distinction],
    others: Callable[[str], int] = _nobody,
) -> dict[K, EntityId]:
    """Ids for the things that are `new`; `given` are never given again. The others are as of `give`."""
    names = {k: readable(thing.name) for k, thing in things.items()}
    named = Counter(names.values())
    taken: set[str] = set(given)
    wanted = {k: names[k] for k in new}
    ids: dict[K, EntityId] = {}
    step = 0
    while True:
        times = Counter(wanted.values())
        ids.update(
            (k, EntityId(id_))
            for k, id_ in wanted.items()
            if times[id_] == 1 and id_ not in taken and named[id_] + others(id_) < _SEVERAL
        )
        if len(ids) == len(new):
            return ids
        taken.update(ids.values())
        wanted = {k: _suffixed(names[k], distinction(k), things[k].keys[0], step) for k in new if k not in ids}
        step += 1


def _suffixed(name: str, distinction: Distinction, key: NameKey, step: int) -> str:
    """A name with what tells its thing apart, and a hash where that is not enough: another one at each step."""
    if distinction.enough and step == 0:
        return f"{name}（{readable(distinction.words)}）"
    hashed = "\0".join((key.document, key.type, key.name, str(step)))
    digest = hashlib.sha256(hashed.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{name}（{readable(distinction.words)}·{digest[:_HASH]}）"


def readable(name: str) -> str:
    """A name as an id has it."""
    return _BLANKS.sub(" ", name).strip()


def _recorded(
    before: Decisions,
    owners: Mapping[NameKey, EntityId],
    now: Mapping[EntityId, EntityId],
    fresh: Collection[EntityId],
) -> Decisions:
    """The decisions after a build: `now` says which id the things have that were found under an id given before."""
    keys: dict[EntityId, list[NameKey]] = defaultdict(list)
    for key in sorted(owners):
        keys[owners[key]].append(key)
    merged = {given.id: given.merged_into for given in before.given}
    merged.update((id_, None if into == id_ else into) for id_, into in now.items())
    old = [GivenId(given.id, tuple(keys[given.id]), merged[given.id]) for given in before.given]
    return Decisions((*old, *(GivenId(id_, tuple(keys[id_])) for id_ in sorted(fresh))))
