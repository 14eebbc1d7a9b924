"""Search words and texts in one form: words by the segmenter, and characters; what is found in what.

司法局          finds 宜宾市司法局, and 宜賓市司法局, and its characters in a row where they are no word
司法 局         finds 宜宾市司法局: both words
"市司法局"      finds 宜宾市司法局, and no 县司法局: the characters in a row
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.query.named import simple
from kg.segment.words import search_words

_PART = re.compile(r'"([^"]{0,500})"|([^\s"]{1,500})')
_RUN = re.compile(r"[0-9a-z]{1,500}|[^\W0-9a-z_]")
_LONGEST = 500  # characters of a search that are read


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """The words of a text in normal form: those of the segmenter, and the words within them.

    >>> words("宜賓市司法局")
    ('宜宾', '宜宾市', '司法', '司法局')
    """
    return tuple(word for word in search_words(simple(text)) if _RUN.search(word))


@lru_cache(maxsize=20_000)
def characters(text: str) -> tuple[str, ...]:
    """The characters of a text in normal form, without signs; Latin letters and digits by the run.

    >>> characters("C919 大飞机！")
    ('c919', '大', '飞', '机')
    """
    return tuple(_RUN.findall(simple(text)))


@dataclass(frozen=True, slots=True)
class Search:
    """Search words: parts, all of which must be found; each by its words, or by its characters in a row.

    A part without `words` stood in quotation marks.
    """

    parts: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

    @classmethod
    def of(cls, written: str) -> Search:
        """The search that a user wrote; it has no parts where there is no word in it.

        >>> Search.of('司法局 "市"').parts
        ((('司法局',), ('司', '法', '局')), ((), ('市',)))
        """
        found = []
        for quoted, bare in _PART.findall(written[:_LONGEST]):
            row = characters(quoted or bare)
            if row:
                found.append((() if quoted else _longest(words(bare)), row))
        return cls(tuple(found))

    def matches(self, text: str) -> bool:
        """Whether a text has what is searched for.

        >>> Search.of("司法 局").matches("宜賓市司法局"), Search.of("公安局").matches("宜宾市司法局")
        (True, False)
        """
        known, row = set(words(text)), f" {' '.join(characters(text))} "
        return bool(self.parts) and all(
            (wanted and known.issuperset(wanted)) or f" {' '.join(single)} " in row for wanted, single in self.parts
        )

    def expression(self) -> str:
        """The same in the language of FTS5."""
        return " AND ".join(f"({_either(wanted, single)})" for wanted, single in self.parts)


def _longest(found: tuple[str, ...]) -> tuple[str, ...]:
    """Words without those that stand within others of them: a search for 司法局 is none for 司法."""
    return tuple(word for word in dict.fromkeys(found) if not any(word in other and word != other for other in found))


def _either(wanted: tuple[str, ...], single: tuple[str, ...]) -> str:
    row = f'characters : "{" ".join(single)}"'
    every = " AND ".join(f'"{word}"' for word in wanted)
    return f"(words : ({every})) OR ({row})" if every else row
