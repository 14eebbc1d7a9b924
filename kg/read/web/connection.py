"""Connections to machines that were checked, each step within the time that is left; by httpcore, httpx' own engine.

What is connected to is the number that was checked: a name that leads elsewhere a moment later changes nothing. TLS
still proves the name.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from kg.read.web.networks import Network, Refused

Connect: TypeAlias = Callable[[str, int, float], httpcore.NetworkStream]
_READ = 64 * 1024


@dataclass(slots=True)
class Deadline:
    """When the address that is being fetched must be there."""

    ends: float = 0.0

    def left(self) -> float:
        """The seconds that are left; raises httpcore.ReadTimeout where there are none."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answers: status, header fields by name in lower case, and the body, or as much as was wanted."""

    status: int
    headers: dict[str, str]
    body: bytes = b""
    more: bool = False


class _Stream(httpcore.NetworkStream):
    """A connection whose every step ends by the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(min(max_bytes, _READ), self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Connects by number: of the machines that `network` lets be asked, or of a proxy, which is not checked."""

    def __init__(self, network: Network | None, deadline: Deadline, connect: Connect) -> None:
        self._network, self._deadline, self._connect = network, deadline, connect

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        refused: Exception = httpcore.ConnectError()
        for number in self._network.machines(host, port) if self._network else [host]:
            try:
                return _Stream(self._connect(number, port, self._deadline.left()), self._deadline)
            except httpcore.ConnectError as error:
                refused = error
        raise refused


def connect(number: str, port: int, seconds: float) -> httpcore.NetworkStream:
    """A connection to a machine."""
    return httpcore.SyncBackend().connect_tcp(number, port, seconds)


@dataclass
class Line:
    """One connection at a time to servers, direct or by the proxy that the environment names."""

    network: Network
    connect: Connect = connect
    deadline: Deadline = field(default_factory=Deadline)
    _pools: dict[str, httpcore.ConnectionPool] = field(default_factory=dict)

    def get(self, url: httpx.URL, headers: list[tuple[str, str]], most: int) -> Answer:
        """What the server answers: the header, and of a sound answer at most so many bytes of the body, as sent.

        Raises Refused where the machine may not be asked, and httpcore's errors.
        """
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        with self._pool(url).stream("GET", target, headers=[("Host", url.netloc.decode()), *headers]) as found:
            fields = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in found.headers}
            body = bytearray()
            if found.status == httpx.codes.OK:
                for chunk in found.iter_stream():
                    body += chunk
                    if len(body) > most:
                        break
            return Answer(found.status, fields, bytes(body[:most]), len(body) > most)

    def _pool(self, url: httpx.URL) -> httpcore.ConnectionPool:
        proxy = proxy_of(url)
        if proxy:
            self._check_behind(url)
        if proxy not in self._pools:
            network = None if proxy else self.network
            self._pools[proxy] = httpcore.ConnectionPool(
                ssl_context=httpx.create_ssl_context(),
                proxy=_proxy(proxy) if proxy else None,
                max_connections=1,
                network_backend=_Backend(network, self.deadline, self.connect),
            )
        return self._pools[proxy]

    def _check_behind(self, url: httpx.URL) -> None:
        """Raise Refused where this machine knows that a host behind a proxy is private; names are the proxy's."""
        try:
            numbers = self.network.look_up(url.raw_host.decode(), url.port or 0)
        except (OSError, UnicodeError):
            return
        if numbers:
            self.network.machines(url.raw_host.decode(), url.port or 0)


def proxy_of(url: httpx.URL) -> str:
    """The proxy that the environment names for an address; empty where it names none."""
    named = getproxies()
    proxy = named.get(url.scheme) or named.get("all") or ""
    if not proxy or proxy_bypass(url.host):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def _proxy(address: str) -> httpcore.Proxy:
    url = httpx.URL(address)
    if url.scheme not in ("http", "https"):
        raise Refused(f"the proxy of this machine is one by {url.scheme}, which is not used", "name one by http")
    auth = (url.username, url.password) if url.username else None
    return httpcore.Proxy(httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b"/"), auth=auth)
