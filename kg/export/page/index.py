"""The page that leads to the pages of the parts of a corpus which is too large for one."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Listed:
    """A page: its file, how many documents, entities and facts it shows, and the first and last of its documents."""

    file: str
    documents: int
    entities: int
    facts: int
    first: str
    last: str


_HERE = Path(__file__).parent


def index(pages: Sequence[Listed]) -> str:
    """One HTML file without scripts that lists pages; names of documents reach it as text only."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)
    style = (_HERE / "index.css").read_text("utf-8")
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = environment.get_template("index.html.j2")
    return template.render(pages=pages, documents=sum(page.documents for page in pages), style=style, digest=digest)
