"""What a service may take and give: limits, and who may ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

ADDRESS, PORT = "127.0.0.1", 7878
SECONDS = 30.0  # for one request's work
MEMORY = 2**30  # bytes that one request may take beyond the graph
ANSWER = 2**28  # bytes of one answer
BODY = 2**20  # bytes of one request's body
WAITING = 1000  # requests that wait for a worker


@dataclass(frozen=True, slots=True)
class Settings:
    """How a service is set up.

    `seconds` and `memory` bound the work of one request (None: no limit), `answer` and `body` are in bytes. `origins`
    are those of pages that may read answers ("*": all), `hosts` names under which the service is asked beside localhost
    and IP addresses, `public` is the address under which the world sees it, `token` what who wants to change the graph
    has to bring (None: nobody may). `inferred`: what follows by the ontology's axioms is served too.
    """

    seconds: float | None = SECONDS
    memory: int | None = MEMORY
    answer: int = ANSWER
    body: int = BODY
    workers: int = 2
    waiting: int = WAITING
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    public: str | None = None
    inferred: bool = False
    token: str | None = field(default=None, repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of hosts under which the service may be asked."""
        public = urlsplit(self.public or "").hostname
        return (*self.hosts, public) if public else self.hosts
