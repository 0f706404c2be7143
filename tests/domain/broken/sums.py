"""Mistakes about sums and costs."""

from dataclasses import replace

from domain.plan import Plan
from tests.domain.broken.case import Case, breaks, route_of, summed, with_cost, with_route
from tests.domain.small_data import all_driving, small_dataset, with_toll
from tests.domain.small_plan import UNASSIGNED, costed, small_plan


def with_route_cost(vehicle_id: str, part: str, change: int) -> Plan:
    """The lawful plan with one part of a route's cost changed, and the summary with it."""
    plan = small_plan()
    route = route_of(plan, vehicle_id)
    cost = replace(route.cost, **{part: getattr(route.cost, part) + change})
    return summed(with_route(plan, replace(route, cost=cost)))


@breaks("route_drive", "vehicle:V1", 10)
def drives_longer_than_its_legs() -> Case:
    plan = small_plan()
    route = route_of(plan, "V1")
    return Case(plan=summed(with_route(plan, replace(route, drive_s=route.drive_s + 10))))


@breaks("route_distance", "vehicle:V1", 10)
def drives_further_than_its_legs() -> Case:
    plan = small_plan()
    route = route_of(plan, "V1")
    further = costed(small_dataset(), replace(route, distance_m=route.distance_m + 10))
    return Case(plan=summed(with_route(plan, further)))


@breaks("cost_fixed", "vehicle:V1", 1)
def miscounts_the_fixed_cost() -> Case:
    return Case(plan=with_route_cost("V1", "fixed_minor", 1))


@breaks("cost_distance", "vehicle:V2", 1)
def miscounts_the_kilometres() -> Case:
    return Case(plan=with_route_cost("V2", "distance_minor", -1))


@breaks("cost_toll", "vehicle:V3", 250)
def forgets_the_toll() -> Case:
    return Case(travel=all_driving(with_toll("warehouse:W2", "order:O6", 250)))


@breaks("cost_toll", "vehicle:V1", 100)
def pays_where_nothing_is_charged() -> Case:
    return Case(plan=with_route_cost("V1", "toll_minor", 100))


@breaks("cost_time", "vehicle:V3", 1)
def miscounts_the_hours() -> Case:
    return Case(plan=with_route_cost("V3", "time_minor", 1))


@breaks("cost_overtime", "vehicle:V3", 270)
def forgets_the_overtime() -> Case:
    return Case(plan=with_route_cost("V3", "overtime_minor", -270))


@breaks("cost_late", "vehicle:V2", 33)
def forgets_what_being_late_costs() -> Case:
    return Case(plan=with_route_cost("V2", "late_minor", -33))


@breaks("cost_handling", "summary", 40)
def forgets_the_handling_of_an_order() -> Case:
    return Case(plan=with_cost(small_plan(), handling=315))


@breaks("cost_shortage", "order:O9", 1)
def miscounts_a_shortage() -> Case:
    dearer = replace(UNASSIGNED[1], cost_minor=9_166)
    plan = small_plan()
    return Case(plan=summed(replace(plan, unassigned=(UNASSIGNED[0], dearer))))


@breaks("cost_holding", "summary", 4)
def forgets_a_bit_of_holding() -> Case:
    return Case(plan=with_cost(small_plan(), holding=380))


@breaks("cost_sum", "summary", 4_000, "fixed")
def forgets_a_vehicle_in_the_sum() -> Case:
    return Case(plan=with_cost(small_plan(), fixed=8_000))


@breaks("cost_sum", "summary", 300, "toll")
def pays_a_toll_in_the_sum_only() -> Case:
    return Case(plan=with_cost(small_plan(), toll=300))


@breaks("cost_sum", "summary", 750, "purchase")
def forgets_a_transfer_in_the_sum() -> Case:
    return Case(plan=with_cost(small_plan(), purchase=26_500))


@breaks("summary", "summary", 60, "wait_s")
def miscounts_the_waiting() -> Case:
    plan = small_plan()
    figures = replace(plan.summary, wait_s=plan.summary.wait_s + 60)
    return Case(plan=replace(plan, summary=figures))


@breaks("summary", "summary", 1, "orders_served")
def counts_an_order_too_many() -> Case:
    plan = small_plan()
    return Case(plan=replace(plan, summary=replace(plan.summary, orders_served=8)))


@breaks("summary", "summary", 78, "co2_g")
def smokes_less_than_it_does() -> Case:
    plan = small_plan()
    return Case(plan=replace(plan, summary=replace(plan.summary, co2_g=7_500)))
