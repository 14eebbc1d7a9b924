"""One uniform character for each of a text: rules need one form, and offsets stay those of the text."""

from __future__ import annotations

import re
from functools import cache

_FROM = "(;?!％．「」『』〈〉〝〞•‧・●⋅∙\u3000\xa0\t\r\v\f\x85\u2028\u2029﹑﹐～－＋)"
_TO = "（；？！%.“”‘’《》“”······    \n\n\n\n\n、，~-+）"
_WIDE = "".join(chr(c) for start, n in (("０", 10), ("Ａ", 26), ("ａ", 26)) for c in range(ord(start), ord(start) + n))
_NARROW = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_FORMS = str.maketrans(_FROM + _WIDE, _TO + _NARROW)
_COMMA = re.compile(r"(?<![0-9]),|,(?![0-9]{3})")
_COLON = re.compile(r"(?<![0-9]):|:(?![0-9])")
_STRAIGHT = re.compile(r'"[^"\n]*"')
# Frequent characters that only Traditional text has; two different ones make a text Traditional.
_TRADITIONAL = re.compile(
    "[國會時經與學對們這個來說發為長開關門問間東車馬見貝頁風飛魚鳥龍億萬區醫廣應處書業際縣鄉鎮黨總實現議務辦樂環]"
)


@cache
def _converter() -> object:
    import opencc

    return opencc.OpenCC("t2s")


def is_traditional(text: str) -> bool:
    """Whether a text is written in Traditional characters.

    >>> is_traditional("國務院總理會見了代表"), is_traditional("国务院总理会见了代表")
    (True, False)
    """
    return len(set(_TRADITIONAL.findall(text[:4000]))) >= 2


def _simplify(text: str) -> str:
    converter = _converter()
    done: str = converter.convert(text)  # type: ignore[attr-defined]
    if len(done) == len(text):
        return done
    # A phrase changed its length: go by characters, which never do.
    table = {ord(c): s for c in set(text) if len(s := converter.convert(c)) == 1}  # type: ignore[attr-defined]
    return text.translate(table)


def uniform(text: str) -> str:
    """The text in simplified characters and one form of punctuation; same length, same offsets.

    >>> uniform('九月2日,司法局(簡稱"局")舉行會議 15:11')
    '九月2日，司法局（简称“局”）举行会议 15:11'
    >>> uniform("共1,200人,其中ＡＢ３人")
    '共1,200人，其中AB3人'
    """
    if is_traditional(text):
        text = _simplify(text)
    text = text.translate(_FORMS)
    if "," in text:
        text = _COMMA.sub("，", text)
    if ":" in text:
        text = _COLON.sub("：", text)
    if '"' in text:
        text = _STRAIGHT.sub(lambda m: f"“{m.group()[1:-1]}”", text)
    return text
