"""Learns what figures are about: the weights of figure_owners.toml, from annotated articles.

    王秀英开展普法讲座300多场。      annotated: statistic(王秀英, 300 场)

The rules propose 王秀英 and nothing; what the annotation says is likeliest under the weights that are learned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

from kg.errors import TrainingError
from kg.extract.candidates.select import select
from kg.extract.relations.figure_choice import Before, Choice, best
from kg.extract.relations.figure_owners import Owner
from kg.extract.rules import candidates, reading, together
from kg.merge.merge import merge
from kg.ontology.ontology import Ontology
from kg.ontology.tables.figures import FigureTable, FigureWeights
from kg.resolve.resolve import resolve
from kg.segment.parse import segment
from kg.text.names import normal_form
from kg.train.gold import AnnotatedArticle
from kg.types import Document, Mention, Parsed

_COMMON = 20  # proposals that must have a sign for it to have a weight
_PENALTY = 10.0
_STEPS = 200  # at most so many
_LEAST = 0.01  # a smaller weight is none
_NEVER = -1e9  # the odds of a proposal that is not right
_EDGE = 60.0  # odds go no further, so that their exponentials are finite
_SHORT = 0.6  # what a figure counts in a sentence alone, against 1 in its article
_DAMPING = 0.3  # an article of many figures counts less than all of them
_HALVES = 2


class _Figure(NamedTuple):
    nothing: list[str]
    owners: list[Owner]
    right: list[bool]
    sentence: int


class _Text(NamedTuple):
    """The figures of an article, or of one of its sentences alone, and how much they count."""

    figures: list[_Figure]
    share: float


class _Row(NamedTuple):
    """A figure with the signs of each proposal, nothing first."""

    signs: list[list[str]]
    right: list[bool]
    times: float


def figures(article: AnnotatedArticle, ontology: Ontology) -> list[_Figure]:
    """The figures of an article, with what may own them and what does."""
    parsed = article.parsed
    found = candidates(parsed, ontology)
    outer, nested = select(found)
    read = reading(parsed, ontology, found, outer, nested)
    names = _names(parsed, outer, ontology)
    owned = {(subject, _number(value)) for predicate, subject, value in article.facts if predicate == "statistic"}
    letter = read.figures.shared.alphabet["Quantity"]
    out = []
    for typed in read.plain:
        for at in (n for n in range(len(typed.text)) if typed.text[n] == letter):
            value = typed.mentions[at].value
            if value is not None and read.figures.measures(typed, at):
                nothing, owners, _ = read.figures.owners.proposals(typed, at)
                number = _number(value.text)
                right = [any((name, number) in owned for name in names(one.mention)) for one in owners]
                out.append(_Figure(nothing, owners, right, typed.sentence))
    return out


def _names(parsed: Parsed, mentions: Sequence[Mention], ontology: Ontology) -> Callable[[Mention], Iterator[str]]:
    """What gives all names of what a mention means: 全市 is annotated as 海州市."""
    layer = together(parsed, mentions, (), ontology)
    things = merge([layer], resolve([layer], ontology), ontology).graph.entities
    known = {span: (one.name, *one.aliases) for one in things for _, span in one.mentions}

    def names(mention: Mention) -> Iterator[str]:
        yield normal_form(parsed.view.cut(mention.span))
        yield from map(normal_form, known.get(parsed.view.to_document(mention.span), ()))

    return names


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _rows(text: _Text, weights: Mapping[str, float] | None, carried: float) -> Iterator[_Row]:
    """The figures of a text as rows; the owner carried on is the annotated one, with `weights` the chosen one."""
    before, times = Before(), text.share / len(text.figures) ** _DAMPING
    for figure in text.figures:
        signs = [[*figure.nothing, before.nothing()]]
        signs += [[*owner.signs, *before.signs(owner)] for owner in figure.owners]
        yield _Row(signs, [not any(figure.right), *figure.right], times)
        if weights is not None:
            chosen = best(figure.nothing, figure.owners, before, weights)
        else:
            known = next((o for o, right in zip(figure.owners, figure.right, strict=True) if right), None)
            chosen = Choice(known, 1.0) if known else None
        before = before.after(chosen, carried)


def fit(rows: Sequence[_Row], signs: Sequence[str]) -> dict[str, float]:
    """The weights of signs under which the right proposals are likeliest, pulled towards 0."""
    if not rows or not signs:
        return {}
    place = {sign: n for n, sign in enumerate(signs)}
    weights = _optimum(_tensors(rows, place), len(signs))
    return {sign: round(weights[n], 2) for sign, n in place.items() if abs(weights[n]) >= _LEAST}


class _Tensors(NamedTuple):
    """All proposals of all figures in a row, and the places of the signs that they have."""

    figure: Tensor  # of each proposal
    right: Tensor  # whether it is
    times: Tensor  # what each figure counts
    proposal: Tensor  # of each sign that a proposal has
    sign: Tensor


def _tensors(rows: Sequence[_Row], place: Mapping[str, int]) -> _Tensors:
    proposals = [signs for row in rows for signs in row.signs]
    held = [(n, place[sign]) for n, signs in enumerate(proposals) for sign in signs if sign in place]
    times = torch.tensor([row.times for row in rows], dtype=torch.float64)
    return _Tensors(
        figure=torch.tensor([n for n, row in enumerate(rows) for _ in row.signs]),
        right=torch.tensor([one for row in rows for one in row.right]),
        times=times / times.mean(),
        proposal=torch.tensor([n for n, _ in held], dtype=torch.long),
        sign=torch.tensor([n for _, n in held], dtype=torch.long),
    )


def _optimum(data: _Tensors, count: int) -> list[float]:
    """By the limited-memory BFGS method; the loss is the negative log likelihood of the right proposals together."""
    weights = torch.zeros(count, dtype=torch.float64, requires_grad=True)
    search = torch.optim.LBFGS([weights], max_iter=_STEPS, line_search_fn="strong_wolfe")
    figures, proposals = len(data.times), len(data.figure)

    def chances(odds: Tensor) -> Tensor:
        """The logarithm of the sum of each figure's proposals, up to a constant."""
        return torch.zeros(figures, dtype=torch.float64).index_add(0, data.figure, torch.exp(odds)).log()

    def loss() -> Tensor:
        search.zero_grad()
        odds = torch.zeros(proposals, dtype=torch.float64).index_add(0, data.proposal, weights[data.sign])
        odds = odds.clamp(-_EDGE, _EDGE)
        likely = chances(odds.masked_fill(~data.right, _NEVER)) - chances(odds)
        found: Tensor = _PENALTY / 2 * (weights @ weights) - (data.times * likely).sum()
        found.backward()
        return found

    search.step(loss)
    return [float(one) for one in weights.detach()]


def weights_of(texts: Sequence[_Text], carried: float) -> dict[str, float]:
    """Learned twice: with the annotated owner of the figure before, then with the one that half the texts choose."""
    rows = [list(_rows(one, None, carried)) for one in texts]
    counts = Counter(sign for one in rows for sign in {s for row in one for signs in row.signs for s in signs})
    common = sorted(sign for sign, count in counts.items() if count >= _COMMON)
    second = []
    for half in range(_HALVES):
        known = fit([row for n, one in enumerate(rows) if n % _HALVES != half for row in one], common)
        second += [row for one in texts[half::_HALVES] for row in _rows(one, known, carried)]
    return fit(second, common)


def _alone(article: AnnotatedArticle, found: Sequence[_Figure], ontology: Ontology) -> Iterator[AnnotatedArticle]:
    """Each sentence with a figure as an article of its own: a text may be as short as that."""
    for sentence in sorted({one.sentence for one in found}):
        text = article.parsed.view.cut(article.parsed.sentences[sentence])
        yield replace(article, parsed=segment(Document(article.parsed.document.id, text), ontology))


def _texts(articles: Sequence[AnnotatedArticle], ontology: Ontology) -> Iterator[_Text]:
    """The articles, and each of their sentences alone."""
    for article in articles:
        found = figures(article, ontology)
        yield _Text(found, 1.0)
        for short in _alone(article, found, ontology):
            yield _Text(figures(short, ontology), _SHORT)


def learn(articles: Sequence[AnnotatedArticle], ontology: Ontology) -> dict[str, float]:
    """The weight of each sign; TrainingError where no sign stands in enough articles."""
    texts = _texts(articles, ontology)
    weights = weights_of([one for one in texts if one.figures], ontology.table(FigureTable).carried)
    if not weights:
        raise TrainingError("there are too few figures to learn from", hint="give more annotated articles")
    return weights


def write(weights: Mapping[str, float], out: Path) -> None:
    """The table figure_owners.toml in a folder: its remarks, and the weights."""
    file = out / FigureWeights.FILE
    head = file.read_text("utf-8").partition("[weights]")[0] if file.is_file() else ""
    lines = [f"{_quoted(sign)} = {weight}" for sign, weight in sorted(weights.items())]
    file.write_text(f"{head}[weights]\n" + "\n".join(lines) + "\n", "utf-8")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
