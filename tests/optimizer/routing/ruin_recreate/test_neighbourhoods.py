"""Which tasks are near each other is what their prices, written out plainly, say."""

import numpy as np
import pytest
from hypothesis import given, settings

from optimizer.routing.ruin_recreate import neighbourhoods as near_tasks
from optimizer.routing.search_problem import Float64, Int64, SearchProblem
from tests.optimizer.routing.random_case import random_case
from tests.optimizer.routing.ruin_recreate.held import SEEDS, problem_of, rules_without

FEW = 3


@settings(max_examples=60)
@given(seed=SEEDS, rules=rules_without())
def test_the_nearest_tasks_are_listed_nearest_first(seed: int, rules: frozenset[str]) -> None:
    problem = problem_of(random_case(seed, rules))
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(near_tasks, "BESIDE", FEW)
        changed.setattr(near_tasks, "AROUND", FEW)
        near = near_tasks.neighbourhoods(problem)
    there, wasted = drives(problem), waste(problem)
    assert_nearest(near.around, there + there.T)
    assert_nearest(near.beside, np.minimum(there + wasted, (there + wasted).T))


def assert_nearest(listed: Int64, apart: Float64) -> None:
    """Prices are compared: tasks that are equally near may stand in any order."""
    for task, others in enumerate(listed):
        least = np.sort(np.delete(apart[task], task))[: len(others)]
        assert task not in others
        assert len(set(others[others >= 0].tolist())) == len(least)
        assert apart[task, others[others >= 0]] == pytest.approx(least)


def drives(problem: SearchProblem) -> Float64:
    """Price of the drive from each task to each."""
    places, fleet = problem.nodes.place[: problem.tasks], problem.fleet
    between = np.ix_(places, places)
    price = fleet.per_m.mean() * problem.drives.usual_m[0][between]
    price = price + fleet.per_time.mean() * problem.drives.least_time[0][between]
    return np.asarray(price, dtype=np.float64)


def waste(problem: SearchProblem) -> Float64:
    """Price of the waiting and of the lateness when each task is called at before each."""
    nodes, tasks = problem.nodes, slice(0, problem.tasks)
    places = nodes.place[tasks]
    opens = nodes.window_from[tasks, 0].astype(np.float64)
    closes = nodes.window_to[np.arange(problem.tasks), nodes.windows[tasks] - 1]
    stay = (nodes.service + nodes.setup)[tasks].astype(np.float64)
    reaches = stay[:, None] + problem.drives.least_time[0][np.ix_(places, places)]
    waits = np.maximum(0.0, opens[None] - closes[:, None] - reaches)
    late = np.maximum(0.0, opens[:, None] + reaches - closes[None])
    lost = near_tasks.WAITING * waits + near_tasks.LATENESS * late
    return np.asarray(problem.fleet.per_time.mean() * lost, dtype=np.float64)
