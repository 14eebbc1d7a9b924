"""A zip is unpacked within bounds; what is beyond them, damaged or encrypted is a sentence."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.read.zipped import Bounds, Zipped

TEXT = "临江县档案馆新馆昨天开馆，馆长陈立出席仪式。".encode()


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return made.getvalue()


def opened(data: bytes, bounds: Bounds | None = None) -> Zipped:
    return Zipped(io.BytesIO(data), "a.zip", bounds)


def error_of(data: bytes, bounds: Bounds | None = None) -> SourceError:
    """What is wrong with a zip that cannot be read to its end."""
    with pytest.raises(SourceError) as raised:
        found = opened(data, bounds)
        for entry in found.entries:
            found.read(entry)
    assert raised.value.where == "a.zip" and raised.value.hint
    return raised.value


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_what_was_packed_is_read(method: int) -> None:
    found = opened(packed({"新馆/开馆.txt": TEXT, "新馆/": b"", "empty.txt": b""}, method))
    assert [(one.name, one.size) for one in found.entries] == [("新馆/开馆.txt", len(TEXT)), ("empty.txt", 0)]
    assert [found.read(one) for one in found.entries] == [TEXT, b""]


def test_a_file_on_disk_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"a.txt": TEXT}))
    with (tmp_path / "a.zip").open("rb") as file:
        found = Zipped(file, "a.zip")
        assert found.read(found.entries[0]) == TEXT


def test_an_entry_is_found_in_upper_and_lower_case() -> None:
    found = opened(packed({"Word/Document.xml": b"1", "word/document.xml": b"2", "a": b""}))
    assert [one.name for name in ("word/document.xml", "WORD/DOCUMENT.XML") if (one := found.find(name))] == [
        "word/document.xml",
        "word/document.xml",
    ]
    assert found.find("b") is None


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_a_name_without_a_mark_is_read_in_its_encoding(encoding: str) -> None:
    raw = "开馆.txt".encode(encoding)
    data = packed({"x" * len(raw): TEXT}).replace(b"x" * len(raw), raw)
    found = opened(data)
    assert [one.name for one in found.entries] == ["开馆.txt"]
    assert found.read(found.entries[0]) == TEXT


def test_what_is_no_zip_or_is_cut_off_says_so() -> None:
    data = packed({"a.txt": TEXT})
    for broken in (b"", b"PK\x03\x04", data[:-10], data[: len(data) // 2], TEXT):
        assert error_of(broken).what == "it is no zip, or it is damaged"


def test_a_damaged_entry_says_so() -> None:
    data = bytearray(packed({"a.txt": TEXT}, zipfile.ZIP_STORED))
    data[40] ^= 1  # a byte of the text: its checksum is another one
    assert error_of(bytes(data)).what == "a.txt in it is damaged"


def test_an_encrypted_entry_says_so() -> None:
    data = bytearray(packed({"a.txt": TEXT}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert error_of(bytes(data)).what == "a.txt in it is encrypted"


def test_a_rare_method_says_so() -> None:
    error = error_of(packed({"a.txt": TEXT}, zipfile.ZIP_BZIP2))
    assert error.what == "a.txt in it is packed by method 12, which is not read"


def test_a_bomb_is_not_unpacked() -> None:
    bomb = packed({"zeros": bytes(60_000_000)})
    assert len(bomb) < 60_000
    assert "zeros in it unpacks to more than 1" in error_of(bomb).what
    lying = bomb.replace(struct.pack("<L", 60_000_000), struct.pack("<L", 100))
    assert error_of(lying).what == "zeros in it is damaged"


def test_the_bounds_hold() -> None:
    data = packed({str(n): bytes(1000) for n in range(20)})
    opened(data, Bounds(entries=20, entry=1000, whole=20_000))
    assert error_of(data, Bounds(entries=19)).what == "it holds more than 19 files"
    assert error_of(data, Bounds(entry=999)).what == "0 in it unpacks to more than 999 bytes"
    assert error_of(data, Bounds(whole=19_999)).what == "it unpacks to more than 19,999 bytes"


def test_a_list_of_a_million_files_is_not_looked_at() -> None:
    one = packed({"a": b""})
    at = one.index(b"PK\x01\x02")
    entry, end = one[at:-22], one[-22:]
    many = one[:at] + entry * 1_000_000 + end[:12] + struct.pack("<LL", len(entry) * 1_000_000, at) + b"\0\0"
    began = time.process_time()
    assert error_of(many).what == "its list of files is too long"
    assert time.process_time() - began < 1


def test_a_name_that_a_terminal_would_obey_is_shown() -> None:
    error = error_of(packed({"a\x1b[31m\n" + "b" * 500: bytes(1000)}), Bounds(entry=1))
    assert "\\u001b" in error.what and "\n" not in error.what and len(error.what) < 200


def test_a_file_without_a_name_is_read() -> None:
    (entry,) = (found := opened(packed({"a.txt": TEXT}).replace(b"a.txt", b"\0.txt"))).entries
    assert entry.name == "" and found.read(entry) == TEXT


@given_settings(deadline=None)
@given(data=st.data())
def test_a_zip_with_any_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    made = bytearray(packed({"a.txt": TEXT, "b/c.txt": TEXT * 3}))
    for _ in range(data.draw(st.integers(1, 6))):
        made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = opened(bytes(made))
    except SourceError:
        return
    for entry in found.entries:
        try:
            found.read(entry)
        except SourceError as error:
            assert error.hint and "\n" not in str(error)
