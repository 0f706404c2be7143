"""Kills a process at a random moment, and holds what is left against what it said."""

import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from tests.torture.forked import Died, forked, silent

Tell = Callable[[str], None]

LONGER = 1.1
"""Times as late the next kill may come, as long as the process was still at work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What a process does until it is killed.

    Attributes
    ----------
    name
        What is done.
    prepare
        Lays out a folder; returns what is known of it.
    act
        In a process of its own: does it again and again, or once, telling what it begins and what
        it has done; a caller relies on whatever it was told was done.
    check
        Raises unless the folder holds all that was told to be done, and nothing half; returns what
        is known of it now.
    fresh_after
        Kills after which the folder is laid out anew.
    longest_s
        The latest moment at which it is killed.
    """

    name: str
    prepare: Callable[[Path], Any]
    act: Callable[[Path, Any, Tell], None]
    check: Callable[[Path, Any, list[str]], Any]
    fresh_after: int = 1
    longest_s: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Killed:
    """What came of many kills.

    Attributes
    ----------
    in_time
        Kills that came before the process had done all it had to do.
    told
        Acts that were told to be done.
    wrong
        What was lost, half done, or did not open.
    """

    name: str
    kills: int
    in_time: int
    told: int
    wrong: tuple[str, ...]
    seconds: float


def kill_often(scenario: Scenario, kills: int, *, seed: int = 0) -> Killed:
    """Kill a process so many times, each time at a random moment.

    Where the process ended before, the next moments are drawn from a shorter while, so that most
    of the kills come while it is at work, however fast the computer is.
    """
    draw = random.Random(f"{scenario.name}{seed}")
    started_s = time.monotonic()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as made:
        trial, within_s = _Trial(scenario, Path(made) / "work"), scenario.longest_s
        for kill in range(kills):
            if kill % scenario.fresh_after == 0:
                trial.is_fresh = False
            moment_s = draw.uniform(0, within_s)
            try:
                was_killed = trial.run(moment_s)
                within_s = min(scenario.longest_s, LONGER * within_s) if was_killed else moment_s
            except (Died, AssertionError) as error:
                wrong.append(f"kill {kill}: {str(error)[-1500:]}")
                trial.is_fresh = False
    return Killed(
        name=scenario.name,
        kills=kills,
        in_time=trial.in_time,
        told=trial.told,
        wrong=tuple(wrong),
        seconds=time.monotonic() - started_s,
    )


class _Trial:
    """A folder in which a process is killed, again and again."""

    def __init__(self, scenario: Scenario, folder: Path) -> None:
        self._scenario = scenario
        self._folder = folder
        self._known: Any = None
        self.is_fresh = False
        self.in_time = 0
        self.told = 0

    def run(self, moment_s: float) -> bool:
        """Kill once, and check; the folder is laid out first where that is due.

        Returns
        -------
        bool
            Whether the kill came before the process ended.
        """
        if not self.is_fresh:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir()
            self._known = _quietly(lambda: self._scenario.prepare(self._folder))
            self.is_fresh = True
        told, was_killed = _one_kill(self._scenario, self._folder, self._known, moment_s)
        self.in_time += was_killed
        self.told += sum(line.startswith("done") for line in told)
        _refuse_crash(told)
        self._known = _quietly(lambda: self._scenario.check(self._folder, self._known, told))
        return was_killed


def _quietly(function: Callable[[], Any]) -> Any:
    with silent():
        return forked(function)


def _one_kill(
    scenario: Scenario, folder: Path, known: Any, moment_s: float
) -> tuple[list[str], bool]:
    """What the process told, and whether the kill came before it ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _act(scenario, folder, known, writing)
    os.close(writing)
    time.sleep(moment_s)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        # A line that was cut short was not told.
        told = pipe.read().decode().split("\n")[:-1]
    return told, os.WIFSIGNALED(status)


def _act(scenario: Scenario, folder: Path, known: Any, writing: int) -> NoReturn:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        scenario.act(folder, known, lambda line: _tell(writing, line))
    except BaseException:
        _tell(writing, "crash " + traceback.format_exc()[-3000:].replace("\n", " | "))
    sys.stdout.flush()
    os._exit(0)


def _tell(writing: int, line: str) -> None:
    os.write(writing, (line + "\n").encode())


def _refuse_crash(told: list[str]) -> None:
    for line in told:
        assert not line.startswith("crash"), line
