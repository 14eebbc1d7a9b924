"""The entities that clusters of nodes are, and their ids.

member(…)      a node, and what it hangs together with -> its cluster
thing(…)       the nodes of a cluster -> an entity without its id
told(…)        what the claims of a document say of things -> what tells these from others of their names
inner(…)       an alias that counts only where nothing is called so
named(…)       all that is known of a thing -> to the others whose id may be the same
given(…)       those things -> their entities, with ids as `kg.merge.ids` gives them
meant(…)       an entity -> to the documents with nodes of it, and to those that may have it in a byline
credited(…)    bodies of a name -> to the documents that name it as their publisher or source
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kg.merge.ids import Distinction, Identity, give, readable
from kg.merge.naming import naming
from kg.merge.signs import Sign, distinction, signs
from kg.ontology.ontology import Ontology
from kg.rdf.credits import kinds
from kg.run.clustering import cluster_of
from kg.run.document_nodes import Node
from kg.run.flow.context import Context
from kg.run.flow.joining import CUT, EDGE, NODE, Cut
from kg.run.flow.rows import Row, encode, joined
from kg.text.names import normal_form
from kg.types import NO_DECISIONS, ClassName, DocumentId, Entity, NameKey

MEMBER, NAMED, SPOT, INNER, USED = "member", "named", "spot", "inner", "used"
THING, SIGN, ALIAS, IDENTITY, ENTITY = "thing", "sign", "alias", "identity", "entity"
MEANT, CALLED, CREDITED = "meant", "called", "credited"
_SUFFIX = "（"  # begins what an id has besides the name


class Thing(msgspec.Struct, array_like=True):
    """An entity without its id; `key` is the first of its keys, `sign` what tells most of it."""

    type: str
    name: str
    aliases: tuple[str, ...]
    key: NameKey
    sign: Sign | None = None

    def label(self, ontology: Ontology) -> str:
        """What its id is made of."""
        return self.name or ontology.classes[ClassName(self.type)].zh


_NODE, _CUT, _THING = msgspec.msgpack.Decoder(Node), msgspec.msgpack.Decoder(Cut), msgspec.msgpack.Decoder(Thing)
_SIGN, _ENTITY = msgspec.msgpack.Decoder(Sign), msgspec.msgpack.Decoder(Entity)
_NAMED = msgspec.msgpack.Decoder(tuple[str, str])


def member(_: Context, node: str, rows: Iterator[Row]) -> Iterator[Row]:
    """A node by its cluster, which is called by its first node."""
    cluster = node
    for row in rows:
        if row.kind == EDGE:
            cluster = row.place
        else:
            assert row.kind == NODE
            yield Row(MEMBER, cluster, node, row.data)


def thing(context: Context, cluster: str, rows: Iterator[Row]) -> Iterator[Row]:
    """What a cluster is, if it is a thing; its nodes by document; names that other things look up."""
    found = naming(context.ontology)
    members = {_node_key(row.place): _NODE.decode(row.data) for row in rows}
    made = cluster_of(members)
    if not found.means_something(made.forms):
        return
    kind = found.type(made.forms)
    name, aliases = found.names(made.forms, kind)
    yield Row(THING, cluster, "", encode(Thing(kind, name, aliases, made.name_keys()[0])))
    yield Row(USED, normal_form(name))
    for alias in sorted(found.inner(kind, (text for _, text in made.forms))):
        yield Row(INNER, normal_form(alias), cluster, alias.encode())
    for document, number in members:
        yield Row(NAMED, document, joined(number), encode((cluster, name)))
        yield Row(SPOT, cluster, joined(document, number))


def _node_key(place: str) -> tuple[DocumentId, int]:
    document, number = place.rsplit("\0", 1)
    return DocumentId(document), int(number)


def told(context: Context, _: str, rows: Iterator[Row]) -> Iterator[Row]:
    """What tells most of each thing that a claim of a document is about."""
    cut, things = _with(rows)
    named = {number: _NAMED.decode(data) for number, data in things.items()}
    ends, found = cut.ends(), dict[str, Sign]()

    def name(number: int | None) -> str | None:
        return named[number][1] if number in named else None

    for number, sign in signs(cut.part.layer, lambda o: ends.get(o.mention), name, naming(context.ontology).telling):
        if number in named:
            cluster = named[number][0]
            found[cluster] = min(sign, found.get(cluster, sign))
    for cluster, sign in found.items():
        yield Row(SIGN, cluster, cut.part.id, encode(sign))


def _with(rows: Iterator[Row]) -> tuple[Cut, dict[int, bytes]]:
    """A document, and what is known of its nodes."""
    cut = next(rows)
    assert cut.kind == CUT
    return _CUT.decode(cut.data), {int(row.place): row.data for row in rows}


def inner(_: Context, __: str, rows: Iterator[Row]) -> Iterator[Row]:
    """The aliases of a normal form, unless something is called so."""
    found = list(rows)
    if all(row.kind == INNER for row in found):
        yield from (Row(ALIAS, row.place, "", row.data) for row in found)


def named(context: Context, cluster: str, rows: Iterator[Row]) -> Iterator[Row]:
    """A thing with all that is known of it, by the beginning that its id shares with those that it may be equal to."""
    aliases, sign, made = set[str](), list[Sign](), list[Thing]()
    for row in rows:
        if row.kind == ALIAS:
            aliases.add(row.data.decode())
        elif row.kind == SIGN:
            sign = [min([*sign, _SIGN.decode(row.data)])]
        else:
            made.append(_THING.decode(row.data))
    for one in made:
        one.aliases = tuple(sorted({*one.aliases, *aliases} - {one.name, ""}))
        one.sign = sign[0] if sign else None
        yield Row(IDENTITY, readable(one.label(context.ontology)).partition(_SUFFIX)[0], cluster, encode(one))


def given(context: Context, _: str, rows: Iterator[Row]) -> Iterator[Row]:
    """The entities of some things, among which are all whose ids could be the same."""
    ontology = context.ontology
    things = {row.place: _THING.decode(row.data) for row in rows}

    def apart(cluster: str) -> Distinction:
        one = things[cluster]
        return distinction(set() if one.sign is None else {one.sign}, one.type, ontology)

    ids, _decisions = give(
        {cluster: Identity((one.key,), one.label(ontology)) for cluster, one in things.items()}, NO_DECISIONS, apart
    )
    for cluster, one in things.items():
        entity = Entity(ids[cluster], ClassName(one.type), one.name, one.aliases)
        yield Row(ENTITY, cluster, entity.id, encode(entity))


def meant(context: Context, _: str, rows: Iterator[Row]) -> Iterator[Row]:
    """An entity by the nodes that mean it, and a body by its names."""
    entity: Entity | None = None
    data = b""
    for row in rows:
        if row.kind == ENTITY:
            entity, data = _ENTITY.decode(row.data), row.data
            bodies = {entity.name, *entity.aliases} if kinds(entity, context.ontology) else set()
            yield from (Row(CALLED, name, entity.id, data) for name in bodies)
        else:
            document, number = _node_key(row.place)
            yield Row(MEANT, document, joined(number), data)


def credited(_: Context, __: str, rows: Iterator[Row]) -> Iterator[Row]:
    """The bodies of a name by the documents that credit it."""
    bodies: list[Row] = []
    for row in rows:
        if row.kind == CALLED:
            bodies.append(row)
        else:
            yield from (Row(CREDITED, row.place, body.place, body.data) for body in bodies)
