"""A parser to be fed with bytes, and how it may answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import PlannerError

Parse = Callable[[bytes, Path], None]
"""Parses the bytes; may use the folder for a file; raises only what the program raises on purpose.

Whoever answers by problems returns; an uncaught exception of any other kind is a fault.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One parser.

    Attributes
    ----------
    name
        What it parses.
    seeds
        Makes valid inputs to start from.
    parse
        Parses the bytes.
    runs
        How many inputs it must stand.
    words
        Texts that mean something to it, to be put anywhere.
    packed
        Whether inputs are ZIP archives, whose parts are to be changed as well as their bytes.
    """

    name: str
    seeds: Callable[[], Sequence[bytes]]
    parse: Parse
    runs: int
    words: tuple[bytes, ...] = ()
    packed: bool = False


TEXT_RUNS, BINARY_RUNS = 1_000_000, 10_000


def refusing(parse: Parse) -> Parse:
    """A parser whose refusals on purpose are an answer."""

    def answered(data: bytes, folder: Path) -> None:
        try:
            parse(data, folder)
        except PlannerError as error:
            require_code(error.message.code)

    return answered


def require_code(code: str) -> None:
    """Raise unless a refusal says what is wrong."""
    assert code
