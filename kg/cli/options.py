"""Options that several verbs share, and what they mean."""

from __future__ import annotations

from pathlib import Path

import click

ontology = click.option(
    "--ontology", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Use this ontology folder."
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
