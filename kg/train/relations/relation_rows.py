"""Rows of data sets on relations as examples.

Five forms of rows are known: triples whose labels stand in the ontology's table (`closed`), triples whose labels are
words of the text (`open`: rows have `p_start`), labels of given pairs (`pairs`), facts by the ontology's
properties (`silver`), and names alone (`names`), which teach the encoder what a mention is.
"""

from __future__ import annotations

import random
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import TrainingError
from kg.extract.neural.batches import whole
from kg.extract.neural.character_features import Ints
from kg.extract.neural.relation_input import LONGEST, MarkedMention, kind_of
from kg.extract.neural.relation_spans import Offsets
from kg.ontology.ontology import Ontology
from kg.ontology.relation_labels import TABLE, annotated_sets, meanings
from kg.train.json_rows import entity_offsets, parse_row, rows, set_name
from kg.types import Parsed, Span, View

FORMS = ("closed", "open", "pairs", "silver", "names")
OPEN = ("subject", "predicate", "object")
_NUMBER = re.compile("<N>")  # what stands for digits in FinRE, as long as itself
_KINDS_OF_TAGS = {"nr": "Person", "nrt": "Person", "nrfg": "Person", "ns": "Place", "nt": "Organization", "t": "Date"}

_HELD_OUT = 10  # one text in so many
_SURE = 1.0  # confidence of a fact that states none


@dataclass(frozen=True)
class LabelSet:
    """A data set's form, labels, and (not of an open set) the kinds of each label's two ends."""

    name: str
    form: str
    labels: tuple[str, ...]
    ends: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def kind(self) -> int:
        """The kind of mention that most labels join."""
        return Counter(kind for ends in self.ends.values() for kind in ends).most_common(1)[0][0]


@dataclass(frozen=True)
class Row:
    """A text with what its set says of it; spans are offsets into `text`.

    closed: `mentions` and `triples` (subject, label, object) of strings. open: `right` and `wrong` triples of
    spans. pairs: `given` (head, tail, label). silver: `mentions` and `facts` (subject, label, object, confidence).
    `dictionary` are what may be names by the segmenter's tags, `numbered` are the features with numbers for <N>.
    """

    set: LabelSet
    text: str
    features: Ints
    mentions: tuple[MarkedMention, ...] = ()
    triples: frozenset[tuple[str, str, str]] = frozenset()
    right: frozenset[tuple[Offsets, Offsets, Offsets]] = frozenset()
    wrong: frozenset[tuple[Offsets, Offsets, Offsets]] = frozenset()
    given: tuple[tuple[Offsets, Offsets, str], ...] = ()
    facts: tuple[tuple[int, str, int, float], ...] = ()
    dictionary: tuple[MarkedMention, ...] = ()
    numbered: Ints | None = None

    def __len__(self) -> int:
        """The number of characters."""
        return len(self.text)


def occurrences(text: str, words: str) -> list[Offsets]:
    """Where words stand in a text, without overlaps.

    >>> occurrences("王乐和王乐乐", "王乐")
    [(0, 2), (3, 5)]
    """
    return [(m.start(), m.end()) for m in re.finditer(re.escape(words), text)] if words else []


def is_held_out(text: str) -> bool:
    """Whether a text is held out of training, to choose thresholds on: one in ten, always the same."""
    return zlib.crc32(text.encode()) % _HELD_OUT == 0


def table(ontology: Ontology) -> dict[str, dict[str, tuple[int, int]]]:
    """Data set -> label -> kinds of subject and object, by the ontology's table of labels."""

    def kind(types: Sequence[str]) -> int:
        return kind_of(types[0] if types else "text", ontology)

    return {
        name: {label: (kind(one.subject), kind(one.object)) for label, one in meanings(name, ontology).table.items()}
        for name in annotated_sets(ontology)
    }


def _form(row: Mapping[str, Any], where: str) -> str:
    if "spo" in row:
        return "open" if any("p_start" in one for one in row["spo"]) else "closed"
    if "relations" in row:
        return "pairs"
    if "facts" in row:
        return "silver"
    if "entities" in row:
        return "names"
    raise TrainingError(
        "it has neither spo, relations, facts nor entities", where=where, hint="see kg train relations --help"
    )


def label_sets(files: Iterable[Path], ontology: Ontology) -> dict[str, LabelSet]:
    """The data sets that files belong to, with form and labels: those of the ontology's table, or that occur."""
    known = table(ontology)
    forms: dict[str, str] = {}
    seen: dict[str, set[str]] = {}
    for file in files:
        name = set_name(file)
        for where, row in rows(file):
            forms.setdefault(name, _form(row, where))
            seen.setdefault(name, set()).update(one["predicate"] for one in row.get("facts", ()))
            if forms[name] == "names":
                seen[name].update(str(one.get("type")) for one in row["entities"])
    found = {}
    for name, form in sorted(forms.items()):
        if form == "open":
            labels: Sequence[str] = ()
        elif form in ("silver", "names"):
            labels = sorted(seen[name])
        elif name in known:
            labels = sorted(known[name])
        else:
            hint = f"its labels go into ontology/{TABLE}"
            raise TrainingError(f"the data set {name} is unknown", where=str(file), hint=hint)
        ends = {label: known[name][label] for label in labels} if form in ("closed", "pairs") else {}
        found[name] = LabelSet(name, form, tuple(labels), ends)
    return found


def read(files: Iterable[Path], sets: Mapping[str, LabelSet], ontology: Ontology) -> Iterator[Row]:
    """The rows of files, but for texts that are empty or longer than the model sees at a time."""
    make: dict[str, Callable[[Mapping[str, Any], str, LabelSet, Ontology], dict[str, Any]]]
    make = {"closed": _closed, "open": _open, "pairs": _pairs, "silver": _silver, "names": _names}
    for file in files:
        labels = sets[set_name(file)]
        for where, row in rows(file):
            text = row["text"]
            if not 0 < len(text) <= LONGEST:
                continue
            parts = make[labels.form](row, where, labels, ontology)
            parsed = parse_row(text, ontology)
            numbered = whole(parse_row(_numbered(text), ontology)) if "<N>" in text and labels.form == "pairs" else None
            if len(parsed.view.text) != len(text):
                parts, text = _in_view(parts, parsed.view, text), parsed.view.text
            yield Row(
                labels, text, whole(parsed), dictionary=tuple(_dictionary(parsed, ontology)), numbered=numbered, **parts
            )


def _in_view(parts: Mapping[str, Any], view: View, text: str) -> dict[str, Any]:
    """The parts of a row whose text is read in a view of another length, with stretches and words of the view."""

    def stretch(one: Sequence[Any]) -> tuple[Any, ...]:
        span = view.from_document(Span(one[0], one[1]))
        return span.start, span.end, *one[2:]

    def words(one: str) -> str:
        at = text.find(one)
        return view.cut(view.from_document(Span(at, at + len(one)))) if at >= 0 else one

    moved: dict[str, Any] = {**parts}
    if "mentions" in parts:
        moved["mentions"] = tuple(map(stretch, parts["mentions"]))
    for name in {"right", "wrong"} & parts.keys():
        moved[name] = frozenset(tuple(map(stretch, triple)) for triple in parts[name])
    if "triples" in parts:
        moved["triples"] = frozenset((words(left), label, words(right)) for left, label, right in parts["triples"])
    if "asked" in parts:
        moved["asked"] = tuple((stretch(left), stretch(right), label) for left, right, label in parts["asked"])
    return moved


def _numbered(text: str) -> str:
    chance = random.Random(text)
    return _NUMBER.sub(lambda _: str(chance.randint(100, 999)), text)


def _dictionary(parsed: Parsed, ontology: Ontology) -> Iterator[MarkedMention]:
    """Names by the dictionary's tags, and what stands in 《》."""
    for token in parsed.tokens:
        if token.pos in _KINDS_OF_TAGS:
            yield token.span.start, token.span.end, kind_of(_KINDS_OF_TAGS[token.pos], ontology)
    for title in re.finditer("《([^《》\n]{1,30})》", parsed.view.text):
        yield title.start(1), title.end(1), kind_of("Work", ontology)


def _label(label: object, labels: LabelSet, where: str) -> str:
    if label not in labels.labels:
        hint = f"add it to ontology/{TABLE}"
        raise TrainingError(f"the label {label!r} of {labels.name} is unknown", where=where, hint=hint)
    return str(label)


def _words_of(one: Mapping[str, Any], key: str, text: str, where: str) -> str:
    words = one.get(key)
    if not isinstance(words, str) or not words:
        raise TrainingError(f"a triple has no {key}", where=where, hint="give subject, predicate and object")
    return words


def _closed(row: Mapping[str, Any], where: str, labels: LabelSet, ontology: Ontology) -> dict[str, Any]:
    text, triples, mentions = row["text"], set(), set()
    for one in row["spo"]:
        label = _label(one.get("predicate"), labels, where)
        subject, object_ = (_words_of(one, key, text, where) for key in ("subject", "object"))
        triples.add((subject, label, object_))
        for words, kind in zip((subject, object_), labels.ends[label], strict=True):
            mentions |= {(start, end, kind) for start, end in occurrences(text, words)}
    return {"mentions": tuple(sorted(mentions)), "triples": frozenset(triples)}


def _open(row: Mapping[str, Any], where: str, labels: LabelSet, ontology: Ontology) -> dict[str, Any]:
    text = row["text"]

    def spans(one: Mapping[str, Any]) -> tuple[Offsets, ...]:
        found = []
        for key in OPEN:
            words, start = _words_of(one, key, text, where), one.get(f"{key[0]}_start")
            if not isinstance(start, int) or text[start : start + len(words)] != words:
                hint = "offsets are code points from 0"
                raise TrainingError(f"{words!r} does not stand at {start}", where=where, hint=hint)
            found.append((start, start + len(words)))
        return tuple(found)

    right = {spans(one) for one in row["spo"]}
    wrong = {spans(one) for one in row.get("neg", ())}
    return {"right": frozenset(right), "wrong": frozenset(wrong - right)}


def _place(number: object, entities: Sequence[Any], where: str) -> int:
    if not isinstance(number, int) or not 0 <= number < len(entities):
        hint = f"entities are numbered from 0 to {len(entities) - 1}"
        raise TrainingError(f"there is no entity {number}", where=where, hint=hint)
    return number


def _pairs(row: Mapping[str, Any], where: str, labels: LabelSet, ontology: Ontology) -> dict[str, Any]:
    spans = [entity_offsets(one, row["text"], where) for one in row.get("entities", ())]
    given = []
    for one in row["relations"]:
        head, tail = (_place(one.get(key), spans, where) for key in ("head", "tail"))
        given.append((spans[head], spans[tail], _label(one.get("type"), labels, where)))
    return {"given": tuple(given)}


def _silver(row: Mapping[str, Any], where: str, labels: LabelSet, ontology: Ontology) -> dict[str, Any]:
    entities = row.get("entities", ())
    mentions = [(*entity_offsets(one, row["text"], where), kind_of(str(one.get("type")), ontology)) for one in entities]
    facts = []
    for one in row["facts"]:
        subject, object_ = (_place(one.get(key), mentions, where) for key in ("subject", "object"))
        facts.append(
            (subject, _label(one.get("predicate"), labels, where), object_, float(one.get("confidence", _SURE)))
        )
    return {"mentions": tuple(mentions), "facts": tuple(facts)}


def _names(row: Mapping[str, Any], where: str, labels: LabelSet, ontology: Ontology) -> dict[str, Any]:
    """Mentions with the number of their label in place of a kind."""
    entities = row["entities"]
    return {
        "mentions": tuple(
            (*entity_offsets(one, row["text"], where), labels.labels.index(one["type"])) for one in entities
        )
    }
