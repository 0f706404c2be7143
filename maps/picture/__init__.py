"""Plans as maps and texts."""
