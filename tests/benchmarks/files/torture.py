"""Kills, failing disks and inputs that are nearly right: a share of what the torture tests do."""

from collections.abc import Iterator

from tests.benchmarks.goal import Goal
from tests.torture.disk_failures import run_all
from tests.torture.disk_shim import compiler
from tests.torture.fuzz.__main__ import goals_of
from tests.torture.fuzz.fuzz import fuzz
from tests.torture.fuzz.targets import TARGETS
from tests.torture.kills import goals as kill_goals

QUICK_KILLS = 0.02
QUICK_RUNS = 0.001


def torture_goals(*, quick: bool) -> Iterator[Goal]:
    """Nothing lost by kills and failing disks, nothing unanswered of any parser."""
    yield from kill_goals(share=QUICK_KILLS if quick else 1.0)
    if compiler() is not None:
        yield disk_goal(quick=quick)
    for target in TARGETS.values():
        runs = int(target.runs * QUICK_RUNS) if quick else target.runs
        yield from goals_of(fuzz(target, runs=runs))


def disk_goal(*, quick: bool) -> Goal:
    """That every call that fails leaves the old or the new, and is told."""
    found = run_all(quick=quick)
    wrong = [
        f"{told['act']} at {w['call']}: {w['left'][:200]}" for told in found for w in told["wrong"]
    ]
    return Goal(
        goal="failing writes and syncs: acts that lost something, or did not say so",
        measured=sum(told["wrong_count"] for told in found),
        target=0,
        detail={
            "trials": {told["act"]: told["trials"] for told in found},
            "wrong": wrong[:10],
        },
    )
