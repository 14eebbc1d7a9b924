"""Addresses of the web -> the bytes that they lead to: asked politely, bounded, and never of a private network."""
