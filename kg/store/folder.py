"""The folder that a build writes: its files and their manifest are all of the same build.

    out/.kg-lock           held while a build writes
    out/.kg-stage-1f…/     what is being written; whoever builds next removes what a killed build left
    out/.kg-ready/         what is written: the rename to this name publishes all files at once
    out/graph.json …       where each is then moved, manifest.json last

A reader takes a file from the ready folder if that has it, or else from its place. So, at whatever step a build is
killed, all files are the old ones or all are the new ones, and a reader need not write.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from io import BufferedReader
from pathlib import Path

from kg.errors import GraphError, TargetError
from kg.store import manifest
from kg.store.lock import locked
from kg.store.manifest import MANIFEST, Entry

FILES = ("graph.json", "graph.ttl", "graph.html")
MORE = re.compile(r"graph-[0-9]{3,9}\.html|failures\.jsonl")  # what a build may write too: pages of parts, what failed
READY = ".kg-ready"
_STAGE = re.compile(r"\.kg-stage-[0-9a-f]{16}")
_TRIES = 200  # of a reader that meets builds; each takes milliseconds to move its files
_PAUSE = 0.01  # seconds between two tries
_HINT = "look at it and remove it"


# -- writing -------------------------------------------------------------------------------------------------------


class Stage:
    """Files on their way into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, _fresh(folder)
        self.entries: list[Entry] = []
        self.published = False

    def write(self, name: str, pieces: Iterable[str | bytes]) -> None:
        """Write a file, as UTF-8; it is on the disk when this returns. OSError where it cannot be written."""
        self.entries.append(put(self.path / name, pieces))

    def publish(self) -> None:
        """Make the files those of the folder, all at once; its other files stay.

        Raises OSError where they cannot be; then nothing was changed, unless `published` is true: then they are the
        folder's, though not all could be moved into their places yet. TargetError where another program's manifest
        would be replaced.
        """
        put(self.path / MANIFEST, [manifest.dumps(self.entries)])
        self._can_replace([entry.name for entry in self.entries])
        _sync(self.path)
        self.path.rename(self.folder / READY)
        self.published = True
        _sync(self.folder)
        _complete(self.folder)

    def rehearse(self) -> None:
        """Do what `publish` will do, without leaving anything. OSError or TargetError where it cannot be done."""
        self._can_replace(FILES)
        self.write("rehearsal", ["\n"])
        _sync(self.path)
        there = self.path.rename(_fresh(self.folder))
        self.path, file = there, _fresh(self.folder)
        try:
            (there / "rehearsal").replace(file)
            _sync(self.folder)
        finally:
            file.unlink(missing_ok=True)

    def _can_replace(self, names: Iterable[str]) -> None:
        for name in (*names, MANIFEST):
            place = self.folder / name
            if not os.path.lexists(place):
                continue
            if place.is_dir() and not place.is_symlink():
                raise IsADirectoryError(21, f"{name} is a folder in it")
            if name == MANIFEST and place.is_file() and not manifest.is_ours(place.read_bytes()):
                what = f"{name} in it is another program's"
                raise TargetError(what, where=str(self.folder), hint="name another folder, or move it away")
            if os.name == "posix":
                with suppress(IsADirectoryError):  # a file never replaces a folder; any other refusal comes before
                    place.rename(self.path)


def put(file: Path, pieces: Iterable[str | bytes]) -> Entry:
    """Write a new file, as UTF-8, onto the disk, and say what it holds. OSError where it cannot be written."""
    size, digest = 0, hashlib.sha256()
    with file.open("xb") as out:
        for piece in pieces:
            data = piece.encode("utf-8") if isinstance(piece, str) else piece
            size += out.write(data)
            digest.update(data)
        out.flush()
        os.fsync(out.fileno())
    return Entry(file.name, size, digest.hexdigest())


@contextmanager
def staging(folder: Path, wait: float, pause: Callable[[float], None] = time.sleep) -> Iterator[Stage]:
    """A stage in a folder, which is made where it is missing, and is locked meanwhile; the stage goes at the end.

    What a killed build left is put in order first. Raises TargetError where another build writes into the folder for
    more than `wait` seconds, of which `pause` passes some at a time, and where something stands there under a name of
    ours; OSError where it cannot be written.
    """
    with ExitStack() as stack:
        stack.enter_context(removed_if_empty(folder))
        stack.enter_context(locked(folder, wait, pause))
        _complete(folder)
        _sweep(folder)
        stage = Stage(folder)
        try:
            stage.path.mkdir()
            yield stage
        finally:
            shutil.rmtree(stage.path, ignore_errors=True)


@contextmanager
def removed_if_empty(folder: Path) -> Iterator[None]:
    """Have a folder and those above it that are missing go again if nothing is put into them."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        yield
    finally:
        for path in missing:
            with suppress(OSError):  # it holds what was written
                path.rmdir()


def _fresh(folder: Path) -> Path:
    return folder / f".kg-stage-{secrets.token_hex(8)}"


def _sync(folder: Path) -> None:
    """Have the names in a folder written onto the disk."""
    if os.name != "posix":  # elsewhere a folder cannot be opened
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _complete(folder: Path) -> None:
    """Move the files of a ready folder into their places."""
    ready = folder / READY
    if not _is_ready(folder, TargetError):
        return
    names = sorted(os.listdir(ready), key=lambda name: (name == MANIFEST, name))  # noqa: PTH208 - names are wanted
    if names:
        _ours(ready, names)
    for name in _more(folder, Path.read_bytes) - set(names):
        (folder / name).unlink(missing_ok=True)
    for name in names:
        (ready / name).replace(folder / name)
    _sync(folder)
    ready.rmdir()
    _sync(folder)


def _more(folder: Path, look: Callable[[Path], bytes]) -> set[str]:
    """The further files of the build that a folder holds, by its manifest, whose bytes `look` finds."""
    try:
        known = manifest.loads(look(folder / MANIFEST))
    except (OSError, GraphError):
        return set()
    return {name for name in known if MORE.fullmatch(name)}


def _ours(ready: Path, names: list[str]) -> None:
    """TargetError where a ready folder is not one that a build left."""
    whole = all(stat.S_ISREG((ready / name).lstat().st_mode) for name in names) and MANIFEST in names
    try:
        known = manifest.loads((ready / MANIFEST).read_bytes()) if whole else {}
    except GraphError:
        known = {}
    if not known.keys() >= set(names) - {MANIFEST} or not known:
        raise TargetError(f"{READY} in it is not what a build leaves", where=str(ready.parent), hint=_HINT)


def _sweep(folder: Path) -> None:
    """Remove the stages that killed builds left. TargetError where one of them is a link."""
    for entry in os.scandir(folder):
        if _STAGE.fullmatch(entry.name) is None:
            continue
        if entry.is_symlink():
            raise TargetError(f"{entry.name} in it is a link, which no build leaves", where=str(folder), hint=_HINT)
        if entry.is_dir():
            shutil.rmtree(entry.path)
        else:
            Path(entry.path).unlink()


# -- reading -------------------------------------------------------------------------------------------------------


def is_there(file: Path) -> bool:
    """Whether a file is in its place or ready to go there. GraphError where the ready folder is not a build's."""
    return any(_in_ready(file) or file.is_file() for _ in range(2))  # between the looks it may have been moved


def read(file: Path) -> bytes:
    """The bytes of a file as it was published last. OSError where there is none; GraphError as in `is_there`."""
    with _open(file) as stream:
        return stream.read()


@contextmanager
def snapshot(folder: Path) -> Iterator[dict[str, BufferedReader]]:
    """The files of a folder that are there, and their manifest, by name and open: all as they were at one moment.

    Raises OSError where one cannot be opened, GraphError as `is_there` does and where builds never stop writing.
    """
    for _ in range(_TRIES):
        names = (*FILES, *sorted(_more(folder, read)), MANIFEST)
        with ExitStack() as stack:
            files = {name: stack.enter_context(_open(folder / name)) for name in names if is_there(folder / name)}
            if all(_still(folder / name, files.get(name)) for name in names):
                yield files
                return
        time.sleep(_PAUSE)
    raise GraphError("builds keep writing into it", where=str(folder), hint="wait until they are done")


def _still(file: Path, stream: BufferedReader | None) -> bool:
    """Whether a file that was opened, or found missing, would be found the same now."""
    if stream is None or not is_there(file):
        return stream is None and not is_there(file)
    with suppress(FileNotFoundError), _open(file) as now:
        return os.path.samestat(os.fstat(now.fileno()), os.fstat(stream.fileno()))
    return False


def _open(file: Path) -> BufferedReader:
    """A file, in the ready folder or in its place, open."""
    for _ in range(_TRIES):
        with suppress(FileNotFoundError):
            return _open_ready(file) if _in_ready(file) else file.open("rb")
        if not is_there(file):
            break
    return file.open("rb")


def _open_ready(file: Path) -> BufferedReader:
    """A file in the ready folder beside it, open."""
    ready = file.parent / READY / file.name
    if not stat.S_ISREG(ready.lstat().st_mode):
        raise GraphError(f"{file.name} in {READY} in it is no file", where=str(file.parent), hint=_HINT)
    return os.fdopen(os.open(ready, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)), "rb")


def _in_ready(file: Path) -> bool:
    """Whether a file is one that builds write and the ready folder beside it has it."""
    ours = file.name in (*FILES, MANIFEST) or MORE.fullmatch(file.name) is not None
    return ours and _is_ready(file.parent, GraphError) and os.path.lexists(file.parent / READY / file.name)


def _is_ready(folder: Path, wrong: type[GraphError | TargetError]) -> bool:
    """Whether there is a ready folder; raises `wrong` where it is no folder, or a stranger's in one for everybody."""
    try:
        found, place = (folder / READY).lstat(), folder.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    if not stat.S_ISDIR(found.st_mode):
        raise wrong(f"{READY} in it is no folder, which no build leaves", where=str(folder), hint=_HINT)
    if os.name == "posix" and place.st_mode & stat.S_ISVTX and found.st_uid not in (0, os.getuid(), place.st_uid):
        raise wrong(f"{READY} in it belongs to another user", where=str(folder), hint=_HINT)
    return True
