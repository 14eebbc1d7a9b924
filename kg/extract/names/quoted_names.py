"""Names in quotation marks.

    推行“三亮九谈”工作法       -> “三亮九谈”工作法 (Initiative)    the noun behind the marks makes the two a name
    获评“最美司法所”          -> 最美司法所 (Award)             the verb before them asks for one
    荣获“先进集体”“文明单位”称号 -> 先进集体 (Award), 文明单位 (Award)  the noun behind the last speaks for all
    实现户口迁移“跨省通办”。    -> 跨省通办 (Initiative)           the verb has an object of its own
    他说“我不去”             -> (none)                       it is speech

What stands behind the marks decides first, then what stands in them, then what stands before them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.names.head_nouns import heads
from kg.extract.names.known_names import lexicon
from kg.ontology.ontology import Ontology
from kg.ontology.tables.headed_names import HeadedNames
from kg.ontology.tables.organizations import Organizations
from kg.ontology.tables.quoted_names import QuotedNames
from kg.ontology.tables.word_lists import HeadRow
from kg.types import Mention, Parsed, Span

_QUOTE = re.compile("“([^“”\n]{2,40})”")
_CLAUSE_ENDS = frozenset("，。；")
_MARKS = frozenset("“”‘’《》")
_RECURS = frozenset({"Product", "Initiative", "Award"})
_CLAUSE = 18  # characters before a quotation in which the verb may stand whose object it ends
_DATED = 12  # characters of what may stand between a verb and a quotation
_LONG = 16  # characters of the longest name that only a word outside of the marks speaks for
_SHORT_HEADED = 8  # characters up to which a head noun of one character is enough


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a list of quotations: words of the tables, 的 (“谁投资谁受益”的政策), the list's end."""

    ahead: str | None
    behind: str | None
    described: bool
    last: bool


def quoted(parsed: Parsed, ontology: Ontology) -> list[Candidate]:
    """Awards, initiatives, events, products and works in quotation marks, and where the same words recur without them.

    The mention is what stands inside the marks, unless the marks hold only a part of the name. In a list, the word
    before the first and the word after the last speak for all.
    """
    if "“" not in parsed.view.text:
        return []
    finder = ontology.once(_Finder)
    found = list(finder.find(parsed))
    return found + _again(parsed, found, finder.scores.again)


class _Finder:
    """The rules of quoted_names.toml, ready for use."""

    def __init__(self, ontology: Ontology) -> None:
        table = self.table = ontology.table(QuotedNames)
        self.scores, self.heads, self.known = table.scores, heads(ontology), lexicon(ontology)
        self.after = {word: kind for kind, words in table.after.items() for word in words}
        self.before = {word: kind for kind, words in table.before.items() for word in words}
        self.is_body = ontology.is_a
        self.weak = ontology.table(Organizations).weak
        self.award_starts = ontology.table(HeadedNames).award_starts
        parts = {"clause": "|".join(table.clause)}
        self.clause = ontology.expression(QuotedNames, ("clause_form",), table.clause_form, parts=parts)
        self.longest = max(map(len, (*self.after, *self.before)))

    def find(self, parsed: Parsed) -> Iterator[Candidate]:
        """The names in the quotations of a document."""
        view, table = parsed.view.text, self.table
        for group in self._groups(view):
            before, after = group[0].start(), group[-1].end()
            ahead = _longest_start(self.after, view[after : after + self.longest].lstrip())
            behind = self._behind(view, before)
            described = view[after : after + 1] == table.particle
            for match in group:
                found = self._named(view, match, _Around(ahead, behind, described, match is group[-1]))
                if not found and table.numbered.fullmatch(match[1]) and not _is_word(parsed, *match.span(1)):
                    found = [_candidate(match.span(1), "Initiative", self.scores.numbered, "numbered")]
                yield from found

    def _behind(self, view: str, end: int) -> str | None:
        """The word of the table that ends at `end`, or right before what only dates a quotation: 获评2022年度“…”."""
        dated = self.table.dated.search(view, max(0, end - _DATED), end)
        end = dated.start() if dated else end
        return _longest_end(self.before, view[max(0, end - self.longest) : end].rstrip())

    def _groups(self, view: str) -> Iterator[list[re.Match[str]]]:
        """Quotations that make a list, in which nothing but a comma or 和 parts them: “A”“B”、“C”."""
        group: list[re.Match[str]] = []
        for match in _QUOTE.finditer(view):
            if group and self.table.joined.fullmatch(view, group[-1].end(), match.start()) is None:
                yield group
                group = []
            group.append(match)
        if group:
            yield group

    def _named(self, view: str, match: re.Match[str], around: _Around) -> list[Candidate]:
        """What a quotation names: by the noun behind it, or else by itself, or else by the verb before it."""
        start, end = match.span()
        inner, inside = match[1], match.span(1)
        own = self.known.at(view, start + 1, frozenset({end - 1}))
        kind = own.type if own is not None else None
        if kind is None and any(char in inner for char in self.table.not_inside):
            return []
        head = self.heads.before(view, end - 1, start + 1)
        if head is not None and len(inner) <= len(head.word):
            head = None
        found = self._by_noun(match, around, kind, head)
        if found is None and kind is not None:
            found = [_candidate(inside, kind, self.scores.known, "known")]
        return found or self._by_itself(view, match, around, head) or self._by_verb(view, match, around)

    def _by_itself(
        self, view: str, match: re.Match[str], around: _Around, head: HeadRow | None
    ) -> list[Candidate] | None:
        """By the words in it: “蓝星一号”, 荣获“全国…”, “…合唱团”; or by the noun behind the last of a list."""
        inner, inside, start = match[1], match.span(1), match.start()
        if self.table.series.fullmatch(inner) and view[start - 1 : start] not in self.table.likened:
            return [_candidate(inside, "Product", self.scores.series, "series")]
        if self._honours(around.behind, inner, head):
            return [_candidate(inside, "Award", self.scores.award_started, "award")]
        if head is not None and self._headed(inner, head, around.behind):
            return [_candidate(inside, head.type, self.scores.head, "head")]
        if around.ahead and not around.ahead.startswith(self.table.announces) and len(inner) <= _LONG:
            return [_candidate(inside, self.after[around.ahead], self.scores.list, "list")]
        return None

    def _honours(self, behind: str | None, inner: str, head: HeadRow | None) -> bool:
        """Whether the verb before a quotation makes an award of it, though it ends like a body: 获评“先进党委”."""
        if behind is None or self.before[behind] != "Award":
            return False
        body = head is not None and self.is_body(head.type, "Organization")
        return inner.startswith(self.award_starts) or (body and behind not in self.table.only_broad)

    def _by_noun(
        self, match: re.Match[str], around: _Around, kind: str | None, head: HeadRow | None
    ) -> list[Candidate] | None:
        """By the noun behind it, or by the name of an award in it: “…”称号, “…”的活动, “…”工作法."""
        ahead, inside = around.ahead, match.span(1)
        announced = ahead is not None and ahead.startswith(self.table.announces)
        if ahead is not None and self.after[ahead] == "Award" and (announced or not around.last):
            return [_candidate(inside, "Award", self.scores.award, "award")]
        if head is not None and head.type == "Award":
            return [_candidate(inside, "Award", self.scores.award, "award")]
        if ahead is None:
            return None
        if ahead.endswith(self.table.particle):
            return [_candidate(inside, self.after[ahead], self.scores.theme, "theme")]
        if announced or not around.last:
            return None
        whole = match.start(), match.end() + len(ahead)
        found = [_candidate(whole, self.after[ahead], self.scores.after, "after")]
        return found if kind is None else [*found, _candidate(inside, kind, self.scores.known_part, "known")]

    def _headed(self, inner: str, head: HeadRow, behind: str | None) -> bool:
        """Whether the head noun that a quotation ends with makes a name of it: not so 让群众满意的服务队."""
        held = behind is not None and self.before[behind] == head.type
        enough = len(inner) > len(head.word) + 1 and (len(inner) <= _SHORT_HEADED or len(head.word) > 1)
        return enough and head.word not in self.weak and (held or not any(c in inner for c in self.table.not_headed))

    def _by_verb(self, view: str, match: re.Match[str], around: _Around) -> list[Candidate]:
        """What a verb asks for: 获评“…”, 实现“…”, 实现户口迁移“…”."""
        inner, behind, inside = match[1], around.behind, match.span(1)
        if "、" in inner or len(inner) > _LONG or inner.endswith(self.table.not_named) or around.described:
            return []
        ends = view[match.end() : match.end() + 1] in _CLAUSE_ENDS
        kind = self.before[behind] if behind is not None else ""
        weak = (kind == "Initiative" and len(inner) < 3) or (kind == "Event" and not ends)  # 举办“…”学术研讨会
        if kind and not weak and behind not in self.table.only_broad:
            return [_candidate(inside, kind, self.scores.verb, "before", Source.QUOTE_VERB)]
        if ends and len(inner) >= 4 and self.clause.search(view, max(0, match.start() - _CLAUSE), match.start()):
            return [_candidate(inside, "Initiative", self.scores.clause, "clause")]
        return []


def _candidate(span: tuple[int, int], kind: str, score: float, rule: str, source: Source = Source.QUOTE) -> Candidate:
    return Candidate(Mention(Span(*span), kind), score, f"quote.{rule}", source)


def _longest_start(table: Mapping[str, str], text: str) -> str | None:
    """The longest word of a table that a text begins with."""
    return next((text[:n] for n in range(len(text), 0, -1) if text[:n] in table), None)


def _longest_end(table: Mapping[str, str], text: str) -> str | None:
    """The longest word of a table that a text ends with."""
    return next((text[n:] for n in range(len(text)) if text[n:] in table), None)


def _is_word(parsed: Parsed, start: int, end: int) -> bool:
    """Whether the dictionary has the stretch as one word (一心一意), so that nobody coined it."""
    at = bisect_left(parsed.tokens, start, key=lambda token: token.span.start)
    return at < len(parsed.tokens) and parsed.tokens[at].span == Span(start, end)


def _again(parsed: Parsed, found: Sequence[Candidate], score: float) -> list[Candidate]:
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
                again.append(_candidate((start, end), kind, score, "again"))
    return again


def _bare(view: str, mention: Mention) -> tuple[str, str]:
    text = view[mention.span.start : mention.span.end]
    return (text[1 : text.index("”")] if text[0] == "“" else text), mention.type
