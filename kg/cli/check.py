"""`kg check`: what is wrong with a graph."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from kg.cli import options


@click.command()
@click.argument("path", metavar="DIR_OR_FILE", type=options.PATH)
@options.ontology
@options.as_json
def check(path: Path, ontology: Path | None, as_json: bool) -> int:
    """Check a built graph: shapes, evidence, dangling ids. Exit code 1 where there are errors."""
    from kg.check.file import check_file
    from kg.ontology import load

    findings = check_file(path, load(ontology))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{finding.severity} {finding.code} {finding.subject}: {finding.message}")
        counts = Counter(finding.severity for finding in findings)
        click.echo(", ".join(f"{counts[kind]} {kind}s" for kind in ("error", "warning")))
    return int(any(finding.severity == "error" for finding in findings))
