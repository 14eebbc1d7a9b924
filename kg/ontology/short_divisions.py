"""What a division is called for short, by the words of an ontology."""

from __future__ import annotations

from kg.ontology.ontology import Ontology
from kg.ontology.tables.places import Places


class ShortDivisions:
    """Shortens the names of divisions."""

    def __init__(self, ontology: Ontology) -> None:
        self._words = words = ontology.table(Places).short
        groups = "|".join(sorted(words.groups, key=len, reverse=True))
        self._ethnic = ontology.expression(Places, ("short", "ethnic"), words.ethnic, parts={"groups": f"(?:{groups})"})

    def short(self, name: str) -> str | None:
        """The short form of a division's name, or None where there is none.

        >>> from kg.ontology.ontology import load
        >>> [short_divisions(load()).short(n) for n in ("恩施土家族苗族自治州", "宜宾市", "沛县")]
        ['恩施', '宜宾', None]
        """
        if name in self._words.special:
            return self._words.special[name]
        stem = self._ethnic.sub("", name, count=1) if name.endswith(self._words.autonomous) else name
        for ending in self._words.endings:
            if stem.endswith(ending):
                stem = stem[: -len(ending)]
                return stem if len(stem) > 1 else None
        return None

    def plain(self, name: str) -> str | None:
        """The name of an autonomous prefecture or county without its peoples, or None where that is another form.

        >>> from kg.ontology.ontology import load
        >>> [short_divisions(load()).plain(n) for n in ("恩施土家族苗族自治州", "鄂温克族自治旗", "宜宾市")]
        ['恩施州', '鄂温克旗', None]
        """
        short = self.short(name) if name.endswith(self._words.autonomous) else None
        return short and (short if short.endswith(name[-1]) else short + name[-1])


def short_divisions(ontology: Ontology) -> ShortDivisions:
    """What shortens the names of divisions by an ontology."""
    return ontology.once(ShortDivisions)
