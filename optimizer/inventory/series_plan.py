"""Plans of all series, or of one, at given prices; and what they use of what is shared."""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from domain.stock_problem import NO_TRUCK, SUPPLIER, Floats, Prices, StockProblem, Whole
from optimizer.inventory.grid import Grid, build_grid
from optimizer.inventory.parts import part_of, prices_of
from optimizer.inventory.series_dp import FREE, IMPOSSIBLE, plan_range
from optimizer.inventory.series_use import measure_range

_THREADS = max(1, min(4, os.cpu_count() or 1))
_CHUNK, _LEAST_CHUNK = 512, 64
_NO_SLOPES = np.zeros((0, 0))
_NO_BOUND = np.zeros((0, 0), dtype=np.int64)

FINE_LEVELS = 16_384
"""Levels of a series planned alone: as fine as its lots, unless it sells by the ten thousand."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PricedPlans:
    """The best plan of each series at given prices, each series for itself.

    Parameters
    ----------
    units
        Units ordered by each way on each day, ``(n, t)``.
    given
        Units that each series has ready for others on each day, ``(m, t)``.
    values
        Cost of each series at the prices, ``(m,)``.
    """

    units: Whole
    given: Whole
    values: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measures:
    """What plans of series cost and use.

    Parameters
    ----------
    costs
        Expected cost of each series without prices; trucks by the volume they carry; ``(m,)``.
    received_m3, stored_m3
        Of each series by day, ``(m, t)``.
    """

    costs: Floats
    received_m3: Floats
    stored_m3: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeriesPlan:
    """The plan of one series: units by its ways and days, its own cost, its cost at the prices."""

    units: Whole
    cost: float
    priced: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WayCosts:
    """What a unit and an order cost by each way, by the day of the order; ``(n, t)``."""

    price: Floats
    fixed: Floats


def way_costs(problem: StockProblem, prices: Prices) -> WayCosts:
    """Costs of the ways with all prices of what they use."""
    ways, days = problem.ways, problem.days
    volume = problem.volume_m3[ways.taker]
    price = np.repeat((ways.extra_cost + ways.spending * prices.budget)[:, None], days, axis=1)
    price += (truck_share(problem) * volume)[:, None]
    arrival = np.arange(days)[None, :] + ways.lead_days[:, None]
    on_time = arrival < days
    receiving = prices.receiving[
        problem.warehouse[ways.taker][:, None], np.minimum(arrival, days - 1)
    ]
    price += np.where(on_time, receiving, 0.0) * volume[:, None]
    fixed = np.repeat(ways.fixed_cost[:, None], days, axis=1)
    moves = ways.giver != SUPPLIER
    givers = ways.giver[moves]
    price[moves] += prices.giving[givers]
    fixed[moves] += prices.outbound[problem.warehouse[givers]]
    return WayCosts(price=price, fixed=fixed)


def truck_share(problem: StockProblem) -> Floats:
    """Cost of a truck for each cubic metre that it can carry, by way; ``(n,)``."""
    truck = problem.ways.truck
    if not len(problem.shared.truck_m3):
        return np.zeros(len(truck))
    share = problem.shared.truck_cost / problem.shared.truck_m3
    return np.where(truck == NO_TRUCK, 0.0, share[np.maximum(truck, 0)])


def plan_all(
    problem: StockProblem,
    grid: Grid,
    prices: Prices,
    *,
    series: Whole | None = None,
    forced: Whole | None = None,
    costs: WayCosts | None = None,
    slopes: Floats = _NO_SLOPES,
) -> PricedPlans:
    """Plan each series for itself at the prices, on all cores.

    Parameters
    ----------
    series
        Only these, ascending; the others' rows stay 0.
    forced
        Steps ordered by each way on day 0, or `FREE`; ``(n,)``.
    """
    ways, days = problem.ways, problem.days
    costs = costs or way_costs(problem, prices)
    hold = holding(problem, prices)
    units = np.zeros((len(ways), days), dtype=np.int64)
    given = np.zeros((len(problem), days), dtype=np.int64)
    values = np.zeros(len(problem))
    steps = np.full(len(ways), FREE, dtype=np.int64) if forced is None else forced
    no_limit = np.full(days, np.inf)
    stays = grid.gives & (len(slopes) == 0)

    def plan(first: int, last: int) -> None:
        plan_range(
            first,
            last,
            problem.points,
            problem.weights,
            problem.supplied,
            problem.supplied,
            problem.ceiling,
            hold,
            problem.shortage_cost,
            problem.volume_m3,
            grid.step,
            grid.levels,
            grid.base,
            grid.gives,
            stays,
            prices.giving,
            grid.way_first,
            ways.lead_days,
            grid.lot,
            grid.least,
            grid.most,
            _NO_BOUND,
            costs.price,
            costs.fixed,
            ways.allowed,
            steps,
            no_limit,
            no_limit,
            slopes,
            units,
            given,
            values,
        )

    on_all_cores(plan, len(problem), series)
    return PricedPlans(units=units, given=given, values=values)


def holding(problem: StockProblem, prices: Prices) -> Floats:
    """Cost of a unit on hand at the end of a day with the price of its room, ``(m, t)``."""
    room = prices.storage[problem.warehouse] * problem.volume_m3[:, None]
    return np.ascontiguousarray(problem.holding_cost[:, None] + room)


def measure(
    problem: StockProblem,
    grid: Grid,
    units: Whole,
    given: Whole,
    *,
    series: Whole | None = None,
) -> Measures:
    """What plans cost and use, series by series; the rows of others stay 0."""
    days, count = problem.days, len(problem)
    costs, received, stored = np.zeros(count), np.zeros((count, days)), np.zeros((count, days))
    extra = problem.ways.extra_cost + truck_share(problem) * problem.volume_m3[problem.ways.taker]

    def look(first: int, last: int) -> None:
        measure_range(
            first,
            last,
            problem.points,
            problem.weights,
            problem.supplied,
            problem.holding_cost,
            problem.shortage_cost,
            problem.volume_m3,
            grid.way_first,
            problem.ways.lead_days,
            problem.ways.fixed_cost,
            extra,
            units,
            given,
            costs,
            received,
            stored,
        )

    on_all_cores(look, count, series)
    return Measures(costs=costs, received_m3=received, stored_m3=stored)


def units_taken(problem: StockProblem, units: Whole) -> Whole:
    """Units that others take from each series on each day, ``(m, t)``."""
    moves = problem.ways.giver != SUPPLIER
    taken = np.zeros((len(problem), problem.days), dtype=np.int64)
    np.add.at(taken, problem.ways.giver[moves], units[moves])
    return taken


def by_warehouse(problem: StockProblem, amounts: Floats) -> Floats:
    """Sums of series' amounts over each warehouse, ``(w, t)``."""
    total = np.zeros((len(problem.warehouse_ids), problem.days))
    np.add.at(total, problem.warehouse, amounts)
    return total


def plan_series(
    problem: StockProblem,
    series: int,
    prices: Prices,
    today: Mapping[int, int] | None = None,
    taken: Floats | None = None,
) -> SeriesPlan:
    """The best plan of one series at given prices.

    Parameters
    ----------
    today
        Units that must be ordered on day 0, by number of the way; those not named are free.
    taken
        Units that others take from the series on each day, ``(t,)``.

    Raises
    ------
    ValueError
        If the units are no lawful order.
    """
    own = own_ways(problem, series)
    costs = way_costs(problem, prices)
    costs = WayCosts(price=costs.price[own], fixed=costs.fixed[own])
    alone = part_of(problem, np.array([series]))
    if taken is not None:
        alone = replace(alone, supplied=alone.supplied - np.cumsum(taken)[None, :])
    grid = build_grid(alone, FINE_LEVELS, sum((today or {}).values()))
    forced = np.full(len(own), FREE, dtype=np.int64)
    for way, units in (today or {}).items():
        number = int(np.searchsorted(own, way))
        _refuse_unlawful(alone, number, units)
        forced[number] = units // grid.step[0]
    plans = plan_all(alone, grid, prices_of(prices, np.array([series])), forced=forced, costs=costs)
    if plans.values[0] >= IMPOSSIBLE:
        raise ValueError("These units are no lawful order.")
    measures = measure(alone, grid, plans.units, plans.given)
    return SeriesPlan(
        units=plans.units, cost=float(measures.costs[0]), priced=float(plans.values[0])
    )


def _refuse_unlawful(alone: StockProblem, way: int, units: int) -> None:
    """Refuse units that a way cannot bring on day 0."""
    ways = alone.ways
    is_lawful = units % ways.lot_units[way] == 0 and (
        units == 0 or ways.least_units[way] <= units <= ways.most_units[way]
    )
    if not is_lawful or (units and not ways.allowed[way, 0]):
        raise ValueError("These units are no lawful order.")


def own_ways(problem: StockProblem, series: int) -> Whole:
    """Numbers of the ways that supply a series."""
    first, last = np.searchsorted(problem.ways.taker, [series, series + 1])
    return np.arange(first, last, dtype=np.int64)


def on_all_cores(work: Callable[[int, int], None], count: int, series: Whole | None = None) -> None:
    """Do work on ranges of series, from the first to before the last, side by side."""
    if series is not None:
        for one in series.tolist():
            work(one, one + 1)
        return
    chunk = min(_CHUNK, max(_LEAST_CHUNK, -(-count // (2 * _THREADS))))
    ranges = [(first, min(first + chunk, count)) for first in range(0, count, chunk)]
    if len(ranges) < 2:
        for first, last in ranges:
            work(first, last)
        return
    with ThreadPoolExecutor(_THREADS) as pool:
        for _ in pool.map(lambda ends: work(*ends), ranges):
            pass
