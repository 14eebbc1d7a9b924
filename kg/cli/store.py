"""`kg store`: looking after a store that `kg build --store` writes."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import build_store, options, report
from kg.cli.codes import Exit
from kg.cli.verb import Verb, Verbs
from kg.text.visible import visible

_STORE = click.argument("folder", metavar="NEWS.KG", type=options.PATH)


@click.group(cls=Verbs)
def store() -> None:
    """Look after a store that kg build --store wrote: what is in it, whether it is whole, copies, removals."""


@store.command(
    cls=Verb,
    examples=(
        ("kg store stats news.kg", "Documents, entities, facts, triples, bytes."),
        ("kg store stats news.kg --documents --json", "The documents, by the ids that kg store remove takes."),
    ),
    once=("documents",),
)
@_STORE
@click.option("--documents", is_flag=True, help="List the documents instead: id and source.")
@options.as_json
def stats(folder: Path, documents: bool, as_json: bool) -> None:
    """Say what is in a store, in numbers."""
    from kg.store.database import upkeep

    if documents:
        rows = upkeep.documents(folder)
        if as_json:
            report.print_json(rows)
        for row in () if as_json else rows:
            click.echo(visible(f"{row['id']}\t{row['path'] or 'standard input'}"))
        return
    found = upkeep.stats(folder)
    if as_json:
        report.print_json(found)
        return
    for key, value in found.items():
        told = ", ".join(f"{name} {count}" for name, count in value.items()) if isinstance(value, dict) else value
        click.echo(visible(f"{key.replace('_', ' ')}: {told}"))


@store.command(
    cls=Verb,
    examples=(
        ("kg store check news.kg", "Pages, Layers, and the triples against what they follow from."),
        ("kg store check news.kg --clean-build --json", "And the graph against a clean build of all its Layers."),
    ),
    once=("clean-build",),
)
@_STORE
@click.option("--clean-build", is_flag=True, help="Also merge all Layers anew, and compare.")
@options.ontology
@options.as_json
def check(folder: Path, clean_build: bool, ontology: Path | None, as_json: bool) -> int:
    """Say whether a store is whole. kg check says whether what its graph says can be so.

    Exit code: 0 whole, 1 not whole, with a sentence on what to do, 2 it cannot be read at all.
    """
    from kg.run.examine import differences
    from kg.store.database.upkeep import complaints

    found = list(complaints(folder))
    if clean_build and not found:
        found += differences(folder, ontology)
    if as_json:
        report.print_json(found)
    else:
        for one in found:
            click.echo(visible(one))
        if not report.quiet():
            click.echo(f"{len(found)} complaints" if found else "whole")
    return Exit.FOUND if found else Exit.DONE


@store.command(cls=Verb, examples=[("kg store gc news.kg", "After many changes, or when kg store check asks for it.")])
@_STORE
@options.as_json
def gc(folder: Path, as_json: bool) -> None:
    """Give back the room that a store no longer needs, and make its triples anew.

    Ids that were given are kept, whatever has gone: they are never given to anything else.
    """
    from kg.store.database import upkeep

    found = upkeep.gc(folder)
    if as_json:
        report.print_json(found)
    elif not report.quiet():
        click.echo(f"{found['before']:,} bytes before, {found['after']:,} after")


@store.command(
    cls=Verb, examples=[("kg store backup news.kg monday.kg", "While others read it or write to it; a store like it.")]
)
@_STORE
@click.argument("target", metavar="COPY.KG", type=options.PATH)
@options.as_json
def backup(folder: Path, target: Path, as_json: bool) -> None:
    """Copy a store, as of its last finished build, into a folder that is not there yet.

    Builds may go on meanwhile. The copy is a store like any other.
    """
    from kg.store.database import upkeep

    upkeep.backup(folder, target)
    if as_json:
        report.print_json({"store": str(folder), "copy": str(target)})
    elif not report.quiet():
        click.echo(f"{folder} -> {target}")


@store.command(
    cls=Verb,
    examples=(
        ("kg store corrections news.kg", "Their ids, what they say, who says so, and what became of them."),
        ("kg store corrections news.kg --json", "All that is known of them."),
    ),
)
@_STORE
@click.option("--remove", multiple=True, metavar="ID", help="Take one out; the graph is as if it had never been made.")
@options.ontology
@options.as_json
def corrections(folder: Path, remove: tuple[str, ...], ontology: Path | None, as_json: bool) -> None:
    """List the corrections of a store that kg correct made, or take some out of it by their ids.

    Of several ids all go or, where one is not in it, none.
    """
    from kg.run.update import withdraw
    from kg.store.correction_json import id_of, outcome, title
    from kg.store.database import upkeep

    found = withdraw(folder, remove, ontology) if remove else upkeep.corrections(folder)
    if as_json:
        report.print_json(list(map(outcome, found)))
        return
    for one in found:
        said, became = one.correction, one.state if one.reason is None else f"{one.state}: {one.reason}"
        click.echo(visible("\t".join((id_of(said), title(said), said.who, said.when, said.why, became))))
    if not report.quiet() and not found:
        click.echo("no corrections", err=True)


@store.command(
    cls=Verb,
    examples=[("kg store remove news.kg yibin", "One article; kg build --sync takes out all that are not named.")],
)
@_STORE
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@options.ontology
@options.as_json
def remove(folder: Path, ids: tuple[str, ...], ontology: Path | None, as_json: bool) -> None:
    """Take documents out of a store, by their ids; what only they say is gone from the graph.

    All of them or, where one is not in it, none. kg store stats --documents lists the ids.
    """
    from kg.run.update import remove as run

    made = run(folder, ids, ontology)
    for one in made.behind:
        report.warn(str(one))
    if as_json:
        report.print_json(build_store.summary(made) | {"store": str(folder)})
    elif not report.quiet():
        build_store.print_summary(made, str(folder))
