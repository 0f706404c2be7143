"""The engines on the published instances: which runs are made, and what they were worth."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from tests.benchmarks.roads.rows import say_not_measured
from tests.benchmarks.routing.instances import (
    DRAWS_BY_SEED,
    FOLDER,
    OR_TOOLS,
    OURS,
    PYVRP,
    VROOM,
    VRP_CLI,
    InstanceClass,
)
from tests.benchmarks.routing.priced import best_of, is_vehicles_first, priced
from tests.benchmarks.routing.tasks import STARVED, Row, Task, Tasks, our_state, peer_state

PACKAGES = {PYVRP: "pyvrp", VROOM: "pyvroom", OR_TOOLS: "ortools", VRP_CLI: "vrp-cli"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """An engine on an instance."""

    engine: str
    path: Path
    seed: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """Who runs how often and how long.

    Attributes
    ----------
    seconds
        Our own engine has a run of each; peers one of the longest, which tells what they had
        before. Ours cools down over the time that it is given.
    only_rivals
        Whether peers run only where a goal names them.
    """

    engines: tuple[str, ...]
    seeds: tuple[int, ...]
    seconds: tuple[float, ...]
    only_rivals: bool = False

    def runs(self, asked: InstanceClass) -> Iterator[Run]:
        """The runs of a class; those of one instance and seed follow each other."""
        engines = [e for e in self.engines if self._takes_part(e, asked)]
        for path, seed, engine in product(asked.files(), self.seeds, engines):
            if engine == OURS:
                for seconds in reversed(self.seconds):
                    yield Run(engine=engine, path=path, seed=seed, seconds=seconds)
            elif engine in DRAWS_BY_SEED or seed == self.seeds[0]:
                yield Run(engine=engine, path=path, seed=seed, seconds=self.seconds[-1])

    def _takes_part(self, engine: str, asked: InstanceClass) -> bool:
        return engine == OURS or engine in asked.rivals or not self.only_rivals


def race(tasks: Tasks, asked: InstanceClass, who: Race) -> dict[Run, Row]:
    """What came of each run of a class, checked and priced."""
    if not asked.files():
        say_not_measured(asked.name, "its files are not there")
        return {}
    made = {run: task for run in who.runs(asked) if (task := _task(tasks, run)) is not None}
    found = tasks.find(list(made.values()))
    rows = {run: priced(run.path, found[task]) for run, task in made.items() if task in found}
    for run, row in rows.items():
        if row.get("core_share", 1) < STARVED and run.engine in DRAWS_BY_SEED:
            name = f"{run.engine} on {run.path.stem}, seed {run.seed}"
            print(f"starved: {name}: {row['core_share']} of a core", file=sys.stderr)
    return rows


def _task(tasks: Tasks, run: Run) -> Task | None:
    is_ours = run.engine == OURS
    state = our_state() if is_ours else peer_state(tasks.peers_python, PACKAGES[run.engine])
    if state is None:
        say_not_measured(run.engine, "it is not installed")
        return None
    arguments = {
        "engine": run.engine,
        "path": str(run.path),
        "seconds": run.seconds,
        "seed": run.seed,
        "routes": best_of(run.path).vehicles,
        "vehicles_first": is_vehicles_first(run.path),
    }
    return Task(
        work="engine_runs:run_engine",
        arguments=json.dumps(arguments),
        state=state,
        seconds=run.seconds,
        for_peer=not is_ours,
    )


def name_of(path: Path) -> str:
    """An instance by its place in the folder of data."""
    return path.relative_to(FOLDER).with_suffix("").as_posix()
