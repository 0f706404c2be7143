"""The exact model of a stock problem of one warehouse, given to SCIP and to CP-SAT.

Each order is a whole number of lots and costs its fixed cost through a yes or no; the convex cost
of stock is a sum over slices between the points of demand. So the model's optimum is the plan's.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.linear_solver.python import model_builder_helper
from scipy import sparse

from domain.check_stock import StockFault, check_stock, use_of
from domain.stock_problem import SUPPLIER, Floats, Prices, StockProblem, StockSolution, Whole
from tests.benchmarks.roads.clocks import THREADS

SOLVERS: Mapping[str, str] = {"SCIP": "scip", "CP-SAT": "sat"}


_CP_SAT = f"num_workers:{THREADS} mip_var_scaling:64"
"""It knows whole numbers only: units there are counted in 64ths, and its bound is not exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerPlan:
    """What a peer found: its plan and bound, priced by our checker; None where it found none."""

    solution: StockSolution | None
    is_proven: bool
    faults: tuple[StockFault, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExactModel:
    """Minimise ``offset + cost x`` with ``low <= rows x <= high`` and ``0 <= x <= most``.

    The first variables are the lots of each order that may be made, the next as many whether it is
    made; `way` and `day` tell which order. The others are units brought by the end of a day.
    """

    offset: float
    cost: Floats
    most: Floats
    rows: sparse.csr_matrix
    low: Floats
    high: Floats
    way: Whole
    day: Whole


def solve_exactly(problem: StockProblem, peer: str, *, seconds: float) -> PeerPlan:
    """What a peer finds in some time; CP-SAT with two threads, SCIP has only one.

    Raises
    ------
    ValueError
        If the problem has moves, trucks, several warehouses, a budget or stock that expires.
    """
    model = exact_model(problem)
    helper: Any = model_builder_helper.ModelBuilderHelper()
    helper.fill_model_from_sparse_data(
        np.zeros(len(model.cost)), model.most, model.cost, model.low, model.high, model.rows
    )
    for variable in range(2 * len(model.way)):
        helper.set_var_integrality(variable, True)
    solver = model_builder_helper.ModelSolverHelper(SOLVERS[peer])
    solver.set_time_limit_in_seconds(seconds)
    if peer == "CP-SAT":
        solver.set_solver_specific_parameters(_CP_SAT)
    solver.solve(helper)
    if not solver.has_solution():
        return PeerPlan(solution=None, is_proven=False, faults=())
    bound = solver.best_objective_bound() + model.offset
    lots = np.rint(np.asarray(solver.variable_values())[: len(model.way)]).astype(np.int64)
    units = np.zeros(problem.ways.allowed.shape, dtype=np.int64)
    units[model.way, model.day] = lots * problem.ways.lot_units[model.way]
    solution = StockSolution(
        units=units,
        cost=use_of(problem, units.astype(np.float64)).cost,
        lower_bound=bound if peer == "SCIP" else -math.inf,
        prices=Prices.free(problem),
    )
    return PeerPlan(
        solution=solution,
        is_proven=solver.status() == model_builder_helper.SolveStatus.OPTIMAL,
        faults=check_stock(problem, solution),
    )


def exact_model(problem: StockProblem) -> ExactModel:
    """The model of a problem."""
    _must_be_simple(problem)
    ways, most = problem.ways, _most_lots(problem)
    way, day = np.nonzero(ways.allowed & (most > 0)[:, None])
    lot, orders, taker = ways.lot_units[way].astype(np.float64), len(way), ways.taker[way]
    arrival, lots = day + ways.lead_days[way], most[way].astype(np.float64)
    stocks = _Stocks.of(problem, taker, arrival, lot, lots)
    in_m3 = _matrix(lot * problem.volume_m3[taker], arrival, np.arange(orders), problem.days)
    one = sparse.identity(orders)
    blocks: Any = [
        [-stocks.coming, None, stocks.grown],
        [one, -sparse.diags(lots), None],
        [one, -sparse.diags(np.ceil(ways.least_units[way] / lot)), None],
        [in_m3, None, None],
        [None, None, stocks.kept_m3],
    ]
    alone = use_of(problem, np.zeros(ways.allowed.shape))
    room = np.maximum(problem.shared.storage_m3[0] - alone.stored_m3[0], 0)
    open_end, none, balanced = np.full(orders, np.inf), np.zeros(orders), np.zeros(stocks.count)
    limits = np.maximum(problem.shared.receiving_m3[0], 0), room
    return ExactModel(
        offset=alone.cost,
        cost=np.concatenate([lot * ways.extra_cost[way], ways.fixed_cost[way], stocks.cost]),
        most=np.concatenate([lots, np.ones(orders), stocks.width]),
        rows=sparse.csr_matrix(sparse.bmat(blocks)),
        low=np.concatenate([balanced, -open_end, none, np.full(2 * problem.days, -np.inf)]),
        high=np.concatenate([balanced, none, open_end, *limits]),
        way=way,
        day=day,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Stocks:
    """Units that orders have brought by the end of each day, in slices between points of demand.

    A unit of a slice is on hand with the probability of the points below it. Lower slices cost
    less and take less room, so that an optimum fills them first.

    Parameters
    ----------
    count
        Number of days of series that orders can change.
    coming, grown
        For each of them, what orders bring on it, and what there is more than the day before;
        ``(count, orders)`` and ``(count, slices)``.
    width, cost
        Most units of each slice, and what a unit costs, less the shortage that it makes up for.
    kept_m3
        Volume expected on hand of a unit of each slice, by day, ``(t, slices)``.
    """

    count: int
    coming: sparse.csr_matrix
    grown: sparse.csr_matrix
    width: Floats
    cost: Floats
    kept_m3: sparse.csr_matrix

    @classmethod
    def of(
        cls, problem: StockProblem, taker: Whole, arrival: Whole, lot: Floats, lots: Floats
    ) -> "_Stocks":
        count, days, points = problem.points.shape
        first, most = np.full(count, days), np.zeros(count)
        np.minimum.at(first, taker, arrival)
        np.add.at(most, taker, lot * lots)
        series, day = np.nonzero(np.arange(days) >= first[:, None])
        row = np.full((count, days), -1)
        row[series, day] = np.arange(len(series))
        free = problem.supplied[series, day][:, None]
        edges = np.maximum(problem.points[series, day].astype(np.float64), free)
        edges = np.concatenate([free, edges, edges[:, -1:] + most[series][:, None]], axis=1)
        slices = (len(series), points + 1)
        on_hand = np.concatenate([[0.0], np.cumsum(problem.weights)])
        each = problem.holding_cost[series] + problem.shortage_cost[series]
        cost = each[:, None] * on_hand - problem.shortage_cost[series][:, None]
        volume = (problem.volume_m3[series][:, None] * on_hand).ravel()
        of_row = np.arange(len(series)).repeat(points + 1)
        total = _matrix(np.ones(len(of_row)), of_row, np.arange(len(of_row)), len(series))
        follows = np.flatnonzero(day > first[series])
        before = _matrix(np.ones(len(follows)), follows, follows - 1, len(series), len(series))
        coming = _matrix(lot, row[taker, arrival], np.arange(len(lot)), len(series))
        return cls(
            count=len(series),
            coming=coming,
            grown=sparse.csr_matrix(total - before @ total),
            width=np.diff(edges, axis=1).ravel(),
            cost=np.broadcast_to(cost, slices).ravel(),
            kept_m3=_matrix(volume, day.repeat(points + 1), np.arange(len(volume)), days),
        )


def _matrix(
    values: Floats, rows: Whole, columns: Whole, height: int, width: int | None = None
) -> sparse.csr_matrix:
    shape = (height, len(values) if width is None else width)
    return sparse.csr_matrix((values, (rows, columns)), shape=shape)


def _most_lots(problem: StockProblem) -> Whole:
    """Lots that an order may have; more than all demand could want is never better."""
    ways = problem.ways
    wanted = problem.points[:, -1, -1].astype(np.float64) - problem.supplied.min(axis=1)
    units = np.maximum(wanted[ways.taker], ways.least_units)
    lots = np.where(wanted[ways.taker] > 0, np.ceil(units / ways.lot_units), 0)
    most: Whole = np.minimum(lots.astype(np.int64), ways.most_units // ways.lot_units)
    return most


def _must_be_simple(problem: StockProblem) -> None:
    """Refuse what the model does not say."""
    is_simple = (
        len(problem.warehouse_ids) == 1
        and np.all(problem.ways.giver == SUPPLIER)
        and not len(problem.shared.truck_m3)
        and not np.isfinite(problem.shared.budget)
        and not np.isfinite(problem.ceiling).any()
    )
    if not is_simple:
        raise ValueError("The model has one warehouse and its suppliers only.")
