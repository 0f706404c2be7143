"""The stock decision of a day: what to order and move, what that costs, what to look at."""

import datetime
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from domain.check_stock import check_stock, use_of
from domain.dataset import Dataset
from domain.demand import Forecast
from domain.demand_outlook import DemandOutlook
from domain.message import Message
from domain.progress import Never, OnProgress, StopCriterion, ignore_progress
from domain.stock_alert import StockAlert
from domain.stock_problem import SUPPLIER, StockProblem, StockSolution
from domain.supply import LaterSupply, ReplenishmentLine, StockSummary
from optimizer.inventory.alerts.find_alerts import find_alerts
from optimizer.inventory.build_problem import BuiltProblem, build_problem
from optimizer.inventory.conflict import find_conflicts
from optimizer.inventory.lines import make_lines
from optimizer.inventory.solve_stock import solve_stock
from planning.engine_jobs import stock_job
from planning.jobs.pool import JobPool

log = logging.getLogger(__name__)

PROMOTION = "promotion"
"""The cause of demand whose share an explanation names."""

Key = tuple[str, str]
"""A warehouse and a SKU."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostParts:
    """What a stock plan is expected to cost, by part, in minor units."""

    holding_minor: int = 0
    shortage_minor: int = 0
    ordering_minor: int = 0

    @property
    def total_minor(self) -> int:
        """Sum of the parts."""
        return self.holding_minor + self.shortage_minor + self.ordering_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class StockPlan:
    """What to order and what to move, today and later, and what to look at.

    Attributes
    ----------
    costs
        What the days ahead are expected to cost.
    conflicts
        Goods on their way, or lying there, that cannot fit whatever is ordered.
    left_out
        SKUs that cannot be planned and lanes that cannot be used, with the reason.
    """

    replenishment: tuple[ReplenishmentLine, ...] = ()
    transfers: tuple[ReplenishmentLine, ...] = ()
    later_supply: tuple[LaterSupply, ...] = ()
    summary: StockSummary | None = None
    alerts: tuple[StockAlert, ...] = ()
    costs: CostParts = CostParts()
    conflicts: tuple[Message, ...] = ()
    left_out: tuple[Message, ...] = ()

    @property
    def lines(self) -> tuple[ReplenishmentLine, ...]:
        """Everything to order or move today."""
        return (*self.replenishment, *self.transfers)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StockQuestion:
    """What a stock decision is made from.

    Parameters
    ----------
    shipped_units
        Units that leave with the day's deliveries, by warehouse and SKU.
    promoted
        Units that promotions add to the mean demand of each day, of the series that the forecast
        explains, by warehouse and SKU; ``(h,)`` each.
    """

    dataset: Dataset
    day: datetime.date
    forecast: Forecast
    shipped_units: Mapping[Key, int]
    promoted: Mapping[Key, npt.NDArray[np.float64]]
    seed: int = 0


def stock_question(
    dataset: Dataset,
    day: datetime.date,
    outlook: DemandOutlook,
    shipped_units: Mapping[Key, int],
    seed: int = 0,
) -> StockQuestion:
    """The question of a day, without the history of demand, which the outlook has taken in."""
    if dataset.demand is not None:
        dataset = replace(dataset, demand=dataset.demand.first_days(0))
    explanation, promoted = outlook.explanation, {}
    if PROMOTION in explanation.causes:
        column = explanation.causes.index(PROMOTION)
        for row, key in enumerate(explanation.keys):
            units = explanation.contributions[row, :, column]
            if units.any():
                promoted[key.place_id, key.item_id] = units
    return StockQuestion(
        dataset=dataset,
        day=day,
        forecast=outlook.forecast,
        shipped_units=shipped_units,
        promoted=promoted,
        seed=seed,
    )


def decide_stock(
    question: StockQuestion,
    *,
    stop: StopCriterion | None = None,
    on_progress: OnProgress = ignore_progress,
) -> StockPlan:
    """What to order and move on a day, each line explained; the best so far where it is stopped."""
    dataset, day = question.dataset, question.day
    built = build_problem(
        dataset, day=day, forecast=question.forecast, shipped_units=question.shipped_units
    )
    left_out = tuple(left.message for left in (*built.left_out, *built.unusable_lanes))
    if not len(built.problem):
        return StockPlan(left_out=left_out)
    conflicts = find_conflicts(built, dataset, day)
    solution = _checked_solution(built.problem, question.seed, stop or Never(), on_progress)
    supply = make_lines(
        built,
        solution,
        dataset=dataset,
        day=day,
        promotion_units=_promotion_units(built, question.promoted),
    )
    alerts = find_alerts(
        dataset,
        day=day,
        forecast=question.forecast,
        problem=built.problem,
        solution=solution,
        shipped_units=question.shipped_units,
    )
    return StockPlan(
        replenishment=supply.replenishment,
        transfers=supply.transfers,
        later_supply=supply.later,
        summary=supply.summary,
        alerts=alerts,
        costs=_cost_parts(built.problem, solution, supply.summary),
        conflicts=tuple(conflict.message for conflict in conflicts),
        left_out=left_out,
    )


def _checked_solution(
    problem: StockProblem, seed: int, stop: StopCriterion, on_progress: OnProgress
) -> StockSolution:
    """A plan that passes the checker; without moves where one with them should not."""
    solution = solve_stock(problem, seed=seed, stop=stop, on_progress=on_progress)
    faults = check_stock(problem, solution)
    if not faults:
        return solution
    log.error("a stock plan broke rules and was made again without moves: %s", faults[:3])
    ways = problem.ways
    bought = (ways.giver == SUPPLIER)[:, None]
    still = replace(problem, ways=replace(ways, allowed=ways.allowed & bought))
    solution = solve_stock(still, seed=seed, stop=stop, on_progress=on_progress)
    faults = check_stock(still, solution)
    if faults:
        raise RuntimeError(f"The stock plan breaks its rules: {faults[:3]}")
    return solution


def plan_stock(
    dataset: Dataset,
    day: datetime.date,
    outlook: DemandOutlook | None,
    shipped_units: Mapping[Key, int],
    seed: int,
    pool: JobPool,
    on_progress: OnProgress,
) -> StockPlan:
    """The decision made in a job, which may be stopped; nothing where stock is not known.

    Raises
    ------
    Interrupted
        If the job was cancelled.
    """
    if outlook is None or dataset.stock is None:
        return StockPlan()
    question = stock_question(dataset, day, outlook, shipped_units, seed)
    plan: StockPlan = pool.submit("stock", stock_job, question, on_progress=on_progress).result()
    return plan


def _promotion_units(
    built: BuiltProblem, promoted: Mapping[Key, npt.NDArray[np.float64]]
) -> dict[Key, float]:
    """Units that promotions add to demand over the cover of each series."""
    return {
        key: float(promoted[key][: int(days)].sum())
        for key, days in zip(built.problem.keys, built.cover_days, strict=True)
        if key in promoted
    }


def _cost_parts(problem: StockProblem, solution: StockSolution, summary: StockSummary) -> CostParts:
    """Parts that add up to the cost of the summary."""
    use = use_of(problem, solution.units.astype(np.float64))
    holding = round(float((use.on_hand.sum(axis=1) * problem.holding_cost).sum()))
    shortage = round(float((use.missing.sum(axis=1) * problem.shortage_cost).sum()))
    return CostParts(
        holding_minor=holding,
        shortage_minor=shortage,
        ordering_minor=summary.cost_minor - holding - shortage,
    )
