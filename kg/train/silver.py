"""Silver data: what the rules find in unlabelled text, as rows to train on.

A row is a sentence: `{"text", "entities": [{"start", "end", "type", "text"}], "facts": [{"subject", "predicate",
"object", "confidence"}]}` with the ontology's types and properties; subject and object are places in `entities`.
A fact that two rules or two sentences state is looked for again in every other sentence that names both of its ends
(distant supervision, Mintz et al. 2009), so that a model sees wordings that no pattern lists.
"""

from __future__ import annotations

import gzip
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import TrainingError
from kg.extract.candidates.select import select
from kg.extract.rules import candidates, related
from kg.ontology.ontology import Ontology
from kg.train.json_rows import parse_row, rows
from kg.train.output import writing
from kg.types import Mention, Parsed, Span

# How silver data is made (it decides nothing when a text is read).
LEAST_CONFIDENCE = 0.8  # of a claim that becomes a fact
DISTANT_CONFIDENCE = 0.6  # of a fact that other sentences state: this one may say something else


@dataclass(frozen=True)
class _Sentence:
    text: str
    mentions: tuple[Mention, ...]  # spans from the sentence's start
    facts: tuple[tuple[int, str, int, float, str], ...]  # subject, predicate, object, confidence, rule


def _sentences(parsed: Parsed, ontology: Ontology) -> Iterator[_Sentence]:
    found = candidates(parsed, ontology)
    outer, nested = select(found)
    _, every = related(parsed, ontology, found, outer, nested)
    claims = [c for c in every if c.modality == "asserted" and c.evidence.confidence >= LEAST_CONFIDENCE]
    for sentence in parsed.sentences:
        inside = [m for m in outer if sentence.contains(m.span) and m.form in ("name", "value")]
        place = {m.span: number for number, m in enumerate(inside)}
        facts = []
        for claim in claims:
            subject, object_ = claim.role("subject"), claim.role("object")
            if subject and object_ and subject.span in place and object_.span in place:
                row = (place[subject.span], claim.predicate, place[object_.span])
                facts.append((*row, claim.evidence.confidence, claim.evidence.rule))
        shift = sentence.start
        moved = (Mention(Span(m.span.start - shift, m.span.end - shift), m.type, m.form) for m in inside)
        yield _Sentence(parsed.view.text[sentence.start : sentence.end], tuple(moved), tuple(facts))


def _named(sentence: _Sentence, number: int) -> str:
    span = sentence.mentions[number].span
    return sentence.text[span.start : span.end]


def _known(sentences: list[_Sentence]) -> dict[tuple[str, str], set[str]]:
    """Pairs of names and the predicates that two rules or two sentences give them."""
    seen: dict[tuple[str, str, str], set[tuple[str, str]]] = defaultdict(set)
    for sentence in sentences:
        for subject, predicate, object_, _, rule in sentence.facts:
            if all(sentence.mentions[n].form == "name" for n in (subject, object_)):
                key = _named(sentence, subject), predicate, _named(sentence, object_)
                seen[key].add((rule, sentence.text))
    known: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (subject_name, predicate, object_name), places in seen.items():
        if len(places) > 1:
            known[subject_name, object_name].add(predicate)
    return known


def _row(sentence: _Sentence, known: dict[tuple[str, str], set[str]]) -> dict[str, Any]:
    facts = {(s, p, o): round(confidence, 3) for s, p, o, confidence, _ in sentence.facts}
    names = [n for n, m in enumerate(sentence.mentions) if m.form == "name"]
    for left in names:
        for right in names:
            if left != right:
                for predicate in sorted(known.get((_named(sentence, left), _named(sentence, right)), ())):
                    facts.setdefault((left, predicate, right), DISTANT_CONFIDENCE)
    entities = [
        {"start": m.span.start, "end": m.span.end, "type": m.type, "text": _named(sentence, n)}
        for n, m in enumerate(sentence.mentions)
    ]
    keys = ("subject", "predicate", "object", "confidence")
    return {
        "text": sentence.text,
        "entities": entities,
        "facts": [dict(zip(keys, (*key, facts[key]), strict=True)) for key in sorted(facts)],
    }


def silver_rows(texts: Iterable[str], ontology: Ontology) -> Iterator[dict[str, Any]]:
    """Rows of all sentences of the texts in which the rules find a name or a value."""
    sentences: dict[str, _Sentence] = {}
    for text in texts:
        parsed = parse_row(text, ontology)
        for sentence in _sentences(parsed, ontology):
            if sentence.mentions:
                sentences.setdefault(sentence.text, sentence)
    known = _known(list(sentences.values()))
    for text in sorted(sentences):
        yield _row(sentences[text], known)


def write_silver(files: Sequence[Path], out: Path, ontology: Ontology) -> Path:
    """Write the silver rows of the texts of files as JSON lines, packed where the name of `out` ends in .gz.

    Raises TrainingError where a file is not one of rows, the rules find nothing, or `out` cannot be written.
    """
    found = silver_rows((row["text"] for file in files for _, row in rows(file)), ontology)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
    if not text:
        hint = "give text that names persons, places or organizations"
        raise TrainingError("the rules find no name in it", where=str(files[0]), hint=hint)
    data = io.BytesIO()
    if out.suffix == ".gz":
        with gzip.GzipFile(fileobj=data, mode="wb", mtime=0) as packed:
            packed.write(text.encode())
    else:
        data.write(text.encode())
    with writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(data.getvalue())
    return out
