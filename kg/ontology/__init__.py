"""ontology/ -> one read-only value."""
