"""The step of the view that writes Traditional sentences in simplified characters, and leaves the others alone.

A Simplified article may quote a Traditional sentence, and the reverse, so each sentence is decided by itself: by the
characters that only one script has, and where these do not tell, by what the whole text is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from kg.text.view import Edit

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]*|[。！？!?\n]+")
_CLAUSE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_ENOUGH = 2  # different characters of one script


@cache
def _converter() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


class Script:
    """Tells the scripts apart by frequent characters that only one of them has.

    >>> script = Script("國務總會見", "国务总会见")
    >>> [script.is_traditional(text) for text in ("國務院總理", "国务院总理", "见总理说：“國會”")]
    [True, False, False]
    """

    def __init__(self, traditional: str, simplified: str) -> None:
        """`traditional` and `simplified` are the characters that tell."""
        self._traditional = re.compile(f"[{traditional}]")
        self._simplified = re.compile(f"[{simplified}]")

    def is_traditional(self, text: str) -> bool:
        """Whether two different characters of Traditional script stand in it, and more of them than of Simplified."""
        found = self._traditional.findall(text)
        return len(set(found)) >= _ENOUGH and len(found) > len(self._simplified.findall(text))

    def is_simplified(self, text: str) -> bool:
        """The reverse of `is_traditional`; neither holds where too few characters tell."""
        found = self._simplified.findall(text)
        return len(set(found)) >= _ENOUGH and len(found) > len(self._traditional.findall(text))

    def simplified(self, text: str) -> str | list[Edit]:
        """The text with its Traditional sentences in simplified characters (by phrases, as OpenCC has them)."""
        if self._traditional.search(text) is None:
            return text
        whole = self.is_traditional(text)
        parts: list[str] = []
        edits: list[Edit] = []
        same = True
        for m in _SENTENCE.finditer(text):
            done = old = m.group()
            if not self.is_simplified(old) if whole else self.is_traditional(old):
                done = _converter()(old)
                edits.extend((m.start() + start, m.start() + end, new) for start, end, new in aligned(old, done))
                same = same and len(done) == len(old)
            parts.append(done)
        return "".join(parts) if same else edits


def aligned(old: str, new: str) -> Iterator[Edit]:
    """The edits that make `new` of `old`: one where the length is the same, else by runs of ideographs.

    What is no ideograph stays as it is, so the n-th run of one is the n-th run of the other. Where that is not so, the
    whole is one edit.

    >>> list(aligned("甲乙，丙丁。", "甲乙，丙丁戊。")), list(aligned("甲乙", "甲丁"))
    ([(3, 5, '丙丁戊')], [(0, 2, '甲丁')])
    """
    if len(old) == len(new):
        yield 0, len(old), new
        return
    if _CLAUSE.split(old) != _CLAUSE.split(new):
        yield 0, len(old), new
        return
    for a, b in zip(_CLAUSE.finditer(old), _CLAUSE.finditer(new), strict=True):
        if a.group() != b.group():
            yield *a.span(), b.group()
