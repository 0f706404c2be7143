"""Wayloom: a logistics planner's desktop. One headless command per run.

Imports nothing heavy: the processes of jobs import this module again.
"""

import sys


def main() -> int:
    """Run the command that the arguments name; return its exit code."""
    from planning.environment import use_compiled_cache

    # numba looks for its folder once, when it is imported.
    use_compiled_cache()
    from planning.commands.run import run_command

    return run_command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
