"""What a command's exit code tells the program that called it."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every headless command."""

    DONE = 0
    BAD_INPUT = 2
    IN_PART = 3
    ENVIRONMENT = 4
    OUR_FAULT = 5
    INTERRUPTED = 130
