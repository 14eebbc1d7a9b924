"""What the heads of schemes say of rows held out of training, and the thresholds by which they say it best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from kg.extract.neural.scheme_labels import NAMES, PAIRS, UNKNOWN, Scheme
from kg.extract.neural.schemes import label_chances, schemes, scored_names, scored_triples
from kg.ontology.ontology import Ontology
from kg.ontology.tables.neural import Neural
from kg.text.names import normal_form
from kg.train.json_rows import by_set, parse_row
from kg.train.plan import Log
from kg.train.schemes.labelled_rows import LabelledRow, held_rows, labelled_row
from kg.types import Parsed, Span

_DIGITS = 4
_MOST = 1500  # rows of a set
_HIGHEST = 0.99  # threshold
_ENOUGH = 50  # things that the rows of a set say, from which on a threshold is chosen by them
_Said = tuple[float, bool]  # how likely it is, and whether it is right


def measured(
    files: Sequence[Path], known: Mapping[str, Scheme], folder: Path, ontology: Ontology, log: Log
) -> tuple[dict[str, Scheme], dict[str, dict[str, Any]]]:
    """The schemes of files of rows with the best thresholds for the weights in a folder, and F1 by set."""
    found, scores = dict[str, Scheme](), dict[str, dict[str, Any]]()
    for name, some in by_set(files).items():
        held = held_rows(some)[:_MOST]
        said, wanted = _said(name, known[name], held, folder, ontology)
        one = _best(said, wanted, known[name].threshold)
        found[name] = replace(known[name], threshold=one.threshold)
        scores[name] = {"rows held out": len(held), **asdict(one)}
        log(f"{name}: " + ", ".join(f"{what} {value}" for what, value in scores[name].items()))
    return found, scores


@dataclass(frozen=True)
class _Score:
    threshold: float
    precision: float
    recall: float
    f1: float


def _said(
    name: str, scheme: Scheme, held: Sequence[tuple[str, dict[str, Any]]], folder: Path, ontology: Ontology
) -> tuple[list[_Said], int]:
    """All that the heads say of rows, and how many things the rows say."""
    read = {NAMES: _names, PAIRS: _labels}.get(scheme.form, _triples)
    said, wanted = [], 0
    for where, row in held:
        parsed = parse_row(row["text"], ontology)
        right, some = read(name, labelled_row(row, scheme, where), row, parsed, folder, ontology)
        said += [(score, one in right) for score, one in some]
        wanted += len(right)
    return said, wanted


def _names(
    name: str, known: LabelledRow, row: Mapping[str, Any], parsed: Parsed, folder: Path, ontology: Ontology
) -> tuple[set[Any], list[tuple[float, Any]]]:
    right = {(parsed.view.from_document(Span(start, end)), label) for start, end, label in known.spans}
    labels, least = schemes(folder)[name].labels.spans, ontology.table(Neural).triples.span
    found = scored_names(parsed, name, least, folder)
    return right, [(one.score, (one.span, labels[one.kind])) for one in found]


def _triples(
    name: str, known: LabelledRow, row: Mapping[str, Any], parsed: Parsed, folder: Path, ontology: Ontology
) -> tuple[set[Any], list[tuple[float, Any]]]:
    right = {tuple(normal_form(one[key]) for key in ("subject", "predicate", "object")) for one in row["spo"]}
    said: dict[tuple[str, ...], float] = {}
    for one in scored_triples(parsed, name, ontology, folder):
        said.setdefault(tuple(map(normal_form, one.strings(parsed.view.text))), one.score)
    return right, [(score, one) for one, score in said.items()]


def _labels(
    name: str, known: LabelledRow, row: Mapping[str, Any], parsed: Parsed, folder: Path, ontology: Ontology
) -> tuple[set[Any], list[tuple[float, Any]]]:
    """The likeliest label of each pair that the row gives."""
    spans = [parsed.view.from_document(Span(start, end)) for start, end, _ in known.spans]
    pairs = [(spans[one["head"]], spans[one["tail"]]) for one in row["relations"]]
    prefix, labels = ontology.table(Neural).triples.inverse_prefix, schemes(folder)[name].labels.pairs
    right = {(n, one["type"]) for n, one in enumerate(row["relations"]) if one["type"] != UNKNOWN}
    likely = label_chances(parsed, name, pairs, prefix, folder)
    return right, [(float(one.max()), (n, labels[int(one.argmax())])) for n, one in enumerate(likely)]


def _best(said: Sequence[_Said], wanted: int, threshold: float) -> _Score:
    """The score by the threshold with the best F1; by the one that is given where too few things are known."""
    ranked = sorted(said, reverse=True)
    if wanted < _ENOUGH:
        ranked = [one for one in ranked if one[0] >= threshold]
        return _score(threshold, sum(right for _, right in ranked), len(ranked), wanted)
    right, best = 0, _Score(threshold, 0.0, 0.0, 0.0)
    for count, ((likely, is_right), (below, _)) in enumerate(pairwise([*ranked, (0.0, False)]), 1):
        right += is_right
        best = max(best, _score(min((likely + below) / 2, _HIGHEST), right, count, wanted), key=lambda one: one.f1)
    return best


def _score(threshold: float, right: int, said: int, wanted: int) -> _Score:
    shares = right / max(1, said), right / max(1, wanted), 2 * right / max(1, said + wanted)
    return _Score(round(threshold, _DIGITS), *(round(share, _DIGITS) for share in shares))
