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
from kg.extract.names.head_nouns import heads
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
        self.post = re.compile(f"(?:{table.former})?(?P<post>{before}{{0,2}}{posts})")
        self.area = {head: kind for kind, heads in table.area.items() for head in heads}

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

    def __init__(
        self,
        parsed: Parsed,
        ontology: Ontology,
        people: Mapping[int, int],
        ends: Mapping[int, Mention],
        begun: frozenset[int],
    ) -> None:
        words = organization_words(ontology)
        self.view, self.borders, self.people = parsed.view.text, Borders(parsed), people
        self.table, self.forms = words.table.inner, ontology.once(_Forms)
        self.stops, self.ends = words.breaks | words.stops, ends
        self.nouns, self.organs = heads(ontology), words.table.by_trade
        self.begun = begun  # where bodies and areas begin
        self.bare: set[tuple[int, int]] = set()  # ends of parts behind which, at a depth, there is none

    def parts(self, host: Span, kind: str, depth: int = 0) -> Iterator[_Part]:
        """The part that stands right behind a body, and the part of that, if they are named."""
        for end in range(host.end + 2, min(host.end + self.table.longest, len(self.view)) + 1):
            if self.table.not_middle.search(self.view, end - 1, end) and not self._joined(host.end, end):
                return
            head = self.forms.head(self.view, host.end, end)
            if head is None or self._other(host.end, end) or not self._named(host.end, end, head):
                continue
            part = _Part(Span(host.start, end), self._kind(head, kind), self.post(end))
            if part.post is not None and head in self.table.posted:
                return
            if part.post is None and self._cuts(end):
                continue
            inner = self._inner(part, depth)
            if inner or part.post or self._ends(end, short=len(head) == 1):
                yield part
                yield from inner
                return

    def _inner(self, part: _Part, depth: int) -> list[_Part]:
        """The parts of a part; whether there are any depends on where it ends alone."""
        at = part.span.end, depth
        if depth >= _DEPTH or at in self.bare:
            return []
        found = list(self.parts(part.span, part.kind, depth + 1))
        if not found:
            self.bare.add(at)
        return found

    def beside(self, host: str, kind: str, at: int) -> Iterator[tuple[_Part, str]]:
        """The parts that are named without their body, behind one of it and its post: …财金处处长李某、人事处处长.

        With each comes its full name; `at` is where the first one's post ends.
        """
        while (join := self.table.joins.match(self.view, self.people.get(at, at))) is not None:
            start = join.end()
            part = next(self.parts(Span(start, start), kind), None)
            if part is None or part.post is None:
                return
            words = self.view[start : part.span.end]
            own = self.forms.head(self.view, start, part.span.end) in self.table.of_area
            if own or words.startswith(self.table.levels) or not self.begun.isdisjoint(range(start, part.span.end)):
                return
            yield part, host + words
            at = part.post.end

    def listed(self, area: str, at: int) -> Iterator[tuple[_Part, str]]:
        """The bodies listed behind one of their area, with their full names: (云岭市)教育局、水利局、财政局."""
        while (join := self.table.joins.match(self.view, at)) is not None:
            start = join.end()
            ends = range(min(start + self.table.longest, len(self.view)), start + 2, -1)
            found = ((end, self.nouns.before(self.view, end, start)) for end in ends)
            whole = next(((e, h) for e, h in found if h is not None and len(h.word) == e - start), None)
            if whole is None or whole[1].type not in self.organs or not self._ends(whole[0], short=False):
                return
            at = whole[0]
            if self.view.startswith(self.table.levels, start):
                continue  # (江苏省云湖县委、)县政府: of another area than the name begins with
            part = _Part(Span(start, at), whole[1].type, self.post(at))
            yield part, area + self.view[start:at]

    def committee(self, area: Span) -> _Part | None:
        """The committee or government of an area, right behind its name and before a post: 南莫镇|党委|书记."""
        view = self.view
        for end in range(min(area.end + 6, len(view)), area.end, -1):
            head = view[area.end : end]
            short = head == self.table.committee and view[: area.end].endswith(self.table.levels)
            kind = self.forms.area.get(self.table.levels[0] + head if short else head)
            post = self.post(end) if kind else None
            if kind and post is not None:
                return _Part(Span(area.start, end), kind, post)
        return None

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

    def _joined(self, start: int, end: int) -> bool:
        """Whether a word joins two nouns of one name here: (云岭市科技局)成果转化|与|区域创新处."""
        return end - start > 2 and self.table.joined.match(self.view, end - 1) is not None

    def _named(self, start: int, end: int, head: str) -> bool:
        """Whether what stands behind the body reads like the name of a part."""
        middle, words = self.view[start : end - len(head)], self.view[start:end]
        words = words[:2] + self.table.joined.sub("", words[2:])
        if (not middle and len(head) < 2) or self.table.not_middle.search(words) or self.table.not_last.search(words):
            return False
        at, verb = start, False
        while at < end - len(head):
            token = self.borders.at(at)
            if token is None:
                return False
            word = self.view[at : token.span.end]
            if (word in self.stops or self.table.not_pos.match(token.pos)) and not self._inside(word, at > start):
                return bool(self.table.led.fullmatch(word))
            verb = verb or token.pos == "v"
            at = token.span.end
        return not verb or len(middle) <= self.table.longest_verb

    def _inside(self, word: str, later: bool) -> bool:
        """Whether a part's name may have such a word in it: its number (第四纪检监察室), or what joins two nouns."""
        return bool(self.table.numbered.fullmatch(word)) or (later and self.table.joined.fullmatch(word) is not None)

    def post(self, end: int) -> Span | None:
        """The post that stands right behind a name."""
        match = self.forms.post.match(self.view, end)
        return Span(*match.span("post")) if match else None

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


def _named_parts(
    finder: _Finder, hosts: Mapping[int, Mention], areas: Mapping[int, Mention]
) -> Iterator[tuple[_Part, str | None]]:
    """All parts with their posts, and their full names where the text leaves the body out."""
    starts = {area.span.start: area for _, area in sorted(areas.items())}
    for _, host in sorted(hosts.items()):
        post = finder.post(host.span.end)
        for part in finder.parts(host.span, host.type):
            yield part, None
            post = part.post or post
        if post is not None:
            yield from finder.beside(host.name or finder.view[host.span.start : host.span.end], host.type, post.end)
        area = starts.get(host.span.start)
        if area is not None and host.type in finder.organs and post is None:
            yield from finder.listed(finder.view[area.span.start : area.span.end], host.span.end)
    for _, area in sorted(areas.items()):
        body = finder.committee(area.span)
        if body is not None and body.span.end not in hosts:
            yield body, None


def inner_units(parsed: Parsed, ontology: Ontology, found: Sequence[Candidate]) -> list[Candidate]:
    """The parts of the bodies in `found`, the committees of its areas, and the posts behind them."""
    score = ontology.table(Organizations).scores.inner
    names = [c.mention for c in found if c.mention.form == "name"]
    hosts = _by_end(m for m in names if ontology.coarse.get(m.type) == "Organization")
    areas = _by_end(m for m in names if m.type == "AdministrativeArea")
    people = {m.span.start: m.span.end for m in names if m.type == "Person"}
    begun = frozenset(m.span.start for m in [*hosts.values(), *areas.values()])
    added: list[Candidate] = []
    for part, name in _named_parts(_Finder(parsed, ontology, people, hosts, begun), hosts, areas):
        added.append(Candidate(Mention(part.span, part.kind, name=name), score, "name.part", Source.NAME))
        if part.post is not None:
            role = Mention(part.post, "Role", "value", Value(parsed.view.cut(part.post), "text"))
            added.append(Candidate(role, score, "role", Source.ROLE))
    return added


def _by_end(mentions: Iterable[Mention]) -> dict[int, Mention]:
    """The longest mention that ends at each place."""
    found: dict[int, Mention] = {}
    for mention in mentions:
        other = found.get(mention.span.end)
        if other is None or mention.span.start < other.span.start:
            found[mention.span.end] = mention
    return found
