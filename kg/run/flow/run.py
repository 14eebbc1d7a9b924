"""A corpus -> a folder with its graph, by an engine of choice."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kg.errors import KgError, TargetError
from kg.read.sources import Source
from kg.run.failures import FILE, failures_jsonl
from kg.run.flow.context import Context
from kg.run.flow.flow import TABLES, Made, extract, fold
from kg.run.flow.local import Local
from kg.run.flow.output import QUADS_FOLDER, TABLES_FOLDER, errors
from kg.run.flow.reading import FAILURE, answers
from kg.run.flow.rows import Engine
from kg.store.lock import LOCK, locked

_PATTERNS = set("*?[]{}\\")
_DONE = "done"  # a folder in the stage, whose rename to the target publishes all of it at once
_HINT = "name a new folder, or remove it"


@dataclass(frozen=True)
class Ran:
    """What came of a run: rows of each table, what is wrong with some documents, seconds since the engine was ready."""

    counts: dict[str, int]
    failures: list[KgError]
    warnings: list[KgError]
    seconds: float


@dataclass(frozen=True)
class Cluster:
    """A master of Spark, with settings of Spark."""

    master: str
    settings: Mapping[str, str] = field(default_factory=dict)


def run(sources: Iterable[Source], out: Path, context: Context, cluster: Cluster | None = None) -> Ran:
    """Sources -> a new folder (`kg.run.flow.output`), by Spark, or by this process where no cluster is given.

    What is wrong with a document is reported, and the others are built; a folder of which no document could be built is
    not made. TargetError where the folder is there already or cannot be written, KgError where the engine cannot run.
    """
    with _staged(out) as stage:
        every = list(sources)
        files = [one for one in every if one.path is not None and not one.fault and one.path.is_file()]
        here = [one for one in every if one not in files]  # pipes, folders without documents, what cannot be opened
        held = list(answers(here, context)) if here else []
        if not files and all(row.kind == FAILURE for row in held):
            return Ran({}, *errors(held), 0.0)
        with _engine(cluster, len(files), stage, out) as engine:
            begun = time.perf_counter()
            made = fold(engine, extract(engine, files, context) + engine.table(held), context)
            counts = made.tables.counted()
            found = Ran({n: counts.get(n, 0) for n in TABLES if counts}, *errors(made.told.rows()), 0.0)
            if found.counts:
                _write(made, found.failures, stage / _DONE, context)
        if found.counts:
            (stage / _DONE).rename(out)
        return replace(found, seconds=time.perf_counter() - begun)


def _write(made: Made, failures: Iterable[KgError], folder: Path, context: Context) -> None:
    made.quads.write_quads(folder / QUADS_FOLDER)
    for name in TABLES:
        made.tables.write_table(folder / TABLES_FOLDER / name, name, context)
    (folder / FILE).write_text("".join(failures_jsonl(failures)), "utf-8")


@contextmanager
def _engine(cluster: Cluster | None, documents: int, stage: Path, out: Path) -> Iterator[Engine[Any]]:
    if cluster is None:
        yield Local()
        return
    from kg.run.flow.session import session
    from kg.run.flow.spark import Spark

    if wrong := sorted(set(str(out)) & _PATTERNS):
        raise TargetError(f"Spark takes {wrong[0]} in a name for a pattern", where=str(out), hint="name another folder")
    log = out.with_name(f"{out.name}.spark.log")
    with session(cluster.master, cluster.settings, documents, log) as found:
        yield Spark(found, stage / "kept")


@contextmanager
def _staged(out: Path) -> Iterator[Path]:
    """A folder beside the target, for what is kept meanwhile; what a killed run left in it goes first, all at the end.

    TargetError where the target is there already, where another run writes it, and where it cannot be written.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise TargetError("it is there already", where=str(out), hint=_HINT)
    stage = out.with_name(f".{out.name}.kg-run")
    try:
        with locked(stage, 0):
            for path in [path for path in stage.iterdir() if path.name != LOCK]:
                shutil.rmtree(path)
            try:
                yield stage
            finally:
                for path in (stage / "kept", stage / _DONE):
                    shutil.rmtree(path, ignore_errors=True)
    except OSError as error:
        what = f"it cannot be written: {error.strerror}"
        raise TargetError(what, where=str(out), hint="nothing was written; name another folder") from None
    finally:
        with suppress(OSError):  # there is none, or another run is in it
            stage.rmdir()
