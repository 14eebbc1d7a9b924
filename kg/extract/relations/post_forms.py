"""posts.toml as regular expressions over typed sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.relations.shared_grammar import LONGEST, grammar
from kg.ontology.ontology import Ontology
from kg.ontology.tables.posts import PostTable
from kg.ontology.tables.word_lists import CountryRow

_HOMES = "Organization|AdministrativeArea|Facility"  # where posts are
_UNIT = 9  # characters of what a text calls a post beside its last word: 首席宏观|分析师
_LIST = 400  # characters of a career in one sentence
_MANY = 120  # posts in a row, and groups of them: more than a sentence of 1000 characters can hold


class PostForms:
    """posts.toml as expressions over typed sentences. In the names of variables, o, r and p are the characters of an
    organization or area, a role, and a person."""

    def __init__(self, ontology: Ontology) -> None:
        self.table = table = ontology.table(PostTable)
        shared, self._ontology = grammar(ontology), ontology
        words, letters, of = table.words, shared.letters_of, shared.table.clause.of
        o, r, p = (f"[{letters(kinds)}]" for kinds in (_HOMES, "Role", "Person"))
        self.countries = frozenset(name for row in ontology.word_list(CountryRow) for name in (row.name, *row.others))
        groups, joint = self._groups(ontology), shared.table.lists.joint
        unfound = (
            f"、[^，。：；！？、“”…—（）{of}\\uE000-\\uF8FF]{{2,4}}[{joint}]"  # a name of a list that nobody found
        )
        persons = f"{p}(?:(?:[{joint}]|{unfound}){p}){{0,{LONGEST}}}"
        appoint = f"(?:{words.appoint})(?:{words.before_appointee}){r}*(?P<who>{persons})(?:{words.behind_appointee})"
        dates = letters("Date|Duration")
        self.before = self._compiled("joint", f"(?P<posts>{groups})[{of}]?(?P<who>{persons})")
        self.case = self._compiled("joint", f"(?P<posts>{groups})(?P<who>[{letters('Event')}])")
        self.after = self._compiled("former", f"(?P<org>{o})?[{of}]?(?P<who>{p})(?P<posts>{r})(?!{p})")
        self.dated = self._compiled(
            "since", f"^[{dates}](?:[{dates}]|{words.since}){{0,3}}(?P<posts>{groups})(?![^，。；（])"
        )
        # Behind a comma another post may come at another time, or that of another person (甲任乙局局长，副局长丙…).
        further = f"(?!，(?:{words.anew.pattern}|(?:{words.former}){{0,2}}{r}{p}))"
        held = self._groups(ontology, further)
        self.appoint = self._compiled("appoint", f"{appoint}(?P<posts>{held})")
        self.aside = self._compiled("joint", f"(?P<posts>{groups})$")
        self.by = self._compiled("by", f"(?P<posts>{groups})(?:{words.by})(?P<who>{persons})(?:{words.held})")
        self.called = self._compiled(
            "called", f"(?P<posts>{groups})(?:{words.called})(?P<who>{persons})(?={words.behind_called})"
        )
        self.acting = self._compiled("acting", f"(?:{words.acting})(?P<posts>{groups})，(?P<who>{persons})")
        self.apposed = self._compiled("hold", f"(?<=，)(?!(?:{words.hold}))(?P<posts>{groups})(?=[，。；])")
        self.listed = self._compiled("listed", f"[{words.listed}]")
        self._verbs(persons, groups, held, further)

    def _compiled(self, key: str, text: str) -> re.Pattern[str]:
        return self._ontology.expression(PostTable, ("words", key), text)

    def _verbs(self, persons: str, groups: str, held: str, further: str) -> None:
        """Sets the forms with a verb: `hold`, `headed`, `within`, `career`, `leave`, `relieve`."""
        words, letters = self.table.words, grammar(self._ontology).letters_of
        p, bodies = f"[{letters('Person')}]", letters("Organization|Place")
        # Between a person and the verb no other name stands, but as where it happens: 王强在海州市人民代表大会上当选….
        others = f"，。；：！？“”{words.others}{letters('Person')}"
        gap = f"(?:[^{others}{bodies}]|(?<=[{words.led}])[{bodies}]){{0,20}}?"
        holds = f"(?P<verb>{words.hold}|(?(who)(?:{words.acting})|(?!)))"
        begin = f"(?:(?P<who>{persons})，?)?(?:(?:{words.replace}){p})?"
        self.hold = self._compiled("hold", f"{begin}{gap}{holds}(?P<posts>{held})(?!{p}|{words.candidate})")
        organ = f"(?P<org>[{letters('Organization')}])"
        self.headed = self._compiled("headed", f"{organ}(?:{words.headed})$")
        self.within = self._compiled("within", f"(?:{words.within}){organ}(?:{words.there})$")
        self.career = self._compiled(
            "career",
            f"{begin}{gap}(?P<verb>{words.career})(?P<posts>(?:{further}[^。！？“”{p[1:-1]}]){{2,{_LIST}}}+)(?!{p})",
        )
        self.leave = self._compiled("leave", f"{begin}{gap}(?P<verb>{words.leave})(?P<posts>{held})(?!{p})")
        relieved = f"(?P<verb>{words.relieve})(?P<who>{persons})[^，。；：{letters('Role|Person')}]{{0,4}}?"
        self.relieve = self._compiled("relieve", f"{relieved}(?P<posts>{groups})(?!{p})")

    def in_front(self, text: str) -> Iterator[re.Match[str]]:
        """Posts in front of persons, but for those that somebody before them holds: in 甲曾任乙县县长，丙局局长丁 the
        first is no post of 丁."""
        for m in self.before.finditer(text):
            yield self._own(text, m) if "，" in m["posts"] else m

    def _own(self, text: str, m: re.Match[str]) -> re.Match[str]:
        """A match of `before` without the posts up to a comma that somebody before it holds."""
        held = (one.end("posts") for one in self.hold.finditer(text) if one["who"])
        end = next((end for end in held if m.start("posts") < end < m.start("who")), None)
        own = self.before.match(text, end + 1) if end is not None and text[end] == "，" else None
        return own or m

    def unknown(self, words: str, *, named: bool) -> bool:
        """Whether words before a role are an organ that nobody found: 贸促会|会长; without a name, also 市公安|局长."""
        area, department = self.table.area, self.table.department
        late = self.table.words.late.search(words) is not None
        return late or department.organ.search(words) is not None or (not named and words[0] in area.levels)

    def _groups(self, ontology: Ontology, further: str = "") -> str:
        """The expression of posts in a row, in groups of one organ each; sets `group` and `role`.

        `further` is what has to hold where another group begins.
        """
        words, letters = self.table.words, grammar(ontology).letters_of
        o, r = f"[{letters(_HOMES)}]", f"[{letters('Role')}]"
        unit = f"[^，。、；：！？“”…—{words.not_in_unit}\\uE000-\\uF8FF]{{0,4}}[{words.unit}]"
        # Possessive, for a joint between two posts may stand between two groups too: 甲局局长、乙局局长、….
        roles = f"{r}(?:{further}(?:{words.joint})?(?:{unit})?{r}){{0,{_MANY}}}+"
        former = f"(?:{words.former}){{0,2}}"
        plain = f"[^，。、；：！？“”…—（）{words.not_in_unit}\\uE000-\\uF8FF]{{1,{_UNIT}}}+"
        abroad = f"(?:{words.abroad})[^，。、；：！？“”…—（）{letters('Role|Person')}]{{1,8}}?"
        between = f"(?:{abroad}|(?:{words.former}){{1,2}}|{unit}|{plain})?"
        organs = f"{o}(?:、{o}){{0,{_MANY}}}+"
        group = f"{former}(?:{organs}{between})?{roles}"
        later = f"(?:{abroad}|{former}(?:{organs}{between})?|{plain}){roles}"
        self.group = ontology.expression(
            PostTable,
            ("words", "unit"),
            f"(?P<was>{former})(?P<org>{organs})?(?:(?P<abroad>{abroad})|(?P<then>(?:{words.former}){{1,2}})|(?P<unit>{unit})|(?P<plain>{plain}))?"
            f"(?P<roles>{roles})",
        )
        self.role = ontology.expression(PostTable, ("words", "unit"), f"(?P<unit>{unit})?{r}")
        # A post whose organ nobody found ends no list. Each group is read in one way only, for its parts overlap.
        return f"(?>{group})(?>{further}(?:{words.joint}){later}){{0,{_MANY}}}"


def post_forms(ontology: Ontology) -> PostForms:
    """The forms of an ontology, compiled once; OntologyError, with file and line, where they do not fit together."""
    return ontology.once(PostForms)
