"""What to reorder, and which warehouse ships which order."""
