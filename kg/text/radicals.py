"""Radicals and compatibility ideographs, which look like ideographs and come of fonts, as what they stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_RADICALS = re.compile("[\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]")
_DECOMPOSED = ((0x2F00, 0x2FD6), (0xF900, 0xFB00), (0x2F800, 0x2FA20))


def ideographs(likenesses: dict[str, str]) -> Callable[[str], str]:
    """What writes radicals and compatibility ideographs as the ideographs that they stand for.

    `likenesses` are those that Unicode does not decompose (CJK Radicals Supplement).
    """
    table = {ord(radical): ideograph for radical, ideograph in likenesses.items()}
    for start, end in _DECOMPOSED:
        forms = ((code, unicodedata.normalize("NFKC", chr(code))) for code in range(start, end))
        table |= {code: form for code, form in forms if len(form) == 1}

    def written(text: str) -> str:
        return text.translate(table) if _RADICALS.search(text) else text

    return written
