"""Kills what writes at random moments: nothing acknowledged is lost, and every project opens.

``python -m tests.torture.kills [--act NAME] [--kills N] [--seed N]`` prints a line per goal.
"""

import argparse
import sys
from collections.abc import Iterator

from tests.benchmarks.goal import Goal
from tests.torture.kill_projects import SCENARIOS, warm_up
from tests.torture.kill_results import RESULTS
from tests.torture.kill_runner import Killed, kill_often

KILLS = {
    "edit": 400,
    "import": 200,
    "save a copy": 150,
    "export": 150,
    "create": 100,
    "migrate": 100,
    "results": 100,
}
"""How often each act is killed in the whole run."""

ALL = {scenario.name: scenario for scenario in (*SCENARIOS, RESULTS)}


def goal_of(killed: Killed) -> Goal:
    """That nothing was lost, and nothing is half."""
    return Goal(
        goal=f"kill -9 in the middle of {killed.name}: states lost, half, or not to be opened",
        measured=len(killed.wrong),
        target=0,
        detail={
            "kills": killed.kills,
            "before_the_end": killed.in_time,
            "acts_acknowledged": killed.told,
            "seconds": round(killed.seconds, 1),
            "wrong": killed.wrong[:5],
        },
    )


def goals(*, share: float = 1.0, seed: int = 0, act: str = "") -> Iterator[Goal]:
    """A goal for each act, with a share of the kills of the whole run."""
    warm_up()
    for name, kills in KILLS.items():
        if act in {"", name}:
            yield goal_of(kill_often(ALL[name], max(1, round(kills * share)), seed=seed))


def main() -> int:
    """Kill, and print a line per act."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--act", choices=ALL, default="")
    parser.add_argument("--kills", type=int, help="of one act; by default as many as the goal asks")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    warm_up()
    holds = True
    for name in [arguments.act] if arguments.act else KILLS:
        kills = arguments.kills or KILLS[name]
        goal = goal_of(kill_often(ALL[name], kills, seed=arguments.seed))
        holds &= goal.measured == 0
        print(goal.line(), flush=True)
    return int(not holds)


if __name__ == "__main__":
    sys.exit(main())
