"""The checker of stock plans: every rule and the cost, recomputed from the problem alone."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from domain.stock_problem import NO_TRUCK, SUPPLIER, Floats, StockProblem, StockSolution

TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class StockFault:
    """A rule that a stock plan breaks: where, and by how much."""

    rule: str
    where: str
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StockUse:
    """What a stock plan does, day by day.

    Parameters
    ----------
    supplied
        Units supplied by the end of each day, moves away taken off; ``(m, t)``.
    on_hand, missing
        Units expected on hand and missing at the end of each day, ``(m, t)``.
    received_m3, stored_m3, lines_out
        By warehouse and day, ``(w, t)``.
    spent
        What it takes of the budget.
    trucks
        Trucks by lane and day of departure, ``(g, t)``.
    cost
        What it is expected to cost.
    """

    supplied: Floats
    on_hand: Floats
    missing: Floats
    received_m3: Floats
    stored_m3: Floats
    lines_out: Floats
    spent: float
    trucks: Floats
    cost: float


def use_of(problem: StockProblem, units: Floats) -> StockUse:
    """What comes of ordering units by each way on each day, ``(n, t)``."""
    ways, days = problem.ways, problem.days
    warehouses = (len(problem.warehouse_ids), days)
    change = np.zeros((len(problem), days))
    received, lines_out = np.zeros(warehouses), np.zeros(warehouses)
    riding = np.zeros((len(problem.shared.truck_m3), days))
    for way in np.flatnonzero(units.any(axis=1)):
        taker, giver, lead = ways.taker[way], ways.giver[way], ways.lead_days[way]
        volume = problem.volume_m3[taker]
        for day in np.flatnonzero(units[way]):
            ordered = float(units[way, day])
            if day + lead < days:
                change[taker, day + lead] += ordered
                received[problem.warehouse[taker], day + lead] += ordered * volume
            if giver != SUPPLIER:
                change[giver, day] -= ordered
                lines_out[problem.warehouse[giver], day] += 1
            if ways.truck[way] != NO_TRUCK:
                riding[ways.truck[way], day] += ordered * volume
    supplied = problem.supplied + np.cumsum(change, axis=1)
    on_hand, missing = _expected(problem, supplied)
    stored = np.zeros(warehouses)
    np.add.at(stored, problem.warehouse, on_hand * problem.volume_m3[:, None])
    trucks = np.ceil(riding / problem.shared.truck_m3[:, None] - TOLERANCE)
    cost = float((on_hand.sum(axis=1) * problem.holding_cost).sum())
    cost += float((missing.sum(axis=1) * problem.shortage_cost).sum())
    cost += float(((units > 0).sum(axis=1) * ways.fixed_cost).sum())
    cost += float((units.sum(axis=1) * ways.extra_cost).sum())
    cost += float((trucks.sum(axis=1) * problem.shared.truck_cost).sum())
    return StockUse(
        supplied=supplied,
        on_hand=on_hand,
        missing=missing,
        received_m3=received,
        stored_m3=stored,
        lines_out=lines_out,
        spent=float((units.sum(axis=1) * ways.spending).sum()),
        trucks=trucks,
        cost=cost,
    )


def _expected(problem: StockProblem, supplied: Floats) -> tuple[Floats, Floats]:
    """Units expected on hand and missing at the end of each day."""
    on_hand, missing = np.zeros_like(supplied), np.zeros_like(supplied)
    for point, weight in enumerate(problem.weights):
        over = supplied - problem.points[:, :, point]
        on_hand += weight * np.maximum(over, 0)
        missing += weight * np.maximum(-over, 0)
    return on_hand, missing


def check_stock(problem: StockProblem, solution: StockSolution) -> tuple[StockFault, ...]:
    """Every rule that a stock plan breaks; none where it is sound."""
    use = use_of(problem, solution.units.astype(np.float64))
    return (
        *_orders(problem, solution),
        *_stock_given(problem, solution, use),
        *_limits(problem, use),
        *_expiring(problem, solution, use),
        *_figures(solution, use),
    )


def _orders(problem: StockProblem, solution: StockSolution) -> Iterator[StockFault]:
    """Orders are lawful: on a day allowed, in whole lots, between least and most."""
    ways = problem.ways
    for way, day in np.argwhere(solution.units != 0):
        units, where = int(solution.units[way, day]), f"way={way} day={day}"
        lot, least, most = ways.lot_units[way], ways.least_units[way], ways.most_units[way]
        if units < 0:
            yield StockFault(rule="negative", where=where, amount=-units)
        if not ways.allowed[way, day]:
            yield StockFault(rule="order_day", where=where, amount=1)
        if units % lot:
            yield StockFault(rule="lot", where=where, amount=units % lot)
        if not least <= units <= most:
            yield StockFault(rule="order_size", where=where, amount=units)


def _stock_given(
    problem: StockProblem, solution: StockSolution, use: StockUse
) -> Iterator[StockFault]:
    """A warehouse gives no more than it has: today of what is free, later of all it will have."""
    ways, given = problem.ways, np.zeros((len(problem), problem.days))
    moves = ways.giver != SUPPLIER
    np.add.at(given, ways.giver[moves], solution.units[moves])
    free = np.maximum(problem.supplied[:, 0], 0)
    for series in np.flatnonzero(given[:, 0] > free + TOLERANCE):
        over = float(given[series, 0] - free[series])
        yield StockFault(rule="stock_given", where=f"series={series} day=0", amount=over)
    short = np.minimum(problem.supplied, 0) - use.supplied
    short[given.sum(axis=1) == 0] = 0
    for series, day in np.argwhere(short > TOLERANCE):
        where = f"series={series} day={day}"
        yield StockFault(rule="stock_given", where=where, amount=float(short[series, day]))


def _limits(problem: StockProblem, use: StockUse) -> Iterator[StockFault]:
    """What is shared is enough; where it was never enough, the plan adds nothing to it."""
    shared, nothing = problem.shared, use_of(problem, np.zeros(problem.ways.allowed.shape))
    limits = (
        ("receiving", use.received_m3, shared.receiving_m3, nothing.received_m3),
        ("storage", use.stored_m3, shared.storage_m3, nothing.stored_m3),
        ("outbound", use.lines_out, shared.outbound_lines, nothing.lines_out),
    )
    for rule, used, limit, without in limits:
        over = used - np.maximum(np.maximum(limit, 0), without)
        for warehouse, day in np.argwhere(over > TOLERANCE * np.maximum(1, np.abs(used))):
            where = f"warehouse={problem.warehouse_ids[warehouse]} day={day}"
            yield StockFault(rule=rule, where=where, amount=float(over[warehouse, day]))
    if use.spent > shared.budget * (1 + TOLERANCE):
        yield StockFault(rule="budget", where="", amount=use.spent - shared.budget)


def _expiring(
    problem: StockProblem, solution: StockSolution, use: StockUse
) -> Iterator[StockFault]:
    """After a receipt there is no more than can be sold before it expires."""
    ways = problem.ways
    for way, day in np.argwhere(solution.units != 0):
        series, arrival = ways.taker[way], day + ways.lead_days[way]
        if arrival < problem.days:
            over = use.supplied[series, arrival] - problem.ceiling[series, arrival]
            if over > TOLERANCE:
                yield StockFault(rule="expiry", where=f"way={way} day={day}", amount=float(over))


def _figures(solution: StockSolution, use: StockUse) -> Iterator[StockFault]:
    """The plan costs what it says, and no less than the bound says is possible."""
    scale = 1e-5 * max(1.0, abs(use.cost))
    if not math.isclose(solution.cost, use.cost, rel_tol=1e-5, abs_tol=1e-3):
        yield StockFault(rule="cost", where="", amount=abs(solution.cost - use.cost))
    if solution.lower_bound > use.cost + scale:
        yield StockFault(rule="bound", where="", amount=solution.lower_bound - use.cost)
