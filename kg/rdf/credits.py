"""Who wrote, edited and published a document: the entities of the graph, or agents of their own where it has none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from kg.ontology.ontology import Ontology
from kg.rdf.prefixes import DC, FOAF, RDF, SCHEMA
from kg.rdf.terms import Names, Triple, chinese
from kg.types import Document, DocumentId, Entity, EntityId, Graph, Span

_BODY, _PERSON = "Organization", "Person"
_ROLES = {"publisher": (_BODY,), "source": (_BODY,), "author": (_PERSON, _BODY), "editor": (_PERSON,)}
_TERMS = {  # a role of a document: the property of the name, that of the thing, and what a thing is by it
    "publisher": (f"<{DC}publisher>", f"<{SCHEMA}publisher>", f"<{SCHEMA}Organization>"),
    "source": (f"<{DC}source>", f"<{SCHEMA}sourceOrganization>", f"<{SCHEMA}Organization>"),
    "author": (f"<{DC}creator>", f"<{SCHEMA}author>", f"<{FOAF}Agent>"),
    "editor": (f"<{DC}contributor>", f"<{SCHEMA}editor>", f"<{FOAF}Agent>"),
}


class Credit(NamedTuple):
    """A name in a role (author, editor, publisher, source) of a document, and the entity that it means, if any."""

    role: str
    name: str
    entity: EntityId | None


class Credits:
    """Finds the entities that bylines and imprints of a graph's documents mean."""

    def __init__(self, graph: Graph, ontology: Ontology) -> None:
        self._ontology = ontology
        self._at: dict[tuple[DocumentId, Span], list[Entity]] = defaultdict(list)
        self._named: dict[str, list[Entity]] = defaultdict(list)
        wanted = {(d.id, span) for d in graph.documents for _, span in d.meta.fields}
        names = {name for d in graph.documents for _, name in credited(d)}
        for entity in graph.entities:
            for place in entity.mentions:
                if place in wanted:
                    self._at[place].append(entity)
            for name in {entity.name, *entity.aliases} & names:
                self._named[name].append(entity)

    def of(self, document: Document) -> list[Credit]:
        """The credits of a document: by the mention that stands in the byline, else by a name that only one has."""
        return [Credit(role, name, self._entity(document, role, name)) for role, name in credited(document)]

    def triples(self, document: Document, names: Names) -> list[Triple]:
        """The names of a document's authors, editors, publisher and source, and the things that they mean."""
        node, out = names.document(document.id), []
        for role, name, entity in self.of(document):
            named, means, kind = _TERMS[role]
            out.append((node, named, chinese(name)))
            if entity is not None:
                out.append((node, means, names.entity(entity)))
                continue
            is_body = role in ("publisher", "source")
            agent = names.agent(name) if is_body else names.writer(document.id, role, name)
            out += (
                (node, means, agent),
                (agent, f"<{RDF}type>", kind),
                (agent, f"<{SCHEMA}name>", chinese(name)),
            )
        return out

    def _entity(self, document: Document, role: str, name: str) -> EntityId | None:
        spans = [span for field, span in document.meta.fields if field == role and document.cut(span) == name]
        there = [entity for span in spans for entity in self._at[document.id, span]]
        found = {entity.id for entity in there or self._called(document, role, name) if self._fits(entity, role)}
        return found.pop() if len(found) == 1 else None

    def _called(self, document: Document, role: str, name: str) -> list[Entity]:
        """Entities of a name: a body anywhere, a person (many have one name) only if this document speaks of it."""
        return [
            entity
            for entity in self._named[name]
            if role in ("publisher", "source") or any(one == document.id for one, _ in entity.mentions)
        ]

    def _fits(self, entity: Entity, role: str) -> bool:
        return any(kind in _ROLES[role] for kind in kinds(entity, self._ontology))


def kinds(entity: Entity, ontology: Ontology) -> tuple[str, ...]:
    """The kinds of those who write and publish that an entity is: all that credits ask of its class."""
    known = entity.type in ontology.classes
    return tuple(kind for kind in (_BODY, _PERSON) if known and ontology.is_a(entity.type, kind))


def credited(document: Document) -> Iterator[tuple[str, str]]:
    """The roles and names of those who wrote, edited and published a document."""
    meta = document.meta
    for role, name in (("publisher", meta.publisher), ("source", meta.source)):
        if name is not None:
            yield role, name
    yield from (("author", name) for name in meta.authors)
    yield from (("editor", name) for name in meta.editors)
