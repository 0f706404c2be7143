"""The routing library of OR-Tools as an engine."""
