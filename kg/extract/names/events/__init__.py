"""Names of events."""
