"""The W3C Reconciliation Service API 0.2: which things of the graph are meant by names that somebody has."""
