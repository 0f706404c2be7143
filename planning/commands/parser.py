"""The parser of arguments; what it refuses is an error like any other, in the reader's language."""

import argparse
import re
from typing import Any, NoReturn

from domain.errors import InputError
from domain.message import Message, Problem, message

_MISSING = re.compile(r"the following arguments are required: (?P<arguments>.+)")
_UNKNOWN = re.compile(r"unrecognized arguments: (?P<arguments>.+)")
_CHOICE = re.compile(
    r"argument (?P<argument>\S+): invalid choice: '(?P<value>.*)' \(choose from (?P<expected>.*)\)"
)
_VALUE = re.compile(r"argument (?P<argument>\S+): '(?P<value>.*)': (?P<expected>.+)")
_TYPE = re.compile(r"argument (?P<argument>\S+): invalid \S+ value: '(?P<value>.*)'")
_NOTHING = re.compile(r"argument (?P<argument>\S+): expected .*")
_BLANK = re.compile(r"argument (?P<argument>\S+): blank")
_ONE_OF = re.compile(r"one of the arguments (?P<arguments>.+) is required")
_NOT_BOTH = re.compile(r"argument (?P<argument>\S+): not allowed with argument (?P<other>\S+)")
_REASONS = (
    (_MISSING, "argument.missing"),
    (_ONE_OF, "argument.one_of"),
    (_NOT_BOTH, "argument.not_both"),
    (_BLANK, "argument.blank"),
    (_UNKNOWN, "argument.unknown"),
    (_CHOICE, "argument.not_a_choice"),
    (_VALUE, "argument.refused"),
    (_TYPE, "argument.no_number"),
    (_NOTHING, "argument.without_value"),
)
"""What argparse says, which it says in English only."""

_NEGATIVE = re.compile(r"-\.?\d.*")
"""What is a value and no option: a number below zero, and southern latitudes with a longitude."""


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

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._negative_number_matcher = _NEGATIVE

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments."""
        raise ArgumentsRefused(problem_of(message, self.prog), self.format_usage())


def problem_of(said: str, command: str) -> Problem:
    """What argparse found wrong, as a problem that names the argument and its value."""
    for pattern, code in _REASONS:
        found = pattern.fullmatch(said)
        if found:
            parts = found.groupdict()
            if pattern is _ONE_OF:
                parts["arguments"] = ", ".join(parts["arguments"].split())
            named = parts.get("arguments") or parts["argument"]
            return Problem(
                message=Message(code, {**parts, "command": command}),
                column=named,
                value=parts.get("value", ""),
            )
    return Problem(message=message("argument.odd", command=command))


def refused(code: str, *, column: str, value: str, **parameters: str) -> InputError:
    """The refusal of an argument's value that only the command itself finds wrong."""
    reason = message(code, value=value, **parameters)
    return InputError([Problem(message=reason, column=column, value=value)])


def written(text: str) -> str:
    """A text that has anything in it."""
    if not text.strip():
        raise argparse.ArgumentTypeError("blank")
    return text
