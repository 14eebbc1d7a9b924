"""`kg build`: articles in; Turtle, page and JSON out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import options, report
from kg.cli.codes import Exit
from kg.cli.field_options import field_names, field_options
from kg.cli.progress import progress
from kg.cli.target import probe, staged
from kg.cli.verb import Verb
from kg.processes.defaults import SOURCE_SECONDS
from kg.text.visible import visible

if TYPE_CHECKING:
    from kg.export.formats import Settings
    from kg.ontology.ontology import Ontology
    from kg.read.folders import Skipped
    from kg.read.sources import Survey
    from kg.run.corpus.corpus import Built
    from kg.run.update import Update
    from kg.types import Correction, Graph

_EXAMPLES = (
    ("kg build articles -o out", "All articles of a folder; graph.ttl, graph.html and graph.json in out."),
    ("kg build articles -o out --extractor rules --json", "By rules alone, with the summary as JSON."),
    ("kg build articles -j 2 -o out --resume", "By two processes; goes on where a build was killed."),
    ("kg build --explain-reading articles/yibin.txt", "Where title, source and date were found; nothing is built."),
    ("kg build articles --store news.kg --extractor rules", "Into a store: only what is new or changed is read again."),
    ("kg build news.jsonl -o out --text-field text", "A record a document, of JSON lines, CSV, Parquet or WARC."),
    ("cat articles/yibin.txt | kg build - -o out -q", "One article from a pipe."),
)
_LOST = {"missing": "it does not apply", "overruled": "a later one overrules it"}  # states of corrections


class _Build(Verb):
    """A command whose help names the formats that it reads, from the table of readers."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the formats below the options, then the examples."""
        from kg.read.packed.file_names import ARCHIVES
        from kg.read.packed.packings import PACKINGS
        from kg.read.readers import READERS

        formats = "; ".join(f"{reader.name} ({', '.join(reader.suffixes)})" for reader in READERS)
        formatter.write_paragraph()
        archives = ", ".join(ARCHIVES)
        packings = ", ".join(suffix for one in PACKINGS for suffix in one.suffixes)
        formatter.write_text(f"Formats: {formats}. What has none of these suffixes is recognized by its bytes.")
        formatter.write_paragraph()
        formatter.write_text(f"Each of them packed too ({packings}), and the files of archives ({archives}).")
        super().format_epilog(ctx, formatter)


def _named(_ctx: click.Context, _param: click.Parameter, paths: tuple[str, ...]) -> tuple[str, ...]:
    """An empty name, such as an unset variable of a script gives, would be the working folder."""
    if "" in paths:
        raise click.UsageError("the name of a source is empty")
    return paths


def _needed(ctx: click.Context, param: click.Parameter, out: Path | None) -> Path | None:
    """Only an explanation is written nowhere; a store needs no other folder."""
    if out is None and not ctx.params.get("explain_reading") and not ctx.params.get("store"):
        raise click.MissingParameter(ctx=ctx, param=param)
    return out


@click.command(cls=_Build, examples=_EXAMPLES, once=("explain-reading",))
@click.argument("paths", metavar="SOURCE…", nargs=-1, required=True, callback=_named)
@click.option("-o", "--out", type=options.PATH, metavar="DIR", callback=_needed, help="Write into this folder.")
@click.option(
    "--store",
    type=options.PATH,
    metavar="NEWS.KG",
    is_eager=True,
    help="Add the articles to this store, or put them in place of what it holds of them; it is made where it is "
    "missing. Documents that are not named stay; kg store remove, or --sync, takes them out.",
)
@click.option("--sync", is_flag=True, help="With --store: take out the documents of all sources that are not named.")
@options.ontology
@options.extractor
@options.sparql
@options.base
@options.with_schema
@options.corrections
@click.option("--allow-private", is_flag=True, help="Fetch addresses of this machine and of private networks too.")
@field_options
@click.option(
    "-j", "--processes", type=click.IntRange(1), default=1, show_default=True, help="Number of worker processes."
)
@click.option("--resume", is_flag=True, help="Go on from what a build into DIR had read when it was killed.")
@options.limit("--timeout", options.SECONDS, SOURCE_SECONDS, "Time limit for each document; 0 for none.")
@click.option(
    "--explain-reading",
    is_flag=True,
    is_eager=True,
    help="Build nothing: print where title, source, date and authors come from, and what is left out of the text.",
)
@options.as_json
def build(
    paths: tuple[str, ...],
    out: Path | None,
    store: Path | None,
    sync: bool,
    ontology: Path | None,
    extractor: str,
    sparql: bool | None,
    base: str | None,
    with_schema: bool,
    corrections: Path | None,
    allow_private: bool,
    processes: int,
    resume: bool,
    timeout: float | None,
    explain_reading: bool,
    as_json: bool,
) -> int:
    """Build one knowledge graph from articles: files, folders, addresses (https://…), or - for stdin.

    With --store they go into a store, which reads only what is new or has changed, and holds the graph that a build
    of all its documents gives. Otherwise, or with -o too, it writes graph.ttl, graph.html and graph.json into DIR, all
    three or none (graph.html leads to more pages beyond 2,000 articles; what failed stands in failures.jsonl), and
    manifest.json, with which kg check detects later changes. Exit code: 0 all built, 1 some documents failed (the
    others are built), 2 wrong usage, an unwritable target or a model that cannot run here (then nothing is read;
    --extractor rules needs no model), 3 all documents failed (nothing is written).
    """
    from kg.ontology.ontology import load

    known = load(ontology)
    if explain_reading:
        return _explained(paths, known, allow_private, as_json)
    _fitting(store, sync, resume)
    corrected = _corrections(corrections)
    _prepare(out, sparql)
    how: dict[str, Any] = {"processes": processes, "timeout": timeout, "extractor": extractor}
    wanted, found = _Wanted(known, base, sparql, with_schema), _survey(paths, allow_private)
    if store is not None:
        return _update(found, ontology, store, wanted, out, how | {"corrections": corrected, "sync": sync}, as_json)
    return _build(found, _How(ontology, resume, how), wanted, out, corrected, as_json)


def _fitting(store: Path | None, sync: bool, resume: bool) -> None:
    if sync and store is None:
        raise click.UsageError("--sync goes with --store")
    if resume and store is not None:
        raise click.UsageError("--resume is for builds without --store: a store goes on by itself")


def _survey(paths: tuple[str, ...], allow_private: bool) -> Survey:
    from kg.read.sources import survey
    from kg.read.web.networks import Network
    from kg.read.web.web import Web

    return survey(paths, Web(Network(allow_private)), field_names())


@dataclass(frozen=True)
class _How:
    """What the options say of reading."""

    ontology: Path | None
    resume: bool
    options: dict[str, Any]


def _build(
    found: Survey, how: _How, wanted: _Wanted, out: Path | None, corrected: tuple[Correction, ...], as_json: bool
) -> int:
    """Build into a folder."""
    from kg.run.corpus.corpus import built
    from kg.run.corpus.reading import How

    assert out is not None
    with progress(len(found.sources), shown=not (report.quiet() or as_json)) as bar:
        given = How(how.ontology, wanted.ontology, **how.options, on_progress=bar)
        with built(out, found.sources, given, wanted.settings(), corrected, resume=how.resume) as (made, files):
            if made.documents:
                with staged(out) as stage:
                    for name, pieces in files:
                        stage.write(name, pieces)
    _report(made, found.skipped if report.verbose() else ())
    if made.resumed:
        report.say(f"{made.resumed} of {made.documents} documents had been read by the build that was killed")
    if not made.documents:
        return Exit.STOPPED
    if as_json or not report.quiet():
        _print(summary(made) | {"skipped": [*map(str, found.skipped)]}, out, as_json, report.verbose())
    return Exit.FOUND if made.failures else Exit.DONE


def _update(
    found: Survey,
    ontology: Path | None,
    store: Path,
    wanted: _Wanted,
    out: Path | None,
    how: dict[str, Any],
    as_json: bool,
) -> int:
    """Build into a store."""
    from kg.run.update import update

    with progress(len(found.sources), shown=not (report.quiet() or as_json)) as bar:
        made = update(store, found.sources, ontology, base=wanted.base, on_progress=partial(bar, "reading"), **how)
    _report(made, found.skipped if report.verbose() else ())
    for one in made.behind:
        report.warn(str(one))
    return _stored(made, store, wanted, out, [*map(str, found.skipped)], as_json)


def _corrections(given: Path | None) -> tuple[Correction, ...]:
    """The corrections of the file that is named, which must be there, or of the project's, if it has one."""
    from kg.store.corrections_file import read

    file = options.corrections_file(given)
    if given is None and not file.is_file():
        return ()
    found = read(file)
    report.note(f"from {file}: {len(found)} corrections")
    return found


def _stored(made: Update, store: Path, wanted: _Wanted, out: Path | None, skipped: list[str], as_json: bool) -> int:
    """Say what became of a store, and write the files of its graph where they are wanted."""
    from kg.cli import build_store
    from kg.store.database.graph import read_graph

    if out is not None and (graph := read_graph(store)).documents:
        _write(graph, wanted, out)
    if as_json:
        report.print_json(build_store.summary(made) | {"skipped": skipped, "store": str(store)})
    elif not report.quiet():
        build_store.print_summary(made, str(store))
    done = made.added or made.changed or made.removed or made.unchanged
    return Exit.STOPPED if not done else Exit.FOUND if made.failures else Exit.DONE


def _prepare(out: Path | None, sparql: bool | None) -> None:
    """Report, before anything is read, an unwritable target, and an engine of the page that is missing."""
    from kg.export.page.assets import assets

    if sparql:
        assets(sparql)
    if out is not None:
        probe(out)


def _explained(paths: tuple[str, ...], ontology: Ontology, allow_private: bool, as_json: bool) -> int:
    from kg.cli.explain_reading import explain_reading

    told, failed = explain_reading(_survey(paths, allow_private).sources, ontology, as_json=as_json)
    return Exit.STOPPED if not told else Exit.FOUND if failed else Exit.DONE


def _report(made: Built | Update, skipped: Iterable[Skipped]) -> None:
    """What is skipped, failed, or was not read as it should be, on stderr: a line for each source."""
    from kg.store.correction_json import title

    lines = [*(f"skipped: {one}" for one in skipped), *map(str, made.failures)]
    for one in made.corrections:
        if one.state != "holds":
            lines.append(f"warning: correction ({title(one.correction)}): {_LOST[one.state]}: {one.reason}")
    for where, told in groupby(made.warnings, key=lambda one: one.where):
        lines.append(f"warning: {where}: " + "; ".join(f"{one.what}; {one.hint}" for one in told))
    for line in lines:
        click.echo(f"kg: {visible(line)}", err=True)


@dataclass(frozen=True)
class _Wanted:
    """What the options say of the files to write."""

    ontology: Ontology
    base: str | None
    sparql: bool | None
    schema: bool

    def settings(self) -> Settings:
        """How files are written."""
        from kg.export.formats import Settings
        from kg.rdf.prefixes import BASE

        return Settings(self.ontology, self.base or BASE, sparql=self.sparql, schema=self.schema)


def _write(graph: Graph, wanted: _Wanted, out: Path) -> None:
    """Write the files of the graph of a store."""
    from kg.export.formats import FORMATS, pieces

    settings = wanted.settings()
    with staged(out) as stage:
        for form in ("json", "turtle", "html"):
            found = FORMATS[form]
            stage.write(
                f"graph{found.suffix}", pieces(graph, form, replace(settings, schema=wanted.schema and found.is_rdf))
            )


def summary(made: Built) -> dict[str, Any]:
    """The result in numbers: entities by coarse type, facts by property, encodings, failures, extractor, seconds."""
    return {
        "documents": made.documents,
        "failed": [str(failure) for failure in made.failures],
        "warnings": [str(warning) for warning in made.warnings],
        "entities": _ordered(made.entities),
        "facts": _ordered(made.facts),
        "corrections": _ordered(Counter(one.state for one in made.corrections)),
        "encodings": _ordered(made.encodings),
        "extractor": made.extractor,
        "seconds": round(made.seconds, 3),
    }


def _ordered(counts: Counter[str]) -> dict[str, int]:
    """Counts of names, most frequent first, then by name."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _print(numbers: dict[str, Any], out: Path, as_json: bool, verbose: bool) -> None:
    """The summary, as JSON or as a table."""
    if as_json:
        report.print_json(numbers | {"out": str(out)})
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("entities", "", "facts", ""):
        table.add_column(title, justify="left" if title else "right")
    entities, facts = list(numbers["entities"].items()), list(numbers["facts"].items())
    for at in range(max(len(entities), len(facts))):
        left = entities[at] if at < len(entities) else ("", "")
        right = facts[at] if at < len(facts) else ("", "")
        table.add_row(*(Text(str(cell)) for cell in (*left, *right)))
    table.add_section()
    table.add_row("all", str(sum(numbers["entities"].values())), "all", str(sum(numbers["facts"].values())))
    console.print(table)
    encodings = ", ".join(f"{name} {count}" for name, count in numbers["encodings"].items())
    counts = {what: len(numbers[what]) for what in ("failed", "warnings", "skipped")}
    failed = "".join(f", {count} {what}" for what, count in counts.items() if count)
    failed += "".join(f", {count} corrections: {state}" for state, count in numbers["corrections"].items())
    if numbers["skipped"] and not verbose:
        failed += " (-v lists them)"
    how = f"extractor {numbers['extractor']}, {numbers['seconds']:.2f} s"
    line = f"{numbers['documents']} documents ({encodings}){failed}, {how}"
    console.print(Text(f"{line} -> {out}"), soft_wrap=True)
