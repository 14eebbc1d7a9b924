"""Layers -> Links: which mentions mean the same thing."""
