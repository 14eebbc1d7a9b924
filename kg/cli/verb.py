"""What verbs have in common: --config, --verbose, --quiet, values of kg.toml, examples; and how they are grouped."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource
from click.formatting import wrap_text

from kg.cli import report
from kg.cli.codes import MEANINGS
from kg.cli.options import PATH

Example = tuple[str, str]
"""A command line, and what it does."""

_EXAMPLE = re.compile(r"\n\s*Example: (kg .{1,200}?)  # (.{1,200})\s*\Z")
_PROJECT = "kg.project"  # key of the context's meta


class Verb(click.Command):
    """A command with the options of all verbs, and examples below its help.

    `examples` are run by the tests. One in Chinese stands in the docstring, as the last line of its own,
    `Example: kg ask "…" out  # What it does.`

    `once` are the options, by their long names without dashes, that concern one call only and are no settings: kg.toml
    does not hold them. `variables` of the environment are read by the verb itself, since nothing secret is an option. A
    verb without a `project` needs no kg.toml: a broken one is not in its way.
    """

    def __init__(
        self,
        *args: Any,
        examples: Iterable[Example] = (),
        once: Iterable[str] = (),
        project: bool = True,
        variables: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        found = _EXAMPLE.search(self.help or "")
        if found:
            self.help = _EXAMPLE.sub("", str(self.help))
        self.examples = (*((found.groups(),) if found else ()), *examples)
        self.once, self.variables = frozenset(once), frozenset(variables)
        self.params += _common({name for param in self.params for name in param.opts}, project)

    def settings(self) -> dict[str, click.Option]:
        """The options that kg.toml may hold, by their keys: their long names without dashes."""
        if not self.project:
            return {}
        options = [one for one in self.params if isinstance(one, click.Option) and one.name != "config"]
        return {key: one for one in options if (key := long_name(one)) not in self.once}

    def invoke(self, ctx: click.Context) -> Any:
        """Run it, after a note on where its options come from."""
        _note_origins(ctx)
        self._warn_of_variables(ctx)
        return super().invoke(ctx)

    def _warn_of_variables(self, ctx: click.Context) -> None:
        """A variable of the environment that is meant for this command, but misspelt, would do nothing in silence."""
        words = tuple(ctx.command_path.split()[1:])
        known = {variable(words, key) for key in self.settings()} | self.variables
        prefix = variable(words, "")
        for name in sorted(os.environ):
            if known and name.startswith(prefix) and name not in known:
                near = get_close_matches(name, known, 1)
                hint = f"did you mean {near[0]}?" if near else f"see {ctx.command_path} --help"
                report.warn(f"{name} in the environment is no option of {ctx.command_path}; {hint}")

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, as they are typed, below the options."""
        super().format_epilog(ctx, formatter)
        write_examples(self.examples, formatter)


class Verbs(click.Group):
    """A group of commands, whose help shows each with its first sentence, in sections where there are some."""

    def __init__(self, *args: Any, sections: Mapping[str, Iterable[click.Command]] | None = None, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.sections = {title: [str(one.name) for one in some] for title, some in (sections or {}).items()}
        for some in (sections or {}).values():
            for one in some:
                self.add_command(one)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the sections, then those of no section by name."""
        first = [name for names in self.sections.values() for name in names]
        return [*first, *sorted(self.commands.keys() - first)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections; each command with its first sentence, whole."""
        grouped = [name for names in self.sections.values() for name in names]
        rest = [name for name in self.list_commands(ctx) if name not in grouped]
        for title, names in {**self.sections, "Commands": rest}.items():
            rows = [(name, first_sentence(self.commands[name])) for name in names if not self.commands[name].hidden]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


class Top(Verbs):
    """The command `kg` itself: its help ends with exit codes."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write where options come from and what exit codes mean."""
        super().format_epilog(ctx, formatter)
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(int(code)), meaning) for code, meaning in MEANINGS.items()])


def first_sentence(command: click.Command) -> str:
    """What a list of commands says of one: the first sentence of its help."""
    return command.get_short_help_str(limit=10**6)


def long_name(option: click.Option) -> str:
    """An option's long name without dashes, as kg.toml and the environment have it."""
    return max(option.opts, key=len).lstrip("-")


def leaves(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """The commands of a group and of the groups in it, by the words that call them."""
    for name in sorted(group.commands):
        one = group.commands[name]
        if isinstance(one, click.Group):
            yield from leaves(one, (*path, name))
        else:
            yield (*path, name), one


def variable(path: tuple[str, ...], option: str) -> str:
    """The variable of the environment that holds an option of a command.

    >>> variable(("train", "joint"), "head-rate")
    'KG_TRAIN_JOINT_HEAD_RATE'
    """
    return "_".join(("kg", *path, option)).replace("-", "_").upper()


def write_examples(examples: Iterable[Example], formatter: click.HelpFormatter) -> None:
    """Command lines are never wrapped, since they are copied; what they do stands above each."""
    rows = list(examples)
    if rows:
        with formatter.section("Examples"):
            for line, what in rows:
                indent = f"{'':>{formatter.current_indent}}# "
                formatter.write(f"{wrap_text(what, formatter.width, indent, indent)}\n")
                formatter.write(f"{'':>{formatter.current_indent}}$ {line}\n")


def config_option(envvar: str | None = None) -> click.Option:
    """--config, which `kg` and each of its verbs take; `kg` also from the environment."""
    what = "Project file to read instead of the kg.toml of this folder."
    return click.Option(
        ["--config"],
        type=PATH,
        metavar="FILE",
        help=what,
        envvar=envvar,
        is_eager=True,
        callback=_configured,
        expose_value=False,
    )


def _common(used: set[str], project: bool) -> list[click.Parameter]:
    def flag(short: str, name: str, key: str, what: str) -> click.Option:
        def keep(ctx: click.Context, _: click.Parameter, value: bool) -> None:
            ctx.meta[key] = value

        names = [name] if short in used else [short, name]
        return click.Option(names, is_flag=True, help=what, callback=keep, expose_value=False)

    return [
        *([config_option()] if project else ()),
        flag("-v", "--verbose", report.VERBOSE, "Say more on stderr, as where options come from."),
        flag("-q", "--quiet", report.QUIET, "Print no progress and no summary; errors and warnings stay."),
    ]


def _configured(ctx: click.Context, _: click.Parameter, given: Path | None) -> None:
    """Let the values of the project file be the defaults of a verb; of `kg` itself, keep the file for its verb."""
    if isinstance(ctx.command, click.Group):
        ctx.obj = given
        return
    if ctx.resilient_parsing:
        return  # a completion: whatever the file says, there are options to name
    from kg.cli import project

    root = ctx.find_root()
    words = tuple(ctx.command_path.split()[1:])
    assert isinstance(root.command, click.Group)
    found = project.load(given or root.obj, dict(leaves(root.command)))
    ctx.meta[_PROJECT] = found
    ctx.default_map = found.defaults(words)


def _note_origins(ctx: click.Context) -> None:
    """Say, with --verbose, which project file was read, and which options come from it and from the environment."""
    origins: dict[ParameterSource | None, list[str]] = {}
    for param in ctx.command.params:
        if isinstance(param, click.Option) and param.name:
            origins.setdefault(ctx.get_parameter_source(param.name), []).append(long_name(param))
    found = ctx.meta.get(_PROJECT)
    if found is not None:
        kept = ", ".join(origins.get(ParameterSource.DEFAULT_MAP, ())) or "nothing for this command"
        report.note(f"from {found.file}: {kept}" if found.file else "there is no kg.toml in this folder")
    if taken := origins.get(ParameterSource.ENVIRONMENT):
        report.note(f"from the environment: {', '.join(taken)}")
