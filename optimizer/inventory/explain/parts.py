"""The parts that a quantity is the sum of, each found by planning the series anew without a cause.

Five plans of the series follow one another, and each adds one cause to the one before: what it is
short of in whole lots; alone, where orders cost nothing; alone, at what orders cost; with what is
moved between warehouses; and the plan of all. What is ordered today in one and not in the one
before is the part of that cause.
"""

from dataclasses import dataclass, replace

import numpy as np

from domain.stock_problem import SUPPLIER, Prices, StockProblem, Whole
from optimizer.inventory.explain.flows import Flows
from optimizer.inventory.explain.one_series import without_fixed_cost
from optimizer.inventory.grid import build_grid
from optimizer.inventory.parts import part_of
from optimizer.inventory.series_plan import plan_all

_SHARE_OF_ROUNDING = 0.02
"""Beside a lot, differences up to this share of the need are rounding: levels are no finer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlansAlone:
    """Units ordered today, over all ways, in plans of one series where nothing is scarce.

    Attributes
    ----------
    without_fixed
        Where orders cost nothing in themselves.
    alone
        At all its own costs.
    with_moves
        And with what is moved to and from other warehouses in the plan of all.
    """

    without_fixed: int
    alone: int
    with_moves: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The units of a line as a sum.

    Attributes
    ----------
    needed
        Short of the target; 0 where there is enough.
    rounding
        To a lawful order: least order, lots, most in a day.
    weighed
        By weighing, day by day, units missing against units lying.
    together
        Because each order costs something in itself.
    network
        For what is moved between warehouses.
    scarce
        Because of what is shared with other products.
    moved
        Ordered today by other lines for the same warehouse and SKU, taken off.
    """

    needed: int
    rounding: int
    weighed: int
    together: int
    network: int
    scarce: int
    moved: int

    @property
    def is_only_lots(self) -> bool:
        """Whether nothing but a lawful order makes the units differ from what is needed."""
        others = (self.weighed, self.together, self.network, self.scarce, self.moved)
        return not any(others)

    @property
    def units(self) -> int:
        """The sum."""
        added = self.rounding + self.weighed + self.together + self.network + self.scarce
        return self.needed + added + self.moved

    def sum_text(self) -> str:
        """The sum as it is written: ``91 + 5 - 12 = 84``."""
        added = (
            self.rounding,
            self.weighed,
            self.together,
            self.network,
            self.scarce,
            self.moved,
        )
        terms = [f"{'-' if part < 0 else '+'} {abs(part)}" for part in added if part]
        return " ".join([str(self.needed), *terms, "=", str(self.units)])


def plan_alone(
    problem: StockProblem, series: Whole, flows: Flows, service_level: float
) -> dict[int, PlansAlone]:
    """Plan some series, each alone, under each cause of its own.

    Alone a series orders from suppliers, or where it has none from other warehouses as if they were
    suppliers.

    Parameters
    ----------
    series
        Their rows, ascending.
    service_level
        Share of cycles in which stock should last.
    """
    ways = problem.ways
    bought = ways.giver == SUPPLIER
    is_bought = np.zeros(len(problem), dtype=np.bool_)
    is_bought[ways.taker[bought]] = True
    open_ways = bought | ~is_bought[ways.taker]
    own = replace(
        ways,
        giver=np.full(len(ways), SUPPLIER),
        allowed=ways.allowed & open_ways[:, None],
    )
    part = part_of(replace(problem, ways=own), series)
    coming = np.where(is_bought[series, None], flows.moved_in[series], 0.0)
    with_moves = replace(part, supplied=part.supplied - flows.taken[series] + coming)
    today = np.where(is_bought[series], flows.moved_today[series], 0)
    alone = _ordered_today(part)
    plain = _ordered_today(without_fixed_cost(part, service_level))
    moved = _ordered_today(with_moves) if (~bought).any() else alone
    return {
        row: PlansAlone(without_fixed=units[0], alone=units[1], with_moves=units[2])
        for row, *units in zip(
            series.tolist(), plain.tolist(), alone.tolist(), (moved + today).tolist(), strict=True
        )
    }


def sum_of_parts(
    plans: PlansAlone, *, needed: int, rounded: int, lot: int, units: int, others: int
) -> Parts:
    """The parts of a line of `units`, where `others` come by other lines of the series.

    Where all that is ordered is just the lawful order for what is needed, that says it all.
    Causes of the series' own that pull apart count as one, the stronger.

    Parameters
    ----------
    needed
        Units short of the target, 0 or more.
    rounded
        The lawful order for them.
    lot
        Units that an order is a multiple of.
    """
    ordered = units + others
    if needed > 0 and ordered == rounded:
        plans = PlansAlone(without_fixed=rounded, alone=rounded, with_moves=rounded)
    slack = max(lot, _SHARE_OF_ROUNDING * needed) if lot > 1 else 0
    is_rounding = needed > 0 and abs(plans.without_fixed - rounded) <= slack
    first = plans.without_fixed if is_rounding else rounded
    weighed, together = plans.without_fixed - first, plans.alone - plans.without_fixed
    network = plans.with_moves - plans.alone
    if together and abs(weighed) <= max(1, _SHARE_OF_ROUNDING * ordered):
        weighed, together = 0, weighed + together
    weighed, together = _stronger(weighed, together)
    weighed, network = _stronger(weighed, network)
    together, network = _stronger(together, network)
    return Parts(
        needed=needed,
        rounding=first - needed,
        weighed=weighed,
        together=together,
        network=network,
        scarce=ordered - plans.with_moves,
        moved=-others,
    )


def _stronger(one: int, other: int) -> tuple[int, int]:
    """Two parts of opposite sign as one, the greater less the smaller."""
    if one * other >= 0:
        return one, other
    return (one + other, 0) if abs(one) > abs(other) else (0, one + other)


def lawful_order(needed: int, *, lot: int, least: int, most: int) -> int:
    """Least units of whole lots that cover a need and may be ordered, or the most that may be."""
    if needed <= 0:
        return 0
    units = -(-max(needed, least) // lot) * lot
    return units if units <= most else most // lot * lot


def _ordered_today(problem: StockProblem) -> Whole:
    """Units that each series orders today where nothing is scarce."""
    plans = plan_all(problem, build_grid(problem), Prices.free(problem))
    today = np.zeros(len(problem), dtype=np.int64)
    np.add.at(today, problem.ways.taker, plans.units[:, 0])
    return today
