"""What an engine says of data that breaks a shape."""

from __future__ import annotations

from typing import NamedTuple


class Violation(NamedTuple):
    """One result of a validation; terms are in the syntax of N-Triples.

    `shape` is the sh:sourceShape, `component` the local name of the sh:sourceConstraintComponent, such as
    `MinCountConstraintComponent`.
    """

    focus: str
    path: str | None
    value: str | None
    shape: str
    component: str
    severity: str = "Violation"
    message: str | None = None


class InvalidShapes(Exception):
    """A shapes graph is not valid SHACL; its text says why."""
