"""The answer of a worker as a response: whole where it is small, in parts as they come where it is large.

What goes wrong in the beginning is told by the status. Later the connection is cut, without the end that the protocol
of HTTP asks for, so that no client takes what it has for the whole.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.serve.http.front import Cut
from kg.serve.http.problem import Problem
from kg.serve.session import Job
from kg.serve.workers import Disconnected, Running, Workers

_FIRST = 2**18  # bytes of an answer that are waited for before its status is sent


async def answer(
    workers: Workers[Job], job: Job, request: Request, headers: Mapping[str, str] | None = None
) -> Response:
    """The answer to a job, that which is kept where there is one. Problem where there is none."""
    kept = workers.kept
    if found := kept.get(job):
        return Response(found[1], 200, headers, media_type=found[0])
    running = await workers.begin(job, request.is_disconnected)
    pieces, size, last, media = [], 0, False, ""
    try:
        while not last and size < _FIRST:
            last, (media, data) = await running.part()
            pieces.append(data)
            size += len(data)
    except BaseException:
        running.close()
        raise
    begun = b"".join(pieces)
    if last:
        running.close()
        kept.put(job, job.sparql, (media, begun))
        return Response(begun, 200, headers, media_type=media)
    return _Streamed(begun, running, media, headers)


class _Streamed(Response):
    """An answer whose beginning is there, and whose rest comes from a worker."""

    def __init__(self, begun: bytes, running: Running[Job], media: str, headers: Mapping[str, str] | None) -> None:
        self.begun, self.running = begun, running
        super().__init__(None, 200, headers, media_type=media)
        del self.headers["content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, for as long as the worker may work: a client that takes longer is left."""
        try:
            async with asyncio.timeout(self.running.seconds_left):
                await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
                if scope["method"] == "HEAD":
                    await send({"type": "http.response.body"})
                    return
                await self._send_parts(send)
        except TimeoutError:
            raise Cut("it took longer than its time, the client's included") from None
        except OSError:
            raise Disconnected from None
        except Problem as problem:
            raise Cut(problem.detail) from None
        finally:
            self.running.close()

    async def _send_parts(self, send: Send) -> None:
        data, last = self.begun, False
        while not last:
            await send({"type": "http.response.body", "body": data, "more_body": True})
            last, (_, data) = await self.running.part()
        await send({"type": "http.response.body", "body": data})
