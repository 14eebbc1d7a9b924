"""Which entity of a new graph is which of an old one: by ids, and where these changed, by mentions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from kg.types import DocumentId, Entity, EntityId, Graph

_Token: TypeAlias = tuple[DocumentId, str]  # a document, and a place in it, or words where the document has changed


@dataclass(slots=True)
class Matching:
    """What became of old entities, by id. `now` is the id that goes on for each; `merged` and `split` are its parts."""

    now: dict[EntityId, EntityId] = field(default_factory=dict)
    merged: dict[EntityId, list[EntityId]] = field(default_factory=dict)  # old entities that are now part of another
    split: dict[EntityId, list[EntityId]] = field(default_factory=dict)  # new entities that were part of another
    gone: list[EntityId] = field(default_factory=list)
    added: list[EntityId] = field(default_factory=list)


def matching(old: Graph, new: Graph) -> Matching:
    """Find again the entities of an old graph in a new one."""
    digests = {document.id: document.digest for document in old.documents}
    same = {document.id for document in new.documents if digests.get(document.id) == document.digest}
    before, after = _tokens(old, same), _tokens(new, same)
    shared: dict[EntityId, Counter[EntityId]] = defaultdict(Counter)  # of a new entity, how much of each old one
    for token, ids in after.items():
        for id_ in ids:
            for earlier in before.get(token, ()):
                shared[id_][earlier] += 1
    made = Matching(now={id_: id_ for id_ in old.entity if id_ in new.entity})
    _settle(made, old, new, shared)
    return made


def _settle(made: Matching, old: Graph, new: Graph, shared: dict[EntityId, Counter[EntityId]]) -> None:
    homes: dict[EntityId, Counter[EntityId]] = defaultdict(
        Counter
    )  # of an old entity, how much of it is in each new one
    for id_, found in shared.items():
        for earlier, count in found.items():
            homes[earlier][id_] = count
    into: dict[EntityId, list[EntityId]] = defaultdict(list)
    for id_ in (one for one in old.entity if one not in new.entity):
        home = _largest(homes.get(id_))
        if home is None:
            made.gone.append(id_)
        else:
            made.now[id_] = home
            into[home].append(id_)
    for home, parts in into.items():
        if home in old.entity or len(parts) > 1:  # else it has another id now
            made.merged[home] = parts
    for id_ in (one for one in new.entity if one not in old.entity and one not in into):
        whole = _largest(shared.get(id_))
        if whole is None:
            made.added.append(id_)
        else:
            made.split.setdefault(whole, []).append(id_)


def _largest(found: Counter[EntityId] | None) -> EntityId | None:
    return min(found, key=lambda id_: (-found[id_], id_)) if found else None


def _tokens(graph: Graph, same: set[DocumentId]) -> dict[_Token, list[EntityId]]:
    found: dict[_Token, list[EntityId]] = defaultdict(list)
    texts = {document.id: document.text for document in graph.documents}
    for entity in graph.entities:
        for token in set(_of(entity, texts, same)):
            found[token].append(entity.id)
    return found


def _of(entity: Entity, texts: dict[DocumentId, str], same: set[DocumentId]) -> Iterator[_Token]:
    for document, span in entity.mentions:
        if document in same:
            yield document, f"{span.start}-{span.end}"
        elif document in texts:
            yield document, texts[document][span.start : span.end]
