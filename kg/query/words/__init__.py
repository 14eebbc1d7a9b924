"""Questions in words: what they may mean, and what the graph replies."""
