"""Persons: Chinese and transliterated names, and nominal mentions by surname and post (曲局长)."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.names.persons.person_forms import Formed, formed
from kg.extract.names.persons.person_signs import model
from kg.extract.names.roles import alternation, lexicon
from kg.ontology.ontology import Ontology
from kg.ontology.tables.persons import Persons
from kg.ontology.tables.word_lists import SurnameRow
from kg.ontology.tables.words_names import FamousRow, NotNameRow
from kg.types import Mention, Parsed, Span

_Scored = tuple[float, int, int]  # log-odds, start, end
_VALUES = frozenset({"Date", "Quantity", "Duration"})


class _Taken:
    """Stretches of a text that something else has been found in."""

    def __init__(self, known: Iterable[Candidate], coarse: dict[str, str], least: float) -> None:
        self.spans = sorted(
            (c.mention.span.start, c.mention.span.end, coarse.get(c.mention.type, c.mention.type), c.score)
            for c in known
            if c.score >= least and c.mention.form != "nominal"
        )
        self.starts = [span[0] for span in self.spans]
        self.longest = max((span[1] - span[0] for span in self.spans), default=0)

    def over(self, start: int, end: int) -> Iterator[tuple[int, int, str, float]]:
        """Those that share a character with start..end."""
        at = bisect_left(self.starts, start - self.longest)
        while at < len(self.spans) and self.spans[at][0] < end:
            if self.spans[at][1] > start:
                yield self.spans[at]
            at += 1


class _Finder:
    """The forms of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self.model, self.table, self.roles = model(ontology), ontology.table(Persons), lexicon(ontology)
        table = self.table
        self.coarse = dict(ontology.coarse)
        self.dotted = re.compile(f"[{table.letters}{table.dotted}]*")
        self.famous = frozenset(row.name for row in ontology.word_list(FamousRow))
        self.famous_name = re.compile(alternation(self.famous))
        self.not_names = frozenset(row.word for row in ontology.word_list(NotNameRow))
        surnames = [row for row in ontology.word_list(SurnameRow) if row.kind == "surname"]
        single = {row.text: row.weight for row in surnames if len(row.text) == 1}
        self.titled = re.compile(f"[{''.join(sorted(s for s in single if single[s] >= table.titled))}]")

    def candidates(self, parsed: Parsed, ontology: Ontology) -> Iterator[_Scored]:
        """What may be a name by its signs or by the list of famous names."""
        scored = self.model.scored(parsed, ontology)
        seen = {(start, end) for _, start, end in scored}
        yield from scored
        for m in self.famous_name.finditer(parsed.view.text):
            if m.span() not in seen:
                yield self.table.least, *m.span()

    def weighed(self, scored: Iterable[_Scored], parsed: Parsed, taken: _Taken) -> list[_Scored]:
        """Log-odds after what lists, places and values say; without those that they exclude."""
        kept, view = [], parsed.view.text
        scored = list(scored)
        longer, whole = self._threes(scored, parsed)
        ends = frozenset(parsed.ends)
        for z, start, end in scored:
            name = view[start:end]
            if self._is_none(view, name, end):
                continue
            if name in self.not_names:
                z -= self.table.not_name
            elif name in self.famous and end in ends:  # 其|他信|息 is nobody
                z += self.table.famous
            if (start, end) in longer or (start, end + 1) in whole:
                z -= self.table.glue
            elif (start, end + 1) in longer:
                z += self.table.glue
            z = self._lessened(z, start, end, taken)
            if z >= self.table.least:
                kept.append((z, start, end))
        return kept

    def _threes(self, scored: Sequence[_Scored], parsed: Parsed) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
        """Of the names of three characters that end with such a word as 于, those that took it in, and those whose own
        it is."""
        verbs = frozenset(token.span.start for token in parsed.tokens if token.pos == "v")
        threes = [(s, e) for _, s, e in scored if e - s == 3]
        longer = {(s, e) for s, e in threes if self._glued(parsed.view.text, e, verbs)}
        return longer, {(s, e) for s, e in threes if (s, e) not in longer and self._is_end(parsed.view.text, e)}

    def _lessened(self, z: float, start: int, end: int, taken: _Taken) -> float:
        """Log-odds after what speaks against a name: places and values that were found there."""
        for s, e, kind, sure in taken.over(start, end):
            if kind in _VALUES or (s <= start and end <= e and e - s > end - start):
                return -math.inf
            if s <= start or e > end:  # the same stretch, or one that crosses a border
                z -= self.table.place * sure
        return z

    def _glued(self, view: str, end: int, verbs: frozenset[int]) -> bool:
        """Whether what ends here may have taken a word of the sentence with it: 李雷于|昨日; 张天任|主持."""
        last, swallowed = view[end - 1], self.table.swallowed
        governs = last not in swallowed.governing or end not in verbs
        if self.table.taken_in.match(view, end - 1):
            return True
        return last in self.table.glued and view[end : end + 1] not in self.table.marks and governs

    def _is_none(self, view: str, name: str, end: int) -> bool:
        """Whether nobody is meant, whatever the signs say: 邓小平|理论, 付定金."""
        table = self.table
        words = table.behind.match(view, end) or table.taken_in.match(view, end - 1)
        return bool(words or name.endswith(table.not_end) or table.phrase.match(name))

    def is_word(self, parsed: Parsed, form: Formed) -> bool:
        """Whether what stands right behind a post is a word that is nobody's name: 负责人|齐聚."""
        return form.alone and parsed.view.text[form.start : form.end] in self.not_names

    def _is_end(self, view: str, end: int) -> bool:
        """Whether what ends here ends with a word that governs something where nothing follows: 魏凤和、王强."""
        return (
            self.table.swallowed.words.get(view[end - 1], "u") != "u"
            and view[end - 1] not in self.table.swallowed.final
        )

    def document(self, scored: list[_Scored], parsed: Parsed, forms: Iterable[Formed]) -> list[_Scored]:
        """The names of a document: those that are likely where they stand, and their other occurrences.

        A name that recurs gains `support` for each doubling of its places (up to eight), unless it is a word. A name
        that reaches `sure` anywhere is established: it gains `established` everywhere. What stands in a list between
        two such names gains `listed`. The last parts of names with dots are established too, those of `forms` among
        them, and no shorter name stands in one (罗格|夫).
        """
        view = parsed.view.text
        words = {(t.span.start, t.span.end) for t in parsed.tokens if not t.pos.startswith(("nr", "x"))}
        places = Counter(view[s:e] for _, s, e in scored if (s, e) not in words)
        gains = {name: self.table.support * math.log2(min(n, 8)) for name, n in places.items()}
        raised = [(z if (s, e) in words else z + gains[view[s:e]], s, e) for z, s, e in scored]
        established = _cover(raised, self.table.sure)
        raised = _listed(raised, established, view, self.table)
        names = {view[s:e] for _, s, e in established}
        return self._again(raised, names, self._parts(view, names, forms), view)

    def _parts(self, view: str, names: Iterable[str], forms: Iterable[Formed]) -> set[tuple[int, int]]:
        """Where the last parts of names with dots stand by themselves."""
        parts = _last_parts([*names, *(view[form.start : form.end] for form in forms)]) - self.not_names
        return {(start, end) for start, end in _places(view, parts) if view[start - 1 : start] != "·"}

    def _again(
        self, raised: Iterable[_Scored], names: Collection[str], alone: set[tuple[int, int]], view: str
    ) -> list[_Scored]:
        """What was found, and the other places of established names; `alone` are those of parts of names."""
        held = {(s, e) for start, end in alone for s in range(start, end) for e in range(s + 1, end + 1)} - alone
        found = [one for one in raised if one[1:] not in held]
        known = {*_places(view, names), *((s, e) for _, s, e in found if view[s:e] in names), *alone}
        again = [(z + self.table.established * ((s, e) in known), s, e) for z, s, e in found]
        further = known - held - {(s, e) for _, s, e in found}
        again += [(self.table.fair + self.table.elsewhere, s, e) for s, e in sorted(further)]
        return [(z, *self._whole(view, s, e)) for z, s, e in _cover(again, self.table.fair)]

    def _whole(self, view: str, start: int, end: int) -> tuple[int, int]:
        """All of a name with dots of which the signs saw a part: 富兰克林·德拉诺·|罗斯福|."""
        while start > 1 and view[start - 1] == "·":
            part = self.dotted.match(view[max(0, start - 10) : start - 1][::-1])
            if part is None or not part[0]:
                break
            start -= 1 + len(part[0])
        return start, end

    def nominals(self, parsed: Parsed, names: list[_Scored]) -> Iterator[Candidate]:
        """Surname and post (曲局长) where no full name stands."""
        view = parsed.view.text
        starts, ends = frozenset(parsed.starts), frozenset(parsed.ends)
        named = {p for _, s, e in names for p in range(s, e)}
        for role in self.roles.scan(view):
            at = role.base - 1
            if at not in starts or role.end not in ends or at in named or not self.titled.match(view, at):
                continue
            span = Span(at, role.end)
            text = view[at : role.end]
            if role.kind == "post" and text not in self.table.not_titled:
                yield Candidate(
                    Mention(span, "Person", "nominal", name=text),
                    self.table.scores.title,
                    "person.title",
                    Source.PERSON,
                )


def _last_parts(names: Iterable[str]) -> set[str]:
    """What persons with dots in their names may be called afterwards: 毕晓普 of 朱莉·毕晓普."""
    parted = (name.rpartition("·") for name in names)
    return {last for _, dot, last in parted if dot and len(last) > 1}


def _places(view: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where some names stand, in the order of the text; a name does not overlap itself."""
    by_length: dict[int, set[str]] = {}
    for name in names:
        by_length.setdefault(len(name), set()).add(name)
    free: dict[str, int] = {}
    firsts = {name[0] for some in by_length.values() for name in some}
    for start in (n for n, char in enumerate(view) if char in firsts):
        for length, some in by_length.items():
            name = view[start : start + length]
            if name in some and start >= free.get(name, 0):
                free[name] = start + length
                yield start, start + length


def _listed(scored: Iterable[_Scored], names: Sequence[_Scored], view: str, table: Persons) -> list[_Scored]:
    """Log-odds, with a gain for what stands in a list between two names: 万钢 in 刘奇葆、万钢、何厚铧."""
    starts, ends = {s for _, s, _ in names}, {e for _, _, e in names}

    def between(start: int, end: int) -> bool:
        joined = view[start - 1 : start] in table.lists and view[end : end + 1] in table.lists
        return joined and start - 1 in ends and end + 1 in starts

    return [(z + table.listed if between(s, e) else z, s, e) for z, s, e in scored]


def _cover(scored: Iterable[_Scored], least: float) -> list[_Scored]:
    """The best of the candidates that overlap, by log-odds; sorted by start."""
    taken: set[int] = set()
    kept = []
    for z, start, end in sorted((c for c in scored if c[0] >= least), key=lambda c: (-c[0], c[1], -c[2])):
        stretch = range(start, end)
        if taken.isdisjoint(stretch):
            taken.update(stretch)
            kept.append((z, start, end))
    return sorted(kept, key=lambda c: c[1])


def _besides(found: Sequence[Formed], names: Sequence[_Scored]) -> list[Formed]:
    """Names by form where no name with at least the same characters was found by its signs."""
    kept: list[Formed] = []
    at = 0
    for form in found:
        while at < len(names) and names[at][2] <= form.start:
            at += 1
        over = [(s, e) for _, s, e in names[at : at + 3] if s < form.end]
        if all(form.start <= s and e <= form.end and (s, e) != form[:2] for s, e in over) and not (form.alone and over):
            kept.append(form)
    return kept


def persons(parsed: Parsed, ontology: Ontology, known: Sequence[Candidate] = ()) -> list[Candidate]:
    """The persons of a document; `known` are the places and values found before.

    The score is the logistic function of the log-odds that the stretch is a name: those of the models of
    `person_signs`, less a penalty where a known place has the same stretch, plus what the document adds (recurrence,
    and the same name found with confidence elsewhere). The probability holds for news sentences, before that
    addition. A nominal mention (曲局长) has a score of its own.
    """
    finder = ontology.once(_Finder)
    scored = finder.weighed(
        finder.candidates(parsed, ontology), parsed, _Taken(known, finder.coarse, finder.table.scores.taken)
    )
    forms = formed(parsed, ontology)
    names = finder.document(scored, parsed, forms)
    by_form = [f for f in _besides(forms, names) if not finder.is_word(parsed, f)]
    names = [name for name in names if not any(name[1] < f.end and f.start < name[2] for f in by_form)]
    found = [Candidate(Mention(Span(f.start, f.end), "Person"), f.score, "person.form", Source.PERSON) for f in by_form]
    found += [
        Candidate(Mention(Span(s, e), "Person"), round(1 / (1 + math.exp(-z)), 3), "person.name", Source.PERSON)
        for z, s, e in names
    ]
    return sorted([*found, *finder.nominals(parsed, names)], key=lambda c: c.mention.span)
