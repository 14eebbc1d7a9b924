"""A page as it was written: its elements and its data."""

from __future__ import annotations

import base64
import gzip
import json
from html.parser import HTMLParser
from typing import Any


class Page(HTMLParser):
    """The tags of a page, its scripts with their types, and its policy."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

        self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, text: str) -> None:
        if self.tags and self.inside and self.tags[-1][0] in ("script", "style", "title"):
            self.texts.append((self.tags[-1][1].get("id") or self.tags[-1][0], text))

    def of(self, name: str) -> list[str]:
        return [text for key, text in self.texts if key == name]

    @property
    def data(self) -> Any:
        form = next(a["data-form"] for _, a in self.tags if a.get("id") == "data")
        text = self.of("data")[0]
        return json.loads(gzip.decompress(base64.b64decode(text)) if form == "base64" else text)

    @property
    def ids(self) -> set[str | None]:
        return {attributes.get("id") for _, attributes in self.tags}

    @property
    def policy(self) -> str:
        return next(a["content"] or "" for _, a in self.tags if a.get("http-equiv") == "Content-Security-Policy")
