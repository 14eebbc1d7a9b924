"""The language of patterns: `{subject:Agent}..授予{object:Award+}` as a regular expression over typed sentences.

    sentence        2019年，中华全国总工会授予王建军“全国五一劳动奖章”。
    typed sentence  〔Date〕，〔SocialOrganization〕授予〔Person〕〔Award〕。          each 〔…〕 is one character
    pattern         {conferredBy:Organization?}(<adv>)*(授予|颁给){subject:Agent+!}~{object:Award+}
    expression      (?:(?P<conferredBy>[…])…)?(?:还|也|…){0,8}(?:授予|颁给)(?P<subject>[…]…)[^，…]{0,8}?(?P<object>[…]…)
    claim           received(subject 王建军, object 全国五一劳动奖章, conferredBy 中华全国总工会)

ontology/README.md explains what a pattern may hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kg.errors import OntologyError
from kg.extract.relations.shared_grammar import LONGEST, SharedGrammar

# {role:Type|Type}, with `+` for a list, `*` for all of the type up to the sentence's end, `?` where it may be missing
# and is then the running subject, `!` for a subject in any position; {role:rest|clause|quote}; {role:/expression/};
# {object:meeting}, `?` where it may be missing: a word such as 会议, 这次座谈会, that means the event of the text.
_SLOT = re.compile(r"\{(?P<role>\w+):(?:/(?P<raw>[^/]+)/|(?P<types>[\w|]+)(?P<mark>[+?!*]*))\}")
_SLOTS = re.compile(r"(\{\w+:(?:/[^/]+/|[^/}]+)\})")
_HALF_SLOT = re.compile(r"\{\w+:[^}]{0,20}")
_WORDS = re.compile(r"<(\w+)>")
_GAP = re.compile(r"\.{2,3}|~")
_GROUP = re.compile(r"(?<!\(\?)\((?!\?)")
_REPEATED = re.compile(r"\)([*+])(?![?+])")  # a group of words that may come again: 还、也、已经
_DEED = 24  # characters from whoever does something to the verb, at most
_TIMES = {"*": "{0,8}", "+": "{1,8}"}
_GIVEN_BACK = 60  # names of a list, from its start, that a gap behind it may leave to it
_SAY = "SAY"  # stands for the words <say>
_TEXTS = {
    # Ends where somebody else speaks.
    "rest": r"[^。；！？\n]{4,}(?:[；！？](?![^，。；]{0,24}(?:SAY)[，：])[^。；！？\n]{4,})*",
    "clause": r"[^，。；！？\n]{2,}",
    "quote": r"“[^“”]{4,}”",
}
_MEETING = "meeting"
MEETING = "Event"  # the kind of a slot that may hold a word for an event instead of its name
TEXTS = frozenset({*_TEXTS, "text"})  # kinds of slots that hold words


@dataclass(frozen=True, slots=True)
class Expression:
    """A pattern's `match` as a regular expression.

    `slots` maps a role to its types, or to rest, quote, clause or text; the running subject fills those in `optional`
    where they are missing.
    """

    text: str
    slots: Mapping[str, str]
    optional: frozenset[str]


class PatternLanguage:
    """Translates patterns for one ontology."""

    def __init__(self, shared: SharedGrammar) -> None:
        self._shared, self._clause, self._lists = shared, shared.table.clause, shared.table.lists
        say = shared.table.words.get(_SAY.lower(), "$^")
        self._texts = {name: text.replace(_SAY, say) for name, text in _TEXTS.items()}
        self._gaps = {
            "...": r"[^。；！？：“”…]{0,60}?",
            "..": r"[^，。；！？：“”…—]{0,30}?",
            "~": rf"[^，。；！？：“”…—{self._clause.barrier}]{{0,8}}?",
        }

    def expression(self, match: str) -> Expression:
        """The expression of a pattern's `match`; OntologyError where it is not well formed."""
        slots: dict[str, str] = {}
        optional: set[str] = set()

        def slot(m: re.Match[str]) -> str:
            slots[m["role"]] = "text" if m["raw"] else MEETING if m["types"] == _MEETING else m["types"]
            if "?" in (m["mark"] or ""):
                optional.add(m["role"])
            return self._slot(m["role"], m["raw"], m["types"], m["mark"] or "")

        parts = _SLOTS.split(_WORDS.sub(self._words, match.replace(" ", "")))
        parts[::2] = [self._between(part) for part in parts[::2]]
        text = _SLOT.sub(slot, "".join(parts))
        if broken := _HALF_SLOT.search(text):
            hint = "write {role:Type}, {role:Type+?!*} or {role:/…/}"
            raise OntologyError(f"the slot at '{broken.group()}' is not well formed", hint=hint)
        return Expression(text, slots, frozenset(optional))

    def _between(self, text: str) -> str:
        """What stands between slots: groups capture nothing, gaps and repetitions have a bound."""
        text = _GAP.sub(lambda gap: self._gaps[gap.group()], _GROUP.sub("(?:", text))
        return _REPEATED.sub(lambda m: f"){_TIMES[m[1]]}", text)

    def _slot(self, role: str, raw: str | None, types: str, mark: str) -> str:
        """The expression of a slot."""
        if raw:
            return f"(?P<{role}>{raw})"
        if types in _TEXTS:
            return f"(?P<{role}>{self._texts[types]})"
        if types == _MEETING:
            word = rf"[^，。；！？：“”…—{self._clause.of}\uE000-\uF8FF]{{0,8}}?(?:{self._shared.table.words[_MEETING]})"
            return f"(?:(?P<{role}>{word}))?" if "?" in mark else f"(?P<{role}>{word})"
        clause, one = self._clause, f"[{self._shared.letters_of(types)}]"
        body = f"[^。；！？]*{one}" if "*" in mark else one
        if "+" in mark:
            between = f"(?:(?:{self._lists.between})?|{self._lists.other})"
            more = f"(?>{between}{one})"
            body = f"{one}{more}{{0,{LONGEST}}}+"  # the whole list, or nothing of it
            if "?" in mark:  # a gap follows: it may take names at the end of the list, though not all of a long one
                body = f"{one}(?:{more}{{0,{LONGEST}}}+|{more}{{0,{_GIVEN_BACK}}})"
        found = f"(?P<{role}>{body})"
        if role == "subject" and "!" not in mark:
            found = f"(?<![{clause.before}]){found}(?![{clause.after}])"
        if "?" not in mark:
            return found
        # 甲导演的电影乙获得…: what stands behind 的 is the head, and the subject.
        outside, of = "，。；！？：“”…—", clause.of
        head = f"(?![^{outside}{clause.before}]{{1,10}}[{of}][^{outside}{of}]{{0,4}}{one})"
        return f"(?:{found}{head}(?:(?!{clause.nested})[^{outside}]){{0,30}}?)?"

    def _words(self, m: re.Match[str]) -> str:
        """The expression of a list of words."""
        letters_of, known = self._shared.letters_of, self._shared.table.words
        if self._shared.is_type(m[1].title()):
            return f"[{letters_of(m[1].title())}]"
        if m[1] == "speaker":
            return self._to_verb()
        if m[1] == "doer":
            return self._to_deed()
        if m[1] not in known:
            raise OntologyError(f"word list '<{m[1]}>' is unknown", hint="add it to [words] of grammar.toml")
        return f"(?:{known[m[1]]})"

    def _to_verb(self) -> str:
        """From a speaker to the verb: no role, which is that of somebody else; no other speaker."""
        clause, letters_of = self._clause, self._shared.letters_of
        agents, roles = letters_of("Person|Organization"), letters_of("Role")
        other = f"(?!{clause.unspoken})[^，。；！？：“”{clause.of}{agents}{roles}]"
        words = f"(?:{other}|(?<=[{clause.addressed}])[{agents}](?:{clause.hearer})?){{0,14}}?"
        return f"{words}(?:{clause.spoken_at}{words})?"

    def _to_deed(self) -> str:
        """From whoever does something to the verb: no role, which is somebody else's; no agent that does it instead."""
        clause, letters_of = self._clause, self._shared.letters_of
        agents, roles = letters_of("Person|Organization"), letters_of("Role")
        other = f"[^，。；！？：“”{clause.of}{agents}{roles}]"
        return f"(?:(?!{clause.nested}){other}|(?<=[{clause.beside}])[{agents}]){{0,{_DEED}}}?"

    def needed(self, match: str) -> tuple[frozenset[str], ...]:
        """For each slot that every match of a pattern fills, the characters of its types: a quick way to say no."""
        flat, deeper = re.sub(r" |\{\w+:/[^/]+/\}", "", match), ""
        while flat != deeper:  # what stands in brackets may be missing
            flat, deeper = re.sub(r"\([^()]*\)", "", flat), flat
        if "|" in _SLOT.sub("", flat):
            return ()
        slots = [m for m in _SLOT.finditer(flat) if not flat.startswith(("?", "*", "{0"), m.end())]
        kinds = [m["types"] for m in slots if m["types"] not in {*TEXTS, _MEETING} and "?" not in m["mark"]]
        return tuple(frozenset(self._shared.letters_of(kind)) for kind in kinds)
