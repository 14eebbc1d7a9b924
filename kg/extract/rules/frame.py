"""What the article's frame says as facts: its reporter works for the agency of the dateline."""

from __future__ import annotations

from kg.types import Claim, Evidence, Mention, Parsed, Span, Value

_TYPES = {"author": "Person", "editor": "Person", "source": "MediaOrganization", "publisher": "MediaOrganization"}


def framed(parsed: Parsed) -> tuple[list[Mention], list[Claim]]:
    """Mentions of the persons and media of the frame, and the posts of reporters."""
    mentions = [Mention(span, _TYPES[name]) for name, span in parsed.document.meta.fields if name in _TYPES]
    return mentions, []
