"""What the window shows of a route that fetches, carries from door to door, and loads twice."""

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.map.plan_content import plan_content
from gui.panels.card import Card
from gui.panels.drive_card import leg_to
from gui.panels.selected_panel import selected_card
from gui.panels.timeline import Timeline
from gui.panels.timeline_bars import BarKind
from gui.panels.timeline_view import AXIS_HEIGHT, ROW_HEIGHT
from gui.session import Selection, Session, stop_selection
from gui.tables.routes_table import RoutesTable
from gui.tables.stops_table import StopsTable
from tests.gui.tables.sessions import session_of
from tests.maps.carrying_day import carrying_day

FETCHED = Selection(vehicle_id="VAN-01", order_id="CARRY", is_fetch=True)
DELIVERED = Selection(vehicle_id="VAN-01", order_id="CARRY")
WORDS = {"en": ("Deliver", "Fetch", "Reload"), "zh": ("送货", "取货", "补装")}


@pytest.fixture(params=["en", "zh"])
def session(request: pytest.FixtureRequest, qapp: QApplication) -> Session:
    """The day in each language."""
    day = carrying_day()
    made = session_of(day.dataset, language=request.param)
    made.show_plan(day.plan)
    return made


def column(table: StopsTable | RoutesTable, key: str) -> list[str]:
    """What stands in a column of a table, from top to bottom."""
    model = table.model
    at = [c.key for c in model.columns].index(key)
    return [model.index(row, at).data() for row in range(model.rowCount())]


def card_of(session: Session, selection: Selection) -> dict[str, str]:
    """The facts of the card of what is selected."""
    session.select(selection)
    card = selected_card(session)
    assert isinstance(card, Card)
    return dict(card.facts)


def test_the_stops_say_what_is_done_there(session: Session, qtbot: QtBot) -> None:
    table = StopsTable(session)
    qtbot.addWidget(table)
    session.select(Selection(vehicle_id="VAN-01"))
    deliver, fetch, reload = WORDS[session.wording.language]
    assert column(table, "task") == [deliver, fetch, fetch, deliver, reload, deliver, fetch]
    assert column(table, "number") == ["1", "2", "3", "4", "–", "5", "6"]
    assert column(table, "goods")[2:4] == ["40 × CRATE Crate"] * 2
    assert column(table, "address")[2:4] == ["", "Rosengasse 7"]
    assert column(table, "window")[2:4] == ["08:00–11:00", "09:00–16:00"]


def test_the_two_stops_of_a_transport_are_selected_apart(session: Session, qtbot: QtBot) -> None:
    table = StopsTable(session)
    qtbot.addWidget(table)
    session.select(Selection(vehicle_id="VAN-01"))
    for row, selection in ((2, FETCHED), (3, DELIVERED)):
        table.table.selectRow(row)
        assert session.selection == selection
        assert table.number_of(selection) == row


def test_an_order_found_by_its_name_brings_its_stop(session: Session) -> None:
    session.select(Selection(order_id="BACK-1"))
    assert session.selection == Selection(vehicle_id="VAN-01", order_id="BACK-1", is_fetch=True)
    session.select(Selection(order_id="CARRY"))
    assert session.selection == DELIVERED
    session.select(Selection(order_id="BRING-1", is_fetch=True))
    assert not session.selection.is_fetch


def test_a_card_tells_of_its_stop_and_of_the_other(session: Session) -> None:
    deliver, fetch, _ = WORDS[session.wording.language]
    stop, window, unload = (session.wording.text(f"map.{c}") for c in ("stop", "window", "unload"))
    first, second = card_of(session, FETCHED), card_of(session, DELIVERED)
    assert (first[stop], second[stop]) == (f"3 · {fetch}", f"4 · {deliver}")
    assert (first[window], second[window]) == ("08:00–11:00", "09:00–16:00")
    assert first[fetch] == second[unload] == "40 × CRATE Crate"
    assert first[deliver].startswith(f"{stop} 4 · ")
    assert second[fetch].startswith(f"{stop} 3 · ")


def test_the_card_of_one_stop_leads_to_the_other(session: Session) -> None:
    for selection, other in ((FETCHED, DELIVERED), (DELIVERED, FETCHED)):
        session.select(selection)
        card = selected_card(session)
        assert card is not None
        assert card.links[0].selection == other


def test_the_route_tells_what_it_moves_and_what_is_on_board_at_once(
    session: Session, qtbot: QtBot
) -> None:
    facts = card_of(session, Selection(vehicle_id="VAN-01"))
    text = session.plan_text
    assert text is not None
    assert text.volume(6.2) in facts.values()
    assert any(value.startswith(text.volume(3.2)) for value in facts.values())
    table = RoutesTable(session)
    qtbot.addWidget(table)
    assert column(table, "stops")[0] == "6"
    assert column(table, "load_m3")[0] == "6.20 · 36 %"


def test_a_drive_leads_to_the_door_where_goods_change_hands(session: Session) -> None:
    legs = [leg_to(selection, session) for selection in (FETCHED, DELIVERED)]
    ends = [(leg.origin, leg.destination) for leg in legs if leg]
    assert ends == [("pickup:BACK-1", "pickup:CARRY"), ("pickup:CARRY", "order:CARRY")]
    after = leg_to(Selection(order_id="BRING-2"), session)
    assert after is not None
    assert after.origin == "warehouse:W2"


def test_the_timeline_tells_fetching_from_delivering(session: Session, qtbot: QtBot) -> None:
    timeline = Timeline(session)
    qtbot.addWidget(timeline)
    timeline.resize(1_200, 300)
    timeline.show()
    row = timeline.rows[0]
    kinds = [bar.kind for bar in row.stop_bars]
    fetch, serve = BarKind.FETCH, BarKind.SERVICE
    assert kinds == [serve, fetch, fetch, serve, BarKind.RELOAD, serve, fetch]
    session.select(FETCHED)
    assert timeline.view.chosen_stop == 2
    assert len(timeline.view.windows) == 1
    session.select(DELIVERED)
    assert timeline.view.chosen_stop == 3
    x = timeline.view.x_of(row.stop_bars[2].start_s + 120)
    tip = timeline.tip_at(QPoint(round(x), AXIS_HEIGHT + ROW_HEIGHT // 2))
    assert f"{session.wording.text('map.fetch')}: 40 × CRATE Crate" in tip


def test_the_legend_speaks_of_fetching_only_where_something_is_fetched(
    session: Session, qtbot: QtBot
) -> None:
    timeline = Timeline(session)
    qtbot.addWidget(timeline)
    legend = timeline._legend
    assert len(legend.accessibleName().split(", ")) == 6
    assert session.plan is not None
    session.show_plan(replace(session.plan, routes=session.plan.routes[1:]))
    assert len(legend.accessibleName().split(", ")) == 5


def test_the_map_knows_each_stop_by_its_order_and_task(session: Session) -> None:
    assert session.plan is not None
    assert session.dataset is not None
    shown = plan_content(session.plan, session.dataset, session.wording.say)
    route = session.plan.routes[0]
    for i, stop in enumerate(route.stops):
        selection = stop_selection(route, stop)
        assert shown.stop_ids[0][i] == (selection.order_id, selection.is_fetch)
        if stop.order_ids:
            assert shown.marks[selection.order_id, selection.is_fetch].second == i
    _, fetch, reload = WORDS[session.wording.language]
    tips = [stop["tip"][0] for stop in json.loads(shown.text)["routes"][0]["stops"]]
    assert tips[2:5] == [f"1 · 3 · {fetch}", "1 · 4", f"1 · ↻ · {reload}"]
