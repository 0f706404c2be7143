"""Small stock problems drawn at random, with any of what a problem may have."""

from dataclasses import dataclass

import numpy as np

from domain.stock_problem import (
    NO_LIMIT,
    NO_TRUCK,
    SUPPLIER,
    Flags,
    Floats,
    Prices,
    Shared,
    StockProblem,
    SupplyWays,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """What a problem drawn may have.

    `scarcity` is the share of what might be wanted that there is; infinity for no limits.
    """

    warehouses: int = 1
    skus: int = 1
    days: int = 4
    points: int = 3
    most_ways: int = 2
    most_demand: int = 3
    most_lot: int = 3
    scarcity: float = np.inf
    has_moves: bool = False
    has_trucks: bool = False
    has_ceilings: bool = False
    has_budget: bool = False


def draw_problem(random: np.random.Generator, draw: Draw) -> StockProblem:
    """Draw a problem; its series are ordered by warehouse, then by SKU."""
    count = draw.warehouses * draw.skus
    shape = (count, draw.days)
    steps = random.integers(0, draw.most_demand + 1, (*shape, draw.points)).astype(np.float64)
    steps += random.random(steps.shape) * random.integers(0, 2, (count, 1, 1))
    points = np.sort(np.cumsum(steps, axis=1), axis=2)
    weights = random.random(draw.points) + 0.1
    start = random.integers(-1, 2 * draw.most_demand, (count, 1)).astype(np.float64)
    due = random.integers(0, 3, shape) * (random.random(shape) < 0.2)
    due[:, 0] = 0
    ceiling = np.full(shape, np.inf)
    if draw.has_ceilings:
        is_set = random.random(shape) < 0.5
        ceiling[is_set] = random.integers(0, 4 * draw.most_demand, shape)[is_set]
    ways = _ways(random, draw)
    return StockProblem(
        keys=tuple((f"W{w}", f"S{s}") for w in range(draw.warehouses) for s in range(draw.skus)),
        warehouse_ids=tuple(f"W{w}" for w in range(draw.warehouses)),
        warehouse=np.repeat(np.arange(draw.warehouses), draw.skus),
        points=points.astype(np.float32),
        weights=weights / weights.sum(),
        supplied=start + np.cumsum(due, axis=1),
        ceiling=ceiling,
        holding_cost=random.random(count) + 0.05,
        shortage_cost=random.random(count) * 9 + 0.5,
        volume_m3=random.random(count) + 0.1,
        ways=ways,
        shared=_shared(random, draw, ways),
    )


def draw_prices(random: np.random.Generator, problem: StockProblem) -> Prices:
    """Draw prices; about half of them are zero."""

    def drawn(shape: tuple[int, ...], most: float) -> Floats:
        prices: Floats = random.random(shape) * most * (random.random(shape) < 0.5)
        return prices

    warehouses = (len(problem.warehouse_ids), problem.days)
    return Prices(
        receiving=drawn(warehouses, 3.0),
        storage=drawn(warehouses, 1.0),
        outbound=drawn(warehouses, 3.0),
        budget=float(drawn((1,), 1.0)[0]),
        giving=drawn((len(problem), problem.days), 3.0),
    )


def _ways(random: np.random.Generator, draw: Draw) -> SupplyWays:
    taker, giver = [], []
    for series in range(draw.warehouses * draw.skus):
        for _ in range(random.integers(1, draw.most_ways + 1)):
            taker.append(series)
            giver.append(SUPPLIER)
        if draw.has_moves:
            for other in range(series % draw.skus, draw.warehouses * draw.skus, draw.skus):
                if other != series and random.random() < 0.6:
                    taker.append(series)
                    giver.append(other)
    count = len(taker)
    # A move that arrives on the day it leaves would let stock go round in a circle in one day.
    lead = random.integers(0, draw.days, count)
    lead = np.where(np.array(giver) == SUPPLIER, lead, np.clip(lead, 1, max(1, draw.days - 1)))
    lot = random.integers(1, draw.most_lot + 1, count)
    least = lot * random.integers(1, 3, count)
    some = random.random(count) < 0.3
    truck = np.full(count, NO_TRUCK)
    if draw.has_trucks:
        truck[random.random(count) < 0.5] = 0
    allowed: Flags = random.random((count, draw.days)) < 0.8
    return SupplyWays(
        taker=np.array(taker),
        giver=np.array(giver),
        lead_days=lead,
        lot_units=lot,
        least_units=least,
        most_units=np.where(some, least + lot, NO_LIMIT),
        fixed_cost=random.random(count) * 4 * (random.random(count) < 0.7),
        extra_cost=random.random(count) * 0.5 * (random.random(count) < 0.5),
        spending=np.where(np.array(giver) == SUPPLIER, random.random(count) + 0.5, 0.0),
        allowed=allowed & (np.arange(draw.days) + lead[:, None] < draw.days),
        truck=truck,
    )


def _shared(random: np.random.Generator, draw: Draw, ways: SupplyWays) -> Shared:
    shape = (draw.warehouses, draw.days)
    most = draw.skus * draw.most_demand * draw.scarcity

    def limit(scale: float) -> Floats:
        if not np.isfinite(most):
            return np.full(shape, np.inf)
        return np.where(random.random(shape) < 0.8, most * scale * random.random(shape), np.inf)

    receiving, storage = limit(1.0), limit(2.0)
    outbound = np.full(shape, np.inf)
    if draw.has_moves and np.isfinite(most):
        outbound = random.integers(0, draw.skus + 2, shape).astype(np.float64)
    budget = np.inf
    if draw.has_budget:
        budget = float(random.random() * draw.warehouses * draw.days * draw.skus)
    trucks = 1 if draw.has_trucks else 0
    return Shared(
        receiving_m3=receiving,
        storage_m3=storage,
        outbound_lines=outbound,
        budget=budget,
        truck_m3=random.random(trucks) * 3 + 1.0,
        truck_cost=random.random(trucks) * 5,
    )
