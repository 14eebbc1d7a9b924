"""What finders propose, and which of it stands."""
