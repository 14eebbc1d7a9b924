"""When and where an honour was given, where the sentence before says it.

9月2日，表彰大会在京举行。其中，甲局被授予先进集体称号。      on 2 September, at 表彰大会
9月2日，表彰大会在京举行。甲局去年荣获先进集体称号。          last year, somewhere else
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.extract.relations.clauses import nearest_date
from kg.extract.relations.shared_grammar import SharedGrammar
from kg.extract.relations.subjects import Subjects
from kg.extract.relations.typed_sentence import TypedSentence
from kg.ontology.tables.open_events import OpenEventTable
from kg.types import Claim, Mention, Parsed

_PREDICATE, _TIME, _AT = "received", "time", "at"
_REACH = 2  # sentences back


class AwardOccasions:
    """Adds to the honours of one document the date and the gathering of the sentences before theirs."""

    def __init__(
        self, parsed: Parsed, sentences: Sequence[TypedSentence], shared: SharedGrammar, subjects: Subjects
    ) -> None:
        self._parsed, self._shared, self._subjects = parsed, shared, subjects
        self._table = shared.ontology.table(OpenEventTable)
        self._starts = [span.start for span in parsed.sentences]
        self._typed: Mapping[int, TypedSentence] = {one.sentence: one for one in sentences if not one.aside}

    def dated(self, claims: Sequence[Claim]) -> Iterator[Claim]:
        """The claims, those of undated honours with the roles `time` and `at` where the text gives them."""
        for claim in claims:
            if claim.predicate == _PREDICATE and claim.role(_TIME) is None and claim.modality == "asserted":
                yield replace(claim, roles=(*claim.roles, *self._occasion(claim)))
            else:
                yield claim

    def _occasion(self, claim: Claim) -> Iterator[tuple[str, Mention]]:
        """The roles of the act of which the sentence of a claim goes on to tell."""
        view, at = self._parsed.view.text, claim.evidence.span.start
        n = bisect_left(self._starts, at + 1) - 1
        if not self._table.goes_on.match(view, self._starts[n]):
            return
        for before in range(n - 1, max(-1, n - 1 - _REACH), -1):
            typed = self._typed.get(before)
            if typed is None or (before < n - 1 and not self._table.honours.search(self._cut(before + 1))):
                return
            dates = nearest_date(typed, len(typed.text) - 1, len(typed.text), self._shared)[:1] or self._first(typed)
            if dates:
                yield from ((_TIME, date) for date in dates)
                meeting = self._subjects.meeting(self._starts[n])
                span = self._parsed.sentences[before]
                yield from ((_AT, event) for event in meeting if span.contains(event.span))
                return

    def _cut(self, n: int) -> str:
        span = self._parsed.sentences[n]
        return self._parsed.view.text[span.start : span.end]

    def _first(self, typed: TypedSentence) -> list[Mention]:
        """The only date of a sentence that tells of a gathering or of honours."""
        dates = [m for m in typed.mentions.values() if m.type == "Date" and m.value]
        event = any(m.type == "Event" for m in typed.mentions.values())
        return dates if len(dates) == 1 and (event or self._table.honours.search(self._cut(typed.sentence))) else []
