"""Sending to a Graph Store over HTTP: again after a while where it is busy, and a sentence where it refuses."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from kg.errors import TargetError
from kg.publish.address import PASSWORD, TOKEN, USER, Credentials, is_loopback, of_graph
from kg.publish.batches import Batch

_TRIES, _LONGEST = 6, 60  # how often a batch is tried; seconds between two tries
_BUSY = {408, 425, 429}
_SHOWN = 200  # characters of what a store says when it refuses
_UNAUTHORIZED, _FORBIDDEN, _TOO_LARGE, _SERVERS = 401, 403, 413, 500
_NO_STORE = {404, 405, 410, 501}
_GO_ON = "run the same command again to go on from here"


class GraphStore:
    """A store by its address. `wait` passes seconds, and may be another one in tests."""

    def __init__(
        self, url: str, secret: Credentials, timeout: float | None, wait: Callable[[float], None] | None = None
    ) -> None:
        try:
            import httpx
        except ImportError:
            hint = "run: pip install 'zhkg[web]'"
            raise TargetError("kg publish needs httpx, which is not installed", hint=hint) from None
        self._httpx, self._url, self._wait = httpx, url, wait or time.sleep
        headers = {"Content-Type": "application/n-triples", "User-Agent": "zhkg"}
        if secret.header is not None:
            headers["Authorization"] = secret.header
        away = not is_loopback(urlsplit(url).hostname or "")
        self._client = httpx.Client(headers=headers, timeout=timeout, follow_redirects=False, trust_env=away)

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def send(self, batch: Batch, replace: bool = False) -> None:
        """Add a batch to its graph, or with `replace` put it in the place of that graph.

        Raises TargetError where the store refuses it, or does not take it after several tries.
        """
        method, where = "PUT" if replace else "POST", of_graph(self._url, batch.graph)
        for nth in range(_TRIES):
            last = nth == _TRIES - 1
            try:
                with self._client.stream(method, where, content=batch.data) as answer:
                    if answer.is_success:
                        return
                    if last or not self._is_busy(answer.status_code):
                        raise self._refused(answer)
                    pause = self._pause(nth, answer.headers.get("retry-after", ""))
            except self._httpx.InvalidURL as error:
                raise TargetError(f"{self._url} is no address: {error}", hint="check --to") from None
            except self._httpx.TransportError as error:
                if last:
                    what = f"{self._url} does not answer: {error or type(error).__name__}"
                    raise TargetError(what, hint=f"check the address and the network; {_GO_ON}") from None
                pause = self._pause(nth, "")
            self._wait(pause)

    @staticmethod
    def _is_busy(code: int) -> bool:
        return code in _BUSY or (code >= _SERVERS and code not in _NO_STORE)

    @staticmethod
    def _pause(nth: int, wanted: str) -> int:
        return min(int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 9 else 2**nth, _LONGEST)

    def _refused(self, answer: Any) -> TargetError:
        code = answer.status_code
        what = f"{self._url} answers {code} {answer.reason_phrase}".rstrip()
        if code in (_UNAUTHORIZED, _FORBIDDEN):
            hint = f"set {TOKEN}, or {USER} and {PASSWORD}, in the environment to what the store accepts"
            return TargetError(what, hint=hint)
        if answer.is_redirect:
            return TargetError(f"{what}, and leads to another address", hint="give that one, if you trust it")
        if code in _NO_STORE:
            return TargetError(what, hint="check that a Graph Store which can be written is at this address")
        if code == _TOO_LARGE:
            return TargetError(what, hint="send fewer triples at a time (--batch)")
        said = self._said(answer)
        return TargetError(f"{what}: {said}" if said else what, hint=_GO_ON if code >= _SERVERS else "see its log")

    def _said(self, answer: Any) -> str:
        """The beginning of what a store says."""
        try:
            part: bytes = next(answer.iter_bytes(_SHOWN * 4), b"")
        except self._httpx.HTTPError:
            return ""
        return part.decode("utf-8", "replace").strip()[:_SHOWN]
