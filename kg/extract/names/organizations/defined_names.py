"""Names that a text gives itself: by a stock code, or as short for a name.

    海天味业（603288.SH）今天上涨          -> 海天味业 (Company)
    云岭气象科技有限公司（下称“云岭气象”）成立 -> 云岭气象 (Company)
    海州至云湖高速公路（以下简称海云高速）通车  -> 海州至云湖高速公路, 海云高速 (Facility)

They hold in the whole document: a company with a code wherever it stands, a short name from there on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from kg.extract.candidates.candidate import Candidate, Family, Source
from kg.extract.candidates.word_borders import Borders
from kg.extract.names.head_nouns import heads
from kg.ontology.ontology import Ontology
from kg.ontology.tables.organizations import Organizations, Ticker
from kg.types import Mention, Parsed, Span

_LONGEST = 40  # characters of a name with a short one in brackets behind it
_LONGEST_HEAD = 12
_COMMA = "、"
_FIRST_HAN = 0x4E00  # Han characters, and what follows them in Unicode
_MARKS = frozenset("，。；：、！？“”（）《》 \n|")


def listed(parsed: Parsed, ontology: Ontology, found: Sequence[Candidate]) -> list[Candidate]:
    """Companies that have a stock code somewhere in the document, at all their places.

    The name is the run of nouns before the code, which jieba's words cut at verbs, particles and marks.
    """
    table, view = ontology.table(Organizations), parsed.view.text
    rules = table.ticker
    borders = Borders(parsed)
    names = set()
    for match in rules.code.finditer(view):
        start = _start(view, borders, match.start(), rules)
        name = view[start : match.start()]
        if 2 < len(name) < 9 and name not in rules.not_word:
            names.add(name)
    if not names:
        return []
    any_name = re.compile("|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n)))))
    longer = sorted(c.mention.span for c in found if c.source.family == Family.NAME)
    reach = list(accumulate((span.end for span in longer), max))  # of each and all before it
    return [
        Candidate(Mention(span, "Company"), table.scores.listed, "name.listed", Source.NAME_GIVEN)
        for match in any_name.finditer(view)
        for span in [Span(match.start(), match.end())]
        if not _within(span, longer, reach)
    ]


def _within(span: Span, others: Sequence[Span], reach: Sequence[int]) -> bool:
    """Whether another one of sorted spans holds a span; `reach` is the farthest end of each and all before it."""
    before, behind = (bisect_left(others, Span(start, 0)) for start in (span.start, span.start + 1))
    if before and reach[before - 1] >= span.end:
        return True
    return behind > before and others[behind - 1].end > span.end


def called(parsed: Parsed, ontology: Ontology, found: Sequence[Candidate]) -> list[Candidate]:
    """Short names that the text itself gives bodies and facilities, wherever they stand after that.

    They are certain: 奥特维 is no person where …科技股份有限公司（下称“奥特维”） stands. The long name spells the short
    one, so that it begins at 海州 in 海州至云湖高速公路（以下简称海云高速）, whatever was found of it.
    """
    table, view = ontology.table(Organizations), parsed.view.text
    said = list(table.short.said.finditer(view))
    if not said:
        return []
    finder = _LongNames(parsed, ontology, found)
    full: dict[str, Mention] = {}
    added = list[Candidate]()
    for match in said:
        short = match["quoted"] or match["plain"]
        if short in table.short.not_short or short in full:
            continue
        whole = finder.whole(match.start(), short)
        if whole is not None:
            full[short] = whole
            if whole.span not in finder.spans:
                added.append(Candidate(whole, table.scores.called, "name.spelt", Source.NAME_GIVEN))
    for name, body in sorted(full.items()):
        called_so = body.name or view[body.span.start : body.span.end]
        for match in re.finditer(re.escape(name), view[body.span.end :]):
            start = match.start() + body.span.end
            span = Span(start, start + len(name))
            added.append(
                Candidate(
                    Mention(span, body.type, name=called_so), table.scores.called, "name.called", Source.NAME_GIVEN
                )
            )
    return added


class _LongNames:
    """The long names before short ones, among what was found or longer."""

    def __init__(self, parsed: Parsed, ontology: Ontology, found: Sequence[Candidate]) -> None:
        self._view, self._starts, self._ontology = parsed.view.text, set(parsed.starts), ontology
        self._ending: dict[int, list[Mention]] = {}
        self._areas: dict[int, int] = {}  # where each begins, by its end
        self._kinds: dict[str, str] = {}  # of the words that were found as a name
        for one in found:
            span = one.mention.span
            if one.mention.type == "AdministrativeArea":
                self._areas[span.end] = min(span.start, self._areas.get(span.end, span.start))
            elif self._may_be(one.mention.type):
                self._ending.setdefault(span.end, []).append(one.mention)
                self._kinds.setdefault(parsed.view.cut(span), one.mention.type)
        self.spans = {mention.span for named in self._ending.values() for mention in named}

    def _may_be(self, kind: str) -> bool:
        return kind in self._ontology.coarse and (
            self._ontology.coarse[kind] == "Organization" or self._ontology.is_a(kind, "Facility")
        )

    def whole(self, end: int, short: str) -> Mention | None:
        """The name that ends at `end` and is called `short`: one that spells it, else one that does so when longer."""
        bodies = self._ending.get(end, [])
        spelling = [m for m in bodies if _spelt(self._view, m.span.start, end, short) is not None]
        if spelling:
            return spelling[-1]
        longer = self._longer(end, short, bodies)
        return longer or (bodies[-1] if bodies else None)

    def _longer(self, end: int, short: str, bodies: Sequence[Mention]) -> Mention | None:
        head = heads(self._ontology).before(self._view, end, max(0, end - _LONGEST_HEAD))
        known = self._kinds.get(short, head.type if head is not None else "")
        kind = bodies[-1].type if bodies else known
        start = _spelt(self._view, max(0, end - _LONGEST), end, short)
        if start is None or not self._may_be(kind):
            return None
        while start > 0 and start not in self._starts:
            start -= 1
        start = self._areas.get(start, start)
        if self._ontology.table(Organizations).short.not_within.search(self._view, start, end):
            return None
        return Mention(Span(start, end), kind)


def _spelt(view: str, low: int, end: int, short: str) -> int | None:
    """Where the characters of a short name begin that stand in its order before `end`; None where they do not."""
    at = end
    for char in reversed(short):
        at = view.rfind(char, low, at)
        if at < 0:
            return None
    return at


def spelt_out(parsed: Parsed, ontology: Ontology, found: Sequence[Candidate]) -> list[Candidate]:
    """Long names with commas in them that the text gives a short one for, and that one wherever it stands.

    From a body of `found` to the bracket reaches what the short name takes its characters from, in their order:
    联合国销毁云国化学、生物武器特别委员会（特委会）; 联合国特委会 is the same.
    """
    table, view, nouns = ontology.table(Organizations), parsed.view.text, heads(ontology)
    bodies = sorted(c.mention.span for c in found if ontology.coarse.get(c.mention.type) == "Organization")
    added, known = list[Candidate](), set[str]()
    for match in table.short.spelt.finditer(view):
        end, short = match.start(), match["short"]
        if short in known:
            continue
        head = nouns.before(view, end, max(0, end - _LONGEST_HEAD)) if view[end - 1 : end] in nouns.lasts else None
        body = _opening(view, bodies, end, short, table.short.not_within)
        if body is None or head is None or not ontology.is_a(head.type, "Organization"):
            continue
        known.add(short)
        full, lead = view[body.start : end], re.escape(view[body.start : body.end])
        long = Mention(Span(body.start, end), head.type)
        added.append(Candidate(long, table.scores.called, "name.spelt", Source.NAME_GIVEN))
        for other in re.finditer(f"(?:{lead})?{re.escape(short)}", view):
            mention = Mention(Span(*other.span()), head.type, name=full)
            added.append(Candidate(mention, table.scores.called, "name.called", Source.NAME_GIVEN))
    return added


def _opening(view: str, bodies: Sequence[Span], end: int, short: str, not_within: re.Pattern[str]) -> Span | None:
    """The body with which a long name begins that ends at a bracket with its short one; None where there is none."""
    near = bodies[bisect_left(bodies, Span(end - _LONGEST, 0)) : bisect_left(bodies, Span(end, 0))]
    for body in near:
        rest = view[body.end : end]
        if any(other.end == end and other.start <= body.start for other in near):
            return None  # found as a whole
        if _COMMA in rest and not not_within.search(rest) and _stands_for(short, rest):
            return body
    return None


def _stands_for(short: str, full: str) -> bool:
    """Whether a short name takes its characters from the full one in their order, the last one from its end."""
    rest = iter(full)
    return short[-1] == full[-1] and len(short) * 2 <= len(full) and all(char in rest for char in short)


def _start(view: str, borders: Borders, end: int, rules: Ticker) -> int:
    """Where the run of nouns begins that ends at `end`."""
    start, words = end, 0
    while start > 0 and words < rules.longest:
        token = borders.at(start - 1)
        last = view[start - 1]
        if token is None or token.span.end != start or not (ord(last) >= _FIRST_HAN or last.isalnum()):
            break
        word = view[token.span.start : start]
        opens = token.span.start == 0 or view[token.span.start - 1] in _MARKS
        if word in rules.not_word or (rules.not_pos.match(token.pos) and words and token.pos != "vn" and not opens):
            break
        start, words = token.span.start, words + 1
    return start
