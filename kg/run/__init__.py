"""Many documents over time: what is stale, and the fold of what changed into a store."""
