"""What patterns, posts and figures share: the letters of types, the subject of a clause, and signs of modality."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.extract.relations.typed_sentence import COUNTRY, VALUES, letters, members
from kg.ontology.ontology import Ontology
from kg.ontology.tables.grammar import GrammarTable
from kg.text.toml import KeyPath
from kg.types import Modality

LONGEST = 350  # of a list: more than a sentence, which is cut at 1000 characters, can hold


class SharedGrammar:
    """grammar.toml, compiled for one ontology.

    `alphabet` gives the character that stands for a type in a typed sentence; `subject` finds a clause's subject at its
    start (group 1), `head` a clause that is one noun phrase whose last word is a name (group 1: 新组建的甲队，荣获…).
    """

    def __init__(self, ontology: Ontology) -> None:
        """Raises OntologyError, with file and line, where grammar.toml does not fit the schema or itself."""
        self.ontology = ontology
        self.table = ontology.table(GrammarTable)
        self.alphabet: Mapping[str, str] = letters(ontology)
        self._letters: dict[str, str] = {}  # of the types that patterns and rules name
        clause, signs = self.table.clause, self.table.modality
        for group, types in self.table.groups.items():
            for unknown in (name for name in types if not self.is_type(name)):
                what = f"group '{group}': type '{unknown}' is unknown"
                raise ontology.error(GrammarTable, ("groups", group), what, "use a class of schema.ttl")
        self.selves = clause.selves  # nouns that take up the running subject
        self._shown = clause.shown  # 公告显示，…: what is shown is about the subject before
        self._outcome = self._compiled(("clause", "outcome"), f"(?:{clause.outcome.pattern})$")
        self.before = frozenset(clause.before)  # prepositions: a name behind one is no subject
        # What a date in front of it is the date of; and signs that the work behind them is not the one spoken of.
        self.spent = self._compiled(("clause", "spent"), f"[^，；。]{{0,3}}(?:{clause.spent})")
        self.source = self._compiled(("clause", "source"), f"(?:{clause.source})[^，。；]{{0,6}}$")
        self.means = self._compiled(
            ("clause", "means"), f"(?:{clause.means})[{self.letters_of('CreativeWork|Product')}]"
        )
        self.subject = self._subject()
        named = self.letters_of("Agent|Facility|Product|CreativeWork")
        self.head = self._compiled(("clause", "of"), f"[^，]{{0,40}}[{clause.of}]([{named}])")
        # The strongest signs first.
        self.moods: tuple[tuple[Modality, re.Pattern[str]], ...] = (
            ("negated", signs.negated),
            ("asked", signs.asked),
            ("planned", signs.planned),
            ("wished", signs.wished),
        )
        self.hypothetical = signs.hypothetical

    def brings_no_subject(self, clause: str) -> bool:
        """Whether a clause only says where something is shown (公告显示), or what came of it (水平进一步提高)."""
        return self._shown.fullmatch(clause) is not None or self._outcome.search(clause) is not None

    def is_type(self, name: str) -> bool:
        """Whether a class, a type of value or the like is called so."""
        return name in self.ontology.classes or name in VALUES or name == COUNTRY

    def _compiled(self, path: KeyPath, text: str) -> re.Pattern[str]:
        return self.ontology.expression(GrammarTable, path, text)

    def letters_of(self, types: str) -> str:
        """The characters of a `|`-list of types and groups; OntologyError for an unknown one."""
        if types not in self._letters:
            found: set[str] = set()
            for name in types.split("|"):
                for kind in self.table.groups.get(name, (name,)):
                    if not self.is_type(kind):
                        hint = "use a class of schema.ttl or a group of grammar.toml"
                        raise self.ontology.error(GrammarTable, ("groups",), f"type '{kind}' is unknown", hint)
                    found.update(self.alphabet[member] for member in members(self.ontology, kind))
            self._letters[types] = "".join(sorted(found))
        return self._letters[types]

    def _subject(self) -> re.Pattern[str]:
        clause, joint = self.table.clause, self.table.lists.joint
        agents = self.letters_of("Agent|Event|Initiative|Facility|NaturalFeature|Product|Award|CreativeWork")
        dates = self.letters_of("Date|Duration")
        dated = f"[{dates}](?:{clause.dated}){{0,3}}"
        wire = f"[{agents}]{{1,3}}[{dates}](?:{clause.wire})"  # 新华社北京5月8日电: who reports is no subject
        kin = f"[{self.letters_of('Person')}][{clause.of}]?(?:{clause.kin})(?=[{agents}])"
        bearers = self.letters_of("Agent|Event|Facility")
        aged = self.letters_of("Quantity|Duration")
        called = f"[{bearers}]{{1,2}}[{aged}]?(?:{clause.called})(?=[{self.letters_of('Person')}])"
        lead = f"(?:{wire})?(?:(?:{clause.lead}|{dated}|{clause.within}|{kin}|{called})[，、]?){{0,6}}"
        name = f"([{agents}](?:[{joint}][{agents}]){{0,{LONGEST}}})"
        return self._compiled(("clause", "lead"), f"[，、]?{lead}(?!{wire}){name}(?!{clause.no_subject})")


def grammar(ontology: Ontology) -> SharedGrammar:
    """The shared grammar of an ontology, made once."""
    return ontology.once(SharedGrammar)
