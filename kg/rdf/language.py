"""The language tag of Chinese words, by the script that they are written in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

SIMPLIFIED, TRADITIONAL = "zh-Hans", "zh-Hant"
_HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@cache
def _converter() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


@lru_cache(maxsize=65536)
def is_traditional(words: str) -> bool:
    """Whether a character in it is written otherwise in Simplified script."""
    if not _HAN.search(words):
        return False
    plain = words.encode("utf-8", "replace").decode("utf-8")  # opencc takes no half of a character
    return _converter()(plain) != plain


def is_chinese(words: str) -> bool:
    """Whether a Chinese character is in it."""
    return _HAN.search(words) is not None


def language(words: str) -> str:
    """The tag of words in Chinese; Simplified where nothing tells.

    >>> language("鄭文燦"), language("宜宾"), language("C919")
    ('zh-Hant', 'zh-Hans', 'zh-Hans')
    """
    return TRADITIONAL if is_traditional(words) else SIMPLIFIED
