"""How a search runs: its seed, start, progress, stop, threads and engines."""

import time
from dataclasses import replace
from typing import Any

import pytest

from domain.progress import AnyOf, Flag, MaxRuntime, Progress
from optimizer.routing.choose import choose_routes, decompose
from optimizer.routing.engine import EndReason
from optimizer.routing.routing_result import RouteCalls, RoutingResult
from tests.optimizer.routing.build import Case, H, case, parcel, van
from tests.optimizer.routing.by_insertion import by_insertion
from tests.optimizer.routing.recheck import broken_rules
from tests.optimizer.routing.solving import in_a_row, left_out, solve, three

ROUNDING_MINOR = 10
"""Parts of a route's cost are rounded each in the plan, but not in the search."""


def test_the_same_seed_gives_the_same_plan() -> None:
    orders = [parcel(f"O{i}", volume_m3=2.0) for i in range(14)]
    at = [(1_000.0 * (i * 7 % 13), 900.0 * (i * 5 % 11)) for i in range(14)]
    made = case(orders, [van(f"V{i}") for i in range(4)], at)
    first, second = solve(made, seed=3), solve(made, seed=3)
    assert first.routes == second.routes
    assert first.termination.reason is EndReason.ITERATION_LIMIT


def test_a_start_is_never_made_worse() -> None:
    orders = [parcel(f"O{i}") for i in range(8)]
    at = [(1_000.0 * (i * 7 % 13), 900.0 * (i * 5 % 11)) for i in range(8)]
    made = case(orders, [van("V1"), van("V2")], at)
    good = solve(made)
    again = solve(made, start=good.sequences(), iteration_limit=1)
    assert again.cost_minor <= good.cost_minor


def test_a_start_may_hold_anything() -> None:
    made = in_a_row([van("V1", capacity_parcels=2)], *three())
    odd = (
        RouteCalls(
            vehicle_id="V1", places=tuple(f"order:{i}" for i in ("C", "B", "A", "A", "gone"))
        ),
        RouteCalls(vehicle_id="gone", places=("order:A",)),
    )
    result = solve(made, start=odd)
    assert len(result.routes[0].order_ids) == 2
    assert len(left_out(result)) == 1


def test_better_answers_are_handed_on_while_it_searches() -> None:
    orders = [parcel(f"O{i}", volume_m3=2.0) for i in range(20)]
    at = [(1_000.0 * (i * 7 % 13), 900.0 * (i * 5 % 11)) for i in range(20)]
    made = case(orders, [van(f"V{i}") for i in range(5)], at)
    best: list[RoutingResult] = []
    progress: list[Progress] = []
    result = solve(
        made,
        stop=MaxRuntime(1.5),
        iteration_limit=None,
        on_best=best.append,
        on_progress=progress.append,
    )
    costs = [answer.cost_minor for answer in best]
    assert costs == sorted(costs, reverse=True)
    assert result.cost_minor <= costs[-1] + ROUNDING_MINOR
    assert progress[-1].cost_minor == pytest.approx(result.cost_minor, abs=ROUNDING_MINOR)
    assert result.termination.reason is EndReason.TIME_LIMIT


def test_a_stop_ends_the_search_and_keeps_the_best() -> None:
    orders = [parcel(f"O{i}") for i in range(12)]
    at = [(1_000.0 * (i * 7 % 13), 900.0 * (i * 5 % 11)) for i in range(12)]
    made = case(orders, [van("V1"), van("V2")], at)
    raised_s = time.monotonic() + 0.5
    stop = AnyOf((MaxRuntime(60), Flag(lambda: time.monotonic() > raised_s)))
    result = solve(made, stop=stop, iteration_limit=None)
    assert result.termination.reason is EndReason.STOPPED
    assert left_out(result) == set()
    assert result.termination.seconds < 6


def scattered(orders: int, vans: int) -> Case:
    at = [(1_000.0 * (i * 7 % 13), 900.0 * (i * 5 % 11)) for i in range(orders)]
    return case([parcel(f"O{i}") for i in range(orders)], [van(f"V{i}") for i in range(vans)], at)


def test_several_threads_keep_every_rule_and_are_no_worse_than_insertion() -> None:
    made = scattered(30, 5)
    result = solve(made, threads=2)
    assert broken_rules(made, result) == []
    assert result.cost_minor <= by_insertion(made).cost_minor


@pytest.mark.parametrize("name", ["ruin-recreate", "pyvrp", "or-tools"])
def test_the_engine_asked_for_plans(name: str) -> None:
    made = scattered(10, 3)
    result = solve(made, engine=name)
    assert result.engine == name
    assert broken_rules(made, result) == []
    assert left_out(result) == set()


def test_an_engine_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        solve(scattered(3, 1), engine="nobody")


def test_what_an_engine_relaxes_is_mended() -> None:
    """PyVRP knows no breaks: its routes are taken as far as they keep the rules."""
    breaks: dict[str, Any] = {
        "break_s": 3600,
        "break_earliest_s": 12 * H,
        "break_latest_s": int(12.5 * H),
    }
    made = scattered(12, 3)
    vehicles = tuple(replace(v, **breaks) for v in made.problem.vehicles)
    made = Case(problem=replace(made.problem, vehicles=vehicles), locations=made.locations)
    result = solve(made, engine="pyvrp")
    assert broken_rules(made, result) == []
    assert left_out(result) == set()


@pytest.mark.parametrize("threads", [1, 2])
def test_a_large_problem_is_planned_in_parts(threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decompose, "FEWEST_TASKS", 20)
    monkeypatch.setattr(decompose, "FEWEST_ALONE", 20)
    monkeypatch.setattr(decompose, "PART_TASKS", 20)
    monkeypatch.setattr(decompose, "LEAST_SPELL_S", 0.05)
    made = scattered(80, 15)
    result = solve(made, threads=threads, stop=MaxRuntime(0.6), iteration_limit=None)
    assert broken_rules(made, result) == []
    assert left_out(result) == set()
    assert result.cost_minor <= solve(made, iteration_limit=1).cost_minor


def test_plans_are_recombined_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose_routes, "LEAST_LIMIT_S", 0.1)
    monkeypatch.setattr(choose_routes, "FEWEST_ROUTES", 1)
    monkeypatch.setattr(choose_routes, "RECOMBINATION_SHARE", 0.5)
    made = scattered(40, 8)
    result = solve(made, threads=2, stop=MaxRuntime(0.6), iteration_limit=None)
    assert broken_rules(made, result) == []
    assert left_out(result) == set()


def test_progress_tells_the_cost_of_the_best_plan() -> None:
    progress: list[Progress] = []
    result = solve(scattered(20, 4), on_progress=progress.append)
    assert progress[-1].cost_minor == pytest.approx(result.cost_minor, abs=ROUNDING_MINOR)
