"""Goals of the stock plan: textbooks, exact solvers, a whole network, held-back history."""

from planning.environment import use_compiled_cache

# Before anything imports numba: what is measured finds its machine code on disk.
use_compiled_cache()
