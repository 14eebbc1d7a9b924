"""Real children: what may go wrong in them, and that none is left."""

from __future__ import annotations

import multiprocessing.connection
import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.errors import LimitError, QueryError
from kg.processes.child import POLL, Child, Died, OutOfMemory, TimedOut
from kg.store.lock import LOCK, locked

MB = 2**20
posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
here = pytest.mark.parametrize("spawn", [pytest.param(False, marks=posix), True], ids=["fork", "spawn"])


def run(code: str) -> Any:
    """What `work` is called with in a child: Python, whose value is that of `answer`."""
    names: dict[str, Any] = {}
    exec(code, names)
    return names.get("answer")


SLEEP = "import time; time.sleep(600)"
MATCH = "import re; re.match('(a*)*b', 'a' * 64)"  # C code that holds the GIL
CROSS = """
import pyoxigraph as ox
store = ox.Store()
store.load(b"".join(b"<a:%d> <a:p> 1 ." % n for n in range(300)), format=ox.RdfFormat.TURTLE)
list(store.query("SELECT (COUNT(*) AS ?all) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"))
"""
HOG = "kept = []\nwhile True: kept.append(bytearray(b'x') * 2 ** 22)"
AT_ONCE = "answer = bytearray(2 ** 45)"
RUST = """
import pyoxigraph as ox
store = ox.Store()
doubled = " ".join(f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(60))
list(store.query('SELECT * { BIND("%s" AS ?v0) %s }' % ("x" * 1000, doubled)))
"""


def gone(pid: int, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


@here
def test_it_answers_one_call_after_the_other(spawn: bool) -> None:
    with Child(run, spawn=spawn) as child:
        assert [child.call(f"answer = {n} + 1", timeout=60) for n in range(3)] == [1, 2, 3]
        assert len(child.call("answer = b'x' * 5_000_000")) == 5_000_000
        assert child.alive
        pid = child.pid
    assert not child.alive
    assert gone(pid)
    with pytest.raises(Died):
        child.call("answer = 1")


@posix
def test_a_forked_child_inherits_what_cannot_be_pickled() -> None:
    lock = threading.Lock()
    asked: Child[int, tuple[int, bool]] = Child(lambda n: (n, lock.locked()))
    with asked as child:
        assert child.call(1) == (1, False)


@here
def test_errors_are_those_of_the_work(spawn: bool) -> None:
    with Child(run, spawn=spawn) as child:
        with pytest.raises(ZeroDivisionError, match="division"):
            child.call("1 / 0")
        with pytest.raises(QueryError) as caught:
            child.call("from kg.errors import QueryError as E\nraise E('it is wrong', where='a.rq:3', hint='mend it')")
        found = caught.value
        assert (str(found), found.where, found.hint) == ("a.rq:3: it is wrong; mend it", "a.rq:3", "mend it")
        with pytest.raises(LimitError):
            child.call("from kg.errors import LimitError as E\nraise E('it is long')")
        with pytest.raises(RuntimeError, match="Odd: lost"):
            child.call("class Odd(Exception): pass\nraise Odd('lost')")
        with pytest.raises(RuntimeError, match="SystemExit: 5"):
            child.call("raise SystemExit(5)")
        with pytest.raises(Exception, match="pickle"):
            child.call("answer = lambda: 1")
        with pytest.raises(Exception, match="pickle"):
            child.call(lambda: 1)  # type: ignore[arg-type]
        assert child.call("answer = 7") == 7


@here
@pytest.mark.parametrize("code", [SLEEP, MATCH, CROSS], ids=["sleep", "C", "Rust"])
def test_it_is_killed_at_the_limit_of_time(code: str, spawn: bool) -> None:
    with Child(run, memory=2**32, spawn=spawn) as child:
        child.call("import pyoxigraph", timeout=60)
        begun = time.monotonic()
        with pytest.raises(TimedOut) as caught:
            child.call(code, timeout=0.5)
        assert 0.45 < time.monotonic() - begun < 5
        assert caught.value.seconds == 0.5
        assert not child.alive


@here
@pytest.mark.parametrize("code", [HOG, AT_ONCE, RUST], ids=["grows", "at once", "Rust"])
def test_it_is_stopped_at_the_limit_of_memory(code: str, spawn: bool) -> None:
    with Child(run, memory=200 * MB, spawn=spawn) as child, pytest.raises(OutOfMemory) as caught:
        child.call(code, timeout=60)
    assert caught.value.limit == 200 * MB


@posix
def test_what_an_allocator_of_rust_says_is_out_of_memory_too(capfd: pytest.CaptureFixture[str]) -> None:
    code = "import os\nos.write(2, b'memory allocation of 70 bytes failed\\n')\nos.abort()"
    with Child(run) as child, pytest.raises(OutOfMemory) as caught:
        child.call(code)
    assert caught.value.limit is None
    assert capfd.readouterr() == ("", "")


@here
def test_after_a_memory_error_it_goes_on(spawn: bool) -> None:
    with Child(run, memory=100 * MB, spawn=spawn) as child:
        for _ in range(2):
            with pytest.raises(OutOfMemory):
                child.call(AT_ONCE)
        assert child.call("answer = 1") == 1


@here
@pytest.mark.parametrize(
    ("code", "exitcode"),
    [
        ("import os; os.abort()", -signal.SIGABRT),
        ("import os; os._exit(3)", 3),
        ("import os; os._exit(0)", 0),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", -signal.SIGSEGV),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", -signal.SIGTERM),
    ],
)
def test_how_it_died_is_told(code: str, exitcode: int, spawn: bool, capfd: pytest.CaptureFixture[str]) -> None:
    with Child(run, spawn=spawn) as child, pytest.raises(Died) as caught:
        child.call(f"import os; os.write(2, b'last words'); os.write(1, b'; more'); {code}", timeout=60)
    assert caught.value.exitcode == exitcode
    assert caught.value.said == ("" if spawn else "last words; more")
    assert capfd.readouterr() == ("", "")


@here
def test_killed_from_outside(spawn: bool) -> None:
    with Child(run, spawn=spawn) as child:
        child.call("import time", timeout=60)
        threading.Timer(0.2, os.kill, (child.pid, signal.SIGKILL)).start()
        with pytest.raises(Died) as caught:
            child.call(SLEEP, timeout=60)
    assert caught.value.exitcode == -signal.SIGKILL


@posix
def test_the_end_of_a_child_is_seen_though_another_process_holds_its_pipe() -> None:
    with Child(run) as child:
        child.send("import os, time\nif os.fork(): os._exit(4)\ntime.sleep(20)")
        end = time.monotonic() + 10
        with pytest.raises(Died) as caught:
            while time.monotonic() < end:
                child.check()
                time.sleep(POLL)
    assert caught.value.exitcode == 4


@here
def test_several_are_driven_at_once(spawn: bool) -> None:
    children: list[Child[str, Any]] = [Child(run, memory=100 * MB, spawn=spawn) for _ in range(4)]
    for child in children:
        child.call("", 60)  # it is started
    for child, code in zip(children, ["answer = 1", MATCH, HOG, "import os; os._exit(3)"], strict=True):
        child.send(code, timeout=5)
    found: dict[int, Any] = {}
    while len(found) < 4:
        waiting = {c.connection: n for n, c in enumerate(children) if n not in found}
        ready = multiprocessing.connection.wait(waiting, POLL)
        for connection, n in waiting.items():
            try:
                if connection in ready:
                    found[n] = children[n].receive()
                else:
                    children[n].check()
            except (TimedOut, OutOfMemory, Died) as error:
                found[n] = type(error)
    assert found == {0: 1, 1: TimedOut, 2: OutOfMemory, 3: Died}
    for child in children:
        child.close()


def script(tmp_path: Path, body: str) -> subprocess.Popen[str]:
    """Another Python, which prints the number of its child and then waits for it."""
    file = tmp_path / "parent.py"
    text = textwrap.indent(textwrap.dedent(body), "    ")
    imports = "from kg.processes.child import *\nfrom tests.processes.test_child import *\n"
    file.write_text(f"{imports}if __name__ == '__main__':\n{text}")
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.Popen([sys.executable, str(file)], stdout=subprocess.PIPE, text=True, env=environment)


WAITING = """
    import pyoxigraph
    with Child(run, memory=2**32, spawn={spawn}) as child:
        child.call("import pyoxigraph, re")
        print(child.pid, flush=True)
        {call}
"""


@here
@pytest.mark.parametrize("code", [SLEEP, MATCH, CROSS], ids=["sleep", "C", "Rust"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda s: s.name)
def test_no_child_outlives_its_parent(tmp_path: Path, code: str, number: signal.Signals, spawn: bool) -> None:
    call = f"child.call({code!r})"
    with script(tmp_path, WAITING.format(spawn=spawn, call=call)) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        time.sleep(0.3)
        assert not gone(pid, 0.1)
        parent.send_signal(number)
        assert gone(pid)
        assert parent.wait(30) != 0


@pytest.mark.skipif(sys.platform != "linux", reason="what a process holds is looked up in /proc")
def test_a_child_holds_no_lock_of_its_parent(tmp_path: Path) -> None:
    """What a killed build had locked is free at once, though its workers may take a while to die."""
    held = "import os\nanswer = [os.path.realpath(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd')]"
    with locked(tmp_path, 0), Child(run) as child:
        assert str(tmp_path / LOCK) in {os.path.realpath(path) for path in Path("/proc/self/fd").iterdir()}
        assert str(tmp_path / LOCK) not in child.call(held)


@posix
def test_one_child_does_not_hold_the_pipe_of_another() -> None:
    with Child(run) as first, Child(run) as second:
        assert second.call("answer = 1") == 1
        first.connection.close()
        assert gone(first.pid)


@posix
def test_a_handler_of_the_parent_is_none_of_the_child() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGUSR1, lambda number, _: heard.append(number))
    try:
        with Child(run) as child:
            child.call("import os, signal\nos.kill(os.getpid(), signal.SIGINT)")  # ignored: the parent decides
            with pytest.raises(Died) as caught:
                child.call("import os, signal\nos.kill(os.getpid(), signal.SIGUSR1)")
        assert caught.value.exitcode == -signal.SIGUSR1
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert heard == []


@posix
def test_it_works_from_a_thread_beside_others() -> None:
    stop = threading.Event()
    busy = [threading.Thread(target=lambda: [re.match("a", "b") for _ in iter(stop.is_set, True)]) for _ in range(3)]
    found: list[Any] = []

    def use() -> None:
        for n in range(5):
            with Child(run) as child:
                found.append(child.call(f"answer = {n}", timeout=20))

    asking = [threading.Thread(target=use) for _ in range(3)]
    for thread in [*busy, *asking]:
        thread.start()
    for thread in asking:
        thread.join()
    stop.set()
    for thread in busy:
        thread.join()
    assert sorted(found) == sorted([0, 1, 2, 3, 4] * 3)


@posix
def test_it_costs_little(record_property: Callable[[str, object], None]) -> None:
    taken = []
    for _ in range(10):
        begun = time.perf_counter()
        with Child(run, memory=MB) as child:
            child.call("answer = 1")
        taken.append(time.perf_counter() - begun)
    record_property("seconds", min(taken))
    assert min(taken) < 0.2  # the quickest: the others show what else the machine does


@posix
def test_no_descriptor_is_left() -> None:
    def count() -> int:
        return sum(1 for _ in Path("/proc/self/fd").iterdir())

    with Child(run) as child:
        child.call("answer = 1")
    del child
    before = count()
    for _ in range(5):
        with Child(run) as child:
            child.call("answer = 1")
        del child
    assert count() == before


COUNT = """
from kg.processes.start import emit
for n in range(3):
    emit(n)
"""
SLOW = COUNT + SLEEP


@here
def test_parts_come_one_by_one_and_the_child_is_kept(spawn: bool) -> None:
    with Child(run, spawn=spawn) as child:
        assert list(child.parts(COUNT, 60)) == [0, 1, 2]
        assert list(child.parts(COUNT)) == [0, 1, 2]
        assert child.call("answer = 5", 60) == 5


@here
def test_each_part_has_its_time(spawn: bool) -> None:
    with Child(run, spawn=spawn) as child:
        child.call("", 60)  # it is started
        parts = child.parts(SLOW, 0.5)
        assert [next(parts) for _ in range(3)] == [0, 1, 2]
        with pytest.raises(TimedOut):
            next(parts)
    assert gone(child.pid)


@posix
def test_a_child_waits_while_nobody_asks_and_ends_where_nobody_asks_any_more() -> None:
    endless = "from kg.processes.start import emit\nwhile True: emit('x' * 10_000)"
    with Child(run) as child:
        parts = child.parts(endless, 60)
        next(parts)
        time.sleep(0.5)
        assert child.alive
        parts.close()  # type: ignore[attr-defined]
        assert gone(child.pid)


@here
def test_what_goes_wrong_between_parts_is_raised(spawn: bool) -> None:
    with Child(run, spawn=spawn) as child:
        parts = child.parts(f"{COUNT}\n1 / 0", 60)
        assert [next(parts) for _ in range(3)] == [0, 1, 2]
        with pytest.raises(ZeroDivisionError):
            next(parts)
