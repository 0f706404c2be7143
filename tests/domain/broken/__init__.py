"""Plans with one mistake each, by family of rules."""
