"""Triples -> Turtle and TriG that a person can read: sorted, one block a subject, equal bytes for equal triples."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from kg.rdf.prefixes import BASE, XSD, prefixes
from kg.rdf.terms import Triple

# PN_LOCAL of Turtle without backslashes: a name that would need one is written as an IRI.
_FIRST = (
    "A-Z_a-z0-9:\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_MORE = f"{_FIRST}\\-\u00b7\u0300-\u036f\u203f-\u2040"
_PERCENT = "%[0-9A-Fa-f]{2}"
_LOCAL = re.compile(f"(?:[{_FIRST}]|{_PERCENT})(?:(?:[{_MORE}.]|{_PERCENT})*(?:[{_MORE}]|{_PERCENT}))?")
_TRIPLE_TERM = re.compile(r'<<\( (<[^>]*>) (<[^>]*>) (<[^>]*>|"(?:[^"\\]|\\.)*"\S*) \)>>')
_BARE = {f"<{XSD}integer>": re.compile(r"[+-]?[0-9]+"), f"<{XSD}decimal>": re.compile(r"[+-]?[0-9]*\.[0-9]+")}
_ESCAPE = re.compile(r"\\(.)")
_LONG = 120  # characters; a string with more of them is broken where it breaks (never in a triple term: oxigraph)
_KNOWN = 10_000  # terms whose forms are kept while graph after graph is written
_SPACES = ("id/", "statement/", "annotation/", "doc/")  # under the base, in the order in which a reader wants them
_LEADING = {"rdf:type": 0, "rdf:reifies": 1, "rdf:subject": 1, "rdf:predicate": 2, "rdf:object": 3, "skos:prefLabel": 4,
            "skos:altLabel": 5, "rdfs:label": 6, "schema:headline": 7, "oa:start": 7, "oa:end": 8, "oa:prefix": 7,
            "oa:exact": 8}  # fmt: skip
# Things of these types get one line.
_SMALL = {"kg:Evidence", "oa:Annotation", "oa:SpecificResource", "oa:TextPositionSelector", "oa:TextQuoteSelector"}
_PLACE = re.compile(r"[#;](char|position|quote)=([0-9]+),([0-9]+)>$")


class Shortener(dict[str, str]):
    """A term's form in Turtle, worked out once for each."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.spaces = {space: prefix for prefix, space in prefixes(base).items()}
        self.used: set[str] = set()
        self.relative = base.startswith("http") and base.endswith("/")  # of others a relative IRI is another one

    def __missing__(self, term: str) -> str:
        """The form of a term."""
        short = self[term] = self._iri(term[1:-1]) if term[0] == "<" and term[1] != "<" else self._other(term)
        return short

    def _iri(self, iri: str) -> str:
        at = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self.spaces.get(iri[:at])
        if prefix is not None and _LOCAL.fullmatch(iri, at):
            self.used.add(prefix)
            return f"{prefix}:{iri[at:]}"
        under = iri.removeprefix(self.base) if self.relative else iri
        return f"<{under}>" if under is not iri and under[:1] not in ("", "/") else f"<{iri}>"

    def _other(self, term: str) -> str:
        if term[0] == "<" and (found := _TRIPLE_TERM.fullmatch(term)):
            target = self[found[3]] if found[3][0] == "<" else self._literal(found[3], 0)
            return f"<<( {self[found[1]]} {self[found[2]]} {target} )>>"
        return self._literal(term, _LONG)

    def _literal(self, term: str, longest: int) -> str:
        if term[-1] == '"':
            return self._lines(term) if len(term) > longest > 0 else term
        if term[-1] != ">":
            lexical, _, language = term.rpartition("@")
            return f"{self._lines(lexical) if len(lexical) > longest > 0 else lexical}@{language}"
        lexical, _, datatype = term.rpartition("^^")
        bare = _BARE.get(datatype)
        if bare is not None and bare.fullmatch(lexical, 1, len(lexical) - 1):
            return lexical[1:-1]
        return f"{lexical}^^{self[datatype]}"

    @staticmethod
    def _lines(lexical: str) -> str:
        """A text of several lines keeps its lines."""
        if "\\n" not in lexical:
            return lexical
        inside = _ESCAPE.sub(lambda m: "\n" if m[1] == "n" else m[0], lexical[1:-1])
        return f'"""{inside}"""'


class _Naturals(dict[str, str]):
    """A key for each IRI that sorts passages by their offsets, and things before what is named after them."""

    def __missing__(self, iri: str) -> str:
        key = self[iri] = _PLACE.sub(self._by_place, iri) if "=" in iri else iri[:-1]
        return key

    @staticmethod
    def _by_place(match: re.Match[str]) -> str:
        """The end of a passage's name: its offsets, and then which of its names it is."""
        start, end = (f"{len(match[n]):02}{match[n]}" for n in (2, 3))
        return f"#{start},{end}{match[1]}"


class Order:
    """The order of subjects in a file: by their space, and within it so that passages stand by their offsets."""

    def __init__(self, base: str) -> None:
        self._at, self._naturals = len(base) + 1, _Naturals()

    def __call__(self, subject: str) -> tuple[int, str]:
        """What sorts a subject among all others."""
        return _rank(subject, self._at), self._naturals[subject]


def _rank(subject: str, at: int) -> int:
    """The place of a subject's space, which begins at `at`, among all subjects."""
    for rank, space in enumerate(_SPACES):
        if subject.startswith(space, at):
            return rank
    return len(_SPACES)


class _Keys(dict[str, str]):
    """A predicate's form in Turtle behind a digit that sorts it."""

    def __init__(self, short: Shortener) -> None:
        super().__init__()
        self.short = short

    def __missing__(self, predicate: str) -> str:
        form = self.short[predicate]
        key = self[predicate] = f"{_LEADING.get(form, 9)}{'a' if form == 'rdf:type' else form}"
        return key


_Subjects: TypeAlias = dict[str, list[tuple[str, str, str]]]  # (predicate's key, object's key, object's form)


def grouped(triples: Iterable[Triple], short: Shortener) -> _Subjects:
    """What is said of each subject, the subjects in order; `short` then knows all forms and prefixes."""
    subjects: _Subjects = defaultdict(list)
    keys, naturals = _Keys(short), _Naturals()
    for subject, predicate, target in triples:
        natural = naturals[target] if target[0] == "<" and "=" in target else target
        subjects[subject].append((keys[predicate], natural, short[target]))
    order = sorted(subjects, key=Order(short.base))
    for subject in order:
        short[subject]
    return {subject: subjects.pop(subject) for subject in order}


def blocks(subjects: _Subjects, short: Shortener, indent: str = "") -> Iterator[str]:
    """One string a subject; each is let go when it is written."""
    for subject in list(subjects):
        lines: list[str] = []
        last = ""
        pairs = sorted(set(subjects.pop(subject)))
        for predicate, _, target in pairs:
            if predicate == last:
                lines[-1] += f", {target}"
            else:
                lines.append(f"{predicate[1:]} {target}")
                last = predicate
        joint = " ; " if pairs[0][2] in _SMALL else f" ;\n{indent}    "
        yield f"{indent}{short[subject]} {joint.join(lines)} .\n"


def head(short: Shortener) -> str:
    """The lines before the first block: the base, and the prefixes that were used."""
    spaces: Mapping[str, str] = prefixes(short.base)
    lines = [f"@base <{short.base}> .\n"]
    lines += [f"@prefix {prefix}: <{spaces[prefix]}> .\n" for prefix in sorted(short.used)]
    return "".join(lines)


def pieces(triples: Iterable[Triple], base: str = BASE) -> Iterator[str]:
    """What `turtle` makes, piece by piece: the head, then one block a subject."""
    short = Shortener(base)
    subjects = grouped(triples, short)
    yield head(short)
    for block in blocks(subjects, short):
        yield f"\n{block}"


def turtle(triples: Iterable[Triple], base: str = BASE) -> str:
    """Triples as Turtle: entities first, then statements, then documents and their passages.

    Triple terms, where there are any, are in the syntax of Turtle 1.2.

    >>> label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    >>> print(turtle([("<https://zhkg.example/id/宜宾>", label, '"宜宾"')]), end="")
    @base <https://zhkg.example/> .
    @prefix id: <https://zhkg.example/id/> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    <BLANKLINE>
    id:宜宾 rdfs:label "宜宾" .
    """
    return "".join(pieces(triples, base))


def trig(quads: Mapping[str | None, Iterable[Triple]], base: str = BASE) -> str:
    """Triples by graph (its IRI, None for the default graph) as TriG, the default graph first."""
    short = Shortener(base)
    parts = list(blocks(grouped(quads.get(None, ()), short), short))
    for name in sorted(name for name in quads if name is not None):
        inside = blocks(grouped(quads[name], short), short, "    ")
        parts.append(f"{short[name]} {{\n" + "\n".join(inside) + "}\n")
    return "\n".join([head(short), *parts])


def graphs(named: Iterable[tuple[str, Iterable[Triple]]], base: str = BASE) -> Iterator[str]:
    """Graphs (IRI and triples) as TriG in the order in which they come: all prefixes are a piece, and each graph."""
    first = Shortener(base)
    first.used.update(prefixes(base))
    yield head(first)
    short = Shortener(base)
    for name, triples in named:
        if len(short) > _KNOWN:
            short.clear()
        inside = blocks(grouped(triples, short), short, "    ")
        yield f"\n{short[name]} {{\n{''.join(inside)}}}\n"
