"""Parts of bodies, right behind the body that they belong to.

    海州市公安局反恐支队副支队长王强      -> 海州市公安局反恐支队, and the role 副支队长
    海州市发改委财金处处长李文斌         -> 海州市发改委财金处, and the role 处长
    海州市公安局探索建立矫治中心         -> (none): a verb of the sentence lies between

A composed name needs words that speak for it (`left_borders`). Here the body on the left speaks, and on the right a
post, a person, a mark or the predicate; that is enough for a head noun that would name nothing by itself (处, 科, 系).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.candidates.word_borders import Borders
from kg.extract.names.organizations.organization_words import organization_words
from kg.extract.names.roles import alternation
from kg.ontology.ontology import Ontology
from kg.ontology.tables.organizations import Organizations
from kg.ontology.tables.roles import Roles
from kg.ontology.tables.words_names import RoleRow
from kg.types import Mention, Parsed, Span, Value

_DEPTH = 3  # parts of parts: …办公厅|人事处


class _Forms:
    """The head nouns of parts, and the posts behind them, of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        table = ontology.table(Organizations).inner
        self.kind: dict[str, str] = {head: kind for kind, heads in table.heads.items() for head in heads}
        self.kind.update(dict.fromkeys(table.own, ""))
        self.lengths = sorted({len(head) for head in self.kind}, reverse=True)
        posts = alternation(row.word for row in ontology.word_list(RoleRow))
        before = alternation(ontology.table(Roles).prefix)
        self.post = re.compile(f"(?P<prefix>{before}{{0,2}})(?P<post>{posts})")

    def head(self, view: str, start: int, end: int) -> str | None:
        """The longest head noun that ends at `end` and does not begin before `start`."""
        for length in self.lengths:
            if end - length >= start and view[end - length : end] in self.kind:
                return view[end - length : end]
        return None


class _Part(NamedTuple):
    """A part's name, from its body's beginning on, its class, and the post behind it."""

    span: Span
    kind: str
    post: Span | None


class _Finder:
    """Finds the parts of bodies in one document."""

    def __init__(self, parsed: Parsed, ontology: Ontology, people: Iterable[int], ends: Mapping[int, Mention]) -> None:
        words = organization_words(ontology)
        self.view, self.borders, self.people = parsed.view.text, Borders(parsed), frozenset(people)
        self.table, self.forms = words.table.inner, ontology.once(_Forms)
        self.stops, self.ends = words.breaks | words.stops, ends

    def parts(self, host: Span, kind: str, depth: int = 0) -> Iterator[_Part]:
        """The part that stands right behind a body, and the part of that, if they are named."""
        for end in range(host.end + 2, min(host.end + self.table.longest, len(self.view)) + 1):
            if self.table.not_middle.search(self.view, end - 1, end):
                return
            head = self.forms.head(self.view, host.end, end)
            if head is None or self._other(host.end, end) or not self._named(host.end, end, head):
                continue
            part = _Part(Span(host.start, end), self._kind(head, kind), self._post(end))
            if part.post is not None and head in self.table.posted:
                return
            if part.post is None and self._cuts(end):
                continue
            inner = list(self.parts(part.span, part.kind, depth + 1)) if depth < _DEPTH else []
            if inner or part.post or self._ends(end, short=len(head) == 1):
                yield part
                yield from inner
                return

    def _kind(self, head: str, host: str) -> str:
        """The class of a part by its head noun, and by the body where that says nothing."""
        return self.forms.kind[head] or (host if host in self.table.organs else self.table.other)

    def _cuts(self, end: int) -> bool:
        """Whether a name that ends here would cut a word: 财政科|学研究所."""
        last = self.borders.at(end - 1)
        return last is not None and last.span.end > end

    def _other(self, start: int, end: int) -> bool:
        """Whether another body ends here, which begins behind the first one: 长风集团收购万科."""
        other = self.ends.get(end)
        return other is not None and other.span.start > start

    def _named(self, start: int, end: int, head: str) -> bool:
        """Whether what stands behind the body reads like the name of a part."""
        middle, words = self.view[start : end - len(head)], self.view[start:end]
        if (not middle and len(head) < 2) or self.table.not_middle.search(words) or self.table.not_last.search(words):
            return False
        at, verb = start, False
        while at < end - len(head):
            token = self.borders.at(at)
            if token is None or self.view[at : token.span.end] in self.stops or self.table.not_pos.match(token.pos):
                return token is not None and bool(self.table.led.fullmatch(self.view[at : token.span.end]))
            verb = verb or token.pos == "v"
            at = token.span.end
        return not verb or len(middle) <= self.table.longest_verb

    def _post(self, end: int) -> Span | None:
        """The post that stands right behind a name."""
        match = self.forms.post.match(self.view, end)
        return Span(*match.span()) if match else None

    def _ends(self, end: int, *, short: bool) -> bool:
        """Whether a name may end here: before a person or a mark, or, if it is not short, before the predicate."""
        if end in self.people:
            return True
        if short:
            return self.table.behind_short.match(self.view, end) is not None
        if self.table.behind.match(self.view, end):
            return True
        token = self.borders.at(end)
        return token is not None and token.span.start == end and self.table.behind_pos.match(token.pos) is not None


def inner_units(parsed: Parsed, ontology: Ontology, found: Sequence[Candidate]) -> list[Candidate]:
    """The parts of the bodies in `found`, and the posts behind them."""
    score, coarse = ontology.table(Organizations).scores.inner, ontology.coarse
    names = [c.mention for c in found if c.mention.form == "name"]
    people = {m.span.start for m in names if m.type == "Person"}
    hosts: dict[int, Mention] = {}
    for mention in names:
        if coarse.get(mention.type) == "Organization":
            other = hosts.get(mention.span.end)
            if other is None or mention.span.start < other.span.start:
                hosts[mention.span.end] = mention
    finder = _Finder(parsed, ontology, people, hosts)
    added = []
    for _, host in sorted(hosts.items()):
        for part in finder.parts(host.span, host.type):
            added.append(Candidate(Mention(part.span, part.kind), score, "name.part", Source.NAME))
            if part.post is not None:
                words = Value(parsed.view.cut(part.post), "text")
                role = Mention(part.post, "Role", "value", words)
                added.append(Candidate(role, score, "role", Source.ROLE))
    return added
