"""Steps of the view about single characters: what cannot be seen is gone, and each character has one form."""

from __future__ import annotations

import re

from kg.text.view import Edit

# Zero width, soft hyphen, marks of direction, variation selectors.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]+"
)

_FROM = "(;?!％．「」『』〈〉〝〞•‧・●⋅∙\u3000\xa0\t\r\v\f\x85\u2028\u2029﹑﹐～－＋)"
_TO = "（；？！%.“”‘’《》“”······    \n\n\n\n\n、，~-+）"
_THIN = "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
_WIDE = "".join(chr(c) for start, n in (("０", 10), ("Ａ", 26), ("ａ", 26)) for c in range(ord(start), ord(start) + n))
_NARROW = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_FORMS = str.maketrans(_FROM + _THIN + _WIDE, _TO + " " * len(_THIN) + _NARROW)
_OUTER = str.maketrans("『』", "「」")
_OTHER = re.compile(f"[{re.escape(_FROM + _THIN + _WIDE)}]+")  # few: seven times as fast as translating all
_COMMA = re.compile(r"(?<![0-9]),|,(?![0-9]{3})")
_COLON = re.compile(r"(?<![0-9]):|:(?![0-9])")
_STRAIGHT = re.compile(r'"[^"\n]*"')


def without_invisible(text: str) -> list[Edit]:
    """Leave out what takes no room: zero-width characters, soft hyphens, marks of direction, variation selectors."""
    return [(*m.span(), "") for m in _INVISIBLE.finditer(text)]


def uniform(text: str) -> str:
    """One form of punctuation, digits, letters and blanks; every kind of line break is a newline.

    >>> uniform('九月2日,司法局(简称"局")举行会议 15:11')
    '九月2日，司法局（简称“局”）举行会议 15:11'
    >>> uniform("共1,200人,其中ＡＢ３人")
    '共1,200人，其中AB3人'
    """
    if "『" in text and "「" not in text:  # double corner brackets are the only ones: they quote as single ones do
        text = text.translate(_OUTER)
    text = _OTHER.sub(lambda m: m.group().translate(_FORMS), text)
    if "," in text:
        text = _COMMA.sub("，", text)
    if ":" in text:
        text = _COLON.sub("：", text)
    if '"' in text:
        text = _STRAIGHT.sub(lambda m: f"“{m.group()[1:-1]}”", text)
    return text
