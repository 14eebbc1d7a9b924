"""Descriptions that stand for a name: 该局, 本院, 这家公司; and pronouns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.names.head_nouns import name_rules
from kg.ontology.ontology import Ontology
from kg.types import Mention, Parsed, Span


@cache
def _pattern(ontology: Ontology) -> tuple[re.Pattern[str], dict[str, str], dict[str, str]]:
    """The nominals, the class of each noun, and the pronouns."""
    table = name_rules(ontology)["nominal"]
    nouns: dict[str, str] = {noun: kind for kind, words in table["nouns"].items() for noun in words}
    pronouns: dict[str, str] = {word: kind for kind, words in table["pronouns"].items() for word in words}
    words = "|".join(sorted(nouns, key=lambda w: (-len(w), w)))
    return re.compile(f"(?!{'|'.join(table['not'])})(?:{'|'.join(table['before'])})({words})"), nouns, pronouns


@cache
def _bare(ontology: Ontology) -> re.Pattern[str]:
    """会议 and the like as a clause's subject, without 该 or 本."""
    bare = name_rules(ontology)["nominal"]["bare"]
    return re.compile(f"(?<![\u4e00-\u9fff》”0-9])(?:{'|'.join(bare['words'])})(?={bare['behind']})")


def nominals(parsed: Parsed, ontology: Ontology) -> list[Candidate]:
    """Nominals with the class of their noun, and pronouns (class Person, or Thing for 其)."""
    pattern, nouns, pronouns = _pattern(ontology)
    view = parsed.view.text
    ends = frozenset(parsed.ends)
    found = [
        Candidate(Mention(Span(m.start(), m.end()), nouns[m.group(1)], form="nominal"), 0.9, "nominal", Source.NOMINAL)
        for m in pattern.finditer(view)
        if m.end() in ends
    ]
    bare = name_rules(ontology)["nominal"]["bare"]
    found += [
        Candidate(Mention(Span(m.start(), m.end()), bare["type"], form="nominal"), 0.85, "nominal.bare", Source.NOMINAL)
        for m in _bare(ontology).finditer(view)
    ]
    for token in parsed.tokens:
        if token.pos == "r":
            span = token.span
            kind = pronouns.get(view[span.start : span.end])
            if kind is not None:
                found.append(Candidate(Mention(span, kind, form="pronoun"), 0.9, "pronoun", Source.NOMINAL))
    return found


def in_document(parsed: Parsed, short: Mapping[str, Mention | None], found: Sequence[Candidate]) -> list[Candidate]:
    """Short forms of the document's own names (刑侦支队 after 来宾市公安局刑侦支队), outside of the names in `found`.

    `short` maps them to the mention of the full name, or to None where they could mean two things.
    """
    forms = sorted((form for form, full in short.items() if full is not None), key=lambda w: (-len(w), w))
    if not forms:
        return []
    view = parsed.view.text
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
        added.append(Candidate(Mention(span, full.type, name=name), 0.7, "name.short", Source.NAME))
    return added
