"""From a solved stock problem to the lines of the plan, each explained."""

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from domain.dataset import Dataset
from domain.message import message
from domain.stock_problem import SUPPLIER, StockSolution
from domain.supply import LaterSupply, ReplenishmentLine, StockSummary
from domain.units import minor_units
from optimizer.inventory.build_problem import BuiltProblem
from optimizer.inventory.explain.causes import scarcities
from optimizer.inventory.explain.explain_lines import explain_lines, explainer

_NOT_YET = message("replenish.not_explained")


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyPlan:
    """What to order and move today, each line explained, and what is likely to follow."""

    replenishment: tuple[ReplenishmentLine, ...] = ()
    transfers: tuple[ReplenishmentLine, ...] = ()
    later: tuple[LaterSupply, ...] = ()
    summary: StockSummary


def make_lines(
    built: BuiltProblem,
    solution: StockSolution,
    *,
    dataset: Dataset,
    day: datetime.date,
    promotion_units: Mapping[tuple[str, str], float] | None = None,
) -> SupplyPlan:
    """Lines of a solved stock problem, ordered by warehouse and SKU.

    Parameters
    ----------
    promotion_units
        Units of the usual demand over the cover that promotions bring, by warehouse and SKU, where
        the forecast tells them.
    """
    today = {
        way: _line(built, solution, way, dataset, day)
        for way in np.flatnonzero(solution.units[:, 0]).tolist()
    }
    facts = explainer(
        built, solution, dataset=dataset, day=day, promotion_units=promotion_units or {}
    )
    explained = explain_lines(facts, today)
    ordered = sorted(explained, key=lambda way: (*_place(built, way), way))
    is_bought = built.problem.ways.giver == SUPPLIER
    return SupplyPlan(
        replenishment=tuple(explained[way] for way in ordered if is_bought[way]),
        transfers=tuple(explained[way] for way in ordered if not is_bought[way]),
        later=_later(built, solution, day),
        summary=_summary(built, solution, dataset, day),
    )


def _place(built: BuiltProblem, way: int) -> tuple[str, str]:
    return built.problem.keys[int(built.problem.ways.taker[way])]


def _line(
    built: BuiltProblem, solution: StockSolution, way: int, dataset: Dataset, day: datetime.date
) -> ReplenishmentLine:
    """A line of today, not yet explained; its cost in exact money, rounded once."""
    lane, units = built.lanes[way], int(solution.units[way, 0])
    to_id, sku = _place(built, way)
    is_bought = built.problem.ways.giver[way] == SUPPLIER
    value = built.products[int(built.problem.ways.taker[way])].unit_value
    unit_cost = value if is_bought else Decimal(0)
    unit_cost = unit_cost if lane.unit_cost is None else lane.unit_cost
    amount = units * unit_cost + lane.fixed_cost_per_order
    return ReplenishmentLine(
        from_id=lane.from_id,
        to_id=to_id,
        sku=sku,
        units=units,
        order_date=day,
        due_date=day + datetime.timedelta(days=math.ceil(lane.lead_time_days)),
        cost_minor=minor_units(amount, dataset.settings.currency),
        explanation=_NOT_YET,
    )


def _later(
    built: BuiltProblem, solution: StockSolution, day: datetime.date
) -> tuple[LaterSupply, ...]:
    """What is likely to be ordered on later days, by day, warehouse and SKU."""
    way_days = np.argwhere(solution.units[:, 1:]).tolist()
    ordered = sorted((on + 1, *_place(built, way), way) for way, on in way_days)
    return tuple(
        LaterSupply(
            from_id=built.lanes[way].from_id,
            to_id=to_id,
            sku=sku,
            units=int(solution.units[way, on]),
            order_date=day + datetime.timedelta(days=on),
            due_date=day + datetime.timedelta(days=on + math.ceil(built.lanes[way].lead_time_days)),
        )
        for on, to_id, sku, way in ordered
    )


def _summary(
    built: BuiltProblem, solution: StockSolution, dataset: Dataset, day: datetime.date
) -> StockSummary:
    """The plan in figures."""
    problem, settings = built.problem, dataset.settings
    budget = settings.purchase_budget
    spent = float((solution.units.sum(axis=1) * problem.ways.spending).sum())
    return StockSummary(
        days=problem.days,
        cost_minor=round(solution.cost),
        lower_bound_minor=math.floor(solution.lower_bound),
        gap_percent=round(100 * solution.gap, 4),
        spent_minor=round(spent),
        budget_minor=None if budget is None else minor_units(budget, settings.currency),
        scarce=scarcities(problem, solution.prices, day),
    )
