"""Words as the finders of composed names see them: jieba's, corrected by the names that are already known.

    市委书记      ->  市委 | 书记        an organisation and its post
    公安局长      ->  公安局 | 长         … which share a character
    湖南省人民政府 ->  湖南省 | 人民政府    a known place begins the word
    为秀川市      ->  为 | 秀川市        … or ends it
    由云 | 湖县   ->  由 | 云湖县        … or lies across two
    由市 | 公安局 ->  由 | 市 | 公安局   the level of a body's area

The corrected words are units with a part of speech of their own: `role` for a post, `ns` for a known place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.extract.candidates.candidate import Candidate
from kg.extract.names.head_nouns import Heads, heads
from kg.ontology.ontology import Ontology
from kg.ontology.tables.corrected_words import CorrectedWords
from kg.ontology.tables.roles import Roles
from kg.ontology.tables.word_lists import HeadRow
from kg.types import Parsed

_POS = {"Person": "nr", "Date": "t", "Role": "role"}
_GUESSED = frozenset({"nr", "nrfg", "nrt"})


class Unit(NamedTuple):
    """A word, its part of speech (jieba's tags; `role` for a post), and where it stands in the text."""

    text: str
    pos: str
    start: int
    end: int


def _pos(kind: str) -> str | None:
    if kind in ("AdministrativeArea", "NaturalFeature", "Place"):
        return "ns"
    return _POS.get(kind)


def _known(candidates: Sequence[Candidate], sure: float) -> dict[int, tuple[int, str]]:
    """End and part of speech of the longest sure name at each start."""
    found: dict[int, tuple[int, str]] = {}
    for candidate in candidates:
        mention = candidate.mention
        pos = _pos(mention.type)
        if pos is None or candidate.score < sure or mention.form not in ("name", "value"):
            continue
        end = mention.span.end
        if mention.span.start not in found or found[mention.span.start][0] < end:
            found[mention.span.start] = (end, pos)
    return found


class _Corrector:
    """Cuts and joins the words of a document by the names that are known in it."""

    def __init__(self, parsed: Parsed, known: Sequence[Candidate], ontology: Ontology) -> None:
        table = ontology.table(CorrectedWords)
        self.view, self.tokens = parsed.view.text, parsed.tokens
        self.posts, self.former, self.nouns = table.posts, table.former, heads(ontology)
        self.holding, self.level = table.holding, table.level
        self.shared = ontology.table(Roles).shared
        self.names = _known([c for c in known if not self._glued(c)], table.sure)
        people = [c.mention.span for c in known if c.mention.type == "Person"]
        self.people = {at for span in people for at in range(span.start, span.end)}

    def _glued(self, candidate: Candidate) -> bool:
        """Whether a role has its organ in it: 外交部长 is a post at 外交部."""
        span = candidate.mention.span
        return candidate.mention.type == "Role" and self._shares(self.view[span.start : span.end])

    def _shares(self, text: str) -> bool:
        """Whether a word is an organ and the role at it, with one character that belongs to both: 公安局|长."""
        shared = self.shared
        return len(text) > 3 and text.endswith(shared.roles) and text[-3] not in shared.not_behind

    def units(self, at: int, end: int) -> tuple[list[Unit], int]:
        """The units of a sentence that begins with token `at` and ends at character `end`, and the token behind it."""
        view, names, tokens = self.view, self.names, self.tokens
        units: list[Unit] = []
        while at < len(tokens) and tokens[at].span.end <= end:
            (span, pos), at = tokens[at], at + 1
            start, stop = span.start, span.end
            if self._begins_within(start, stop):
                units.append(Unit(view[start], "p", start, start + 1))  # 由云|湖县: a name begins within this word
                start += 1
            if start in names and (after := self._whole(start, at)) is not None:
                units.append(Unit(view[start : names[start][0]], names[start][1], start, names[start][0]))
                at = after
                continue
            if pos in _GUESSED and start not in self.people:
                pos = "n" if stop - start > 3 else "nz"  # jieba took a word that it does not know for a name
            text = view[start:stop]
            if pos != "ns" and len(text) == 2 and self.level.fullmatch(text):
                units += [Unit(text[0], "p", start, start + 1), Unit(text[1], "n", start + 1, stop)]
                continue
            if len(text) < 3 and pos != "uj" and text[-1] not in self.former:  # most are short, and have no parts
                units.append(Unit(text, pos, start, stop))
            else:
                units.extend(self._parts(text, pos, start))
        return units, at

    def _begins_within(self, start: int, stop: int) -> bool:
        """Whether a longer name begins at the second character of a word."""
        names = self.names
        return start not in names and stop - start > 1 and names.get(start + 1, (0, ""))[0] > stop

    def _whole(self, start: int, after: int) -> int | None:
        """The token behind the name at `start`, where that ends with a word; `after` is the one behind its first."""
        stop, end = self.names[start][0], self.tokens[after - 1].span.end
        while end < stop and after < len(self.tokens) and self.tokens[after].span.end <= stop:
            end = self.tokens[after].span.end
            after += 1
        return after if end == stop else None

    def _parts(self, text: str, pos: str, start: int) -> Iterator[Unit]:
        """A word as units: a body and its post (市委|书记, 局|局长), a place and its body (湖南省|人民政府), a particle
        apart (委|的), and what stands before a known place (为|秀川市)."""
        end = start + len(text)
        if len(text) > 1 and text[-1] in self.former and self.names.get(end, (0, ""))[1] == "role":
            cut, before, behind = end - 1, pos, "b"  # 武钢|原|董事长
        elif len(text) > 2 and text.startswith(self.holding):
            cut, before, behind = start + 2, "v", "n"  # 举行|会谈
        elif len(text) > 2 and text.endswith(self.holding):
            cut, before, behind = end - 2, "n", "v"  # 在京|举行
        else:
            cut, before, behind = self._cut(text, pos, start, end)
        if not cut:
            yield Unit(text, pos, start, end)
            return
        yield Unit(self.view[start:cut], before, start, cut)
        yield Unit(self.view[cut:end], behind, cut, end)

    def _post(self, text: str, start: int, end: int) -> int:
        """Where the post begins that a word ends with behind the body that it is at; 0 where there is none."""
        if len(text) > 2 and text.endswith(self.posts) and self.nouns.before(self.view, end - 2, start) is not None:
            return end - 2
        return end - 1 if self._shares(text) else 0

    def _cut(self, text: str, pos: str, start: int, end: int) -> tuple[int, str, str]:
        """Where a word is cut, 0 for not at all, and the parts of speech of both parts."""
        if post := self._post(text, start, end):
            return post, "nt", "role"
        if pos == "uj":
            return (end - 1, "n", "uj") if len(text) > 1 else (0, "", "")
        if pos not in ("nt", "ns"):
            return 0, "", ""
        stop, kind = self.names.get(start, (end, ""))
        if kind == "ns" and stop < end - 1:
            head = self.nouns.before(self.view, end, stop)
            whole = pos == "nt" or (head is not None and len(head.word) == end - stop)
            return (stop, "ns", "nt") if whole else (0, "", "")
        if pos == "ns" and len(text) > 2 and self.names.get(start + 1) == (end, "ns"):
            return start + 1, "p", "ns"
        return 0, "", ""


def sentences(parsed: Parsed, known: Sequence[Candidate], ontology: Ontology) -> Iterator[list[Unit]]:
    """The units of each sentence.

    A known place, person or date that begins and ends with words is one unit. A word such as 市委书记, an organisation
    and a post, is two.
    """
    corrector, at = _Corrector(parsed, known, ontology), 0
    for sentence in parsed.sentences:
        units, at = corrector.units(at, sentence.end)
        yield units


def headed(view: str, units: Sequence[Unit], nouns: Heads) -> list[tuple[int, HeadRow]]:
    """The places of the units of a sentence that end with a head noun, and the longest one that each ends with."""
    floor, lasts = units[0].start if units else 0, nouns.lasts
    ends = [(at, unit.end) for at, unit in enumerate(units) if unit.text[-1] in lasts]  # few of them do
    return [(at, head) for at, end in ends if (head := nouns.before(view, end, floor))]
