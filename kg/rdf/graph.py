"""RDF -> Graph: the way back from what `kg.rdf.model` wrote, in any syntax and under any base."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import isfinite
from typing import Any, get_args

from kg.errors import GraphError
from kg.ontology.namespace import KG
from kg.rdf.corrections import REASONS, read
from kg.rdf.divisions import BROADER, DIVISION, NAME, NOTATION
from kg.rdf.inference.infer import is_inferred
from kg.rdf.prefixes import DC, OA, PROV, RDF, SCHEMA, SKOS
from kg.rdf.syntaxes import Syntax, oxigraph_format
from kg.rdf.terms import unlocal, value
from kg.store.canonical import Disagreement, canonical, digests_differ, refuse
from kg.text.pages import are_starts
from kg.types import (
    ClassName,
    Corrected,
    Division,
    Document,
    DocumentId,
    Entity,
    EntityId,
    Evidence,
    Fact,
    Graph,
    Meta,
    Modality,
    Origin,
    Span,
    Value,
)

_PASSAGE = re.compile(r"[#;](?:char|position|quote)=([0-9]{1,18}),([0-9]{1,18})$")
_OWN = {"confidence", "modality", "extractor", "unit", "evidence"}  # what kg: says of a statement beside qualifiers
_NO_ENTITIES = {"Document", "Statement", "Evidence", "Correction", "Division"}
_LEVELS = 8  # more divisions than lie in each other
_DIGIT = 18  # digits of a place in a text
_DIGITS = 400  # more than the longest decimal of a float that matters
_SHOWN = 120  # characters of a name in a complaint
_HINT = "it was changed by hand: build the graph again"


class _Things:
    """Subjects, with the objects of each of their predicates."""

    def __init__(self, quads: Iterable[Any], where: str | None) -> None:
        self.where = where
        self.about: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        self.kinds: dict[str, set[str]] = defaultdict(set)
        for quad in quads:
            if is_inferred(quad.graph_name):
                continue
            objects = self.about[quad.subject.value][quad.predicate.value]
            if quad.object not in objects:  # TriG may hold a statement once a document
                objects.append(quad.object)
            if quad.predicate.value == f"{RDF}type":
                self.kinds[quad.object.value].add(quad.subject.value)

    def wrong(self, thing: str, what: str) -> GraphError:
        """The error to raise about a thing."""
        return GraphError(f"<{thing[:_SHOWN]}> {what}", where=self.where, hint=_HINT)

    def only(self, thing: str, predicate: str) -> Any:
        """The only object of a predicate; GraphError where there is another number of them."""
        found = self.about[thing].get(predicate, [])
        if len(found) != 1:
            raise self.wrong(thing, f"has {len(found)} values for <{predicate}>, not one")
        return found[0]

    def text(self, thing: str, predicate: str, default: str | None = None) -> str | None:
        """The string of a predicate, or the default where it has none."""
        return str(self.only(thing, predicate).value) if predicate in self.about[thing] else default

    def strings(self, thing: str, predicate: str) -> list[str]:
        """The strings of a predicate."""
        return [o.value for o in self.about[thing].get(predicate, [])]

    def number(self, thing: str, predicate: str) -> float:
        """The number of a predicate."""
        found = str(self.only(thing, predicate).value)
        try:
            if len(found) <= _DIGITS and isfinite(made := float(found)):
                return made
        except ValueError:
            pass
        raise self.wrong(thing, f"has {found[:40]!r} for <{predicate}>, which is no number, or too large a one")

    def passage(self, thing: str, passage: str) -> tuple[DocumentId, Span]:
        """The document and the span that a passage's name says; `thing` is what points there."""
        found = _PASSAGE.search(passage)
        if found is None:
            raise self.wrong(thing, f"points to <{passage[:_SHOWN]}>, which is no passage")
        return DocumentId(unlocal(passage[: found.start()])), Span(int(found[1]), int(found[2]))


def _byline(names: list[str], text: str) -> tuple[str, ...]:
    """Names in the order in which the article has them (triples have none)."""
    return tuple(sorted(names, key=lambda name: (name not in text, text.find(name), name)))


def _document(things: _Things, node: str, fields: list[tuple[str, Span]]) -> Document:
    text = things.text(node, f"{SCHEMA}text")
    if text is None:
        raise things.wrong(node, "has no schema:text")
    meta = Meta(
        title=things.text(node, f"{SCHEMA}headline"),
        publisher=things.text(node, f"{DC}publisher"),
        source=things.text(node, f"{DC}source"),
        datePublished=things.text(node, f"{SCHEMA}datePublished"),
        authors=_byline(things.strings(node, f"{DC}creator"), text),
        editors=_byline(things.strings(node, f"{DC}contributor"), text),
        frame=tuple(things.passage(node, p)[1] for p in things.strings(node, f"{KG}frame")),
        fields=tuple(fields),
        encoding=things.text(node, f"{KG}encoding") or "utf-8",
        url=things.text(node, f"{SCHEMA}url"),
        pages=_pages(things, node, len(text)),
    )
    reprinted = things.strings(node, f"{KG}reprintOf")
    of = DocumentId(unlocal(things.only(node, f"{KG}reprintOf").value)) if reprinted else None
    return Document(DocumentId(unlocal(node)), text, meta, reprint_of=of)


def _pages(things: _Things, node: str, length: int) -> tuple[int, ...]:
    words = (things.text(node, f"{KG}pageStarts") or "").split()
    pages = tuple(int(word) for word in words if len(word) <= _DIGIT and word.isascii() and word.isdigit())
    if len(pages) < len(words) or not are_starts(pages, length):
        raise things.wrong(node, "has kg:pageStarts that are not where pages begin, in order")
    return pages


def _documents(things: _Things) -> tuple[Document, ...]:
    fields = defaultdict(list)
    for passage in things.kinds[f"{OA}SpecificResource"]:
        for name in things.strings(passage, f"{KG}field"):
            document, span = things.passage(passage, passage)
            fields[document].append((name, span))
    return tuple(_document(things, node, fields[DocumentId(unlocal(node))]) for node in things.kinds[f"{KG}Document"])


def _entity(things: _Things, node: str) -> Entity:
    name = things.text(node, f"{SKOS}prefLabel") or ""
    types = things.about[node][f"{RDF}type"]
    if len(types) > 1:
        what = f"has {len(types)} types, not one"
        hint = "it was changed by hand, or has inferred triples among those that are said: export TriG, or without them"
        raise GraphError(f"<{node[:_SHOWN]}> {what}", where=things.where, hint=hint)
    kind = ClassName(unlocal("/" + types[0].value.removeprefix(KG)))
    mentions = [things.passage(node, p) for p in things.strings(node, f"{KG}mention")]
    aliases = tuple(things.strings(node, f"{SKOS}altLabel"))
    return Entity(EntityId(unlocal(node)), kind, name, aliases, tuple(mentions), tuple(_divisions(things, node)))


def _divisions(things: _Things, node: str) -> Iterator[Division]:
    """The division that an entity is, and those in which that lies."""
    at, predicate = node, DIVISION
    for _ in range(_LEVELS):
        if predicate not in things.about[at]:
            return
        at, predicate = things.only(at, predicate).value, BROADER
        yield Division(things.text(at, NOTATION) or "", things.text(at, NAME) or "")
    raise things.wrong(node, "is a kg:division that lies in itself by skos:broader")


def _value(term: Any, unit: str | None = None) -> EntityId | Value:
    if hasattr(term, "datatype"):
        return value(term.value, term.datatype.value, unit)
    return EntityId(unlocal(term.value))


def _is_quantity(term: EntityId | Value) -> bool:
    return isinstance(term, Value) and term.datatype == "quantity"


def _measured(
    qualifiers: Sequence[tuple[str, EntityId | Value]], unit: str | None
) -> Sequence[tuple[str, EntityId | Value]]:
    """The qualifiers, the only quantity among them with its unit."""
    amounts = [(name, one) for name, one in qualifiers if isinstance(one, Value) and _is_quantity(one)]
    if len(amounts) != 1:
        return qualifiers
    ((told, amount),) = amounts
    return [(name, replace(amount, unit=unit) if name == told and one == amount else one) for name, one in qualifiers]


def _triple(things: _Things, node: str) -> tuple[str, str, Any]:
    """What a statement is about, by RDF 1.1 or 1.2."""
    if f"{RDF}reifies" in things.about[node]:
        triple = things.only(node, f"{RDF}reifies")
        return triple.subject.value, triple.predicate.value, triple.object
    subject, predicate, target = (things.only(node, f"{RDF}{n}") for n in ("subject", "predicate", "object"))
    return subject.value, predicate.value, target


def _evidence(things: _Things, node: str) -> Evidence:
    selectors = things.strings(node, f"{OA}hasSelector")
    places = {things.passage(node, selector) for selector in selectors}
    if len(places) != 1:
        raise things.wrong(node, f"has {len(places)} places by its oa:hasSelector, not one")
    document, span = places.pop()
    return Evidence(document, span, things.text(node, f"{KG}rule") or "", things.number(node, f"{KG}confidence"))


def _fact(things: _Things, node: str) -> Fact:
    subject, predicate, target = _triple(things, node)
    modality = things.only(node, f"{KG}modality").value.removeprefix(KG)
    if modality not in get_args(Modality):
        raise things.wrong(node, f"has the modality {modality!r}, none of {', '.join(get_args(Modality))}")
    names = {p: unlocal("/" + p.removeprefix(KG)) for p in things.about[node] if p.startswith(KG)}
    unit = things.text(node, f"{KG}unit")
    about = _value(target, unit)
    qualifiers = [(name, _value(o)) for p, name in names.items() if name not in _OWN for o in things.about[node][p]]
    return Fact(
        unlocal(node),
        unlocal("/" + predicate.removeprefix(KG)),
        EntityId(unlocal(subject)),
        about,
        tuple(qualifiers if _is_quantity(about) else _measured(qualifiers, unit)),
        modality,
        tuple(_evidence(things, proof) for proof in things.strings(node, f"{KG}evidence")),
        things.number(node, f"{KG}confidence"),
        things.text(node, f"{KG}extractor", "rules") or "",
    )


def _origin(things: _Things) -> Origin | None:
    """The program of which the file says that it read the graph; none where the file names several."""
    programs = things.kinds[f"{PROV}SoftwareAgent"]
    if len(programs) != 1:
        return None
    (node,) = programs
    weights = (words.partition(" ") for words in things.strings(node, f"{KG}weights"))
    version, extractor, ontology, program = (
        things.text(node, name) or ""
        for name in (f"{SCHEMA}softwareVersion", f"{KG}extractor", f"{KG}ontology", f"{SCHEMA}name")
    )
    files = tuple(sorted((file, digest) for file, _, digest in weights))
    return Origin(version, extractor, ontology, files, program)


def _corrected(things: _Things, node: str) -> Corrected:
    said = things.text(node, f"{KG}entry") or ""
    reasons = {name: words for name in REASONS if (words := things.text(node, KG + name))}
    found = read(said, [unlocal(one) for one in things.strings(node, f"{KG}corrects")], reasons)
    if found is None:
        raise things.wrong(node, "has a kg:entry that is no correction")
    return found


def _differ(things: _Things, documents: tuple[Document, ...]) -> Iterator[Disagreement]:
    digests = {unlocal(n): things.text(n, f"{KG}sha256") or "" for n in things.kinds[f"{KG}Document"]}
    yield from digests_differ(documents, digests)
    by_id = {document.id: document for document in documents}
    for node in sorted(things.kinds[f"{OA}TextQuoteSelector"]):
        document, span = things.passage(node, node)
        if document in by_id and things.text(node, f"{OA}exact") != by_id[document].cut(span):
            what = f"the quote is not what stands at {span.start} to {span.end} of {document}"
            yield Disagreement(f"<{node}>", what)


def _parse(text: str, syntax: Syntax, where: str | None) -> _Things:
    import pyoxigraph as ox

    try:
        return _Things(ox.parse(text, format=oxigraph_format(syntax)), where)
    except SyntaxError as error:
        at = f"{where}:{error.lineno}" if where and error.lineno else where
        raise GraphError(f"it is no {syntax}: {error.msg}", where=at, hint=_HINT) from None


def inspected(text: str, syntax: Syntax = "turtle", where: str | None = None) -> tuple[Graph, list[Disagreement]]:
    """The graph that RDF of ours says, and where the file contradicts itself; `where` names the file in errors.

    The links between mentions are not in RDF; of several quantities among the qualifiers none has its unit. A
    disagreement is a document whose text has not the `kg:sha256` that stands beside it, or a passage that is not what
    stands in the text. Raises GraphError where the text cannot be parsed, and where a thing lacks what it needs.
    """
    things = _parse(text, syntax, where)
    documents = _documents(things)
    facts = tuple(_fact(things, node) for node in things.kinds[f"{KG}Statement"])
    entities = tuple(
        _entity(things, node)
        for kind, nodes in things.kinds.items()
        if kind.startswith(KG) and kind.removeprefix(KG) not in _NO_ENTITIES
        for node in nodes
        if not node.startswith(KG)  # the vocabulary's own, where it is in the file
    )
    corrections = tuple(_corrected(things, node) for node in things.kinds[f"{KG}Correction"])
    graph = canonical(Graph(documents, entities, facts, origin=_origin(things), corrections=corrections))
    return graph, list(_differ(things, documents))


def from_rdf(text: str, syntax: Syntax = "turtle", where: str | None = None) -> Graph:
    """The graph that RDF of ours says. GraphError as in `inspected`, and where the file contradicts itself."""
    graph, disagreements = inspected(text, syntax, where)
    refuse(disagreements, where)
    return graph
