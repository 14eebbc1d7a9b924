"""A Spark session: started with a sentence where that cannot be, and quiet."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, TargetError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_KNOCK = 5.0  # seconds for which a master is tried
_PATIENCE = 120.0  # seconds for which machines are waited for
_PAUSE = 0.5  # seconds between two looks
_PER_CORE, _PER_PARTITION = 2, 2_000  # partitions of a shuffle: for each core; documents of one, at most
_ADDRESS = re.compile(r"(?:spark|k8s)://(?:https?://)?([^/]{1,2000})")
_OURS = re.compile(r"^kg\.errors\.\w{1,40}: (.{1,2000})$", re.MULTILINE)
_PYTHON = re.compile(r"^[A-Za-z]{1,40}(?:Error|Exception): .{1,2000}$", re.MULTILINE)  # the end of a traceback
_LEAST, _MOST, _SHARE = 1024, 8192, 4  # megabytes of a local Java, and which part of a machine's memory it may take
_LONGEST = 300  # characters of what Spark says
_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # beside Python's: few threads that compile and collect
_SETTINGS = {
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.codegen.wholeStage": "false",  # plans are plain, and compiling them costs more than it gains
    "spark.sql.adaptive.coalescePartitions.minPartitionSize": "64k",  # few bytes are seconds of work here
    "spark.sql.execution.arrow.maxRecordsPerBatch": "500",
    "spark.sql.parquet.compression.codec": "zstd",
}


@contextmanager
def session(master: str, settings: Mapping[str, str], documents: int, log: Path) -> Iterator[SparkSession]:
    """A session on a master; what Spark prints goes into `log`, which is gone at the end if all went well.

    KgError where PySpark, Java, the master or its machines are missing, and where Spark stops for a reason of its own;
    TargetError where a disk is full.
    """
    _check(master)
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        with _printing_to(log):
            found = _started(master, settings)
        with closing(_Stopped(found)):
            if not master.startswith("local"):
                _wait_for_machines(found, master)
            cores = found.sparkContext.defaultParallelism
            if "spark.sql.shuffle.partitions" not in settings:
                found.conf.set("spark.sql.shuffle.partitions", max(_PER_CORE * cores, documents // _PER_PARTITION))
            yield found
    except (PySparkException, Py4JError, ConnectionError) as error:
        raise told(error, master, log) from None
    log.unlink(missing_ok=True)


class _Stopped:
    """Stops a session, whatever its state."""

    def __init__(self, found: SparkSession) -> None:
        self._found = found

    def close(self) -> None:
        """Stop it; a Java that is gone needs no stopping."""
        from py4j.protocol import Py4JError

        try:
            self._found.stop()
        except (Py4JError, OSError):
            return


def _check(master: str) -> None:
    try:
        for name in ("pandas", "pyarrow", "pyspark"):  # PySpark asks for the other two
            import_module(name)
    except ImportError as error:
        hint = "run: pip install 'zhkg[spark]'"
        raise KgError(f"--engine spark needs {error.name}, which is not installed", hint=hint) from None
    home = os.environ.get("JAVA_HOME")
    if not shutil.which("java", path=str(Path(home, "bin")) if home else None):
        where = f" in JAVA_HOME ({home})" if home else ""
        raise KgError(f"--engine spark needs Java 17 or newer, and there is none{where}", hint="install a JRE")
    if (address := _ADDRESS.match(master)) and not any(map(_answers, address[1].split(","))):
        hint = "check its address, and that it runs"
        raise KgError(f"no Spark master answers within {_KNOCK:g} seconds", where=master, hint=hint)


def _answers(address: str) -> bool:
    """Whether somebody listens there."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]") or address, int(port)), _KNOCK):
            return True
    except (OSError, ValueError):
        return False


def _started(master: str, settings: Mapping[str, str]) -> SparkSession:
    from pyspark.sql import SparkSession

    given = dict(_SETTINGS)
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        given |= {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.extraJavaOptions": _JAVA}
        given["spark.driver.memory"] = f"{_heap()}m"
    os.environ.setdefault("PYSPARK_PYTHON", settings.get("spark.pyspark.python", sys.executable))
    if path := os.environ.get("PYTHONPATH"):
        given["spark.executorEnv.PYTHONPATH"] = path
    builder = SparkSession.builder.master(master).appName("kg run")
    for name, value in {**given, **settings}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _heap() -> int:
    """Megabytes for a Java that is the whole cluster: Spark's own 1 GB ended at 10,000 documents."""
    try:
        here = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    except (AttributeError, OSError, ValueError):
        here = 0
    return max(_LEAST, min(here // _SHARE, _MOST))


def _wait_for_machines(found: SparkSession, master: str) -> None:
    """KgError where no executor comes: the cluster is full, or the driver cannot be reached from it."""
    last = time.monotonic() + _PATIENCE
    scala: Any = found.sparkContext._jsc.sc()
    while scala.getExecutorMemoryStatus().size() < 2:
        if time.monotonic() > last:
            hint = "see whether the cluster has free machines, and whether they can reach this one"
            raise KgError(f"no executor came within {_PATIENCE:g} seconds", where=master, hint=hint)
        time.sleep(_PAUSE)


@contextmanager
def _printing_to(log: Path) -> Iterator[None]:
    """Let a Java that is started here print into a file for good; this process goes on as before."""
    sys.stdout.flush()
    saved = {number: os.dup(number) for number in (1, 2)}
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        for number in saved:
            os.dup2(file, number)
        yield
    finally:
        os.close(file)
        for number, copy in saved.items():
            os.dup2(copy, number)
            os.close(copy)


def told(error: Exception, master: str, log: Path) -> KgError:
    """What stopped Spark, in a sentence."""
    try:
        said = str(error)  # an error of Java is asked for its words, there
    except OSError:
        hint = f"was there memory left (--conf spark.driver.memory=4g)? {log} has what it printed"
        return KgError("Java, in which Spark runs, has ended", where=master, hint=hint)
    if ours := _OURS.findall(said):
        return KgError(ours[-1])
    if "No space left on device" in said:
        return TargetError("a disk is full, the target's or Spark's own (spark.local.dir)", hint="nothing was written")
    lines = _PYTHON.findall(said) or [line.strip() for line in said.splitlines() if line.strip()] or [repr(error)]
    return KgError(f"Spark stopped: {lines[0][:_LONGEST]}", where=master, hint=f"{log} has what it printed")
