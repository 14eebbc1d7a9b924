"""Packed files, made in memory."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Mapping

import zstandard

TEXT = "2021年6月9日，青湖市文化馆新馆开馆，馆长周立群出席仪式并致辞。"
PAGE = f"<!DOCTYPE html><html><head></head><body><p>{TEXT}</p></body></html>"
PACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.ZstdCompressor().compress,
}


class _Windows(zipfile.ZipInfo):
    """An entry as the programs of a Chinese Windows write it: the name in GBK, and no mark of that."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def zipped(files: Mapping[str, str | bytes], *, windows: bool = False) -> bytes:
    """A zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            info = (_Windows if windows else zipfile.ZipInfo)(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, data)
    return made.getvalue()


def tarred(files: Mapping[str, str | bytes], *, encoding: str = "utf-8", form: int = tarfile.GNU_FORMAT) -> bytes:
    """A tar."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", encoding=encoding, format=form) as file:
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    return made.getvalue()
