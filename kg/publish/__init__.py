"""Graph -> a Graph Store of SPARQL 1.1 elsewhere, in batches, so that what was broken off goes on."""
