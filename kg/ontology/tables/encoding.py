"""ontology/encoding.toml: how much a character says for the encoding that gives it."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from kg.ontology.table import Count, Share, Table, Word

Codes = Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{2}){1,2} .+$")]
"""A code of one or two bytes in hexadecimal, a blank, and the characters of the codes from this one on."""


class Weights(Table, frozen=True):
    """Of a character beyond ASCII, from 1 (for the encoding) to -1 (against it)."""

    mark: float
    frequent: float
    common: float
    rare: float
    wide: float
    other: float


class Additions(Table, frozen=True):
    """Codes of the WHATWG Encoding Standard that Python's codecs lack or read otherwise."""

    gb18030: tuple[Codes, ...]
    big5: tuple[Codes, ...]


class Misread(Table, frozen=True):
    """What tells text that was read in a wrong encoding."""

    doubtful: Share
    sure: Share
    lost: Share
    damaged: Share


class Encoding(Table, frozen=True):
    """How much a character says for the encoding that gives it."""

    FILE: ClassVar[str] = "encoding.toml"

    marks: Word
    frequent_rows: Count
    plausible: Share
    declared: Share
    broken: Count
    weights: Weights
    mojibake: Misread
    additions: Additions
