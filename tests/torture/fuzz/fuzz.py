"""Feeds a parser with changed inputs in processes that may die, and counts what comes of it."""

import json
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tests.torture.fuzz.target import Target
from tests.torture.fuzz.worker import Counter, Crash, work

LONGEST_INPUT_S = 60.0
RUNS_PER_PROCESS = 200_000
MOST_DEATHS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Fuzzed:
    """What came of feeding a parser.

    Attributes
    ----------
    runs
        Inputs given.
    seconds
        How long it took.
    peak_mb
        The most memory that any of the processes took beyond what it began with.
    crashes
        What was not answered.
    """

    name: str
    runs: int
    seconds: float
    peak_mb: float
    crashes: tuple[Crash, ...]


def fuzz(target: Target, *, runs: int, seed: int = 0) -> Fuzzed:
    """Give a parser so many inputs; a process that dies is a crash, and the rest goes on."""
    seeds = target.seeds()
    started_s = time.monotonic()
    crashes: dict[str, Crash] = {}
    peak_kb, at, deaths = 0, 0, 0
    while at < runs and deaths < MOST_DEATHS:
        part = range(at, min(runs, at + RUNS_PER_PROCESS))
        found, part_peak_kb, at = _one_process(target, seeds, part, seed)
        peak_kb = max(peak_kb, part_peak_kb)
        deaths += at < part.stop
        for crash in found:
            crashes.setdefault(crash.kind, crash)
    return Fuzzed(
        name=target.name,
        runs=at,
        seconds=time.monotonic() - started_s,
        peak_mb=peak_kb / 1000,
        crashes=tuple(crashes.values()),
    )


def _one_process(
    target: Target, seeds: Sequence[bytes], runs: range, seed: int
) -> tuple[list[Crash], int, int]:
    """What was found, the memory taken in kB, and the number of the next input."""
    counter = Counter()
    counter.set(runs.start)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        work(target, seeds, runs, seed=seed, counter=counter, told=writing)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        status, hung, used_kb = _wait(child, counter)
        told = pipe.read()
    if told:
        answer = json.loads(told)
        return [Crash(**crash) for crash in answer["crashes"]], answer["taken_kb"], runs.stop
    run = counter.get()
    kind = "no answer in time" if hung else f"killed by {signal.Signals(status & 0x7F).name}"
    return [Crash(run=run, kind=kind)], used_kb, run + 1


def _wait(child: int, counter: Counter) -> tuple[int, bool, int]:
    """Wait for a process, killing it where an input takes too long."""
    last, since_s, hung = counter.get(), time.monotonic(), False
    while True:
        ended, status, usage = os.wait4(child, os.WNOHANG)
        if ended:
            return status, hung, usage.ru_maxrss
        now = counter.get()
        if now != last:
            last, since_s = now, time.monotonic()
        elif not hung and time.monotonic() - since_s > LONGEST_INPUT_S:
            hung = True
            os.kill(child, signal.SIGKILL)
        time.sleep(0.02)
