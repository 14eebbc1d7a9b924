"""A corpus through records on disk gives the bytes of a build in memory, whatever happens on the way."""

from __future__ import annotations

import errno
import json
import os
import pickle
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kg.check.file import check_file
from kg.cli.main import run
from kg.errors import ExtractionError, TargetError
from kg.export.formats import FORMATS, Settings, pieces
from kg.extract.extractors import extractor as named
from kg.extract.fingerprint import origin
from kg.ontology.ontology import load
from kg.pipeline import build, graph
from kg.processes.child import Child
from kg.read.sources import Source, sources
from kg.run.corpus import build as building
from kg.run.corpus import files as writing
from kg.run.corpus import tasks, work
from kg.run.corpus.corpus import built
from kg.run.corpus.journal import FILE, Journal
from kg.run.corpus.reading import How, Reading, kept
from kg.segment.parse import segment
from kg.types import Graph, Layer
from tests.bench.made_articles import write
from tests.run.made import made

ONTOLOGY = load()
WRITE = Settings(ONTOLOGY)
NAMES = ("graph.json", "graph.ttl", "graph.html")
IDS = ["a", "a!", "a/b", "a b", "aa", "b=1,2", "b", "~", "一", "1", "10", "100"]
BASES = [WRITE.base, "urn:ab:c#", "https://a.example/kg#"]
Files = dict[str, bytes]


def how(processes: int = 1) -> How:
    return How(None, ONTOLOGY, "rules", processes, 20.0)


def expected(whole: Graph, settings: Settings = WRITE) -> Files:
    forms = {f"graph{FORMATS[form].suffix}": form for form in ("json", "turtle", "html")}
    return {name: "".join(pieces(whole, form, settings)).encode() for name, form in forms.items()}


def all_of(out: Path, found: list[Source], given: How, **more: Any) -> Files:
    with built(out, found, given, WRITE, **more) as (_, files):
        return {name: b"".join(one if isinstance(one, bytes) else one.encode() for one in some) for name, some in files}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranges of three documents."""
    monkeypatch.setattr(building, "_RANGE", 3)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write(tmp_path / "corpus", 30)
    return tmp_path / "corpus"


def of_layers(monkeypatch: pytest.MonkeyPatch, out: Path, layers: list[Layer], write: Settings) -> Files:
    """What becomes of Layers, in the order in which they are given."""

    def read(self: Reading, _sources: object) -> None:
        for layer in layers:
            found = kept(layer, ONTOLOGY)
            self._put(found.entry, self._journal.keep(found))
        self._journal.close()

    monkeypatch.setattr(Reading, "read", read)
    with built(out, [], how(), write) as (_, files):
        return {name: b"".join(p if isinstance(p, bytes) else p.encode() for p in some) for name, some in files}


@pytest.mark.parametrize("seed", range(int(os.environ.get("KG_CORPORA", "12"))))
def test_the_bytes_of_a_build_in_memory(
    seed: int, small: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over random Layers in which much hangs together, under ids that sort otherwise as IRIs than as they are."""
    chance = random.Random(seed)
    ids = chance.sample(IDS, chance.randint(1, len(IDS)))
    layers = [made(chance, id_, claims=chance.randint(0, 8)) for id_ in ids]
    settings = Settings(ONTOLOGY, chance.choice(BASES), schema=seed % 3 == 0)
    found = of_layers(monkeypatch, tmp_path / "out", layers, settings)
    whole = graph(layers, ONTOLOGY)
    whole = Graph(whole.documents, whole.entities, whole.facts, whole.links, origin(named("rules"), how().settings))
    for name, data in expected_by(whole, settings).items():
        assert found[name] == data, name
    assert not (tmp_path / "out").exists()


def expected_by(whole: Graph, settings: Settings) -> Files:
    plain = Settings(ONTOLOGY, settings.base)
    return {
        "graph.json": "".join(pieces(whole, "json", plain)).encode(),
        "graph.ttl": "".join(pieces(whole, "turtle", settings)).encode(),
        "graph.html": "".join(pieces(whole, "html", plain)).encode(),
    }


def test_any_number_of_processes_and_any_order(small: None, corpus: Path, tmp_path: Path) -> None:
    found = sources([corpus])
    wanted = expected(build(found, extractor="rules").graph)
    assert all_of(tmp_path / "out", found, how(2)) == wanted
    assert all_of(tmp_path / "out", found[::-1], how(1)) == wanted


# -- pages, failures -------------------------------------------------------------------------------------------------


def test_pages_of_parts_with_an_index(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (building, writing):
        monkeypatch.setattr(module, "DOCUMENTS", 12)
    out = tmp_path / "out"
    command = ["build", str(corpus), "-o", str(out), "-q", "--extractor", "rules", "--no-sparql"]
    assert run(command) == 0
    pages = sorted(path.name for path in out.glob("*.html"))
    assert pages == ["graph-001.html", "graph-002.html", "graph-003.html", "graph.html"]
    index = (out / "graph.html").read_text("utf-8")
    assert all(f'href="{name}"' in index for name in pages[:3])
    assert "a000000 – a000011" in index and "a000024 – a000029" in index
    assert not [f for f in check_file(out, ONTOLOGY) if f.code.startswith("E4") or f.code == "W401"]
    (out / "graph-002.html").write_text("another")
    assert [f.code for f in check_file(out, ONTOLOGY) if f.code.startswith("E4")] == ["E404"]
    monkeypatch.setattr(building, "DOCUMENTS", 100)
    monkeypatch.setattr(writing, "DOCUMENTS", 100)
    assert run(command) == 0
    assert [path.name for path in out.glob("*.html")] == ["graph.html"]


def test_failures_with_their_reasons(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("罗书华毕业于清华大学。", "utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    out = tmp_path / "out"
    files = [str(tmp_path / name) for name in ("a.txt", "b.txt", "missing.txt")]
    assert run(["build", *files, "-o", str(out), "-q", "--extractor", "rules"]) == 1
    told = [json.loads(line) for line in (out / "failures.jsonl").read_text("utf-8").splitlines()]
    assert [Path(one["where"]).name for one in told] == ["b.txt", "missing.txt"]
    assert told[1] == {
        "where": files[2],
        "what": "there is no such file",
        "hint": "check the name",
        "kind": "SourceError",
    }
    assert run(["build", files[0], "-o", str(out), "-q", "--extractor", "rules"]) == 0
    assert not (out / "failures.jsonl").exists()


# -- accidents -------------------------------------------------------------------------------------------------------


def journals(out: Path) -> list[Path]:
    return list(out.glob(f".kg-work-*/{FILE}"))


def dies(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    ("spoil", "error", "message"),
    [
        (
            lambda m: m.setattr(tasks, "compare", dies),
            ExtractionError,
            "a process that was joining the documents end",
        ),
        (lambda m: m.setattr(work, "append", full), TargetError, "it cannot be written: No space left on device"),
    ],
)
def test_what_was_read_is_kept_when_merging_fails(
    spoil: Callable[[pytest.MonkeyPatch], None],
    error: type[Exception],
    message: str,
    small: None,
    corpus: Path,
    tmp_path: Path,
) -> None:
    out, found = tmp_path / "out", sources([corpus])
    with pytest.MonkeyPatch.context() as patch:
        spoil(patch)
        with pytest.raises(error, match=message) as told:
            all_of(out, found, how())
    assert "--resume" in str(told.value)
    assert [path.name for path in journals(out)[0].parent.iterdir()] != []
    seen: list[Source] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Reading, "_finished", lambda _self, waiting, _known: iter(map(seen.append, waiting)))
        assert all_of(out, found, how(), resume=True) == expected(build(found, extractor="rules").graph)
    assert seen == []
    assert journals(out) == []


def test_a_full_disk_while_reading(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, left = Journal.keep, 25

    def keep(self: Journal, one: Any) -> Any:
        nonlocal left
        left -= 1
        return whole(self, one) if left >= 0 else full()

    monkeypatch.setattr(Journal, "keep", keep)
    with pytest.raises(TargetError, match=r"No space left on device; nothing was changed; make room"):
        all_of(tmp_path / "out", sources([corpus]), how())
    left = 100
    with built(tmp_path / "out", sources([corpus]), how(), WRITE, resume=True) as (made, _):
        assert (made.documents, made.resumed) == (30, 25)


def test_a_journal_that_is_torn_counts_up_to_there(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    reading = Reading(folder, how())
    reading.read(sources([corpus])[:5])
    data = (folder / FILE).read_bytes()
    for cut, damage in ((len(data) - 1, b""), (len(data) - 300, b"x" * 300)):
        (folder / FILE).write_bytes(data[:cut] + damage)
        again = Reading(folder, how())
        again.read(sources([corpus])[:5])
        assert (again.resumed, len(again.found)) == (4, 5)
    changed = sources([corpus])[0].path
    assert changed is not None
    changed.write_text("罗书华毕业于清华大学。", "utf-8")
    again = Reading(folder, how())
    again.read(sources([corpus])[:5])
    assert (again.resumed, len(again.found)) == (4, 5)
    other = Reading(folder, How(None, ONTOLOGY, "model", 1, 20.0))
    assert other._journal.found == []


def test_a_poisoned_document_fails_alone(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg import pipeline

    whole = segment

    def poisoned(document: Any, ontology: Any) -> Any:
        if document.id == "a000007":
            dies()
        return whole(document, ontology)

    monkeypatch.setattr(pipeline, "segment", poisoned)
    with built(tmp_path / "out", sources([corpus]), how(2), WRITE) as (made, files):
        names = [name for name, _ in files]
    assert made.documents == 29
    assert names == [*NAMES, "failures.jsonl"]
    (failure,) = made.failures
    assert failure.where is not None and failure.where.endswith("a000007.txt")
    assert "ended" in str(failure)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the processes of a build that is killed end with it on Linux")
def test_killed_and_resumed(tmp_path: Path) -> None:
    """No document that was written to the journal is read again, and the files are those of one build."""
    write(tmp_path / "corpus", 120)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "kg", "build", str(tmp_path / "corpus"), "-o", str(out), "-j", "2"]
    command += ["--extractor", "rules", "--no-sparql"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    last = time.monotonic() + 120
    while time.monotonic() < last and not (journals(out) and journals(out)[0].stat().st_size > 700_000):
        time.sleep(0.01)
    process.kill()
    process.wait()
    (journal,) = journals(out)
    done = sum(1 for _ in entries(journal))
    assert 20 < done < 120
    told = subprocess.run([*command, "--resume"], capture_output=True, encoding="utf-8", check=True)
    assert f"{done} of 120 documents had been read by the build that was killed" in told.stderr
    assert journals(out) == []
    assert sorted(path.name for path in out.iterdir()) == sorted([*NAMES, "manifest.json"])
    wanted = expected(build(sources([tmp_path / "corpus"]), extractor="rules").graph)
    assert (out / "graph.json").read_bytes() == wanted["graph.json"]
    assert (out / "graph.ttl").read_bytes() == wanted["graph.ttl"]


def entries(journal: Path) -> Iterator[Any]:
    from kg.run.corpus.journal import _read
    from kg.run.corpus.reading import _made_by

    return _read(journal, _made_by(how()))


def test_tasks_run_in_a_fresh_interpreter(tmp_path: Path) -> None:
    """Where processes are not forked, a task goes there by value."""
    job = tasks.Job(None, tmp_path, tmp_path / FILE, 3, 1, WRITE.base, origin(named("rules"), how().settings))
    task = partial(tasks.compare, job, 0)
    assert pickle.loads(pickle.dumps(task))() == tasks.Answer()
    with Child(work._done, spawn=True) as child:
        assert child.call((0, task), timeout=120) == tasks.Answer()
