"""A stock plan in the making, with the books of what it uses: one series can be planned anew.

A series is planned within what the others leave of docks, rooms, budget and stock. What it takes
from another warehouse it takes at a price for that one's loss; whether the new plan is kept is
decided by what all whom it touches really cost then.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from domain.stock_problem import SUPPLIER, Flags, Floats, Prices, StockProblem, Whole
from optimizer.inventory.giving import FULL, net_supply, outgrows, there_for
from optimizer.inventory.grid import Grid
from optimizer.inventory.limits import Limits, lines_out
from optimizer.inventory.series_dp import FREE, IMPOSSIBLE, plan_range
from optimizer.inventory.series_plan import (
    by_warehouse,
    holding,
    measure,
    truck_share,
    units_taken,
    way_costs,
)
from optimizer.inventory.series_use import measure_range

_NO_SLOPES = np.zeros((0, 0))
_LEAST_SAVED = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Entry:
    """What is taken from one series, what it costs, and what it uses."""

    taken: Whole
    cost: float
    received: Floats
    stored: Floats


class Books:
    """The plan of every series, what it costs, and what is left of what is shared.

    Parameters
    ----------
    units
        Orders and moves to begin with, ``(n, t)``.
    prices
        What a unit of the budget counts, and a unit taken from each series; the others are not
        used, for docks and rooms have limits here.
    """

    def __init__(
        self, problem: StockProblem, grid: Grid, limits: Limits, units: Whole, prices: Prices
    ) -> None:
        self.problem, self.limits = problem, limits
        self.grid = replace(grid, gives=np.zeros_like(grid.gives))
        self.units = units.copy()
        ways = problem.ways
        free = Prices.free(problem)
        self._hold = holding(problem, free)
        self._fixed = way_costs(problem, free).fixed
        self._extra = ways.extra_cost + truck_share(problem) * problem.volume_m3[ways.taker]
        self.taken = units_taken(problem, units)
        measures = measure(problem, grid, units, self.taken)
        self.costs = measures.costs
        self.received, self.stored = measures.received_m3, measures.stored_m3
        self.receiving = by_warehouse(problem, self.received)
        self.storage = by_warehouse(problem, self.stored)
        self.lines = lines_out(problem, units)
        self.spent_by_way = units.sum(axis=1) * ways.spending
        self.ask(prices)
        self._has_lines = bool(np.isfinite(limits.outbound).any())
        self._scratch_units, self._scratch_taken = np.zeros_like(units), self.taken.copy()
        self._supplied = problem.supplied - np.cumsum(self.taken, axis=1)
        self._scratch = tuple(np.zeros_like(part) for part in (self.costs, self.stored))
        self._scratch_received = np.zeros_like(self.received)
        self._values = np.zeros(len(problem))
        self._free_to_order = np.full(len(ways), FREE, dtype=np.int64)
        self.gives = np.asarray(self.taken.any(axis=1), dtype=np.bool_)
        self._most_on = np.repeat(self.grid.most[:, None], problem.days, axis=1)
        self._allowed = ways.allowed.copy()

    def ask(self, prices: Prices) -> None:
        """Take other prices for the budget and for what is taken from others."""
        only = replace(Prices.free(self.problem), budget=prices.budget, giving=prices.giving)
        self.prices = only
        self._price = way_costs(self.problem, only).price

    @property
    def spent(self) -> float:
        """What all orders take of the budget."""
        return float(self.spent_by_way.sum())

    @property
    def cost(self) -> float:
        """What the plan is expected to cost; trucks by their share."""
        return float(self.costs.sum())

    def overfull(self) -> tuple[Flags, Flags]:
        """Days on which a warehouse takes in, or keeps, too much; ``(w, t)`` each."""
        return (
            self.receiving > self.limits.receiving + FULL * np.maximum(1, self.receiving),
            self.storage > self.limits.storage + FULL * np.maximum(1, self.storage),
        )

    def ways_of(self, series: int) -> slice:
        """Rows of the ways of a series."""
        first, last = self.grid.way_first[series : series + 2]
        return slice(int(first), int(last))

    def improve(self, series: int) -> bool:
        """Plan one series anew where that is cheaper and fits; whether its plan changed."""
        rows = self.ways_of(series)
        new = self._best(series, rows, self._left(series))
        if new is None or np.array_equal(new, self.units[rows]):
            return False
        entries = self._entries(series, rows, new)
        if not self._is_better(series, rows, new, entries):
            return False
        self._enter(rows, new, entries)
        return True

    def replan(self, series: int, *, limited: bool = True, moving: bool = True) -> bool:
        """Plan one series anew, within what the others leave; whether that is possible.

        Parameters
        ----------
        limited
            Keep to what docks and rooms have left.
        moving
            Let it take from other warehouses.
        """
        rows = self.ways_of(series)
        endless = np.full(self.problem.days, np.inf)
        new = self._best(
            series, rows, self._left(series) if limited else (endless, endless), moving=moving
        )
        if new is None:
            return False
        entries = self._entries(series, rows, new)
        self._enter(rows, new, entries)
        for one in entries:
            if one != series and outgrows(self.problem, self.units, one, self.taken[one]):
                self.replan(one, limited=limited)
        return True

    def _left(self, series: int) -> tuple[Floats, Floats]:
        """Volume that the others leave a series to take in and to keep, ``(t,)`` each."""
        where = int(self.problem.warehouse[series])
        room = self.limits.receiving[where] - self.receiving[where] + self.received[series]
        keep = self.limits.storage[where] - self.storage[where] + self.stored[series]
        return room, keep

    def _best(
        self,
        series: int,
        rows: slice,
        left: tuple[Floats, Floats],
        *,
        moving: bool = True,
    ) -> Whole | None:
        """The best units of a series within what is left; None where there are none."""
        if rows.start == rows.stop:
            return None
        self._bound_moves(series, rows)
        if moving:
            new = self._planned(series, rows, *left)
            if new is None or not self._overdraws(self._entries(series, rows, new), series):
                return new
        # Each move may fit alone, but not all of them.
        self._allowed[rows] &= (self.problem.ways.giver[rows] == SUPPLIER)[:, None]
        return self._planned(series, rows, *left)

    def put(self, series: int, units: Whole) -> None:
        """Give a series a plan that is known."""
        rows = self.ways_of(series)
        self._enter(rows, units, self._entries(series, rows, units))

    def clear(self, series: Iterable[int]) -> None:
        """Order and take nothing for some series, nor for those that take from them."""
        for one in series:
            rows = self.ways_of(one)
            if self.units[rows].any():
                self.put(one, np.zeros_like(self.units[rows]))
            self.clear(self.takers_of(one))

    def takers_of(self, series: int) -> list[int]:
        """Series that take from a series now, those that take most first."""
        ways = self.problem.ways
        rows = np.flatnonzero((ways.giver == series) & self.units.any(axis=1))
        taken = self.units[rows].sum(axis=1)
        return list(dict.fromkeys(ways.taker[rows[np.argsort(-taken, kind="stable")]].tolist()))

    def is_overdrawn(self, series: int) -> bool:
        """Whether a series gives away what it does not have."""
        return bool(
            (net_supply(self.problem, self.units, series, self.taken[series]) < -FULL).any()
        )

    def supply_of(self, series: int) -> Floats:
        """Units of a series there by each day without orders of its own, ``(t,)``."""
        return np.asarray(self.problem.supplied[series] - np.cumsum(self.taken[series]))

    def _entries(self, series: int, rows: slice, units: Whole) -> Mapping[int, _Entry]:
        """What a series and those it takes from would do with other units of it."""
        ways = self.problem.ways
        change: dict[int, Whole] = {series: self.taken[series]}
        for way in range(rows.start, rows.stop):
            giver = int(ways.giver[way])
            difference = units[way - rows.start] - self.units[way]
            if giver != SUPPLIER and difference.any():
                change[giver] = change.get(giver, self.taken[giver]) + difference
        self._scratch_units[rows] = units
        entries = {}
        for one, taken in change.items():
            if one != series:
                own = self.ways_of(one)
                self._scratch_units[own] = self.units[own]
            entries[one] = self._measured(one, taken)
        return entries

    def _measured(self, series: int, taken: Whole) -> _Entry:
        """Cost and use of what stands in the scratch rows of a series."""
        problem, (costs, stored) = self.problem, self._scratch
        self._scratch_taken[series] = taken
        measure_range(
            series,
            series + 1,
            problem.points,
            problem.weights,
            problem.supplied,
            problem.holding_cost,
            problem.shortage_cost,
            problem.volume_m3,
            self.grid.way_first,
            problem.ways.lead_days,
            problem.ways.fixed_cost,
            self._extra,
            self._scratch_units,
            self._scratch_taken,
            costs,
            self._scratch_received,
            stored,
        )
        return _Entry(
            taken=taken,
            cost=float(costs[series]),
            received=self._scratch_received[series].copy(),
            stored=stored[series].copy(),
        )

    def _is_better(
        self, series: int, rows: slice, units: Whole, entries: Mapping[int, _Entry]
    ) -> bool:
        """Whether other units of a series save something, and all that they touch fits."""
        spent = units.sum(axis=1) * self.problem.ways.spending[rows]
        more = float(spent.sum() - self.spent_by_way[rows].sum())
        if more > 0 and self.spent + more > self.limits.budget:
            return False
        saved = sum(float(self.costs[one]) - entry.cost for one, entry in entries.items())
        if saved - self.prices.budget * more < _LEAST_SAVED:
            return False
        if not all(self._fits(one, entry) for one, entry in entries.items()):
            return False
        return not any(
            one != series and outgrows(self.problem, self.units, one, entry.taken)
            for one, entry in entries.items()
        )

    def _fits(self, series: int, entry: _Entry) -> bool:
        """Whether there is room for what a series would keep."""
        where = int(self.problem.warehouse[series])
        storage = self.storage[where] + entry.stored - self.stored[series]
        limit = np.maximum(self.limits.storage[where], self.storage[where])
        return bool((storage <= limit + FULL * np.maximum(1, storage)).all())

    def _enter(self, rows: slice, units: Whole, entries: Mapping[int, _Entry]) -> None:
        """Enter other units of a series, and what they change, into the books."""
        ways = self.problem.ways
        for way in range(rows.start, rows.stop):
            giver = int(ways.giver[way])
            if giver != SUPPLIER:
                sender = int(self.problem.warehouse[giver])
                now = (units[way - rows.start] > 0).astype(np.int64)
                self.lines[sender] += now - (self.units[way] > 0)
        self.units[rows] = units
        self.spent_by_way[rows] = units.sum(axis=1) * ways.spending[rows]
        for one, entry in entries.items():
            where = int(self.problem.warehouse[one])
            self.receiving[where] += entry.received - self.received[one]
            self.storage[where] += entry.stored - self.stored[one]
            self.received[one], self.stored[one] = entry.received, entry.stored
            self.costs[one], self.taken[one] = entry.cost, entry.taken
            self._scratch_taken[one] = entry.taken
            self.gives[one] = bool(entry.taken.any())
            self._supplied[one] = self.supply_of(one)

    def _bound_moves(self, series: int, rows: slice) -> None:
        """Let moves take no more than is there, and leave only where a move can be sent."""
        ways, size = self.problem.ways, int(self.grid.step[series])
        for way in range(rows.start, rows.stop):
            giver = int(ways.giver[way])
            if giver == SUPPLIER:
                continue
            there = there_for(self.problem, self.units, way, self.taken[giver])
            self._most_on[way] = np.minimum(self.grid.most[way], there // size)
            if self._has_lines:
                sender = int(self.problem.warehouse[giver])
                others = self.lines[sender] - (self.units[way] > 0)
                self._allowed[way] = ways.allowed[way] & (
                    others + 1 <= self.limits.outbound[sender] + FULL
                )

    def _overdraws(self, entries: Mapping[int, _Entry], taker: int) -> bool:
        """Whether others would give the taker more than they have."""
        return any(
            bool((net_supply(self.problem, self.units, one, entry.taken) < -FULL).any())
            for one, entry in entries.items()
            if one != taker
        )

    def _planned(self, series: int, rows: slice, room: Floats, keep: Floats) -> Whole | None:
        """The best units by the ways that are open to a series; None where there are none."""
        while True:
            self._scratch_units[rows] = 0
            self._plan(series, room, keep)
            new = self._scratch_units[rows].copy()
            if rows.stop - rows.start < 2 or not self._bar_crowding(series, rows, new, room):
                break
        self._allowed[rows] = self.problem.ways.allowed[rows]
        return new if self._values[series] < IMPOSSIBLE else None

    def _bar_crowding(self, series: int, rows: slice, units: Whole, room: Floats) -> bool:
        """Bar the lesser of two receipts on a day that fit each alone; whether there were such."""
        leads = self.problem.ways.lead_days[rows]
        came = np.zeros_like(room)
        for lead, ordered in zip(leads.tolist(), units, strict=True):
            came[lead:] += ordered[: len(room) - lead]
        crowded = np.flatnonzero(came * self.problem.volume_m3[series] > np.maximum(room, 0) + FULL)
        for day in crowded.tolist():
            on = [(units[i, day - lead], i) for i, lead in enumerate(leads) if day >= lead]
            least = min(pair for pair in on if pair[0] > 0)[1]
            self._allowed[rows.start + least, day - leads[least]] = False
        return len(crowded) > 0

    def _plan(self, series: int, room: Floats, keep: Floats) -> None:
        problem, grid = self.problem, self.grid
        plan_range(
            series,
            series + 1,
            problem.points,
            problem.weights,
            self._supplied,
            problem.supplied,
            problem.ceiling,
            self._hold,
            problem.shortage_cost,
            problem.volume_m3,
            grid.step,
            grid.levels,
            grid.base,
            grid.gives,
            self.gives,
            self._hold,
            grid.way_first,
            problem.ways.lead_days,
            grid.lot,
            grid.least,
            grid.most,
            self._most_on,
            self._price,
            self._fixed,
            self._allowed,
            self._free_to_order,
            room,
            keep,
            _NO_SLOPES,
            self._scratch_units,
            self.taken,
            self._values,
        )
