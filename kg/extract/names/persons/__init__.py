"""Persons: the signs of names, and which of the stretches that have them are names in a document."""
