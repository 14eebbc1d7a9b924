"""SPARQL over a graph, in process."""
