"""One series planned anew under many conditions at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from domain.stock_problem import SUPPLIER, Floats, Prices, StockProblem, SupplyWays, Whole
from optimizer.inventory.grid import build_grid
from optimizer.inventory.series_plan import plan_all


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VariantPlans:
    """The best plan of a series under each of `k` conditions.

    Parameters
    ----------
    today
        Units ordered today by each way, ``(k, n)``.
    priced
        What each plan costs at the prices, ``(k,)``.
    """

    today: Whole
    priced: Floats


def plan_variants(variants: Sequence[StockProblem], prices: Prices) -> VariantPlans:
    """Plan the first series of each problem; all are the same one under other conditions."""
    count, rows = len(variants), len(variants[0])
    together = _side_by_side(variants)
    tiled = replace(prices, giving=np.tile(prices.giving, (count, 1)))
    series = np.arange(count) * rows
    plans = plan_all(together, build_grid(together), tiled, series=series)
    return VariantPlans(
        today=plans.units[:, 0].reshape(count, -1), priced=np.asarray(plans.values[series])
    )


def _side_by_side(variants: Sequence[StockProblem]) -> StockProblem:
    """All variants as one problem, that can be planned in one go."""
    first, rows = variants[0], len(variants[0])
    ways = [variant.ways for variant in variants]
    shift = np.repeat(np.arange(len(variants)) * rows, len(first.ways))
    giver = np.concatenate([of.giver for of in ways])
    return replace(
        first,
        keys=first.keys * len(variants),
        warehouse=np.concatenate([variant.warehouse for variant in variants]),
        points=np.concatenate([variant.points for variant in variants]),
        supplied=np.concatenate([variant.supplied for variant in variants]),
        ceiling=np.concatenate([variant.ceiling for variant in variants]),
        holding_cost=np.concatenate([variant.holding_cost for variant in variants]),
        shortage_cost=np.concatenate([variant.shortage_cost for variant in variants]),
        volume_m3=np.concatenate([variant.volume_m3 for variant in variants]),
        ways=SupplyWays(
            taker=np.concatenate([of.taker for of in ways]) + shift,
            giver=np.where(giver == SUPPLIER, SUPPLIER, giver + shift),
            lead_days=np.concatenate([of.lead_days for of in ways]),
            lot_units=np.concatenate([of.lot_units for of in ways]),
            least_units=np.concatenate([of.least_units for of in ways]),
            most_units=np.concatenate([of.most_units for of in ways]),
            fixed_cost=np.concatenate([of.fixed_cost for of in ways]),
            extra_cost=np.concatenate([of.extra_cost for of in ways]),
            spending=np.concatenate([of.spending for of in ways]),
            allowed=np.concatenate([of.allowed for of in ways]),
            truck=np.concatenate([of.truck for of in ways]),
        ),
    )
