"""Values of a text: dates, quantities, durations."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from decimal import Decimal

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.values.counted_nouns import noun_after, noun_before
from kg.extract.values.dates import dates
from kg.extract.values.numerals import numerals
from kg.extract.values.quantity import QuantityCandidate, QuantityKind
from kg.ontology.ontology import Ontology
from kg.ontology.tables.values import Units, ValueTable
from kg.text.toml import KeyPath
from kg.types import Mention, Parsed, Span, Token, Value

_SMALL = 10  # up to here, numbers in characters before some units are turns of phrase (五路, 三层)
_GREAT = 4  # the power of ten from which on a number does without a unit (2.37亿志愿者)
_PHRASE = frozenset(("i", "l", "nr", "nrt", "ns", "nt", "nz"))  # jieba's tags of words whose numerals count nothing
_HALF = Decimal("0.5")
_FIELDS = frozenset(("percent", "permille", "denominator", "numerator", "tenths", "half", "low", "number"))


class QuantityRules:
    """values.toml, ready for use."""

    def __init__(self, ontology: Ontology) -> None:
        table = ontology.table(ValueTable)
        self.table, self.scores, self.same = table.quantity, table.scores, table.units.same
        self.arabic = table.units.arabic
        self.link = re.compile("|".join(map(re.escape, sorted(table.counted.link))))
        self.numerals = numerals(ontology)
        self.kinds = {unit: kind for kind, units in _units(table.units) for unit in units}
        self.longest = max(map(len, self.kinds), default=0)
        self.pattern = self._pattern(ontology)
        self._check_units(ontology, table)

    def _pattern(self, ontology: Ontology) -> re.Pattern[str]:
        """All forms of quantities as one expression."""
        table, numbers = self.table, self.numerals
        parts = {"arabic": numbers.arabic, "chinese": numbers.chinese, "number": numbers.number}
        starts = table.starts + "".join((*numbers.digits, *numbers.powers))
        begins = f"(?=[{starts}])(?<![{table.not_after}])(?<![0-9][-—·])"
        for n, form in enumerate(table.forms):
            path = ("quantity", "forms", n)
            found = ontology.expression(ValueTable, path, form, parts=dict.fromkeys(parts, "0"))
            for name in found.groupindex:
                if name.rstrip("_") not in _FIELDS:
                    hint = f"name a group after what it gives: {', '.join(sorted(_FIELDS))}"
                    raise ontology.error(ValueTable, path, f"the group '{name}' is unknown", hint)
        whole = f"{begins}(?:{'|'.join(table.forms)})"
        return ontology.expression(ValueTable, ("quantity", "forms"), whole, parts=parts)

    def _check_units(self, ontology: Ontology, table: ValueTable) -> None:
        """OntologyError where a unit is used that no kind of units has."""
        quantity, units = table.quantity, table.units
        used: list[tuple[KeyPath, Iterable[str]]] = [
            (("quantity", "cued_units"), quantity.cued_units),
            (("quantity", "rough_units"), quantity.rough_units),
            (("quantity", "counted"), quantity.counted),
            (("units", "arabic"), units.arabic),
            (("units", "same"), (*units.same, *units.same.values())),
        ]
        used += [(("quantity", "not_after_units"), some) for some in quantity.not_after_units.values()]
        for path, some in used:
            for unit in sorted(some):
                if unit not in self.kinds:
                    hint = "add it to measure, physical, money or duration of [units]"
                    raise ontology.error(ValueTable, path, f"the unit '{unit}' is unknown", hint)

    def unit(self, view: str, at: int) -> str:
        """The longest unit that begins at a place, or an empty text."""
        return next((view[at : at + n] for n in range(self.longest, 0, -1) if view[at : at + n] in self.kinds), "")


def quantity_rules(ontology: Ontology) -> QuantityRules:
    """The rules of an ontology, compiled once; OntologyError, with file and line, where they do not fit together."""
    return ontology.once(QuantityRules)


def _units(units: Units) -> Iterator[tuple[QuantityKind, tuple[str, ...]]]:
    """Units by kind; a later kind wins where a unit is of two."""
    yield QuantityKind.MEASURE, units.measure
    yield QuantityKind.DURATION, units.duration
    yield QuantityKind.PHYSICAL, units.physical
    yield QuantityKind.MONEY, units.money


def _candidate(kind: QuantityKind, span: Span, number: Decimal | None, unit: str, score: float) -> QuantityCandidate:
    value = None if number is None else Value(format(number, "f"), "quantity", unit)
    mention = Mention(span, "Duration" if kind is QuantityKind.DURATION else "Quantity", "value", value)
    return QuantityCandidate(mention, score, f"quantity.{kind}", Source.QUANTITY, kind)


def _within(words: str, heads: Iterable[str]) -> bool:
    """Whether a noun phrase holds one of some heads that are a word by themselves (农村贫困人口全部脱贫: 人口)."""
    return any(len(head) > 1 and head in words for head in heads)


class _Reader:
    """Reads the quantities of one document."""

    def __init__(self, parsed: Parsed, ontology: Ontology) -> None:
        self.parsed, self.view, self.ontology, self.rules = parsed, parsed.view.text, ontology, quantity_rules(ontology)
        self.starts = parsed.starts

    def read(self, match: re.Match[str]) -> QuantityCandidate | None:
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
        return _candidate(QuantityKind.SHARE, Span(*match.span()), number, unit, self.rules.scores.sure)

    def _counted(self, match: re.Match[str], text: str, is_range: bool) -> QuantityCandidate | None:
        """A number with its unit."""
        rules, view, start, at = self.rules, self.view, match.start(), match.end()
        unit = rules.unit(view, at)
        number = rules.numerals.parse(text)
        figures = text[0] in "0123456789"
        if not unit or rules.table.not_unit.match(view, at) or not self._whole(start, at, unit, figures):
            return self._great(Span(start, at), text, number)
        if unit in rules.table.not_after_units.get(view[max(0, start - 1) : start], ()):
            return None
        if not figures and not self._means_number(start, text, unit, number):
            return None
        sure = figures or (number is not None and number > _SMALL)
        score = rules.scores.sure if sure else rules.scores.likely
        if is_range:
            number, score = None, rules.scores.open
        span = Span(start, at + len(unit))
        return self._measured(span, number, self._currency(start, unit), score)

    def _currency(self, start: int, unit: str) -> str:
        """The unit that is meant where the currency stands before the number: 港币7万元."""
        table, view = self.rules.table, self.view
        if unit != table.currency_of:
            return unit
        return next((meant for word, meant in table.currencies.items() if view.endswith(word, 0, start)), unit)

    def _measured(self, span: Span, number: Decimal | None, unit: str, score: float) -> QuantityCandidate:
        """With more, a half, or a minus beside the unit."""
        rules, view, start, end = self.rules, self.view, span.start, span.end
        kind = rules.kinds[unit]
        extra = _HALF if len(unit) > 2 and unit[1] == rules.numerals.half else Decimal(0)
        if kind in (QuantityKind.DURATION, QuantityKind.PHYSICAL):
            if more := rules.table.more.match(view, end):
                end = more.end()
            elif half := rules.table.and_half.match(view, end):
                end, extra = half.end(), _HALF
        if number is not None:
            number += extra
            if view.endswith(rules.table.below_zero, 0, start):
                number, start = -number, start - len(rules.table.below_zero)
            elif rules.table.minus.search(view, max(0, start - 2), start):
                number, start = -number, start - 1
        return _candidate(kind, Span(start, end), number, rules.same.get(unit, unit), score)

    def _great(self, span: Span, text: str, number: Decimal | None) -> QuantityCandidate | None:
        """Great numbers do without a unit; it is that of what they count (2.37亿注册志愿者 are people)."""
        core = self.rules.numerals.about.sub("", text)
        if number is None or len(core) < 2 or self.rules.numerals.powers.get(core[-1], 0) < _GREAT:
            return None
        noun = noun_after(self.parsed, span.end, self.ontology)
        unit = self._unit_of(noun, span.start)
        if not unit and noun is None:
            return None
        scores = self.rules.scores
        return _candidate(QuantityKind.MEASURE, span, number, unit, scores.likely if unit else scores.open)

    def _unit_of(self, noun: Span | None, start: int) -> str:
        """The unit of what a number counts: the noun behind it (2.37亿志愿者), else that before it (总人口达554万)."""
        counted = noun or noun_before(self.parsed, start, self.ontology)
        if counted is None:
            return ""
        words, units = self.view[counted.start : counted.end], self.rules.table.counted
        words = self.rules.link.split(words)[0] if noun else words
        unit = next((unit for unit, heads in units.items() if words.endswith(heads)), "")
        return unit or next((unit for unit, heads in units.items() if noun and _within(words, heads)), "")

    def _means_number(self, start: int, text: str, unit: str, number: Decimal | None) -> bool:
        """Whether a number in characters counts something, and is no turn of phrase (一个, 百家, “三个代表”)."""
        rules, table, view = self.rules, self.rules.table, self.view
        before, rough = view[max(0, start - 1) : start], self._rough(start)
        if not rough and (self._token(start).span.start != start or before in ("“", "‘") or text + unit in table.stop):
            return False
        if text in table.bare and rules.kinds[unit] is not QuantityKind.DURATION:
            return unit in table.cued_units and view[max(0, start - 4) : start].endswith(table.cues)
        if all(rules.numerals.powers.get(c, 0) > 1 for c in text):
            return rough or unit in table.rough_units
        return unit not in rules.arabic or number is None or number > _SMALL or number % 1 != 0

    def _whole(self, start: int, at: int, unit: str, figures: bool) -> bool:
        """Whether number and unit are words by themselves, not parts of one (五台县, 2019本科, 三亚)."""
        end = at + len(unit)
        last = self._token(end - 1)
        if last.span.end == end:
            rough = last.span.start == start - 1 and self._rough(start)
            return figures or rough or last.span.start >= at or last.pos not in _PHRASE
        word = self.view[last.span.start : last.span.end]
        if figures:
            return word not in self.rules.table.words
        return last.span.start >= at and word in self.rules.table.joined

    def _rough(self, start: int) -> bool:
        """Whether a word for roughly (近, 逾) stands before a number."""
        return start > 0 and self.view[start - 1] in self.rules.table.rough_before

    def _token(self, at: int) -> Token:
        """The word that holds a character."""
        return self.parsed.tokens[bisect_right(self.starts, at) - 1]


def quantities(parsed: Parsed, ontology: Ontology, taken: Iterable[Span] = ()) -> list[QuantityCandidate]:
    """Mentions of type Quantity and Duration, in order, outside of the spans that are taken.

    The value is a plain decimal number; one that the text leaves open (数百名, 3至5个) is None.
    """
    reader, spans = _Reader(parsed, ontology), sorted(taken)
    found: list[QuantityCandidate] = []
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
    >>> parsed = segment(Document("a", "5月6日，学校新招1.2万名学生。", Meta(datePublished="2021-05-07")), load())
    >>> [(parsed.document.cut(c.mention.span), c.mention.value) for c in values(parsed, load())][1]
    ('1.2万名', Value(text='12000', datatype='quantity', unit='名'))
    """
    dated = dates(parsed, ontology)
    counts = quantities(parsed, ontology, [c.mention.span for c in dated])
    return sorted([*dated, *counts], key=lambda c: c.mention.span)
