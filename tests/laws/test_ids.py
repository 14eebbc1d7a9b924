"""Ids over random sequences of builds: nothing that was there is renamed, and no id changes its meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.merge.ids import Distinction, Identity, give
from kg.merge.merge import Merged, merge
from kg.resolve.resolve import resolve
from kg.types import NO_DECISIONS, ClassName, Decisions, DocumentId, EntityId, Layer, NameKey
from tests.layers import ONTOLOGY, layer

KG = Path(__file__).parents[2] / "kg"
Part = tuple[NameKey, ...]
NAMES = ("张伟", "张伟（人物）", "长江")
PERSONS = ("张伟", "李红", "王山")
ORGANIZATIONS = ("海州大学", "蓝鲸公司", "绵阳市教育局", "市教育局")


# Any partition of any keys, as if `resolve` could say anything


@st.composite
def builds(draw: st.DrawFn) -> list[list[Part]]:
    """Builds, each a partition of the keys of its documents; documents are added, and now and then removed."""
    documents = draw(st.permutations([DocumentId(name) for name in "abcdefg"]))
    made = []
    for count in sorted(draw(st.lists(st.integers(1, 7), min_size=2, max_size=5))):
        gone = draw(st.sets(st.sampled_from(documents), max_size=1))
        keys = [NameKey(d, ClassName("Person"), name) for d in documents[:count] if d not in gone for name in NAMES[:2]]
        parts: dict[int, list[NameKey]] = {}
        for key in keys:
            parts.setdefault(draw(st.integers(0, 4)), []).append(key)
        made.append([tuple(sorted(part)) for part in parts.values()])
    return made


def name_of(part: Part) -> str:
    return part[0].name


def give_all(parts: Sequence[Part], decisions: Decisions) -> tuple[dict[Part, EntityId], Decisions]:
    return give(
        {part: Identity(part, name_of(part)) for part in parts}, decisions, lambda part: Distinction(part[-1].document)
    )


@given(builds())
def test_ids_over_builds(sequence: list[list[Part]]) -> None:
    decisions = NO_DECISIONS
    owners: dict[NameKey, EntityId] = {}
    for parts in sequence:
        ids, after = give_all(parts, decisions)
        assert len(set(ids.values())) == len(parts)
        assert [g.id for g in after.given][: len(decisions.given)] == [g.id for g in decisions.given]
        assert_kept(ids, owners, [g.id for g in decisions.given], after)
        assert give_all(parts, after) == (ids, after)
        assert give_all(parts[::-1], decisions) == (ids, after)
        decisions = after
        keys = [key for g in after.given for key in g.keys]
        assert len(keys) == len(set(keys))
        owners = {key: g.id for g in after.given for key in g.keys}


def assert_kept(
    ids: Mapping[Part, EntityId], owners: Mapping[NameKey, EntityId], order: list[EntityId], after: Decisions
) -> None:
    """What had an id has it still; `owners` and `order` are of the build before."""
    merged = {g.id: g.merged_into for g in after.given}
    for part, id_ in ids.items():
        old = {owners[key] for key in part if key in owners}
        whole = {o for o in old if all(key in part for key, owner in owners.items() if owner == o)}
        if old and old == whole:  # nothing was split: the id given first
            assert id_ == min(old, key=order.index)
            assert all(merged[o] == id_ for o in old - {id_})
            assert merged[id_] is None
        if id_ in order:  # an old id means what it meant
            assert id_ in old
    for id_ in set(owners.values()):  # of what was split one part has the id, or goes by another that is in it
        parts = [part for part in ids if any(owners.get(key) == id_ for key in part)]
        if parts:
            assert (merged[id_] or id_) in {ids[part] for part in parts}


# Documents, all the way


@st.composite
def layers(draw: st.DrawFn) -> list[Layer]:
    """Documents about a few persons and organisations, in the order in which they come."""
    made = []
    for name in draw(st.permutations("abcdef"))[: draw(st.integers(2, 6))]:
        person, body = draw(st.sampled_from(PERSONS)), draw(st.sampled_from(ORGANIZATIONS))
        other = draw(st.sampled_from(PERSONS))
        claims = [f"positionAt({person}, {body}, role=局长)"] * draw(st.booleans())
        text = (
            f"[{body}|Organization][局长|Role][{person}|Person]来到[海州市|AdministrativeArea]，会见[{other}|Person]。"
        )
        made.append(layer(text, *claims, id_=name))
    return made


def merge_all(some: Sequence[Layer], decisions: Decisions = NO_DECISIONS) -> Merged:
    return merge(some, resolve(some, ONTOLOGY), ONTOLOGY, decisions)


def meanings(merged: Merged) -> dict[EntityId, set[tuple[str, int]]]:
    """Where each entity is mentioned."""
    return {e.id: {(document, span.start) for document, span in e.mentions} for e in merged.graph.entities}


@given(layers())
def test_another_document_renames_nothing(some: list[Layer]) -> None:
    sequence = [merge_all(some[:1])]
    for count in range(2, len(some) + 1):
        sequence.append(merge_all(some[:count], sequence[-1].decisions))
    for before, after in pairwise(sequence):
        merged = {g.id: g.merged_into for g in after.decisions.given}
        now = meanings(after)
        for id_, mentions in meanings(before).items():
            assert now[merged[id_] or id_] & mentions
            holders = [other for other, places in now.items() if places & mentions]
            assert len(holders) > 1 or holders == [merged[id_] or id_]


@given(layers(), st.randoms())
def test_without_decisions_ids_depend_on_the_documents_alone(some: list[Layer], random: Random) -> None:
    shuffled = some[:]
    random.shuffle(shuffled)
    assert merge_all(shuffled) == merge_all(some)


# One place

READERS = {  # of files, rows and corrections in which ids stand that were given
    "check/corrections.py", "export/property_graph.py", "rdf/graph.py", "review/compose.py", "review/diff.py",
    "run/corpus/naming.py", "run/describing.py", "run/identifying.py", "run/stating.py", "store/correction_json.py",
    "store/database/graph.py", "store/decisions_codec.py", "store/graph_json.py",
}  # fmt: skip


def test_ids_are_made_in_one_place() -> None:
    made = {f.relative_to(KG).as_posix() for f in KG.rglob("*.py") if "EntityId(" in f.read_text("utf-8")}
    assert made == {"merge/ids.py", *READERS}


# Homonyms


@pytest.mark.parametrize("schools", ["abcde", "a?c??", "?????"])
@given(data=st.data())
def test_a_suffix_does_not_depend_on_how_many_there_are(schools: str, data: st.DataObject) -> None:
    """Two things of a name or five; of some nothing is known (?)."""
    parts = {n: (NameKey(DocumentId(f"{n}"), ClassName("Person"), "张伟"),) for n in range(5)}
    chosen = data.draw(st.sets(st.sampled_from(sorted(parts)), min_size=2))

    def ids(numbers: Iterable[int]) -> dict[int, EntityId]:
        things = {n: Identity(parts[n], "张伟") for n in numbers}
        return give(things, NO_DECISIONS, lambda n: Distinction(schools[n], schools[n] != "?"))[0]

    every = ids(parts)
    assert ids(chosen) == {n: every[n] for n in chosen}


@given(layers(), layers())
def test_a_suffix_of_a_graph_does_not_depend_on_other_documents(some: list[Layer], others: list[Layer]) -> None:
    """A thing that has a suffix among its documents has the same one among more that say nothing else of it."""
    more = [*some, *(layer(f"[{n}|Person]到场。", id_=f"z{at}") for at, n in enumerate(PERSONS * len(others)))]
    few, many = meanings(merge_all(some)), meanings(merge_all(more))
    for id_, mentions in few.items():
        if "（" in id_ and mentions in many.values():
            assert many[id_] == mentions
