"""Names: persons, places, organizations, headed and quoted names, titles, roles."""
