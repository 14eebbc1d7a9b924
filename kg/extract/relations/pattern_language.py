"""ontology/grammar.toml and the language of patterns: `{subject:Agent} .. 授予 {object:Award+}` as an expression."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from kg.errors import OntologyError
from kg.extract.relations.typed_sentence import VALUES, letters, members
from kg.ontology.ontology import Ontology
from kg.types import Modality

# {role:Type|Type}, with `+` for a list, `*` for all of the type up to the sentence's end, `?` where it may be missing
# and is then the running subject, `!` for a subject in any position; {role:rest|clause|quote}; {role:/expression/}.
_SLOT = re.compile(r"\{(?P<role>\w+):(?:/(?P<raw>[^/]+)/|(?P<types>[\w|]+)(?P<mark>[+?!*]*))\}")
_LIST = re.compile(r"<(\w+)>")
_AND = r"(?:[、和与及]|以及|并|暨|，)?"
# What may stand between two of a list besides: a name that nobody found (甲、立某某、乙), or a number (和第3届…).
_NEXT = rf"(?:{_AND}|、[^，。；：！？“”、…—的\uE000-\uF8FF]{{1,6}}+[、和与及]?+|[、和与及]第[^，。]{{1,4}}[届次])"
_GIVEN_BACK = 60  # names of a list, from its start, that a gap behind it may leave to it
LONGEST = 350  # of a list: more than a sentence, which is cut at 1000 characters, can hold
_REPEATED = re.compile(r"\)([*+])(?![?+])")  # a group of words that may come again: 还、也、已经
_TIMES = {"*": "{0,8}", "+": "{1,8}"}
_GAP = {"...": r"[^。；！？：“”…]{0,60}?", "..": r"[^，。；！？：“”…—]{0,30}?", "~": r"[^，。；！？：“”…—由被]{0,8}?"}
_TEXTS = {
    "rest": r"[^。；！？\n]{4,}(?:[；！？][^。；！？\n]{4,})*",
    "clause": r"[^，。；！？\n]{2,}",
    "quote": r"“[^“”]{4,}”",
}
TEXTS = frozenset({*_TEXTS, "text"})  # kinds of slots that hold words


class Grammar:
    """The shared parts of patterns, for one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.alphabet: Mapping[str, str] = letters(ontology)
        raw = ontology.toml("grammar.toml")
        self._groups: dict[str, list[str]] = raw["groups"]
        self._words: dict[str, str] = raw["words"]
        self._clause: dict[str, str] = raw["clause"]
        self._modality: dict[str, str] = raw["modality"]
        self.selves = frozenset(self._clause["selves"])  # nouns that take up the running subject
        self.spent = re.compile(
            f"[^，；。]{{0,3}}(?:{self._clause['spent']})"
        )  # what a date in front of it is the date of
        self.source = re.compile(
            f"(?:{self._clause['source']})[^，。；]{{0,6}}$"
        )  # a work behind one of these is another
        self.shown = re.compile(self._clause["shown"])  # 公告显示，…: what is shown is about the subject before
        self.before: frozenset[str] = frozenset(self._clause["before"])  # prepositions: a name behind one is no subject

    @cache  # noqa: B019 - one Grammar an ontology, kept as long as it
    def letters_of(self, types: str) -> str:
        """The characters of a `|`-list of types and groups; OntologyError for an unknown one."""
        found: set[str] = set()
        for name in types.split("|"):
            for one in self._groups.get(name, [name]):
                if one not in self.ontology.classes and one not in VALUES:
                    raise OntologyError(
                        f"type '{one}' is unknown", hint="use a class of schema.ttl or a group of grammar.toml"
                    )
                found.update(self.alphabet[m] for m in members(self.ontology, one))
        return "".join(sorted(found))

    def expression(self, match: str) -> tuple[str, dict[str, str], frozenset[str]]:
        """A pattern's `match` as a regular expression; its slots (role to types, or to rest, quote, clause, text);
        and which of them the running subject fills where they are missing."""
        slots: dict[str, str] = {}
        missing: set[str] = set()

        def slot(m: re.Match[str]) -> str:
            slots[m["role"]] = "text" if m["raw"] else m["types"]
            if "?" in (m["mark"] or ""):
                missing.add(m["role"])
            return self._slot(m["role"], m["raw"], m["types"], m["mark"] or "")

        plain = re.split(r"(\{\w+:(?:/[^/]+/|[^/}]+)\})", _LIST.sub(self._list, match.replace(" ", "")))
        plain[::2] = [
            re.sub(r"\.{2,3}|~", lambda g: _GAP[g.group()], re.sub(r"(?<!\(\?)\((?!\?)", "(?:", p)) for p in plain[::2]
        ]
        plain[::2] = [_REPEATED.sub(lambda g: f"){_TIMES[g[1]]}", p) for p in plain[::2]]
        return _SLOT.sub(slot, "".join(plain)), slots, frozenset(missing)

    def _slot(self, role: str, raw: str | None, types: str, mark: str) -> str:
        """The expression of a slot."""
        if raw:
            return f"(?P<{role}>{raw})"
        if types in _TEXTS:
            return f"(?P<{role}>{_TEXTS[types]})"
        one = f"[{self.letters_of(types)}]"
        body = f"[^。；！？]*{one}" if "*" in mark else one
        if "+" in mark:
            more = f"(?>{_NEXT}{one})"
            # Before a gap, a list gives back few of its names only: each would be tried with all lengths of the gap.
            some = f"(?:{more}{{0,{LONGEST}}}+|{more}{{0,{_GIVEN_BACK}}})"
            body = one + (some if "?" in mark else f"{more}{{0,{LONGEST}}}")
        found = f"(?P<{role}>{body})"
        if role == "subject" and "!" not in mark:
            found = f"(?<![{self._clause['before']}]){found}(?![{self._clause['after']}])"
        if "?" not in mark:
            return found
        # 甲导演的电影乙获得…: what stands behind 的 is the head, and the subject.
        head = f"(?![^，。；！？：“”…—{self._clause['before']}]{{1,10}}的[^，。；！？：“”…—的]{{0,4}}{one})"
        return f"(?:{found}{head}(?:(?!{self._clause['nested']})[^，。；！？：“”…—]){{0,30}}?)?"

    def _list(self, m: re.Match[str]) -> str:
        """The expression of a list of words."""
        if m[1] == "role":
            return f"[{self.letters_of('Role')}]"
        if m[1] == "speaker":
            # From a speaker to the verb: no role, which is that of somebody else; no other speaker.
            agents, roles = self.letters_of("Person|Organization"), self.letters_of("Role")
            return rf"(?:[^，。；！？：“”的{agents}{roles}]|(?<=[向对与和受就])[{agents}]){{0,14}}?"
        if m[1] not in self._words:
            raise OntologyError(f"word list '<{m[1]}>' is unknown", hint="add it to [words] of grammar.toml")
        return f"(?:{self._words[m[1]]})"

    def needed(self, match: str) -> tuple[frozenset[str], ...]:
        """For each slot that every match of a pattern fills, the characters of its types: a quick way to say no."""
        flat, deeper = re.sub(r" |\{\w+:/[^/]+/\}", "", match), ""
        while flat != deeper:  # what stands in brackets may be missing
            flat, deeper = re.sub(r"\([^()]*\)", "", flat), flat
        if "|" in _SLOT.sub("", flat):
            return ()
        slots = [m for m in _SLOT.finditer(flat) if not flat.startswith(("?", "*", "{0"), m.end())]
        kinds = [m["types"] for m in slots if m["types"] not in TEXTS and "?" not in m["mark"]]
        return tuple(frozenset(self.letters_of(kind)) for kind in kinds)

    @cached_property
    def subject(self) -> re.Pattern[str]:
        """A clause's subject at its start: group 1."""
        agents = self.letters_of("Agent|Event|Initiative|Facility|NaturalFeature|Product|Award|CreativeWork")
        dates = self.letters_of("Date|Duration")
        dated = f"[{dates}](?:{self._clause['dated']}){{0,3}}"
        wire = f"[{agents}]{{1,3}}[{dates}](?:{self._clause['wire']})"  # 新华社北京5月8日电: who reports is no subject
        within = "在[^，。]{1,20}?[上中下里内时后前间]|据[^，。]{0,8}，"
        lead = f"(?:{wire})?(?:(?:{self._clause['lead']}|{dated}|{within})[，、]?){{0,6}}"
        return re.compile(
            f"[，、]?{lead}(?!{wire})([{agents}](?:[、和与及][{agents}]){{0,{LONGEST}}})(?!{self._clause['no_subject']})"
        )

    @cached_property
    def head(self) -> re.Pattern[str]:
        """A clause that is one noun phrase, with a name as its head: 新组建的甲队，荣获…. Group 1 is the name."""
        return re.compile(f"[^，]{{0,40}}的([{self.letters_of('Agent|Facility|Product|CreativeWork')}])")

    @cached_property
    def moods(self) -> tuple[tuple[Modality, re.Pattern[str]], ...]:
        """Signs of modality, the strongest first."""
        names: tuple[Modality, ...] = ("negated", "asked", "planned", "wished")
        return tuple((name, re.compile(self._modality[name])) for name in names)

    @cached_property
    def hypothetical(self) -> re.Pattern[str]:
        """Signs that a whole sentence only supposes something."""
        return re.compile(self._modality["hypothetical"])


@cache
def grammar(ontology: Ontology) -> Grammar:
    """The grammar of an ontology, made once."""
    return Grammar(ontology)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern, compiled. `on`: at least one of these words stands in every sentence that it can match."""

    id: str
    predicate: str
    expression: re.Pattern[str]
    slots: Mapping[str, str]
    running: frozenset[str]  # roles that the running subject fills where the text leaves them out
    needed: tuple[frozenset[str], ...]  # of each of these sets, one character stands in every drawing that it can match
    on: tuple[str, ...]
    confidence: float
    yes: tuple[str, ...]
    no: tuple[str, ...]


_HALF_SLOT = re.compile(r"\{\w+:[^}]{0,20}")
_KEYS = {"id", "predicate", "match", "on", "confidence", "yes", "no", "note"}


class _Entry:
    """One entry of a file of patterns, and where it stands; every complaint says both."""

    def __init__(self, raw: object, where: str) -> None:
        self.raw = raw if isinstance(raw, dict) else {}
        self.name, self.where = str(self.raw.get("id", "?")), where

    def bad(self, what: str, hint: str) -> OntologyError:
        """The error to raise about it."""
        return OntologyError(f"{self.name}: {what}", where=self.where, hint=hint)

    def words(self, key: str) -> tuple[str, ...]:
        """A list of strings, empty where the key is missing."""
        found = self.raw.get(key, [])
        if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
            raise self.bad(f"key '{key}' is no list of strings", f'write {key} = ["…"]')
        return tuple(found)

    def check(self) -> float:
        """Look at the keys and their kinds; the confidence."""
        unknown = sorted(set(self.raw) - _KEYS)
        if unknown:
            raise self.bad(f"key '{unknown[0]}' is unknown", f"use {', '.join(sorted(_KEYS))}")
        for key in ("id", "predicate", "match", "on", "yes"):
            if not self.raw.get(key):
                raise self.bad(
                    f"key '{key}' is missing or empty", "every pattern needs id, predicate, match, on and yes"
                )
        confidence = self.raw.get("confidence", 0.8)
        if not isinstance(confidence, float | int) or not 0 < confidence <= 1:
            raise self.bad(f"confidence is {confidence!r}", "give a number above 0 and up to 1")
        return float(confidence)


def _compile(entry: _Entry, shared: Grammar) -> Pattern:
    confidence, raw = entry.check(), entry.raw
    predicate, match = str(raw["predicate"]), str(raw["match"])
    found = shared.ontology.properties.get(predicate)
    if found is None:
        raise entry.bad(f"predicate '{predicate}' is unknown", "use a property of schema.ttl")
    try:
        expression, slots, missing = shared.expression(match)
        compiled = re.compile(expression)
    except OntologyError as error:
        raise entry.bad(error.what, error.hint or "") from None
    except re.error as error:
        raise entry.bad(f"match is not an expression: {error}", "check its brackets") from None
    if broken := _HALF_SLOT.search(expression):
        raise entry.bad(
            f"the slot at '{broken.group()}' is not well formed", "write {role:Type}, {role:Type+?!*} or {role:/…/}"
        )
    for role in slots:
        if role not in ("subject", "object", *found.qualifiers):
            raise entry.bad(f"role '{role}' is unknown", f"use subject, object or a qualifier of '{predicate}'")
    if not {"subject", "object"} & set(slots):
        raise entry.bad(
            "it has neither {subject:…} nor {object:…}", "give it one; the other is then the running subject"
        )
    running = missing | ({"subject", "object"} - set(slots))
    needed, on = shared.needed(match), entry.words("on")
    return Pattern(
        entry.name, predicate, compiled, slots, running, needed, on, confidence, entry.words("yes"), entry.words("no")
    )


@cache
def patterns(ontology: Ontology) -> tuple[Pattern, ...]:
    """All patterns of ontology/patterns/*.toml, by file and place in it.

    Raises OntologyError, with file and line, for one that is not well formed, or whose id is used twice.
    """
    shared, found, seen = grammar(ontology), [], set()
    for file in sorted((ontology.path / "patterns").glob("*.toml")):
        rows = ontology.text(f"patterns/{file.name}").split("\n")
        table = ontology.toml(f"patterns/{file.name}")
        entries = table.get("pattern", [])
        if set(table) - {"pattern"} or not isinstance(entries, list):
            raise OntologyError(
                "it holds something else than patterns", where=str(file), hint="begin each with [[pattern]]"
            )
        for raw in entries:
            name = str(raw.get("id", "?"))
            line = next((n for n, row in enumerate(rows, 1) if row.startswith("id") and f'"{name}"' in row), 1)
            entry = _Entry(raw, f"{file}:{line}")
            if name in seen:
                raise entry.bad("the id is used twice", "give each pattern an id of its own")
            seen.add(name)
            found.append(_compile(entry, shared))
    return tuple(found)


@cache
def _triggers(ontology: Ontology) -> Mapping[str, list[tuple[str, frozenset[str]]]]:
    """By first character, the words of `on` and the patterns that each of them calls up."""
    called: dict[str, set[str]] = {}
    for pattern in patterns(ontology):
        for word in pattern.on:
            called.setdefault(word, set()).add(pattern.id)
    table: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for word, ids in called.items():
        table.setdefault(word[:1], []).append((word, frozenset(ids)))
    return table


@lru_cache(maxsize=4096)
def _possible(ontology: Ontology, drawn: frozenset[str]) -> tuple[Pattern, ...]:
    """The patterns whose slots can be filled in a drawing with these characters for its mentions."""
    return tuple(p for p in patterns(ontology) if not any(map(drawn.isdisjoint, p.needed)))


def fitting(ontology: Ontology, text: str, drawn: frozenset[str]) -> list[Pattern]:
    """The patterns that may match a drawing, in order: a word of each is in `text`, and `drawn` fills its slots."""
    table = _triggers(ontology)
    words = [entry for first in table.keys() & {"", *text} for entry in table[first] if entry[0] in text]
    called = frozenset().union(*(ids for _, ids in words))
    return [pattern for pattern in _possible(ontology, drawn) if pattern.id in called]
