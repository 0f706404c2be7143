"""Choosing: engines side by side, their routes recombined, large problems in parts."""
