"""A service on a socket, until it is told to stop."""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Callable, Iterator

import uvicorn
from starlette.types import ASGIApp

from kg.errors import TargetError

_GRACE = 10  # seconds in which answers that were begun may end
_BACKLOG = 2048


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 is any free one. TargetError where that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=_BACKLOG)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # or a kept connection waits 40 ms an answer
        return listening
    except (OSError, UnicodeError) as error:
        what = f"port {port} of {host} cannot be listened on: {getattr(error, 'strerror', None) or error}"
        raise TargetError(what, hint="is something served there already? name another one by --port") from None


def shown(listening: socket.socket) -> str:
    """The address of what is served on a socket."""
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def run(app: ASGIApp, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM; answers that were begun are ended, a second signal cuts them."""
    config = uvicorn.Config(
        app,
        loop="asyncio",  # uvloop makes the pipes that it watches non-blocking, and so answers in parts fail
        http="h11",  # httptools takes a head of any size
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
        ws="none",
    )
    _Server(config, ready).run(sockets=[listening])


class _Server(uvicorn.Server):
    """A server that says when it is ready, and that ends by a signal as if it had been asked to."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        if not self.should_exit:
            self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at a signal; none is raised again, for an end that was asked for is no fault."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
