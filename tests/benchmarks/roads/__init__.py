"""Goals of the roads: speed against peers, growth, approximation, opening and import."""

from planning.environment import use_compiled_cache

# Before anything imports numba: what is measured finds its machine code on disk.
use_compiled_cache()
