"""An act on a disk that fails, with how things lie before and after it."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskAct:
    """Something that writes.

    Attributes
    ----------
    name
        What is done.
    prepare
        Lays out a folder, once.
    do
        Does it in such a folder.
    state
        What a person finds there: one value before the act and another after it; raises where a
        file is neither. May do what the program does at its next start.
    may_raise_os_errors
        Whether the commands that do it answer for errors of the disk themselves.
    """

    name: str
    prepare: Callable[[Path], None]
    do: Callable[[Path], None]
    state: Callable[[Path], Hashable]
    may_raise_os_errors: bool = False
