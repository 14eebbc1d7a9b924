"""Graph <-> RDF."""
