"""Peers on the public data sets, kept in PEERS.md: python -m tests.bench.peers FOLDER [--cache DIR] [--rows N] [NAME…].

FOLDER is as for tests.bench.quality. Each peer of peers.toml gets a virtual environment in DIR, with the Python that it
needs (python3.X on the path, or one of pyenv's), and reads the same N rows of each set, evenly spread. Names are scored
on persons, places and organisations, as no peer is told which set it reads; for that reason our extractors are not told
either. What cannot be installed or run is in the table with its reason. NAME… takes only peers whose names begin so.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import shutil
import subprocess
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from kg.errors import ExtractionError
from kg.extract.extractor import Conventions, Extractor, Pairs, Settings, Triple
from kg.extract.extractors import OWN, extractor
from kg.ontology.ontology import Ontology, load
from kg.score.mentions import LabelMap, label_map, score_mentions
from kg.score.relations import score_relations
from kg.score.sets import convention, named_texts, related_texts, set_name
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Layer, Mention, Parsed, Span
from tests.bench.quality import COMMON, common, held_out

HERE = Path(__file__).parent
TABLE = HERE.parent / "PEERS.md"
NAMES = ("msra", "pfr1998", "cluener", "resume")
RELATIONS = ("duie1", "duie2", "percent4_spo")
LONGEST = 1800  # seconds for one peer
_QUIET = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "TF_CPP_MIN_LOG_LEVEL": "3", "OMP_NUM_THREADS": "1"}


class Failed(Exception):
    """A peer that cannot be had here, with the reason."""


@dataclass(frozen=True)
class Rows:
    """The sets in a folder of their own, with the rows that are read."""

    names: list[Path]
    relations: list[Path]
    maps: LabelMap

    def texts(self) -> dict[str, list[str]]:
        """What a peer is given, each text once."""
        names = (row.text for path in self.names for row in named_texts(path))
        relations = (row.text for path in self.relations for row in related_texts(path))
        return {"names": list(dict.fromkeys(names)), "triples": list(dict.fromkeys(relations))}


@dataclass(frozen=True)
class Answers:
    """What a peer says of each text, and its cost."""

    names: dict[str, list[tuple[int, int, str]]]
    triples: dict[str, list[tuple[str, str, str]]] | None
    speed: float  # characters a CPU-second
    memory: float  # MB
    size: float  # MB installed


def sampled(folder: Path, into: Path, most: int) -> Rows:
    """Up to `most` rows of each set, evenly spread, copied into a folder."""

    def sample(kind: str, wanted: Sequence[str], read: Callable[[Path], Sequence[Any]]) -> list[Path]:
        paths = []
        for path in (p for p in held_out(folder / kind) if convention(p) in wanted):
            rows = read(path)
            step = max(1.0, len(rows) / most)
            kept = {int(n * step) for n in range(min(most, len(rows)))}
            copy = into / f"{set_name(path)}.jsonl"
            with open_(path) as lines:
                copy.write_bytes(b"".join(line for n, line in enumerate(lines) if n in kept))
            paths.append(copy)
        return sorted(paths, key=lambda p: wanted.index(convention(p)))

    names = sample("ner", NAMES, named_texts)
    return Rows(names, sample("relations", RELATIONS, related_texts), label_map(folder / "label_map.json"))


def open_(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def python(version: str) -> str:
    """The interpreter of a version; Failed where there is none."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found = [shutil.which(f"python{version}"), *sorted(map(str, root.glob(f"versions/{version}.*/bin/python")))]
    for path in filter(None, found):
        if subprocess.run([path, "-c", "import venv"], capture_output=True).returncode == 0:
            return path
    raise Failed(f"it needs Python {version}, which is not at hand")


def checked(command: Sequence[str | Path], doing: str) -> None:
    """Run a command; Failed with the last line that it prints where it fails."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=LONGEST, env={**os.environ, **_QUIET}
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"{doing} took more than {LONGEST // 60} minutes") from None
    if done.returncode:
        said = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        errors = [line for line in said if "Error" in line or "ERROR" in line] or said or [f"code {done.returncode}"]
        raise Failed(f"{doing} failed: {errors[-1][:160]}")


def environment(peer: dict[str, Any], cache: Path) -> Path:
    """The peer's virtual environment, made if it is not there yet."""
    home = cache / Path(peer["adapter"]).stem
    stamp, wanted = home / "installed.txt", "\n".join((peer["python"], *peer["install"]))
    if not stamp.is_file() or stamp.read_text() != wanted:
        interpreter = python(peer["python"])
        shutil.rmtree(home, ignore_errors=True)
        checked([interpreter, "-m", "venv", home], "making its environment")
        pip: list[str | Path] = [home / "bin" / "python", "-m", "pip", "install", "-q"]
        checked([*pip, "-U", "pip<25", "setuptools<66", "wheel"], "updating pip")
        checked([*pip, *peer["install"]], "installing")
        stamp.write_text(wanted)
    return home


def asked(peer: dict[str, Any], cache: Path, texts: dict[str, list[str]]) -> Answers:
    """What the peer says of the texts."""
    home = environment(peer, cache)
    with TemporaryDirectory() as name:
        given, told = Path(name, "in.json"), Path(name, "out.json")
        given.write_text(json.dumps(texts), "utf-8")
        checked([home / "bin" / "python", HERE / "adapters" / peer["adapter"], given, told], "running")
        data = json.loads(told.read_text("utf-8"))
    names = {
        text: [(a, b, kind) for a, b, kind in spans] for text, spans in zip(texts["names"], data["names"], strict=True)
    }
    triples = None
    if data["triples"] is not None:
        triples = {t: [tuple(one) for one in some] for t, some in zip(texts["triples"], data["triples"], strict=True)}
    size = sum(f.stat().st_size for f in home.rglob("*") if f.is_file() and not f.is_symlink()) / 1e6
    return Answers(names, triples, sum(map(len, texts["names"])) / data["seconds"], data["peak"], size)


def answering(answers: Answers) -> Extractor:
    """A peer's answers, as an extractor for the scorer."""

    def extract_batch(texts: Iterable[Parsed], settings: Settings) -> Iterator[Layer | ExtractionError]:
        raise TypeError("a peer makes no layer")

    def names(batch: Sequence[Parsed], ontology: Ontology, convention: str | None) -> list[list[Mention]]:
        found = (answers.names[parsed.document.text] for parsed in batch)
        return [[Mention(Span(a, b), kind) for a, b, kind in some] for some in found]

    def relations(
        batch: Sequence[Parsed], ontology: Ontology, convention: str, pairs: Sequence[Pairs] | None
    ) -> list[list[Triple]]:
        triples = answers.triples or {}
        return [[Triple(*one) for one in triples[parsed.document.text]] for parsed in batch]

    known = Conventions(names, relations, relation_labels={name: frozenset() for name in RELATIONS})
    return Extractor("peer", extract_batch, conventions=lambda: known)


def untold(one: Extractor) -> Extractor:
    """One of ours that is not told which set it reads."""

    known = one.conventions()

    def names(batch: Sequence[Parsed], ontology: Ontology, convention: str | None) -> Sequence[Sequence[Mention]]:
        assert known.mentions is not None
        return known.mentions(batch, ontology, None)

    untold = replace(known, mentions=names, mention_labels={})
    return replace(one, conventions=lambda: untold)


def ours(name: str, rows: Rows) -> str:
    """A line for one of our extractors, in this process."""
    one = untold(extractor(name))
    texts, mentions = rows.texts()["names"], one.conventions().mentions
    assert mentions is not None
    mentions([segment(Document(DocumentId("warm"), texts[0]), load())], load(), None)
    begun = time.process_time()
    for at in range(0, len(texts), 256):
        mentions(
            [segment(Document(DocumentId(str(n)), text), load()) for n, text in enumerate(texts[at : at + 256])],
            load(),
            None,
        )
    speed = sum(map(len, texts)) / (time.process_time() - begun)
    return line(f"**zhkg, {name}**", scores(one, rows, True), f"{speed:,.0f}", "", "", "MIT")


def scores(one: Extractor, rows: Rows, triples: bool) -> list[str]:
    found = [common(score_mentions(path, one, load(), rows.maps)) for path in rows.names]
    related = [score_relations(path, one, load()).micro for path in rows.relations] if triples else []
    return [f"{tally.f1:.3f}" for tally in (*found, *related)] + ["–"] * (0 if triples else len(rows.relations))


def line(name: str, cells: Sequence[str], *more: str) -> str:
    return f"| {' | '.join((name, *cells, *more))} |"


def table(rows: Rows, peers: list[dict[str, Any]], cache: Path) -> Iterator[str]:
    sets = [set_name(path) for path in (*rows.names, *rows.relations)]
    yield line("", sets, "characters a CPU-second", "memory MB", "installed MB", "licence")
    yield line("---", ["---:"] * len(sets), "---:", "---:", "---:", "---")
    for row in OWN:
        yield ours(row.name, rows)
    texts = rows.texts()
    for peer in peers:
        try:
            got = asked(peer, cache, texts)
        except Failed as reason:
            why = "; ".join(filter(None, (f"does not run: {reason}", peer.get("note"))))
            yield line(peer["name"], ["–"] * len(sets), why, "", "", peer["licence"])
            continue
        cells = scores(answering(got), rows, got.triples is not None)
        costs = (f"{got.speed:,.0f}", f"{got.memory:.0f}", f"{got.size:.0f}")
        yield line(peer["name"], cells, *costs, peer["licence"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", help="only the peers whose names begin so; the table is not written")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "zhkg-peers")
    parser.add_argument("--rows", type=int, default=1000)
    given = parser.parse_args()
    peers = tomllib.loads((HERE / "peers.toml").read_text("utf-8"))["peer"]
    if given.names:
        peers = [peer for peer in peers if peer["name"].startswith(tuple(given.names))]
    system = f"{platform.system()} on {platform.machine()}, on two shared cores of a virtual machine"
    lines = [
        f"Written by `python -m tests.bench.peers FOLDER`, {system}:",
        f"up to {given.rows:,} rows of each set, evenly spread.",
        f"Names: exact span F1 over {', '.join(COMMON)} as far as the set marks them; relations: micro-F1 of triples.",
        "Nobody is told which set it reads. A peer may have been trained on a set, its test rows included.\n",
    ]
    with TemporaryDirectory() as name:
        rows = sampled(given.folder, Path(name), given.rows)
        for one in table(rows, peers, given.cache):
            print(one, flush=True)
            lines.append(one)
    if not given.names:
        TABLE.write_text("# Peers\n\n" + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
