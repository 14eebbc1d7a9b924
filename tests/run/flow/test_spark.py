"""A run on Spark, for real: executors are processes of their own, one is killed, and documents are poisoned."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.distributions import install

ROOT = Path(__file__).parents[3]
TOY = """
import os
import time
from dataclasses import replace
from pathlib import Path
from kg.extract.batch import one_by_one
from kg.extract.extractor import Extractor
from kg.extract.extractors import extractor

def extract(parsed, settings):
    if mark := os.environ.get("TOY_MARK"):
        Path(mark).touch()
        time.sleep(0.3)
    if "剧毒" in parsed.document.text:
        os.kill(os.getpid(), 9)
    if "故障" in parsed.document.text:
        raise ValueError("a fault of the toy")
    (found,) = extractor("rules").extract_batch(iter([parsed]), settings)
    return replace(found, extractor="toy")

EXTRACTOR = Extractor("toy", one_by_one(extract), code=(Path(__file__),))
"""
LOCAL_CLUSTER = "local-cluster[2,1,1024]"  # executors, cores of each, MiB of each
POISON = {"bad": "张伟吃了剧毒的蘑菇。", "worse": "发生故障。李明来了。"}


def _has_spark() -> str | None:
    for name in ("pyspark", "pandas", "pyarrow"):
        if importlib.util.find_spec(name) is None:
            return f"{name} is not installed: pip install 'zhkg[spark]'"
    return None if shutil.which("java") else "there is no Java: install openjdk-17-jre-headless"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an extractor and a corpus: what is named in one article is named in others too."""
    folder = tmp_path_factory.mktemp("spark")
    install(folder, "zhkg-toy", "1.0", "toy = zhkg_toy:EXTRACTOR", {"zhkg_toy": TOY})
    corpus = folder / "corpus"
    corpus.mkdir()
    for nth in range(16):
        county, year = "临江县" if nth % 2 else "海东县", 2010 + nth % 3
        text = f"{county}档案馆于{year}年6月被省档案局授予“先进集体”称号。{county}档案馆馆长张伟出席会议。"
        more = f"海州大学教授李明{'' if nth % 3 else '与临江县人民医院院长王芳'}参加了座谈会。"
        (corpus / f"a{nth:02}.txt").write_text(f"{text}{more}", "utf-8")
    for name, text in POISON.items():
        (corpus / f"{name}.txt").write_text(text, "utf-8")
    return folder


def command(place: Path, *arguments: str, **more: str) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(ROOT), str(place)])
    flags = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # half the time to start
    return subprocess.Popen(
        [sys.executable, "-m", "kg", *arguments],
        env={**os.environ, "PYTHONPATH": path, "JAVA_TOOL_OPTIONS": flags, **more},
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def executors(of: int) -> Iterator[int]:
    """The executors among the processes that come from a process, directly or not."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"CoarseGrainedExecutorBackend" in (folder / "cmdline").read_bytes():
                number = int(folder.name)
                while number > 1 and number != of:
                    number = int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
                if number == of:
                    yield int(folder.name)
        except OSError:
            continue  # it has ended


def killed(run: subprocess.Popen[str], mark: Path) -> int:
    """Kill an executor once documents are being extracted."""
    last = time.monotonic() + 900
    while not mark.exists():
        assert run.poll() is None and time.monotonic() < last, run.communicate()
        time.sleep(0.1)
    time.sleep(0.5)
    victim = next(executors(run.pid))
    os.kill(victim, signal.SIGKILL)
    return victim


def lines(folder: Path) -> list[bytes]:
    return sorted(line for file in folder.glob("*.nq") for line in file.read_bytes().splitlines(keepends=True))


@pytest.fixture(scope="module")
def built(place: Path) -> Path:
    """What `kg build` makes of the corpus, in one process, as quads and as tables."""
    out = place / "built"
    build = command(place, "build", "corpus", "-o", str(out), "--extractor", "toy", "-q")
    (out.parent / "failed").write_text(build.communicate()[1], "utf-8")
    assert build.returncode == 1
    for form, name in (("nquads", "graph.nq"), ("parquet", "tables")):
        assert command(place, "export", str(out), "--to", form, "-o", str(place / name)).wait() == 0
    return place


@pytest.fixture(scope="module", params=["local", "spark"])
def ran(request: pytest.FixtureRequest, place: Path) -> Path:
    """What `kg run` makes of it; on Spark with a killed executor."""
    if request.param == "spark" and (reason := _has_spark()):
        pytest.skip(reason)
    engine: str = request.param
    out, mark = place / f"{engine} 图", place / "mark"
    if engine == "local":
        run = command(place, "run", "corpus", str(out), "--extractor", "toy")
    else:
        how = ("--engine", "spark", "--master", LOCAL_CLUSTER)
        run = command(place, "run", "corpus", str(out), "--extractor", "toy", *how, TOY_MARK=str(mark))
        killed(run, mark)
    stdout, stderr = run.communicate()
    assert run.returncode == 1, stderr
    assert stdout.startswith("16 documents, ")
    assert "2 failed, extractor toy" in stdout
    (place / f"{out.name}-failed").write_text(stderr, "utf-8")
    return out


def test_the_graph_is_that_of_one_process(ran: Path, built: Path) -> None:
    expected = (built / "graph.nq").read_bytes().splitlines(keepends=True)
    assert len(expected) > 500
    assert lines(ran / "nquads") == sorted(expected)


def test_poisoned_documents_fail_alone(ran: Path, built: Path) -> None:
    told = (ran.parent / f"{ran.name}-failed").read_text("utf-8").splitlines()
    assert sorted(told) == sorted((built / "failed").read_text("utf-8").splitlines())
    assert [line.count(f"{name}.txt: ") for line, name in zip(sorted(told), POISON, strict=True)] == [1, 1]
    assert (ran / "failures.jsonl").read_text("utf-8").count("\n") == len(POISON)


def test_the_tables_are_those_of_an_export(ran: Path, built: Path) -> None:
    dataset = pytest.importorskip("pyarrow.dataset", reason="pyarrow is not installed: pip install 'zhkg[parquet]'")
    for name in ("documents", "entities", "mentions", "facts", "evidence"):
        expected = dataset.dataset(built / "tables" / f"{name}.parquet").to_table().to_pylist()
        found = dataset.dataset(ran / "parquet" / name).to_table().to_pylist()
        assert expected and sorted(map(repr, found)) == sorted(map(repr, expected))


def test_the_quads_load_into_oxigraph(ran: Path, tmp_path: Path) -> None:
    import pyoxigraph as ox

    store = ox.Store(str(tmp_path / "db"))
    for file in sorted((ran / "nquads").glob("*.nq")):
        store.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
    assert len(store) == len(set(lines(ran / "nquads")))


def test_nothing_else_is_left(ran: Path) -> None:
    assert sorted(path.name for path in ran.iterdir()) == ["failures.jsonl", "nquads", "parquet"]
    assert not list(ran.parent.glob(".*kg-run*")) and not list(ran.parent.glob("*.spark.log"))
    assert not list(ran.rglob("_SUCCESS")) and not list(ran.rglob(".*"))
