"""What every test shares."""

from hypothesis import settings

from planning.environment import use_compiled_cache

# The machine's speed is no property of the code; the same examples run everywhere.
settings.register_profile("wayloom", deadline=None, derandomize=True)
settings.load_profile("wayloom")

use_compiled_cache()
