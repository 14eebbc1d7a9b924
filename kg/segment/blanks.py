"""The step of the view that leaves out blanks of typography: within figures, and between Chinese and other script.

`3.5 亿元`, `2020 年 7 月 1 日`, `第 3 届` and `使用 GPT 模型` say the same as without blanks. Blanks that set columns
and labels apart stay.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from kg.text.view import Edit

_HAN = "\u3400-\u9fff"
_RUNNING = re.compile("[，。；！？]")
_LABEL_LENGTH = 8
_LABEL = re.compile(r"\s*(?:[0-9]{1,2}|[A-Za-z])")


def _any(words: Collection[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


class Blanks:
    """The blanks to leave out, by the units and numerals of an ontology."""

    def __init__(self, units: Collection[str], scales: str, numerals: str, date: str, ordinal: str) -> None:
        """`units` follow figures; `scales` are powers (万), `numerals` Chinese digits; `date` are the characters behind
        year, month and days; `ordinal` makes a numeral an ordinal."""
        latin = [unit for unit in units if unit[-1].isascii()]
        chinese = [unit for unit in units if not unit[-1].isascii()]
        unit = f"(?:[{scales}{date}%‰℃°]|{_any(chinese)}|(?:{_any(latin)})(?![A-Za-z]))"
        year, month, days = date[0], date[1], date[2:]
        figure = (
            f"(?<=[0-9] ) ?(?={unit})",
            f"(?<=[0-9][{scales}] ) ?(?={unit})",
            f"(?<=[0-9]{year} ) ?(?=[0-9]{{1,2}} {{0,2}}{month})",
            f"(?<=[0-9]{month} ) ?(?=[0-9]{{1,2}} {{0,2}}[{days}])",
            f"(?<={ordinal} ) ?(?=[0-9{numerals}])",
            *(f"(?<={ordinal}[{numerals}]{{{n}}} ) ?(?={unit})" for n in (1, 2, 3)),
        )
        # Each begins with the blank itself, which is found fast.
        self._figure = re.compile(f" (?:{'|'.join(figure)})")
        self._scripts = re.compile(f" (?:(?<=[{_HAN}] )(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%] )(?=[{_HAN}]))")
        self._dated = re.compile(f" {{1,2}}{month} {{0,2}}[0-9]{{1,2}} {{0,2}}[{days}]")

    def gone(self, text: str) -> list[Edit]:
        """The blanks to leave out of a text of uniform characters."""
        if " " not in text:
            return []
        found = {m.span() for m in self._figure.finditer(text) if not self._label(text, *m.span())}
        line, running = (0, 0), False
        for m in self._scripts.finditer(text):
            if m.end() > line[1]:
                start, end = text.rfind("\n", 0, m.start()) + 1, text.find("\n", m.end())
                line = start, end if end >= 0 else len(text)
                running = _RUNNING.search(text, *line) is not None
            if running and not _LABEL.fullmatch(text, line[0], m.start()):
                found.add(m.span())
        return [(start, end, "") for start, end in sorted(found)]

    def _label(self, text: str, start: int, end: int) -> bool:
        """Whether a small number at the beginning of a line is that of an item: `3 项目概况`."""
        far = max(0, start - _LABEL_LENGTH)
        begin = text.rfind("\n", far, start) + 1
        inside = begin == 0 and far > 0
        return not inside and _LABEL.fullmatch(text, begin, start) is not None and not self._dated.match(text, start)
