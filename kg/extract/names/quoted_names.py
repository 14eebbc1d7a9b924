"""Names in “…”: with a noun after them (“三亮九谈”工作法), or with a verb before them that asks for one (获评“…”)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.names.head_nouns import Heads, heads, name_rules
from kg.extract.names.known_names import Lexicon, lexicon
from kg.ontology.ontology import Ontology
from kg.types import Mention, Parsed, Span

_QUOTE = re.compile("“([^“”\n]{2,40})”")
_AWARD_AFTER = ("称号", "荣誉", "的", "等", "奖项", "排行")  # words that only announce an award: no part of its name
_JOINED = re.compile("[、和及与 ]?")
_SERIES = re.compile("[\u4e00-\u9fff]{2,4}[一二三四五六七八九十0-9]+号")  # “蓝星一号”
_NUMBERED = re.compile("(?:[一二两三四五六七八九十][\u4e00-\u9fff]){2,4}")  # “五查五看”
_CLAUSE_ENDS = frozenset("，。；")
_MARKS = frozenset("“”‘’《》")
_RECURS = frozenset({"Product", "Initiative", "Award"})


@dataclass(frozen=True, slots=True)
class _Rules:
    after: Mapping[str, str]
    before: Mapping[str, str]
    not_inside: frozenset[str]
    weak: frozenset[str]
    not_headed: frozenset[str]
    not_named: tuple[str, ...]
    clause: re.Pattern[str]
    only_broad: frozenset[str]
    likened: frozenset[str]
    award_starts: tuple[str, ...]
    longest: int


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a list of quotations: words of the tables, 的 (“谁投资谁受益”的政策), the list's end."""

    ahead: str | None
    behind: str | None
    described: bool
    last: bool


@cache
def _rules(ontology: Ontology) -> _Rules:
    table = name_rules(ontology)["quoted"]
    weak = frozenset(name_rules(ontology)["organization"]["weak"])
    after = {word: kind for kind, words in table["after"].items() for word in words}
    before = {word: kind for kind, words in table["before"].items() for word in words}
    return _Rules(
        after,
        before,
        frozenset(table["not_inside"]),
        weak,
        frozenset(table["not_headed"]),
        tuple(table["not_named"]),
        re.compile(f"(?:{'|'.join(table['clause'])})了?[\u4e00-\u9fff]{{2,12}}$"),
        frozenset(table["only_broad"]),
        frozenset(table["likened"]),
        tuple(name_rules(ontology)["thing"]["award_starts"]),
        max(map(len, (*after, *before))),
    )


def _ahead(table: Mapping[str, str], text: str) -> str | None:
    return next((text[:n] for n in range(len(text), 0, -1) if text[:n] in table), None)


def _behind(table: Mapping[str, str], text: str) -> str | None:
    return next((text[n:] for n in range(len(text)) if text[n:] in table), None)


def _groups(view: str) -> Iterator[list[re.Match[str]]]:
    """Quotations that make a list, in which nothing but a comma or 和 parts them: “A”“B”、“C”."""
    group: list[re.Match[str]] = []
    for match in _QUOTE.finditer(view):
        if group and _JOINED.fullmatch(view, group[-1].end(), match.start()) is None:
            yield group
            group = []
        group.append(match)
    if group:
        yield group


def quoted(parsed: Parsed, ontology: Ontology) -> list[Candidate]:
    """Awards, initiatives, events, products and works in quotation marks, and where the same words recur without them.

    The mention is what stands inside the marks, unless the marks hold only a part of the name. In a list, the word
    before the first and the word after the last speak for all.
    """
    view = parsed.view.text
    if "“" not in view:
        return []
    rules, nouns, known = _rules(ontology), heads(ontology), lexicon(ontology)
    found: list[Candidate] = []
    for group in _groups(view):
        before, after = group[0].start(), group[-1].end()
        ahead = _ahead(rules.after, view[after : after + rules.longest].lstrip())
        behind = _behind(rules.before, view[max(0, before - rules.longest) : before].rstrip())
        for match in group:
            last = match is group[-1]
            one = _one(view, match, _Around(ahead, behind, view[after : after + 1] == "的", last), rules, nouns, known)
            if not one and _NUMBERED.fullmatch(match.group(1)) and not _is_word(parsed, match.start(1), match.end(1)):
                one = [
                    Candidate(
                        Mention(Span(match.start(1), match.end(1)), "Initiative"), 0.6, "quote.numbered", Source.QUOTE
                    )
                ]
            found += one
    return found + _again(parsed, found)


def _is_word(parsed: Parsed, start: int, end: int) -> bool:
    """Whether the dictionary has the stretch as one word (一心一意), so that nobody coined it."""
    at = bisect_left(parsed.tokens, start, key=lambda token: token.span.start)
    return at < len(parsed.tokens) and parsed.tokens[at].span == Span(start, end)


def _one(
    view: str, match: re.Match[str], around: _Around, rules: _Rules, nouns: Heads, known: Lexicon
) -> list[Candidate]:
    start, end = match.span()
    inner, inside = match.group(1), Span(start + 1, end - 1)
    own = known.at(view, start + 1, frozenset({end - 1}))
    kind = own.type if own is not None else None
    if kind is None and any(char in inner for char in rules.not_inside):
        return []
    head = nouns.before(view, end - 1, start + 1)
    if head is not None and len(inner) <= len(head.word):
        head = None
    ahead, behind = around.ahead, around.behind
    if ahead is not None and rules.after[ahead] == "Award" and (ahead.startswith(_AWARD_AFTER) or not around.last):
        return [Candidate(Mention(inside, "Award"), 0.9, "quote.award", Source.QUOTE)]
    if head is not None and head.type == "Award":
        return [Candidate(Mention(inside, "Award"), 0.9, "quote.award", Source.QUOTE)]
    if ahead is not None and ahead.endswith("的"):
        return [Candidate(Mention(inside, rules.after[ahead]), 0.7, "quote.theme", Source.QUOTE)]
    if ahead is not None and around.last and not ahead.startswith(_AWARD_AFTER):
        whole = Span(start, end + len(ahead))
        name = Candidate(Mention(whole, rules.after[ahead]), 0.85, "quote.after", Source.QUOTE)
        return (
            [name, Candidate(Mention(inside, kind), 0.7, "quote.known", Source.QUOTE)] if kind is not None else [name]
        )
    if kind is not None:
        return [Candidate(Mention(inside, kind), 0.85, "quote.known", Source.QUOTE)]
    if _SERIES.fullmatch(inner) and view[start - 1 : start] not in rules.likened:
        return [Candidate(Mention(inside, "Product"), 0.75, "quote.series", Source.QUOTE)]
    if behind is not None and rules.before[behind] == "Award" and inner.startswith(rules.award_starts):
        return [Candidate(Mention(inside, "Award"), 0.85, "quote.award", Source.QUOTE)]
    told = head is not None and len(inner) > len(head.word) + 1 and (len(inner) <= 8 or len(head.word) > 1)
    told = told and not any(char in inner for char in rules.not_headed)
    if head is not None and told and head.word not in rules.weak:
        return [Candidate(Mention(inside, head.type), 0.7, "quote.head", Source.QUOTE)]
    if ahead is not None and not ahead.startswith(_AWARD_AFTER) and len(inner) <= 16:
        return [Candidate(Mention(inside, rules.after[ahead]), 0.7, "quote.list", Source.QUOTE)]
    return _by_verb(view, match, around, rules)


def _by_verb(view: str, match: re.Match[str], around: _Around, rules: _Rules) -> list[Candidate]:
    """What a verb asks for: 获评“…”, 实现“…”, 实现户口迁移“…”."""
    inner, behind = match.group(1), around.behind
    if "、" in inner or len(inner) > 16 or inner.endswith(rules.not_named) or around.described:
        return []
    inside = Span(match.start(1), match.end(1))
    short = behind is not None and rules.before[behind] == "Initiative" and len(inner) < 3
    if behind is not None and not short and behind not in rules.only_broad:
        return [Candidate(Mention(inside, rules.before[behind]), 0.6, "quote.before", Source.QUOTE_VERB)]
    ends = view[match.end() : match.end() + 1] in _CLAUSE_ENDS
    if ends and len(inner) >= 4 and rules.clause.search(view, max(0, match.start() - 18), match.start()):
        return [Candidate(Mention(inside, "Initiative"), 0.55, "quote.clause", Source.QUOTE)]
    return []


def _again(parsed: Parsed, found: Sequence[Candidate]) -> list[Candidate]:
    """Where the name of a product, initiative or award that was quoted once recurs without the marks."""
    view, again = parsed.view.text, []
    names = dict(sorted({_bare(view, c.mention) for c in found if c.mention.type in _RECURS}))
    lengths: dict[str, set[int]] = {}  # by first two characters
    for name in names:
        if len(name) > 2:
            lengths.setdefault(name[:2], set()).add(len(name))
    for start in parsed.starts if lengths else ():
        for length in sorted(lengths[view[start : start + 2]]) if view[start : start + 2] in lengths else ():
            kind = names.get(view[start : start + length])
            end = start + length
            if kind is not None and view[start - 1 : start] not in _MARKS and view[end : end + 1] not in _MARKS:
                again.append(Candidate(Mention(Span(start, end), kind), 0.6, "quote.again", Source.QUOTE))
    return again


def _bare(view: str, mention: Mention) -> tuple[str, str]:
    text = view[mention.span.start : mention.span.end]
    return (text[1 : text.index("”")] if text[0] == "“" else text), mention.type
