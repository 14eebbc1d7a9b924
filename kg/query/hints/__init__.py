"""What is told of a query that finds nothing."""
