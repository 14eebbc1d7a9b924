"""What `kg serve` does with an article that comes: it is read into the store that is served."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError

if TYPE_CHECKING:
    from kg.serve.writing.documents import Upload

_FOLDER = "documents"  # what an article's source is called in the store, before its id


@dataclass(frozen=True, slots=True)
class Adding:
    """A store, and how articles are read into it."""

    store: Path
    ontology: Path | None
    extractor: str

    def __call__(self, upload: Upload) -> tuple[str, bytes]:
        """What came of an article, as JSON: {"document": its id, "failed": [...], "warnings": [...]}."""
        from kg.read.sources import Source
        from kg.run.update import update

        source = Source(upload.name, Path(_FOLDER, f"{upload.name}{upload.suffix}"), data=upload.data)
        try:
            made = update(self.store, [source], self.ontology, extractor=self.extractor)
            known = (*made.added, *made.changed, upload.name)
            said = {"document": known[0], "failed": _told(made.failures), "warnings": _told(made.warnings)}
        except KgError as error:
            said = {"document": upload.name, "failed": _told([error]), "warnings": []}
        return "application/json", json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")


def _told(errors: Iterable[KgError]) -> list[str]:
    """Sentences without their places, which are none of the client's."""
    return [f"{error.what}; {error.hint}" if error.hint else error.what for error in errors]
