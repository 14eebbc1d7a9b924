"""Options that several verbs share, and the types of their values."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

_F = TypeVar("_F", bound=Callable[..., Any])


class _Path(click.ParamType[Path]):
    """A path as it was typed. An empty one (an unset variable of a script) is not taken for the working folder."""

    name = "path"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        if value == "":
            self.fail("the name is empty", param, ctx)
        return Path(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Files, or folders alone where only a folder will do."""
        return [CompletionItem(incomplete, type="dir" if param.metavar == "DIR" else "file")]


class _Size(click.ParamType[int | None]):
    """A number of bytes: 500M, 4G, 1.5GB, or plain digits; 0 becomes None, no limit."""

    name = "size"

    def convert(self, value: str | int | None, param: click.Parameter | None, ctx: click.Context | None) -> int | None:
        if not isinstance(value, str):
            return value
        match = _SIZE.fullmatch(value.strip())
        if match is None:
            self.fail(f"{value!r} is no size; write it as 500M or 4G", param, ctx)
        size = float(match[1]) * 1024 ** _POWERS.index(match[2].upper())
        if size > _LARGEST:
            self.fail(f"{value!r} is more than any computer has", param, ctx)
        return int(size) or None

    @staticmethod
    def shown(size: float) -> str:
        """A size as it is typed."""
        power = max(n for n in range(len(_POWERS)) if size >= 1024**n)
        return f"{size / 1024**power:g}{_POWERS[power]}"


class _Seconds(click.ParamType[float | None]):
    """A time in seconds; 0 becomes None, no limit."""

    name = "seconds"

    def convert(
        self, value: str | float | None, param: click.Parameter | None, ctx: click.Context | None
    ) -> float | None:
        try:
            seconds = float(value or 0)
        except ValueError:
            seconds = -1
        if not 0 <= seconds <= _LONGEST:
            self.fail(f"{value!r} is no number of seconds up to {_LONGEST:,}", param, ctx)
        return seconds or None

    @staticmethod
    def shown(seconds: float) -> str:
        """A time as it is typed."""
        return f"{seconds:g}"


class _Extractor(click.ParamType[str]):
    """The name of an extractor; the table of extractors is loaded only to check a name, or for the help."""

    name = "extractor"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """All names, as for a choice."""
        return self._choice().get_metavar(param, ctx)

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Check that there is such an extractor."""
        from kg.extract.extractors import left_out

        try:
            return self._choice().convert(value, param, ctx)
        except click.BadParameter as error:
            raise click.BadParameter("; ".join([error.message, *left_out()]), ctx, param) from None

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The names that begin so."""
        return self._choice().shell_complete(ctx, param, incomplete)

    def _choice(self) -> click.Choice[str]:
        from kg.extract.extractors import rows

        return click.Choice([row.name for row in rows()])


class _ExtractorOption(click.Option):
    """An option whose help describes each extractor."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and its help."""
        from kg.extract.extractors import left_out, rows

        described = [f"{row.name}: {row.summary}." for row in rows()]
        record = super().get_help_record(ctx)
        if record is None:
            return None
        more = " ".join([*described, *(f"Not available: {one}." for one in left_out())])
        return record[0], record[1].replace(str(self.help), f"{self.help} {more}")


class _Base(click.ParamType[str]):
    """The base of a graph's IRIs."""

    name = "iri"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from kg.errors import TargetError
        from kg.rdf.terms import Names

        try:
            return Names(value).base
        except TargetError as error:
            self.fail(f"{error.what}; {error.hint}", param, ctx)


_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([KMGT]?)(?:i?B)?", re.IGNORECASE)
_POWERS = ("", "K", "M", "G", "T")
_LARGEST = 2**50  # bytes
_LONGEST = 10**7  # seconds, which are four months
PATH = _Path()
SIZE = _Size()
SECONDS = _Seconds()


def limit(name: str, kind: _Seconds | _Size, default: float, what: str) -> Callable[[_F], _F]:
    """An option that sets a limit of time or memory; `what` is its help."""
    return click.option(
        name, type=kind, metavar=kind.name.upper(), default=kind.shown(default), show_default=True, help=what
    )


def question_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The names of shipped questions that begin so, for a shell."""
    from kg.cli.listing import questions

    return [row["name"] for row in questions(ctx.params.get("ontology")) if row["name"].startswith(incomplete)]


sparql = click.option(
    "--sparql/--no-sparql",
    default=None,
    help="Include the SPARQL panel in the HTML page (adds 2 MB). Default: included where the page stays under 5 MB.",
)
base = click.option(
    "--base",
    type=_Base(),
    metavar="https://HOST/PATH/",
    help="Base of the graph's IRIs: an http, https or urn IRI that ends in / or #. [default: https://zhkg.example/ or "
    "that of the graph which is exported]",
)
with_schema = click.option(
    "--with-schema", is_flag=True, help="Write the vocabulary into the RDF too, beside the graph that leads to it."
)
with_inferred = click.option(
    "--with-inferred",
    is_flag=True,
    help="Write what follows by the ontology's axioms into the RDF too: in TriG and N-Quads as a graph of its own, in "
    "other syntaxes among the triples that are said.",
)
ontology = click.option(
    "--ontology", type=PATH, metavar="DIR", help="Ontology folder to use instead of the built-in one."
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
extractor = click.option(
    "--extractor",
    type=_Extractor(),
    cls=_ExtractorOption,
    default="all",
    show_default=True,
    help="Method of extraction.",
)
corrections = click.option(
    "--corrections",
    type=PATH,
    metavar="FILE",
    help="Corrections that people made (kg correct writes them). Default: the corrections.toml beside kg.toml, or else "
    "of this folder, where there is one.",
)


def corrections_file(given: Path | None) -> Path:
    """The file that --corrections names, or else the corrections.toml beside the kg.toml in use, or else here."""
    from kg.store.corrections_file import FILE

    context = click.get_current_context()
    project = context.meta.get("kg.project")
    folder = project.file.parent if project is not None and project.file is not None else Path()
    return folder / FILE if given is None else given
