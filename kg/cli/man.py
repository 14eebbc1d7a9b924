"""Man pages of `kg` and its verbs, from the same objects as their help: python -m kg.cli.man FOLDER (make man).

click-man (MIT) was tried first: it knows no examples, no exit codes and no paragraphs that are kept as they are, and
leaves lines that begin with a point to be taken for commands of troff.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from kg.cli.codes import MEANINGS
from kg.cli.verb import Verb, first_sentence
from kg.version import VERSION


def pages(root: click.Group) -> dict[str, str]:
    """The pages by their files' names: kg.1, kg-build.1, kg-train-joint.1 …, in the format of man(7)."""
    return {f"{ctx.command_path.replace(' ', '-')}.1": page(ctx) for ctx in _contexts(root)}


def page(ctx: click.Context) -> str:
    """The page of one command."""
    command, path = ctx.command, ctx.command_path
    name = path.replace(" ", "-")
    usage = " ".join(command.collect_usage_pieces(ctx))
    lines = [
        f'.TH "{_troff(name.upper())}" 1 "" "zhkg {VERSION}" "zhkg"',
        ".SH NAME",
        rf"{_troff(name)} \- {_troff(first_sentence(command))}",
        ".SH SYNOPSIS",
        rf"\fB{_troff(path)}\fR {_troff(usage)}",
        ".SH DESCRIPTION",
        *_paragraphs(command.help or ""),
    ]
    lines += _section("OPTIONS", _options(ctx))
    if isinstance(command, click.Group):
        names = command.list_commands(ctx)
        lines += _section("COMMANDS", ((f"{path} {one}", first_sentence(command.commands[one])) for one in names))
    if isinstance(command, Verb) and command.examples:
        lines += [".SH EXAMPLES"]
        for line, what in command.examples:
            lines += [".PP", _troff(what), ".PP", ".RS 4", ".nf", f"$ {_troff(line)}", ".fi", ".RE"]
    lines += _section("EXIT STATUS", ((str(int(code)), meaning) for code, meaning in MEANINGS.items()))
    lines += [".SH SEE ALSO", _see_also(ctx)]
    return "\n".join(lines) + "\n"


def _contexts(root: click.Group) -> Iterator[click.Context]:
    waiting = [click.Context(root, info_name="kg", **root.context_settings)]
    while waiting:
        ctx = waiting.pop(0)
        yield ctx
        if isinstance(ctx.command, click.Group):
            names = ctx.command.list_commands(ctx)
            waiting += [click.Context(ctx.command.commands[one], info_name=one, parent=ctx) for one in names]


def _options(ctx: click.Context) -> Iterator[tuple[str, str]]:
    """Names and help of the options, with the variables of the environment that hold them."""
    for param in ctx.command.get_params(ctx):
        record = param.get_help_record(ctx)
        if record is None or not record[1]:
            continue
        variable = f" Environment: {param.envvar}." if isinstance(param.envvar, str) else ""
        yield record[0], record[1] + variable


def _section(title: str, rows: Iterator[tuple[str, str]]) -> list[str]:
    lines = [f".SH {title}"]
    for name, what in rows:
        lines += [".TP", rf"\fB{_troff(name)}\fR", _troff(" ".join(what.split()))]
    return lines


def _paragraphs(text: str) -> Iterator[str]:
    r"""A help text as paragraphs; one behind \b is kept as it is."""
    for paragraph in text.strip().split("\n\n"):
        kept = paragraph.startswith("\b")
        body = paragraph.removeprefix("\b\n")
        yield ".PP"
        yield from (
            (".nf", *(_troff(line) for line in body.split("\n")), ".fi") if kept else (_troff(" ".join(body.split())),)
        )


def _see_also(ctx: click.Context) -> str:
    """The pages around this one."""
    others = []
    if ctx.parent is not None:
        others.append(ctx.parent.command_path)
    if isinstance(ctx.command, click.Group):
        others += [f"{ctx.command_path} {one}" for one in ctx.command.list_commands(ctx)]
    return ", ".join(rf"\fB{_troff(one.replace(' ', '-'))}\fR(1)" for one in others)


def _troff(text: str) -> str:
    r"""A text in which nothing is a command of troff.

    >>> print(_troff(".html and --out"))
    \&.html and \-\-out
    """
    safe = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{safe}" if safe.startswith((".", "'")) else safe


def main() -> None:
    """Write the pages into a folder."""
    from kg.cli.main import verbs

    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages(verbs).items():
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
