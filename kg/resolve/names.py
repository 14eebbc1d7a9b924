"""When two names are one: abbreviations, short forms of areas, relative names. Nothing here looks at the text."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from kg.ontology import Ontology

_WRAP = re.compile(r"[\s“”\"'‘’《》〈〉「」『』()（）]")


def norm(name: str) -> str:
    """A name without width, case, spaces, quotes and brackets.

    >>> norm("“全国先进 集体”"), norm("ＺＢＴ商标")
    ('全国先进集体', 'zbt商标')
    """
    return _WRAP.sub("", unicodedata.normalize("NFKC", name)).lower()


class Names:
    """Compares names by the words of one ontology (resolve.toml)."""

    def __init__(self, ontology: Ontology) -> None:
        raw = ontology.toml("resolve.toml")
        self._short: list[tuple[str, str]] = [(norm(s["long"]), norm(s["short"])) for s in raw["short"]]
        self._ordinal = re.compile(raw["names"]["ordinal"])
        self._state = re.compile(raw["names"]["state"])
        self._areas: tuple[str, ...] = tuple(raw["names"]["area"])
        self.relative = re.compile(raw["names"]["relative"])

    @cache  # noqa: B019 - one Names an ontology, kept as long as it
    def key(self, name: str) -> str:
        """A name's comparable form: 中华人民共和国第十四届全国人民代表大会常务委员会 becomes 全国人大常委会."""
        found = norm(name)
        for long, short in self._short:
            if long in found and found != long:
                found = found.replace(long, short)
        for lead in (self._state, self._ordinal):
            cut = lead.sub("", found)
            found = cut if len(cut) >= 3 else found
        return found

    @cache  # noqa: B019
    def bare(self, area: str) -> str:
        """An area's name without its suffix: 宜宾市 becomes 宜宾; 沙市 stays."""
        found = norm(area)
        for suffix in self._areas:
            if found.endswith(suffix) and len(found) - len(suffix) >= 2:
                return found[: -len(suffix)]
        return found

    def same_area(self, left: str, right: str) -> bool:
        """Whether one is the short form of the other; 河北省 and 河北区 are not the same."""
        a, b = norm(left), norm(right)
        return a == b or (self.bare(a) == self.bare(b) and (self.bare(a) == a or self.bare(b) == b))

    def short_of(self, short: str, long: str) -> str | None:
        """Why `short` is a way to say `long`, or None: a tail (法工委), or a company's word and kind (步长公司)."""
        a, b = self.key(short), self.key(long)
        if a == b:
            return "the same name in other words"
        if len(a) >= len(b):
            return None
        if len(a) >= 3 and b.endswith(a):
            return "the tail of the full name"
        kind = next((k for k in ("公司", "集团", "银行") if a.endswith(k) and b.endswith(("公司", "集团", k))), None)
        if kind and len(a) - len(kind) >= 2 and a[: -len(kind)] in b:
            return "the company's own word and its kind"
        return None


names = cache(Names)
