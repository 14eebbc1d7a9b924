"""The level above the node: what belongs together, and where everything stands."""
