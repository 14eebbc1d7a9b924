"""`kg build --store`: articles into a store, which keeps what it has read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kg.run.update import Update


def summary(made: Update) -> dict[str, Any]:
    """What an update did, in numbers and ids."""
    from kg.store.correction_json import title

    return {
        "added": list(made.added),
        "changed": list(made.changed),
        "removed": list(made.removed),
        "unchanged": made.unchanged,
        "failed": [str(failure) for failure in made.failures],
        "warnings": [str(warning) for warning in made.warnings],
        "corrections": [{"correction": title(one.correction), "state": one.state} for one in made.corrections],
        "extractor": made.extractor,
        "seconds": round(made.seconds, 3),
    }


def print_summary(made: Update, where: str) -> None:
    """One line on stdout."""
    counts = {"added": len(made.added), "changed": len(made.changed), "removed": len(made.removed)}
    counts |= {"unchanged": made.unchanged, "failed": len(made.failures), "warnings": len(made.warnings)}
    told = ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing to do"
    click.echo(f"{told}, extractor {made.extractor}, {made.seconds:.2f} s -> {where}")
