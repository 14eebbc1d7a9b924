"""Stores that cannot be read or written: what is told, and that nothing is lost."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store.database.connection import APPLICATION, FILE, Database, latest, migrations, reading, writing

SIZE = 4096  # bytes of a page


def put(folder: Path, key: str, value: str) -> None:
    with writing(folder) as store, store.transaction():
        store.run("put_state", [(key, value)])


def got(folder: Path, key: str) -> str | None:
    with reading(folder) as store:
        row = store.one("state", key)
    return None if row is None else str(row[0])


NOW = latest(migrations())  # the version of the schema


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put(tmp_path / "news.kg", "a", "1")
    return tmp_path / "news.kg"


def test_what_is_written_is_read(folder: Path) -> None:
    assert (got(folder, "a"), got(folder, "b")) == ("1", None)


def test_a_transaction_is_all_or_nothing(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(folder) as store, store.transaction():
        store.run("put_state", [("a", "2")])
        raise ZeroDivisionError
    assert got(folder, "a") == "1"


def test_a_reader_sees_one_moment(folder: Path) -> None:
    with reading(folder) as store, store.moment():
        assert store.one("state", "a") == ("1",)
        put(folder, "a", "2")
        assert store.one("state", "a") == ("1",)
    assert got(folder, "a") == "2"


def test_there_is_no_store(tmp_path: Path) -> None:
    told = "there is no store; name a folder that `kg build --store` wrote"
    with pytest.raises(StoreError, match=told), reading(tmp_path):
        pass
    with pytest.raises(StoreError, match=told), writing(tmp_path / "no.kg", make=False):
        pass
    assert not (tmp_path / "no.kg").exists()


def test_two_writers(folder: Path) -> None:
    told = pytest.raises(StoreError, match="another program is writing to it; wait")
    with writing(folder), told, writing(folder, wait=0.1):
        pass
    put(folder, "a", "3")


def test_a_newer_schema(folder: Path) -> None:
    with sqlite3.connect(folder / FILE) as connection:
        connection.execute("PRAGMA user_version = 99")
    for open_ in (reading, writing):
        told = pytest.raises(StoreError, match=f"version 99 of the schema, and this program knows {NOW}; use the newer")
        with told, open_(folder):
            pass


def test_an_older_schema_is_brought_up_to_date(folder: Path) -> None:
    made = "CREATE TABLE more (a TEXT); INSERT INTO more VALUES ('x');"
    steps = {NOW + 1: made, NOW + 2: "ALTER TABLE more ADD COLUMN b TEXT;"}
    for _ in range(2):
        with writing(folder, steps=steps) as store:
            assert store.version() == NOW + 2
    assert columns(folder) == ["a", "b"]


def test_a_store_of_the_first_version_has_the_tables_that_came_since(tmp_path: Path) -> None:
    with writing(tmp_path / "old.kg", steps={}) as store:
        assert store.version() == 1
    with writing(tmp_path / "old.kg") as store:
        assert (store.version(), list(store.rows("reprints"))) == (NOW, [])


def test_a_migration_that_fails_changes_nothing(folder: Path) -> None:
    steps = {NOW + 1: "CREATE TABLE more (a TEXT); INSERT INTO none VALUES (1);"}
    with pytest.raises(StoreError), writing(folder, steps=steps):
        pass
    assert columns(folder) == []
    assert got(folder, "a") == "1"


def columns(folder: Path) -> list[str]:
    with sqlite3.connect(folder / FILE) as connection:
        return [row[1] for row in connection.execute("PRAGMA table_info(more)")]


def test_a_stranger_s_file(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("CREATE TABLE mine (a)")
    for open_ in (reading, writing):
        with pytest.raises(StoreError, match="another program's; name another folder"), open_(tmp_path):
            pass


def test_the_file_says_whose_it_is(folder: Path) -> None:
    with sqlite3.connect(folder / FILE) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def filled(folder: Path) -> None:
    with writing(folder) as store, store.transaction():
        store.run("put_state", ((str(n), "x" * 100) for n in range(2000)))


def test_a_damaged_page(folder: Path) -> None:
    filled(folder)
    file = folder / FILE
    with file.open("r+b") as out:
        for page in range(file.stat().st_size // SIZE - 20, file.stat().st_size // SIZE):
            out.seek(page * SIZE)
            out.write(b"\xff" * 200)
    with reading(folder) as store:
        assert store.complaints()
        with pytest.raises(StoreError, match=r"damaged.*put back a backup"):
            everything(store)


def everything(store: Database) -> None:
    for n in range(2000):
        store.rows("state", str(n))


def test_no_database_at_all(folder: Path) -> None:
    (folder / FILE).write_bytes(b"no database" * 1000)
    for open_ in (reading, writing):
        with pytest.raises(StoreError, match="damaged"), open_(folder):
            pass


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of 2 MB."""
    folder = tmp_path / "mounted"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    try:
        failed = subprocess.run(mount, capture_output=True, check=False).returncode
    except FileNotFoundError:
        failed = 1
    if failed:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.may_skip
def test_a_full_disk(mounted: Path) -> None:
    folder = mounted / "news.kg"
    put(folder, "a", "1")
    told = pytest.raises(StoreError, match="the disk is full; nothing was changed; make room")
    with told, writing(folder) as store, store.transaction():
        store.run("put_state", ((str(n), "x" * 1000) for n in range(5000)))
    assert (got(folder, "a"), got(folder, "0")) == ("1", None)
    put(folder, "a", "2")
    assert got(folder, "a") == "2"


@pytest.mark.may_skip
def test_a_read_only_folder(mounted: Path) -> None:
    folder = mounted / "news.kg"
    put(folder, "a", "1")
    subprocess.run(["mount", "-o", "remount,ro", str(mounted)], check=True)
    try:
        assert got(folder, "a") == "1"
        with pytest.raises(StoreError, match="it cannot be written: Read-only file system"), writing(folder):
            pass
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(mounted)], check=True)


def test_a_file_that_may_not_be_written_is_read(folder: Path) -> None:
    (folder / FILE).chmod(stat.S_IRUSR)
    assert got(folder, "a") == "1"
