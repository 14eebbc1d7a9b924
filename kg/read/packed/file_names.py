"""What the name of a file says of how it is packed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from kg.read.packed.packings import Packing, of_suffix
from kg.read.readers import of_suffix as reader_of

ARCHIVES = (".zip", ".tar")
_SHORT = {".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".tbz": ".tar.bz2", ".txz": ".tar.xz", ".tzst": ".tar.zst"}
_HIDDEN = re.compile(r"(?:^|/)(?:\.(?!\.?(?:/|$))|__MACOSX/)")


@dataclass(frozen=True, slots=True)
class Packed:
    """A name without its packing, and that packing, if it has one.

    >>> packed("a/News.jsonl.gz").suffix, packed("corpus.tgz").suffix, packed("a.txt").packing
    ('.jsonl', '.tar', None)
    """

    name: str
    packing: Packing | None

    @property
    def suffix(self) -> str:
        """The suffix that tells what is packed, in lower case."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def is_archive(self) -> bool:
        """Whether it holds files."""
        return self.suffix == ".tar" or (self.suffix == ".zip" and self.packing is None)

    @property
    def is_read(self) -> bool:
        """Whether a reader knows what is in it."""
        return self.is_archive or reader_of(self.suffix) is not None


def packed(name: str) -> Packed:
    """What a name says."""
    short = PurePosixPath(name).suffix
    if whole := _SHORT.get(short.lower()):
        name = name[: len(name) - len(short)] + whole
    packing = of_suffix(PurePosixPath(name).suffix)
    return Packed(name[: len(name) - len(PurePosixPath(name).suffix)] if packing else name, packing)


def ending(name: str) -> str:
    """The part of a name that tells its format.

    >>> ending("2021.06.html.gz"), ending("2021.06.gz"), ending("a.tar.xz"), ending("a.tgz"), ending("a")
    ('.html.gz', '.gz', '.tar.xz', '.tgz', '')
    """
    outer = PurePosixPath(name).suffix
    found = packed(name)
    if outer.lower() in _SHORT or not (found.packing and found.is_read):
        return outer
    return PurePosixPath(found.name).suffix + outer


def is_hidden(name: str) -> bool:
    """Whether a file of an archive is one that a system or a program put there.

    >>> is_hidden(".git/a.txt"), is_hidden("__MACOSX/._a.txt"), is_hidden("./a.txt"), is_hidden("../a/b.txt")
    (True, True, False, False)
    """
    return _HIDDEN.search(name) is not None
