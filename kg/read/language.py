"""Whether a text is Chinese."""

from __future__ import annotations

import re

from kg.errors import SourceError

_SAMPLE = 20_000  # characters from which the language is decided
_LEAST_HAN = 10  # percent of the letters of a Chinese text
_MOST_OTHER = 15  # percent: quotations in Japanese or Korean
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_OTHER = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")  # kana and hangul


def check_chinese(text: str, where: str) -> None:
    """Raise SourceError for a blank text, and for one whose letters are not Chinese.

    At most a tenth of its letters are Chinese characters, or more than 15 in 100 are kana or hangul.
    """
    sample = text[:_SAMPLE] if _HAN.search(text, 0, _SAMPLE) else text
    han, letters = len(_HAN.findall(sample)), sum(map(str.isalpha, sample))
    if not text.strip():
        raise SourceError("it is empty", where=where, hint="give a file with Chinese text")
    if 100 * han <= _LEAST_HAN * letters or 100 * len(_OTHER.findall(sample)) > _MOST_OTHER * letters:
        raise SourceError("its text is not Chinese", where=where, hint="zhkg reads Simplified and Traditional Chinese")
