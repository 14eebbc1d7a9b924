"""Dates, numerals, quantities, and what is counted."""
