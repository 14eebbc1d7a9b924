"""Signs that a stretch of text is a person's name, and their weights: two linear models over characters and borders.

Method: logistic regression (L2, each sign 0 or 1) over all stretches that could be a name, one model for names of the
form surname + given name and one for transliterated names. The weights (log-odds, natural logarithm, two decimals) are
in words/surnames.tsv, given_names.tsv, person_context.tsv, person_borders.tsv and transliteration.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.extract.names.persons.composed_persons import ComposedPersons
from kg.extract.names.roles import lexicon
from kg.ontology.ontology import Ontology
from kg.ontology.tables.persons import Persons
from kg.ontology.tables.word_lists import GivenNameRow, SurnameRow
from kg.ontology.tables.words_names import BorderRow, ContextRow, TransliterationRow
from kg.types import Parsed

_NAMES: tuple[type[SurnameRow | GivenNameRow | BorderRow], ...] = (SurnameRow, GivenNameRow, BorderRow)
_BLANK = re.compile(r"\s")
_MARKS = frozenset("，、。；：！？（）“”‘’《》—…·") | {""}
_LONGEST = 9  # characters of a transliterated name, or of one part of a name with dots


class Borders:
    """How stretches of one text lie on its words and beside its roles."""

    def __init__(self, parsed: Parsed, ontology: Ontology) -> None:
        self.at = [-1] * (len(parsed.view.text) + 1)  # the word that each character belongs to; -1 outside of sentences
        self.starts, self.ends = parsed.starts, parsed.ends
        self.tags = [t.pos for t in parsed.tokens]
        for i, (start, end) in enumerate(zip(self.starts, self.ends, strict=True)):
            self.at[start:end] = [i] * (end - start)
        roles = lexicon(ontology).scan(parsed.view.text)
        self.role_ends = {role.end: role.kind for role in roles}
        self.role_starts = {role.start: role.kind for role in roles}

    def shape(self, start: int, end: int) -> str:
        """`=nr`: one word, tagged nr; `>n`: the beginning of one; `1|nr`: words that end after 1 character and at the
        stretch's end; `1+v`: the last word goes beyond it; `<` before these: the first word begins before it."""
        i = self.at[start]
        if i < 0:
            return "none"
        head = "" if self.starts[i] == start else "<"
        first = self.ends[i]
        if first >= end:
            return f"{head}{'=' if first == end else '>'}{self.tags[i]}"
        cuts = str(first - start)
        j = i + 1
        while j < len(self.ends) - 1 and self.ends[j] < end:
            cuts += str(self.ends[j] - start)
            j += 1
        return f"{head}{cuts}{'|' if self.ends[j] == end else '+'}{self.tags[j]}"


def context_signs(view: str, start: int, end: int, borders: Borders) -> list[str]:
    """The one and two characters before and after a stretch, `^` and `$` where a line or a column ends; the marks
    that it fills the place between; the kinds of the roles beside it."""
    left, right = view[max(0, start - 2) : start], view[end : end + 2]
    if not left.isprintable() or " " in left:
        left = _BLANK.split(left)[-1]
    if not right.isprintable() or " " in right:
        right = _BLANK.split(right)[0]
    signs = [
        f"before{left[-1:] or '^'}",
        f"after{right[:1] or '$'}",
        f"before2{left if len(left) == 2 else '^' + left}",
        f"after2{right if len(right) == 2 else right + '$'}",
    ]
    if left[-1:] in _MARKS and right[:1] in _MARKS:
        signs.append(f"between{left[-1:]}{right[:1]}")
        signs.append("between")
    if start in borders.role_ends:
        signs.append(f"role_before{borders.role_ends[start]}")
    if end in borders.role_starts:
        signs.append(f"role_after{borders.role_starts[end]}")
    return signs


def foreign_signs(view: str, start: int, end: int, borders: Borders, letters: frozenset[str]) -> list[str]:
    """The signs of a transliterated name at start..end; `letters` are the characters of transliterations."""
    text = view[start:end]
    dot = "." if "·" in text else ""
    at, starts, ends, tags = borders.at, borders.starts, borders.ends, borders.tags
    i, j = at[start], at[end - 1]
    left = ("1" if view[start - 1 : start] in letters else "0") + ("b" if starts[i] == start else "x")
    right = ("1" if view[end : end + 1] in letters else "0") + ("b" if ends[j] == end else "x")
    signs = [f"length{dot or min(end - start, 6)}", f"opens{text[0]}", f"closes{text[-1]}"]
    signs += [f"has{c}" for c in text if c != "·"]
    signs += [f"left{dot}{left}", f"right{dot}{right}"]
    signs += context_signs(view, start, end, borders)
    if not dot:
        whole = "=" if i == j and starts[i] == start and ends[i] == end else ""
        signs.append(f"words{whole}{'|'.join(tags[i : min(j + 1, i + 3)])}")
        signs.append(f"breaks{min(j - i, 4)}")
        if len(text) == 2:
            signs += [f"opens2{text[0]}", f"closes2{text[1]}"]
    return signs


def _dotted(a: int, b: int, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The stretches of a..b that hold all of its dots, the first and last of which stand at `first` and `last`."""
    for start in range(max(a, first - _LONGEST), first):
        for end in range(last + 2, min(b, last + 1 + _LONGEST) + 1):
            yield start, end


def _undotted(a: int, b: int, borders: Borders) -> Iterator[tuple[int, int]]:
    """The stretches of a..b, of two characters or more, that begin and end with words."""
    at, ends = borders.at, [*(p for p in range(a + 1, b) if borders.ends[borders.at[p - 1]] == p), b]
    for start in (p for p in range(a, b) if p == a or borders.starts[at[p]] == p):
        for end in ends:
            if 2 <= end - start <= _LONGEST:
                yield start, end


class _ChineseNames:
    """The weights of surnames, of given names by place, of lengths, and of how a name lies on the words."""

    def __init__(self, weights: Iterable[tuple[str, str, float]]) -> None:
        """`weights`: kind, text and weight, in log-odds."""
        kinds: dict[str, dict[str, float]] = {}
        for kind, text, weight in weights:
            kinds.setdefault(kind, {})[text] = weight
        parts = ("length", "surname", "alone", "first", "second", "other", "words")
        self._length, self._surname, self._alone, self._first, self._second, self._other, self._words = (
            kinds.get(part, {}) for part in parts
        )

    def score(self, view: str, start: int, end: int, surname: int, borders: Borders) -> float:
        """Log-odds of surname (`surname` characters) + given name at start..end, without its context."""
        given = start + surname
        n = end - given
        z = self._length.get(f"{surname}{n}", 0.0) + self._surname.get(view[start:given], 0.0)
        if n == 1:
            z += self._alone.get(view[given], 0.0)
        elif n == 2:
            z += self._first.get(view[given], 0.0)
            z += self._second.get(view[given + 1], 0.0)
        else:
            for char in view[given:end]:
                z += self._other.get(char, 0.0)
        return z + self._words.get(f"{n}{borders.shape(start, end)}", 0.0)


class Model:
    """Both models of one ontology: where names may stand, and how likely they stand there."""

    def __init__(self, ontology: Ontology) -> None:
        names = (row for file in _NAMES for row in ontology.word_list(file))
        self.chinese_names = _ChineseNames((row.kind, row.text, row.weight) for row in names)
        self.context_weights = {row.kind + row.text: row.weight for row in ontology.word_list(ContextRow)}
        self.foreign_weights = {row.kind + row.text: row.weight for row in ontology.word_list(TransliterationRow)}
        table = ontology.table(Persons)
        self.letters = frozenset(table.letters)
        self.least, self.least_alone = table.least, table.least_alone
        self.long_given, self.japanese = table.long_given, table.japanese
        surnames = {row.text for row in ontology.word_list(SurnameRow) if row.kind == "surname"}
        single = "".join(sorted(s for s in surnames if len(s) == 1))
        parts = {"never_given": table.never_given}
        self.given = given = ontology.expression(Persons, ("given",), table.given, parts=parts).pattern
        self.longer: dict[str, list[str]] = {}  # by their first two characters, the longest first
        longer = (s for s in surnames | table.japanese.surnames if len(s) > 1)
        for name in sorted(longer, key=lambda s: (-len(s), s)):
            self.longer.setdefault(name[:2], []).append(name)
        self._japanese = re.compile(f"[{table.japanese.given}]{{1,3}}")
        self.elements = ComposedPersons(ontology)
        self._one = re.compile(f"(?=[{single}]({given}{{1,2}}))[{single}]")
        firsts, seconds = ("".join(sorted({pair[i] for pair in self.longer})) for i in (0, 1))
        self._two = re.compile(f"[{firsts}](?=[{seconds}])")
        self._given = re.compile(f"{given}{{1,3}}")
        letters = f"[{table.letters}]"
        part = f"[{table.letters}{table.dotted}]"
        self._run = re.compile(f"(?:{part}+(?:·(?:[A-Z]·)?{part}+)+|{letters}{{2,}})")

    def chinese(self, view: str, borders: Borders) -> Iterator[tuple[int, int, int]]:
        """Start, end and length of the surname of all stretches that could be a name."""
        for m in self._one.finditer(view):
            start = m.start()
            for n in range(1, len(m[1]) + 1):
                yield start, start + 1 + n, 1
        for m in self._two.finditer(view):
            start = m.start()
            for name in self.longer.get(view[start : start + 2], ()):
                if view.startswith(name, start):
                    for n in range(1, self._longest_given(view, start + len(name), name) + 1):
                        yield start, start + len(name) + n, len(name)

    def _longest_given(self, view: str, at: int, surname: str) -> int:
        """How many characters from `at` on may be the given name to a surname of several characters."""
        given, japanese = self._given.match(view, at), self._japanese.match(view, at)
        wide = len(japanese[0]) if japanese else 0
        if surname in self.japanese.surnames:
            return wide
        narrow = min(len(given[0]), 3 if surname in self.long_given else 2) if given else 0
        return max(narrow, wide if surname in self.long_given else 0)

    def _gain(self, view: str, start: int, end: int, surname: int) -> float:
        """What a given name of a Japanese adds: 新垣|结衣."""
        name, given = view[start : start + surname], start + surname
        if end - given < 2 or not (name in self.long_given or name in self.japanese.surnames):
            return 0.0
        return self.japanese.gain if self._japanese.fullmatch(view, given, end) else 0.0

    def foreign(self, view: str, borders: Borders) -> Iterator[tuple[int, int]]:
        """Start and end of all stretches that could be a transliterated name."""
        for m in self._run.finditer(view):
            a, b = m.span()
            if borders.at[a] >= 0 and borders.at[b - 1] >= 0:
                dots = [p for p in range(a, b) if view[p] == "·"]
                yield from _dotted(a, b, dots[0], dots[-1]) if dots else _undotted(a, b, borders)

    def scored(self, parsed: Parsed, ontology: Ontology) -> list[tuple[float, int, int]]:
        """Log-odds, start and end of each stretch whose log-odds reach the ontology's `least`."""
        view, borders = parsed.view.text, Borders(parsed, ontology)
        get, alone, found = self.context_weights.get, self.chinese_names.score, []
        for start, end, surname in self.chinese(view, borders):
            z = alone(view, start, end, surname, borders)
            z += self._gain(view, start, end, surname) if surname > 1 else 0.0
            if z < self.least_alone:
                continue
            z += sum([get(s, 0.0) for s in context_signs(view, start, end, borders)])
            if z >= self.least:
                found.append((z, start, end))
        get = self.foreign_weights.get
        gains = {(start, end): gain for start, end, gain in self.elements.find(view) if borders.at[start] >= 0}
        for start, end in dict.fromkeys((*self.foreign(view, borders), *gains)):
            z = sum([get(s, 0.0) for s in foreign_signs(view, start, end, borders, self.letters)])
            z += gains.get((start, end), 0.0)
            if z >= self.least:
                found.append((z, start, end))
        return found


def model(ontology: Ontology) -> Model:
    """Both models of an ontology, read once."""
    return ontology.once(Model)
