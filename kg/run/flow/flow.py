"""A corpus -> its graph: all steps on one page, for any engine.

    read        Layers, one document at a time            kg.run.flow.reading
    join        nodes, and what hangs together            kg.run.flow.joining
    name        entities and their ids                    kg.run.flow.naming
    state       facts, quads, rows of tables              kg.run.flow.stating

The quads are, once sorted, byte for byte those that `kg export --to nquads` writes of the graph that `kg build` makes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from kg.read.sources import Source
from kg.run.flow import joining, naming, reading, stating
from kg.run.flow.context import Context
from kg.run.flow.rows import Engine, Grouped, Row, T, Table

TABLES = (stating.DOCUMENTS, stating.ENTITIES, stating.MENTIONS, stating.FACTS, stating.EVIDENCE)


@dataclass(frozen=True)
class Made:
    """A graph as quads and as rows of tables (`kg.run.flow.stating`), and what is wrong with some documents."""

    quads: Table
    tables: Table
    told: Table  # failures and warnings


def extract(engine: Engine[T], sources: Iterable[Source], context: Context) -> T:
    """Sources -> Layers, failures and warnings; each document is extracted once."""
    return engine.spread(map(reading.source_row, sources)).each(partial(reading.read, context)).kept()


def fold(engine: Engine[T], read: T, context: Context) -> Made:
    """Layers -> the graph."""

    def by(step: Callable[[Context, str, Iterator[Row]], Iterator[Row]]) -> Grouped:
        return partial(step, context)

    parts = read.only(reading.LAYER).grouped(by(reading.part)).kept()
    links = parts.only(reading.THING).grouped(by(joining.compare)).grouped(by(joining.ends))
    cuts = (parts.only(reading.PART) + links).grouped(by(joining.nodes)).kept()
    alike = parts.only(reading.BODY).grouped(by(joining.alike))
    hangs = joining.components(engine, cuts.only(joining.HALF).grouped(by(joining.edge)) + alike)
    reprints = hangs.each(joining.repeated)
    members = (cuts.only(joining.NODE) + hangs).grouped(by(naming.member))
    things = members.grouped(by(naming.thing)).kept()
    documents = cuts.only(joining.CUT)
    signs = (documents + things.only(naming.NAMED)).grouped(by(naming.told))
    aliases = things.only(naming.INNER, naming.USED).grouped(by(naming.inner))
    known = (things.only(naming.THING) + aliases + signs).grouped(by(naming.named))
    entities = known.grouped(by(naming.given)).kept()
    meant = (entities + things.only(naming.SPOT)).grouped(by(naming.meant)).kept()
    credits = (meant.only(naming.CALLED) + parts.only(reading.CREDIT)).grouped(by(naming.credited))
    said = (documents + meant.only(naming.MEANT) + credits + reprints).grouped(by(stating.state)).kept()
    facts = said.only(stating.SAID).grouped(by(stating.fact)).kept()
    described = entities.each(partial(stating.described, context)).kept()
    shared = (facts.only(stating.SHARED) + described.only(stating.SHARED)).grouped(by(stating.once))
    whole = engine.table([stating.whole(context)])
    return Made(
        whole + described.only(stating.QUADS) + said.only(stating.QUADS) + facts.only(stating.QUADS) + shared,
        described.only(*TABLES) + said.only(*TABLES) + facts.only(*TABLES),
        (read + parts).only(reading.FAILURE, reading.WARNING),
    )
