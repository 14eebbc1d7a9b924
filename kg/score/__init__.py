"""Graph against gold."""
