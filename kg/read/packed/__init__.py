"""Packed files -> what is in them: compressed streams, zips and tars, within bounds; nothing is written to disk."""
