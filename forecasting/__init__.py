"""Demand history to demand distributions."""
