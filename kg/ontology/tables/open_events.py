"""The table open_events.toml: which event a text means where it names none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from kg.ontology.table import Fragment, Table, Word


class OpenEventTable(Table, frozen=True):
    """What the names of gatherings end with, where a text speaks of one, and what words such as 会议 may mean."""

    FILE: ClassVar[str] = "open_events.toml"

    gathering: re.Pattern[str]
    held: Fragment
    there: Fragment
    pointing: re.Pattern[str]
    several: re.Pattern[str]
    goes_on: re.Pattern[str]
    honours: re.Pattern[str]
    any: Mapping[Word, re.Pattern[str]]
