"""What a folder holds: the files to read, those that cannot be opened, and those that are left out, with reasons."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kg.read import formats
from kg.read.packed.file_names import packed
from kg.read.readers import of_suffix
from kg.text.visible import one_line

_HEAD = 4000  # bytes that show whether this project wrote a file
_PAGE = "text/html"
_PARTS = ("_files", ".files")  # what browsers append to the name of a page for the folder of its pictures and frames


@dataclass(frozen=True, slots=True, order=True)
class Skipped:
    """A file of a folder that is not read, or a folder that is part of a saved page, and why."""

    path: Path
    why: str

    def __str__(self) -> str:
        """One sentence."""
        return f"{one_line(str(self.path))}: {self.why}"


@dataclass(slots=True)
class Folder:
    """The documents in and below a folder, each with its fault if it cannot be opened, and what is left out of it."""

    files: list[tuple[Path, str]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def search(folder: Path) -> Folder:
    """What is in and below a folder, by name; hidden files count as nothing.

    Left out are files that no reader knows by their suffix, graphs that this project wrote, and the folders of saved
    pages. Links are followed within the folder only. A link that leads nowhere counts as a document: `read` reports it.
    """
    root, found = Path(os.path.realpath(folder)), Folder()

    def closed(error: OSError) -> None:
        found.files.append((Path(error.filename or folder), "closed"))

    for place, folders, files in os.walk(folder, onerror=closed):
        names = _shown(files)
        folders[:] = _own_folders(Path(place), _shown(folders), names, found.skipped)
        found.files += [(path, "outside") for name in folders if _leads_out(path := Path(place, name), root)]
        for path in (Path(place, name) for name in names):
            if not packed(path.name).is_read:
                found.skipped.append(Skipped(path, _unknown(path)))
            elif fault := _fault(path, root):
                found.files.append((path, fault))
            elif _is_own(path):
                found.skipped.append(Skipped(path, "it is the page of a graph"))
            else:
                found.files.append((path, ""))
    found.files.sort()
    found.skipped.sort()
    return found


def counted(skipped: Iterable[Skipped]) -> str:
    """How many files of each suffix are left out, most first.

    >>> counted([Skipped(Path("a.pdf"), ""), Skipped(Path("b.docx"), ""), Skipped(Path("c.docx"), "")])
    '.docx 2, .pdf 1'
    """
    counts = Counter(one_line(one.path.suffix.lower() or one.path.name) for one in skipped)
    return ", ".join(
        f"{suffix} {count}" for suffix, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def _unknown(path: Path) -> str:
    """Why a file with a suffix that no reader has is left out."""
    if known := formats.of_suffix(packed(path.name).suffix):
        return f"it is {known.name}, a format that is not read; {known.advice(path)}"
    return "no reader knows its suffix; if it is text, name it itself"


def _own_folders(place: Path, folders: list[str], files: list[str], skipped: list[Skipped]) -> list[str]:
    """Folders without those that hold the pictures and frames of a page beside them, which become `skipped`."""
    pages = {_stem(name): name for name in files if (r := of_suffix(Path(name).suffix)) and _PAGE in r.media_types}
    parts = {name: pages.get(_stem(name)) for name in folders if name.endswith(_PARTS)}
    skipped += [Skipped(place / name, f"it is part of the saved page {page}") for name, page in parts.items() if page]
    return [name for name in folders if not parts.get(name)]


def _stem(name: str) -> str:
    """The name that a saved page and the folder of its parts share."""
    ending = next((part for part in _PARTS if name.endswith(part)), Path(name).suffix)
    return unicodedata.normalize("NFC", name.removesuffix(ending))


def _shown(names: Iterable[str]) -> list[str]:
    """Names of files without those that are hidden."""
    return [name for name in names if not name.startswith(".")]


def _is_own(path: Path) -> bool:
    """Whether a file is a graph that this project wrote, such as its page, and no article."""
    reader = of_suffix(path.suffix)
    if reader is None or reader.is_own is None:
        return False
    try:
        with path.open("rb") as file:
            return reader.is_own(file.read(_HEAD))
    except OSError:
        return False  # what is wrong with it is reported when it is read


def _leads_out(path: Path, root: Path) -> bool:
    """Whether a path is a link that leads out of a folder; `root` is the folder itself, not a link to it."""
    return linked(path) and not Path(os.path.realpath(path)).is_relative_to(root)


def _fault(path: Path, root: Path) -> str:
    """Why a file in a folder is not opened, or an empty text."""
    if _leads_out(path, root):
        return "outside"
    try:
        return "special" if path.exists() and not path.is_file() else ""
    except OSError:
        return ""


def linked(path: Path) -> bool:
    """Whether a path is a link; what is too long for a name is none."""
    try:
        return path.is_symlink()
    except OSError:
        return False
