"""Numbers as they are written: 1,200 and 1.2万, 三百余 and 一千二百, 二〇二二, 半."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from kg.ontology.ontology import Ontology
from kg.ontology.tables.values import ValueTable

_FIGURES = r"[0-9]+(?:\.[0-9]+)?"
_LONGEST, _TOO_GREAT = 24, 10**18  # characters; from there on it is a code, and no number that counts anything
_MYRIAD = 4  # from ten to the fourth on, a power multiplies all that stands before it
_Term: TypeAlias = tuple[Decimal | None, int]  # digits, if there are any, and the power of ten behind them


@dataclass(frozen=True)
class Numerals:
    """The numerals of a language: what each character is worth, and the regular expressions that find numbers.

    `arabic` finds figures, `chinese` numbers in characters, `number` both and figures with powers behind them (1.2万,
    3亿5千万). The last two take in words for more or less (二十多万), and also numbers that nobody can tell (数百), so
    that no rule takes a part of one for a number.
    """

    digits: Mapping[str, int]
    powers: Mapping[str, int]
    half: str
    point: str
    arabic: str
    chinese: str
    number: str
    token: re.Pattern[str]
    about: re.Pattern[str]

    def parse(self, text: str) -> Decimal | None:
        """The number that a text writes, or None where it writes none or leaves it open (数百, 三四十).

        >>> from kg.ontology.ontology import load
        >>> [str(numerals(load()).parse(t)) for t in ("1.2万", "三百余", "一百零二", "二〇二二", "3亿5千万", "七八")]
        ['12000', '300', '102', '2022', '350000000', 'None']
        """
        if text == self.half:
            return Decimal("0.5")
        text = self.about.sub("", text.replace(",", "").replace("，", ""))
        tokens = list(self.token.finditer(text)) if len(text) <= _LONGEST else []
        if not tokens or sum(len(t.group()) for t in tokens) != len(text):
            return None
        terms = self._terms(tokens)
        number = _sum(terms) if terms else None
        if number is None or number >= _TOO_GREAT:
            return None
        return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()

    def spelt(self, text: str) -> int | None:
        """A number spelt digit by digit, in either script: 二〇二二 is 2022, 98 is 98.

        >>> from kg.ontology.ontology import load
        >>> numerals(load()).spelt("一九九八")
        1998
        """
        figures = [c if c in "0123456789" else str(self.digits.get(c, "")) for c in text]
        return int("".join(figures)) if figures and all(figures) else None

    def _terms(self, tokens: Iterable[re.Match[str]]) -> list[_Term] | None:
        """Digits with the power behind them, None where they make no number (千千万万, 十十).

        Of 3亿5千万 (3, 8), (5, 3), (None, 4). Behind the last power the next one down is meant: 一百二 is 120.
        """
        terms: list[_Term] = []
        digits, text = None, ""
        for token in tokens:
            text = token.group()
            if power := self.powers.get(text):
                if terms and terms[-1][1] <= power < _MYRIAD:
                    return None
                terms.append((digits, power))
                digits = None
            elif digits is not None or (digits := self._digits(text)) is None:
                return None
        if digits is not None:
            terms.append((digits, terms[-1][1] - 1 if terms and text in self.digits else 0))
        return terms

    def _digits(self, text: str) -> Decimal | None:
        """Figures, or digits in characters: one, a decimal, a spelt number; None for 三四, which is three or four."""
        if text[0] in "0123456789":
            return Decimal(text)
        left, _, right = text.partition(self.point)
        whole = self.spelt(left)
        if right:
            return Decimal(f"{whole}.{''.join(str(self.digits[c]) for c in right)}")
        clear = len(left) == 1 or len(left) >= 4 or any(self.digits[c] == 0 for c in left)
        return Decimal(whole) if whole is not None and clear else None


def _sum(terms: Iterable[_Term]) -> Decimal:
    """Digits times the powers behind them, added up."""
    total = section = Decimal(0)  # a section is what stands before a power from ten thousand on
    greatest = 0
    for digits, power in terms:
        if power < _MYRIAD:
            section += (1 if digits is None else digits) * 10**power
            continue
        section += digits or 0
        if power > greatest:
            total, greatest = (total + section or Decimal(1)) * 10**power, power
        else:
            total += section * 10**power
        section = Decimal(0)
    return total + section


def numerals(ontology: Ontology) -> Numerals:
    """The numerals that the ontology's values.toml lists, compiled once."""
    return ontology.once(_compiled)


def _compiled(ontology: Ontology) -> Numerals:
    table = ontology.table(ValueTable).numerals
    digits, powers = ("".join(map(re.escape, some)) for some in (table.digits, table.powers))
    digit, power = f"[{digits}]", f"(?!{table.not_power})[{powers}]"
    point, about, half = re.escape(table.point), f"(?:{table.about})", re.escape(table.half)
    arabic = r"(?:[0-9]{1,3}(?:，[0-9]{3})+(?![0-9])|[0-9]+(?:,[0-9]{3})*)(?:\.[0-9]+)?"
    decimals, more = f"(?:{point}{digit}+(?:{power})*)?", f"(?:{about}(?:{power}){{0,2}})?"
    chinese = f"(?:[{table.some}](?:{power})+|(?:{digit}|{power})+{decimals}{more}|{half})"
    mixed = f"{arabic}(?:(?:{about})?(?:{power}){{1,3}}(?:{arabic}(?:{power})+)?)?{about}?"
    number = f"(?:{mixed}|{chinese})"
    ontology.expression(ValueTable, ("numerals",), number)
    return Numerals(
        table.digits,
        table.powers,
        table.half,
        table.point,
        arabic,
        chinese,
        number,
        ontology.expression(ValueTable, ("numerals", "digits"), f"{_FIGURES}|{digit}+(?:{point}{digit}+)?|[{powers}]"),
        ontology.expression(ValueTable, ("numerals", "about"), f"(?<!^){about}"),
    )


def parse_number(text: str, ontology: Ontology) -> Decimal | None:
    """The number that a text writes, or None where it writes none.

    >>> from kg.ontology.ontology import load
    >>> parse_number("十几", load()), parse_number("4.80", load()), parse_number("两万三", load())
    (Decimal('10'), Decimal('4.8'), Decimal('23000'))
    """
    return numerals(ontology).parse(text)
