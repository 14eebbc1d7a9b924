"""Documents and works: titles in 《》, and 关于…的决定 without them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.names.head_nouns import name_rules
from kg.ontology.ontology import Ontology
from kg.types import Mention, Parsed, Span

_LONGEST = 120  # characters of a title
_TITLE_END = re.compile(r"[（(][^（）]{0,20}[）)]$")
_BREAK = re.compile("[。！？\n]")


def _words(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w))))


@dataclass(frozen=True, slots=True)
class _Rules:
    ends: tuple[tuple[str, str], ...]  # last words of a title, and the class
    after: tuple[tuple[str, str], ...]
    about: re.Pattern[str]
    about_types: dict[str, str]
    alias: re.Pattern[str]


@cache
def _rules(ontology: Ontology) -> _Rules:
    table = name_rules(ontology)
    title = table["title"]
    ends = [(word, kind) for kind, words in title.items() if kind != "after" for word in words]
    about = {word: kind for kind, words in table["about"].items() for word in words}
    return _Rules(
        tuple(sorted(ends, key=lambda e: (-len(e[0]), e[0]))),
        tuple((word, kind) for kind, words in title["after"].items() for word in words),
        re.compile(f"(?P<open>关于)|的(?P<close>{_words(list(about))})(?:草案)?|[。！？\n]"),
        about,
        re.compile(f"(?:{_words(table['alias']['words'])})(?:为|叫)?[“《]{{1,2}}([^“”《》\n]{{1,30}})[”》]"),
    )


def _kind(rules: _Rules, title: str, after: str) -> str:
    for word, kind in rules.after:
        if after.startswith(word):
            return kind
    bare = _TITLE_END.sub("", title)
    for word, kind in rules.ends:
        if bare.endswith(word):
            return kind
    return "Work"


def _pairs(view: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of every 《…》, brackets included, nested ones too, and whether it is an outermost one."""
    opened: list[int] = []
    for mark in re.finditer("[《》\n]", view):
        char, at = mark.group(), mark.start()
        if char == "《":
            opened.append(at)
        elif char == "》" and opened:
            start = opened.pop()
            if at - start <= _LONGEST:
                yield start, at + 1, not opened
        else:
            opened.clear()


def titled(parsed: Parsed, ontology: Ontology) -> list[Candidate]:
    """Documents, works and media in 《》; the mention is the title without the marks.

    Their short names (以下简称《通知》) carry the full title in `Mention.name`.
    """
    view, rules = parsed.view.text, _rules(ontology)
    found = []
    titles: list[tuple[int, int, str]] = []
    if "《" in view:
        for start, end, outermost in _pairs(view):
            title = view[start + 1 : end - 1]
            if not title.strip() or _BREAK.search(title[:-1] if title[-1] in "！？" else title):
                continue
            kind = _kind(rules, title, view[end : end + 4])
            titles.append((start + 1, end - 1, kind))
            found.append(
                Candidate(
                    Mention(Span(start + 1, end - 1), kind), 0.95 if outermost else 0.8, "title.marks", Source.TITLE
                )
            )
    return _aliased(view, rules, found, titles)


def _aliased(view: str, rules: _Rules, found: list[Candidate], titles: list[tuple[int, int, str]]) -> list[Candidate]:
    """With the titles that are short names of the title right before them: 《…办法》（以下简称《办法》）."""
    for match in rules.alias.finditer(view):
        before = [t for t in titles if t[1] < match.start() and match.start() - t[1] <= 6]
        if not before:
            continue
        start, end, kind = before[-1]
        span = Span(match.start(1), match.end(1))
        found = [c for c in found if c.mention.span != span]
        found.append(Candidate(Mention(span, kind, name=view[start:end]), 0.95, "title.alias", Source.TITLE))
    return found


def _goes_on(gap: str) -> bool:
    """Whether what stands between 的议案 and 的报告 lets the two be one name (关于…的议案审议结果的报告)."""
    return len(gap) <= 8 and not any(char in gap for char in "和与及或、，；：《》（“”")


def about(parsed: Parsed, ontology: Ontology, ends: dict[int, int]) -> list[Candidate]:
    """Documents named by what they are about: 关于修改民事诉讼法的决定, with and without the body before 关于.

    `ends` maps the ends of the organisations' names to their starts. 关于 and 的决定 pair like brackets, so that
    关于提请审议关于…的决定草案的议案 gives the bill and the decision in it.
    """
    view, rules = parsed.view.text, _rules(ontology)
    if "关于" not in view:
        return []
    found: list[Candidate] = []
    for start, end, word in _abouts(view, rules):
        kind = rules.about_types[word]
        found.append(Candidate(Mention(Span(start, end), kind), 0.9, "title.about", Source.TITLE))
        if start in ends:
            found.append(Candidate(Mention(Span(ends[start], end), kind), 0.92, "title.about", Source.TITLE))
    return found


def _abouts(view: str, rules: _Rules) -> list[tuple[int, int, str]]:
    """Start, end and last word of every 关于…的X outside of 《》."""
    found: list[tuple[int, int, str]] = []
    opened: list[int] = []
    last: tuple[int, int] | None = None
    for match in rules.about.finditer(view):
        if match.group("open"):
            opened.append(match.start())
            continue
        word = match.group("close")
        if word is None:
            opened.clear()
            continue
        if opened:
            start = opened.pop()
        elif last is not None and _goes_on(view[last[1] : match.start()]):
            start = last[0]
            if last[1] < match.start():
                found = [one for one in found if one[1] != last[1]]
        else:
            continue
        end = match.end()
        last = (start, end)
        if view[end : end + 1] == "》" or end - start > _LONGEST or match.start() - start < 6:
            continue
        found.append((start, end, word))
    return found
