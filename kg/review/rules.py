"""Where the rule of an evidence stands: in a file of patterns, or in the program."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kg.extract import relations
from kg.extract.relations.patterns import place
from kg.extract.vote.model_claims import RULE
from kg.ontology.ontology import Ontology

_PACKAGE = Path(relations.__file__).parents[2]  # kg/


def rule_place(rule: str, ontology: Ontology) -> str | None:
    """File and line of a rule; None of a network's reading, and where the rule is not known here.

    A pattern stands in ontology/patterns/, another rule is the line of the program that names it.
    """
    return place(ontology, rule) or _in_program(rule)


def is_network(rule: str) -> bool:
    """Whether an evidence says what the network found likely."""
    return rule.startswith(f"{RULE}.")


@cache
def _in_program(rule: str) -> str | None:
    """The line of kg/ that names a rule, or else the one that makes names of its family (f"frame.{name}")."""
    family, _, _ = rule.partition(".")
    for wanted in (f'"{rule}"', f'"{family}.{{'):
        for file, number, line in _lines():
            if wanted in line:
                return f"{file.relative_to(_PACKAGE.parent).as_posix()}:{number}"
    return None


def _lines() -> Iterator[tuple[Path, int, str]]:
    for folder in ("extract", "merge"):
        for file in sorted((_PACKAGE / folder).rglob("*.py")):
            for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
                yield file, number, line
