"""Made stock problems: warehouses that sell the same SKUs, a promotion, and too little room.

Means of demand are log-normal over SKUs and warehouses, with a shape of the week; two fifths of
the SKUs are on promotion from day 17 to 19. What is uncertain is partly an error of the forecast
that lasts, partly of each day by itself. Money is in minor units.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

from domain.check_stock import use_of
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
    Whole,
)
from optimizer.inventory.grid import build_grid
from optimizer.inventory.series_plan import plan_all

LEVELS = np.array([0.01, *np.arange(0.05, 0.951, 0.05), 0.975, 0.99, 0.997])
"""Quantiles of cumulative demand; finer in the tails, where shortage is priced."""

DAYS = 28
PEAK = slice(17, 20)

_WEEK = np.array([1, 0.95, 0.95, 1, 1.1, 1.25, 1.2])
_MINOR = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tightness:
    """What there is, as shares of what a plan without limits takes.

    Receiving is a share of the busiest day, at least a percentile of the days; storage a share of
    the fullest day; budget of all that is spent, infinity for none.
    """

    receiving: float = 0.55
    receiving_percentile: float = 75.0
    storage: float = 0.85
    budget: float = np.inf


TIGHT = Tightness(receiving=0.45, receiving_percentile=60.0)
BUDGET = Tightness(budget=0.9)


def made_problem(
    warehouses: int, skus: int, *, seed: int, moves: bool = False, days: int = DAYS
) -> StockProblem:
    """Make a problem without limits; ordered by warehouse, then by SKU.

    With `moves` the first warehouse is regional: every other is supplied from it too, and from its
    neighbour in a ring.
    """
    random = np.random.default_rng(seed)
    size = (warehouses, skus)
    share = random.dirichlet(np.full(warehouses, 4.0)) * warehouses
    popular = np.exp(random.normal(0.0, 1.3, skus))
    mean = 3.0 * popular * share[:, None] * np.exp(random.normal(0.0, 0.35, size))
    shape = np.tile(np.resize(_WEEK, days), (skus, 1))
    promoted = random.random(skus) < 0.4
    shape[promoted, PEAK] *= random.uniform(2, 6, skus)[promoted, None]
    error = random.uniform(0.1, 0.35, skus)
    value = _MINOR * np.exp(random.normal(3.0, 0.8, skus))
    volume = np.exp(random.normal(-5.0, 0.7, skus))
    lead = random.integers(1, 8, skus)
    start = np.rint(mean * (lead + random.uniform(0, 8, size)))
    ways = _supplier_ways(random, value, lead, warehouses, days)
    if moves:
        ways = _with_moves(random, ways, value, warehouses)
    points = np.empty((warehouses * skus, days, len(LEVELS)), dtype=np.float32)
    for warehouse in range(warehouses):
        rows = slice(warehouse * skus, (warehouse + 1) * skus)
        points[rows] = _points(np.maximum(mean[warehouse], 0.05)[:, None] * shape, error)
    holding = value * 0.25 / 365 + _MINOR * 0.6 * volume
    return StockProblem(
        keys=tuple((f"W{w}", f"S{s}") for w in range(warehouses) for s in range(skus)),
        warehouse_ids=tuple(f"W{w}" for w in range(warehouses)),
        warehouse=np.repeat(np.arange(warehouses), skus),
        points=points,
        weights=_weights(),
        supplied=np.repeat(start.reshape(-1, 1), days, axis=1),
        ceiling=np.full((warehouses * skus, days), np.inf),
        holding_cost=np.tile(holding, warehouses),
        shortage_cost=np.tile(value * 0.03 + 0.1 * _MINOR, warehouses),
        volume_m3=np.tile(volume, warehouses),
        ways=ways,
        shared=unlimited(warehouses, days),
    )


def unlimited(warehouses: int, days: int) -> Shared:
    """Enough of everything, and no trucks."""
    enough = np.full((warehouses, days), np.inf)
    return Shared(
        receiving_m3=enough,
        storage_m3=enough,
        outbound_lines=enough,
        budget=np.inf,
        truck_m3=np.zeros(0),
        truck_cost=np.zeros(0),
    )


def tighten(problem: StockProblem, tightness: Tightness) -> StockProblem:
    """The problem with less than its best plan without limits takes.

    Moves are left out of that plan, so that the limits of a problem with and without are alike.
    """
    alone = replace(problem, ways=_chosen(problem.ways, problem.ways.giver == SUPPLIER))
    plans = plan_all(alone, build_grid(alone), Prices.free(alone))
    use = use_of(alone, plans.units.astype(np.float64))
    most = np.maximum(
        use.received_m3.max(axis=1) * tightness.receiving,
        np.percentile(use.received_m3, tightness.receiving_percentile, axis=1),
    )
    kept = use.stored_m3.max(axis=1) * tightness.storage
    shape = use.received_m3.shape
    return replace(
        problem,
        shared=replace(
            problem.shared,
            receiving_m3=np.broadcast_to(most[:, None], shape).copy(),
            storage_m3=np.broadcast_to(kept[:, None], shape).copy(),
            budget=use.spent * tightness.budget,
        ),
    )


def _chosen(ways: SupplyWays, rows: Flags | Whole) -> SupplyWays:
    return SupplyWays(**{name: getattr(ways, name)[rows] for name in SupplyWays.__slots__})


def _supplier_ways(
    random: np.random.Generator, value: Floats, lead: Whole, warehouses: int, days: int
) -> SupplyWays:
    """One way from a supplier for each series."""
    skus = len(value)
    lot = random.choice([1, 2, 6, 12, 24], skus)
    count = warehouses * skus
    lead_days = np.tile(lead, warehouses)
    return SupplyWays(
        taker=np.arange(count),
        giver=np.full(count, SUPPLIER),
        lead_days=lead_days,
        lot_units=np.tile(lot, warehouses),
        least_units=np.tile(lot * random.choice([1, 1, 2, 3], skus), warehouses),
        most_units=np.full(count, NO_LIMIT),
        fixed_cost=np.tile(_MINOR * random.uniform(4, 15, skus), warehouses),
        extra_cost=np.zeros(count),
        spending=np.tile(value, warehouses),
        allowed=_allowed(lead_days, days),
        truck=np.full(count, NO_TRUCK),
    )


def _with_moves(
    random: np.random.Generator, supply: SupplyWays, value: Floats, warehouses: int
) -> SupplyWays:
    """The ways and those of a regional warehouse, and around the ring of those it supplies.

    A forward warehouse waits two days longer for its suppliers than the regional one.
    """
    skus, days = len(value), supply.allowed.shape[1]
    takers = np.arange(skus, warehouses * skus)
    sku, count = takers % skus, len(takers)
    before = takers - skus
    before[:skus] += (warehouses - 1) * skus
    fixed = supply.fixed_cost[takers]
    lead = random.integers(1, 3, (2, count))
    later = np.where(supply.taker < skus, 0, 2)
    rows = [
        replace(
            supply,
            lead_days=supply.lead_days + later,
            allowed=_allowed(supply.lead_days + later, days),
        )
    ]
    for giver, lot, share, days_taken in (
        (sku, supply.lot_units[sku], 0.4, lead[0]),
        (before, np.ones(count, dtype=np.int64), 0.7, lead[1]),
    ):
        rows.append(
            SupplyWays(
                taker=takers,
                giver=giver,
                lead_days=days_taken,
                lot_units=lot,
                least_units=lot,
                most_units=np.full(count, NO_LIMIT),
                fixed_cost=share * fixed,
                extra_cost=0.005 * share * value[sku],
                spending=np.zeros(count),
                allowed=_allowed(days_taken, days),
                truck=np.full(count, NO_TRUCK),
            )
        )
    return ways_of(rows)


def ways_of(parts: Sequence[SupplyWays]) -> SupplyWays:
    """All ways together, by the series that they supply."""
    order = np.argsort(np.concatenate([part.taker for part in parts]), kind="stable")
    return SupplyWays(
        **{
            name: np.concatenate([getattr(part, name) for part in parts])[order]
            for name in SupplyWays.__slots__
        }
    )


def _allowed(lead_days: Whole, days: int) -> Flags:
    """Days on which an order still comes within the horizon."""
    return np.arange(days) + lead_days[:, None] < days


def _points(mean: Floats, error: Floats) -> Floats:
    """Points of cumulative demand of some SKUs, log-normal with the mean right; ``(n, t, j)``."""
    cumulative = np.cumsum(mean, axis=1)
    spread = np.hypot(error[:, None] * cumulative, np.sqrt(1.3 * cumulative)) / cumulative
    sigma = np.sqrt(np.log1p(spread**2))[:, :, None]
    points = np.exp(sigma * ndtri(LEVELS))
    points *= (cumulative / (points @ _weights()))[:, :, None]
    # A wide spread of a small mean may let a high quantile of the sum fall from day to day.
    return np.asarray(np.maximum.accumulate(points, axis=1))


def _weights() -> Floats:
    """Each quantile stands for what is nearer to it than to its neighbours."""
    edges = np.concatenate([[0.0], (LEVELS[1:] + LEVELS[:-1]) / 2, [1.0]])
    return np.diff(edges)
