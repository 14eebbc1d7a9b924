"""The normal form of names: what is left of a name when it is compared with another.

    长风（集团）有限公司   长风(集团)有限公司   长风集团有限公司   ->   长风集团有限公司
    史蒂文·斯皮尔伯格   史蒂文•斯皮尔伯格   史蒂文 ‧ 斯皮尔伯格   ->   史蒂文·斯皮尔伯格
    “ＺＢＴ”商标   ZBT商标                                          ->   zbt商标

Every package compares names by these, so that two spellings are the same name for all of them or for none.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

BRACKETS = "“”\"'‘’《》〈〉「」『』〝〞()（）"
DOTS = "·•‧・∙⋅●"

# The last range is of characters without width: soft hyphens, joiners, marks of direction, byte order marks.
_IGNORED = re.compile(f"[\\s{BRACKETS}\u00ad\u200b-\u200f\u2060\ufeff]")
_ONE_DOT = str.maketrans(dict.fromkeys(DOTS, "·"))


@lru_cache(maxsize=1 << 13)
def normal_form(name: str) -> str:
    """A name without differences of width, case, spaces, quotation marks, brackets and middle dots.

    Two names are spelt alike where their normal forms are equal. A normal form is its own normal form. A name of
    nothing but such marks keeps them.

    >>> normal_form("“全国先进 集体”"), normal_form("长风（集团）有限公司"), normal_form("Ａ•Ｂ")
    ('全国先进集体', '长风集团有限公司', 'a·b')
    """
    wide = unicodedata.normalize("NFKC", name).translate(_ONE_DOT)
    kept = _IGNORED.sub("", wide) or wide
    # Once more, since taking a mark out can bring a letter and its accent together.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", kept).casefold())
