"""Speeds learnt from trips."""
