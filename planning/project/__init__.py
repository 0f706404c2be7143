"""A planner's project: one file that keeps the data, every change to them, and the plans."""
