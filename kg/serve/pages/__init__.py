"""The things of a graph as pages, and the page of the whole graph."""
