"""Names that a text gives itself: by a stock code, or as short for a name.

    海天味业（603288.SH）今天上涨          -> 海天味业 (Company)
    云岭气象科技有限公司（下称“云岭气象”）成立 -> 云岭气象 (Company)

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
        Candidate(Mention(span, "Company"), table.scores.listed, "name.listed", Source.NAME)
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
    """Short names that the text itself gives the organisations of `found`, wherever they stand after that.

    They are certain: 奥特维 is no person where …科技股份有限公司（下称“奥特维”） stands.
    """
    table = ontology.table(Organizations)
    ends = {c.mention.span.end: c.mention for c in found if ontology.coarse.get(c.mention.type) == "Organization"}
    view = parsed.view.text
    full: dict[str, Mention] = {}
    for match in table.short.said.finditer(view):
        body = ends.get(match.start())
        if body is not None and match[1] not in table.short.not_short:
            full.setdefault(match[1], body)
    added = []
    for name, body in sorted(full.items()):
        called_so = body.name or view[body.span.start : body.span.end]
        for match in re.finditer(re.escape(name), view[body.span.end :]):
            start = match.start() + body.span.end
            span = Span(start, start + len(name))
            added.append(
                Candidate(Mention(span, body.type, name=called_so), table.scores.called, "name.called", Source.NAME)
            )
    return added


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
        added.append(Candidate(long, table.scores.called, "name.spelt", Source.NAME))
        for other in re.finditer(f"(?:{lead})?{re.escape(short)}", view):
            mention = Mention(Span(*other.span()), head.type, name=full)
            added.append(Candidate(mention, table.scores.called, "name.called", Source.NAME))
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
