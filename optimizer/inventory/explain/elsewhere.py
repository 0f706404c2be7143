"""Why a quantity is bought rather than moved from a warehouse that has the SKU too."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from domain.message import Message, message
from domain.stock_problem import SUPPLIER, Floats, StockProblem, Whole
from optimizer.inventory.explain.demand_ahead import next_receipt_day, stock_out_chance
from optimizer.inventory.explain.one_series import OneSeries, with_today
from optimizer.inventory.explain.variants import plan_variants
from optimizer.inventory.series_plan import WayCosts, way_costs

MOST_GIVERS = 2

_TOO_LIKELY_RISE = 0.05
"""Rise of the giver's own chance of running out that is a reason in itself."""

_NOTHING = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Elsewhere:
    """The SKU at other warehouses, as the plan of all leaves it.

    Parameters
    ----------
    problem
        The problem of all.
    supplied
        Units supplied to each series by the end of each day in the plan of all, ``(m, t)``.
    spare
        Units that each series has beyond its target, ``(m,)``.
    same_sku
        Series of each SKU.
    money
        An amount in minor units as text.
    """

    problem: StockProblem
    supplied: Floats
    spare: Whole
    same_sku: Mapping[str, Sequence[int]]
    money: Callable[[float], str]

    def why_not_moved(
        self, one: OneSeries, way: int, today: Mapping[int, int], used: frozenset[int]
    ) -> Iterator[Message]:
        """Why the units of a line from a supplier do not come from other warehouses.

        Parameters
        ----------
        one
            The line's series alone, with all moves as planned.
        way
            The line's way, in `one`.
        today
            Units ordered today from suppliers, by way of `one`.
        used
            All ways that bring something today.
        """
        moves = np.flatnonzero(one.problem.ways.giver != SUPPLIER).tolist()
        givers = {move: int(self.problem.ways.giver[one.ways[move]]) for move in moves}
        unused = [move for move in moves if move not in used]
        unused.sort(key=lambda move: (-int(self.spare[givers[move]]), move))
        for move in unused[:MOST_GIVERS]:
            yield from self._why_not_by(one, move, givers[move], way, today)
        yield from self._without_lane(one, set(givers.values()), today[way])

    def _why_not_by(
        self, one: OneSeries, move: int, giver: int, way: int, today: Mapping[int, int]
    ) -> Iterator[Message]:
        """Why not by one move: not today, too little, too risky there, or too dear."""
        ways, place = one.problem.ways, self.problem.keys[giver][0]
        free = int(max(0.0, self.supplied[giver, 0]))
        lot, least = int(ways.lot_units[move]), int(ways.least_units[move])
        units = min(-(-today[way] // lot) * lot, free // lot * lot, int(ways.most_units[move]))
        if not self.problem.ways.allowed[one.ways[move], 0]:
            yield message("replenish.not_moved_today", warehouse_id=place)
        elif units < max(least, 1):
            yield message("replenish.not_moved_free", warehouse_id=place, free=free)
        else:
            before, after = self._chances(giver, units)
            if after - before >= _TOO_LIKELY_RISE:
                yield message(
                    "replenish.not_moved_risky",
                    warehouse_id=place,
                    units=units,
                    before=round(100 * before, 1),
                    after=round(100 * after, 1),
                )
            elif (more := _dearer(one, {**today, way: 0, move: units}, today)) > _NOTHING:
                yield message(
                    "replenish.not_moved_dear",
                    warehouse_id=place,
                    units=units,
                    more=self.money(more),
                )

    def _chances(self, giver: int, units: int) -> tuple[float, float]:
        """Chance that a giver runs out before its next receipt, as planned and after giving."""
        ways = self.problem.ways
        first, end = np.searchsorted(ways.taker, [giver, giver + 1]).tolist()
        until = next_receipt_day(self.problem, first, end)
        supplied = self.supplied[giver]
        before = stock_out_chance(self.problem, giver, supplied, 0, until)
        return before, stock_out_chance(self.problem, giver, supplied - units, 0, until)

    def _without_lane(self, one: OneSeries, linked: set[int], units: int) -> Iterator[Message]:
        """The warehouse with the most to spare that no lane leads here from."""
        (own, sku) = one.problem.keys[0]
        others = [
            series
            for series in self.same_sku[sku]
            if series not in linked
            and self.problem.keys[series][0] != own
            and self.spare[series] >= units
        ]
        if others:
            most = max(others, key=lambda series: (int(self.spare[series]), -series))
            place, spare = self.problem.keys[most][0], int(self.spare[most])
            yield message("replenish.not_moved_no_lane", warehouse_id=place, spare=spare)


def _dearer(one: OneSeries, moved: Mapping[int, int], today: Mapping[int, int]) -> float:
    """What the series costs more with a move in place of an order, at what scarce things cost."""
    ordered = [with_today(one.problem, given)[0] for given in (moved, today)]
    with_move, as_planned = plan_variants(ordered, one.prices).priced.tolist()
    costs = way_costs(one.problem, one.prices)
    with_move += _ordering(costs, moved)
    return float(with_move - as_planned - _ordering(costs, today))


def _ordering(costs: WayCosts, today: Mapping[int, int]) -> float:
    """What today's orders cost in themselves."""
    used = [way for way, units in today.items() if units]
    return sum(float(costs.fixed[way, 0] + costs.price[way, 0] * today[way]) for way in used)
