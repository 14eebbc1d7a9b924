"""What can go wrong for a user. Each message says what, where, and what to do next."""

from __future__ import annotations

from functools import partial
from typing import Any


class KgError(Exception):
    """Base of all errors that are shown to a user without a traceback.

    `where` is a file, or `file:line`; `hint` says what to do next.
    """

    def __init__(self, what: str, *, where: str | None = None, hint: str | None = None) -> None:
        self.what, self.where, self.hint = what, where, hint
        super().__init__(str(self))

    def __str__(self) -> str:
        """One sentence: where, what, what next.

        >>> str(KgError("it is empty", where="a.txt", hint="give a file with Chinese text"))
        'a.txt: it is empty; give a file with Chinese text'
        """
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}; {self.hint}" if self.hint else head

    def __reduce__(self) -> tuple[Any, ...]:
        """Its three parts: it is the same in another process."""
        return partial(type(self), self.what, where=self.where, hint=self.hint), ()


class SourceError(KgError):
    """A source cannot be read."""


class SourceWarning(KgError):
    """A source is read, but not all of it as it should be: a value, never raised."""


class ExtractionError(KgError):
    """A document cannot be read within the limits, or the program fails on it."""


class OntologyError(KgError):
    """A file of the ontology does not say what it should."""


class QueryError(KgError):
    """A SPARQL query is wrong, or the graph to ask cannot be loaded."""


class LimitError(QueryError):
    """A query, or the loading of a graph, was stopped at a limit of time or memory, or stopped the engine itself."""


class GraphError(KgError):
    """A file that kg wrote (a graph, a layer, links, decisions) cannot be read."""


class ThingError(KgError):
    """A name means nothing in a graph, or several things."""


class TargetError(KgError):
    """Something cannot be written."""


class ModelError(KgError):
    """A trained model cannot be loaded or run."""


class TrainingError(KgError):
    """Something to train on is not as it should be."""


class CorrectionError(KgError):
    """A correction, or a file of them, does not say what it should, or what it names is not in the graph."""


class StoryError(KgError):
    """A file of scenes does not say what it should, or shows what the graph does not have."""


class ProjectError(KgError):
    """A project file (kg.toml) does not say what it should."""


class StoreError(KgError):
    """A store (news.kg) cannot be opened, read or written."""
