"""Which warehouse ships which order, and from which lots."""
