"""A graph over HTTP: SPARQL, its things by their IRIs, reconciliation of names, and the page."""
