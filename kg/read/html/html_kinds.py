"""Pages that hold no article are refused by name: framesets, error pages, logins, lists of links, interfaces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.errors import SourceError
from kg.ontology.ontology import Ontology
from kg.ontology.tables.article import Article
from kg.ontology.tables.noise import Noise
from kg.read.article.label_lines import label_lines
from kg.read.page import Page
from kg.types import Span

_FRAMES = 6  # frames that a message names
_LONGEST = 60  # characters of a title or line that a message quotes, and of a line that says what went wrong
_FIRST = 60  # lines of a page that may say what went wrong
_CONTROLS = 3  # controls of an interface, at least
_FEW = 16  # letters that such a page shows at most where it has fewer
_LITTLE = 40  # letters in sentences that an error page or a login has beside its message
_TEXT = "save the article's own page, or its text as .txt"


def refuse_frames(tree: Any, ontology: Ontology, where: str | None) -> None:
    """SourceError for a frameset, and for a page that has frames and no text of its own; it names the frames."""
    is_set = tree.find(".//frameset") is not None
    frames = [src for one in tree.iter("frame", "iframe") if (src := (one.get("src") or "").strip())]
    letters = sum(_letters(text) for body in tree.iter("body") for text in _shown(body))
    if letters > ontology.table(Noise).refused.short or not (is_set or (frames and not letters)):
        return
    named = ", ".join(frames[:_FRAMES]) + (f" and {len(frames) - _FRAMES} more" if len(frames) > _FRAMES else "")
    what = "it is a frameset" if is_set else "it has no text of its own but frames"
    hint = "give the page of the frame that holds the article"
    raise SourceError(f"{what}: its text is in other pages ({named or 'none is named'})", where=where, hint=hint)


def _shown(body: Any) -> Iterator[str]:
    """The texts of a body without its scripts and styles."""
    for one in body.iter():
        yield one.tail or ""
        if isinstance(one.tag, str) and one.tag not in ("script", "style"):
            yield one.text or ""


class _Kinds:
    """Tells what a page without an article is, by its lines before and after noise was taken out."""

    def __init__(self, page: Page, ontology: Ontology) -> None:
        self.table = ontology.table(Noise).refused
        self.labels = label_lines(ontology)
        fold = ontology.table(Article).fold
        self.fold = str.maketrans(fold.from_, fold.to)
        self.page = page
        gone = {one.text for one in page.left_out}
        rest = [line for line in page.lines if line.text not in gone]
        self.names = [one.raw for one in page.stated if one.kind == "title"]
        self.names += [line.text for line in page.lines[:_FIRST] if line.heading]
        self.prose = [line.text for line in rest if not line.linked and self.is_prose(line.text)]
        self.shown = sum(_letters(line.text) for line in rest)
        self.letters = sum(_letters(text) for text in self.prose)

    def is_prose(self, text: str) -> bool:
        """Whether a line has a sentence of an article."""
        view = text.translate(self.fold)
        return self.table.ends.search(text) is not None and not self.labels.is_junk(view, Span(0, len(view)))

    def error(self) -> str | None:
        """The words of an error page that say what went wrong."""
        if self.letters > self.table.short:
            return None
        named = next((text for text in self.names if self.table.error.fullmatch(text.strip())), None)
        said = [text for text in self._said() if self.table.error.fullmatch(text.strip(" 。！!"))]
        others = [text for text in self.prose if text not in said]
        return named or (said[0] if said and sum(map(_letters, others)) <= _LITTLE else None)

    def _said(self) -> list[str]:
        return [line.text for line in self.page.lines[:_FIRST] if len(line.text) <= _LONGEST and not line.linked]

    def is_login(self, passwords: int) -> bool:
        """Whether a page asks for a password and has no article."""
        if self.letters > self.table.short:
            return False
        named = any(self.table.login.fullmatch(text.strip()) for text in self.names)
        return named or (passwords > 0 and self.letters <= _LITTLE)

    def is_waiting(self) -> bool:
        """Whether all that a page says is that a script has to fill it."""
        said = self._said()
        waits = [text for text in said if self.table.waiting.fullmatch(text)]
        return bool(waits) and self.letters <= _LITTLE and all(text in waits for text in self.prose)

    def is_interface(self, controls: int) -> bool:
        """Whether a page is fields and buttons, with nothing that could be an article's."""
        return not self.prose and (controls >= _CONTROLS or (controls > 0 and self.shown <= _FEW))

    def is_list(self) -> bool:
        """Whether a page is a list of links, with summaries perhaps, and nothing else."""
        links = [line for line in self.page.lines if line.linked]
        letters = sum(_letters(line.text) for line in self.page.lines)
        dense = sum(_letters(line.text) for line in links) >= self.table.linked * letters
        return not self.prose and len(links) >= self.table.links and dense


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def refuse(page: Page, ontology: Ontology, *, controls: tuple[int, int], index: bool, where: str | None) -> None:
    """SourceError for a page without an article, which names what it is.

    `controls` is how many fields for passwords and how many other controls it has, `index` whether it is links
    with summaries.
    """
    passwords, others = controls
    kinds = _Kinds(page, ontology)
    if error := kinds.error():
        raise SourceError(f"it is an error page ({error[:_LONGEST]}), and no article", where=where, hint=_TEXT)
    if kinds.is_login(passwords):
        raise SourceError("it is a page to log in, and no article", where=where, hint=_TEXT)
    if kinds.is_waiting():
        hint = "save the page once a browser shows its text"
        raise SourceError("it is a page that a script fills, saved without its text", where=where, hint=hint)
    if index or kinds.is_list():
        what = "a list of links with summaries" if index else "a list of links"
        raise SourceError(f"it is {what}, and no article", where=where, hint="give the pages that it leads to")
    if kinds.is_interface(others + passwords):
        raise SourceError("it is an interface (fields and buttons), and no article", where=where, hint=_TEXT)
