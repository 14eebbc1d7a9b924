"""ontology/corrected_words.toml: how words are corrected before names are composed of them."""

from __future__ import annotations

import re
from typing import ClassVar

from kg.ontology.table import Share, Table, Word


class CorrectedWords(Table, frozen=True):
    """How the words of the segmentation are corrected before names are composed of them."""

    FILE: ClassVar[str] = "corrected_words.toml"

    posts: tuple[Word, ...]
    former: tuple[Word, ...]
    sure: Share
    level: re.Pattern[str]
    holding: tuple[Word, ...]
