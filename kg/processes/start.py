"""The two ways to start a process that answers calls, and what goes on inside of it.

A call is a pickled (item, seconds or None); an answer is a pickled (kind, value), whose kind is one of Kind. Any number
of ("part", value) may come before it, which the work sends by `emit`.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import pickle
import signal
import stat
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable
from functools import cache
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, Literal, NoReturn, Protocol, TypeAlias

if sys.platform != "win32":  # here, so that a forked child has nothing to import
    import fcntl
    import resource

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess as ParentProcess

Kind: TypeAlias = Literal["part", "value", "error", "memory"]
_GRACE = 1.0  # seconds after its limit of time at which a child ends itself, should its parent be gone
_SLACK = 2**30  # bytes of address space beyond the limit of memory, for what is reserved and never touched
_WORDS = 2000  # bytes of what a child printed that are kept


def emit(part: Any) -> None:
    """Send a part of the answer to the call that is being answered; it waits while the parent reads none.

    For work in a child only, whose parent reads parts (see Child.receive_part). RuntimeError elsewhere.
    """
    if not _calls:
        raise RuntimeError("this is no child process that answers a call")
    _calls[0].send_bytes(pickle.dumps(("part", part)))


class Process(Protocol):
    """A process that answers calls, seen from its parent."""

    pid: int
    connection: Connection[Any, Any]

    def kill(self) -> None:
        """End it at once, and wait for its end; nothing where it is over."""
        ...

    def ended(self) -> int | Literal[False] | None:
        """Its exit code, None where that is unknown, False while it runs."""
        ...

    def said(self) -> str:
        """The end of what it printed."""
        ...


_calls: list[Connection[Any, Any]] = []  # in a child: where its calls come from
_OURS: set[Connection[Any, Any]] = set()  # the parent's ends: a child that is forked later closes its copies


class Forked:
    """A copy of this process: what `work` holds is there without being copied."""

    def __init__(self, work: Callable[[Any], Any], memory: int | None) -> None:
        self._code: int | Literal[False] | None = False
        self._owner = os.getpid()
        self._printed = TemporaryFile()  # noqa: SIM115 - read after the process has ended
        self.connection, theirs = Pipe()
        _OURS.add(self.connection)
        _libc()  # loaded before the fork: afterwards a lock may be held by a thread that is not there
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())  # none comes before it is ready
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # of threads: the child needs none of them
                self.pid = os.fork()
            if self.pid == 0:
                _forked(work, memory, theirs, self._owner, self._printed)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        theirs.close()

    def kill(self) -> None:
        """End it at once, and wait for its end; nothing in a process that is not its parent."""
        if os.getpid() != self._owner:
            return
        if self._code is False:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self._wait(0)
        _OURS.discard(self.connection)
        self.connection.close()

    def ended(self) -> int | Literal[False] | None:
        """Its exit code, None where that is unknown, False while it runs."""
        if self._code is False:
            self._wait(os.WNOHANG)
        return self._code

    def said(self) -> str:
        """The end of what it printed; nothing is kept of a fresh interpreter."""
        self._printed.seek(max(self._printed.seek(0, os.SEEK_END) - _WORDS, 0))
        return self._printed.read().decode("utf-8", "replace").strip()

    def _wait(self, how: int) -> None:
        try:
            pid, status = os.waitpid(self.pid, how)
        except ChildProcessError:  # somebody else has waited for all children
            self._code = None
            return
        if pid:
            self._code = os.waitstatus_to_exitcode(status)

    def __del__(self) -> None:
        """Leave no process behind that nobody can call."""
        if hasattr(self, "pid"):
            self.kill()


class Spawned:
    """A fresh interpreter, for which `work` is pickled."""

    def __init__(self, work: Callable[[Any], Any], memory: int | None) -> None:
        import multiprocessing

        self.connection, theirs = Pipe()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=_spawned, args=(work, memory, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self.pid = self._process.pid or 0

    def kill(self) -> None:
        """End it at once, and wait for its end; nothing in a process that is not its parent."""
        self._process.kill()
        self._process.join()
        self.connection.close()

    def ended(self) -> int | Literal[False] | None:
        """Its exit code, None where that is unknown, False while it runs."""
        return False if self._process.is_alive() else self._process.exitcode

    def said(self) -> str:
        """The end of what it printed; nothing is kept of a fresh interpreter."""
        return ""


def _forked(
    work: Callable[[Any], Any], memory: int | None, connection: Connection[Any, Any], parent: int, printed: IO[bytes]
) -> NoReturn:
    """The life of a forked child: nothing of its parent's cleaning up is done at its end."""
    code = 1
    try:
        _die_with(parent)
        faulthandler.disable()
        gc.freeze()  # no sweep touches, and so copies, what is its parent's
        _forget_handlers()
        for other in _OURS:
            other.close()
        _calls.clear()
        _leave_sockets(connection.fileno())
        connection = _settled(connection, printed)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        _serve(work, memory, connection)
        code = 0
    finally:
        os._exit(code)


def _spawned(work: Callable[[Any], Any], memory: int | None, connection: Connection[Any, Any]) -> None:
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    silent = os.open(os.devnull, os.O_RDWR)
    for number in (1, 2):
        os.dup2(silent, number)
    parent = parent_process()
    if sys.platform == "linux" and parent is not None and parent.pid is not None:
        _die_with(parent.pid)
    elif parent is not None:
        threading.Thread(target=_outlive, args=(parent,), daemon=True).start()
    _serve(work, memory, connection)


def _serve(work: Callable[[Any], Any], memory: int | None, connection: Connection[Any, Any]) -> None:
    bound = _bound(memory)
    _calls[:] = [connection]
    while True:
        bound(True)
        try:
            sent = connection.recv_bytes()
        except EOFError:
            return
        try:
            reply = _answer(work, sent)
        except MemoryError:
            bound(False)  # for the answer
            reply = pickle.dumps(("memory", None))
        _alarm(None)
        connection.send_bytes(reply)


def _answer(work: Callable[[Any], Any], sent: bytes) -> bytes:
    try:
        item, timeout = pickle.loads(sent)
        _alarm(None if timeout is None else timeout + _GRACE)
        return pickle.dumps(("value", work(item)))
    except MemoryError:
        raise
    except BaseException as error:  # a panic of Rust is no Exception
        if isinstance(error, Exception):
            error.add_note("in the child:\n" + "".join(traceback.format_tb(error.__traceback__)).rstrip())
            with contextlib.suppress(Exception):
                data = pickle.dumps(("error", error))
                pickle.loads(data)
                return data
        return pickle.dumps(("error", RuntimeError(f"{type(error).__name__}: {error}")))


def _die_with(parent: int) -> None:
    """End this process when its parent ends; `parent` is its number, for it may be gone already."""
    if sys.platform == "linux":
        _libc().prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: the kernel does it, whoever holds the GIL
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        os._exit(1)


def _outlive(parent: ParentProcess) -> None:
    parent.join()
    os._exit(1)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


@cache
def _libc() -> Any:
    import ctypes

    return ctypes.CDLL(None) if sys.platform == "linux" else None


def _forget_handlers() -> None:
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _leave_sockets(kept: int) -> None:
    """Close the sockets of a server that forked this process: who is served would wait for their end."""
    if sys.platform != "linux":
        return
    for number in [int(file.name) for file in Path("/proc/self/fd").iterdir()]:
        with contextlib.suppress(OSError):
            if number != kept and stat.S_ISSOCK(os.fstat(number).st_mode):
                os.close(number)


def _settled(connection: Connection[Any, Any], printed: IO[bytes]) -> Connection[Any, Any]:
    """Standard input empty, standard output and error into a file; the connection out of their way."""
    moved = [fcntl.fcntl(file.fileno(), fcntl.F_DUPFD_CLOEXEC, 3) for file in (connection, printed)]
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number in (1, 2):
        os.dup2(moved[1], number)
    return Connection(moved[0])


def _bound(memory: int | None) -> Callable[[bool], None]:
    """What sets and lifts a second limit of memory, for what grows between two looks of the parent. No core files."""
    if sys.platform == "win32":
        return lambda on: None
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    if memory is None:
        return lambda on: None
    before, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = memory_of(os.getpid())[0] + memory + _SLACK
    most = most if before == resource.RLIM_INFINITY else min(most, before)

    def bound(on: bool) -> None:
        with contextlib.suppress(OSError, ValueError):  # macOS knows the limit and does not take it
            resource.setrlimit(resource.RLIMIT_AS, (most if on else before, hard))

    return bound


def _alarm(seconds: float | None) -> None:
    """End this process by itself after so long: its parent, which should do it, may be gone."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds or 0)


def memory_of(pid: int) -> tuple[int, int]:
    """Size of the address space and of what of it is resident, in bytes; zeros where there is no such process."""
    if sys.platform == "linux":
        try:
            size, resident, *_ = Path(f"/proc/{pid}/statm").read_text().split()
        except OSError:
            return 0, 0
        page = os.sysconf("SC_PAGE_SIZE")
        return int(size) * page, int(resident) * page
    import psutil

    try:
        found = psutil.Process(pid).memory_info()
    except psutil.Error:
        return 0, 0
    return found.vms, found.rss
