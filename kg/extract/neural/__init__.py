"""Inference of the trained networks."""
