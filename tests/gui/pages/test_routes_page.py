"""The page of routes shows each vehicle's load, work and cost."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from domain.plan import Stop, StopKind
from gui.pages.load_table import load_rows, work_bar
from gui.pages.routes_page import RoutesPage
from gui.session import Selection
from gui.tables.column import Tone
from maps.picture.plan_facts import PlanFacts, fullest_load
from tests.domain.small_data import with_vehicle
from tests.gui.charts.demand_day import demand_dataset, demand_plan, session_of
from tests.gui.pages.show_page import as_shown, cells, show_page
from tests.hostile_texts import HOSTILE


def test_loads_are_shares_of_what_the_vehicle_carries(qtbot: QtBot) -> None:
    session = session_of()
    page = show_page(qtbot, RoutesPage, session)
    assert session.plan is not None
    assert session.dataset is not None
    vehicles = {v.vehicle_id: v for v in session.dataset.vehicles_on(session.plan.day)}
    rows = cells(page.load.table)
    assert len(rows) == len(session.plan.routes)
    for row, route in zip(rows, session.plan.routes, strict=True):
        vehicle = vehicles[route.vehicle_id]
        assert row[1].startswith(route.vehicle_id)
        if StopKind.RELOAD not in {stop.kind for stop in route.stops}:
            assert row[2] == f"{100 * route.load_m3 / vehicle.capacity_m3:,.0f} %"
        assert row[5] == f"{route.cost.total_minor / 100:,.2f}"


def test_only_the_fullest_load_counts() -> None:
    route = demand_plan().routes[0]
    place = route.stops[0].location
    facts = {"location": place, "drive_s": 0, "distance_m": 0, "arrival_s": 0, "wait_s": 0}
    reload = Stop(
        **facts,  # type: ignore[arg-type]
        service_s=0,
        departure_s=0,
        kind=StopKind.RELOAD,
        warehouse_id="W1",
        load_m3=3.0,
        load_kg=10.0,
    )
    two_trips = replace(route, stops=(reload,), load_m3=5.0, load_kg=50.0)
    assert fullest_load(two_trips) == (3.0, 40.0)


def test_too_much_is_shown_as_too_much(qtbot: QtBot) -> None:
    dataset = with_vehicle(demand_dataset(), "V1", capacity_m3=0.01, capacity_kg=None)
    page = show_page(qtbot, RoutesPage, session_of(dataset))
    row = next(r for r in page.load.model.all_rows if r.route.vehicle_id == "V1")
    assert row.volume_share is not None
    assert row.volume_share > 1
    assert row.weight_share is None
    volume = next(c for c in page.load.model.columns if c.key == "volume")
    assert volume.tone is not None
    assert volume.tone(row) is Tone.BAD


def test_work_is_drawn_on_the_shift() -> None:
    plan = demand_plan()
    rows = load_rows(PlanFacts(plan, demand_dataset()))
    day_s = rows[0].day_end_s - rows[0].day_start_s
    for row in rows:
        bar, route = work_bar(row), row.route
        assert bar.end - bar.start == pytest.approx((route.end_s - route.start_s) / day_s)
        assert min(bar.start, bar.track_start) >= 0
        assert max(bar.end, bar.track_end) <= 1
    assert {row.shift_start_s for row in rows} == {7 * 3_600}
    assert max(row.cost_share for row in rows) == 1


def test_a_vehicle_the_data_no_longer_have_is_shown_without_bars(qtbot: QtBot) -> None:
    session = session_of(replace(demand_dataset(), vehicles=()))
    page = show_page(qtbot, RoutesPage, session)
    assert all(row[2:4] == ["", ""] for row in cells(page.load.table))
    page.grab()


def test_a_click_selects_the_route_and_the_other_way_round(qtbot: QtBot) -> None:
    session = session_of()
    page = show_page(qtbot, RoutesPage, session)
    assert session.plan is not None
    last = session.plan.routes[-1]
    page.load.table.selectRow(len(session.plan.routes) - 1)
    assert session.selection == Selection(vehicle_id=last.vehicle_id)
    order = session.plan.routes[0].order_ids[0]
    session.select(Selection(order_id=order))
    assert page.load.table.selected_positions() == [0]


def test_figures_sum_up_the_day(qtbot: QtBot) -> None:
    session = session_of()
    page = show_page(qtbot, RoutesPage, session)
    assert session.plan is not None
    assert session.plan_text is not None
    figures = {figure.caption: figure.value for figure in page.figures.figures}
    assert figures["vehicles drive"].startswith(f"{len(session.plan.routes)} of ")
    transport = session.plan.summary.cost_minor.transport
    assert figures["cost of routes"] == session.plan_text.money(transport)


def test_figures_take_as_many_rows_as_they_need(qtbot: QtBot) -> None:
    page = show_page(qtbot, RoutesPage, session_of())
    flat = page.figures.height()
    page.resize(400, 420)
    qtbot.waitUntil(lambda: page.figures.height() > flat)
    assert page.width() == 400


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_names_are_shown_as_they_are(qtbot: QtBot, text: str) -> None:
    dataset = with_vehicle(demand_dataset(), "V1", name=text)
    page = show_page(qtbot, RoutesPage, session_of(dataset))
    assert as_shown(f"V1 {text}") in [row[1] for row in cells(page.load.table)]
    page.grab()


def test_a_narrow_panel_shows_the_loads_without_scrolling(qtbot: QtBot) -> None:
    page = show_page(qtbot, RoutesPage, session_of())
    table = page.load.table
    for width, is_seen in ((300, False), (760, True)):
        page.resize(width, 420)
        qtbot.waitUntil(lambda is_seen=is_seen: table.isColumnHidden(5) is not is_seen)  # type: ignore[misc]
        qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)
