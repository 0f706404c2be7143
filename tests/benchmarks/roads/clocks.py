"""Clocks, and what they run on."""

import os
import resource
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

THREADS = 2
"""Threads that everything measured may use."""

_CPU_INFO = Path("/proc/cpuinfo")


def alternate(works: Mapping[str, Callable[[], object]], runs: int) -> dict[str, list[float]]:
    """Seconds that each of several works takes, one after the other in every run."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(runs):
        for name, work in works.items():
            seconds[name].append(seconds_of(work))
    return seconds


def seconds_of(work: Callable[[], object]) -> float:
    """Seconds on the wall that a work takes."""
    started_s = time.perf_counter()
    work()
    return time.perf_counter() - started_s


def told(seconds: Sequence[float]) -> dict[str, Any]:
    """Median and least of some runs."""
    return {
        "median_s": float(f"{median(seconds):.4g}"),
        "min_s": float(f"{min(seconds):.4g}"),
        "runs": len(seconds),
    }


def peak_mb() -> float:
    """Most memory that this process has held so far, in megabytes of a million bytes."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6, 1)


def machine() -> str:
    """What this runs on: cores, threads used, processor."""
    model = "unknown processor"
    if _CPU_INFO.exists():
        lines = _CPU_INFO.read_text(encoding="utf-8").splitlines()
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
        model = names[0] if names else model
    return f"{os.cpu_count()} cores, {THREADS} threads used, {model}"
