"""What a terminal would obey, a reader sees instead."""

from __future__ import annotations

import re

_OBEYED = re.compile("\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    r"""A text with control characters (but for ends of lines and tabs) and marks of direction as escapes.

    >>> print(visible("a\x9b31m\u202eb"))
    a\u009b31m\u202eb
    """
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
