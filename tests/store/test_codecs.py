"""Layers, links and decisions on disk: there and back, the same bytes for equal values, and what cannot be read."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import GraphError
from kg.merge.merge import merge
from kg.ontology.ontology import load
from kg.pipeline import layer as extract
from kg.read.read import read_one
from kg.read.sources import sources
from kg.resolve.resolve import resolve
from kg.store import decisions_codec, layer_codec, links_codec
from kg.types import (
    ClassName,
    Correction,
    Decisions,
    Document,
    DocumentId,
    EntityId,
    Evidence,
    GivenId,
    Layer,
    Link,
    Named,
    NameKey,
    Occurrence,
    Span,
    Value,
)
from tests.layers import layer
from tests.strategies import decisions, layers, links

GOLD = Path(__file__).parents[1] / "gold"
EXAMPLE = layer(
    "[教育部|GovernmentBody]授予[绵阳市教育局|GovernmentBody][局长|Role][王山|Person]称号，[该局|GovernmentBody|nominal]说。",
    "positionAt(王山, 绵阳市教育局, role=局长)",
    "received(王山, 绵阳市教育局, conferredBy=教育部)",
)
_A, _B = Occurrence(DocumentId("a"), EXAMPLE.mentions[0]), Occurrence(DocumentId("b"), EXAMPLE.mentions[1])
LINK = Link(_A, _B, "same", 0.9, "the same name")
PERSON = ClassName("Person")
DECISIONS = Decisions(
    (
        GivenId(EntityId("张伟"), (NameKey(DocumentId("a"), PERSON, "张伟"), NameKey(DocumentId("b"), PERSON, "张伟"))),
        GivenId(EntityId("张伟（海州大学）"), (NameKey(DocumentId("c"), PERSON, "张伟"),), EntityId("张伟")),
    ),
    (
        Correction(
            "assert",
            Named("张伟", PERSON, documents=(DocumentId("a"),)),
            "周敏",
            "2026-11-29",
            "见名册",
            Value("1970", "date"),
            predicate="birthDate",
            qualifiers=(("at", Named("海州大学")),),
        ),
    ),
)

Decode = Callable[[bytes, str], object]
WRITTEN: dict[str, tuple[bytes, Decode]] = {
    "layer": (layer_codec.encode(EXAMPLE), layer_codec.decode),
    "links": (links_codec.encode([LINK, LINK]), links_codec.decode),
    "decisions": (decisions_codec.encode(DECISIONS), decisions_codec.decode),
}


def written() -> bytes:
    """The three files, one after the other."""
    return b"".join(data for data, _ in WRITTEN.values())


each = pytest.mark.parametrize(("data", "decode"), WRITTEN.values(), ids=WRITTEN)


# There and back


@given(layers())
def test_any_layer(made: Layer) -> None:
    data = layer_codec.encode(made)
    assert layer_codec.decode(data) == made
    assert layer_codec.encode(layer_codec.decode(data)) == data
    assert layer_codec.encode(pickle.loads(pickle.dumps(made))) == data


@given(links())
def test_any_links(made: tuple[Link, ...]) -> None:
    data = links_codec.encode(made)
    assert links_codec.decode(data) == made
    assert links_codec.encode(links_codec.decode(data)) == data


@given(decisions())
def test_any_decisions(made: Decisions) -> None:
    data = decisions_codec.encode(made)
    assert decisions_codec.decode(data) == made
    assert decisions_codec.encode(decisions_codec.decode(data)) == data


def test_real_layers_links_and_decisions() -> None:
    ontology = load()
    made = [extract(read_one(source, ontology), ontology, "rules") for source in sources(sorted(GOLD.glob("*.txt")))]
    assert made
    assert [layer_codec.decode(layer_codec.encode(found)) for found in made] == made
    linked = resolve(made, ontology)
    assert links_codec.decode(links_codec.encode(linked)) == linked
    merged = merge(made, linked, ontology)
    assert decisions_codec.decode(decisions_codec.encode(merged.decisions)) == merged.decisions
    again = [layer_codec.decode(layer_codec.encode(found)) for found in made]
    assert merge(again, links_codec.decode(links_codec.encode(linked)), ontology) == merged


# The bytes


def test_a_layer_is_written_as_its_format_says() -> None:
    header, document, *rows = layer_codec.encode(EXAMPLE).decode().split("\n")
    assert header.startswith('{"format":"zhkg layer","version":1,"bytes":')
    assert json.loads(document)["text"] == EXAMPLE.document.text
    assert rows == [
        '["rules",4,1,2]',
        '[0,3,"GovernmentBody"]',
        '[5,11,"GovernmentBody"]',
        '[13,15,"Person"]',
        '[18,20,"GovernmentBody","nominal"]',
        '[11,13,"Role","value",["局长","text"]]',
        '["positionAt","asserted",0,22,"test",1.0,["subject",2],["object",1],["role",4]]',
        '["received","asserted",0,22,"test",1.0,["subject",2],["object",1],["conferredBy",0]]',
        "",
    ]


def test_equal_layers_have_equal_bytes_whatever_their_numbers_are_made_of() -> None:
    def at(confidence: float) -> Layer:
        claim = EXAMPLE.claims[0]
        return replace(EXAMPLE, claims=(replace(claim, evidence=replace(claim.evidence, confidence=confidence)),))

    for left, right in ((1, 1.0), (0, 0.0), (0.0, -0.0)):
        assert at(left) == at(right)
        assert layer_codec.encode(at(left)) == layer_codec.encode(at(right))


def test_another_process_writes_the_same_bytes() -> None:
    """With other hashes of strings, so with other orders of sets."""
    code = "import sys; from tests.store.test_codecs import written; sys.stdout.buffer.write(written())"
    others = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=GOLD.parents[1],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert others == [written()] * 2


def test_half_a_character_becomes_a_replacement() -> None:
    document = Document(DocumentId("a"), "甲\ud800乙")
    assert layer_codec.decode(layer_codec.encode(Layer(document, "rules", (), ()))).document.text == "甲\ufffd乙"


def test_a_claim_about_another_document_is_a_mistake_of_the_program() -> None:
    claim = replace(EXAMPLE.claims[0], evidence=Evidence(DocumentId("b"), Span(0, 1), "test"))
    with pytest.raises(ValueError, match="has its evidence in b"):
        layer_codec.encode(replace(EXAMPLE, claims=(claim,)))


# What cannot be read


def reseal(data: bytes, **header: object) -> bytes:
    """A file with another header, or with the header that its content asks for."""
    first, _, body = data.partition(b"\n")
    size = {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    return json.dumps({**json.loads(first), **size, **header}).encode() + b"\n" + body


@each
@pytest.mark.parametrize(
    "foreign", [b"", b"\n", b"\xff\xfe", b"PK\x03\x04", b"{}", b"[]\n", b'"a"\n', b"[" * 100_000, b"\x80\x04\x95"]
)
def test_what_is_of_another_program(data: bytes, decode: Decode, foreign: bytes) -> None:
    name = json.loads(data.partition(b"\n")[0])["format"]
    with pytest.raises(GraphError, match=rf"^x\.file: it is no {name} file; \w+"):
        decode(foreign, "x.file")


def test_one_format_is_not_another() -> None:
    with pytest.raises(GraphError, match="it is no zhkg layer file; remove it"):
        layer_codec.decode(WRITTEN["links"][0])


@each
@pytest.mark.parametrize("version", [0, 2, "1", True, None, 10**200])
def test_another_version(data: bytes, decode: Decode, version: object) -> None:
    with pytest.raises(GraphError, match=r"^x\.file: it is in version .* this program reads version 1; \w+|no zhkg"):
        decode(reseal(data, version=version), "x.file")


@each
def test_cut_short_anywhere(data: bytes, decode: Decode) -> None:
    for length in range(len(data)):
        with pytest.raises(GraphError, match=r"^x\.file: it is (no zhkg \w+ file|cut short)"):
            decode(data[:length], "x.file")


@each
def test_a_changed_byte_anywhere(data: bytes, decode: Decode) -> None:
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(GraphError, match=r"^x\.file: it (is|was) "):
            decode(changed, "x.file")


@each
@given(chosen=st.data())
def test_a_line_of_another_shape_is_named_by_its_number(data: bytes, decode: Decode, chosen: st.DataObject) -> None:
    """A value somewhere in a line is replaced, as by a program that writes the format wrongly."""
    lines = data.decode().split("\n")[:-1]
    number = chosen.draw(st.integers(1, len(lines) - 1))
    record = json.loads(lines[number])
    holder: Any = record
    while True:
        key = chosen.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        if not isinstance(holder[key], (list, dict)) or not holder[key] or chosen.draw(st.booleans()):
            break
        holder = holder[key]
    other: Any = chosen.draw(st.sampled_from([None, True, -1, 0.5, 10**6, 10**100, "\u2028", [], {}, [[]], "value"]))
    if chosen.draw(st.booleans()) or isinstance(holder, dict):
        holder[key] = other
    else:
        holder.insert(key, other)
    lines[number] = json.dumps(record)
    try:
        decode(reseal("".join(f"{line}\n" for line in lines).encode()), "x.file")
    except GraphError as error:
        assert str(error).startswith("x.file:")
        assert error.hint


@each
def test_lines_too_few_and_too_many(data: bytes, decode: Decode) -> None:
    with pytest.raises(GraphError, match=r"^x\.file:\d+: a line is missing: a"):
        decode(reseal(data[: data.rindex(b"\n", 0, -1) + 1]), "x.file")
    with pytest.raises(GraphError, match=r"^x\.file:\d+: there are more lines than it says"):
        decode(reseal(data + b"[]\n"), "x.file")
    with pytest.raises(GraphError, match=r"^x\.file: its last line has no end"):
        decode(reseal(data[:-1]), "x.file")


def test_a_line_that_is_wrong_says_what_is_expected() -> None:
    data = WRITTEN["layer"][0].replace(b'[13,15,"Person"]', b'[15,13,"Person"]')
    with pytest.raises(GraphError) as caught:
        layer_codec.decode(reseal(data), "a.layer")
    assert str(caught.value) == (
        "a.layer:6: it is not a mention, [start, end, class, form, [value, datatype, unit], name]; "
        "remove it, and extract the document again"
    )


def test_a_text_with_another_hash() -> None:
    data = WRITTEN["layer"][0].replace("教育部授予".encode(), "教育部撤销".encode())
    with pytest.raises(GraphError, match="the text has not the sha256"):
        layer_codec.decode(reseal(data), "a.layer")


def test_decisions_in_which_two_ids_have_one_name() -> None:
    data = WRITTEN["decisions"][0].replace(b'["c","Person"', b'["a","Person"')
    with pytest.raises(GraphError, match="is there twice; put back a copy"):
        decisions_codec.decode(reseal(data))
