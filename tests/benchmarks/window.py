"""The window: how soon it can be used, how long it stalls while planning, what it asks the network.

``python -m tests.benchmarks.window [--quick]`` prints a line per goal. The window runs in a process
of its own each time, offscreen; the caches are warm, as on every morning but the first.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[2]

USABLE_S = 3.0
STALL_MS = 50.0
TICK_MS = 5
PLAN_S = 10.0


def measure_start() -> dict[str, float]:
    """One start of the program on the sample day: seconds from the process's start."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from gui.web_environment import prepare_web_engine

    prepare_web_engine()
    from PySide6.QtWidgets import QApplication

    from planning.environment import directories, sample_folder
    from tests.gui.window.driving import open_window, wait_until

    app = QApplication([])
    window = open_window(app, directories())
    ready: list[float] = []
    window.map_view.ready.connect(lambda: ready.append(_since_start_s()))
    window.commands.open_source(sample_folder())
    app.processEvents()
    shown_s = _since_start_s()
    wait_until(lambda: ready)
    wait_until(lambda: window.session.dataset is not None)
    data_s = _since_start_s()
    wait_until(lambda: window.session.roads is not None)
    roads_s = _since_start_s()
    found = {"shown_s": shown_s, "map_s": ready[0], "data_s": data_s, "roads_s": roads_s}
    window.close()
    return found


def measure_planning() -> dict[str, Any]:
    """Longest stall of the event loop while the sample day is planned, and requests refused."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from gui.web_environment import prepare_web_engine

    prepare_web_engine()
    from PySide6.QtWidgets import QApplication

    from planning.environment import directories, sample_folder
    from tests.benchmarks.stalls import Stalls
    from tests.gui.window.driving import live, open_day, open_window

    app = QApplication([])
    window = open_window(app, directories())
    open_day(window, sample_folder())
    live(3.0)
    while_planning = Stalls(TICK_MS)
    window.operations.plan(PLAN_S)
    while_planning.watch(lambda: window.operations.work is None)
    showing = Stalls(TICK_MS)
    shown_s = time.monotonic() + 2.0
    showing.watch(lambda: time.monotonic() > shown_s)
    plan = window.session.plan
    found = {
        "longest_ms": while_planning.gaps_ms[-1],
        "p99_ms": while_planning.gaps_ms[int(0.99 * len(while_planning.gaps_ms))],
        "showing_the_plan_ms": showing.gaps_ms[-1],
        "seconds": sum(while_planning.gaps_ms) / 1000,
        "ticks": len(while_planning.gaps_ms),
        "refused_requests": len(window.map_view.blocked_requests()),
        "served": plan.summary.orders_served if plan else 0,
    }
    window.close()
    return found


def _since_start_s() -> float:
    """Seconds since this process was started."""
    ticks = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
    up_s = float(Path("/proc/uptime").read_text().split()[0])
    return up_s - ticks / os.sysconf("SC_CLK_TCK")


def _in_process(name: str, data: str) -> dict[str, Any]:
    """Run one measurement in a fresh process."""
    command = [sys.executable, "-m", "tests.benchmarks.window", "--one", name]
    environment = os.environ | {"WAYLOOM_DATA": data}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _goal(name: str, measured: float, target: float, detail: dict[str, Any]) -> None:
    line = {
        "goal": name,
        "measured": round(measured, 3),
        "target": target,
        "holds": measured <= target,
        "detail": detail,
    }
    print(json.dumps(line), flush=True)


def main() -> None:
    """Measure, and print a line per goal."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--one", choices=("start", "planning"))
    arguments = parser.parse_args()
    if arguments.one is not None:
        measure = {"start": measure_start, "planning": measure_planning}[arguments.one]
        print(json.dumps(measure()), flush=True)
        # Chromium's own teardown is no part of the measurement.
        os._exit(0)
    runs = 3 if arguments.quick else 7
    with tempfile.TemporaryDirectory() as data:
        _in_process("start", data)
        starts = [_in_process("start", data) for _ in range(runs)]
        plans = [_in_process("planning", data) for _ in range(runs)]
    medians = {name: round(median(start[name] for start in starts), 3) for name in starts[0]}
    usable_s = [max(start["shown_s"], start["map_s"]) for start in starts]
    _goal("window usable, seconds from start", median(usable_s), USABLE_S, medians)
    longest = max(plan["longest_ms"] for plan in plans)
    detail = {name: [round(plan[name], 1) for plan in plans] for name in plans[0]}
    _goal("longest stall while planning, ms", longest, STALL_MS, detail)
    _goal("remote requests", sum(plan["refused_requests"] for plan in plans), 0, {})


if __name__ == "__main__":
    main()
