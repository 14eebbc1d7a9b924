"""A question in words -> which wordings it has the gist of: which words it has, in whatever order.

    汨罗江最后流到哪里去了    ->    a name, 最后, 流到, 哪里, 去, 了: the gist of 汨罗江流入哪里

All of the question has to be accounted for, so that 不, 将 and 的妻子 make it another one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import permutations

from kg.ontology.ontology import Ontology
from kg.ontology.tables.gists import Ask, Gist, Gists
from kg.ontology.tables.wordings import Wording
from kg.query.words.wordings import ROLES, THINGS, Asked, Cut, Fillers, Reading, asked_by, cuts
from kg.rdf.questions import Question

_PRIVATE = range(THINGS, 0xF900)  # characters that stand for names and roles


class GistReader:
    """The gists of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self.asked: Asked = asked_by(ontology)
        table = ontology.table(Gists)
        wordings = {wording.id: wording for wording in self.asked.table.wording}
        self._gists = []
        for n, gist in enumerate(table.gist):
            if gist.wording not in wordings:
                at, hint = ("gist", n, "wording"), "name the id of a wording of wordings.toml"
                raise ontology.error(Gists, at, f"there is no wording {gist.wording!r}", hint)
            wording = wordings[gist.wording]
            question = self.asked.questions[wording.question]
            for slot in gist.slots:
                if slot not in question.parameters or slot not in self.asked.table.slots:
                    what, use = f"{slot!r} is no slot of the question", ", ".join(question.parameters)
                    raise ontology.error(Gists, ("gist", n, "slots"), what, f"use {use}")
            self._gists.append(_Gist(gist, wording, question, table, self.asked.table.kinds))

    def readings(self, asked: str, fillers: Fillers) -> Iterator[Reading]:
        """What a question in normal form may mean, the likeliest first."""
        for cut in cuts(asked, fillers):
            if False not in cut.languages:
                continue
            for gist in self._gists:
                yield from (r for r in self._readings(gist, cut) if self._fits(gist.gist, r, fillers))

    def _readings(self, gist: _Gist, cut: Cut) -> Iterator[Reading]:
        """The readings of a cut by one gist, with its names in each of the slots that take such."""
        forms = [self.asked.table.slots[slot].form for slot in gist.gist.slots]
        roles = [ord(character) >= ROLES for character in cut.of]
        if sorted(roles) != sorted(form == "role" for form in forms) or not (kinds := gist.kinds_of(cut.text)):
            return
        (kind,) = kinds
        for order in permutations(cut.of):
            if [ord(character) >= ROLES for character in order] == [form == "role" for form in forms]:
                slots = tuple((slot, cut.of[one]) for slot, one in zip(gist.gist.slots, order, strict=True))
                yield Reading(gist.wording, gist.question, slots, kind)

    def _fits(self, gist: Gist, reading: Reading, fillers: Fillers) -> bool:
        ontology = self.asked.ontology
        for slot, kind in gist.only.items():
            named = fillers.names.get(dict(reading.slots)[slot], frozenset())
            if named and not any(ontology.is_a(one, kind) for one in named):
                return False
        return self.asked.fits(reading, fillers)


class _Gist:
    """One gist with its words by their first character: each with the list that it is of, or with how it asks."""

    def __init__(
        self, gist: Gist, wording: Wording, question: Question, table: Gists, kinds: Mapping[str, str]
    ) -> None:
        self.gist, self.wording, self.question = gist, wording, question
        self.kinds = dict(sorted(kinds.items(), key=lambda pair: -len(pair[0])))
        self._words: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._asking: dict[str, list[tuple[str, Ask]]] = defaultdict(list)
        for n, words in enumerate(((*table.plain, *gist.may), *gist.words)):
            for word in words:
                self._words[word[0]].append((word, 1 << n >> 1))
        for how in gist.asks:
            for word in sorted(table.asks[how], key=lambda word: (-len(word), word)):
                self._asking[word[0]].append((word, how))
        self._all = (1 << len(gist.words)) - 1

    def kinds_of(self, text: str) -> list[str | None]:
        """The class that the answer must be of, or None for any, as the only one; empty where it is not this gist.

        `text` has one private character in the place of each name.
        """

        @cache
        def rest(at: int, had: int, asked: bool) -> tuple[str | None, ...] | None:
            """The kind in the rest of the text, if any, as a tuple of one; None where not all is accounted for."""
            if at == len(text):
                return (None,) if asked and had == self._all else None
            if ord(text[at]) in _PRIVATE:
                return rest(at + 1, had, asked)
            for word, how in () if asked else self._asking[text[at]]:
                if not text.startswith(word, at):
                    continue
                behind = at + len(word)
                for kind in self.kinds if how in ("what", "which") else ():
                    if text.startswith(kind, behind) and rest(behind + len(kind), had, True):
                        return (self.kinds[kind],)
                if rest(behind, had, True):
                    return (None,)
            for word, bit in self._words[text[at]]:
                if text.startswith(word, at) and (found := rest(at + len(word), had | bit, asked)):
                    return found
            return None

        return list(rest(0, 0, False) or ())


def gists(ontology: Ontology) -> GistReader:
    """The gists of an ontology, read once; OntologyError, with file and line, where they are wrong."""
    return ontology.once(GistReader)
