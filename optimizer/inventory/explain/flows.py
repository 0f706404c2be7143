"""What a plan moves between warehouses, and what that leaves where."""

from dataclasses import dataclass

import numpy as np

from domain.stock_problem import SUPPLIER, Floats, StockProblem, StockSolution, Whole


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flows:
    """Units that come to and leave each series in a plan.

    Parameters
    ----------
    supplied
        Units there by the end of each day, orders and moves included, ``(m, t)``.
    taken, moved_in
        Units that leave for other warehouses, and that come from them, by the end of each day;
        ``(m, t)``.
    moved_today, moved_later
        Units that set out for it from other warehouses today, and on later days; ``(m,)``.
    """

    supplied: Floats
    taken: Floats
    moved_in: Floats
    moved_today: Whole
    moved_later: Whole


def flows_of(problem: StockProblem, solution: StockSolution) -> Flows:
    """Flows of a solution."""
    ways, units = problem.ways, solution.units
    moves = np.flatnonzero(ways.giver != SUPPLIER)
    leaving = np.zeros((len(problem), problem.days))
    np.add.at(leaving, ways.giver[moves], units[moves])
    taken = np.cumsum(leaving, axis=1)
    moved_today, moved_all = (np.zeros(len(problem), dtype=np.int64) for _ in range(2))
    np.add.at(moved_today, ways.taker[moves], units[moves, 0])
    np.add.at(moved_all, ways.taker[moves], units[moves].sum(axis=1))
    coming = _arrivals(problem, units, np.arange(len(ways)))
    return Flows(
        supplied=problem.supplied + coming - taken,
        taken=taken,
        moved_in=_arrivals(problem, units, moves),
        moved_today=moved_today,
        moved_later=moved_all - moved_today,
    )


def _arrivals(problem: StockProblem, units: Whole, chosen: Whole) -> Floats:
    """Units that some ways bring to each series by the end of each day, ``(m, t)``."""
    arrived = np.zeros((len(problem), problem.days))
    row, day = np.nonzero(units[chosen])
    way = chosen[row]
    arrival = day + problem.ways.lead_days[way]
    on_time = arrival < problem.days
    way, day, arrival = way[on_time], day[on_time], arrival[on_time]
    np.add.at(arrived, (problem.ways.taker[way], arrival), units[way, day])
    return np.asarray(np.cumsum(arrived, axis=1))
