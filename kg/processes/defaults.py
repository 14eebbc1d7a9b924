"""Default limits of time and memory, where a caller names none."""

from __future__ import annotations

SOURCE_SECONDS = 20.0  # to read and extract one source
QUERY_SECONDS = 60.0  # to load a graph, and again to answer a query
QUERY_MEMORY = 4 * 2**30  # bytes, for both together
