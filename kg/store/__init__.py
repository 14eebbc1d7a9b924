"""Layers, Links and the graph on disk."""
