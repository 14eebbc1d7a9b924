"""Relations: the typed sentence, the language of patterns, the matcher, posts and figures."""
