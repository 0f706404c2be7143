"""What the papers say: every order once, loading in reverse, sums that are sums."""

from dataclasses import replace

import pytest

from domain.plan import Break, Route
from domain.settings import PAPER_COLUMNS, Settings
from maps.picture.plan_text import PlanText
from planning.outputs.papers.paper_content import EntryKind, VehiclePapers, total_of
from planning.outputs.papers.vehicle_papers import shown_phone, vehicle_papers
from tests.maps.made_up_plan import RELOAD, PlannedDay, plan_day
from tests.plain_wording import say


@pytest.fixture(scope="module")
def day() -> PlannedDay:
    """A plan of two routes; the first reloads, and serves two orders at one stop."""
    made = plan_day(routes=2, stops=6, side=20)
    route = made.plan.routes[0]
    joint = replace(
        route.stops[1], order_ids=(*route.stops[1].order_ids, *route.stops[2].order_ids)
    )
    stops = (route.stops[0], joint, RELOAD, *route.stops[3:])
    routes = (replace(route, stops=stops), made.plan.routes[1])
    return replace(made, plan=replace(made.plan, routes=routes))


def papers_of(day: PlannedDay, route: Route, settings: Settings | None = None) -> VehiclePapers:
    return vehicle_papers(route, PlanText(day.plan, day.dataset, say), settings or Settings())


def test_every_order_stands_once_on_dispatch_sheet_and_receipts(day: PlannedDay) -> None:
    for route in day.plan.routes:
        papers = papers_of(day, route)
        dispatched = [order for entry in papers.day for order in entry.orders]
        signed = [order.order_id for stop in papers.receipts for order in stop.orders]
        assert dispatched == signed == list(route.order_ids)


def test_stops_are_loaded_in_reverse_trip_by_trip(day: PlannedDay) -> None:
    papers = papers_of(day, day.plan.routes[0])
    assert [[s.number for s in trip.stops] for trip in papers.trips] == [[2, 1], [5, 4, 3]]
    assert [trip.warehouse for trip in papers.trips] == ["W1 Depot 1", "W2 Depot 2"]
    single = papers_of(day, day.plan.routes[1])
    assert [s.number for s in single.trips[0].stops] == [6, 5, 4, 3, 2, 1]


def test_what_is_loaded_is_what_was_ordered_and_what_is_signed_for(day: PlannedDay) -> None:
    lines = day.dataset.lines_by_order()
    for route in day.plan.routes:
        papers = papers_of(day, route)
        ordered = sum(line.units for i in route.order_ids for line in lines[i])
        signed = total_of(
            line for stop in papers.receipts for order in stop.orders for line in order.lines
        )
        assert papers.total.units == sum(trip.total.units for trip in papers.trips) == ordered
        assert signed.units == ordered
        assert papers.total.volume_m3 == pytest.approx(0.02 * ordered)
        assert signed.volume_m3 == pytest.approx(papers.total.volume_m3)


def test_units_of_a_sku_are_one_line_per_stop(day: PlannedDay) -> None:
    route = day.plan.routes[1]
    first = route.stops[0].order_ids[0]
    twice = replace(route, stops=(replace(route.stops[0], order_ids=(first, first)),))
    once = papers_of(day, replace(route, stops=route.stops[:1])).trips[0].stops[0].lines
    both = papers_of(day, twice).trips[0].stops[0].lines
    assert [line.sku for line in both] == [line.sku for line in once]
    assert [b.amount.units for b in both] == [2 * o.amount.units for o in once]


def test_the_day_runs_from_start_to_return_with_breaks_where_they_are_taken(
    day: PlannedDay,
) -> None:
    route = day.plan.routes[1]
    second = replace(route.stops[1], wait_s=40)
    arrival_s, leave_s = second.arrival_s, route.stops[2].departure_s
    after = Break(start_s=leave_s, end_s=leave_s + 60)
    before = Break(start_s=arrival_s, end_s=arrival_s + 30)
    stops = (route.stops[0], second, *route.stops[2:])
    papers = papers_of(day, replace(route, stops=stops, breaks=(after, before)))
    kinds = [entry.kind for entry in papers.day]
    stop, rest = EntryKind.STOP, EntryKind.BREAK
    expected = [EntryKind.START, stop, rest, stop, stop, rest, stop, stop, stop, EntryKind.RETURN]
    assert kinds == expected
    assert papers.day[2].place == "paper.break_at_stop 2"
    assert papers.day[5].place == "paper.break"


def test_an_open_route_does_not_return(day: PlannedDay) -> None:
    papers = papers_of(day, replace(day.plan.routes[0], end_warehouse_id=""))
    assert papers.day[-1].kind is not EntryKind.RETURN


@pytest.mark.parametrize("column", PAPER_COLUMNS)
def test_only_columns_asked_for_are_filled(day: PlannedDay, column: str) -> None:
    settings = Settings(paper_columns=frozenset({column}))
    entries = papers_of(day, day.plan.routes[0], settings).day
    filled = {
        "contact": any(e.contact for e in entries),
        "phone": any(e.phone for e in entries),
        "orders": any(e.orders for e in entries),
        "note": any(e.note for e in entries),
        "goods": any(e.goods for e in entries),
        "qr": any(e.location for e in entries),
        "volume": any(e.load_m3 is not None for e in entries),
        "weight": any(e.load_kg is not None for e in entries),
    }
    assert {name for name, is_filled in filled.items() if is_filled} == {column}


def test_phones_are_masked_full_or_left_out() -> None:
    number = "+49 6221 100037"
    assert shown_phone(number, Settings()) == "•••0037"
    assert shown_phone("110", Settings()) == "•••"
    assert shown_phone(" ", Settings()) == ""
    assert shown_phone(number, Settings(paper_phones="full")) == number
    assert shown_phone(number, Settings(paper_phones="none")) == ""
