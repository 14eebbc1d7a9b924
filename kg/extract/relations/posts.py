"""Who holds which post where: chains of organisations and roles beside persons."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from kg.extract.relations.matcher import Subjects, modality, nearest_date
from kg.extract.relations.pattern_language import LONGEST, grammar
from kg.extract.relations.typed_sentence import Canvas
from kg.ontology.ontology import Ontology
from kg.types import Claim, Evidence, Mention, Modality, Parsed, Span, Value

_MANY = 120  # posts in a row, and groups of them: more than a sentence of 1000 characters can hold
_NESTED = 20  # names that may lie around a place in the text
_Group = tuple[Mention | None, list[Mention]]  # an organisation (or none said) and its roles


class _Forms:
    """The expressions of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        raw = ontology.toml("posts.toml")
        words, letters = raw["words"], grammar(ontology).letters_of
        o, r, p = f"[{letters('Organization|AdministrativeArea')}]", f"[{letters('Role')}]", f"[{letters('Person')}]"
        unit = f"[^，。、；：！？“”…—的了在是为与和等\\uE000-\\uF8FF]{{0,4}}[{words['unit']}]"
        # Possessive, for a joint between two posts may stand between two groups too: 甲局局长、乙局局长、….
        roles = f"{r}(?:(?:{words['joint']})?(?:{unit})?{r}){{0,{_MANY}}}+"
        former = f"(?:{words['former']}){{0,2}}"
        group = f"{former}(?:{o}(?:(?:{words['former']}){{1,2}}|{unit})?)?{roles}"
        groups = f"{group}(?:(?:{words['joint']}){group}){{0,{_MANY}}}"
        persons = f"{p}(?:[、和与及]{p}){{0,{LONGEST}}}"
        self.group = re.compile(f"(?P<org>{o})?(?:(?P<unit>{unit})|{former})(?P<roles>{roles})")
        self.role = re.compile(f"(?P<unit>{unit})?{r}")
        self.before = re.compile(f"(?P<posts>{groups})的?(?P<who>{persons})")
        self.after = re.compile(f"(?P<org>{o})?的?(?P<who>{p})(?P<posts>{r})(?!{p})")
        self.hold = re.compile(
            f"(?P<who>{persons})?(?:(?:{words['replace']}){p})?"
            f"[^，。；：！？“”{letters('Person')}]{{0,20}}?(?:{words['hold']})(?P<posts>{groups})(?!{p})"
        )
        self.appoint = re.compile(
            f"(?:{words['appoint']})(?:了)?[女男]?{r}*(?P<who>{persons})(?:同志|先生|女士)?[为担任]+(?P<posts>{groups})"
        )
        self.aside = re.compile(f"(?P<posts>{groups})$")
        self.apposed = re.compile(f"(?<=，)(?!(?:{words['hold']}))(?P<posts>{groups})(?=[，。；])")
        self.inner = re.compile(raw["department"]["inner"])
        self.member = re.compile(raw["member"]["role"])
        self.never, self.comes = re.compile(raw["area"]["never"]), re.compile(raw["area"]["comes"])
        self.unit = re.compile(raw["department"]["unit"])
        self.party = re.compile(raw["department"]["party"])
        self.homes = [(re.compile(h["role"]), re.compile(h["name"])) for h in raw["home"]]


_forms = cache(_Forms)


def unposted(canvas: Canvas, ontology: Ontology) -> Canvas:
    """A canvas without the posts beside persons: of 甲局局长乙说 stays 乙说, so that 乙 is seen to be the subject."""
    forms = _forms(ontology)
    cuts = [(m.start("posts"), m.start("who")) for m in forms.before.finditer(canvas.text)]
    taken = {end for _, end in cuts}
    for m in forms.after.finditer(canvas.text):
        start, end = m.span("posts")
        if end not in taken and not any(a < end and start < b for a, b in cuts):
            cuts.append((start, end))
    return canvas.without(sorted(cuts))


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
        self.forms = _forms(ontology)
        self.shared = grammar(ontology)
        self.homes = sorted(
            (m for m in [*outer, *nested] if ontology.coarse.get(m.type) in ("Organization", "Place")),
            key=lambda m: (m.span.start, -m.span.end),
        )
        self._called: dict[re.Pattern[str], list[Mention]] = {}
        self.hosts = {m.span.start: m for m in nested if ontology.coarse.get(m.type) == "Organization"}

    def claims(self, canvas: Canvas) -> Iterator[Claim]:
        """The posts said in one sentence."""
        text, forms = canvas.text, self.forms
        role = self.shared.alphabet["Role"]
        if role not in text:
            return
        for m in forms.before.finditer(text):
            yield from self._posts(canvas, m, "post.before", canvas.found(*m.span("who")), self._groups(canvas, m))
        for m in forms.after.finditer(text):
            org = canvas.mentions.get(m.start("org")) if m["org"] else None
            groups: list[_Group] = [(org, canvas.found(*m.span("posts")))]
            yield from self._posts(canvas, m, "post.after", canvas.found(*m.span("who")), groups)
        for m in forms.appoint.finditer(text):
            persons = canvas.found(*m.span("who"))
            groups = self._groups(canvas, m)
            yield from self._posts(canvas, m, "post.appointed", persons, groups)
            yield from self._appointed(canvas, m, persons, groups)
        for m in forms.hold.finditer(text):
            persons = canvas.found(*m.span("who")) if m["who"] else []
            persons = persons or self.subjects.before(canvas.starts[m.start()], canvas.sentence, ("Person",))
            yield from self._posts(canvas, m, "post.hold", persons, self._groups(canvas, m))
        for m in forms.apposed.finditer(text):  # 甲，湖南长沙人，乙局局长。
            persons = self.subjects.before(canvas.starts[m.start()], canvas.sentence, ("Person",), reach=0)
            groups = [(org, roles) for org, roles in self._groups(canvas, m) if org]
            yield from self._posts(canvas, m, "post.apposed", persons, groups)
        aside = forms.aside.match(text)
        if aside and canvas.holder and canvas.holder.type == "Person":
            yield from self._posts(canvas, aside, "post.aside", [canvas.holder], self._groups(canvas, aside))

    def _groups(self, canvas: Canvas, m: re.Match[str]) -> list[_Group]:
        groups: list[_Group] = []
        for g in self.forms.group.finditer(canvas.text, *m.span("posts")):
            said = canvas.mentions[g.start("org")] if g["org"] else None
            last = groups[-1][0] if groups else None
            roles = self._roles(canvas, g.start("unit") if g["unit"] else g.start("roles"), g.end("roles"))
            if said and last and self.forms.inner.search(self._cut(said)):
                # 中级法院院长、审判委员会委员、审判员: an inner organ belongs to the role right behind it only.
                joined = Mention(
                    Span(said.span.start, roles[0].span.end),
                    "Role",
                    "value",
                    Value(self._cut(said) + _words(roles[0]), "text"),
                )
                groups.append((last, [joined, *roles[1:]]))
            else:
                groups.append((said or last, roles))
        return groups

    def _roles(self, canvas: Canvas, start: int, end: int) -> list[Mention]:
        """The roles between two positions; a unit that is no name of its own belongs to its role (八纵队师政委)."""
        found = []
        for m in self.forms.role.finditer(canvas.text, start, end):
            role = canvas.mentions[m.end() - 1]
            if m["unit"]:
                span = Span(canvas.starts[m.start("unit")], role.span.end)
                role = Mention(span, "Role", "value", Value(self.parsed.view.cut(span), "text"))
            found.append(role)
        return found

    def _cut(self, mention: Mention) -> str:
        return self.parsed.view.cut(mention.span)

    def _posts(
        self, canvas: Canvas, m: re.Match[str], rule: str, persons: Sequence[Mention], groups: Sequence[_Group]
    ) -> Iterator[Claim]:
        span = canvas.span(m.start(), m.end())
        mood = modality(canvas.text, m.start(), m.end("posts"), self.shared) if rule != "post.before" else "asserted"
        time = (
            nearest_date(canvas, m.start(), m.end(), self.shared)[:1] if rule in ("post.hold", "post.appointed") else []
        )
        for person in persons:
            for org, roles in groups:
                for role in roles:
                    home = org or self._home(role, span)
                    if home is None:
                        continue
                    if self._mere(home, role):
                        if org and self.forms.comes.search(_words(role)):
                            yield Claim(
                                "origin",
                                (("subject", person), ("object", org)),
                                self._evidence(span, "post.origin", 0.75),
                            )
                        continue
                    evidence = self._evidence(span, rule if org else f"{rule}.home", 0.95 if org else 0.7)
                    for at, title in self._placed(home, role):
                        roled = (("subject", person), ("object", at), ("role", title), *(("time", t) for t in time))
                        yield Claim("positionAt", roled, evidence, mood)
                    if self.forms.member.search(_words(role)) and self.ontology.coarse[home.type] == "Organization":
                        yield Claim("memberOf", (("subject", person), ("object", home)), evidence, mood)

    def _mere(self, home: Mention, role: Mention) -> bool:
        """Whether an area only says where somebody with a profession comes from."""
        return self.ontology.coarse[home.type] == "Place" and self.forms.never.search(_words(role)) is not None

    def _appointed(
        self, canvas: Canvas, m: re.Match[str], persons: Sequence[Mention], groups: Sequence[_Group]
    ) -> Iterator[Claim]:
        by = self.subjects.before(canvas.starts[m.start()], canvas.sentence, ("Organization", "Person"))[:1]
        evidence = self._evidence(canvas.span(m.start(), m.end()), "post.appoint", 0.85)
        mood: Modality = modality(canvas.text, m.start(), m.end(), self.shared)
        for who in by:
            for person in persons:
                for _, roles in groups:
                    for role in roles:
                        yield Claim("appointed", (("subject", who), ("object", person), ("role", role)), evidence, mood)

    def _evidence(self, span: Span, rule: str, confidence: float) -> Evidence:
        return Evidence(self.parsed.document.id, span, rule, confidence)

    def _home(self, role: Mention, span: Span) -> Mention | None:
        """The organisation that a role without one belongs to: the nearest earlier name of its kind."""
        for of, name in self.forms.homes:
            if of.search(_words(role)):
                fitting = self._homes_called(name)
                last = bisect_left(fitting, span.start, key=lambda x: x.span.start)
                return next(
                    (x for x in reversed(fitting[max(0, last - _NESTED) : last]) if x.span.end <= span.start), None
                )
        return None

    def _homes_called(self, name: re.Pattern[str]) -> list[Mention]:
        """The organisations and places whose names a pattern finds, in the order of the text."""
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
