"""Chinese text to knowledge graph: offline, with the exact evidence of every fact."""

__version__ = "0.1.0"
