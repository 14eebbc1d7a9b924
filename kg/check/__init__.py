"""What is wrong with a graph: findings with codes."""
