"""Checks of a dataset against the roads it is to be planned on: what no table shows by itself."""
