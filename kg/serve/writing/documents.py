"""Articles that wait to be read into the store, and what became of them.

Each is a file in the store's folder queue/, so that none that was accepted is lost when the service ends:

    queue/0018…-3fa9.json    {"id", "name", "status": waiting | reading | done | failed, "document", "problem",
                              "suffix", "data"}
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import time
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from kg.serve.http.problem import Problem
from kg.serve.workers import Workers

_KEPT = 1000  # states of articles that were read
_WAITING = 1000  # articles that wait


@dataclass(frozen=True, slots=True)
class Upload:
    """An article: its id, the suffix that files of its kind have, and the bytes of its text or page."""

    name: str
    suffix: str
    data: bytes


class Documents:
    """The queue of a store. `readers` add an article to it and say as JSON what came of it; then `renew` is called."""

    def __init__(self, store: Path, readers: Workers[Upload], renew: Callable[[], Awaitable[None]]) -> None:
        self.folder, self.readers, self._renew = store / "queue", readers, renew
        self._came = asyncio.Event()

    def put(self, name: str | None, suffix: str, data: bytes) -> dict[str, Any]:
        """Let an article wait; its state. Problem 503 where too many wait."""
        waiting = [one for one in self.states() if one["status"] in ("waiting", "reading")]
        if len(waiting) >= _WAITING:
            raise Problem(503, "too many articles wait already; send it again later", {"Retry-After": "60"})
        key = f"{time.time_ns():020x}-{secrets.token_hex(4)}"
        state = {"id": key, "name": name or f"web-{key}", "status": "waiting"}
        state |= {"suffix": suffix, "data": b64encode(data).decode()}
        self._write(state)
        self._came.set()
        return _told(state)

    def state(self, key: str) -> dict[str, Any]:
        """What became of an article. Problem 404 where there is none."""
        if not key.replace("-", "").isalnum() or not key.isascii():
            raise Problem(404, "no article has this number")
        state = self._read(self.folder / f"{key}.json")
        if state is None:
            raise Problem(404, "no article has this number")
        return _told(state)

    def states(self, most: int | None = None) -> list[dict[str, Any]]:
        """What became of all articles, or of the last `most`, the last first."""
        read = (_told(state) for file in reversed(self._files()) if (state := self._read(file)))
        return list(islice(read, most))

    async def work(self) -> None:
        """Read one article after the other, for ever."""
        while True:
            self._came.clear()
            for file in self._files():
                state = self._read(file)
                if state and state["status"] in ("waiting", "reading"):
                    await self._one(state)
            self._forget()
            await self._came.wait()

    async def _one(self, state: dict[str, Any]) -> None:
        self._write({**state, "status": "reading"})
        suffix, data = state.pop("suffix", ""), b64decode(state.pop("data", ""))
        try:
            _, answer = await self.readers.all(Upload(state["name"], suffix, data))
            made = json.loads(answer)
            if not made["failed"]:
                await self._renew()
        except Problem as problem:
            made = {"failed": [problem.detail]}
        if made["failed"]:
            self._write({**state, "status": "failed", "problem": "; ".join(made["failed"])})
        else:
            self._write({**state, "status": "done", "document": made["document"], "warnings": made["warnings"]})

    def _forget(self) -> None:
        over = [file for file in self._files() if (state := self._read(file)) and state["status"] in ("done", "failed")]
        for file in over[:-_KEPT]:
            file.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("*.json")) if self.folder.is_dir() else []

    @staticmethod
    def _read(file: Path) -> dict[str, Any] | None:
        try:
            found = json.loads(file.read_bytes())
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) and "status" in found else None

    def _write(self, state: dict[str, Any]) -> None:
        """Write a state whole or not at all."""
        target = self.folder / f"{state['id']}.json"
        part = target.with_suffix(".part")
        try:
            self.folder.mkdir(exist_ok=True)
            with part.open("wb") as file:
                file.write(json.dumps(state, ensure_ascii=False).encode("utf-8", "replace"))
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        except OSError as error:
            raise Problem(507, f"the article cannot be kept: {error.strerror}") from None


def _told(state: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in state.items() if name not in ("data", "suffix")}
