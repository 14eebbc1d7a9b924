"""Documents and works: titles in 《》, and 关于…的决定 without them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.extract.candidates.candidate import Candidate, Source
from kg.ontology.ontology import Ontology
from kg.ontology.tables.titles import Titles
from kg.types import Mention, Parsed, Span

_LONGEST = 120  # characters of a title
_TITLE_END = re.compile(r"[（(][^（）]{0,20}[）)]$")
_BREAK = re.compile("[。！？\n]")
_MARKED = re.compile("《[^《》\n]*》")  # 关于批准《…关于…的议定书》的决定: what a title says of itself opens nothing


class _Rules:
    """The words of titles.toml, ready to be looked up."""

    def __init__(self, ontology: Ontology) -> None:
        table = self.table = ontology.table(Titles)
        ends = [(word, kind) for kind, words in table.ends.items() for word in words]
        self.ends = sorted(ends, key=lambda e: (-len(e[0]), e[0]))  # last words of a title, and the class
        self.after = [(word, kind) for kind, words in table.after.items() for word in words]
        self.about_types = {word: kind for kind, words in table.about.nouns.items() for word in words}
        parts = {"opens": re.escape(table.about.opens), "nouns": _any(self.about_types)}
        groups = ("open", "close")
        self.about = ontology.expression(Titles, ("about", "pair"), table.about.pair, parts=parts, groups=groups)
        words = {"words": _any(table.alias.words)}
        self.alias = ontology.expression(Titles, ("alias", "form"), table.alias.form, parts=words)


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w))))


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
    view, rules = parsed.view.text, ontology.once(_Rules)
    found = []
    titles: list[tuple[int, int, str]] = []
    if "《" in view:
        for start, end, outermost in _pairs(view):
            title = view[start + 1 : end - 1]
            if not title.strip() or _BREAK.search(title[:-1] if title[-1] in "！？" else title):
                continue
            kind = _kind(rules, title, view[end : end + 4])
            titles.append((start + 1, end - 1, kind))
            score = rules.table.scores.outer if outermost else rules.table.scores.nested
            found.append(Candidate(Mention(Span(start + 1, end - 1), kind), score, "title.marks", Source.TITLE))
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
        found.append(
            Candidate(Mention(span, kind, name=view[start:end]), rules.table.scores.alias, "title.alias", Source.TITLE)
        )
    return found


def _goes_on(gap: str, rules: _Rules) -> bool:
    """Whether what stands between 的议案 and 的报告 lets the two be one name (关于…的议案审议结果的报告)."""
    return len(gap) <= 8 and not any(char in gap for char in rules.table.about.not_between)


def about(parsed: Parsed, ontology: Ontology, ends: dict[int, int]) -> list[Candidate]:
    """Documents named by what they are about: 关于修改民事诉讼法的决定, with and without the body before 关于.

    `ends` maps the ends of the organisations' names to their starts. 关于 and 的决定 pair like brackets, so that
    关于提请审议关于…的决定草案的议案 gives the bill and the decision in it.
    """
    view, rules = parsed.view.text, ontology.once(_Rules)
    if rules.table.about.opens not in view:
        return []
    found: list[Candidate] = []
    for start, end, word in _abouts(view, rules):
        kind = rules.about_types[word]
        found.append(Candidate(Mention(Span(start, end), kind), rules.table.scores.about, "title.about", Source.TITLE))
        if start in ends:
            found.append(
                Candidate(
                    Mention(Span(ends[start], end), kind), rules.table.scores.about_body, "title.about", Source.TITLE
                )
            )
    return found


def _abouts(view: str, rules: _Rules) -> list[tuple[int, int, str]]:
    """Start, end and last word of every 关于…的X outside of 《》."""
    found: list[tuple[int, int, str]] = []
    opened: list[int] = []
    last: tuple[int, int] | None = None
    for match in rules.about.finditer(_MARKED.sub(lambda m: "《" * len(m.group()), view)):
        if match.group("open"):
            opened.append(match.start())
            continue
        word = match.group("close")
        if word is None:
            opened.clear()
            continue
        if opened:
            start = opened.pop()
        elif last is not None and _goes_on(view[last[1] : match.start()], rules):
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
