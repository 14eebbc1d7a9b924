"""Training of the relation network."""
