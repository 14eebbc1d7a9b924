"""The files of an archive are read as those of a folder; nothing of it is written, and bombs are stopped."""

from __future__ import annotations

import io
import struct
import tarfile
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.ontology.ontology import load
from kg.pipeline import build
from kg.read.read import explain, read
from kg.read.sources import Source, sources, survey
from kg.types import Document
from tests.read.packed.made import PACK, PAGE, TEXT, tarred, zipped

FILES: dict[str, str | bytes] = {
    "新闻/甲.html": PAGE,
    "新闻/乙.txt": TEXT.encode("gb18030"),
    "c.txt.gz": PACK[".gz"](TEXT.encode()),
    "图.png": b"\x89PNG",
    "deep/b.zip": zipped({"a.txt": TEXT}),
    ".git/x.txt": TEXT,
    "__MACOSX/._a.txt": b"\0\5\x16\7",
}
IDS = ["a#c.txt.gz", "a#新闻/乙.txt", "a#新闻/甲.html"]
KINDS = {
    ".zip": zipped(FILES),
    ".tar": tarred(FILES),
    ".tgz": PACK[".gz"](tarred(FILES)),
    ".tar.bz2": PACK[".bz2"](tarred(FILES)),
    ".tar.xz": PACK[".xz"](tarred(FILES, form=tarfile.PAX_FORMAT)),
    ".tar.zst": PACK[".zst"](tarred(FILES)),
}
EACH = pytest.mark.parametrize("suffix", KINDS)


def documents(data: bytes, name: str = "a.zip") -> list[Document | SourceError]:
    return list(read(Source("a", Path(name), data=data), load()))


def said(data: bytes, name: str = "a.zip") -> list[str]:
    found = documents(data, name)
    assert all(isinstance(one, Document) or one.hint for one in found)
    return [one.what for one in found if isinstance(one, SourceError)]


@EACH
def test_each_file_is_a_document(suffix: str, tmp_path: Path) -> None:
    (tmp_path / f"a{suffix}").write_bytes(KINDS[suffix])
    (source,) = sources([tmp_path])
    found = [one for one in read(source, load()) if isinstance(one, Document)]
    ids = [one.replace("a#", f"{source.id}#") for one in IDS]
    assert sorted(one.id for one in found) == ids
    assert {one.text for one in found} == {TEXT}
    (warning,) = [one for document in found for one in document.warnings]
    assert warning.what == "2 files in it are not read (.png 1, .zip 1)"
    assert warning.where == str(tmp_path / f"a{suffix}")
    assert sorted(one.name for one in tmp_path.iterdir()) == [f"a{suffix}"]  # nothing was written


@EACH
def test_an_archive_from_a_pipe(suffix: str) -> None:
    found = list(read(Source("a", None, data=KINDS[suffix]), load()))
    assert sorted(one.id for one in found if isinstance(one, Document)) == IDS


@pytest.mark.parametrize("processes", [1, 2])
def test_it_is_built_as_a_folder_is(processes: int, tmp_path: Path) -> None:
    files = {
        "甲.txt": TEXT,
        "乙.txt": "The county archive opened its new building.",
        "丙.txt": TEXT.replace("周", "何"),
    }
    (tmp_path / "a.zip").write_bytes(zipped(files, windows=True))
    made = build(sources([tmp_path]), extractor="rules", processes=processes)
    assert [one.id for one in made.graph.documents] == ["a#丙.txt", "a#甲.txt"]
    assert [one.where for one in made.failures] == [f"{tmp_path / 'a.zip'}#乙.txt"]
    (folder := tmp_path / "a").mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    alone = build(sources([folder]), extractor="rules")
    assert {one.id for one in alone.graph.facts} == {one.id for one in made.graph.facts} != set()


def test_names_of_a_chinese_windows_are_read() -> None:
    files = {"新馆/甲.txt": TEXT, "ascii.txt": TEXT}
    for data, name in (
        (zipped(files, windows=True), "a.zip"),
        (tarred(files, encoding="gbk"), "a.tar"),
        (zipped(files), "a.zip"),
        (zipped({name.replace("/", "\\"): data for name, data in files.items()}), "a.zip"),
    ):
        assert sorted(one.id for one in documents(data, name) if isinstance(one, Document)) == [
            "a#ascii.txt",
            "a#新馆/甲.txt",
        ]


def test_how_each_is_read_is_explained() -> None:
    told = list(explain(Source("a", None, data=KINDS[".zip"]), load()))
    assert all(not isinstance(one, SourceError) for one in told)
    assert sorted(one.document.id for one in told if not isinstance(one, SourceError)) == IDS
    assert [one.document.warnings != () for one in told if not isinstance(one, SourceError)] == [False, False, True]


def test_names_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = ["../../evil.txt", "/etc/evil.txt", "C:\\evil.txt", "a/./../b.txt", "x\n\u202e.txt"]
    for data, name in ((zipped(dict.fromkeys(names, TEXT)), "a.zip"), (tarred(dict.fromkeys(names, TEXT)), "a.tar")):
        found = documents(data, name)
        assert len({one.id for one in found if isinstance(one, Document)}) == len(names)
        assert all(isinstance(one, Document) and one.id.isprintable() for one in found)
    assert list(tmp_path.iterdir()) == []


def test_links_and_devices_of_a_tar_are_no_files() -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as file:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            info = tarfile.TarInfo("a.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            file.addfile(info)
    assert said(made.getvalue(), "a.tar") == ["the archive holds no documents"]


def test_an_archive_without_documents_says_what_it_has() -> None:
    what = "the archive holds no documents, and 2 files in it are not read (.png 1, .zip 1)"
    for data, name in (
        (zipped({"a.png": b"", "b.zip": KINDS[".zip"]}), "a.zip"),
        (tarred({"a.png": b"", "b.zip": KINDS[".zip"]}), "a.tar"),
    ):
        assert said(data, name) == [what]
    assert said(zipped({})) == ["the archive holds no documents"]


def test_one_bad_file_costs_itself_only() -> None:
    for data, name in (
        (zipped({"a.txt": "", "b.txt": TEXT}), "a.zip"),
        (tarred({"a.txt": "", "b.txt": TEXT}), "a.tar"),
    ):
        bad, good = documents(data, name)
        assert isinstance(bad, SourceError) and (bad.where, bad.what) == (f"{name}#a.txt", "it is empty")
        assert isinstance(good, Document)


def test_an_encrypted_zip_is_said() -> None:
    data = bytearray(zipped({"a.txt": TEXT, "b.txt": TEXT}))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := data.find(sign, start + 1)) >= 0:
            data[start + at] |= 1
    assert said(bytes(data)) == ["2 files in it are encrypted"]


@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tgz", ".tar.xz"])
@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])  # what ends a tar are zeros, many of them
def test_an_archive_that_is_cut_off_is_said(suffix: str, share: float) -> None:
    data = KINDS[suffix][: int(len(KINDS[suffix]) * share)]
    found = said(data, f"a{suffix}")
    assert any("damaged" in one or "cut off" in one for one in found)


def test_a_tar_that_ends_between_files_is_said() -> None:
    data = tarred({"a.txt": TEXT, "b.txt": TEXT})
    assert sum(isinstance(one, Document) for one in documents(data[:2048], "a.tar")) == 2
    assert said(data[:2048], "a.tar") == ["it is no tar, or it is cut off or damaged: it ends where it should not"]
    assert said(data[:1024] + b"x" * 1024, "a.tar") == [
        "it is no tar, or it is cut off or damaged: it ends where it should not"
    ]


def test_bombs_are_stopped() -> None:
    begun = time.monotonic()
    zeros = bytes(200_000_000)
    assert "unpacks to more than" in said(zipped({"a.txt": zeros}))[0]
    assert "has more than 64,000,000 bytes" in said(tarred({"a.txt": zeros}), "a.tar")[0]
    large, bomb = said(PACK[".gz"](tarred({"a.txt": zeros})), "a.tgz")
    assert "has more than 64,000,000 bytes" in large and "it unpacks to more than 200 times" in bomb
    assert time.monotonic() - begun < 30


def test_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.read.packed.archives._ENTRIES", 10)
    files = {f"{n}.txt": TEXT for n in range(11)}
    assert said(zipped(files)) == ["it holds more than 10 files"]
    assert said(tarred(files), "a.tar") == ["it holds more than 10 files"]


def test_a_hostile_header_of_a_tar_takes_no_memory() -> None:
    info = tarfile.TarInfo("./pax")
    info.type, info.size = tarfile.XHDTYPE, 2**33
    header = info.tobuf(tarfile.GNU_FORMAT)
    assert said(header + bytes(20_000), "a.tar") == ["a header in it is longer than any that somebody made"]
    back = bytearray(tarfile.TarInfo("a.txt").tobuf(tarfile.GNU_FORMAT))
    back[124:136] = b"\xff" * 10 + struct.pack(">H", 0x10000 - 1024)
    back[148:156] = b" " * 8
    back[148:156] = f"{sum(back):06o}\0 ".encode()
    assert any("damaged" in one for one in said(bytes(back) * 3, "a.tar"))


@settings(max_examples=30, deadline=None)
@given(data=st.binary(max_size=600), at=st.integers(0, 2000))
@pytest.mark.parametrize("suffix", [".zip", ".tar"])
def test_any_damage_is_a_sentence(suffix: str, data: bytes, at: int) -> None:
    whole = KINDS[suffix]
    assert all(said(one, f"a{suffix}") is not None for one in (data, whole[:at] + data + whole[at + len(data) :]))


def test_folders_hold_archives(tmp_path: Path) -> None:
    for name in ("a.zip", "b.tar.gz", "c.7z", "d.jsonx.gz"):
        (tmp_path / name).write_bytes(KINDS[".zip"])
    found = survey([tmp_path])
    assert [one.id for one in found.sources] == ["a", "b"]
    assert [one.path.name for one in found.skipped] == ["c.7z", "d.jsonx.gz"]


def test_one_of_an_unusual_method_is_said() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_LZMA) as file:
        file.writestr("a.txt", TEXT)
    assert said(made.getvalue()) == ["a.txt in it is packed by method 14, which is not read"]
