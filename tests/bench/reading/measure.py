"""A page read, held against what it is: fields, body and lines that are no part of the article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import SourceError
from kg.ontology.ontology import Ontology
from kg.read.read import read_one
from kg.read.sources import Source
from kg.types import Document
from tests.bench.reading.pages import Page

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Reading:
    """What a page was read as: the fields that are wrong with what was read, and the lines that are none of its own."""

    page: Page
    wrong: tuple[tuple[str, str | None], ...]
    whole: bool
    ends: bool
    noise: tuple[str, ...]
    failure: str = ""


def _bare(text: str) -> str:
    return _BLANKS.sub("", text)


def _body_lines(document: Document) -> list[str]:
    """The lines of a text without blanks, what the frame holds left out."""
    kept = list(document.text)
    for span in document.meta.frame:
        kept[span.start : span.end] = ["\n" if c == "\n" else " " for c in kept[span.start : span.end]]
    return [bare for line in "".join(kept).splitlines() if (bare := _bare(line))]


def _in_order(parts: Iterable[str], text: str) -> bool:
    """Whether all parts stand in a text, each behind the one before."""
    place = 0
    for part in parts:
        found = text.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return True


def _wrong(page: Page, document: Document) -> list[tuple[str, str | None]]:
    meta = document.meta
    read = {
        "title": meta.title and _bare(meta.title),
        "source": meta.source,
        "date": meta.datePublished and meta.datePublished[:10],
        "author": "、".join(meta.authors) or None,
    }
    wanted = {**page.fields, "title": _bare(page.fields["title"] or "")}
    free = {"source": page.site}  # a page that names no source may be said to come from its site
    return [
        (name, read[name])
        for name, value in wanted.items()
        if read[name] != value and not (value is None and read[name] == free.get(name))
    ]


def measure(page: Page, ontology: Ontology) -> Reading:
    """A page through the reader; one that is refused has nothing right."""
    try:
        document = read_one(Source(page.name, Path(f"{page.name}.html"), data=page.data), ontology)
    except SourceError as error:
        return Reading(page, tuple((name, None) for name in page.fields), False, False, (), str(error))
    lines, paragraphs = _body_lines(document), [_bare(part) for part in page.body]
    text = "".join(lines)
    own = {_bare(heading) for heading in page.headings} | {_bare(page.fields["title"] or "")}
    return Reading(
        page,
        tuple(_wrong(page, document)),
        _in_order(paragraphs, text),
        _in_order(map(_bare, page.ends), text),
        tuple(
            line
            for line in lines
            if line not in own and not any(line in paragraph or paragraph in line for paragraph in paragraphs)
        ),
    )
