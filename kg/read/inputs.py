"""A source without its packing: as a file to be read from its beginning, or as an archive with its members."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from kg.errors import SourceError
from kg.read import formats
from kg.read.packed import archives, packings
from kg.read.packed.file_names import ARCHIVES, is_hidden, packed
from kg.read.packed.packings import Packing, unpacked
from kg.read.readers import of_suffix
from kg.read.sources import Source, contents, opened, printable

_HEAD = 512  # bytes that show how something is packed
_TWICE = "it is packed more than once"
_ONCE = "unpack it once, and give what comes out"


@dataclass(frozen=True, slots=True)
class Input:
    """A source, the packing that is taken off it, and the suffix of what is in it, empty where it has none."""

    source: Source
    packing: Packing | None
    suffix: str

    @property
    def is_known(self) -> bool:
        """Whether its suffix tells what it is."""
        return self.suffix in ARCHIVES or of_suffix(self.suffix) is not None

    def open(self) -> BinaryIO:
        """What is in it, as a file; SourceError where it cannot be opened."""
        file = opened(self.source)
        return unpacked(file, self.packing, self.source.where) if self.packing else file

    def head(self, size: int) -> bytes:
        """Its first bytes, at most so many; SourceError where it cannot be read."""
        data = contents(self.source, _HEAD if self.packing else size)
        if self.packing is None:
            return data
        with self.open() as file:
            return file.read(size)

    def archive(self, data: bytes) -> str:
        """The suffix of the archive that it is, by name or by its first bytes; empty where it is none.

        Raises SourceError where what is in it is packed again.
        """
        kind = self.suffix if self.suffix in ARCHIVES else ""
        if not self.is_known and formats.of_suffix(self.suffix) is None:
            kind = ".zip" if data.startswith(archives.ZIP) else ""
            kind = ".tar" if data[archives.TAR_AT :].startswith(archives.TAR) else kind
        again = packings.of_suffix(self.suffix) or (not self.is_known and packings.of_bytes(data))
        if self.packing and (kind == ".zip" or again):
            raise SourceError(_TWICE, where=self.source.where, hint=_ONCE)
        return kind

    def members(self, kind: str) -> Iterator[tuple[str, Source | None]]:
        """The files of an archive: the name of each, and the source that it is where a reader knows its suffix.

        The next one is asked for when the one before it has been read. Raises SourceError, also behind some of them.
        """
        source = self.source
        with self.open() as file:
            reads = archives.in_zip if kind == ".zip" else archives.in_tar
            for member in reads(file, source.where):
                path = PurePosixPath(member.name.replace("\\", "/"))
                if is_hidden(str(path)):
                    continue
                name = packed(path.name)
                if name.is_archive or not name.is_read:
                    yield str(path), None
                    continue
                data: bytes | SourceError
                try:
                    data = member.read()
                except SourceError as error:
                    data = error
                id_ = f"{source.id}#{printable(str(path))}"
                yield str(path), Source(id_, Path(path), data=data, within=source.where, names=source.names)


def input_of(source: Source) -> Input:
    """A source by its name, or where that tells nothing by its first bytes; SourceError where it cannot be read."""
    name = packed(source.name)
    found = Input(source, name.packing, name.suffix)
    if found.packing or found.is_known or formats.of_suffix(found.suffix):
        return found
    return Input(source, packings.of_bytes(contents(source, _HEAD)), found.suffix)
