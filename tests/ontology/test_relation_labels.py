"""The tables from the labels of data sets to the ontology: sound, and a way there and back."""

from collections import Counter

import pytest

from kg.ontology.ontology import load

ONTOLOGY = load()
LINES = ONTOLOGY.text("labels/relations.tsv").splitlines()
ROWS = [tuple(line.split("\t")) for line in LINES if line and line[0] != "#"]
DATATYPES = {"date", "quantity", "text"}


def test_a_row_has_eight_columns_and_a_label_one_row() -> None:
    assert {len(row) for row in ROWS} == {8}
    twice = [key for key, count in Counter((row[0], row[1]) for row in ROWS).items() if count > 1]
    assert not twice


def test_properties_directions_and_types_are_known() -> None:
    for name, label, prop, direction, _role, subject, obj, note in ROWS:
        if prop == "-":
            assert note, f"{name} {label}: why there is no property for it"
            continue
        known = ONTOLOGY.properties[prop]
        assert direction in ("forward", "inverse", "either"), label
        assert direction == "forward" or not known.symmetric, label
        one, two = (subject, obj) if direction != "inverse" else (obj, subject)
        assert {ONTOLOGY.coarse[kind] for kind in one.split("|")} <= set(known.domain), label
        if known.datatype:
            assert two == known.datatype, label
        else:
            assert {ONTOLOGY.coarse[kind] for kind in two.split("|")} <= set(known.range), label


@pytest.mark.parametrize("name", sorted({row[0] for row in ROWS} - {"percent4_spo"}))
def test_the_way_back_leads_to_one_label(name: str) -> None:
    """Property, direction, role and types tell the labels of a set apart (the words of percent4_spo are open)."""
    back: dict[tuple[str, str, str], list[tuple[str, ...]]] = {}
    for row in ROWS:
        if row[0] == name and row[2] != "-":
            back.setdefault((row[2], row[3], row[4]), []).append(row)
    for rows in back.values():
        ends = [{(s, o) for s in row[5].split("|") for o in row[6].split("|")} for row in rows]
        for i, left in enumerate(ends):
            for right in ends[i + 1 :]:
                assert not left & right, rows
