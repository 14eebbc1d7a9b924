"""Characters that a terminal would obey, as escapes that a reader sees instead."""

from __future__ import annotations

import re

_OBEYED = re.compile("\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    r"""A text with control characters (but for ends of lines and tabs) and marks of direction as escapes.

    >>> print(visible("a\x9b31m\u202eb"))
    a\u009b31m\u202eb
    """
    return _OBEYED.sub(lambda match: _escape(match[0]), text)


def one_line(text: str) -> str:
    r"""A text with all that cannot be printed, ends of lines included, as escapes.

    >>> print(one_line("a\nb\x01"))
    a\u000ab\u0001
    """
    return "".join(c if c.isprintable() else _escape(c) for c in text)


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
