"""Requests and responses: what comes in within limits, what goes out, and what is refused."""
