"""What changed from one graph to another, and why."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kg.review.diff import Change, difference
from kg.review.turtle_diff import unified
from kg.types import Graph, Layer, Origin
from tests.graphs import example
from tests.layers import layer
from tests.merge.corrections.made import built, correction, named

NEWS = layer(
    "[省档案局|GovernmentBody]授予[临江县档案馆|GovernmentBody][先进集体|Award]。",
    "received(临江县档案馆, 先进集体, conferredBy=省档案局)",
)
MORE = layer(
    "[临江县档案馆|GovernmentBody]位于[临江县|AdministrativeArea]。", "locatedIn(临江县档案馆, 临江县)", id_="b"
)
PAIR = (
    layer("[海州大学|Organization][张伟|Person]说。", "memberOf(张伟, 海州大学)", id_="a"),
    layer("[绵阳大学|Organization][张伟|Person]唱。", "memberOf(张伟, 绵阳大学)", id_="b"),
)


def changes(old: Graph, new: Graph, kind: str = "entity") -> list[tuple[str, str, str]]:
    return [(one.what, one.words, one.why) for one in difference(old, new).changes if one.kind == kind]


def test_a_graph_does_not_differ_from_itself() -> None:
    found = difference(example(), example())
    assert not found and found.changes == ()


def test_a_new_document_and_one_that_is_gone() -> None:
    old, new = built([NEWS]), built([NEWS, MORE])
    assert changes(old, new) == [("added", "临江县 (AdministrativeArea)", "document b is new")]
    (fact,) = (one for one in difference(old, new).changes if one.kind == "fact")
    assert (fact.what, fact.words, fact.why) == ("added", "临江县档案馆 locatedIn 临江县", "document b is new")
    assert (fact.sentence, fact.rule) == ("b: 临江县档案馆位于临江县。", "test")
    assert [one[0] for one in changes(new, old, "fact")] == ["gone"]
    assert changes(new, old)[0][2] == "document b is gone"
    assert difference(old, new).documents == {"added": ("b",), "gone": (), "changed": ()}


def test_a_document_that_has_changed() -> None:
    other = layer("[省档案局|GovernmentBody]授予[临江县档案馆|GovernmentBody]锦旗。")
    found = changes(built([NEWS]), built([other]))
    assert ("gone", "先进集体 (Award)", "document a has changed") in found


def test_each_correction_is_the_reason_of_what_it_does() -> None:
    some = (
        correction("rename", "先进集体", to="红旗奖"),
        correction("retype", "省档案局", to="PartyOrganization"),
        correction("retract", "先进集体", predicate="conferredBy", object="省档案局"),
        correction("assert", "临江县档案馆", predicate="partOf", object="省档案局"),
    )
    old, new = built([NEWS]), built([NEWS], *some)
    about = {(one.kind, one.what): one.why for one in difference(old, new).changes}
    assert about[("entity", "renamed")].startswith("correction: rename 先进集体 红旗奖 (周敏, 2026-11-20")
    assert about[("entity", "retyped")].startswith("correction: retype 省档案局")
    assert about[("fact", "gone")].startswith("correction: retract 先进集体 conferredBy")
    assert about[("fact", "added")].startswith("correction: assert 临江县档案馆 partOf")
    assert len(difference(old, new).corrections["added"]) == 4
    back = {(one.kind, one.what): one.why for one in difference(new, old).changes}
    assert back[("fact", "added")].startswith("no longer: correction: retract")


def test_entities_that_became_one_and_several() -> None:
    same = correction("same", named("张伟", None, "a"), object=named("张伟", None, "b"))
    old, new = built(PAIR), built(PAIR, same)
    merged = changes(old, new)
    assert sorted({what for what, _, _ in merged}) == ["merged"]
    assert all(why.startswith("correction: same") for _, _, why in merged)
    assert changes(old, new, "fact") == []
    split = changes(new, old)
    assert {what for what, _, _ in split} <= {"split", "renamed"} and "split" in {what for what, _, _ in split}


def test_an_id_that_changed_is_a_renaming_and_no_other_fact() -> None:
    """A homonym in another document gives the first one a suffix."""
    old, new = built(PAIR[:1]), built(PAIR)
    assert ("renamed", "张伟 has the id 张伟（海州大学） now") in [one[:2] for one in changes(old, new)]
    assert [words for _, words, _ in changes(old, new, "fact")] == ["张伟（绵阳大学） memberOf 绵阳大学"]


def test_another_qualifier_and_more_evidence_change_a_fact() -> None:
    plain = layer("[临江县档案馆|GovernmentBody]获[红旗杯|Award]。", "received(临江县档案馆, 红旗杯)")
    marked = "[临江县档案馆|GovernmentBody]2021年获[红旗杯|Award]。"
    dated = layer(marked, "received(临江县档案馆, 红旗杯, time=2021)", id_="b")
    (change,) = difference(built([plain]), built([plain, dated])).changes
    assert change.what == "changed"
    assert "now time 2021" in change.words and "1 evidence more" in change.words
    assert change.sentence.startswith("b: 临江县档案馆2021年获") and change.why == "document b is new"


def test_another_extractor_is_the_reason() -> None:
    origins = [Origin("1", name, "x") for name in ("rules", "all")]
    old, new = replace(built([NEWS]), origin=origins[0]), replace(built([strip(NEWS)]), origin=origins[1])
    assert {why for _, _, why in changes(old, new, "fact")} == {"read by all, before by rules"}


def strip(one: Layer) -> Layer:
    return replace(one, claims=())


def test_as_json() -> None:
    found = difference(built([NEWS]), built([NEWS, MORE])).as_json()
    assert list(found) == ["documents", "entities", "facts", "corrections"]
    assert set(found["facts"][0]) == set(Change.__slots__)


LINES = st.lists(st.sampled_from(["\n", "a\n", "b\n", "c\n", "d\n"]), max_size=30)


@given(LINES, LINES)
def test_a_unified_diff_leads_from_one_to_the_other(old: list[str], new: list[str]) -> None:
    told = "".join(unified(old, new, ("x", "y"))).splitlines(keepends=True)[2:]
    assert applied(old, told) == new
    assert bool(told) == (old != new)


def applied(old: list[str], told: list[str]) -> list[str]:
    """What the hunks of a diff make of some lines."""
    made: list[str] = []
    at = 0
    for line in told:
        if line[0] == "@":
            start, _, length = line.split()[1][1:].partition(",")
            until = int(start) - (0 if length == "0" else 1)
            made += old[at:until]
            at = until
        elif line[0] == "+":
            made.append(line[1:])
        else:
            assert old[at] == line[1:]
            made += [old[at]] if line[0] == " " else []
            at += 1
    return made + old[at:]


def test_patch_takes_it(tmp_path: Path) -> None:
    old = [f"{n}\n" if n % 7 else "\n" for n in range(300)]
    new = [*old[:10], "x\n", *old[10:100], *old[105:200], "y\n", "\n", *old[201:]]
    (tmp_path / "old").write_text("".join(old))
    (tmp_path / "diff").write_text("".join(unified(old, new, ("old", "old"))))
    done = subprocess.run(["git", "apply", "--unsafe-paths", "-p0", "diff"], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "old").read_text() == "".join(new)
