"""Charts of demand, stock and loads."""
