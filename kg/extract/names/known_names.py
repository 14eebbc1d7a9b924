"""Names known beforehand, found at the words where they may begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.names.corrected_words import Unit
from kg.extract.names.head_nouns import Heads, heads
from kg.ontology.ontology import Ontology
from kg.ontology.tables.known_names import KnownNames
from kg.ontology.tables.word_lists import KnownOrganizationRow
from kg.ontology.tables.words_names import LawRow
from kg.types import Mention, Span


class Known(NamedTuple):
    """A name, its class, and the fuller name of the same thing (empty where it is the full one)."""

    name: str
    type: str
    full: str


class Lexicon:
    """Names, looked up by the lengths of those with the same first two characters, the longest first."""

    def __init__(self, names: Iterable[Known]) -> None:
        self._names: dict[str, Known] = {}
        lengths: dict[str, set[int]] = {}
        for known in names:
            self._names.setdefault(known.name, known)
            lengths.setdefault(known.name[:2], set()).add(len(known.name))
        self._lengths = {start: sorted(some, reverse=True) for start, some in lengths.items()}

    def at(self, view: str, start: int, ends: frozenset[int]) -> Known | None:
        """The longest name that begins at `start` and ends at one of `ends`."""
        for length in self._lengths.get(view[start : start + 2], ()):
            if start + length in ends and (known := self._names.get(view[start : start + length])):
                return known
        return None

    def _within(self, view: str, unit: Unit) -> Known | None:
        """The body that a word begins with which names a part of it: 全国人大常委会 in 全国人大常委会法工委."""
        if unit.pos != "nt":
            return None
        lengths = frozenset(range(unit.start + 3, unit.end))
        return self.at(view, unit.start, lengths)

    def _into(self, view: str, start: int, units: Sequence[Unit], nouns: Heads) -> Known | None:
        """The name that ends within a word, and shows it to be none.

        A long one in a word of two characters (生态环境部|等), or any before a head noun (农业部|党组).
        """
        for length in self._lengths.get(view[start : start + 2], ()):
            known, last = self._names.get(view[start : start + length]), start + length - 1
            if known and any(u.start == last and _shows(view, start, u, nouns) for u in units):
                return known
        return None

    def find(self, view: str, units: Sequence[Unit], nouns: Heads) -> Iterator[tuple[int, Known]]:
        """Position and name for every unit of a sentence at which a known name begins that ends with a unit.

        The name of a body that begins with the name of another gives both (全国人大常委会 in 全国人大常委会法工委).
        """
        lengths, ends = self._lengths, None
        for unit in units:
            start = unit.start
            if view[start : start + 2] in lengths:
                ends = ends or frozenset(u.end for u in units)
                known = self.at(view, start, ends) or self._within(view, unit) or self._into(view, start, units, nouns)
                if known is not None:
                    yield start, known
                    inner = self._prefix(known)
                    if inner is not None:
                        yield start, inner
                    rest = start + len(known.name)
                    if rest < unit.end and (other := self.at(view, rest, ends)) is not None:
                        yield rest, other  # 中共中央|国务院, which the dictionary has as one word

    def _prefix(self, known: Known) -> Known | None:
        """The longest name of the same class that this one begins with, and goes on for three characters or more."""
        for length in self._lengths[known.name[:2]]:
            other = self._names.get(known.name[:length]) if 3 < length < len(known.name) - 2 else None
            if other is not None and other.type == known.type != "Work":
                return other
        return None


def _shows(view: str, start: int, unit: Unit, nouns: Heads) -> bool:
    """Whether a word lets a name that began at `start` end behind its first character."""
    size = len(unit.text)
    if size == 2:
        return unit.start > start + 3
    head = nouns.before(view, unit.end, unit.start + 1) if 2 < size < 5 and unit.start > start else None
    return head is not None and len(head.word) == size - 1


def _lexicon(ontology: Ontology) -> Lexicon:
    """Organisations, laws, feasts, prizes and works that are known to all."""
    names = [Known(row.name, row.type, row.full) for row in ontology.word_list(KnownOrganizationRow)]
    names += [Known(row.name, "Legislation", "") for row in ontology.word_list(LawRow)]
    for kind, words in ontology.table(KnownNames).known.items():
        names += [Known(word, kind, "") for word in words]
    return Lexicon(names)


def lexicon(ontology: Ontology) -> Lexicon:
    """The known names of an ontology, read once."""
    return ontology.once(_lexicon)


def bill(view: str, start: int, end: int, table: KnownNames) -> Span | None:
    """A draft of the law that stands at start..end, or its amendment, where the text goes on with one."""
    match = table.bill.match(view, end)
    return Span(start, match.end()) if match and view[end - 1] in table.bill_after else None


def lends_its_name(view: str, candidate: Candidate, ontology: Ontology) -> bool:
    """Whether a law's name is only that of the thing behind it: 宪法|长廊."""
    mention = candidate.mention
    called_after = ontology.table(KnownNames).called_after
    return mention.type == "Legislation" and called_after.match(view, mention.span.end) is not None


def known_names(view: str, units: Sequence[Unit], ontology: Ontology) -> list[Candidate]:
    """The known names of one sentence; none inside another, but a law in its draft."""
    table = ontology.table(KnownNames)
    found: list[Candidate] = []
    reached = begun = -1
    for start, known in lexicon(ontology).find(view, units, heads(ontology)):
        end = start + len(known.name)
        if end <= reached and start != begun:
            continue
        begun = start
        draft = bill(view, start, end, table) if known.type == "Legislation" else None
        if draft is not None:
            found.append(Candidate(Mention(draft, known.type), table.scores.bill, "name.bill", Source.NAME))
        if draft is None or not view.startswith(table.amendment, end):
            mention = Mention(Span(start, end), known.type, name=known.full or None)
            found.append(Candidate(mention, table.scores.known, "name.known", Source.NAME_KNOWN))
        reached = max(reached, draft.end if draft is not None else end)
    return found


def _forms(ontology: Ontology) -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = ontology.table(KnownNames)
    names = "|".join(sorted(table.series.names, key=lambda w: (-len(w), w)))
    series = ontology.expression(KnownNames, ("series", "form"), table.series.form, parts={"names": names})
    return (("Product", series), *((form.type, form.match) for form in table.form))


def formed(view: str, ontology: Ontology) -> list[Candidate]:
    """Names of a fixed form: craft of a series (神舟十八号), party congresses (党的二十大, 二十届三中全会).

    The name is what the form's last group holds, or the whole match where it has none.
    """
    score = ontology.table(KnownNames).scores.form
    return [
        Candidate(Mention(Span(*match.span(form.groups)), kind), score, "name.form", Source.NAME)
        for kind, form in ontology.once(_forms)
        for match in form.finditer(view)
    ]
