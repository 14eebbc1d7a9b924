"""The table award_lists.toml: those who are honoured together, in a list under its heading."""

from __future__ import annotations

import re
from typing import ClassVar

from kg.ontology.table import Count, Share, Table


class AwardLists(Table, frozen=True):
    """What opens a list of those who are honoured, and what stands between them."""

    FILE: ClassVar[str] = "award_lists.toml"

    confidence: Share
    least: Count
    reach: Count
    heading: re.Pattern[str]
    chosen: re.Pattern[str]
    given: re.Pattern[str]
    then: re.Pattern[str]
    between: re.Pattern[str]
    other: re.Pattern[str]
    glued: re.Pattern[str]
