"""The posts of a list in groups of one organ each: 甲大学教务处处长、国际处副处长、副校长 are posts of three bodies."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Sequence
from typing import NamedTuple

from kg.extract.relations.matcher import text_mention
from kg.extract.relations.post_forms import post_forms
from kg.extract.relations.post_organs import Organs, words_of
from kg.extract.relations.shared_grammar import grammar
from kg.extract.relations.typed_sentence import TypedSentence
from kg.ontology.ontology import Ontology
from kg.types import Mention, Parsed, Span, Value


class Group(NamedTuple):
    """The roles of one organ: None where it is not named. It is `own` where it stands right there, and `unknown` where
    something stands there that is no name that was found."""

    organ: Mention | None
    roles: list[Mention]
    own: bool = True
    unknown: bool = False
    ended: Mention | None = None  # the word that says that a post is no longer held: 原局长
    more: tuple[Mention, ...] = ()  # other organs with the same roles: 甲学会、乙学会理事


class PostGroups:
    """Finds the groups of posts of one document."""

    def __init__(self, parsed: Parsed, ontology: Ontology, organs: Organs) -> None:
        self.parsed, self.forms, self.organs = parsed, post_forms(ontology), organs
        self.joint = grammar(ontology).table.lists.joint

    def of(
        self, typed: TypedSentence, span: tuple[int, int], carried: Mention | None = None,
        before: Sequence[Group] = (),
    ) -> list[Group]:  # fmt: skip
        """The groups of posts between two positions, in order; `carried` is the organ of a post before them, `before`
        are the groups of a list so far."""
        groups: list[Group] = []
        for m in self.forms.group.finditer(typed.text, *span):
            group = self._group(typed, m, groups[-1].organ if groups else carried, first=not groups)
            listed = m.start() > span[0] and typed.text[m.start() - 1] in self.joint
            if group.unknown and not listed and self._says(typed.span(*m.span("plain"))):
                groups.clear()  # a clause of its own: what stands before it is no post
            last = [one.organ for one in reversed([*before, *groups]) if one.organ]
            groups += self._suited(group, {one.span for one in typed.found(*m.span("roles"))}, last)
        return groups

    def _suited(self, group: Group, plain: Container[Span], last: Sequence[Mention]) -> list[Group]:
        """The posts at one organ, parted where one is of another: 甲大学教务处处长、国际处副处长、副校长.

        `plain` are the roles without words of a unit before them, `last` the organs of the list so far, the last first.
        """
        if group.organ is None or group.unknown:
            return [group]
        found: list[Group] = []
        for n, role in enumerate(group.roles):
            organ, stands = group.organ, group.own and n == 0
            if n and role.span not in plain:
                organ = self.organs.host(organ)
            elif not stands:
                organ = self.organs.suited(role, [organ, *last])
            if found and found[-1].organ == organ:
                found[-1].roles.append(role)
            else:
                found.append(group._replace(organ=organ, roles=[role], own=stands))
        return found

    def _group(self, typed: TypedSentence, m: re.Match[str], last: Mention | None, *, first: bool) -> Group:
        """The posts at one organ; `last` is the organ of those before them, `first` that none is in the list."""
        *more, last_named = [None, *typed.found(*m.span("org"))]
        named = self.organs.employer(last_named) if last_named else None
        roles = self._roles(typed, *m.span("roles"), max(m.start(key) for key in ("abroad", "unit", "plain")))
        if whole := self._whole(typed, named, m):
            return Group(whole, self._roles(typed, *m.span("roles"), -1))
        words = m["plain"] or ""
        if words and (self.forms.unknown(words, named=named is not None) or self._says(typed.span(*m.span("plain")))):
            return Group(None, roles, unknown=True)
        if named and last and not first and (words := self._inner(named, roles[0], last)):
            joined = Mention(Span(named.span.start, roles[0].span.end), "Role", "value", Value(words, "text"))
            return Group(last, [joined, *roles[1:]])
        if m["unit"] and last:
            last = self.organs.host(last)
        return Group(named or last, roles, named is not None, False, self._ended(typed, m), tuple(filter(None, more)))

    def _inner(self, organ: Mention, role: Mention, last: Mention) -> str | None:
        """A role with the organ before it that is one of another organ's own, and belongs to this role only:
        中级法院院长、审判委员会|委员、审判员; 甲国副总理兼|外交部|长."""
        if self.forms.table.department.inner.search(self._cut(organ)):
            return self._cut(organ) + words_of(role)
        whole = organ.span.end == role.span.start and len(role.span) == 1
        if whole and self._cut(last) in self.forms.countries and organ.span.start not in self.organs.areas:
            return self.parsed.view.text[organ.span.start : role.span.end]
        return None

    def _whole(self, typed: TypedSentence, named: Mention | None, m: re.Match[str]) -> Mention | None:
        """The organ whose name goes on where a shorter name was found in it: 星禾|智能, of 绵阳星禾智能科技有限公司; or
        whose leaders a list names."""
        if not named or not m["plain"]:
            return None
        if self.organ(self.forms.headed, typed, m.start("org"), m.end("plain")):
            return named
        return self.organs.part(named.span.start, typed.starts[m.start("roles")])

    def _ended(self, typed: TypedSentence, m: re.Match[str]) -> Mention | None:
        """The word that says that the posts are no longer held: 原局长, 时任甲局局长."""
        for span in (m.span("was"), m.span("then")):
            found = self.forms.table.words.ended.search(typed.text, *span) if span[0] >= 0 else None
            if found:
                return text_mention(self.parsed, typed, *found.span())
        return None

    def _says(self, span: Span) -> bool:
        """Whether words say something of their own: they hold a verb, a preposition or the like."""
        parsed = self.parsed
        first = bisect_left(parsed.starts, span.start)
        return any(
            token.pos[0] in self.forms.table.words.saying and not token.pos.startswith("vn")
            for token in parsed.tokens[first : bisect_left(parsed.starts, span.end)]
        )

    def _roles(self, typed: TypedSentence, start: int, end: int, words: int) -> list[Mention]:
        """The roles between two positions; what is no name of its own belongs to its role (首席宏观|分析师).

        `words` is where that begins for the first of them, -1 if it has none.
        """
        found: list[Mention] = []
        for m in self.forms.role.finditer(typed.text, start, end):
            role = typed.mentions[m.end() - 1]
            begin = words if not found and words >= 0 else m.start("unit")
            if begin >= 0:
                span = Span(typed.starts[begin], role.span.end)
                role = Mention(span, "Role", "value", Value(self.parsed.view.cut(span), "text"))
            found.append(role)
        return found

    def listed(self, typed: TypedSentence, m: re.Match[str]) -> list[Group]:
        """The posts of a list, each behind a comma or the like, up to a clause that says something else."""
        groups: list[Group] = []
        start, end = m.span("posts")
        at = start
        for g in self.forms.group.finditer(typed.text, start, end):
            gap = typed.text[at : g.start()]
            if any(self._says(typed.span(n, n + 1)) for n in range(at, g.start()) if n not in typed.mentions):
                break
            behind = g.start() == start or gap[-1:] in self.forms.table.words.listing or not gap
            at = g.end()
            if behind and g["org"] and not (g["plain"] and self._says(typed.span(*g.span("plain")))):
                groups += self.of(typed, g.span(), before=groups)
        return groups

    def over(self, typed: TypedSentence, m: re.Match[str], groups: list[Group]) -> list[Group]:
        """The groups, as ended where the verb of a match says that: 曾任."""
        if not self.forms.table.words.over.search(m["verb"]):
            return groups
        verb = text_mention(self.parsed, typed, *m.span("verb"))
        return [group._replace(ended=group.ended or verb) for group in groups]

    def organ(self, form: re.Pattern[str], typed: TypedSentence, start: int, end: int) -> Mention | None:
        """The organ that a form finds right before a position: 甲局 in 在甲局|任局长, and in 甲局领导成员有|局长乙."""
        found = form.search(typed.text, start, end)
        return typed.mentions[found.start("org")] if found else None

    def _cut(self, mention: Mention) -> str:
        return self.parsed.view.cut(mention.span)
