"""A process of its own that feeds a parser, and tells after each input that it has answered."""

import contextlib
import faulthandler
import json
import logging
import mmap
import os
import random
import resource
import struct
import sys
import tempfile
import traceback
import warnings
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.torture.fuzz.mutate import mutated
from tests.torture.fuzz.target import Target

RAM_DISK = Path("/dev/shm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crash:
    """An input that a parser did not answer.

    Attributes
    ----------
    run
        Number of the input, from which it can be made again.
    kind
        What came of it, and where in the program.
    """

    run: int
    kind: str


class Counter:
    """How many inputs were answered, readable from other processes."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, 8)

    def set(self, runs: int) -> None:
        """Tell that the input of this number is tried next."""
        self._shared[:] = struct.pack("<q", runs)

    def get(self) -> int:
        """Number of the input tried now."""
        return int(struct.unpack("<q", self._shared[:])[0])


def input_of(target: Target, seeds: Sequence[bytes], seed: int, run: int) -> bytes:
    """The input of a number: the same each time."""
    draw = random.Random((seed << 40) + run)
    return mutated(draw, seeds, target.words, packed=target.packed)


def feed(
    target: Target, seeds: Sequence[bytes], runs: range, *, seed: int, counter: Counter
) -> list[Crash]:
    """Give a parser inputs by number; what it did not answer, once for each place in the code."""
    found: dict[str, Crash] = {}
    parent = RAM_DISK if RAM_DISK.is_dir() else None
    with tempfile.TemporaryDirectory(dir=parent) as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for run in runs:
            counter.set(run)
            data = input_of(target, seeds, seed, run)
            try:
                target.parse(data, Path(made))
            except Exception as error:
                place = place_of(error)
                found.setdefault(place, Crash(run=run, kind=f"{place}: {str(error)[:120]}"))
        counter.set(runs.stop)
    return list(found.values())


def place_of(error: Exception) -> str:
    """Type of an exception and the last lines of the program that it went through."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
    return f"{type(error).__name__} {' > '.join(places)}"


def work(
    target: Target, seeds: Sequence[bytes], runs: range, *, seed: int, counter: Counter, told: int
) -> None:
    """In a forked process: feed the parser, and write what came of it to a descriptor."""
    logging.disable(logging.CRITICAL)
    # Whoever waits for this process tells how it died.
    faulthandler.disable()
    # A forked process begins with the memory of the one that it comes from.
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stderr(nowhere):
        crashes = feed(target, seeds, runs, seed=seed, counter=counter)
    taken_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb
    answer = json.dumps({"crashes": [asdict(c) for c in crashes], "taken_kb": taken_kb})
    os.write(told, answer.encode())
    sys.stdout.flush()
    os._exit(0)
