"""Full-text search over names and evidence: the index, and what SPARQL may say of it."""
