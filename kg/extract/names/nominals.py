"""Descriptions that stand for a name: 该局, 本院, 这家公司; and pronouns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.candidates.word_borders import Borders
from kg.ontology.ontology import Ontology
from kg.ontology.tables.nominals import AloneNominals, Nominals
from kg.types import Mention, Parsed, Span, Token

_BEHIND = 8  # characters before a word, in which it may be said to be one of many


class _Forms:
    """The nominals, the class of each noun, and the pronouns of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        table = ontology.table(Nominals)
        self.nouns: dict[str, str] = {noun: kind for kind, words in table.nouns.items() for noun in words}
        self.pronouns: dict[str, str] = {word: kind for kind, words in table.pronouns.items() for word in words}
        nouns = "|".join(sorted(self.nouns, key=lambda w: (-len(w), w)))
        self.marked = re.compile(f"(?!{'|'.join(table.not_nominal)})(?:{'|'.join(table.before)})({nouns})")
        self.alone = {word: kind for kind, words in table.alone.words.items() for word in words}
        self.any_alone = re.compile("|".join(sorted(self.alone, key=lambda w: (-len(w), w))))
        self.bare = [
            (kind.type, ontology.expression(Nominals, ("bare", "form"), table.bare.form, parts=parts))
            for kind in table.bare.kinds
            for parts in [{"words": "|".join(kind.words), "behind": kind.behind}]
        ]


def is_marked(words: str, ontology: Ontology) -> bool:
    """Whether words are a noun with a mark that it was spoken of before: 该局, 此次会议."""
    return ontology.once(_Forms).marked.fullmatch(words) is not None


def nominals(parsed: Parsed, ontology: Ontology) -> list[Candidate]:
    """Nominals with the class of their noun, and pronouns (class Person, or Thing for 其).

    该局表示 -> 该局 (GovernmentBody); 会议强调 -> 会议 (Event); 他说 -> 他 (Person)
    """
    forms, table = ontology.once(_Forms), ontology.table(Nominals)
    view, scores = parsed.view.text, table.scores
    ends = frozenset(parsed.ends)
    found = [
        Candidate(Mention(Span(*m.span()), forms.nouns[m[1]], "nominal"), scores.nominal, "nominal", Source.NOMINAL)
        for m in forms.marked.finditer(view)
        if m.end() in ends
    ]
    found += [
        Candidate(Mention(Span(*m.span()), kind, "nominal"), scores.bare, "nominal.bare", Source.NOMINAL)
        for kind, form in forms.bare
        for m in form.finditer(view)
    ]
    for token in parsed.tokens:
        if token.pos in ("r", "n"):  # 前者 is a noun to jieba
            span = token.span
            kind = forms.pronouns.get(view[span.start : span.end])
            if kind is not None:
                found.append(Candidate(Mention(span, kind, "pronoun"), scores.pronoun, "pronoun", Source.NOMINAL))
    return found


def _may_follow(before: Token | None, start: int, goes_on: bool, rules: AloneNominals) -> bool:
    """Whether a word for a body may begin at `start`, behind the word before it; `goes_on`: a clause goes on."""
    if before is None or before.span.end != start:
        return True
    return rules.behind_pos.match(before.pos) is not None or (goes_on and before.pos == "q")


def alone(parsed: Parsed, ontology: Ontology, known: Iterable[Candidate]) -> list[Candidate]:
    """Words for a body that a text calls by its kind alone; posts in `known` may end the word before them.

    国会通过了法案 -> 国会 (GovernmentBody); 国会议员 -> 国会; 该国议会, 市议会 -> (none)
    """
    forms, table = ontology.once(_Forms), ontology.table(Nominals)
    view, rules, borders = parsed.view.text, table.alone, Borders(parsed)
    ends = {*parsed.ends, *(c.mention.span.start for c in known if c.mention.type == "Role")}
    found = []
    for match in forms.any_alone.finditer(view):
        start, end = match.span()
        first, before = borders.at(start), borders.at(start - 1)
        goes_on = rules.goes_on.match(view, end) is not None
        if first is None or first.span.start != start or not (end in ends or goes_on):
            continue
        if not _may_follow(before, start, goes_on, rules):
            continue
        if rules.not_before.match(view, end) or rules.not_behind.search(view, max(0, start - _BEHIND), start):
            continue
        mention = Mention(Span(start, end), forms.alone[match.group()], "nominal")
        found.append(Candidate(mention, table.scores.alone, "nominal.alone", Source.NOMINAL))
    return found


def in_document(
    parsed: Parsed, short: Mapping[str, Mention | None], found: Sequence[Candidate], ontology: Ontology
) -> list[Candidate]:
    """Short forms of the document's own names (刑侦支队 after 来宾市公安局刑侦支队), outside of the names in `found`.

    `short` maps them to the mention of the full name, or to None where they could mean two things.
    """
    forms = sorted((form for form, full in short.items() if full is not None), key=lambda w: (-len(w), w))
    if not forms:
        return []
    view, score = parsed.view.text, ontology.table(Nominals).scores.short
    starts = frozenset(parsed.starts)
    ends = frozenset(parsed.ends)
    taken = sorted({(c.mention.span.start, c.mention.span.end) for c in found if c.mention.form == "name"})
    added = []
    for match in re.finditer("|".join(map(re.escape, forms)), view):
        full, span = short[match.group()], Span(match.start(), match.end())
        if full is None or span.start not in starts or span.end not in ends or span.start < full.span.start:
            continue
        at = bisect_right(taken, (span.start, len(view)))
        if any(begin <= span.start and span.end <= end for begin, end in taken[max(0, at - 4) : at]):
            continue
        name = view[full.span.start : full.span.end]
        added.append(Candidate(Mention(span, full.type, name=name), score, "name.short", Source.NAME))
    return added
