"""Bad inputs, each with the answer that a planner must get: a table of cases per kind."""
