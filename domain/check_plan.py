"""The plan checker: every rule of a plan, recomputed from the data.

A wrong plan costs real money, so every plan is checked by code that shares nothing with the engines
that make one. It reads the dataset and the definitions in `domain.plan`, and nothing else.

A plan that makes no sense at all is answered with violations, never with an exception: what a rule
cannot compute is reported as broken.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from domain.checks import (
    breaks,
    costs,
    legs,
    limits,
    loads,
    lots,
    numbers,
    orders,
    origin,
    stock,
    summary,
    supply,
    times,
    vehicles,
)
from domain.checks.facts import Facts
from domain.checks.finding import Finding
from domain.dataset import Dataset
from domain.message import Message, message
from domain.plan import CheckReport, Plan, RuleResult, Violation
from domain.travel import FleetTravel, Travel

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Thing]):
    """A rule, and the things it is tried on one after the other.

    Parameters
    ----------
    name
        Id of the rule; its title is the text ``rule.<name>``, its sentences ``check.<name>``.
    things
        What it is tried on.
    check
        What is wrong with one thing.
    needs_travel, needs_stock
        Whether it can be checked only where travel is given, or stock is known.
    """

    name: str
    things: Callable[[Facts], Iterable[Thing]]
    check: Callable[[Facts, Thing], Iterator[Finding]]
    needs_travel: bool = False
    needs_stock: bool = False


RULES: tuple[Rule[Any], ...] = (
    Rule("numbers", Facts.parts, numbers.numbers),
    Rule("dataset", Facts.whole, origin.dataset),
    Rule("currency", Facts.whole, origin.currency),
    Rule("timezone", Facts.whole, origin.timezone),
    Rule("order_missing", Facts.orders_due, orders.order_missing),
    Rule("order_repeated", Facts.orders_placed, orders.order_repeated),
    Rule("order_unknown", Facts.orders_named, orders.order_unknown),
    Rule("stop_kind", Facts.calls, orders.stop_kind),
    Rule("transport_order", Facts.transports, orders.transport_order),
    Rule("unassigned_reason", Facts.unassigned, orders.unassigned_reason),
    Rule("allocation_line", Facts.allocation, orders.allocation_line),
    Rule("allocation_repeated", Facts.orders_allocated, orders.allocation_repeated),
    Rule("allocation", Facts.shipped, orders.allocation),
    Rule("stock", stock.leaving, stock.stock, needs_stock=True),
    Rule("lots", Facts.allocation, lots.lots, needs_stock=True),
    Rule("lot_stock", lots.lots_taken, lots.lot_stock, needs_stock=True),
    Rule("outbound_capacity", Facts.warehouses, orders.outbound_capacity),
    Rule("vehicle_known", Facts.routes, vehicles.vehicle_known),
    Rule("vehicle_once", Facts.vehicles_driven, vehicles.vehicle_once),
    Rule("route_start", Facts.tours, vehicles.route_start),
    Rule("route_end", Facts.tours, vehicles.route_end),
    Rule("open_end", Facts.tours, vehicles.open_end),
    Rule("locked_vehicle", Facts.own_doors, vehicles.locked_vehicle),
    Rule("locked_position", Facts.own_doors, vehicles.locked_position),
    Rule("same_vehicle_group", vehicles.groups, vehicles.same_vehicle_group),
    Rule("territory", Facts.own_doors, vehicles.territory),
    Rule("equipment", Facts.own_doors, vehicles.equipment),
    Rule("goods_class", Facts.own_doors, vehicles.goods_class),
    Rule("incompatible", Facts.trips, vehicles.incompatible),
    Rule("stop_purpose", Facts.visits, limits.stop_purpose),
    Rule("stop_location", Facts.visits, limits.stop_location),
    Rule("trip_empty", Facts.trips, limits.trip_empty),
    Rule("max_trips", Facts.tours, limits.max_trips),
    Rule("max_stops", Facts.tours, limits.max_stops),
    Rule("max_distance", Facts.tours, limits.max_distance),
    Rule("reload_place", Facts.visits, limits.reload_place),
    Rule("reload_time", Facts.visits, limits.reload_time),
    Rule("capacity_m3", Facts.trips, loads.capacity_m3),
    Rule("capacity_kg", Facts.trips, loads.capacity_kg),
    Rule("capacity_parcels", Facts.trips, loads.capacity_parcels),
    Rule("stop_load", loads.laden, loads.stop_load),
    Rule("route_load", Facts.tours, loads.route_load),
    Rule("arrival", Facts.visits, times.arrival),
    Rule("service_time", Facts.visits, times.service_time),
    Rule("departure", Facts.visits, times.departure),
    Rule("route_end_time", Facts.tours, times.route_end_time),
    Rule("time_window", Facts.calls, times.time_window),
    Rule("lateness", Facts.visits, times.lateness),
    Rule("release_time", Facts.trips, times.release_time),
    Rule("shift_start", Facts.tours, times.shift_start),
    Rule("shift_end", Facts.tours, times.shift_end),
    Rule("warehouse_hours", Facts.tours, times.warehouse_hours),
    Rule("break_place", Facts.rests, breaks.break_place),
    Rule("break_taken", Facts.tours, breaks.break_taken),
    Rule("travel_place", Facts.legs, legs.travel_place, needs_travel=True),
    Rule("travel_way", Facts.legs, legs.travel_way, needs_travel=True),
    Rule("travel_time", Facts.legs, legs.travel_time, needs_travel=True),
    Rule("travel_distance", Facts.legs, legs.travel_distance, needs_travel=True),
    Rule("route_drive", Facts.tours, summary.route_drive),
    Rule("route_distance", Facts.tours, summary.route_distance),
    Rule("cost_fixed", Facts.tours, costs.cost_fixed),
    Rule("cost_distance", Facts.tours, costs.cost_distance),
    Rule("cost_toll", Facts.tours, costs.cost_toll, needs_travel=True),
    Rule("cost_time", Facts.tours, costs.cost_time),
    Rule("cost_overtime", Facts.tours, costs.cost_overtime),
    Rule("cost_late", Facts.tours, costs.cost_late),
    Rule("cost_handling", Facts.summaries, costs.cost_handling),
    Rule("cost_shortage", Facts.unassigned, costs.cost_shortage),
    Rule("cost_holding", Facts.summaries, costs.cost_holding),
    Rule("cost_supply", supply.supply_lines, supply.cost_supply),
    Rule("cost_sum", summary.costs, summary.cost_sum),
    Rule("summary", summary.figures, summary.summary),
    Rule("supply_lane", supply.supply_lines, supply.supply_lane),
    Rule("supply_lot", supply.supply_lines, supply.supply_lot),
    Rule("supply_least", supply.supply_lines, supply.supply_least),
    Rule("supply_most", supply.lane_days, supply.supply_most),
    Rule("supply_dates", supply.supply_lines, supply.supply_dates),
    Rule("supply_stock", supply.giving, supply.supply_stock, needs_stock=True),
    Rule("supply_receiving", supply.arrivals, supply.supply_receiving),
    Rule("supply_budget", Facts.whole, supply.supply_budget),
)


def check_plan(dataset: Dataset, plan: Plan, travel: FleetTravel[Travel] | None) -> CheckReport:
    """Check every rule of a plan against the data.

    Parameters
    ----------
    dataset
        What the plan answers.
    plan
        Any plan, from wherever it comes.
    travel
        Travel of every vehicle between the plan's places, named by `warehouse_place`, `order_place`
        and `pickup_place`; None leaves the rules of travel unchecked, and the report says so.

    Returns
    -------
    report
        Every rule with the number of things it was tried on, and every violation.
    """
    facts = Facts(dataset=dataset, plan=plan, travel=travel, zone=_zone(dataset))
    results: list[RuleResult] = []
    violations: list[Violation] = []
    for rule in RULES:
        is_possible = not (rule.needs_travel and travel is None) and not (
            rule.needs_stock and dataset.stock is None
        )
        tried, broken = _try(rule, facts) if is_possible else (0, [])
        results.append(RuleResult(rule=rule.name, checked=is_possible, tried=tried))
        violations.extend(broken)
    return CheckReport(rules=tuple(results), violations=tuple(violations))


def _zone(dataset: Dataset) -> ZoneInfo:
    """The warehouses' time zone; a plan that names another is reported for it."""
    try:
        return ZoneInfo(dataset.timezone)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def _try(rule: Rule[Any], facts: Facts) -> tuple[int, list[Violation]]:
    """How many things a rule was tried on, and what it found."""
    tried, broken = 0, []
    try:
        for thing in rule.things(facts):
            tried += 1
            broken += [_violation(rule, finding) for finding in rule.check(facts, thing)]
    except Exception as error:
        # What cannot be computed cannot be right.
        text = message("check.not_computable", error=type(error).__name__)
        broken.append(Violation(rule=rule.name, where="plan", amount=1, message=text))
    return tried, broken


def _violation(rule: Rule[Any], finding: Finding) -> Violation:
    code = ".".join(filter(None, ("check", rule.name, finding.variant)))
    return Violation(
        rule=rule.name,
        where=finding.where,
        amount=finding.amount,
        message=Message(code, finding.parameters),
    )
