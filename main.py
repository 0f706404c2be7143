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
    if _asks_for_window(arguments):
        from gui.start import run_window

        return run_window(arguments)
    from planning.commands.run import run_command

    return run_command(arguments)


def _asks_for_window(arguments: list[str]) -> bool:
    """Whether the command is the window, by its name or because there is none."""
    languages = {"en", "zh"}
    words = (word for word in arguments if not word.startswith("-") and word not in languages)
    return not arguments or next(words, "") == "window"


if __name__ == "__main__":
    sys.exit(main())
