"""The address of a Graph Store, and what may be sent there: nothing secret over a line that others can read."""

from __future__ import annotations

import ipaddress
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from kg.errors import TargetError

TOKEN, USER, PASSWORD = VARIABLES = ("KG_PUBLISH_TOKEN", "KG_PUBLISH_USER", "KG_PUBLISH_PASSWORD")
_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f<>\"{}|\\^`#]+", re.IGNORECASE)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20\x7f<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Credentials:
    """The value of the header Authorization, which is never shown; None where there is none."""

    header: str | None = field(default=None, repr=False)


def credentials(environment: Mapping[str, str]) -> Credentials:
    """Those that the environment has: a token, or a user and a password.

    TargetError where it has both, or half of a pair, or what no header can hold.
    """
    token, user, password = (environment.get(name) or None for name in VARIABLES)
    if token is not None and (user is not None or password is not None):
        raise TargetError(f"the environment has {TOKEN} and {USER} or {PASSWORD}", hint="set one or the other")
    if (user is None) != (password is None):
        raise TargetError(f"the environment has only one of {USER} and {PASSWORD}", hint="set both")
    if token is not None:
        if not token.isascii() or not token.isprintable() or " " in token:
            raise TargetError(f"{TOKEN} is no token: it has blanks or characters beyond ASCII", hint="set it again")
        return Credentials(f"Bearer {token}")
    if user is None:
        return Credentials()
    if ":" in user:
        raise TargetError(f"{USER} has a colon, which HTTP does not allow", hint="use a token")
    return Credentials(f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}")


def address(url: str, secret: Credentials) -> str:
    """The address of a store as it was given.

    TargetError where it is none, where it holds a user or a password, and where something secret would go over plain
    HTTP to another machine.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if host is None or not _ADDRESS.fullmatch(url):
        raise TargetError("--to names no address", hint="give one such as https://store.example.org/data")
    if parts.username is not None or parts.password is not None:
        hint = f"leave them out, and set {USER} and {PASSWORD} in the environment"
        raise TargetError("the address holds a user or a password, which anybody on this machine could read", hint=hint)
    if secret.header is not None and parts.scheme.lower() == "http" and not is_loopback(host):
        hint = f"use https, or unset {', '.join(VARIABLES)}"
        raise TargetError(f"credentials would go to {host} over plain HTTP, where others can read them", hint=hint)
    return url


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def of_graph(url: str, graph: str | None) -> str:
    """The address of a graph of a store, or of its default graph.

    >>> of_graph("https://a.example/data", "https://zhkg.example/graph")
    'https://a.example/data?graph=https%3A%2F%2Fzhkg.example%2Fgraph'
    >>> of_graph("https://a.example/data?repo=news", None)
    'https://a.example/data?repo=news&default'
    """
    which = "default" if graph is None else f"graph={quote(graph, safe='')}"
    return f"{url}{'&' if '?' in url else '?'}{which}"


def must_be_iri(graph: str) -> str:
    """TargetError where a name of a graph is no absolute IRI."""
    if not _IRI.fullmatch(graph):
        raise TargetError(f"--graph {graph!r} is no IRI", hint="give one such as https://data.example.org/news")
    return graph
