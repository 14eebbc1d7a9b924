"""Who holds which post where: chains of organizations and roles beside persons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from kg.extract.relations.clauses import modality
from kg.extract.relations.matcher import text_mention
from kg.extract.relations.post_forms import post_forms
from kg.extract.relations.post_groups import Group, PostGroups
from kg.extract.relations.post_organs import Organs, words_of
from kg.extract.relations.post_times import PostTimes
from kg.extract.relations.shared_grammar import grammar
from kg.extract.relations.subjects import Subjects
from kg.extract.relations.typed_sentence import TypedSentence
from kg.ontology.ontology import Ontology
from kg.ontology.tables.figures import FigureTable
from kg.types import Claim, Evidence, Mention, Modality, Parsed, Span

_CAREER = 60  # sentences between a person and a line of his career


@dataclass(frozen=True, slots=True)
class _Wording:
    """A way to say that somebody holds a post: whether its clause can deny or plan it, and whether it has a date."""

    rule: str
    has_verb: bool = True
    is_event: bool = False
    is_end: bool = False


_BEFORE = _Wording("post.before", has_verb=False)  # 甲局局长张伟
_AFTER = _Wording("post.after")  # 甲局张伟局长
_APPOINTED = _Wording("post.appointed", is_event=True)  # 任命张伟为甲局局长
_HOLD = _Wording("post.hold", is_event=True)  # 张伟任甲局局长
_LEFT = _Wording("post.left", is_event=True, is_end=True)  # 张伟卸任甲局局长
_HELD_BY = _Wording("post.by", is_event=True)  # 甲局局长由张伟担任
_CALLED = _Wording("post.called")  # 甲局局长是张伟
_ACTING = _Wording("post.acting")  # 作为甲局局长，张伟…
_LINE = _Wording("post.line", is_event=True)  # 1999—2003年 甲局局长
_APPOSED = _Wording("post.apposed")  # 张伟，湖南长沙人，甲局局长。
_ASIDE = _Wording("post.aside")  # 张伟（甲局局长）


def unposted(typed: TypedSentence, ontology: Ontology) -> TypedSentence:
    """The sentence without the posts beside persons: 甲局局长乙说 becomes 乙说, whose subject is easy to see."""
    forms = post_forms(ontology)
    cuts = [(m.start("posts"), m.start("who")) for m in forms.in_front(typed.text)]
    taken = {end for _, end in cuts}
    for m in forms.after.finditer(typed.text):
        start, end = m.span("posts")
        if end not in taken and not any(a < end and start < b for a, b in cuts):
            cuts.append((start, end))
    return typed.without(sorted(cuts))


class Posts:
    """Finds the posts of one document. `outer` and `nested` are its mentions."""

    def __init__(
        self, parsed: Parsed, ontology: Ontology, outer: Sequence[Mention], nested: Sequence[Mention],
        subjects: Subjects,
    ) -> None:  # fmt: skip
        self.parsed, self.ontology, self.subjects = parsed, ontology, subjects
        self.kinds = ontology.table(FigureTable).kinds
        self.forms, self.times = post_forms(ontology), ontology.once(PostTimes)
        self.shared = grammar(ontology)
        self.organs = Organs(parsed, ontology, outer, nested)
        self.groups = PostGroups(parsed, ontology, self.organs)

    def claims(self, typed: TypedSentence) -> Iterator[Claim]:
        """The posts that one sentence names."""
        text, forms = typed.text, self.forms
        role = self.shared.alphabet["Role"]
        if role not in text:
            return
        yield from self._before(typed)
        for m in forms.after.finditer(text):
            org = typed.mentions.get(m.start("org")) if m["org"] else None
            group = Group(org, typed.found(*m.span("posts")), own=org is not None)
            yield from self._posts(typed, m, _AFTER, typed.found(*m.span("who")), [group])
        for m in forms.appoint.finditer(text):
            persons = typed.found(*m.span("who"))
            groups = self.groups.of(typed, m.span("posts"))
            yield from self._posts(typed, m, _APPOINTED, persons, groups)
            yield from self._appointed(typed, m, persons, groups)
        yield from self._holders(typed)
        for wording, form in (
            (_LEFT, forms.leave),
            (_LEFT, forms.relieve),
            (_HELD_BY, forms.by),
            (_CALLED, forms.called),
            (_ACTING, forms.acting),
        ):
            for m in form.finditer(text):
                yield from self._posts(
                    typed, m, wording, self._subject(typed, m), self.groups.of(typed, m.span("posts"))
                )
        yield from self._careers(typed)
        for m in forms.apposed.finditer(text):  # 甲，湖南长沙人，乙局局长。
            persons = self.subjects.before(typed.starts[m.start()], typed.sentence, ("Person",), reach=0)
            groups = [group for group in self.groups.of(typed, m.span("posts")) if group.organ]
            yield from self._posts(typed, m, _APPOSED, persons, groups)
        aside = forms.aside.match(text)
        if aside and typed.holder and typed.holder.type == "Person":
            yield from self._posts(typed, aside, _ASIDE, [typed.holder], self.groups.of(typed, aside.span("posts")))

    def _holders(self, typed: TypedSentence) -> Iterator[Claim]:
        """Posts behind a verb: 甲曾任乙局局长，现任丙局局长, where the second has the subject of the first."""
        end, persons = len(typed.text), list[Mention]()
        for m in self.forms.hold.finditer(typed.text):
            told = m["who"] or _pronouns(typed, m.start(), m.start("posts"))
            follows = not told and typed.text[end : m.start()] == "，"
            persons = persons if follows else self._subject(typed, m)
            organ = self.groups.organ(self.forms.within, typed, m.start(), m.start("verb"))
            groups = self.groups.over(typed, m, self.groups.of(typed, m.span("posts"), organ))
            yield from self._posts(typed, m, _HOLD, persons, groups)
            end = m.end()

    def _before(self, typed: TypedSentence) -> Iterator[Claim]:
        """Posts in front of persons. In a list a post without an organ is at that of the post before it: 甲局局长乙、
        副局长丙."""
        last: tuple[int, Mention | None] = (-1, None)
        for m in self.forms.in_front(typed.text):
            end, organ = last
            carried = (
                organ
                if self.forms.listed.fullmatch(typed.text, end, m.start())
                else self.groups.organ(self.forms.headed, typed, 0, m.start())
            )
            groups = self.groups.of(typed, m.span("posts"), carried)
            persons = self.organs.holders(groups[-1].roles[-1], typed.found(*m.span("who")))
            yield from self._posts(typed, m, _BEFORE, persons, groups)
            last = m.end(), groups[-1].organ
        for m in self.forms.case.finditer(typed.text):  # 甲局原局长乙受贿案
            who = self.organs.persons.get(typed.mentions[m.start("who")].span.start)
            if who is not None:
                yield from self._posts(typed, m, _BEFORE, [who], self.groups.of(typed, m.span("posts")))

    def _careers(self, typed: TypedSentence) -> Iterator[Claim]:
        """What somebody was, one after the other: 甲历任乙局局长，某处处长，丙县县长; 1999—2003年 乙局局长."""
        for m in self.forms.career.finditer(typed.text):
            groups = self.groups.over(typed, m, self.groups.listed(typed, m))
            yield from self._posts(typed, m, _HOLD, self._subject(typed, m), groups)
        line = None if typed.aside else self.forms.dated.match(typed.text)
        if line:
            persons = self.subjects.before(typed.starts[0], typed.sentence, ("Person",), reach=_CAREER)
            yield from self._posts(typed, line, _LINE, persons, self.groups.of(typed, line.span("posts")))

    def _subject(self, typed: TypedSentence, m: re.Match[str]) -> list[Mention]:
        """Who holds the posts of a match: who stands there, else the running subject.

        No one where the clause is about the hearer (祝贺您当选), or about another name (甲介绍乙国首次担任主席国).
        """
        if m["who"]:
            return typed.found(*m.span("who"))
        words, end = self.forms.table.words, m.start("posts")
        start = max(typed.text.rfind(mark, 0, end) for mark in "，；：。！？“”") + 1
        if pronouns := _pronouns(typed, start, end):
            return pronouns
        named = [n for n in range(start, m.start()) if n in typed.mentions and typed.mentions[n].type != "Date"]
        last = typed.mentions[named[-1]].type if named else "Person"
        led = not named or typed.text[named[-1] - 1 : named[-1]] in words.led
        if any(c in words.others for c in typed.text[start:end]) or not (led or last in ("Person", "Role")):
            return []
        return self.subjects.before(typed.starts[m.start()], typed.sentence, ("Person",))

    def _cut(self, mention: Mention) -> str:
        return self.parsed.view.cut(mention.span)

    def _posts(
        self, typed: TypedSentence, m: re.Match[str], wording: _Wording, persons: Sequence[Mention],
        groups: Sequence[Group],
    ) -> Iterator[Claim]:  # fmt: skip
        """The claims of a match that names posts, in groups, and persons who each hold all of them."""
        span, scores = typed.span(m.start(), m.end()), self.forms.table.scores
        mood = modality(typed.text, m.start(), m.end("posts"), self.shared) if wording.has_verb else "asserted"
        times = self.times.of(self.parsed, typed, m) if wording.is_event else []
        if wording.is_end:
            verb = text_mention(self.parsed, typed, m.start("verb"), m.end("verb"))
            groups = [group._replace(ended=group.ended or verb) for group in groups]
        posts = list(_each(groups, wording.has_verb))
        for person, (group, role) in self._paired(typed.text[m.start() : m.end("posts")], persons, posts):
            home, basis = self._at(group, role, typed, m.start(), wording.rule)
            if home is None:
                continue
            if not self._mere(home, role, group.own):
                more = [("end", t) for _, t in times[:1]] if wording.is_end else [*times]
                more += [("former", group.ended)] if group.ended else []
                yield from self._held(person, home, role, more, self._evidence(span, *basis), mood)
            elif group.own and self.forms.table.area.comes.search(words_of(role)):
                what = "nationality" if self._cut(home) in self.forms.countries else "origin"
                evidence = self._evidence(span, f"post.{what}", scores.origin)
                yield Claim(what, (("subject", person), ("object", home)), evidence)

    def _paired(
        self, text: str, persons: Sequence[Mention], posts: Sequence[tuple[Group, Mention]]
    ) -> Iterable[tuple[Mention, tuple[Group, Mention]]]:
        """Who holds which post: each person all of them, or 甲、乙分别任丙局局长、丁局局长 the first the first."""
        if self.shared.table.lists.each not in text or 1 in (len(persons), len(posts)):
            return product(persons, posts)
        return zip(persons, posts, strict=True) if len(persons) == len(posts) else ()

    def _at(
        self, group: Group, role: Mention, typed: TypedSentence, start: int, rule: str
    ) -> tuple[Mention | None, tuple[str, float]]:
        """The organ or area of a role, and the rule and score by which it is known."""
        scores, organ = self.forms.table.scores, group.organ
        if not group.own and any(home.own and home.role.search(words_of(role)) for home in self.forms.table.home):
            abroad = self.organs.governed(organ) if organ else None
            if abroad:
                return self.organs.first(abroad), (rule, scores.named)  # 越共中央总书记、国家主席
            organ = None  # 中共中央总书记、国家主席
        if organ is None:
            return self._elsewhere(role, typed, start), (f"{rule}.home", scores.home)
        area, body = self.forms.table.area, self.ontology.coarse[organ.type] == "Organization"
        elsewhere = not group.own or area.committee.search(self._cut(organ)) is not None
        if body and elsewhere and area.over.search(words_of(role)):
            organ = self.organs.area(organ, role)  # 江苏省委副书记、省长: of the province
        return organ, (rule, scores.named)

    def _elsewhere(self, role: Mention, typed: TypedSentence, start: int) -> Mention | None:
        """The organ, named earlier, of a post without one that begins a clause, or that stands behind a part of the
        organ's name: 星禾智能总裁, of 绵阳星禾智能科技有限公司."""
        clear, begin = self.forms.table.words.clear, start
        while begin and typed.text[begin - 1] not in clear and begin - 1 not in typed.mentions:
            begin -= 1
        if kind := self.kinds.get(typed.text[begin:start]):  # 公司|总经理
            return self.organs.last(kind, typed.starts[begin])
        if begin == start:
            return self.organs.home(role, typed.starts[start]) if not start or typed.text[start - 1] in clear else None
        return self.organs.part(typed.starts[begin], typed.starts[start])

    def _held(
        self,
        person: Mention,
        home: Mention,
        role: Mention,
        more: Sequence[tuple[str, Mention]],
        evidence: Evidence,
        mood: Modality,
    ) -> Iterator[Claim]:
        """That a person holds a post, and is a member of an organization where the post says that."""
        for at, title in self.organs.placed(home, role):
            roles = (("subject", person), ("object", at), ("role", title), *more)
            yield Claim("positionAt", roles, evidence, mood)
        if self.forms.table.member.role.search(words_of(role)) and self.ontology.coarse[home.type] == "Organization":
            yield Claim("memberOf", (("subject", person), ("object", home)), evidence, mood)

    def _mere(self, home: Mention, role: Mention, own: bool) -> bool:
        """Whether an area says where somebody with a profession comes from, or an organ is that of another post."""
        area = self.ontology.coarse[home.type] == "Place"
        return (area or not own) and self.forms.table.area.never.search(words_of(role)) is not None

    def _appointed(
        self, typed: TypedSentence, m: re.Match[str], persons: Sequence[Mention], groups: Sequence[Group]
    ) -> Iterator[Claim]:
        by = self.subjects.before(typed.starts[m.start()], typed.sentence, ("Organization", "Person"))[:1]
        here = self.parsed.sentences[typed.sentence]
        by = [who for who in by if who.type != "MediaOrganization" or here.contains(who.span)]  # others' news
        evidence = self._evidence(typed.span(m.start(), m.end()), "post.appoint", self.forms.table.scores.appointed)
        mood: Modality = modality(typed.text, m.start(), m.end(), self.shared)
        for who in by:
            for person in persons:
                for group in groups:
                    for role in group.roles:
                        roles = (("subject", who), ("object", person), ("role", self.organs.title(group.organ, role)))
                        yield Claim("appointed", roles, evidence, mood)

    def _evidence(self, span: Span, rule: str, confidence: float) -> Evidence:
        return Evidence(self.parsed.document.id, span, rule, confidence)


def _each(groups: Sequence[Group], listed: bool) -> Iterator[tuple[Group, Mention]]:
    """Each role of each group; only the first of an organ is `own`. `listed`: all of the organs in front have them."""
    for group in groups:
        if group.unknown:
            continue
        for n, role in enumerate(group.roles):
            own = group.own and n == 0
            yield group._replace(own=own), role
            if listed:
                yield from ((group._replace(organ=organ, own=own), role) for organ in group.more)


def _pronouns(typed: TypedSentence, start: int, end: int) -> list[Mention]:
    """The first pronoun that may be of anything and has two characters: 前者任甲局局长, but not 其父任…."""
    return [x for x in typed.found(start, end) if x.type == "Thing" and len(x.span) > 1][:1]
