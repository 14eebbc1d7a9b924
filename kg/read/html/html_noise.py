"""What a page holds beside its article, taken out of its tree, each line with the reason: ontology/noise.toml.

    <p>馆长<ruby>陈<rt>chén</rt></ruby>出席。</p>         rt: the reading of characters
    <div style="display:none">分享摘要</div>               what no reader sees
    <p><img src="1.jpg"></p><p align="center">新馆</p>     the second p: a picture's caption
    <ul><li><a>小学开学</a> 3月5日</li><li>…</li></ul>     a list of links
    <div class="comments"><p>写得好。</p></div>            comments

An element that is named so, or hidden, stays where it holds most of the page's sentences: scripts show it later.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from kg.ontology.ontology import Ontology
from kg.ontology.tables.article import Article
from kg.ontology.tables.noise import Noise
from kg.read.html.html_lines import lines
from kg.read.page import LeftOut

_CONTROLS = ("select", "textarea", "button", "noscript", "template", "datalist", "dialog")
_READINGS = ("rt", "rp", "rtc")
_PICTURES = frozenset(("img", "picture", "video", "embed", "object", "canvas", "figure"))
_LISTS = frozenset(
    ("ul", "ol", "dl", "menu", "table", "tr", "td", "div", "section", "aside", "nav", "p", "center", "form")
)
_BLOCKS = _LISTS | {"li", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "article", "th"}
_HEADINGS = frozenset(("h1", "h2", "h3"))
_HEADING = 16  # letters of a heading of links
_SHORT = 60  # letters of a line below such a heading that is no paragraph
_BEFORE = 8  # empty elements that may stand before such a heading
_KEPT = 40  # letters in sentences that are left where comments are dropped
_DISPLAY = re.compile(r"(?i)display\s{0,4}:\s{0,4}none")
_SELECTOR = re.compile(r"(?i)^\s{0,40}(?:[a-z0-9]{0,12})(?P<kind>[.#])(?P<name>[\w-]{1,60})\s{0,40}$")
_MARKS = re.compile(r"^[\s>＞»●■◆▶|｜【\[·*#-]{1,8}|[\s>＞»：:】\]|｜·*-]{1,8}$")


@dataclass(slots=True)
class Weight:
    """What stands in an element: letters, those of them in links, those in sentences outside of links; and links."""

    letters: int = 0
    linked: int = 0
    prose: int = 0
    links: int = 0

    def add(self, other: Weight) -> None:
        """Count what stands in a child too."""
        self.letters += other.letters
        self.linked += other.linked
        self.prose += other.prose
        self.links += other.links

    def take(self, other: Weight) -> None:
        """Leave out what stood in a part."""
        self.letters -= other.letters
        self.linked -= other.linked
        self.prose -= other.prose
        self.links -= other.links

    def is_links(self, dense: float) -> bool:
        """Whether at least a share `dense` of its letters stand in links, and no sentence outside of them."""
        return self.links > 0 and self.prose == 0 and self.linked >= dense * self.letters


class PageNoise:
    """One page's body, with the weight of each element, and in `left` what was taken out of it."""

    def __init__(self, body: Any, ontology: Ontology) -> None:
        table, article = ontology.table(Noise), ontology.table(Article)
        self.body, self.table = body, table
        self.prose = table.refused.prose
        self.related = (article.junk.related, article.junk.links)
        self.fold = str.maketrans(article.fold.from_, article.fold.to)
        self.left: list[LeftOut] = []
        self.weights = self._weigh()

    @property
    def whole(self) -> int:
        """The letters in sentences of what is left of the page."""
        return self.weights[self.body].prose

    def _weigh(self) -> dict[Any, Weight]:
        elements = list(self.body.iter())
        linked: dict[Any, bool] = {}
        weights: dict[Any, Weight] = {}
        for element in elements:
            within = linked.get(element.getparent(), False)
            linked[element] = within or element.tag == "a"
            shown = isinstance(element.tag, str) and element.tag not in ("script", "style")
            weight = self._of_text(element.text if shown else None, linked[element])
            weight.links = int(element.tag == "a" and bool("".join(element.itertext()).strip()))
            weights[element] = weight
        for element in reversed(elements):
            if element is not self.body and (parent := element.getparent()) is not None:
                weights[parent].add(weights[element])
                weights[parent].add(self._of_text(element.tail, linked[parent]))
        return weights

    def _of_text(self, text: str | None, linked: bool) -> Weight:
        letters = sum(map(str.isalpha, text or ""))
        prose = letters if letters and not linked and self.prose.search(text or "") else 0
        return Weight(letters, letters if linked else 0, prose)

    def drop(self, element: Any, why: str) -> None:
        """Take an element out of the page; what stands behind it stays."""
        self.left += [LeftOut(line.text, why) for line in lines(element)] if isinstance(element.tag, str) else []
        gone = self.weights.get(element, Weight())
        for one in element.iterancestors():
            if one in self.weights:
                self.weights[one].take(gone)
        for one in element.iter():
            self.weights.pop(one, None)
        element.drop_tree()

    def text(self, element: Any) -> str:
        """The text of an element without the marks around it, in the characters that patterns have."""
        return _MARKS.sub("", "".join(element.itertext()).translate(self.fold).strip())

    def hide(self, styled: set[str]) -> None:
        """Take out what no reader sees or reads: hidden elements, controls of forms, readings above characters.

        `styled` are the classes and ids that the page's styles hide. What holds most of the page's sentences stays.
        """
        waiting = list(reversed(self.body))
        while waiting:
            element = waiting.pop()
            if not isinstance(element.tag, str) or element.tag in ("script", "style"):
                continue
            most = 2 * self.weights[element].prose > self.whole
            if element.tag in _READINGS:
                self.drop(element, "the reading of a character")
            elif element.tag in _CONTROLS and not most:
                self.drop(element, "controls of the page")
            elif self.is_hidden(element, styled) and not most:
                self.drop(element, "hidden on the page")
            else:
                waiting += reversed(element)

    def is_hidden(self, element: Any, styled: set[str]) -> bool:
        """Whether a browser does not show an element."""
        if element.get("hidden") is not None or _DISPLAY.search(element.get("style") or ""):
            return True
        names = _names(element)
        selectors = {f"{mark}{name}" for name in names for mark in ".#"}
        return bool(selectors & styled) or any(map(self.table.hidden.fullmatch, names))

    def clear(self) -> None:
        """Take out what is no article: captions, lists of links, comments, and what other parts' names tell."""
        self.captions()
        self.parts()
        self.headed()

    def is_index(self) -> bool:
        """Whether nearly all sentences stand below links, in blocks side by side: a list of links with summaries."""
        refused, prose, number = self.table.refused, Counter[Any](), Counter[Any]()
        for element, weight in self.weights.items():
            if weight.links and 0 < weight.prose <= refused.short and self._begins_with_link(element):
                prose[element.getparent()] += weight.prose
                number[element.getparent()] += 1
        return any(number[one] >= refused.links and prose[one] >= refused.summaries * self.whole for one in number)

    def _begins_with_link(self, element: Any) -> bool:
        """Whether the first text of an element is a block of links."""
        first = next((one for one in islice(element.iter(), _BEFORE) if (one.text or "").strip()), None)
        if first is None or first.tag != "a":
            return False
        block = _block(first)
        inner = self.weights.get(block) if block is not element else None
        return inner is not None and inner.is_links(self.table.dense)

    # -- by names, and lists of links ------------------------------------------------------------------------------

    def parts(self) -> None:
        """Take out the parts that their names or their links tell, the outermost first."""
        self.runs(self.body)
        waiting = list(reversed(self.body))
        while waiting:
            element = waiting.pop()
            if not isinstance(element.tag, str):
                continue
            if why := self.why(element):
                self.drop(element, why)
            elif _is_data(element):
                for link in list(element.iter("a")):
                    link.drop_tag()  # trafilatura leaves out cells that are links
            else:
                self.runs(element)
                waiting += reversed(element)

    def why(self, element: Any) -> str:
        """Why an element is no part of the article; empty where it may be."""
        if self.is_note(element):
            return "the number of a note"
        if not self.weights[element].letters:
            return ""
        if self.is_caption(element):
            return "a picture's caption"
        for part in self.table.parts:
            comments = part is self.table.parts[0]
            if any(map(part.names.fullmatch, _names(element))) and self.is_beside(element, comments=comments):
                return part.why
        return "a list of links" if self.is_list(element) else ""

    def is_beside(self, element: Any, *, comments: bool) -> bool:
        """Whether an element is not what holds the article; comments may be longer than it."""
        prose = self.weights[element].prose
        if comments and next(element.iter("h1"), None) is None:
            return self.whole - prose >= _KEPT or not prose
        return 3 * prose <= self.whole

    def is_list(self, element: Any) -> bool:
        """Whether an element is two links or more and little else; a table with a head is data."""
        weight = self.weights[element]
        dense = element.tag in _LISTS and weight.links > 1 and weight.is_links(self.table.dense)
        return dense and not _is_data(element)

    def runs(self, parent: Any) -> None:
        """Take out blocks of one link each that follow one another, with the dates between them."""
        run: list[Any] = []
        for child in [*parent, None]:
            weight = self.weights[child] if child is not None else Weight()
            is_block = child is not None and child.tag in _BLOCKS
            if is_block and (weight.is_links(self.table.dense) or (run and not weight.letters)):
                run.append(child)
            elif child is None or weight.letters or (child.tail or "").strip():
                links = sum(self.weights[one].links > 0 for one in run)
                for one in run if links > 1 else ():
                    self.drop(one, "a list of links")
                run = []

    def is_note(self, element: Any) -> bool:
        """Whether an element is the number of a note: [1] above the line."""
        return element.tag == "sup" and self.table.note.fullmatch("".join(element.itertext()).strip()) is not None

    # -- captions --------------------------------------------------------------------------------------------------

    def is_caption(self, element: Any) -> bool:
        """Whether an element is named as a caption, or says whose picture it is, and short enough for one."""
        caption, letters = self.table.caption, self.weights[element].letters
        if element.tag == "figcaption" or any(map(caption.names.fullmatch, _names(element))):
            return letters <= caption.longest
        credited = element.tag in _BLOCKS - _HEADINGS and letters <= _SHORT
        return credited and caption.credited.fullmatch(self.text(element)) is not None

    def captions(self) -> None:
        """Take out captions that their place tells: a short centred line right behind a picture."""
        for owner in list(self._behind_pictures()):
            block = _block(owner)
            if block is not None and block is not self.body and self.is_placed(block):
                self.drop(block, "a picture's caption")

    def _behind_pictures(self) -> Iterator[Any]:
        """The elements whose text is the first behind a picture."""
        behind = False
        waiting: list[tuple[bool, Any]] = [(True, self.body)]
        while waiting:
            starts, element = waiting.pop()
            behind = behind or element.tag in _PICTURES
            text, owner = (element.text, element) if starts else (element.tail, element.getparent())
            if starts:
                waiting.append((False, element))
                waiting += [(True, child) for child in reversed(element)]
            if text and text.strip() and isinstance(element.tag, str):
                if behind and element is not self.body:
                    yield owner
                behind = False

    def is_placed(self, block: Any) -> bool:
        """Whether a block behind a picture, or with one, is set as a caption is."""
        weight, caption = self.weights.get(block, Weight()), self.table.caption
        if not 0 < weight.letters <= caption.longest or weight.links or block.tag in _HEADINGS:
            return False
        if caption.never.fullmatch("".join(block.itertext()).strip("\r\n")):
            return False
        around = [block, *(child for child in block.iter() if isinstance(child.tag, str) and child is not block)]
        parent = block.getparent()
        if parent is not None and self.weights[parent].letters == weight.letters:
            around.append(parent)
        return any(self._is_set(element) for element in around)

    def _is_set(self, element: Any) -> bool:
        """Whether an element is centred, or named as what stands below a picture."""
        caption = self.table.caption
        centred = element.tag == "center" or (element.get("align") or "").lower() in ("center", "middle")
        named = any(map(caption.behind.fullmatch, _names(element)))
        return centred or named or caption.centred.search(element.get("style") or "") is not None

    # -- headings of links -----------------------------------------------------------------------------------------

    def headed(self) -> None:
        """Take out what stands below a heading of links: its element, if it begins with the heading."""
        found = [one for one in self.body.iter(*_BLOCKS, "strong", "b", "span") if self.is_heading(one)]
        for heading in found:
            if any(one is self.body for one in heading.iterancestors()):  # not taken out with another
                self.below(heading)

    def is_heading(self, element: Any) -> bool:
        """Whether an element is a heading of links."""
        if not 0 < self.weights[element].letters <= _HEADING:
            return False
        text = self.text(element)
        return any(pattern.fullmatch(text) for pattern in self.related)

    def below(self, heading: Any) -> None:
        """Take out a heading of links with what belongs to it."""
        top = heading
        while (parent := top.getparent()) is not self.body and parent is not None:
            if not _is_first(top) or 3 * self.weights[parent].prose > self.whole or parent.tag in ("article", "main"):
                break
            top = parent
        why = "links to other articles"
        if self.weights[top].letters > self.weights[heading].letters:
            self.drop(top, why)
            return
        while (sibling := top.getnext()) is not None:
            weight = self.weights.get(sibling, Weight())
            if weight.letters and not weight.is_links(self.table.dense) and (weight.letters > _SHORT or weight.prose):
                break
            self.drop(sibling, why)
        self.drop(top, why)


def _names(element: Any) -> list[str]:
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()[:8]


def _is_data(element: Any) -> bool:
    """Whether an element is a table with a head."""
    return element.tag == "table" and next(element.iter("th"), None) is not None


def _block(element: Any) -> Any:
    """The innermost block around an element, or itself."""
    while element is not None and element.tag not in _BLOCKS:
        element = element.getparent()
    return element


def _is_first(element: Any) -> bool:
    """Whether no text of its parent stands before an element."""
    if (element.getparent().text or "").strip():
        return False
    before = islice(element.itersiblings(preceding=True), _BEFORE)
    empty = all(not (one.tail or "").strip() and not any(map(str.strip, one.itertext())) for one in before)
    return empty and next(islice(element.itersiblings(preceding=True), _BEFORE, None), None) is None


def hidden_by_style(tree: Any) -> set[str]:
    """The classes (.name) and ids (#name) that the page's own styles hide on every screen."""
    found: set[str] = set()
    for style in tree.iter("style"):
        depth = 0
        for rule in (style.text or "").split("}"):
            selectors, _, declarations = rule.rpartition("{")
            if depth == 0 and "{" not in selectors and _DISPLAY.search(declarations):
                matches = map(_SELECTOR.match, selectors.split(","))
                found |= {match["kind"] + match["name"].lower() for match in matches if match}
            depth = max(0, depth + rule.count("{") - 1)
    return found
