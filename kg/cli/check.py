"""`kg check`: what is wrong with a graph."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from kg.cli import options, report
from kg.cli.apart import apart
from kg.cli.codes import Exit
from kg.cli.verb import Verb

_EXAMPLES = (
    ("kg check out", "The folder that kg build wrote."),
    ("kg check out/graph.json --json", "One file of it, with the findings as JSON."),
)


@click.command(cls=Verb, examples=_EXAMPLES)
@click.argument("path", metavar="DIR_OR_FILE", type=options.PATH)
@options.ontology
@options.as_json
def check(path: Path, ontology: Path | None, as_json: bool) -> int:
    """Validate a built graph: SHACL shapes, evidence, ids, corrections, and the files against their manifest.

    Each correction that holds is a check that passes; one that no longer applies is a warning (W501).

    Exit code: 0 no errors (warnings do not count), 1 errors, 2 the graph cannot be read, 3 its parser crashed.
    """
    from kg.check.file import checked
    from kg.ontology.ontology import load

    made = apart(partial(checked, path, load(ontology)), str(path))
    findings = made.findings
    if as_json:
        report.print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            click.echo(f"{finding.severity} {finding.code} {finding.subject}: {finding.message}")
        counts = Counter(finding.severity for finding in findings)
        if not report.quiet():
            held = f", {made.corrections} corrections hold" if made.corrections else ""
            click.echo(", ".join(f"{counts[kind]} {kind}s" for kind in ("error", "warning")) + held)
    return Exit.FOUND if any(finding.severity == "error" for finding in findings) else Exit.DONE
