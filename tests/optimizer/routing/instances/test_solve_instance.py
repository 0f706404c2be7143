"""Instances solved by any engine, checked and written in their own convention."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from domain.errors import InputError
from domain.progress import Never, Progress, StopCriterion
from optimizer.routing.engine import (
    BetterElsewhere,
    EndReason,
    OnBetter,
    Outcome,
    Relaxation,
    Support,
    ignore_better,
    nothing_elsewhere,
)
from optimizer.routing.instances.solve_instance import InstanceSolution, solve_instance
from optimizer.routing.search_problem import Routes, SearchProblem
from tests.optimizer.routing.instances.texts import RICH, SOLOMON, VRPLIB

BEST_OF_VRPLIB = ((0, 1, 4), (2, 3))
RICH_RELOAD = 4
"""Node of the first depot, behind the four customers."""


@dataclass
class Scripted:
    """An engine that proposes what it is told, and remembers what it was asked."""

    routes: Routes
    support: Support = field(default_factory=Support)
    name: str = "scripted"
    asked: list[tuple[int, int | None]] = field(default_factory=list)

    def supports(self, problem: SearchProblem) -> Support:
        assert problem.tasks
        return self.support

    def solve(
        self,
        problem: SearchProblem,
        *,
        stop: StopCriterion,
        seed: int = 0,
        start: Routes | None = None,
        on_better: OnBetter = ignore_better,
        better_elsewhere: BetterElsewhere = nothing_elsewhere,
        iteration_limit: int | None = None,
    ) -> Outcome:
        self.asked.append((seed, iteration_limit))
        on_better(self.routes[:1])
        return Outcome(routes=self.routes, reason=EndReason.ITERATION_LIMIT, iterations=7)


def file(folder: Path, text: str) -> Path:
    path = folder / "instance.txt"
    path.write_text(text, encoding="utf-8")
    return path


def solve(folder: Path, text: str, routes: Routes) -> InstanceSolution:
    return solve_instance(file(folder, text), stop=Never(), engine=Scripted(routes))


def test_a_solution_is_checked_and_counted(tmp_path: Path) -> None:
    solution = solve(tmp_path, VRPLIB, (*BEST_OF_VRPLIB, ()))
    assert solution.feasible
    assert solution.routes == ((1, 2, 5), (3, 4))
    assert solution.cost == (10 + 1 + 8 + 10) + (10 + 1 + 11)
    assert isinstance(solution.cost, int)
    assert (solution.vehicles, solution.trips, solution.objective) == (2, 2, "distance")


def test_costs_in_double_precision_are_not_whole(tmp_path: Path) -> None:
    solution = solve(tmp_path, SOLOMON, ((0,), (1, 2)))
    assert solution.feasible
    assert solution.cost == pytest.approx(20 + 20 + 500**0.5 + 10)


def test_what_breaks_a_rule_is_not_feasible(tmp_path: Path) -> None:
    solution = solve(tmp_path, VRPLIB, ((0, 1, 2), (3,)))
    assert not solution.feasible
    assert {found.code for found in solution.violations} == {
        "instance.overloaded",
        "instance.visited",
    }


def test_reloads_and_unlike_vehicles_keep_their_places(tmp_path: Path) -> None:
    solution = solve(tmp_path, RICH, ((1, RICH_RELOAD, 0), (2, 3), ()))
    assert solution.feasible
    assert solution.routes == ((3, 0, 2), (4, 5), ())
    assert (solution.vehicles, solution.trips) == (2, 3)


def test_progress_tells_the_cost_so_far(tmp_path: Path) -> None:
    seen: list[Progress] = []
    solve_instance(
        file(tmp_path, VRPLIB),
        stop=Never(),
        engine=Scripted(BEST_OF_VRPLIB),
        on_progress=seen.append,
    )
    assert [progress.note.code for progress in seen if progress.note] == [
        "instance.cost_unserved",
        "instance.cost_so_far",
    ]
    assert [progress.cost_minor for progress in seen] == [29, 51]


def test_seed_and_limit_reach_the_engine(tmp_path: Path) -> None:
    engine = Scripted(BEST_OF_VRPLIB)
    solution = solve_instance(
        file(tmp_path, VRPLIB), stop=Never(), engine=engine, seed=3, iteration_limit=9
    )
    assert engine.asked == [(3, 9)]
    assert (solution.seed, solution.iterations, solution.engine) == (3, 7, "scripted")


def test_what_the_engine_passes_over_is_told(tmp_path: Path) -> None:
    passes_over = frozenset({Relaxation.RELOADS, Relaxation.PICKUPS})
    engine = Scripted(BEST_OF_VRPLIB, support=Support(relaxes=passes_over))
    solution = solve_instance(file(tmp_path, VRPLIB), stop=Never(), engine=engine)
    assert solution.relaxed == (Relaxation.PICKUPS, Relaxation.RELOADS)


def test_an_engine_that_cannot_be_asked_is_refused(tmp_path: Path) -> None:
    engine = Scripted((), support=Support(is_possible=False))
    with pytest.raises(InputError) as caught:
        solve_instance(file(tmp_path, VRPLIB), stop=Never(), engine=engine)
    assert [problem.code for problem in caught.value.problems] == ["instance.engine_cannot"]


def test_the_solution_file_is_that_of_cvrplib(tmp_path: Path) -> None:
    solution = solve(tmp_path, RICH, ((1, RICH_RELOAD, 0), (2, 3), ()))
    path = tmp_path / "rich.sol"
    solution.write(path)
    assert path.read_text(encoding="utf-8").splitlines() == [
        "Route #1: 3 0 2",
        "Route #2: 4 5",
        "Route #3:",
        f"Cost {solution.cost}",
    ]
