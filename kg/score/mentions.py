"""An extractor's names against a data set on names: span F1, where a span counts if start, end and label are right.

Only the outermost spans are compared. Where a set marks spans within others (`nested` in pfr1998), a found span that is
one of these, with its label, is neither right nor wrong.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import OntologyError, SourceError
from kg.extract.batch import layers
from kg.extract.extractor import Extractor, Names, Settings
from kg.ontology.ontology import Ontology
from kg.ontology.table import row_lines
from kg.ontology.tables.labels import MentionLabelRow
from kg.score.sets import Named, NamedText, convention, named_texts, set_name
from kg.score.tallied import Progress, SetScore, batches
from kg.types import Mention, Parsed, Span

LabelMap = Mapping[str, Mapping[str, Any]]
_VALUES = ("Date", "Quantity", "Role", "Text")
_FORMS = ("name", "value")


def label_map(path: Path) -> LabelMap:
    """A label map: {set: {"map": {own label: unified label}, "covers": [unified labels it marks exhaustively]}}.

    Keys that begin with `_` are remarks. Raises SourceError where the file is not of this form.
    """
    try:
        data = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise SourceError(f"it cannot be read: {error.strerror}", where=str(path), hint="check the file") from None
    except (ValueError, RecursionError) as error:
        raise SourceError(f"it is not JSON: {error}", where=str(path), hint="mend it") from None
    hint = 'give {set: {"map": {label: unified label}, "covers": [unified labels]}}'
    if not isinstance(data, dict):
        raise SourceError("it is no label map", where=str(path), hint=hint)
    found = {name: entry for name, entry in data.items() if not name.startswith("_")}
    for name, entry in found.items():
        table, covers = (entry.get("map"), entry.get("covers")) if isinstance(entry, dict) else (None, None)
        strings = [*table.values(), *covers] if isinstance(table, dict) and isinstance(covers, list) else [None]
        if not all(isinstance(label, str) for label in strings):
            raise SourceError(f"{name} has no map, or no covers", where=str(path), hint=hint)
    return found


@dataclass(frozen=True, slots=True)
class Labels:
    """How labels of a set and types of an extractor become the labels that are compared."""

    gold: Mapping[str, str]  # own label -> compared label
    covers: frozenset[str]  # compared labels that count
    found: Callable[[str], str | None]  # an extractor's type -> compared label
    given: frozenset[str]  # compared labels that the extractor can give


def _classes(ontology: Ontology) -> dict[str, str]:
    """Unified label -> class or kind of value. OntologyError, with file and line, where there is no such class."""
    rows = ontology.word_list(MentionLabelRow)
    for (line, _), row in zip(row_lines(ontology.text(MentionLabelRow.FILE)), rows, strict=True):
        if row.meaning not in ontology.classes and row.meaning not in _VALUES:
            where = f"{ontology.path / MentionLabelRow.FILE}:{line}"
            hint = f"use a class of schema.ttl or one of {', '.join(_VALUES)}"
            raise OntologyError(f"class '{row.meaning}' is unknown", where=where, hint=hint)
    return {row.label: row.meaning for row in rows}


def _unified(kind: str, classes: Mapping[str, str], ontology: Ontology) -> str | None:
    if kind in classes:
        return kind
    return next((label for label, name in classes.items() if ontology.is_a(kind, name)), None)


def mapped(name: str, entry: Mapping[str, Any], own: frozenset[str], ontology: Ontology) -> Labels:
    """Compare unified labels, by the set's entry in a label map; `own` are its labels that the extractor speaks."""
    table: Mapping[str, str] = entry["map"]
    classes = ontology.once(_classes)

    def found(kind: str) -> str | None:
        return table.get(kind) if kind in own else _unified(kind, classes, ontology)

    given = frozenset(table[label] for label in own if label in table) if own else frozenset(classes)
    return Labels(table, frozenset(entry["covers"]), found, given)


def unmapped(rows: Iterable[NamedText], own: frozenset[str], ontology: Ontology) -> Labels:
    """Compare the set's labels as they are: they are the extractor's for this set, or unified labels, or classes."""
    used = frozenset(entity.label for row in rows for entity in row.entities)
    if own:
        return Labels({label: label for label in own}, own, lambda kind: kind if kind in own else None, own)
    classes = ontology.once(_classes)
    known = frozenset((*classes, *ontology.classes, *_VALUES))

    def found(kind: str) -> str | None:
        above: str | None = kind
        while above is not None and above not in used:
            above = ontology.classes[above].parent if above in ontology.classes else None
        return above or _unified(kind, classes, ontology)

    return Labels({label: label for label in known}, used, found, known)


def score_mentions(
    path: Path,
    extractor: Extractor,
    ontology: Ontology,
    maps: LabelMap | None = None,
    on_progress: Progress | None = None,
) -> SetScore:
    """Score one set. `maps` is a label map; without it the set's labels are compared as they are.

    Raises SourceError where the set or one of its labels is not in the map, or, without a map, where a label is
    neither a unified one nor a class of the ontology; and where a row is wrong (see `kg.score.sets`).
    """
    name = convention(path)
    rows = named_texts(path)
    answers = extractor.conventions()
    own = answers.mention_labels.get(name, frozenset())
    if maps is None:
        labels = unmapped(rows, own, ontology)
    elif name in maps:
        labels = mapped(name, maps[name], own, ontology)
    else:
        known = f"the map has {', '.join(maps)}: name the file after one of them, or add it"
        raise SourceError(f"the label map has no set {name}", where=str(path), hint=known)
    _check(rows, labels, maps is None)
    score = SetScore(set_name(path))
    if answers.mention_labels and not own:
        score.notes.append(f"{extractor.name} has not learned the guidelines of {name}; it is asked for unified names")
    ask = answers.mentions or _of_layers(extractor)
    done = 0
    for some, parsed in batches(rows, lambda row: row.text, ontology):
        for row, mentions in zip(some, ask(parsed, ontology, name), strict=True):
            _compare(row, mentions, labels, score)
        done += len(some)
        if on_progress:
            on_progress(done, len(rows))
    for label, tally in sorted(score.by_type.items()):
        if label not in labels.given and tally.wanted:
            score.notes.append(f"{extractor.name} gives no {label}: {tally.wanted} count as missed")
    return score


def _of_layers(extractor: Extractor) -> Names:
    """The outermost names of an extractor's layers, for one that answers by no conventions."""

    def mentions(texts: Sequence[Parsed], ontology: Ontology, _convention: str | None) -> list[list[Mention]]:
        return [_outermost(layer.mentions) for layer in layers(extractor, texts, Settings(ontology))]

    return mentions


def _outermost(mentions: Iterable[Mention]) -> list[Mention]:
    """Names that lie in no other.

    >>> [m.span for m in _outermost([Mention(Span(2, 4), "Place"), Mention(Span(2, 6), "Organization")])]
    [Span(start=2, end=6)]
    """
    found: list[Mention] = []
    named = (mention for mention in mentions if mention.form == "name")
    for mention in sorted(named, key=lambda one: (one.span.start, -one.span.end)):
        if not found or mention.span.end > found[-1].span.end:
            found.append(mention)
    return found


def _check(rows: Sequence[NamedText], labels: Labels, bare: bool) -> None:
    hint = "give a label map by --map" if bare else "add it to the label map"
    for row in rows:
        for entity in (*row.entities, *row.nested):
            if entity.label not in labels.gold:
                raise SourceError(f"the label {entity.label!r} is unknown", where=row.where, hint=hint)


_Spans = set[tuple[Span, str]]


def _wanted(entities: Iterable[Named], labels: Labels) -> _Spans:
    found = ((entity.span, labels.gold[entity.label]) for entity in entities)
    return {(span, label) for span, label in found if label in labels.covers}


def _compare(row: NamedText, mentions: Iterable[Mention], labels: Labels, score: SetScore) -> None:
    wanted = _wanted(row.entities, labels)
    spans = ((m.span, labels.found(m.type)) for m in mentions if m.form in _FORMS)
    found = {(span, label) for span, label in spans if label in labels.covers}
    found -= _wanted(row.nested, labels) - wanted
    right, have, want = (Counter(label for _, label in some) for some in (found & wanted, found, wanted))
    for label in sorted({str(label) for label in (*have, *want)}):
        score.add(label, right[label], have[label], right[label], want[label])
