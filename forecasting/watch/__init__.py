"""Alerts on demand: what a planner should look at, dearest first."""
