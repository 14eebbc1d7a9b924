"""What a page states in places that nobody sees, by the names in ontology/metadata.toml.

<meta name="ContentSource" content="临江日报">   ->   government_source, "meta ContentSource", 临江日报
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.ontology.ontology import Ontology
from kg.ontology.tables.metadata import JsonLd, Metadata, Scripts
from kg.read.article.page_parts import plain
from kg.read.page import Page, Stated


class Placed(NamedTuple):
    """A place of ontology/metadata.toml, where that is on the page, what stands there, and whether that is called a
    person.
    """

    place: str
    where: str
    raw: str
    is_person: bool = False


class Places:
    """Knows which names of meta elements, JSON-LD and scripts state which field."""

    def __init__(self, ontology: Ontology) -> None:
        table = ontology.table(Metadata)
        groups = {"government": table.meta.government, "open_graph": table.meta.open_graph, "meta": table.meta.other}
        groups["file"] = table.meta.file
        self._metas = {
            name.lower(): f"{group}_{field}"
            for group, fields in groups.items()
            for field, names in fields.items()
            for name in names
        }
        self._types = frozenset(table.json_ld.types)
        self._keys = _names(table.json_ld, "json_ld")
        self._variables = _names(table.script, "script")

    def stated(self, page: Page) -> Iterator[Placed]:
        """What the places of ontology/metadata.toml that a page has say."""
        node = self._article(page)
        for one in page.stated:
            if one.kind == "meta" and (place := self._metas.get(one.name.lower())):
                yield Placed(place, f"meta {one.name}", one.raw, is_person=one.thing == _PERSON)
            elif one.kind == "script" and (place := self._variables.get(one.name)):
                yield Placed(place, f"script {one.name}", one.raw)
            elif one.kind == "json_ld" and one.node == node and (place := self._keys.get(_key(one))):
                yield Placed(place, f"JSON-LD {one.name}", one.raw, is_person=one.thing == _PERSON)
            elif one.kind == "field":
                yield Placed(f"field_{one.thing}", f"column {one.name}", one.raw, is_person=one.thing == "author")

    def _article(self, page: Page) -> int:
        """The node of the JSON-LD that is the page's article: the one whose headline the page's title has, or the first
        of the most telling type; 0 where there is none.
        """
        titles = [plain(one.raw) for one in page.stated if one.kind == "title"]
        nodes = [one for one in page.stated if one.kind == "json_ld" and _type(one) in self._types]
        named = [one for one in nodes if self._keys.get(_key(one)) == "json_ld_title" and plain(one.raw)]
        same = [one for one in named if any(plain(one.raw) in title for title in titles)]
        first = min(same or nodes, key=lambda one: (_type(one) in _PAGES, one.node), default=None)
        return first.node if first else 0


_PAGES = ("WebPage", "ItemPage")  # types that say less than an article
_PERSON = "Person"  # a type of schema.org


def _names(table: JsonLd | Scripts, group: str) -> dict[str, str]:
    """The place for each name in the lists of a table."""
    lists = {field: getattr(table, field) for field in table.__struct_fields__ if field != "types"}
    return {name: f"{group}_{field}" for field, names in lists.items() for name in names}


def _type(one: Stated) -> str:
    return one.name.partition(".")[0]


def _key(one: Stated) -> str:
    return one.name.partition(".")[2]


def places(ontology: Ontology) -> Places:
    """The places of an ontology."""
    return ontology.once(Places)
