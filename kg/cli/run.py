"""`kg run`: a corpus in, quads and tables out, by one process or a cluster."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from kg.cli import options, report
from kg.cli.codes import Exit
from kg.cli.verb import Verb
from kg.processes.defaults import SOURCE_SECONDS
from kg.text.visible import visible

if TYPE_CHECKING:
    from kg.run.flow.run import Ran

_EXAMPLES = (
    ("kg run articles out-run --extractor rules", "By this process: out-run/nquads and out-run/parquet."),
    ("kg run articles out-run --engine spark --master local[2]", "By Spark, with two worker processes."),
)


def _settings(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    found = dict(one.partition("=")[::2] for one in given)
    if wrong := next((one for one in given if not one.startswith("spark.") or "=" not in one), None):
        raise click.BadParameter(f"{wrong!r} is no setting of Spark; write it as spark.executor.memory=4g")
    return found


@click.command(cls=Verb, examples=_EXAMPLES, once=("conf",))
@click.argument("corpus", metavar="CORPUS", type=options.PATH)
@click.argument("out", metavar="DIR", type=options.PATH)
@click.option(
    "--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True, help="What runs the steps."
)
@click.option(
    "--master", metavar="URL", default="local[*]", show_default=True, help="Master of Spark, as spark://host:7077."
)
@click.option(
    "--conf", metavar="KEY=VALUE", multiple=True, callback=_settings, help="A setting of Spark; may be given often."
)
@options.ontology
@options.extractor
@options.base
@options.limit("--timeout", options.SECONDS, SOURCE_SECONDS, "Time limit for each document; 0 for none.")
@options.as_json
def run(
    corpus: Path,
    out: Path,
    engine: Literal["local", "spark"],
    master: str,
    conf: dict[str, str],
    ontology: Path | None,
    extractor: str,
    base: str | None,
    timeout: float | None,
    as_json: bool,
) -> int:
    """Build the knowledge graph of a corpus, a folder or a file, as N-Quads and Parquet in a new folder.

    The graph is the one that kg build makes. With --engine spark, which needs zhkg[spark] and Java, each machine of a
    cluster reads its part of the corpus, and things are joined by key; CORPUS and DIR are in a file system that all
    machines share. Exit code: 0 all built, 1 some documents failed (failures.jsonl names them, the others are built), 2
    wrong usage, a target that is there already or cannot be written, no Java or no master, 3 all documents failed
    (nothing is written).
    """
    from kg.rdf.prefixes import BASE
    from kg.read.sources import survey
    from kg.run.flow.context import context
    from kg.run.flow.run import Cluster
    from kg.run.flow.run import run as flow

    given = context(None if ontology is None else ontology.absolute(), extractor, timeout, base or BASE)
    cluster = Cluster(master, conf) if engine == "spark" else None
    found = survey([corpus])
    made = flow(found.sources, out.absolute(), given, cluster)
    skipped = [*map(str, found.skipped)]
    lines = [*(f"skipped: {one}" for one in skipped if report.verbose()), *map(str, made.failures)]
    for line in (*lines, *(f"warning: {one}" for one in made.warnings)):
        click.echo(f"kg: {visible(line)}", err=True)
    if not made.counts:
        return Exit.STOPPED
    _print(made, out, {"engine": engine, "extractor": extractor, "skipped": skipped}, as_json)
    return Exit.FOUND if made.failures else Exit.DONE


def _print(made: Ran, out: Path, how: dict[str, Any], as_json: bool) -> None:
    """The summary, as JSON or as a line."""
    if as_json:
        told = {"failed": [*map(str, made.failures)], "warnings": [*map(str, made.warnings)]}
        report.print_json({**made.counts, **told, **how, "seconds": round(made.seconds, 3), "out": str(out)})
    elif not report.quiet():
        counts = [f"{count} {name}" for name, count in made.counts.items()]
        counts += [f"{len(some)} {name}" for name, some in (("failed", made.failures),) if some]
        report.line(f"{', '.join(counts)}, extractor {how['extractor']}, {made.seconds:.2f} s -> {out}")
