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

from kg.merge import things
from kg.merge.ids import Distinction, give, readable
from kg.merge.signs import Sign, distinction
from kg.merge.things import Thing
from kg.rdf.credits import kinds
from kg.run.flow.context import Context
from kg.run.flow.joining import CUT, EDGE, NODE, Whole
from kg.run.flow.rows import Row, encode, joined
from kg.run.stages import stating
from kg.run.stages.nodes import Node, cluster_of
from kg.text.names import normal_form
from kg.types import NO_DECISIONS, DocumentId, Entity

MEMBER, NAMED, SPOT, INNER, USED = "member", "named", "spot", "inner", "used"
THING, SIGN, ALIAS, IDENTITY, ENTITY = "thing", "sign", "alias", "identity", "entity"
MEANT, CALLED, CREDITED = "meant", "called", "credited"
_SUFFIX = "（"  # begins what an id has besides the name


_NODE, _CUT, _THING = msgspec.msgpack.Decoder(Node), msgspec.msgpack.Decoder(Whole), msgspec.msgpack.Decoder(Thing)
_SIGN, _ENTITY = msgspec.msgpack.Decoder(Sign), msgspec.msgpack.Decoder(Entity)
_KNOWN = msgspec.msgpack.Decoder(tuple[Thing, Sign | None])  # a thing, and what tells most of it
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
    members = {_node_key(row.place): _NODE.decode(row.data) for row in rows}
    made = things.thing(cluster_of(members), context.ontology)
    if made is None:
        return
    yield Row(THING, cluster, "", encode(made._replace(inner=(), keys=made.keys[:1])))
    yield Row(USED, normal_form(made.name))
    for alias in made.inner:
        yield Row(INNER, normal_form(alias), cluster, alias.encode())
    for document, number in members:
        yield Row(NAMED, document, joined(number), encode((cluster, made.name)))
        yield Row(SPOT, cluster, joined(document, number))


def _node_key(place: str) -> tuple[DocumentId, int]:
    document, number = place.rsplit("\0", 1)
    return DocumentId(document), int(number)


def told(context: Context, _: str, rows: Iterator[Row]) -> Iterator[Row]:
    """What tells most of each thing that a claim of a document is about."""
    first = next(rows)
    assert first.kind == CUT
    part, cut = _CUT.decode(first.data)
    named = {int(row.place): _NAMED.decode(row.data) for row in rows}
    ends = {mention: named[number][0] for mention, number in cut.ends(part.claims).items() if number in named}
    for cluster, sign in stating.told(part, ends, dict(named.values()), context.ontology).items():
        yield Row(SIGN, cluster, part.id, encode(sign))


def inner(_: Context, __: str, rows: Iterator[Row]) -> Iterator[Row]:
    """The aliases of a normal form, unless something is called so."""
    found = list(rows)
    if all(row.kind == INNER for row in found):
        yield from (Row(ALIAS, row.place, "", row.data) for row in found)


def named(context: Context, cluster: str, rows: Iterator[Row]) -> Iterator[Row]:
    """A thing with all that is known of it, by the beginning that its id shares with those that it may be equal to."""
    aliases, found, made = list[str](), list[Sign](), list[Thing]()
    for row in rows:
        if row.kind == ALIAS:
            aliases.append(row.data.decode())
        elif row.kind == SIGN:
            found = [min([*found, _SIGN.decode(row.data)])]
        else:
            made.append(_THING.decode(row.data))
    for one in made:
        key = readable(one.identity(context.ontology).name).partition(_SUFFIX)[0]
        known = one._replace(inner=tuple(aliases)), found[0] if found else None
        yield Row(IDENTITY, key, cluster, encode(known))


def given(context: Context, _: str, rows: Iterator[Row]) -> Iterator[Row]:
    """The entities of some things, among which are all whose ids could be the same."""
    ontology = context.ontology
    known = {row.place: _KNOWN.decode(row.data) for row in rows}

    def apart(cluster: str) -> Distinction:
        one, sign = known[cluster]
        return distinction(set() if sign is None else {sign}, one.type, ontology)

    identities = {cluster: one.identity(ontology) for cluster, (one, _) in known.items()}
    ids, _decisions = give(identities, NO_DECISIONS, apart)
    for cluster, (one, _sign) in known.items():
        yield Row(ENTITY, cluster, ids[cluster], encode(one.entity(ids[cluster], lambda _name: False)))


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
