"""The table reprints.toml: which articles are nearly the same text."""

from __future__ import annotations

import re
from typing import ClassVar

from kg.ontology.table import Count, Share, Table


class ReprintTable(Table, frozen=True):
    """What two texts must have in common, and what is compared: shares are of 1, lengths in characters."""

    FILE: ClassVar[str] = "reprints.toml"

    alike: Share
    shortest: Share
    numbers: Share
    names: Share
    piece: Count
    least: Count
    number: re.Pattern[str]
