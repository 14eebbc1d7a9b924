"""A small encoder in the format of the pretrained one."""

from __future__ import annotations

import struct

import numpy as np

WIDTH, HEADS, INNER, LAYERS, POSITIONS = 24, 2, 32, 5, 520
PIECES = ["<s>", "<pad>", "</s>", "<unk>", ",", ".", "▁", *dict.fromkeys("海州市水利局长王建国在主持召开会议年月日")]


def q4(values: np.ndarray) -> bytes:
    """A matrix in blocks of 32 weights of 4 bits and a scale."""
    found = b""
    for block in values.reshape(-1, 32):
        scale = max(float(np.abs(block).max()) / 7, 1e-6)
        nibbles = np.clip(np.round(block / scale) + 8, 0, 15).astype(np.uint8)
        found += np.float16(scale).tobytes() + (nibbles[:16] | nibbles[16:] << 4).tobytes()
    return found


def encoder() -> bytes:
    picks = np.random.default_rng(1)
    shapes = {"emb.word": (len(PIECES), WIDTH), "emb.pos": (POSITIONS, WIDTH), "emb.type": (2, WIDTH)}
    for layer in range(LAYERS):
        shapes |= {f"l{layer}.{name}.w": (WIDTH, WIDTH) for name in ("q", "k", "v", "ao")}
        shapes |= {f"l{layer}.fi.w": (INNER, WIDTH), f"l{layer}.fo.w": (WIDTH, INNER)}
    tensors = {name: picks.normal(0, 0.1, shape).astype(np.float32) for name, shape in shapes.items()}
    norms = ["emb.ln", *(f"l{n}.{name}" for n in range(LAYERS) for name in ("aln", "oln"))]
    tensors |= {f"{name}.{part}": np.full(WIDTH, part == "w", np.float32) for name in norms for part in "wb"}
    for n in range(LAYERS):
        tensors |= {f"l{n}.{name}.b": np.zeros(WIDTH, np.float32) for name in ("q", "k", "v", "ao", "fo")}
        tensors[f"l{n}.fi.b"] = np.zeros(INNER, np.float32)
    text = "".join(PIECES).encode()
    ends = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)], dtype=np.uint32)
    head = b"E5S1" + struct.pack("<I7ifi", 1, WIDTH, LAYERS, HEADS, INNER, len(PIECES), POSITIONS, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(text)) + ends.tobytes()
    head += np.full(len(PIECES), -5, np.float32).tobytes() + text + struct.pack("<iIi", 0, 0, len(tensors))
    stored = {name: q4(one) if one.size % 32 == 0 and one.ndim == 2 else one.tobytes() for name, one in tensors.items()}
    at = len(head) + sum(2 + len(name) + 1 + 4 + 16 for name in tensors)
    table = b""
    for name, one in tensors.items():
        data = stored[name]
        kind = int(len(data) != one.nbytes)
        table += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, one.size, at, len(data))
        at += len(data)
    return head + table + b"".join(stored.values())
