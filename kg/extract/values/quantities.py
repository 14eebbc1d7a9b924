"""Values of a text: dates, quantities, durations."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.values.counted_nouns import noun_after
from kg.extract.values.dates import dates
from kg.extract.values.numerals import Numerals, numerals
from kg.ontology.ontology import Ontology
from kg.types import Mention, Parsed, Span, Token, Value

_KINDS = ("measure", "duration", "physical", "money")
_SMALL = 10  # up to here, numbers in characters before some units are turns of phrase (五路, 三层)
_GREAT = 4  # the power of ten from which on a number does without a unit (2.37亿志愿者)
_SURE, _LIKELY, _OPEN = 0.9, 0.6, 0.5  # scores: figures; small numbers in characters; no unit, or a range
_PHRASE = frozenset(("i", "l", "nr", "nrt", "ns", "nt", "nz"))  # jieba's tags of words whose numerals count nothing
_HALF = Decimal("0.5")


@dataclass(frozen=True)
class _Rules:
    """values.toml, ready for use. `kinds` maps a unit to measure, duration, physical or money."""

    numerals: Numerals
    pattern: re.Pattern[str]
    kinds: Mapping[str, str]
    longest: int
    same: Mapping[str, str]
    arabic: frozenset[str]
    more: re.Pattern[str]
    and_half: re.Pattern[str]
    not_unit: re.Pattern[str]
    not_after_units: Mapping[str, list[str]]
    bare: str
    cues: tuple[str, ...]
    cued_units: frozenset[str]
    rough_before: str
    rough_units: frozenset[str]
    stop: frozenset[str]
    joined: frozenset[str]
    words: frozenset[str]
    counted: Mapping[str, tuple[str, ...]]
    below_zero: str
    link: re.Pattern[str]

    def unit(self, view: str, at: int) -> str:
        """The longest unit that begins at a place, or an empty text."""
        return next((view[at : at + n] for n in range(self.longest, 0, -1) if view[at : at + n] in self.kinds), "")


@cache
def _rules(ontology: Ontology) -> _Rules:
    toml = ontology.toml("values.toml")
    table, units, numbers = toml["quantity"], toml["units"], numerals(ontology)
    kinds = {unit: kind for kind in _KINDS for unit in units[kind]}
    parts = {"arabic": numbers.arabic, "chinese": numbers.chinese, "number": numbers.number}
    forms = re.sub(r"\{([a-z]+)\}", lambda m: parts[m.group(1)], "|".join(table["forms"]))
    starts = table["starts"] + "".join((*numbers.digits, *numbers.powers))
    return _Rules(
        numerals=numbers,
        pattern=re.compile(f"(?=[{starts}])(?<![{table['not_after']}])(?<![0-9][-—·])(?:{forms})"),
        kinds=kinds,
        longest=max(map(len, kinds)),
        same=units["same"],
        arabic=frozenset(units["arabic"]),
        more=re.compile(table["more"]),
        and_half=re.compile(table["and_half"]),
        not_unit=re.compile(table["not_unit"]),
        not_after_units=table["not_after_units"],
        bare=table["bare"],
        cues=tuple(table["cues"]),
        cued_units=frozenset(table["cued_units"]),
        rough_before=table["rough_before"],
        rough_units=frozenset(table["rough_units"]),
        stop=frozenset(table["stop"]),
        joined=frozenset(table["joined"]),
        words=frozenset(table["words"]),
        counted={unit: tuple(heads) for unit, heads in table["counted"].items()},
        below_zero=table["below_zero"],
        link=re.compile("|".join(toml["counted"]["link"])),
    )


def _candidate(kind: str, span: Span, number: Decimal | None, unit: str, score: float, rule: str) -> Candidate:
    value = None if number is None else Value(format(number, "f"), "quantity", unit)
    return Candidate(Mention(span, kind, "value", value), score, f"quantity.{rule}", Source.QUANTITY)


def _within(words: str, heads: Iterable[str]) -> bool:
    """Whether a noun phrase holds one of some heads that are a word by themselves (农村贫困人口全部脱贫: 人口)."""
    return any(len(head) > 1 and head in words for head in heads)


class _Reader:
    """Reads the quantities of one document."""

    def __init__(self, parsed: Parsed, ontology: Ontology) -> None:
        self.parsed, self.view, self.ontology, self.rules = parsed, parsed.view.text, ontology, _rules(ontology)
        self.starts = parsed.starts

    def read(self, match: re.Match[str]) -> Candidate | None:
        """The value that a match writes, None where it writes none."""
        fields = {name.rstrip("_"): text for name, text in match.groupdict().items() if text is not None}
        if "number" in fields:
            return self._counted(match, fields["number"], "low" in fields)
        parse = self.rules.numerals.parse
        unit = "‰" if "permille" in fields else "%"
        if "denominator" in fields:
            whole, part = parse(fields["denominator"]), parse(fields["numerator"])
            if not whole or part is None or part >= whole:
                return None
            number: Decimal | None = round(part * 100 / whole, 2).normalize()
        elif "tenths" in fields:
            tenths = parse(fields["tenths"])
            number = None if tenths is None else tenths * 10 + (5 if "half" in fields else 0)
        else:
            number = parse(fields.get("percent") or fields["permille"])
        return _candidate("Quantity", Span(*match.span()), number, unit, _SURE, "share")

    def _counted(self, match: re.Match[str], text: str, is_range: bool) -> Candidate | None:
        """A number with its unit."""
        rules, view, start, at = self.rules, self.view, match.start(), match.end()
        unit = rules.unit(view, at)
        number = rules.numerals.parse(text)
        figures = text[0] in "0123456789"
        if not unit or rules.not_unit.match(view, at) or not self._whole(start, at, unit, figures):
            return self._great(Span(start, at), text, number)
        if unit in rules.not_after_units.get(view[max(0, start - 1) : start], ()):
            return None
        if not figures and not self._means_number(start, text, unit, number):
            return None
        score = _SURE if figures or (number is not None and number > _SMALL) else _LIKELY
        if is_range:
            number, score = None, _OPEN
        return self._measured(Span(start, at + len(unit)), number, unit, score)

    def _measured(self, span: Span, number: Decimal | None, unit: str, score: float) -> Candidate:
        """With more, a half, or a minus beside the unit."""
        rules, view, start, end = self.rules, self.view, span.start, span.end
        kind = rules.kinds[unit]
        extra = _HALF if len(unit) > 2 and unit[1] == rules.numerals.half else Decimal(0)
        if kind in ("duration", "physical"):
            if more := rules.more.match(view, end):
                end = more.end()
            elif half := rules.and_half.match(view, end):
                end, extra = half.end(), _HALF
        if number is not None:
            number += extra
            if view.endswith(rules.below_zero, 0, start):
                number, start = -number, start - len(rules.below_zero)
        mention_type = "Duration" if kind == "duration" else "Quantity"
        return _candidate(mention_type, Span(start, end), number, rules.same.get(unit, unit), score, kind)

    def _great(self, span: Span, text: str, number: Decimal | None) -> Candidate | None:
        """Great numbers do without a unit; it is that of what they count (2.37亿注册志愿者 are people)."""
        core = self.rules.numerals.about.sub("", text)
        if number is None or len(core) < 2 or self.rules.numerals.powers.get(core[-1], 0) < _GREAT:
            return None
        noun = noun_after(self.parsed, span.end, self.ontology)
        if noun is None:
            return None
        words = self.rules.link.split(self.view[noun.start : noun.end])[0]
        unit = next((unit for unit, heads in self.rules.counted.items() if words.endswith(heads)), "")
        unit = unit or next((u for u, heads in self.rules.counted.items() if _within(words, heads)), "")
        return _candidate("Quantity", span, number, unit, _LIKELY if unit else _OPEN, "measure")

    def _means_number(self, start: int, text: str, unit: str, number: Decimal | None) -> bool:
        """Whether a number in characters counts something, and is no turn of phrase (一个, 百家, “三个代表”)."""
        rules, view = self.rules, self.view
        before, rough = view[max(0, start - 1) : start], self._rough(start)
        if not rough and (self._token(start).span.start != start or before in ("“", "‘") or text + unit in rules.stop):
            return False
        if text in rules.bare and rules.kinds[unit] != "duration":
            return unit in rules.cued_units and view[max(0, start - 4) : start].endswith(rules.cues)
        if all(rules.numerals.powers.get(c, 0) > 1 for c in text):
            return rough or unit in rules.rough_units
        return unit not in rules.arabic or number is None or number > _SMALL

    def _whole(self, start: int, at: int, unit: str, figures: bool) -> bool:
        """Whether number and unit are words by themselves, not parts of one (五台县, 2019本科, 三亚)."""
        end = at + len(unit)
        last = self._token(end - 1)
        if last.span.end == end:
            rough = last.span.start == start - 1 and self._rough(start)
            return figures or rough or last.span.start >= at or last.pos not in _PHRASE
        word = self.view[last.span.start : last.span.end]
        if figures:
            return word not in self.rules.words
        return last.span.start >= at and word in self.rules.joined

    def _rough(self, start: int) -> bool:
        """Whether a word for roughly (近, 逾) stands before a number."""
        return start > 0 and self.view[start - 1] in self.rules.rough_before

    def _token(self, at: int) -> Token:
        """The word that holds a character."""
        return self.parsed.tokens[bisect_right(self.starts, at) - 1]


def quantities(parsed: Parsed, ontology: Ontology, taken: Iterable[Span] = ()) -> list[Candidate]:
    """Mentions of type Quantity and Duration, in order, outside of the spans that are taken.

    The value is a plain decimal number; one that the text leaves open (数百名, 3至5个) is None.
    """
    reader, spans = _Reader(parsed, ontology), sorted(taken)
    found: list[Candidate] = []
    for sentence in parsed.sentences:
        for match in reader.rules.pattern.finditer(parsed.view.text, sentence.start, sentence.end):
            after = bisect_left(spans, Span(match.end(), 0))
            if after and spans[after - 1].end > match.start():
                continue
            candidate = reader.read(match)
            left = max(spans[after - 1].end if after else 0, found[-1].mention.span.end if found else 0)
            right = spans[after].start if after < len(spans) else len(parsed.view.text)
            if candidate and left <= candidate.mention.span.start and candidate.mention.span.end <= right:
                found.append(candidate)
    return found


def values(parsed: Parsed, ontology: Ontology) -> list[Candidate]:
    """Dates, quantities and durations, sorted by start; no two overlap.

    >>> from kg.ontology.ontology import load
    >>> from kg.segment.parse import segment
    >>> from kg.types import Document, Meta
    >>> parsed = segment(Document("a", "5月6日，学校新招1.2万名学生。", Meta(datePublished="2021-05-07")))
    >>> [(parsed.document.cut(c.mention.span), c.mention.value) for c in values(parsed, load())][1]
    ('1.2万名', Value(text='12000', datatype='quantity', unit='名'))
    """
    dated = dates(parsed, ontology)
    counts = quantities(parsed, ontology, [c.mention.span for c in dated])
    return sorted([*dated, *counts], key=lambda c: c.mention.span)
