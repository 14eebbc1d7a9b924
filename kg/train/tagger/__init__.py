"""Training of the tagger of names."""
