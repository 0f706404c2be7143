"""The judge of routes: every rule, the schedule and the price, in machine code."""
