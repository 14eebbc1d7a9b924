"""Opening store.sqlite: which version of the schema it has, what is wrong with it, and one writer at a time.

The file is in WAL mode: who reads sees the last transaction that was finished, whatever is written meanwhile, and a
process that is killed leaves the transaction before. `PRAGMA application_id` says that the file is ours, and
`PRAGMA user_version` which version its schema has. A store of an older version is brought up to date by the numbered
files of migrations/ when it is opened for writing, in one transaction; one of a newer version is not touched.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kg.errors import StoreError, TargetError
from kg.store.database.statements import sql, statements
from kg.store.lock import locked

FILE = "store.sqlite"
APPLICATION = 0x7A686B67  # "zhkg"
_MIGRATION = re.compile(r"([0-9]{4})_[a-z0-9_]{1,60}\.sql")
_FIRST = 1  # the version of schema.sql
_WAIT = 10.0  # seconds for another writer
DAMAGED = "put back a backup (kg store backup makes one), or build it again from its sources"
_PAGES = 20  # complaints of a check that are shown


class Database:
    """An open store.sqlite; its statements are called by their names in queries.sql."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder, self._connection = folder, connection

    def rows(self, name: str, *values: Any) -> list[Any]:
        """The rows that a statement finds. StoreError where the file is damaged or cannot be read."""
        with _told(self.folder):
            return self._connection.execute(statements()[name], values).fetchall()

    def one(self, name: str, *values: Any) -> Any:
        """The only row that a statement finds, or None."""
        found = self.rows(name, *values)
        return found[0] if found else None

    def run(self, name: str, rows: Iterable[tuple[Any, ...]] = ((),)) -> None:
        """Run a statement once for each row of values. StoreError where it cannot be written."""
        with _told(self.folder):
            self._connection.executemany(statements()[name], rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is kept at the end, or none of it."""
        with _told(self.folder):
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with _told(self.folder):
                self._connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise

    @contextmanager
    def moment(self) -> Iterator[None]:
        """All that is read inside is of one transaction."""
        with _told(self.folder):
            self._connection.execute("BEGIN")
        try:
            yield
        finally:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")

    def version(self) -> int:
        """The version of its schema."""
        with _told(self.folder):
            return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def complaints(self) -> list[str]:
        """What SQLite finds wrong with its pages; none where it is whole."""
        try:
            rows = self._connection.execute(f"PRAGMA integrity_check({_PAGES})").fetchall()
        except sqlite3.DatabaseError as error:
            return [str(error)]
        return [row[0] for row in rows if row[0] != "ok"]

    def backup(self, target: Path) -> None:
        """Copy the file, as of the last transaction, into a new one. StoreError where that cannot be written."""
        with _told(self.folder), sqlite3.connect(target) as copy:
            self._connection.backup(copy)
            copy.execute("PRAGMA journal_mode = WAL")
        copy.close()

    def compact(self) -> None:
        """Give back the room of what was removed."""
        with _told(self.folder):
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def is_store(path: Path) -> bool:
    """Whether a path is a store's folder."""
    return (path / FILE).is_file()


def latest(migrations: dict[int, str]) -> int:
    """The version of the schema that this program writes."""
    return max(migrations, default=_FIRST)


def migrations() -> dict[int, str]:
    """The SQL that brings a schema to each version, from the version before."""
    found = {}
    for file in files(__package__).joinpath("migrations").iterdir():
        if name := _MIGRATION.fullmatch(file.name):
            found[int(name[1])] = file.read_text("utf-8")
    return dict(sorted(found.items()))


@contextmanager
def reading(folder: Path) -> Iterator[Database]:
    """A store to read from. StoreError where there is none, and where it cannot be read or is of another version."""
    if not is_store(folder):
        raise _missing(folder)
    with _told(folder):
        connection = _read_only(folder)
    try:
        with _told(folder):
            _configure(connection)
            _known(folder, connection, migrations(), older="write to it once (kg store gc), which updates it")
        yield Database(folder, connection)
    finally:
        connection.close()


@contextmanager
def writing(
    folder: Path, wait: float = _WAIT, steps: dict[int, str] | None = None, *, make: bool = True
) -> Iterator[Database]:
    """A store to write to, which is made where it is missing (without `make`, that is an error).

    No other program writes to it meanwhile. `steps` are the migrations, the shipped ones if None. StoreError where it
    cannot be written, where another program writes to it for longer than `wait` seconds, and where it is of a newer
    version.
    """
    known = migrations() if steps is None else steps
    if not (make or is_store(folder)):
        raise _missing(folder)
    with ExitStack() as stack:
        _enter(stack, folder, wait)
        with _told(folder):
            connection = sqlite3.connect(folder / FILE, isolation_level=None, timeout=wait)
        stack.callback(connection.close)
        with _told(folder):
            _configure(connection)
            _prepare(folder, connection, known)
        yield Database(folder, connection)


def _enter(stack: ExitStack, folder: Path, wait: float) -> None:
    """Be the only one to write to a store until the stack ends."""
    try:
        stack.enter_context(locked(folder, wait))
    except TargetError as error:
        hint = "wait until it is done, and run this again"
        raise StoreError("another program is writing to it", where=str(folder), hint=hint) from error
    except OSError as error:
        what = f"it cannot be written: {error.strerror}"
        raise StoreError(what, where=str(folder), hint="check its permissions, and the space that is left") from None


def _missing(folder: Path) -> StoreError:
    return StoreError("there is no store", where=str(folder), hint="name a folder that `kg build --store` wrote")


def _read_only(folder: Path) -> sqlite3.Connection:
    address = f"file:{quote(str((folder / FILE).absolute()))}?mode=ro"
    log = folder / f"{FILE}-wal"
    connection = sqlite3.connect(address, uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        if log.exists() and log.stat().st_size:
            raise
        # In a folder where nothing can be written, and with nothing in its log, the file is as it will stay.
        connection = sqlite3.connect(f"{address}&immutable=1", uri=True, isolation_level=None)
    return connection


def _configure(connection: sqlite3.Connection) -> None:
    for setting in ("busy_timeout = 10000", "cache_size = -65536", "temp_store = MEMORY", "cell_size_check = ON"):
        connection.execute(f"PRAGMA {setting}")


def _prepare(folder: Path, connection: sqlite3.Connection, steps: dict[int, str]) -> None:
    """Bring a file that is open for writing to the latest version of the schema."""
    connection.execute("PRAGMA synchronous = FULL")
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,):
        connection.execute("PRAGMA journal_mode = WAL")
        _step(connection, sql("schema.sql"), _FIRST)
    version = _known(folder, connection, steps, older=None)
    for number, text in steps.items():
        if number > version:
            _step(connection, text, number)


def _step(connection: sqlite3.Connection, text: str, version: int) -> None:
    done = f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {version};"
    try:
        connection.executescript(f"BEGIN IMMEDIATE; {text}\n{done} COMMIT;")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _known(folder: Path, connection: sqlite3.Connection, steps: dict[int, str], older: str | None) -> int:
    """The version of a file's schema. StoreError where it is another program's, or of a version that is not read."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    where = str(folder)
    if application != APPLICATION:
        raise StoreError(f"{FILE} in it is another program's", where=where, hint="name another folder")
    if version > latest(steps):
        what = f"it has version {version} of the schema, and this program knows {latest(steps)}"
        raise StoreError(what, where=where, hint="use the newer program that wrote it")
    if version < latest(steps) and older is not None:
        what = f"it has version {version} of the schema, and this program reads {latest(steps)}"
        raise StoreError(what, where=where, hint=older)
    return int(version)


_MEANINGS = {
    sqlite3.SQLITE_FULL: ("the disk is full; nothing was changed", "make room, and run this again"),
    sqlite3.SQLITE_READONLY: ("it may not be written", "check its permissions"),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "check its permissions, and that of its folder"),
    sqlite3.SQLITE_BUSY: ("another program is writing to it", "wait until it is done, and run this again"),
    sqlite3.SQLITE_IOERR: ("the disk fails to read or write it; nothing was changed", "see what the system says of it"),
    sqlite3.SQLITE_NOTADB: (f"{FILE} in it is damaged, or no store", DAMAGED),
}


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Say in a sentence what SQLite reports."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if isinstance(error, sqlite3.ProgrammingError | sqlite3.IntegrityError):
            raise
        what, hint = _MEANINGS.get(code, (f"{FILE} in it is damaged: {error}", DAMAGED))
        raise StoreError(what, where=str(folder), hint=hint) from error
