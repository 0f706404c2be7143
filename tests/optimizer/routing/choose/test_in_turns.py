"""Engines in turns on one thread: each goes on from the best so far, and nothing gets worse."""

from dataclasses import replace

import numpy as np
import pytest

from domain.progress import MaxRuntime, Never
from optimizer.routing.choose.chosen import Chosen
from optimizer.routing.choose.in_turns import InTurns, Turn
from optimizer.routing.choose.portfolio import engines_for
from optimizer.routing.engines import ENGINES
from optimizer.routing.judge.judge_route import judged_cost
from optimizer.routing.search_problem import Routes, SearchProblem
from tests.optimizer.routing.build import case, parcel, van
from tests.optimizer.routing.choose.made_days import Told, in_arrays, scattered

GOOD: Routes = (tuple(range(6)), tuple(range(6, 12)), ())
POOR: Routes = (tuple(range(6)), (), ())


@pytest.fixture(scope="module")
def day() -> SearchProblem:
    return in_arrays(scattered(12, 3))


def turns(*engines: Told) -> InTurns:
    return InTurns([Turn(engine=engine, share=1 / len(engines)) for engine in engines])


def test_each_begins_with_the_best_of_those_before(day: SearchProblem) -> None:
    first, second, third = Told([GOOD]), Told([POOR]), Told()
    outcome = turns(first, second, third).solve(day, stop=Never())
    assert first.start is None
    assert second.start == GOOD
    assert third.start == GOOD
    assert outcome.routes == GOOD
    assert outcome.iterations == 3


def test_only_better_routes_are_handed_on(day: SearchProblem) -> None:
    told: list[Routes] = []
    turns(Told([GOOD]), Told([POOR])).solve(day, stop=Never(), on_better=told.append)
    assert told == [GOOD]


def test_a_turn_ends_with_its_share_of_the_time(day: SearchProblem) -> None:
    waiting, last = Told([POOR], waits=True), Told([GOOD])
    stop = MaxRuntime(0.4)
    outcome = turns(waiting, last).solve(day, stop=stop)
    assert last.start == POOR
    assert outcome.routes == GOOD
    assert stop.elapsed_s() < stop.limit_s


def test_the_same_iterations_give_the_same_routes(day: SearchProblem) -> None:
    def solved() -> Routes:
        engines = [ENGINES["pyvrp"](), ENGINES["ruin-recreate"]()]
        mixed = InTurns([Turn(engine=engine, share=0.5) for engine in engines])
        return mixed.solve(day, stop=Never(), seed=3, iteration_limit=200).routes

    assert solved() == solved()


def test_on_one_thread_pyvrp_goes_first_where_vehicles_differ(day: SearchProblem) -> None:
    assert [engine.name for engine in engines_for(day, 1)] == ["ruin-recreate"]
    fleet = [van("V1"), van("V2", capacity_m3=3.0)]
    at = [(1_000.0 * i, 500.0) for i in range(8)]
    differing = in_arrays(case([parcel(f"O{i}") for i in range(8)], fleet, at))
    assert [engine.name for engine in engines_for(differing, 1)] == ["pyvrp + ruin-recreate"]


def test_pyvrp_goes_first_too_where_ways_back_are_longer(day: SearchProblem) -> None:
    longer = day.drives.usual_m + np.tril(day.drives.usual_m)
    roads = replace(day, drives=day.drives._replace(usual_m=longer))
    assert [engine.name for engine in engines_for(roads, 1)] == ["pyvrp + ruin-recreate"]


def test_all_together_tell_of_what_they_find(day: SearchProblem) -> None:
    told: list[Routes] = []
    outcome = Chosen().solve(day, stop=MaxRuntime(0.5), on_better=told.append)
    assert judged_cost(day, outcome.routes) <= judged_cost(day, GOOD) + 1e-6
    assert judged_cost(day, told[-1]) >= judged_cost(day, outcome.routes) - 1e-6
