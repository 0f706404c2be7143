"""One run of one engine on a published instance.

It runs in whatever interpreter has the engine: of the program nothing is imported for a peer.
"""

import resource
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.benchmarks.routing.instances import OR_TOOLS, OURS, PYVRP, VROOM, VRP_CLI
from tests.benchmarks.routing.peers.answer import Answer, Trajectory
from tests.benchmarks.routing.peers.problem import CannotSolve, read_problem

ADAPTERS = {
    PYVRP: "with_pyvrp",
    VROOM: "with_vroom",
    OR_TOOLS: "with_or_tools",
    VRP_CLI: "with_vrp_cli",
}

_WARM_UP_S = 0.3
_COST_OF_ALL = "instance.cost_so_far"


def run_engine(
    *, engine: str, path: str, seconds: float, seed: int, routes: int | None, vehicles_first: bool
) -> dict[str, Any]:
    """What an engine answers to an instance.

    Parameters
    ----------
    routes
        Routes of the best known, to spare peers vehicles that nobody needs.
    """
    if engine == OURS:
        return clocked(_our_search(Path(path), seconds, seed))
    adapter = import_module(f"tests.benchmarks.routing.peers.{ADAPTERS[engine]}")
    problem = read_problem(Path(path), routes=routes, vehicles_first=vehicles_first)
    try:
        return clocked(adapter.prepare(problem, seconds, seed))
    except CannotSolve as reason:
        return {"cannot": str(reason)}


def clocked(search: Callable[[], Answer]) -> dict[str, Any]:
    """What a search answers, how long it took, and what share of a core it got."""
    cpu_s, started_s = _cpu_s(), time.perf_counter()
    answer = search()
    wall_s = time.perf_counter() - started_s
    return {
        "routes": answer.routes,
        "trajectory": answer.trajectory,
        "iterations": answer.iterations,
        "wall_s": round(wall_s, 2),
        "core_share": round((_cpu_s() - cpu_s) / wall_s, 3),
    }


def _cpu_s() -> float:
    """Processor time of this process and of those it has ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _our_search(path: Path, seconds: float, seed: int) -> Callable[[], Answer]:
    """What the product answers on one thread; machine code is compiled before the clock starts."""
    from planning.environment import use_compiled_cache

    use_compiled_cache()
    from domain.progress import MaxRuntime, Progress
    from optimizer.routing.engines import TOGETHER, engine_of
    from optimizer.routing.instances.solve_instance import solve_instance

    engine = engine_of(TOGETHER)
    solve_instance(path, stop=MaxRuntime(_WARM_UP_S), engine=engine, seed=seed)

    def search() -> Answer:
        trajectory = Trajectory()

        def note(progress: Progress) -> None:
            if progress.note is not None and progress.note.code == _COST_OF_ALL:
                trajectory.note(float(str(progress.note.parameters["cost"])))

        stop = MaxRuntime(seconds)
        found = solve_instance(path, stop=stop, engine=engine, seed=seed, on_progress=note)
        return Answer(
            routes=[(number, list(route)) for number, route in enumerate(found.routes)],
            trajectory=tuple(trajectory.points),
            iterations=found.iterations,
        )

    return search
