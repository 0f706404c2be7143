"""Named instances of textbooks, answered by our stock policies and by stockpyl.

References
----------
Snyder, L. V. (2023). stockpyl: a Python package for inventory optimization and simulation.
Tutorials in Operations Research, 156-197.
"""

import importlib
import json
import math
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from optimizer.inventory.policies.base_stock import normal_cover, order_up_to_levels
from optimizer.inventory.policies.distributions import (
    Demand,
    LognormalDemand,
    NormalDemand,
    poisson_demand,
    whole_demand,
)
from optimizer.inventory.policies.finite_horizon import plan_horizon
from optimizer.inventory.policies.joint_orders import joint_orders
from optimizer.inventory.policies.lot_schedule import wagner_whitin
from optimizer.inventory.policies.lot_sizing import (
    PriceBreak,
    economic_order,
    economic_order_all_units,
    economic_order_incremental,
    economic_order_with_backorders,
    economic_production,
)
from optimizer.inventory.policies.min_max import best_min_max, power_min_max
from optimizer.inventory.policies.newsvendor import StockCosts, newsvendor, newsvendor_profit
from optimizer.inventory.policies.reorder_point import (
    best_reorder_policy,
    best_reorder_policy_whole,
    reorder_cost_whole,
)
from optimizer.inventory.policies.reorder_point_rules import (
    reorder_by_backorder_quantity,
    reorder_by_expected_stock,
    reorder_by_safety_stock,
    reorder_by_shortage,
)

SAME = 1e-4
"""Relative difference up to which two answers are the same."""

Data = Mapping[str, Any]
Figures = Iterator[tuple[str, float, float]]
"""Name of a figure, ours, and stockpyl's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextbookRow:
    """One instance.

    `ours` and `stockpyl` are figures by name, and `difference` the largest relative one between
    them; or `left_out` says why the instance is not answered.
    """

    instance: str
    ours: Mapping[str, float]
    stockpyl: Mapping[str, float]
    difference: float
    left_out: str = ""

    @property
    def is_same(self) -> bool:
        """Whether each figure is stockpyl's."""
        return not self.left_out and self.difference <= SAME


def textbook_rows() -> list[TextbookRow]:
    """All named instances of stockpyl, in its order.

    Raises
    ------
    ModuleNotFoundError
        If stockpyl is not installed: ``pip install stockpyl==1.0.2``.
    """
    instances = _module("instances")
    listed = Path(str(instances.__file__)).parent / "datasets" / "stockpyl_instances.json"
    names = [each["name"] for each in json.loads(listed.read_text("utf-8"))["instances"]]
    return [_row(name, instances.load_instance) for name in names]


def _row(name: str, load: Callable[[str], Any]) -> TextbookRow:
    reason = _left_out(name)
    if reason:
        return TextbookRow(
            instance=name, ours={}, stockpyl={}, difference=math.nan, left_out=reason
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        figures = list(_ANSWERS[name](load(name)))
    return TextbookRow(
        instance=name,
        ours={figure: float(ours) for figure, ours, _ in figures},
        stockpyl={figure: float(theirs) for figure, _, theirs in figures},
        difference=max(abs(a - b) / max(abs(b), 1e-9) for _, a, b in figures),
    )


def _left_out(name: str) -> str:
    return "" if name in _ANSWERS else _LEFT_OUT.get(name, "not known to this benchmark")


def _module(name: str) -> ModuleType:
    # It has no types, and is no part of the project's environment.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module(f"stockpyl.{name}")


def _normal(data: Data) -> NormalDemand:
    return NormalDemand(mean=data["demand_mean"], sd=data["demand_sd"])


def _costs(data: Data) -> StockCosts:
    return StockCosts(
        holding=data["holding_cost"],
        shortage=data["stockout_cost"],
        order=data.get("fixed_cost", 0.0),
    )


def _steady(data: Data) -> dict[str, float]:
    return {
        "order_cost": data["fixed_cost"],
        "holding_cost": data["holding_cost"],
        "demand_rate": data["demand_rate"],
    }


def _economic_order(data: Data) -> Figures:
    quantity, cost = _module("eoq").economic_order_quantity(**data)
    ours = economic_order(**_steady(data))
    yield from _pairs(("quantity", ours.quantity, quantity), ("cost", ours.cost, cost))


def _backorders(data: Data) -> Figures:
    theirs = _module("eoq").economic_order_quantity_with_backorders(**data)
    ours = economic_order_with_backorders(**_steady(data), shortage_cost=data["stockout_cost"])
    names = ("quantity", "missing share", "cost")
    yield from zip(names, (ours.quantity, ours.missing_share, ours.cost), theirs, strict=True)


def _production(data: Data) -> Figures:
    quantity, cost = _module("eoq").economic_production_quantity(**data)
    ours = economic_production(**_steady(data), production_rate=data["production_rate"])
    yield from _pairs(("quantity", ours.quantity, quantity), ("cost", ours.cost, cost))


def _discounts(data: Data) -> Figures:
    eoq = _module("eoq")
    breaks = [
        PriceBreak(from_quantity=start, price=price)
        for start, price in zip(data["breakpoints"], data["unit_costs"], strict=True)
    ]
    facts = {
        "order_cost": data["fixed_cost"],
        "holding_share": data["holding_cost_rate"],
        "demand_rate": data["demand_rate"],
    }
    all_units = economic_order_all_units(breaks, **facts)
    quantity, _, cost = eoq.economic_order_quantity_with_all_units_discounts(**data)
    yield "all units: quantity", all_units.quantity, quantity
    yield "all units: cost", all_units.cost, cost
    incremental = economic_order_incremental(breaks, **facts)
    quantity, _, cost = eoq.economic_order_quantity_with_incremental_discounts(**data)
    yield "incremental: quantity", incremental.quantity, quantity
    yield "incremental: cost", incremental.cost, cost


def _lot_schedule(data: Data) -> Figures:
    units, cost, *_ = _module("wagner_whitin").wagner_whitin(**data)
    ours = wagner_whitin(
        data["demand"],
        order_cost=data["fixed_cost"],
        holding_cost=data["holding_cost"],
        purchase_price=data.get("purchase_cost", 0.0),
    )
    yield "cost", ours.cost, cost
    for period, (mine, theirs) in enumerate(zip(ours.units, units[1:], strict=True), start=1):
        yield f"units in period {period}", mine, theirs


def _joint(data: Data) -> Figures:
    quantities, cycle, multiples, cost = _module(
        "eoq"
    ).joint_replenishment_problem_silver_heuristic(**data)
    ours = joint_orders(
        order_cost=data["shared_fixed_cost"],
        line_costs=data["individual_fixed_costs"],
        holding_costs=data["holding_costs"],
        demand_rates=data["demand_rates"],
    )
    yield from _pairs(("cycle time", ours.cycle_time, cycle), ("cost", ours.cost, cost))
    for sku, theirs in enumerate(quantities):
        yield f"quantity {sku}", ours.quantities[sku], theirs
        yield f"multiple {sku}", ours.multiples[sku], multiples[sku]


def _newsvendor(data: Data) -> Figures:
    theirs = _module("newsvendor").newsvendor_normal(**data)
    lead = data.get("lead_time", 0)
    demand = normal_cover(mean=data["demand_mean"], sd=data["demand_sd"], cover_time=lead + 1)
    yield from _best_level(demand, _costs(data), theirs)


def _newsvendor_of_network(network: Any) -> Figures:
    node = network.nodes[0]
    yield from _newsvendor(
        {
            "holding_cost": node.local_holding_cost,
            "stockout_cost": node.stockout_cost,
            "demand_mean": node.demand_source.mean,
            "demand_sd": node.demand_source.standard_deviation,
        }
    )


def _newsvendor_poisson(data: Data) -> Figures:
    theirs = _module("newsvendor").newsvendor_poisson(**data)
    yield from _best_level(poisson_demand(data["demand_mean"]), _costs(data), theirs)


def _newsvendor_whole(data: Data) -> Figures:
    theirs = _module("newsvendor").newsvendor_discrete(**data)
    chances = [data["demand_pmf"].get(units, 0.0) for units in range(9)]
    demand = whole_demand(chances)
    yield from _best_level(demand, _costs(data), theirs)
    target = order_up_to_levels(
        demand.values[None], demand.weights, service_share=_costs(data).service_share
    )
    yield "order up to", float(target[0]), theirs[0]


def _newsvendor_lognormal(data: Data) -> Figures:
    lognorm = importlib.import_module("scipy.stats").lognorm
    theirs = _module("newsvendor").newsvendor_continuous(
        data["holding_cost"],
        data["stockout_cost"],
        lognorm(data["sigma"], 0, math.exp(data["mu"])),
    )
    demand = LognormalDemand(log_mean=data["mu"], log_sd=data["sigma"])
    yield from _best_level(demand, _costs(data), theirs)


def _newsvendor_by_profit(data: Data) -> Figures:
    quantity, profit = _module("newsvendor").newsvendor_normal_explicit(**data)
    ours = newsvendor_profit(
        _normal(data),
        sales_price=data["revenue"],
        purchase_price=data["purchase_cost"],
        salvage_price=data["salvage_value"],
    )
    yield from _pairs(("quantity", ours.quantity, quantity), ("profit", ours.profit, profit))


def _best_level(demand: Demand, costs: StockCosts, theirs: tuple[float, float]) -> Figures:
    ours = newsvendor(demand, costs)
    yield from _pairs(("level", ours.level, theirs[0]), ("cost", ours.cost, theirs[1]))


def _min_max_poisson(data: Data) -> Figures:
    theirs = _module("ss").s_s_discrete_exact(use_poisson=True, **data)
    ours = best_min_max(poisson_demand(data["demand_mean"]), _costs(data))
    names = ("minimum", "maximum", "cost")
    yield from zip(names, (ours.minimum, ours.maximum, ours.cost), theirs, strict=True)


def _min_max_power(data: Data) -> Figures:
    minimum, maximum = _module("ss").s_s_power_approximation(**data)
    ours = power_min_max(_normal(data), _costs(data))
    yield from _pairs(("minimum", ours.minimum, minimum), ("maximum", ours.maximum, maximum))


def _horizon(data: Data) -> Figures:
    # With its usual 4 deviations stockpyl leaves out 0.006 % of each period's demand, and its cost.
    points, levels, cost, *_ = _module("finite_horizon").finite_horizon_dp(
        **data, d_spread=7, s_spread=7
    )
    ours = plan_horizon(
        [_normal(data)] * data["num_periods"],
        _costs(data),
        purchase_price=data["purchase_cost"],
        discount=data["discount_factor"],
        opening_stock=data["initial_inventory_level"],
        closing_holding=data["terminal_holding_cost"],
        closing_shortage=data["terminal_stockout_cost"],
    )
    yield "cost", ours.cost, cost
    for period in range(data["num_periods"]):
        yield f"reorder point {period + 1}", ours.reorder_points[period], points[period + 1]
        yield f"order up to {period + 1}", ours.order_up_to[period], levels[period + 1]


def _reorder(data: Data) -> Figures:
    rq, costs, rate = _module("rq"), _costs(data), data["demand_mean"]
    demand = normal_cover(mean=rate, sd=data["demand_sd"], cover_time=data["lead_time"])
    exact = best_reorder_policy(demand, costs, demand_rate=rate)
    without_order = {key: value for key, value in data.items() if key != "fixed_cost"}
    yield (
        "reorder point of the best quantity",
        exact.reorder_point,
        rq.r_q_optimal_r_for_q(exact.quantity, **without_order, tol=1e-9),
    )
    yield "cost", exact.cost, rq.r_q_cost(exact.reorder_point, exact.quantity, **data)
    for name, rule, theirs in (
        ("backorder quantity", reorder_by_backorder_quantity, rq.r_q_eoqb_approximation),
        ("safety stock", reorder_by_safety_stock, rq.r_q_eoqss_approximation),
        ("shortage", reorder_by_shortage, rq.r_q_loss_function_approximation),
    ):
        ours = rule(demand, costs, demand_rate=rate)
        point, quantity = theirs(**data)
        yield f"{name}: reorder point", ours.reorder_point, point
        yield f"{name}: quantity", ours.quantity, quantity
        yield f"{name}: cost", ours.cost, rq.r_q_cost(point, quantity, **data)
    expected = reorder_by_expected_stock(
        demand,
        order_cost=costs.order,
        holding_cost=costs.holding,
        unit_shortage_cost=costs.shortage,
        demand_rate=rate,
    )
    point, quantity, cost = rq.r_q_eil_approximation(**data)
    yield "expected stock: reorder point", expected.reorder_point, point
    yield "expected stock: quantity", expected.quantity, quantity
    yield "expected stock: cost", expected.cost, cost


def _reorder_poisson(data: Data) -> Figures:
    rq, costs, rate = _module("rq"), _costs(data), data["demand_mean"]
    demand = poisson_demand(rate * data["lead_time"])
    ours = best_reorder_policy_whole(demand, costs, demand_rate=rate)
    theirs = rq.r_q_poisson_exact(**data)
    names = ("reorder point", "quantity", "cost")
    yield from zip(names, (ours.reorder_point, ours.quantity, ours.cost), theirs, strict=True)
    dearer = {"reorder_point": int(ours.reorder_point) + 1, "quantity": int(ours.quantity) + 2}
    cost = reorder_cost_whole(demand, costs, demand_rate=rate, **dearer)
    yield "cost of another", cost, rq.r_q_cost_poisson(*dearer.values(), **data)


def _pairs(*figures: tuple[str, float, float]) -> Figures:
    yield from figures


_BY_MODEL: Mapping[Callable[[Any], Figures], str] = {
    _economic_order: "example_3_1 problem_3_1",
    _backorders: "example_3_8 problem_3_2b",
    _production: "problem_3_22",
    _discounts: "example_3_5 problem_3_12",
    _lot_schedule: "example_3_9 problem_3_27 problem_3_29 scmo_ww_hw_c",
    _joint: "scmo_jrp_ex spp_jrp silver_jrp scmo_jrp_hw_1 scmo_jrp_hw_2 scmo_jrp_hw_3",
    _newsvendor: "example_4_1 example_4_3 problem_4_1 example_4_4",
    _newsvendor_of_network: "example_4_1_network",
    _newsvendor_by_profit: "example_4_2 problem_4_3b",
    _newsvendor_whole: "problem_4_7b",
    _newsvendor_poisson: "problem_4_8a",
    _newsvendor_lognormal: "problem_4_8b",
    _min_max_poisson: "example_4_7 problem_4_31",
    _min_max_power: "example_4_8 problem_4_32",
    _horizon: "problem_4_29 problem_4_30",
    _reorder: "example_5_1 problem_5_1 problem_5_3",
    _reorder_poisson: "problem_5_2 example_5_8",
}

_ANSWERS = {name: answer for answer, names in _BY_MODEL.items() for name in names.split()}

_LEFT_OUT = {
    name: reason
    for reason, names in {
        "several echelons in series with the echelons' stock decided together": (
            "example_6_1 problem_6_1 problem_6_2a problem_6_2b problem_6_2a_adj problem_6_2b_adj "
            "problem_6_16 shang_song_1 shang_song_9 shang_song_17 shang_song_25"
        ),
        "guaranteed service times over a network: where to keep safety stock": (
            "example_6_3 problem_6_7 problem_6_8 problem_6_9 example_6_5 figure_6_12 figure_6_14"
        ),
        "assembly of components": "assembly_3_stage rosling_figure_1",
        "a network to simulate, with no answer of its own": (
            "rong_atan_snyder_figure_1a rong_atan_snyder_figure_1b rong_atan_snyder_figure_1c"
        ),
        "suppliers that fail for a while": "example_9_1 problem_9_8 example_9_3",
        "suppliers that deliver another quantity than ordered": (
            "example_9_4 example_9_5 problem_9_4a problem_9_4b example_9_6 problem_9_5"
        ),
    }.items()
    for name in names.split()
}
