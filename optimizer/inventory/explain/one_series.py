"""One series cut out of a stock problem, to plan it alone and under other conditions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from domain.stock_problem import SUPPLIER, Floats, Prices, StockProblem, Whole
from optimizer.inventory.series_plan import truck_share


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OneSeries:
    """A series with its ways, as a problem of its own.

    Parameters
    ----------
    problem
        The series is row 0; the rows after it are those that it may be moved from.
    prices
        What scarce things are worth to these rows at the plan of all.
    ways
        Rows that its ways have in the problem of all.
    """

    problem: StockProblem
    prices: Prices
    ways: Whole


def one_series(problem: StockProblem, prices: Prices, series: int) -> OneSeries:
    """Cut out one series; limits that it shares with others stay what they are for all."""
    first, end = np.searchsorted(problem.ways.taker, [series, series + 1])
    ways = np.arange(first, end)
    giver = problem.ways.giver[ways]
    rows = np.array([series, *dict.fromkeys(giver[giver != SUPPLIER].tolist())], dtype=np.int64)
    place = {row: number for number, row in enumerate(rows.tolist())}
    own_ways = replace(
        problem.ways,
        taker=np.zeros(len(ways), dtype=np.int64),
        giver=np.array([place.get(row, SUPPLIER) for row in giver.tolist()], dtype=np.int64),
        lead_days=problem.ways.lead_days[ways],
        lot_units=problem.ways.lot_units[ways],
        least_units=problem.ways.least_units[ways],
        most_units=problem.ways.most_units[ways],
        fixed_cost=problem.ways.fixed_cost[ways],
        extra_cost=problem.ways.extra_cost[ways],
        spending=problem.ways.spending[ways],
        allowed=problem.ways.allowed[ways],
        truck=problem.ways.truck[ways],
    )
    cut = replace(
        problem,
        keys=tuple(problem.keys[row] for row in rows),
        warehouse=problem.warehouse[rows],
        points=problem.points[rows],
        supplied=problem.supplied[rows],
        ceiling=problem.ceiling[rows],
        holding_cost=problem.holding_cost[rows],
        shortage_cost=problem.shortage_cost[rows],
        volume_m3=problem.volume_m3[rows],
        ways=own_ways,
    )
    return OneSeries(problem=cut, prices=replace(prices, giving=prices.giving[rows]), ways=ways)


def as_planned(one: OneSeries, units: Whole, taken: Floats, way: int) -> StockProblem:
    """The series with all moves as in the plan of all, but for what one way brings today.

    Parameters
    ----------
    units
        Units ordered by each of its ways on each day, ``(n, t)``.
    taken
        Units that others take from it by the end of each day, ``(t,)``.
    way
        The way left open; where it is a move, it is open today only.
    """
    problem, ways = one.problem, one.problem.ways
    supplied, allowed = problem.supplied.copy(), ways.allowed.copy()
    supplied[0] -= taken
    for move in np.flatnonzero(ways.giver != SUPPLIER).tolist():
        for day in np.flatnonzero(units[move]).tolist():
            if (move, day) != (way, 0):
                supplied[0, day + ways.lead_days[move] :] += units[move, day]
        allowed[move, (1 if move == way else 0) :] = False
    return replace(problem, supplied=supplied, ways=replace(ways, allowed=allowed))


def with_demand(problem: StockProblem, factor: float) -> StockProblem:
    """The same with the series' demand a number of times as high."""
    points = problem.points.copy()
    points[0] *= np.float32(factor)
    return replace(problem, points=points)


def with_longer_lead(problem: StockProblem) -> StockProblem:
    """The same with every order and move on its way for a day longer."""
    ways = problem.ways
    lead_days = ways.lead_days + 1
    still_comes = np.arange(problem.days) + lead_days[:, None] < problem.days
    return replace(
        problem, ways=replace(ways, lead_days=lead_days, allowed=ways.allowed & still_comes)
    )


def without_least(problem: StockProblem) -> StockProblem:
    """The same without least orders, in the same lots."""
    ways = problem.ways
    return replace(
        problem, ways=replace(ways, least_units=np.minimum(ways.least_units, ways.lot_units))
    )


def without_fixed_cost(problem: StockProblem, service_level: float) -> StockProblem:
    """The same where no order costs anything in itself.

    Orders may then come as often as wanted, and a missing unit costs what makes stock last in as
    many of these short cycles.
    """
    ways = problem.ways
    return replace(
        problem,
        ways=replace(ways, fixed_cost=np.zeros(len(ways))),
        shortage_cost=problem.holding_cost * service_level / (1 - service_level),
    )


def with_today(problem: StockProblem, today: Mapping[int, int]) -> tuple[StockProblem, float]:
    """The same with today's orders given, by way, and what these cost in themselves."""
    ways = problem.ways
    per_unit = ways.extra_cost + truck_share(problem) * problem.volume_m3[ways.taker]
    supplied, allowed, cost = problem.supplied.copy(), ways.allowed.copy(), 0.0
    allowed[:, 0] = False
    for way, units in today.items():
        if units:
            supplied[0, ways.lead_days[way] :] += units
            cost += float(ways.fixed_cost[way] + per_unit[way] * units)
    return replace(problem, supplied=supplied, ways=replace(ways, allowed=allowed)), cost


def without_way_today(problem: StockProblem, way: int) -> StockProblem:
    """The same with nothing ordered today by one way."""
    allowed = problem.ways.allowed.copy()
    allowed[way, 0] = False
    return replace(problem, ways=replace(problem.ways, allowed=allowed))
