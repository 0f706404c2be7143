"""Wayloom: a logistics planner's desktop. The window, or one headless command.

Imports nothing heavy: the processes of jobs import this module again.
"""

import sys


def main() -> int:
    """Open the window, or run the command that the arguments name; return the exit code."""
    from planning.environment import use_compiled_cache

    # numba looks for its folder once, when it is imported.
    use_compiled_cache()
    arguments = sys.argv[1:]
    if not arguments or arguments[0] == "window":
        from gui.start import run_window

        return run_window(arguments[1:])
    from planning.commands.run import run_command

    return run_command(arguments)


if __name__ == "__main__":
    sys.exit(main())
