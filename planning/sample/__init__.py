"""A made-up day in a made-up city, from a seed: the sample that travels with the program.

Nothing in it is copied from a real place, person or firm, so it may be used for anything.
"""
