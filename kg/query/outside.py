"""SERVICE and FROM lead a query out of the graph; whether a word is such a keyword depends on the grammar.

`<` opens an IRI or compares, `1SERVICE` is two tokens. So an engine's own parser is asked: each SERVICE and FROM is
changed into letters that the query has nowhere else. In a name, a string, an IRI or a comment they are as good as those
before; where a keyword stood, they do not parse, and the parser stops right behind it.
"""

from __future__ import annotations

import re
from itertools import product

from kg.errors import QueryError

BOTH = re.compile("SERVICE|FROM", re.IGNORECASE)
_LETTERS = "zyxwvuqkjhg"  # no digits of hexadecimal, for %AFROM is an escape and three letters
_NAME = re.compile(
    r"(?:[?$]\w{0,200}|[\w.-]{0,200}:[\w.:%-]{0,200})\Z"
)  # what, if it stands before the word, makes it the end of a name
_LONGEST_NAME = 200
_LATE = 3  # characters after a keyword at which the parser may say that it does not fit


def masked(sparql: str, words: re.Pattern[str] = BOTH) -> str | None:
    """A query with other letters in each of some keywords, as long as it was; None where it has none of them.

    QueryError where the query leaves no letters.

    >>> masked("SELECT ?from { SERVICE ?e {} }")
    'SELECT ?fzzz { SERVZZZ ?e {} }'
    """
    if not words.search(sparql):
        return None
    low = sparql.lower()
    mask = next((letters for letters in map("".join, product(_LETTERS, repeat=3)) if letters not in low), None)
    if mask is None:
        what = f"the query is too odd to be checked for {words.pattern.replace('|', ' and ')}"
        raise QueryError(what, hint="make it shorter")

    def other(word: re.Match[str]) -> str:  # ?FROM and ?FRoM stay two names
        end = zip(mask, word[0][-3:], strict=True)
        return word[0][:-3] + "".join(letter.upper() if old.isupper() else letter for letter, old in end)

    return words.sub(other, sparql)


def keyword_before(sparql: str, stop: int, words: re.Pattern[str] = BOTH) -> re.Match[str] | None:
    """The keyword in a query because of which the parser stopped at an offset of its masked form."""
    for word in words.finditer(sparql):
        if word.start() < stop <= word.end() + _LATE and not _in_a_name(sparql, word.start()):
            return word
    return None


def _in_a_name(sparql: str, start: int) -> bool:
    return _NAME.search(sparql, max(0, start - _LONGEST_NAME), start) is not None
