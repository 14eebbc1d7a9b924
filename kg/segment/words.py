"""Words and parts of speech, by jieba's dictionary."""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from kg.types import Span, Token

_SURROGATE = re.compile("[\ud800-\udfff]")


@cache
def _jieba() -> Any:
    import rjieba

    return rjieba.Jieba()


def tokens(view: str, spans: tuple[Span, ...]) -> tuple[Token, ...]:
    """The tokens of each span of a view, in order (rjieba: jieba's dictionary and model, in Rust).

    >>> [("宜宾市司法局"[t.span.start:t.span.end], t.pos) for t in tokens("宜宾市司法局", (Span(0, 6),))]
    [('宜宾市', 'ns'), ('司法局', 'nt')]
    """
    tag = _jieba().tag
    found = []
    for span in spans:
        at = span.start
        text = view[span.start : span.end]
        try:
            tagged = tag(text)
        except UnicodeEncodeError:  # half of a surrogate pair, which Rust's strings cannot hold
            tagged = tag(_SURROGATE.sub("\ufffd", text))
        for word, pos in tagged:
            end = at + len(word)
            found.append(Token(Span(at, end), pos))
            at = end
    return tuple(found)


def search_words(text: str) -> list[str]:
    """The words of a text, and shorter words within the longer ones, for an index.

    >>> search_words("宜宾市司法局")
    ['宜宾', '宜宾市', '司法', '司法局']
    """
    try:
        return list(_jieba().cut_for_search(text, True))
    except UnicodeEncodeError:
        return list(_jieba().cut_for_search(_SURROGATE.sub("\ufffd", text), True))


def cache_folder() -> Path:
    """Where files that can be made again are kept for this user (never the shared temporary folder)."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "zhkg"


@cache
def _reference() -> Any:
    import logging

    jieba: Any = import_module("jieba")
    posseg: Any = import_module("jieba.posseg")

    jieba.setLogLevel(logging.WARNING)
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir, tokenizer.cache_file = str(folder), "jieba.cache"
    return posseg.POSTokenizer(tokenizer)


def reference(text: str) -> list[tuple[str, str]]:
    """Words and tags of jieba itself: what `tokens` is held against in tests, 30 to 40 times slower.

    >>> reference("宜宾市司法局")
    [('宜宾市', 'ns'), ('司法局', 'nt')]
    """
    return [(pair.word, pair.flag) for pair in _reference().cut(text)]
