"""What a request brings: its body within the limit, its parameters, each once where only one makes sense."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from kg.query.limits import shown_size
from kg.serve.http.problem import Problem
from kg.serve.workers import Disconnected

FORM = "application/x-www-form-urlencoded"

_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_PATIENCE = 30.0  # seconds in which a body has to come
_READ_ON = 2**20  # bytes of a body that is too large which are read and forgotten, so that its sender hears of it
_MOST = 2000  # parameters of a form
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,63}:[^\x00-\x20<>\"{}|\\^`\ud800-\udfff]{1,4000}")


class Parameters:
    """The parameters of a request by their names, each with all its values in their order."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    def __contains__(self, name: str) -> bool:
        """Whether there is a parameter of a name."""
        return name in self._values

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a parameter."""
        return tuple(self._values.get(name, ()))

    def one(self, name: str) -> str | None:
        """The only value of a parameter, None where it is not there. Problem 400 where there are several."""
        values = self._values.get(name, [])
        if len(values) > 1:
            raise Problem(400, f"the parameter {name!r} may be given once only")
        return values[0] if values else None

    def iris(self, name: str) -> tuple[str, ...]:
        """All values of a parameter. Problem 400 where one is no absolute IRI."""
        values = self.all(name)
        for value in values:
            if not is_iri(value):
                raise Problem(400, f"{name} takes absolute IRIs; {value[:200]!r} is none")
        return values

    def number(self, name: str, default: int, most: int) -> int:
        """A number from 0 to `most`. Problem 400 where it is none."""
        value = self.one(name)
        if value is None or value == "":
            return default
        if not (value.isascii() and value.isdecimal() and len(value) < 10):
            raise Problem(400, f"the parameter {name!r} takes a whole number")
        return min(int(value), most)


def is_iri(text: str) -> bool:
    """Whether a text is an absolute IRI."""
    return _IRI.fullmatch(text) is not None


def in_address(request: Request) -> Parameters:
    """The parameters of the address. Problem 400 where they are not UTF-8."""
    return _parsed(request.scope["query_string"])


def form(body: bytes) -> Parameters:
    """The parameters of a form's body."""
    return _parsed(body)


def media_type(request: Request) -> str:
    """The media type of the body, in small letters, without parameters. Problem 415 where it is in another encoding."""
    given = request.headers.get("content-type", "")
    charset = _CHARSET.search(given)
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, f"the body has to be UTF-8, not {charset[1]}")
    coding = request.headers.get("content-encoding", "identity").lower()
    if coding != "identity":
        raise Problem(415, f"the body has to be sent as it is, not as {coding[:40]}")
    return given.partition(";")[0].strip().lower()


async def body(request: Request, most: int) -> bytes:
    """The body. Problem 413 where it is larger than `most` bytes, 408 where it does not come in time."""
    pieces, size = [], 0
    try:
        async with asyncio.timeout(_PATIENCE):
            async for piece in request.stream():
                size += len(piece)
                if size <= most:
                    pieces.append(piece)
                elif size > most + _READ_ON:  # a client that is still sending may not see the answer
                    break
    except TimeoutError:
        raise Problem(408, f"the body did not come within {_PATIENCE:g} s", {"Connection": "close"}) from None
    except ClientDisconnect:
        raise Disconnected from None
    if size > most:
        what = f"the body is larger than {shown_size(most)}, the most that is taken"
        raise Problem(413, what, {"Connection": "close"})
    return b"".join(pieces)


def text(data: bytes) -> str:
    """The characters of a body. Problem 400 where it is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, f"the body is not UTF-8 at byte {error.start}") from None


def _parsed(data: bytes) -> Parameters:
    try:
        pairs = parse_qsl(data.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST)
    except UnicodeDecodeError:
        raise Problem(400, "the parameters are not UTF-8") from None
    except ValueError:
        raise Problem(400, f"there are more than {_MOST} parameters") from None
    return Parameters(pairs)
