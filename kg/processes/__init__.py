"""Child processes: how they start, one that answers calls within limits, and a pool of them."""
