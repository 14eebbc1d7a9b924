"""Layers and links -> Graph."""
