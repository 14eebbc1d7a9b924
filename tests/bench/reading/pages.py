"""The pages of the bench, made of templates after the structure of real sites and of invented articles."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
_FIELDS = ("title", "source", "date", "author")


@dataclass(frozen=True)
class Page:
    """A page as bytes, and what a reader should make of it.

    `fields` has title, source, date (a day, ISO 8601) and author; None: the page does not state it. `body` are its
    paragraphs in order, `headings` the lines that may stand between them.
    """

    name: str
    group: str
    data: bytes
    fields: dict[str, str | None]
    site: str
    body: tuple[str, ...]
    headings: tuple[str, ...]

    @property
    def ends(self) -> tuple[str, str]:
        """The first and the last sentence of the body."""
        return _sentences(self.body[0])[0], _sentences(self.body[-1])[-1]


def _sentences(paragraph: str) -> list[str]:
    return [f"{part}。" for part in paragraph.split("。") if part.strip("”」")]


def _stated(story: dict[str, Any], states: list[str]) -> dict[str, str | None]:
    values = {**story, "date": story["date"][:10]}
    return {name: values[name] if name in states else None for name in _FIELDS}


def pages(group: str | None = None) -> Iterator[Page]:
    """The pages of a group, or of all: two of each template."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"), undefined=StrictUndefined, autoescape=False, trim_blocks=False
    )
    held = tomllib.loads((FOLDER / "stories.toml").read_text("utf-8"))
    stories = {story["title"]: story for story in held["story"]}
    for entry in tomllib.loads((FOLDER / "pages.toml").read_text("utf-8"))["template"]:
        if group not in (None, entry["group"]):
            continue
        for number, (title, site) in enumerate(zip(entry["stories"], entry["sites"], strict=True), 1):
            story, date = stories[title], datetime.fromisoformat(stories[title]["date"])
            name, host, channel = site
            text = made.get_template(f"{entry['name']}.html").render(
                s=story,
                d=date,
                ts=int(date.replace(tzinfo=UTC).timestamp()) - 8 * 3600,
                body=story["body"],
                site={"name": name, "host": host, "channel": channel},
                links=held["links"],
                links_hant=held["links_hant"],
            )
            yield Page(
                f"{entry['name']}-{number}",
                entry["group"],
                text.encode("utf-8"),
                _stated(story, entry["states"]),
                name,
                tuple(story["body"]),
                tuple(entry.get("headings", ())),
            )
