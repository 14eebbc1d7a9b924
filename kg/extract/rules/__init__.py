"""The rule extractor: finders of names and values, patterns, grammars of posts and numbers."""
