"""Files, folders, addresses and standard input -> Sources and their bytes.

Whatever is wrong with a source is reported when it is read, so that the others can still be read.
"""

from __future__ import annotations

import errno
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from kg.errors import SourceError
from kg.read.field_names import DEFAULT_NAMES, FieldNames
from kg.read.folders import Folder, Skipped, counted, linked, search
from kg.read.packed.file_names import ending
from kg.read.reader import LONGEST
from kg.read.readers import largest, of_media_type, suffixes
from kg.read.web.web import Fetched, Web

_ONE_SLASH = re.compile(r"^([A-Za-z]{1,9}):/(?!/)")  # of a path that was an address
_ADDRESS = re.compile(r"(?i)(?:https?|ftp):/|www\.[a-z0-9-]{1,63}\.")  # a Path has lost one of the slashes
_ORIGIN = re.compile(r"[^/@]{1,9}//[^/@?]{1,253}")  # an address as far as upper and lower case are one
_BARE = re.compile(r"(?i)www\.")
_ANY_TYPE = ("", "application/octet-stream", "text/plain")  # what a server says of a file that it does not know
_FAULTS = {
    "outside": ("it is a link that leads out of the folder", "name the file or folder that it leads to"),
    "special": ("it is no regular file but a pipe or a device", "name it itself, and it is read to its end"),
    "closed": ("the folder cannot be read", "check its permissions, and that its path is not too long"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, a folder without documents, an address of the web, or standard input (neither path nor address).

    With a `fault`, a key of _FAULTS, it is something in a folder that is not opened. `data` holds the bytes of standard
    input or of an address once they have been taken by `held`, or the reason why there are none; `fetched` says what
    else there was to know of an address. `names` are those of the columns, where it is a table or holds records. A file
    of an archive has its bytes from the start, and is `within` that.
    """

    id: str
    path: Path | None
    fault: str = ""
    data: bytes | SourceError | None = None
    address: str = ""
    fetched: Fetched | None = None
    within: str = ""
    web: Web | None = field(default=None, compare=False, repr=False)
    names: FieldNames = DEFAULT_NAMES

    @property
    def where(self) -> str:
        """How messages name it."""
        name = self.address or (printable(str(self.path)) if self.path else "standard input")
        return f"{self.within}#{name}" if self.within else name

    @property
    def name(self) -> str:
        """The name of a file that tells its format; empty where something else does."""
        if self.fetched is None:
            return self.path.name if self.path else ""
        name = PurePosixPath(unquote(urlsplit(self.fetched.url).path)).name
        kind = self.fetched.media_type.partition(";")[0].strip().lower()
        return name if kind in _ANY_TYPE or of_media_type(kind) is None else ""

    def held(self) -> Source:
        """The same source, with what only this process can read: stdin, what is at an address, a pipe or a device."""
        if self.data is not None or self.fault or (self.path and not _is_passing(self.path)):
            return self
        try:
            size = largest(self.path.suffix if self.path else "", LONGEST) + 1
            if self.address:
                fetched = (self.web or Web()).fetch(self.address, size)
                return replace(self, data=fetched.data, fetched=replace(fetched, data=b""), web=None)
            return replace(self, data=_file(self.path, size, self.where) if self.path else _standard_input(size))
        except SourceError as error:
            return replace(self, data=error, web=None)


def printable(name: str) -> str:
    """A name in composed form, without characters that cannot be shown."""
    return "".join(c if c.isprintable() else "_" for c in unicodedata.normalize("NFC", name))


def _is_passing(path: Path) -> bool:
    """Whether a path leads to something of this process, such as /dev/stdin, or to a pipe or a device."""
    try:
        return path.parts[1:2] in (("dev",), ("proc",)) or (path.exists() and not path.is_file() and not path.is_dir())
    except OSError:
        return False


def _is_folder(path: Path) -> bool:
    """Whether a path is a folder; what is too long for a name is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _ids(paths: Iterable[Path]) -> dict[Path, str]:
    """An id for each path: its file's stem; where that is not unique, as much of the end of its path as makes it so.

    >>> sorted(_ids([Path("/a/x.txt"), Path("/b/x.txt"), Path("/b/y.txt"), Path("/b/y.html")]).values())
    ['a/x', 'b/x', 'y.html', 'y.txt']
    """
    waiting = {path: [printable(p) for p in path.parts] for path in sorted(paths)}
    ids: dict[Path, str] = {}
    for depth in range(1, max(map(len, waiting.values()), default=0) + 1):
        ids |= _unique_ends(waiting, depth)
        waiting = {path: parts for path, parts in waiting.items() if path not in ids}
    # What is left differs only in characters that cannot be shown.
    return ids | {path: f"{'/'.join(parts[-1:])}~{n}" for n, (path, parts) in enumerate(waiting.items(), 1)}


def _unique_ends(paths: Mapping[Path, list[str]], depth: int) -> dict[Path, str]:
    """The last `depth` parts of the paths that these tell from all others, without the suffix where that is enough."""
    ends = {path: "/".join(parts[-depth:]) for path, parts in paths.items()}
    names = {path: (end[: len(end) - len(ending(end))], end) for path, end in ends.items()}
    taken = Counter(name for pair in names.values() for name in set(pair))
    unique = {path: [name for name in pair if taken[name] == 1] for path, pair in names.items()}
    return {path: found[0] for path, found in unique.items() if found}


@dataclass(frozen=True, slots=True)
class Survey:
    """What a list of names holds: the sources to read, by id, and what is left out of folders, by path."""

    sources: list[Source]
    skipped: list[Skipped]


def sources(paths: Iterable[str | Path], web: Web | None = None, names: FieldNames = DEFAULT_NAMES) -> list[Source]:
    """What a list of files, folders, addresses and `-` (standard input) holds, by id: see `survey`."""
    return survey(paths, web, names).sources


def survey(paths: Iterable[str | Path], web: Web | None = None, names: FieldNames = DEFAULT_NAMES) -> Survey:
    """What a list of files, folders, addresses and `-` (standard input) holds; each once, in any order of the list.

    Of a folder, all files in and below it that a reader knows by their suffix, except hidden ones, pages that this
    project wrote, and frames of saved pages. What is not read of it (a link that leads out of the folder, a pipe, a
    folder without permission), a file that is missing and a folder without documents are sources too: `read` says what
    is wrong with each, so that the others can still be read. An address is fetched when its turn comes, from `web`.
    Ids are unique within the list and disclose nothing of the machine but the end of a path. `names` are those of the
    columns of tables.
    """
    named = {str(path) for path in paths}
    asked, web = set(filter(is_address, named)), web or Web()
    addresses = {one.id: one for one in (_address(name, web) for name in asked)}
    listed, skipped = _searched(Path(name) for name in sorted(named - asked - {"-"}))
    files = _own_names(file for file, fault in listed if not fault)
    faults = {file.absolute(): fault for file, fault in listed if fault and os.path.realpath(file) not in files}
    made = [Source(id, path, faults.get(path, "")) for path, id in _ids({*files.values(), *faults}).items()]
    made += [Source("stdin", None)] * ("-" in named) + [*addresses.values()]
    left_out = sorted(one for one in skipped if os.path.realpath(one.path) not in files)
    every = [replace(one, names=names) for one in sorted(made, key=lambda source: source.id)]
    return Survey(every, left_out)


def _own_names(files: Iterable[Path]) -> dict[str, Path]:
    """Files by where they really are; of two names of one file, its own counts, not a link's."""
    found: dict[str, Path] = {}
    for file in sorted(files, key=linked):
        found.setdefault(os.path.realpath(file), file.absolute())
    return found


def _searched(paths: Iterable[Path]) -> tuple[list[tuple[Path, str]], set[Skipped]]:
    """The files of paths, each with its fault, and what is left out of those that are folders."""
    listed: list[tuple[Path, str]] = []
    skipped: set[Skipped] = set()
    for path in paths:
        found = search(path) if _is_folder(path) else Folder()
        listed += found.files or [(path, "")]
        skipped.update(found.skipped)
    return listed, skipped


def is_address(name: str) -> bool:
    """Whether a name is that of something on the web, and of no file."""
    return _ADDRESS.match(name) is not None and not os.path.exists(name)  # noqa: PTH110


def _address(name: str, web: Web) -> Source:
    """The source that an address is: its id is the address, without what names a place within the page."""
    shown = _ONE_SLASH.sub(r"\1://", printable(name)).partition("#")[0]
    whole = f"https://{shown}" if _BARE.match(shown) else shown
    if found := _ORIGIN.match(whole):
        whole = found[0].lower() + whole[found.end() :]
    return Source(whole, None, address=whole, web=web)


def contents(source: Source, size: int) -> bytes:
    """At most so many bytes of a source; SourceError where it is missing, a folder or closed."""
    if source.fault:
        what, hint = _FAULTS[source.fault]
        raise SourceError(what, where=source.where, hint=hint)
    if source.path and _is_folder(source.path):
        left_out = search(source.path).skipped
        but = f", and {len(left_out)} files that are not read ({counted(left_out)})" if left_out else ""
        hint = f"put documents into it ({', '.join(suffixes())})"
        raise SourceError(f"the folder holds no documents{but}", where=source.where, hint=hint)
    data = source.held().data
    if isinstance(data, SourceError):
        raise data
    if data is None:
        assert source.path is not None
        return _file(source.path, size, source.where)
    return data


def opened(source: Source) -> BinaryIO:
    """A source that `contents` could read, as a file."""
    data = source.held().data
    if data is None:
        assert source.path is not None
        with _told(source.where):
            return source.path.open("rb")
    assert isinstance(data, bytes)
    return BytesIO(data)


def _file(path: Path, size: int, where: str) -> bytes:
    """At most so many bytes of a file; SourceError where it is missing or may not be read."""
    with _told(where), path.open("rb") as file:
        return file.read(size)


@contextmanager
def _told(where: str) -> Iterator[None]:
    """What the system says of a file is a SourceError."""
    try:
        yield
    except FileNotFoundError:
        raise SourceError("there is no such file", where=where, hint="check the name") from None
    except OSError as error:
        what = f"it cannot be read: {error.strerror}"
        raise SourceError(what, where=where, hint="check its name and its permissions") from None


def _standard_input(size: int) -> bytes:
    """At most so many bytes of standard input; SourceError where it is closed or cannot be read."""
    try:
        if sys.stdin is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return sys.stdin.buffer.read(size)
    except OSError as error:
        closed = error.errno == errno.EBADF
        what = "it is closed" if closed else f"it cannot be read: {error.strerror}"
        raise SourceError(what, where="standard input", hint="pipe a text into the command, or name a file") from None
