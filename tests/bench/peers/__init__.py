"""What else could be installed, each in an environment of its own, on the same rows and by the same scoring."""
