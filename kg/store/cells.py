"""A cell of a table that a spreadsheet may open."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"[\s\x00-\x1f\u200b-\u200f\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?[0-9]*\.?[0-9]+([eE][+-]?[0-9]+)?")


def guard(cell: str) -> str:
    """A cell that no spreadsheet runs: what looks like a formula gets an apostrophe before it.

    (OWASP, CSV injection: = + - @, tab and carriage return, also in full width; numbers stay.)

    >>> guard("=HYPERLINK(1)"), guard("-1.5"), guard("宜宾市")
    ("'=HYPERLINK(1)", '-1.5', '宜宾市')
    """
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
