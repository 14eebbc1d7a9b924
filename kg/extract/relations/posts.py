"""Who holds which post where: chains of organizations and roles beside persons."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

from kg.extract.relations.clauses import modality, nearest_date
from kg.extract.relations.shared_grammar import LONGEST, grammar
from kg.extract.relations.subjects import Subjects
from kg.extract.relations.typed_sentence import TypedSentence
from kg.ontology.ontology import Ontology
from kg.ontology.tables.posts import PostTable
from kg.types import Claim, Evidence, Mention, Modality, Parsed, Span, Value

_MANY = 120  # posts in a row, and groups of them: more than a sentence of 1000 characters can hold
_NESTED = 20  # names that may lie around a place in the text
_Group: TypeAlias = tuple[Mention | None, list[Mention]]  # an organization (None: it is not named) and its roles


@dataclass(frozen=True, slots=True)
class _Wording:
    """A way to say that somebody holds a post: whether its clause can deny or plan it, and whether it has a date."""

    rule: str
    has_verb: bool = True
    is_event: bool = False


_BEFORE = _Wording("post.before", has_verb=False)  # 甲局局长张伟
_AFTER = _Wording("post.after")  # 甲局张伟局长
_APPOINTED = _Wording("post.appointed", is_event=True)  # 任命张伟为甲局局长
_HOLD = _Wording("post.hold", is_event=True)  # 张伟任甲局局长
_APPOSED = _Wording("post.apposed")  # 张伟，湖南长沙人，甲局局长。
_ASIDE = _Wording("post.aside")  # 张伟（甲局局长）


class PostForms:
    """posts.toml as expressions over typed sentences. In the names of variables, o, r and p are the characters of an
    organization or area, a role, and a person."""

    def __init__(self, ontology: Ontology) -> None:
        table, shared = ontology.table(PostTable), grammar(ontology)
        words, letters, of = table.words, shared.letters_of, shared.table.clause.of
        o, r, p = f"[{letters('Organization|AdministrativeArea')}]", f"[{letters('Role')}]", f"[{letters('Person')}]"
        unit = f"[^，。、；：！？“”…—{words.not_in_unit}\\uE000-\\uF8FF]{{0,4}}[{words.unit}]"
        # Possessive, for a joint between two posts may stand between two groups too: 甲局局长、乙局局长、….
        roles = f"{r}(?:(?:{words.joint})?(?:{unit})?{r}){{0,{_MANY}}}+"
        former = f"(?:{words.former}){{0,2}}"
        group = f"{former}(?:{o}(?:(?:{words.former}){{1,2}}|{unit})?)?{roles}"
        groups = f"{group}(?:(?:{words.joint}){group}){{0,{_MANY}}}"
        persons = f"{p}(?:[{shared.table.lists.joint}]{p}){{0,{LONGEST}}}"
        appoint = f"(?:{words.appoint})(?:{words.before_appointee}){r}*(?P<who>{persons})(?:{words.behind_appointee})"

        def compiled(key: str, text: str) -> re.Pattern[str]:
            return ontology.expression(PostTable, ("words", key), text)

        self.group = compiled("unit", f"(?P<org>{o})?(?:(?P<unit>{unit})|{former})(?P<roles>{roles})")
        self.role = compiled("unit", f"(?P<unit>{unit})?{r}")
        self.before = compiled("joint", f"(?P<posts>{groups})[{of}]?(?P<who>{persons})")
        self.after = compiled("former", f"(?P<org>{o})?[{of}]?(?P<who>{p})(?P<posts>{r})(?!{p})")
        self.hold = compiled(
            "hold",
            f"(?P<who>{persons})?(?:(?:{words.replace}){p})?"
            f"[^，。；：！？“”{letters('Person')}]{{0,20}}?(?:{words.hold})(?P<posts>{groups})(?!{p})",
        )
        self.appoint = compiled("appoint", f"{appoint}(?P<posts>{groups})")
        self.aside = compiled("joint", f"(?P<posts>{groups})$")
        self.apposed = compiled("hold", f"(?<=，)(?!(?:{words.hold}))(?P<posts>{groups})(?=[，。；])")
        self.inner, self.unit, self.party = table.department.inner, table.department.unit, table.department.party
        self.member, self.never, self.comes = table.member.role, table.area.never, table.area.comes
        self.homes, self.scores = table.home, table.scores


def post_forms(ontology: Ontology) -> PostForms:
    """The forms of an ontology, compiled once; OntologyError, with file and line, where they do not fit together."""
    return ontology.once(PostForms)


def unposted(typed: TypedSentence, ontology: Ontology) -> TypedSentence:
    """The sentence without the posts beside persons: 甲局局长乙说 becomes 乙说, whose subject is easy to see."""
    forms = post_forms(ontology)
    cuts = [(m.start("posts"), m.start("who")) for m in forms.before.finditer(typed.text)]
    taken = {end for _, end in cuts}
    for m in forms.after.finditer(typed.text):
        start, end = m.span("posts")
        if end not in taken and not any(a < end and start < b for a, b in cuts):
            cuts.append((start, end))
    return typed.without(sorted(cuts))


class Posts:
    """Finds the posts of one document. `outer` and `nested` are its mentions."""

    def __init__(
        self,
        parsed: Parsed,
        ontology: Ontology,
        outer: Sequence[Mention],
        nested: Sequence[Mention],
        subjects: Subjects,
    ) -> None:
        self.parsed, self.ontology, self.subjects = parsed, ontology, subjects
        self.forms = post_forms(ontology)
        self.shared = grammar(ontology)
        self.homes = sorted(
            (m for m in [*outer, *nested] if ontology.coarse.get(m.type) in ("Organization", "Place")),
            key=lambda m: (m.span.start, -m.span.end),
        )
        self._called: dict[re.Pattern[str], list[Mention]] = {}
        self.hosts = {m.span.start: m for m in nested if ontology.coarse.get(m.type) == "Organization"}

    def claims(self, typed: TypedSentence) -> Iterator[Claim]:
        """The posts that one sentence names."""
        text, forms = typed.text, self.forms
        role = self.shared.alphabet["Role"]
        if role not in text:
            return
        for m in forms.before.finditer(text):
            yield from self._posts(typed, m, _BEFORE, typed.found(*m.span("who")), self._groups(typed, m))
        for m in forms.after.finditer(text):
            org = typed.mentions.get(m.start("org")) if m["org"] else None
            groups: list[_Group] = [(org, typed.found(*m.span("posts")))]
            yield from self._posts(typed, m, _AFTER, typed.found(*m.span("who")), groups)
        for m in forms.appoint.finditer(text):
            persons = typed.found(*m.span("who"))
            groups = self._groups(typed, m)
            yield from self._posts(typed, m, _APPOINTED, persons, groups)
            yield from self._appointed(typed, m, persons, groups)
        for m in forms.hold.finditer(text):
            persons = typed.found(*m.span("who")) if m["who"] else []
            persons = persons or self.subjects.before(typed.starts[m.start()], typed.sentence, ("Person",))
            yield from self._posts(typed, m, _HOLD, persons, self._groups(typed, m))
        for m in forms.apposed.finditer(text):  # 甲，湖南长沙人，乙局局长。
            persons = self.subjects.before(typed.starts[m.start()], typed.sentence, ("Person",), reach=0)
            groups = [(org, roles) for org, roles in self._groups(typed, m) if org]
            yield from self._posts(typed, m, _APPOSED, persons, groups)
        aside = forms.aside.match(text)
        if aside and typed.holder and typed.holder.type == "Person":
            yield from self._posts(typed, aside, _ASIDE, [typed.holder], self._groups(typed, aside))

    def _groups(self, typed: TypedSentence, m: re.Match[str]) -> list[_Group]:
        groups: list[_Group] = []
        for g in self.forms.group.finditer(typed.text, *m.span("posts")):
            named = typed.mentions[g.start("org")] if g["org"] else None
            last = groups[-1][0] if groups else None
            roles = self._roles(typed, g.start("unit") if g["unit"] else g.start("roles"), g.end("roles"))
            if named and last and self.forms.inner.search(self._cut(named)):
                # 中级法院院长、审判委员会委员、审判员: an inner organ belongs to the role right behind it only.
                joined = Mention(
                    Span(named.span.start, roles[0].span.end),
                    "Role",
                    "value",
                    Value(self._cut(named) + _words(roles[0]), "text"),
                )
                groups.append((last, [joined, *roles[1:]]))
            else:
                groups.append((named or last, roles))
        return groups

    def _roles(self, typed: TypedSentence, start: int, end: int) -> list[Mention]:
        """The roles between two positions; a unit that is no name of its own belongs to its role (八纵队师政委)."""
        found = []
        for m in self.forms.role.finditer(typed.text, start, end):
            role = typed.mentions[m.end() - 1]
            if m["unit"]:
                span = Span(typed.starts[m.start("unit")], role.span.end)
                role = Mention(span, "Role", "value", Value(self.parsed.view.cut(span), "text"))
            found.append(role)
        return found

    def _cut(self, mention: Mention) -> str:
        return self.parsed.view.cut(mention.span)

    def _posts(
        self,
        typed: TypedSentence,
        m: re.Match[str],
        wording: _Wording,
        persons: Sequence[Mention],
        groups: Sequence[_Group],
    ) -> Iterator[Claim]:
        """The claims of a match that names posts, in groups, and persons who each hold all of them."""
        span, scores = typed.span(m.start(), m.end()), self.forms.scores
        mood = modality(typed.text, m.start(), m.end("posts"), self.shared) if wording.has_verb else "asserted"
        times = nearest_date(typed, m.start(), m.end(), self.shared)[:1] if wording.is_event else []
        posts = [(org, role) for org, roles in groups for role in roles]
        for person, (org, role) in product(persons, posts):
            home = org or self._home(role, span)
            if home is None:
                continue
            if not self._mere(home, role):
                basis = (wording.rule, scores.named) if org else (f"{wording.rule}.home", scores.home)
                yield from self._held(person, home, role, times, self._evidence(span, *basis), mood)
            elif org and self.forms.comes.search(_words(role)):
                evidence = self._evidence(span, "post.origin", scores.origin)
                yield Claim("origin", (("subject", person), ("object", org)), evidence)

    def _held(
        self,
        person: Mention,
        home: Mention,
        role: Mention,
        times: Sequence[Mention],
        evidence: Evidence,
        mood: Modality,
    ) -> Iterator[Claim]:
        """That a person holds a post, and is a member of an organization where the post says that."""
        for at, title in self._placed(home, role):
            roles = (("subject", person), ("object", at), ("role", title), *(("time", t) for t in times))
            yield Claim("positionAt", roles, evidence, mood)
        if self.forms.member.search(_words(role)) and self.ontology.coarse[home.type] == "Organization":
            yield Claim("memberOf", (("subject", person), ("object", home)), evidence, mood)

    def _mere(self, home: Mention, role: Mention) -> bool:
        """Whether an area only says where somebody with a profession comes from."""
        return self.ontology.coarse[home.type] == "Place" and self.forms.never.search(_words(role)) is not None

    def _appointed(
        self, typed: TypedSentence, m: re.Match[str], persons: Sequence[Mention], groups: Sequence[_Group]
    ) -> Iterator[Claim]:
        by = self.subjects.before(typed.starts[m.start()], typed.sentence, ("Organization", "Person"))[:1]
        evidence = self._evidence(typed.span(m.start(), m.end()), "post.appoint", self.forms.scores.appointed)
        mood: Modality = modality(typed.text, m.start(), m.end(), self.shared)
        for who in by:
            for person in persons:
                for _, roles in groups:
                    for role in roles:
                        yield Claim("appointed", (("subject", who), ("object", person), ("role", role)), evidence, mood)

    def _evidence(self, span: Span, rule: str, confidence: float) -> Evidence:
        return Evidence(self.parsed.document.id, span, rule, confidence)

    def _home(self, role: Mention, span: Span) -> Mention | None:
        """The organization that a role without one belongs to: the nearest earlier name of its kind."""
        for home in self.forms.homes:
            if home.role.search(_words(role)):
                fitting = self._homes_called(home.name)
                last = bisect_left(fitting, span.start, key=lambda x: x.span.start)
                return next(
                    (x for x in reversed(fitting[max(0, last - _NESTED) : last]) if x.span.end <= span.start), None
                )
        return None

    def _homes_called(self, name: re.Pattern[str]) -> list[Mention]:
        """The organizations and places whose names a pattern finds, in the order of the text."""
        if name not in self._called:
            view = self.parsed.view.text
            self._called[name] = [m for m in self.homes if name.search(view[m.span.start : m.span.end])]
        return self._called[name]

    def _placed(self, home: Mention, role: Mention) -> Iterator[tuple[Mention, Mention]]:
        """Organisation and role as a reader would put them: 甲公司行政部 + 主任 is 行政部主任 at 甲公司."""
        yield home, role
        host = self.hosts.get(home.span.start)
        if host is None or host.span.end >= home.span.end:
            return
        unit = self.parsed.view.text[host.span.end : home.span.end]
        company = host.type == "Company" and self.forms.unit.search(unit)
        if company or self.forms.party.fullmatch(unit):
            words = unit + _words(role)
            joined = Span(host.span.end, role.span.end) if role.span.start == home.span.end else role.span
            yield host, Mention(joined, "Role", "value", Value(words, "text"))


def _words(role: Mention) -> str:
    return role.value.text if role.value else ""
