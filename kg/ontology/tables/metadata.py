"""ontology/metadata.toml: where an article states its metadata, and which place wins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar, Literal, TypeAlias

from kg.ontology.table import Fragment, Table, Word

FieldName: TypeAlias = Literal["title", "publisher", "source", "date", "author", "editor", "url", "column", "keywords"]

Title: TypeAlias = Literal[
    "field_title",
    "agreed_title",
    "government_title",
    "json_ld_title",
    "open_graph_title",
    "page_title",
    "heading_title",
    "short_title",
    "meta_title",
    "title",
    "file_title",
]
Publisher: TypeAlias = Literal[
    "publisher",
    "site",
    "json_ld_publisher",
    "government_publisher",
    "open_graph_publisher",
    "title_publisher",
    "script_publisher",
    "element_publisher",
    "meta_publisher",
    "line_publisher",
    "foot_publisher",
    "beside",
    "outlet",
    "signed",
    "file_publisher",
]
Source: TypeAlias = Literal[
    "field_source",
    "source",
    "line_source",
    "government_source",
    "element_source",
    "json_ld_source",
    "meta_source",
    "source_tail",
    "foot_source",
    "script_source",
    "dateline_source",
    "dateline_publisher",
    "reporting",
    "beside",
]
Date: TypeAlias = Literal[
    "field_date",
    "date",
    "line_date",
    "json_ld_date",
    "government_date",
    "open_graph_date",
    "day",
    "line_day",
    "element_date",
    "meta_date",
    "script_date",
    "foot_date",
    "written",
    "line_written",
    "foot_written",
    "dateline",
    "signature",
    "today",
    "file_date",
]
Author: TypeAlias = Literal[
    "field_author",
    "author",
    "line_author",
    "foot_author",
    "json_ld_author",
    "open_graph_author",
    "element_author",
    "meta_author",
    "file_author",
]
Editor: TypeAlias = Literal[
    "editor",
    "line_editor",
    "foot_editor",
    "json_ld_editor",
    "meta_editor",
    "element_editor",
    "script_editor",
    "meta_author",
]
Url: TypeAlias = Literal[
    "field_url",
    "fetched_url",
    "meta_url",
    "open_graph_url",
    "government_url",
    "json_ld_url",
    "script_url",
    "label_url",
]
Column: TypeAlias = Literal["government_column", "json_ld_column", "open_graph_column", "meta_column"]
Keywords: TypeAlias = Literal["government_keywords", "json_ld_keywords"]


class Order(Table, frozen=True):
    """The places of each field, best first."""

    title: tuple[Title, ...]
    publisher: tuple[Publisher, ...]
    source: tuple[Source, ...]
    date: tuple[Date, ...]
    author: tuple[Author, ...]
    editor: tuple[Editor, ...]
    url: tuple[Url, ...]
    column: tuple[Column, ...]
    keywords: tuple[Keywords, ...]


class Metas(Table, frozen=True):
    """Names of meta elements, and of properties of files, by field, in four groups."""

    government: Mapping[FieldName, tuple[Word, ...]]
    open_graph: Mapping[FieldName, tuple[Word, ...]]
    other: Mapping[FieldName, tuple[Word, ...]]
    file: Mapping[FieldName, tuple[Word, ...]]


class JsonLd(Table, frozen=True):
    """The types of schema.org that are an article, and the properties that hold each field."""

    types: tuple[Word, ...]
    title: tuple[Word, ...]
    publisher: tuple[Word, ...]
    source: tuple[Word, ...]
    date: tuple[Word, ...]
    author: tuple[Word, ...]
    editor: tuple[Word, ...]
    column: tuple[Word, ...]
    keywords: tuple[Word, ...]
    url: tuple[Word, ...]


class Scripts(Table, frozen=True):
    """Variables of scripts by field."""

    publisher: tuple[Word, ...]
    url: tuple[Word, ...]
    source: tuple[Word, ...]
    date: tuple[Word, ...]
    editor: tuple[Word, ...]


class Elements(Table, frozen=True):
    """What the class, id or itemprop of an element that holds a field is, as a whole."""

    title: re.Pattern[str]
    publisher: re.Pattern[str]
    source: re.Pattern[str]
    date: re.Pattern[str]
    author: re.Pattern[str]
    editor: re.Pattern[str]


class NoValues(Table, frozen=True):
    """What is no value although it stands where values do."""

    interface: re.Pattern[str]
    untitled: re.Pattern[str]
    copyright: Fragment
    address: re.Pattern[str]


class SiteNames(Table, frozen=True):
    """What separates a title from the site's name behind it, and what such a name is like."""

    sure: re.Pattern[str]
    doubtful: re.Pattern[str]
    channel: re.Pattern[str]
    name: re.Pattern[str]


class Metadata(Table, frozen=True):
    """Where an article states its metadata, and which place wins."""

    FILE: ClassVar[str] = "metadata.toml"

    order: Order
    meta: Metas
    json_ld: JsonLd
    script: Scripts
    element: Elements
    none: NoValues
    site: SiteNames
