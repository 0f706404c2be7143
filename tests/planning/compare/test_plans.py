import datetime
from dataclasses import replace

import pytest

from domain.message import message
from domain.plan import Plan, Route, Unassigned
from planning.compare.plans import Figure, compare_plans
from tests.maps.made_up_plan import RELOAD, PlannedDay, plan_day


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A plan of three routes of four stops, four orders left out."""
    return plan_day(routes=3, stops=4, side=20).plan


def without_last_stop(route: Route) -> Route:
    return replace(route, stops=route.stops[:-1], distance_m=route.distance_m - 500)


def test_a_plan_differs_from_itself_in_nothing(plan: Plan) -> None:
    same = compare_plans(plan, plan)
    assert same.equal
    total = plan.summary.cost_minor.total
    assert same.costs == (Figure(name="total", before=total, after=total),)
    assert not (same.figures)
    assert not (same.served)
    assert not (same.left_out)
    assert not (same.gone)
    assert not (same.moved)
    assert not (same.warehouses)
    assert not (same.arrivals)
    assert not (same.vehicles)
    assert not (same.other_parts)
    assert not (same.replenishment)
    assert not (same.transfers)


def test_an_order_left_out_now_is_told_with_its_reason_and_back_as_served(plan: Plan) -> None:
    first, *rest = plan.routes
    left = first.stops[-1].order_ids[0]
    reason = message("unassigned.too_heavy", load_kg=1.0, vehicles=1)
    fewer = replace(
        plan,
        routes=(without_last_stop(first), *rest),
        unassigned=(*plan.unassigned, Unassigned(order_id=left, reason=reason, cost_minor=1)),
    )
    found = compare_plans(plan, fewer)
    assert [(o.order_id, o.was_served, o.reason) for o in found.left_out] == [(left, True, reason)]
    assert found.served == found.gone == ()
    assert [(v.vehicle_id, v.stops_before, v.stops_after) for v in found.vehicles] == [
        (first.vehicle_id, 4, 3)
    ]
    back = compare_plans(fewer, plan)
    assert back.served == (left,)
    assert back.left_out == ()


def test_an_order_that_the_second_plan_does_not_know_is_gone(plan: Plan) -> None:
    first, *rest = plan.routes
    found = compare_plans(plan, replace(plan, routes=(without_last_stop(first), *rest)))
    assert found.gone == first.stops[-1].order_ids
    assert found.left_out == ()


def test_an_order_on_another_vehicle_is_moved(plan: Plan) -> None:
    first, second, third = plan.routes
    stop = first.stops[-1]
    other = replace(second, stops=(*second.stops, stop))
    found = compare_plans(plan, replace(plan, routes=(without_last_stop(first), other, third)))
    assert [(m.order_id, m.before, m.after) for m in found.moved] == [
        (stop.order_ids[0], first.vehicle_id, second.vehicle_id)
    ]
    assert {use.vehicle_id for use in found.vehicles} == {first.vehicle_id, second.vehicle_id}


def test_arrivals_are_told_from_the_limit_on_the_greatest_first(plan: Plan) -> None:
    first, *rest = plan.routes
    shifts = (0, 899, 900, -1_800)
    stops = tuple(
        replace(stop, arrival_s=stop.arrival_s + shift)
        for stop, shift in zip(first.stops, shifts, strict=True)
    )
    late = replace(plan, routes=(replace(first, stops=stops), *rest))
    told = [a.after_s - a.before_s for a in compare_plans(plan, late).arrivals]
    assert told == [-1_800, 900]
    every = [a.after_s - a.before_s for a in compare_plans(plan, late, least_minutes=0).arrivals]
    assert every == [-1_800, 900, 899]


def test_a_reload_is_no_stop_at_a_door(plan: Plan) -> None:
    first, *rest = plan.routes
    reloaded = replace(first, stops=(*first.stops, RELOAD), distance_m=first.distance_m + 1)
    (use,) = compare_plans(plan, replace(plan, routes=(reloaded, *rest))).vehicles
    assert (use.stops_before, use.stops_after) == (4, 4)


def test_lines_of_supply_are_new_gone_or_other(plan: Plan) -> None:
    line = plan.replenishment[0]
    more = replace(line, units=36, due_date=line.due_date + datetime.timedelta(days=2))
    new = replace(line, sku="SKU002")
    found = compare_plans(plan, replace(plan, replenishment=(more, new), transfers=()))
    other, come = found.replenishment
    assert (other.units_before, other.units_after) == (24, 36)
    assert (come.sku, come.units_before, come.units_after) == ("SKU002", None, 24)
    assert [(t.units_before, t.units_after) for t in found.transfers] == [(24, None)]


def test_two_deliveries_of_a_sku_on_one_lane_are_two_lines(plan: Plan) -> None:
    line = plan.replenishment[0]
    later = replace(line, due_date=line.due_date + datetime.timedelta(days=1), units=5)
    both = replace(plan, replenishment=(later, line))
    (change,) = compare_plans(plan, both).replenishment
    assert (change.units_before, change.units_after, change.due_after) == (None, 5, later.due_date)
    assert compare_plans(both, replace(plan, replenishment=(line, later))).replenishment == ()


def test_what_is_not_told_one_by_one_is_named(plan: Plan) -> None:
    found = compare_plans(plan, replace(plan, forecast=(), checks=None))
    assert found.other_parts == ("forecast", "checks")
    assert not found.equal


def test_costs_that_differ_are_told_and_the_total(plan: Plan) -> None:
    cost = plan.summary.cost_minor
    dearer = replace(cost, toll=cost.toll + 250)
    found = compare_plans(plan, replace(plan, summary=replace(plan.summary, cost_minor=dearer)))
    change = {figure.name: figure.after - figure.before for figure in found.costs}
    assert change == {"toll": 250, "transport": 250, "operating": 250, "total": 250}


def test_in_a_plan_of_400_orders_every_arrival_is_compared() -> None:
    day: PlannedDay = plan_day(routes=20, stops=20, side=40)
    late = replace(
        day.plan,
        routes=tuple(
            replace(route, stops=tuple(replace(s, arrival_s=s.arrival_s + 1_000) for s in r_stops))
            for route, r_stops in ((route, route.stops[::-1]) for route in day.plan.routes)
        ),
    )
    found = compare_plans(day.plan, late)
    assert len(found.arrivals) == 400
