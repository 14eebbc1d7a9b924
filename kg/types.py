"""The nouns. All are immutable values; offsets are code points, half-open.

They count in `Document.text`, except in `Parsed` and what extractors make of it before they give a `Layer`: these count
in `Parsed.view`. The view's map is applied once, where a Layer is made.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Literal, NamedTuple, NewType, TypeAlias

from kg.errors import SourceWarning

DocumentId = NewType("DocumentId", str)  # what a source calls its document: opaque outside of `kg.read`
EntityId = NewType("EntityId", str)  # what a thing is called for good: opaque outside of `kg.merge.ids`, which gives it
ClassName = NewType("ClassName", str)  # a class of the ontology by its local name, such as GovernmentBody

Form: TypeAlias = Literal["name", "nominal", "pronoun", "zero", "value"]
Modality: TypeAlias = Literal["asserted", "negated", "planned", "wished", "asked"]
Datatype: TypeAlias = Literal["date", "quantity", "text"]
Severity: TypeAlias = Literal["error", "warning", "info"]
CorrectionKind: TypeAlias = Literal["same", "different", "retype", "rename", "retract", "assert"]


class _Sent:
    """Goes to another process by its fields and comes back by its constructor: ten times faster than dataclasses."""

    __slots__ = ()
    __match_args__: ClassVar[tuple[str, ...]]

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), tuple([getattr(self, name) for name in self.__match_args__])


@dataclass(frozen=True, slots=True, order=True)
class Span(_Sent):
    """Characters `start` (included) to `end` (excluded) of a text: a document's, or before the Layer a view's."""

    start: int
    end: int

    def __len__(self) -> int:
        """The number of characters."""
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        """Whether `other` lies within this span (or is it)."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Meta(_Sent):
    """What an article states of itself; `frame` holds the spans that state it, which are no part of the body.

    `datePublished` is ISO 8601, at the precision of the text (`2022-09-22`). Names are those of JSON and schema.org.
    """

    title: str | None = None
    publisher: str | None = None
    source: str | None = None
    datePublished: str | None = None  # noqa: N815
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    frame: tuple[Span, ...] = ()
    fields: tuple[tuple[str, Span], ...] = ()  # where the values stand: (author, editor, source, publisher …; span)
    encoding: str = "utf-8"
    url: str | None = None  # where the article stands, as it says itself
    pages: tuple[int, ...] = ()  # where in the text each page begins, of a document that has pages


@dataclass(frozen=True)
class Document:
    """One source's text, unchanged (no newline or width is normalised), and what it says of itself.

    The spans of `meta` count in `text`, as do those of a Layer. `warnings` say what of its source was not read as it
    should be; they are neither compared nor stored. `reprint_of` is known in a graph alone.
    """

    id: DocumentId
    text: str
    meta: Meta = field(default_factory=Meta)
    warnings: tuple[SourceWarning, ...] = field(default=(), compare=False, repr=False)
    reprint_of: DocumentId | None = None

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the text as UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def cut(self, span: Span) -> str:
        """The characters of a span."""
        return self.text[span.start : span.end]


class Token(NamedTuple):
    """A word and its part of speech in jieba's tag set (`n`, `ns`, `nt`, `v`, …)."""

    span: Span
    pos: str


@dataclass(frozen=True, slots=True)
class View:
    """A normal form of a document's text, with a map of offsets.

    The character at `i` of `text` stands for the characters `starts[i]` to `ends[i]` of the document; both sequences
    never fall. What the normal form leaves out (a blank, a line break) no character stands for. `kg.text.view` makes
    views; this one is of the document `共 3 人`:

    >>> view = View("共3人", (0, 2, 4), (1, 3, 5))
    >>> view.cut(Span(0, 2)), view.to_document(Span(0, 2)), view.from_document(Span(2, 5))
    ('共3', Span(start=0, end=3), Span(start=1, end=3))
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def cut(self, span: Span) -> str:
        """The characters of a span of the view."""
        return self.text[span.start : span.end]

    def to_document(self, span: Span) -> Span:
        """The document's characters that a span of the view stands for; `span` is not empty."""
        return Span(self.starts[span.start], self.ends[span.end - 1])

    def from_document(self, span: Span) -> Span:
        """The characters of the view that stand for any in a span of the document; empty where none does."""
        start = bisect_right(self.ends, span.start)
        return Span(start, max(start, bisect_left(self.starts, span.end)))


@dataclass(frozen=True)
class Parsed:
    """A document cut into sentences and words.

    `view` is the text in a normal form, and all spans of this value are in its coordinates; only `document` has those
    of the text. `sentences` cover the body only (the frame is left out); a direct quotation is never cut from its
    speaker. `tokens` cover all that `sentences` cover, in order. `fields` are those of the document's meta, as spans of
    the view.
    """

    document: Document
    view: View
    sentences: tuple[Span, ...]
    tokens: tuple[Token, ...]
    fields: tuple[tuple[str, Span], ...] = ()

    def quote(self, span: Span) -> str:
        """The document's own characters that a span of the view stands for, without those that the view leaves out.

        >>> view = View("“共3人”", (0, 1, 3, 4, 5), (1, 2, 4, 5, 6))
        >>> Parsed(Document("a", "「共 3人」"), view, (), ()).quote(Span(0, 5))
        '「共3人」'
        """
        text, view = self.document.text, self.view
        ends = ((view.starts[n], view.ends[n], view.text[n]) for n in range(span.start, span.end))
        return "".join([text[start] if end - start == 1 else char for start, end, char in ends])

    @cached_property
    def starts(self) -> list[int]:
        """Where each token begins, in order."""
        return [token.span.start for token in self.tokens]

    @cached_property
    def ends(self) -> list[int]:
        """Where each token ends, in order."""
        return [token.span.end for token in self.tokens]


@dataclass(frozen=True, slots=True)
class Value(_Sent):
    """A literal. date: ISO 8601 at the text's precision; quantity: a decimal number and its `unit`; text: words."""

    text: str
    datatype: Datatype
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Mention(_Sent):
    """A stretch of text that means something: a name, a nominal (该局), a pronoun, a dropped subject, a value.

    `span` counts in the document's text in a Layer, in the view before. `type` is a class of the ontology, or for
    values one of Date, Quantity, Text, Role. `value` keeps what was read in the view; a text keeps the document's own
    characters (`Parsed.quote`). `name` is what a resolver should call it where that is not the text itself (京 is 北京,
    省委 is 浙江省委, and `李  红` is 李红 as in the view).
    """

    span: Span
    type: str
    form: Form = "name"
    value: Value | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence(_Sent):
    """Where a claim stands and which rule read it there; `confidence` is in 0..1. `span` is as a Mention's."""

    document: DocumentId
    span: Span
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Claim(_Sent):
    """Mentions joined by a predicate. `roles` name them: subject, object, and the predicate's qualifiers."""

    predicate: str
    roles: tuple[tuple[str, Mention], ...]
    evidence: Evidence
    modality: Modality = "asserted"

    def role(self, name: str) -> Mention | None:
        """The first mention in a role, or None."""
        return next((mention for role, mention in self.roles if role == name), None)


@dataclass(frozen=True, slots=True)
class Layer(_Sent):
    """All that one extractor found in one document, and nothing about other documents.

    All spans count in `document.text`: `document.cut(mention.span)` is what a reader sees.
    """

    document: Document
    extractor: str
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Occurrence(_Sent):
    """A mention and the id of the document that it stands in."""

    document: DocumentId
    mention: Mention


@dataclass(frozen=True, slots=True)
class Link(_Sent):
    """Two mentions and whether they mean the same thing; `why` names the reason in words."""

    left: Occurrence
    right: Occurrence
    verdict: Literal["same", "different"]
    score: float
    why: str


class Division(NamedTuple):
    """An administrative division as the gazetteer has it: its code (six digits of GB/T 2260) and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing. `id` is its readable name, made unique; it is also the last part of its IRI."""

    id: EntityId
    type: ClassName
    name: str
    aliases: tuple[str, ...] = ()
    mentions: tuple[tuple[DocumentId, Span], ...] = ()  # (document id, span), sorted
    divisions: tuple[Division, ...] = ()  # by the gazetteer: the one that it is, then those in which that lies


class NameKey(NamedTuple):
    """A name in a document: what an entity is found again by. `type` is coarse, `name` in the normal form of names."""

    document: DocumentId
    type: ClassName
    name: str


@dataclass(frozen=True, slots=True)
class GivenId(_Sent):
    """An id that was given, the keys of the entity that has it, and the id that the entity now goes by, if another."""

    id: EntityId
    keys: tuple[NameKey, ...]
    merged_into: EntityId | None = None


@dataclass(frozen=True, slots=True)
class Named(_Sent):
    """A thing as a correction names it: a name in the text (of a class, in some documents), an id of it, or both."""

    name: str | None = None
    type: ClassName | None = None
    id: EntityId | None = None
    documents: tuple[DocumentId, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction(_Sent):
    """What a person says of the graph, for all builds from then on: `kg.merge.corrections` has what the kinds mean."""

    kind: CorrectionKind
    subject: Named
    who: str
    when: str  # a date, or a date with time: ISO 8601
    why: str
    object: Named | Value | None = None
    to: str | None = None  # a class (retype) or a name (rename)
    predicate: str | None = None
    qualifiers: tuple[tuple[str, Named | Value], ...] = ()
    modality: Modality | None = None
    document: DocumentId | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Corrected(_Sent):
    """What became of a correction in a graph: whether it holds, and `on` which entities or fact; else the `reason`."""

    correction: Correction
    state: Literal["holds", "missing", "overruled"] = "holds"
    on: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Decisions(_Sent):
    """What outlives a rebuild: all ids that were given, first given first (no two share a key), and corrections."""

    given: tuple[GivenId, ...] = ()
    corrections: tuple[Correction, ...] = ()


NO_DECISIONS = Decisions()


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement. `id` is a hash of what it says; strings among object and qualifiers are entity ids."""

    id: str
    predicate: str
    subject: EntityId
    object: EntityId | Value
    qualifiers: tuple[tuple[str, EntityId | Value], ...] = ()
    modality: Modality = "asserted"
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0
    extractor: str = "rules"


@dataclass(frozen=True, slots=True)
class Origin(_Sent):
    """What read a graph: the program and its version, the extractor, and the digests (SHA-256) of what it knew.

    `ontology` is the fingerprint of the ontology's files, `weights` are the files of networks by name. There is no time
    in it: the same sources give the same graph.
    """

    version: str
    extractor: str
    ontology: str
    weights: tuple[tuple[str, str], ...] = ()
    program: str = "zhkg"


@dataclass(frozen=True)
class Graph:
    """Documents, entities, facts, each sorted by id; links by which mentions became entities; origin; corrections."""

    documents: tuple[Document, ...]
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    links: tuple[Link, ...] = ()
    origin: Origin | None = None
    corrections: tuple[Corrected, ...] = ()

    @cached_property
    def entity(self) -> Mapping[EntityId, Entity]:
        """Entities by id."""
        return {e.id: e for e in self.entities}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A thing that a check found wrong; `code` is looked up in the table of codes, `subject` names the culprit."""

    code: str
    severity: Severity
    subject: str
    message: str
