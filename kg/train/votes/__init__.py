"""Learning of the votes that join rules and networks."""
