"""The parser of arguments; what it refuses is an error like any other, in the reader's language."""

import argparse
import re
from typing import NoReturn

from domain.message import Message, Problem, message

_MISSING = re.compile(r"the following arguments are required: (?P<arguments>.+)")
_UNKNOWN = re.compile(r"unrecognized arguments: (?P<arguments>.+)")
_CHOICE = re.compile(
    r"argument (?P<argument>\S+): invalid choice: '(?P<value>.*)' \(choose from (?P<expected>.*)\)"
)
_VALUE = re.compile(r"argument (?P<argument>\S+): '(?P<value>.*)': (?P<expected>.+)")
_TYPE = re.compile(r"argument (?P<argument>\S+): invalid \S+ value: '(?P<value>.*)'")
_NOTHING = re.compile(r"argument (?P<argument>\S+): expected .*")
_REASONS = (
    (_MISSING, "argument.missing"),
    (_UNKNOWN, "argument.unknown"),
    (_CHOICE, "argument.not_a_choice"),
    (_VALUE, "argument.refused"),
    (_TYPE, "argument.no_number"),
    (_NOTHING, "argument.without_value"),
)
"""What argparse says, which it says in English only."""


class ArgumentsRefused(Exception):
    """Arguments that make no sense; carries the problem and how the command is used."""

    def __init__(self, problem: Problem, usage: str) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.usage = usage


class CommandParser(argparse.ArgumentParser):
    """A parser that raises instead of ending the process.

    Raises
    ------
    ArgumentsRefused
        By `parse_args`, for arguments that make no sense.
    """

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments."""
        raise ArgumentsRefused(problem_of(message, self.prog), self.format_usage())


def problem_of(said: str, command: str) -> Problem:
    """What argparse found wrong, as a problem that names the argument and its value."""
    for pattern, code in _REASONS:
        found = pattern.fullmatch(said)
        if found:
            parts = found.groupdict()
            named = parts.get("arguments") or parts["argument"]
            return Problem(
                message=Message(code, {**parts, "command": command}),
                column=named,
                value=parts.get("value", ""),
            )
    return Problem(message=message("argument.odd", command=command))
