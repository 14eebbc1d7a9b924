"""Words as the finders of composed names see them: jieba's, corrected by the names that are already known.

    市委书记      ->  市委 | 书记        an organisation and its post
    湖南省人民政府 ->  湖南省 | 人民政府    a known place begins the word
    为秀川市      ->  为 | 秀川市        … or ends it
    由云 | 湖县   ->  由 | 云湖县        … or lies across two

The corrected words are units with a part of speech of their own: `role` for a post, `ns` for a known place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.extract.candidates.candidate import Candidate
from kg.extract.names.head_nouns import Head, Heads, heads
from kg.ontology.ontology import Ontology
from kg.ontology.tables.corrected_words import CorrectedWords
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


def _parts(
    view: str, text: str, pos: str, start: int, posts: tuple[str, ...], nouns: Heads, names: dict[int, tuple[int, str]]
) -> Iterator[Unit]:
    """A word as units: a body and its post (市委|书记, 局|局长), a place and its body (湖南省|人民政府), a particle
    apart (委|的), and what stands before a known place (为|秀川市)."""
    end = start + len(text)
    cut, kinds = 0, (pos, pos)
    if len(text) > 2 and text.endswith(posts) and nouns.before(view, end - 2, start) is not None:
        cut, kinds = end - 2, ("nt", "role")
    elif pos == "uj" and len(text) > 1:
        cut, kinds = end - 1, ("n", "uj")
    elif pos in ("nt", "ns") and start in names and names[start][0] < end - 1 and names[start][1] == "ns":
        head = nouns.before(view, end, names[start][0])
        if pos == "nt" or (head is not None and len(head.word) == end - names[start][0]):
            cut, kinds = names[start][0], ("ns", "nt")
    elif pos == "ns" and len(text) > 2 and names.get(start + 1) == (end, "ns"):
        cut, kinds = start + 1, ("p", "ns")
    if not cut:
        yield Unit(text, pos, start, end)
        return
    yield Unit(view[start:cut], kinds[0], start, cut)
    yield Unit(view[cut:end], kinds[1], cut, end)


def sentences(parsed: Parsed, known: Sequence[Candidate], ontology: Ontology) -> Iterator[list[Unit]]:
    """The units of each sentence.

    A known place, person or date that begins and ends with words is one unit. A word such as 市委书记, an organisation
    and a post, is two.
    """
    table, nouns = ontology.table(CorrectedWords), heads(ontology)
    view, names = parsed.view.text, _known(known, table.sure)
    people = {at for c in known if c.mention.type == "Person" for at in range(c.mention.span.start, c.mention.span.end)}
    tokens, at, count = parsed.tokens, 0, len(parsed.tokens)
    for sentence in parsed.sentences:
        units: list[Unit] = []
        while at < count and tokens[at].span.end <= sentence.end:
            span, pos = tokens[at].span, tokens[at].pos
            start, end = span.start, span.end
            at += 1
            crossed = end - start > 1 and names.get(start + 1, (0, ""))[0] > end
            if crossed and start not in names:  # 由云|湖县: a name begins within this word and goes on
                units.append(Unit(view[start], "p", start, start + 1))
                start += 1
            if start in names:
                stop, kind = names[start]
                after = at
                while end < stop and after < count and tokens[after].span.end <= stop:
                    end = tokens[after].span.end
                    after += 1
                if end == stop:
                    units.append(Unit(view[start:end], kind, start, end))
                    at = after
                    continue
                end = span.end
            text = view[start:end]
            if pos in _GUESSED and start not in people:
                pos = "n" if end - start > 3 else "nz"  # jieba took a word that it does not know for a name
            if len(text) < 3 and pos != "uj":  # most words are short, and none of these has parts
                units.append(Unit(text, pos, start, end))
            else:
                units.extend(_parts(view, text, pos, start, table.posts, nouns, names))
        yield units


def headed(view: str, units: Sequence[Unit], nouns: Heads) -> list[tuple[int, Head]]:
    """The places of the units of a sentence that end with a head noun, and the longest one that each ends with."""
    floor = units[0].start if units else 0
    return [(at, head) for at, unit in enumerate(units) if (head := nouns.before(view, unit.end, floor))]
