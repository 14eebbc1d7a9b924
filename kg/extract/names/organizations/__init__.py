"""Organisations and facilities: composed names, and names that a text gives itself."""
