"""The tables of the window: what a plan and its data hold, row by row."""
