"""ontology/reconciliation.toml: how well a name that somebody has fits a thing of the graph."""

from __future__ import annotations

from typing import ClassVar

from kg.ontology.table import Share, Table


class Reconciliation(Table, frozen=True):
    """Scores of the reconciliation service, of 100, and factors of them."""

    FILE: ClassVar[str] = "reconciliation.toml"

    exact: float
    alias: float
    short: float
    like: float
    alike: Share
    match: float
    lead: float
    other_type: Share
    unlike: Share
    agreed: float
