"""Options that several verbs share, and what they mean."""

from __future__ import annotations

from pathlib import Path

import click


class _Path(click.ParamType[Path]):
    """A path as it was typed. An empty one (an unset variable of a script) is not taken for the working folder."""

    name = "path"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        if value == "":
            self.fail("the name is empty", param, ctx)
        return Path(value)


PATH = _Path()
EXTRACTORS = ("all", "rules", "model")

sparql = click.option(
    "--sparql/--no-sparql",
    default=None,
    help="With or without the page's SPARQL panel (2 MB). Default: with it, where the page stays under 5 MB.",
)
ontology = click.option("--ontology", type=PATH, metavar="DIR", help="Use this ontology folder.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
extractor = click.option(
    "--extractor",
    type=click.Choice(EXTRACTORS),
    default="all",
    show_default=True,
    help="What reads the texts. rules: word lists and patterns. model: networks trained on annotated text, with"
    " grammars for dates and quantities. all: rules and model vote on names; patterns join what was elected.",
)
