"""`kg serve` as a process of its own, as a user starts it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
TOKEN = "correct-horse-battery-staple"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
READY = re.compile(r"kg: serving .* at (http://\S+)")


class Served:
    """A running service; `log` are the lines that it has printed."""

    def __init__(self, path: Path, *options: str, environment: dict[str, str] | None = None) -> None:
        command = [sys.executable, "-m", "kg", "serve", str(path), "--port", "0", *options]
        self.process = subprocess.Popen(
            command,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        )
        self.log: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.url = self._address()
        self.client = httpx.Client(base_url=self.url, timeout=30)

    def get(self, path: str, **how: Any) -> httpx.Response:
        return self.client.get(path, **how)

    def ask(self, sparql: str, accept: str = "application/sparql-results+json", **how: Any) -> httpx.Response:
        """A query by GET."""
        return self.client.get("/sparql", params={"query": sparql, **how}, headers={"Accept": accept})

    def logged(self, text: str) -> str:
        """The line of the log that holds a text, waited for."""
        until = time.monotonic() + 10
        while time.monotonic() < until:
            if found := [line for line in self.log if text in line]:
                return found[-1]
            time.sleep(0.02)
        raise AssertionError(f"no line with {text!r} in {self.log}")

    def stop(self, number: int = signal.SIGTERM) -> int:
        """End it by a signal; its exit code."""
        self.client.close()
        self.process.send_signal(number)
        code = self.process.wait(timeout=30)
        self._reader.join(timeout=5)
        assert self.process.stderr is not None
        self.process.stderr.close()
        return code

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log.append(line.rstrip("\n"))

    def _address(self) -> str:
        line = self.logged_or_dead()
        found = READY.match(line)
        assert found, self.log
        return found[1]

    def logged_or_dead(self) -> str:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if found := [line for line in self.log if READY.match(line)]:
                return found[0]
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError(f"it did not start: {self.log}")


def started(place: Path) -> Served:
    """The store of a folder, served to those who have its token."""
    options = "--writable", "--token-file", str(place / "token"), "--extractor", "rules", "--timeout", "2"
    return Served(place / "news.kg", *options, "--workers", "2", "--memory", "100M")
