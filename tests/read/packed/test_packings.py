"""Compressed files are read as what is in them, a little at a time."""

from __future__ import annotations

import gzip
import io
import random
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.read.packed.packings import PACKINGS, of_bytes, of_suffix, unpacked
from kg.read.read import read, read_one
from kg.read.sources import Source, sources, survey
from kg.types import Document
from tests.read.packed.made import PACK, PAGE, TEXT

EACH = pytest.mark.parametrize("suffix", PACK)
LONG = "".join(random.Random(7).choices("青湖市文化馆新馆开馆馆长周立群出席仪式", k=60_000)).encode()


def whole(data: bytes, suffix: str) -> bytes:
    packing = of_suffix(suffix)
    assert packing is not None
    with unpacked(io.BytesIO(data), packing, "a") as file:
        return file.read()


def found(source: Source) -> Document | SourceError:
    (one,) = read(source, load())
    return one


def refused(source: Source) -> SourceError:
    error = found(source)
    assert isinstance(error, SourceError) and error.hint and error.where == source.where
    return error


def test_each_packing_is_tried() -> None:
    assert {one.suffixes[0] for one in PACKINGS} == set(PACK)


@EACH
def test_what_was_packed_comes_out(suffix: str) -> None:
    packed = PACK[suffix](LONG)
    assert whole(packed, suffix) == LONG
    assert whole(packed + PACK[suffix](b"more"), suffix) == LONG + b"more"  # as `cat a.gz b.gz` makes it
    assert whole(packed + bytes(512), suffix) == LONG
    packing = of_bytes(packed)
    assert packing is not None and suffix in packing.suffixes


@EACH
@pytest.mark.parametrize("name", ["a.txt", "a.html", "A.HTML"])
def test_the_inner_suffix_chooses_the_reader(suffix: str, name: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}{suffix}").write_bytes(PACK[suffix]((TEXT if name == "a.txt" else PAGE).encode("gb18030")))
    (source,) = sources([tmp_path])
    document = read_one(source, load())
    assert (document.id, document.text) == (name[0], TEXT)


@EACH
def test_without_an_inner_suffix_the_bytes_do(suffix: str, tmp_path: Path) -> None:
    (tmp_path / f"a{suffix}").write_bytes(PACK[suffix](PAGE.encode()))
    assert read_one(sources([tmp_path / f"a{suffix}"])[0], load()).text == TEXT
    (skipped,) = survey([tmp_path]).skipped
    assert skipped.why.startswith("no reader knows its suffix")
    assert read_one(Source("stdin", None, data=PACK[suffix](PAGE.encode())), load()).text == TEXT
    assert read_one(Source("x", Path("x.other"), data=PACK[suffix](TEXT.encode())), load()).text == TEXT


@EACH
def test_one_that_is_cut_off_or_damaged_is_said(suffix: str) -> None:
    packed = PACK[suffix](LONG)
    for cut in (len(packed) // 2, len(packed) - 1):
        with pytest.raises(SourceError, match="it is cut off: the end of its") as raised:
            whole(packed[:cut], suffix)
        assert raised.value.where == "a"
    for data in (b"no", b"\xff" * 4000, packed[:30] + b"\xff" * 4000, packed + b"no"):
        with pytest.raises(SourceError, match=r"or it is damaged|it is cut off"):
            whole(data, suffix)
    assert "damaged" in refused(Source("x", Path(f"x.txt{suffix}"), data=b"no packing at all")).what


@EACH
@given(data=st.binary(max_size=300), at=st.integers(0, 200))
def test_any_bytes_come_out_or_are_refused(suffix: str, data: bytes, at: int) -> None:
    packed = PACK[suffix](data)
    assert whole(packed, suffix) == data
    broken = packed[:at] + data + packed[at:]
    for one in (data, broken):
        try:
            whole(one, suffix)
        except SourceError as error:
            assert error.hint


@EACH
def test_a_bomb_is_stopped(suffix: str) -> None:
    packed = PACK[suffix](bytes(60_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(SourceError, match="it unpacks to more than 200 times its size"):
            whole(packed, suffix)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 50_000_000


@EACH
def test_a_stream_takes_little_memory(suffix: str) -> None:
    packing = of_suffix(suffix)
    assert packing is not None
    packed, size = PACK[suffix](LONG * 3) * 20, 0
    tracemalloc.start()
    try:
        with unpacked(io.BytesIO(packed), packing, "a") as file:
            while piece := file.read(1 << 16):
                size += len(piece)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size == 60 * len(LONG) > 10_000_000
    assert peak < (12_000_000 if suffix == ".xz" else 5_000_000)  # whose window is of 8 MB


def test_too_long_a_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(LONG))
    (error,) = read(sources([tmp_path])[0], load(), limit=1000)
    assert isinstance(error, SourceError) and error.what == "it is longer than 1,000 characters"


@pytest.mark.parametrize("name", ["a.txt.gz.gz", "a.gz.bz2", "a.zip.gz"])
def test_what_is_packed_twice_is_refused(name: str) -> None:
    inner = gzip.compress(TEXT.encode()) if "zip" not in name else b"PK\x03\x04" + bytes(100)
    data = PACK[f".{name.rpartition('.')[2]}"](inner)
    assert refused(Source("a", Path(name), data=data)).what == "it is packed more than once"
    assert refused(Source("stdin", None, data=data)).what == "it is packed more than once"


def test_a_format_that_is_not_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.png.gz").write_bytes(gzip.compress(b"\x89PNG"))
    found = survey([tmp_path])
    assert "it is a picture" in found.skipped[0].why
    assert refused(sources([tmp_path / "a.png.gz"])[0]).what == "it is a picture, a format that is not read"


def test_zstandard_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    error = refused(Source("a", Path("a.txt.zst"), data=PACK[".zst"](TEXT.encode())))
    assert error.what == "to unpack it zstandard is needed, which is not installed"
    assert "pip install 'zhkg[zstd]'" in str(error.hint)
