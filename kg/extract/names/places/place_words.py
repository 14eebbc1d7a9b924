"""What words say of places: prepositions before them, tails behind them, words that only look like them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.ontology.ontology import Ontology
from kg.ontology.tables.places import Places


def longest_first(words: Iterable[str]) -> str:
    """An expression for any of the words, that takes the longest that fits."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda w: (-len(w), w))))


def checked_first(words: Iterable[str]) -> str:
    """The same behind a look at its first character, so that it fails fast.

    >>> checked_first(["大街", "大道", "路"])
    '(?=[大路])(?:大街|大道|路)'
    """
    return f"(?=[{re.escape(''.join(sorted({w[0] for w in words})))}])(?:{longest_first(words)})"


class PlaceWords:
    """The words of `ontology/places.toml` that speak for and against places, compiled."""

    def __init__(self, ontology: Ontology) -> None:
        """Reads places.toml; OntologyError where it is wrong."""
        table = ontology.table(Places)
        tails, composed, words = table.tails, table.composed, table.words
        self.before, self.lists = table.before.words, table.before.lists
        self.native, self.closes = table.before.native, table.before.closes
        self.preposition = re.compile(f"(?:{longest_first(self.before)})$")
        self._marks = table.before.marks
        self.area_tail = re.compile(longest_first(tails.area))
        self.city_tail = re.compile(longest_first([*tails.area, *tails.city]))
        self.region_tail = re.compile(longest_first(tails.region))
        self.room = tails.room
        self.next_word, self.not_behind, self.shared = tails.next_word, tails.not_behind, tails.shared
        self.stems = frozenset([*composed.area, *composed.road])
        self.generic = composed.generic | words.stop
        self.glued, self.alone = words.glued, words.alone
        self._no_name, self._natural, self._facility = words.no_name, words.natural, words.facility

    def no_name(self, word: str) -> bool:
        """Whether a word only says where something is, or of what kind: 深山中, 四省, 开发区."""
        return word in self.generic or self._no_name.search(word) is not None

    def type_of(self, word: str) -> str:
        """The class of a place by its ending.

        >>> from kg.ontology.ontology import load
        >>> [place_words(load()).type_of(w) for w in ("澧水河", "解放路", "沂蒙")]
        ['NaturalFeature', 'Facility', 'AdministrativeArea']
        """
        if self._facility.search(word):
            return "Facility"
        return "NaturalFeature" if self._natural.search(word) else "AdministrativeArea"

    def preceded(self, view: str, start: int) -> bool:
        """Whether a preposition stands in front: 来自|."""
        return self.preposition.search(view, max(0, start - 4), start) is not None

    def introduced(self, view: str, start: int) -> bool:
        """Whether a preposition, or the mark of a list or a range, stands in front."""
        return (start > 0 and view[start - 1] in self._marks) or self.preceded(view, start)


def place_words(ontology: Ontology) -> PlaceWords:
    """The words of an ontology, compiled once."""
    return ontology.once(PlaceWords)
