"""A file of N-Triples and shapes -> violations, by the SHACL engine that is installed.

That is `shacl`, in Rust: a million triples in seconds. Where there is no wheel of it (Linux on another processor than
x86-64) pySHACL says the same, a hundred times slower; it is the reference in the tests.
"""

from __future__ import annotations

import logging
from importlib.util import find_spec
from pathlib import Path

from kg.check.shacl.violation import InvalidShapes, Violation

_LOG = logging.getLogger(__name__)


def validate(data: Path, shapes: str) -> list[Violation]:
    """What breaks shapes (Turtle) in the data of a file (.nt), in no order. InvalidShapes where they are no SHACL.

    The shapes are valid Turtle, and those that can be broken have names.
    """
    if find_spec("shacl") is None:
        from kg.check.shacl import reference

        _LOG.warning("the package shacl is not installed: pySHACL tries the shapes, a hundred times slower")
        return reference.validate(data, shapes)
    import shacl

    try:
        compiled = shacl.Shapes.from_turtle(shapes)
    except ValueError as error:
        raise InvalidShapes(str(error).removeprefix("invalid shapes graph: ")) from None
    found = compiled.validate_file(str(data))
    return [
        Violation(r.focus_node, r.path, r.value, r.source_shape or "", r.component, r.severity, r.message)
        for r in found.results
    ]
