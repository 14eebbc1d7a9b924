"""What rules and networks say, joined."""
