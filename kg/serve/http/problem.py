"""What a client is told where it gets no answer: a status and a sentence, as RFC 9457 has it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

MEDIA = "application/problem+json"


class Problem(Exception):
    """A request that is refused: its HTTP status, a sentence, and more members of the JSON object that says so."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        self.status, self.detail, self.headers, self.more = status, detail, dict(headers or {}), more
        super().__init__(detail)

    def __reduce__(self) -> tuple[Any, ...]:
        """It is the same in another process."""
        return partial(type(self), self.status, self.detail, self.headers, **self.more), ()

    def body(self) -> bytes:
        r"""The JSON object.

        >>> Problem(404, "nothing is here").body()
        b'{"title": "Not Found", "status": 404, "detail": "nothing is here"}\n'
        """
        said = {"title": HTTPStatus(self.status).phrase, "status": self.status, "detail": self.detail, **self.more}
        return json.dumps(said, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
