"""The step of the view that leaves out blanks of typography: within figures, and between Chinese and other script.

`3.5 亿元`, `2020 年 7 月 1 日`, `第 3 届` and `使用 GPT 模型` say the same as without blanks. Blanks that set columns
and labels apart stay.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from kg.text.view import Edit

_HAN = r"\u3400-\u9fff"
_RUNNING = re.compile("[，。；！？]")
_ITEM = re.compile(r"\s*[0-9]{1,2}")
_COUNT = re.compile(r"\s*[0-9][0-9,]+")
_LONGEST = 8  # characters of a line's beginning that may be a number of an item
_WORD = re.compile(f"[{_HAN}]")


def _any(words: Collection[str]) -> str:
    """A pattern for any of some words; those of Latin letters are whole words."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) + ("(?![A-Za-z])" if word[-1].isascii() else "") for word in longest)


class Blanks:
    """The blanks to leave out, by the units and numerals of an ontology.

    >>> blanks = Blanks(["元"], ["届"], scales="万亿", numerals="一二三", date="年月日", ordinal="第")
    >>> blanks.gone("投资 3.5 亿 元"), blanks.gone("3 人民法院"), blanks.gone("共 3 人。")
    ([(6, 7, ''), (8, 9, '')], [], [(1, 2, ''), (3, 4, '')])
    """

    def __init__(
        self,
        units: Collection[str],
        ordered: Collection[str],
        scales: str,
        numerals: str,
        date: str,
        ordinal: str,
    ) -> None:
        """`units` follow figures, `ordered` an `ordinal` with a numeral. `scales` are powers (万), `numerals` Chinese
        digits, `date` the characters behind year, month and days."""
        unit = f"(?:[{scales}{date}%‰℃°]|{_any(units)})"
        year, month, days = date[0], date[1], date[2:]
        numeral, orders = f"[0-9{numerals}]", _any(ordered)

        def after(before: str, then: str) -> str:
            """A second place within one expression: what stands before it may be set with a blank itself."""
            return f"(?:(?<=[0-9]{before} )|(?<=[0-9] {before} )) ?(?={then})"

        figure = (
            f"(?<=[0-9] ) ?(?={unit})",
            after(f"[{scales}]", unit),
            after(year, f"[0-9]{{1,2}} ?{month}"),
            after(month, f"[0-9]{{1,2}} ?[{days}]"),
            f"(?<={ordinal} ) ?(?={numeral}{{1,4}} ?(?:{orders}))",
            *(f"(?<={ordinal}{gap}{numeral}{{{size}}} ) ?(?={orders})" for gap in ("", " ") for size in (1, 2, 3)),
        )
        # Each begins with the blank itself, which is found fast.
        self._figure = re.compile(f" (?:{'|'.join(figure)})")
        self._scripts = re.compile(f" (?:(?<=[{_HAN}] )(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%] )(?=[{_HAN}]))")
        self._dated = re.compile(f" ?{month} ?[0-9]{{1,2}} ?[{days}]")

    def gone(self, text: str) -> list[Edit]:
        """The blanks to leave out of a text of uniform characters.

        Those between figures and units are left out anywhere, the others in lines of running text only (which have a
        mark of punctuation), since they may stand for a column or a label elsewhere.
        """
        if " " not in text:
            return []
        found = {m.span() for m in self._figure.finditer(text) if not self._is_item(text, m.start())}
        lines = _Lines(text)
        found.update(m.span() for m in self._scripts.finditer(text) if lines.goes_on(m.start()))
        return [(start, end, "") for start, end in sorted(found)]

    def _is_item(self, text: str, start: int) -> bool:
        """Whether a small number at the beginning of a line is that of an item: `3 项目概况`."""
        far = max(0, start - _LONGEST)
        begin = text.rfind("\n", far, start) + 1
        if begin == 0 and far > 0:
            return False
        return _ITEM.fullmatch(text, begin, start) is not None and not self._dated.match(text, start)


class _Lines:
    """The lines of a text, asked about from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._start, self._end, self._running = 0, -1, False

    def goes_on(self, at: int) -> bool:
        """Whether a place lies within running text: what stands before it on its line is no label or number."""
        if at > self._end:
            self._start = self._text.rfind("\n", max(0, self._end), at) + 1 or self._start
            end = self._text.find("\n", at)
            self._end = end if end >= 0 else len(self._text)
            self._running = _RUNNING.search(self._text, self._start, self._end) is not None
        if not self._running:
            return False
        if _WORD.search(self._text, self._start, at):
            return True
        return self._text[self._end - 1] == "。" and _COUNT.fullmatch(self._text, self._start, at) is not None
