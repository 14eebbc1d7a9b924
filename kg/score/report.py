"""Score -> figures and lines, in the words and digits of the annotation guide's own scorer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.score.article import Score, Tally
from kg.score.calibration import calibration_error


def figures(score: Score) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 (four digits) by kind, with how many were found and wanted."""
    return {kind: _figures(tally) for kind, tally in sorted(score.tallies.items())}


def _figures(tally: Tally) -> dict[str, float]:
    rates = {"p": tally.precision, "r": tally.recall, "f1": tally.f1}
    return {name: round(rate, 4) for name, rate in rates.items()} | {"found": tally.found, "wanted": tally.wanted}


def rule_figures(score: Score) -> dict[str, dict[str, float]]:
    """Facts right and found, and precision, by the rule that read them; the rules with most wrong facts come first."""
    ranked = sorted(score.rules.items(), key=lambda item: (item[1].right - item[1].found, item[0]))
    return {rule: {"right": t.right, "found": t.found, "p": round(t.precision, 4)} for rule, t in ranked}


def property_figures(score: Score) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of facts by property; the most wanted come first."""
    ranked = sorted(score.properties.items(), key=lambda item: (-item[1].wanted, item[0]))
    return {name: _figures(tally) for name, tally in ranked}


def confidence_figures(score: Score) -> dict[str, dict[str, float]]:
    """Mean confidence of the found facts, the share that is right, and the calibration error; of all, then by property.

    The most found come first.
    """
    by_name = {"all": [one for judged in score.confidences.values() for one in judged]}
    by_name |= sorted(score.confidences.items(), key=lambda item: (-len(item[1]), item[0]))
    return {name: _judged(judged) for name, judged in by_name.items() if judged}


def _judged(judged: Sequence[tuple[float, bool]]) -> dict[str, float]:
    rates = {
        "confidence": sum(confidence for confidence, _ in judged) / len(judged),
        "right": sum(right for _, right in judged) / len(judged),
        "error": calibration_error((confidence, right, 1) for confidence, right in judged),
    }
    return {name: round(rate, 4) for name, rate in rates.items()} | {"found": len(judged)}


def article_line(name: str, score: Score) -> str:
    """One article on one line."""

    def shown(kind: str) -> str:
        f = _figures(score.tallies[kind])
        return f"{f['f1']:.3f} (p {f['p']:.2f} r {f['r']:.2f})"

    return f"{name:32} entities {shown('entities')}   facts {shown('facts')}"


def worst(score: Score, most: int) -> Iterator[str]:
    """The first `most` misses of each kind."""
    for kind in dict.fromkeys(kind for kind, _ in score.misses):
        for words in [words for k, words in score.misses if k == kind][:most]:
            yield f"      {kind}: {words}"


def totals(score: Score) -> Iterator[str]:
    """A line for each kind."""
    return _lines(figures(score))


def _lines(rows: dict[str, dict[str, float]]) -> Iterator[str]:
    for name, f in rows.items():
        counts = f"({f['found']} found, {f['wanted']} wanted)"
        yield f"{name:24} F1 {f['f1']:.3f}   precision {f['p']:.3f}   recall {f['r']:.3f}   {counts}"


def properties(score: Score) -> Iterator[str]:
    """A line for each property."""
    return _lines(property_figures(score))


def rules(score: Score) -> Iterator[str]:
    """A line for each rule."""
    for rule, f in rule_figures(score).items():
        yield f"{rule:40} precision {f['p']:.3f}   ({f['right']} right of {f['found']})"


def confidences(score: Score) -> Iterator[str]:
    """A line for each property."""
    for name, f in confidence_figures(score).items():
        rates = f"confidence {f['confidence']:.3f}   right {f['right']:.3f}   error {f['error']:.3f}"
        yield f"{name:24} {rates}   ({f['found']} found)"
