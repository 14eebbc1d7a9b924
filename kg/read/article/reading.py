"""How an article was read: what its places said, which won, and what is left out of its body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.read.article.fields import Choice
from kg.read.article.page_parts import body_lines, plain
from kg.read.page import LeftOut, Page
from kg.types import Meta

_SHORT = 6  # characters of a line that may stand within other lines by chance


@dataclass(frozen=True, slots=True)
class Reading:
    """What an article states of itself, which places said so and which lost, and what is left out of its body."""

    meta: Meta
    choices: tuple[Choice, ...]
    left_out: tuple[LeftOut, ...]


def unread(page: Page, text: str) -> Iterator[LeftOut]:
    """The lines that a page shows and that its text does not hold: what trafilatura takes for no article.

    >>> from kg.read.page import Line
    >>> shown = (Line("首页 新闻", linked=True), Line("档案馆新馆今天上午正式开馆。"), Line("联系我们"))
    >>> text = "档案馆新馆今天上午正式开馆。"
    >>> [(one.text, one.why) for one in unread(Page(text, lines=shown), text)]
    [('首页 新闻', 'links'), ('联系我们', 'below the article')]
    """
    whole = plain(text)
    every = {plain(line) for line in text.split("\n")}
    removed = {plain(one.text) for one in page.left_out}
    first, last = body_lines(page)
    for n, line in enumerate(page.lines):
        shown = plain(line.text)
        if shown in every or shown in removed or (len(shown) >= _SHORT and shown in whole):
            continue
        place = "above the article" if n < first else "below the article" if n > last else "amid the article"
        yield LeftOut(line.text, "links" if line.linked else place)
