"""The drive to a stop: what the plan says at once, and why this way when it was found."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from domain.errors import RoadDataError
from domain.message import message
from gui.background import Background, Operation
from gui.panels.drive_card import Leg, drive_card, leg_to
from gui.panels.selected_panel import SelectedPanel
from gui.session import Selection, Session
from maps.driving.drive_facts import Avoided, DriveExplanation, Hindrance, RoadPart
from planning.explain_drive import explain_leg_job
from tests.gui.tables.sessions import made_up_day, planned_session
from tests.maps.made_up_plan import RELOAD

STREET = RoadPart(
    name="Main Street",
    road_class="primary",
    moving_ms=240_000,
    free_ms=120_000,
    turn_ms=0,
    length_dm=20_000,
)
TOLD = DriveExplanation(
    origin="warehouse:W1",
    destination="order:O1",
    depart_s=0,
    walk_ms=0,
    turns=0,
    signals=0,
    parts=(STREET,),
    avoided=(Avoided(hindrance=Hindrance.HEIGHT, street="Low Bridge", limit=2.5),),
    detour_ms=60_000,
)


class Searches:
    """The searches that were begun, none of which ends by itself."""

    def __init__(self) -> None:
        self.begun: list[tuple[Operation, tuple[Any, ...]]] = []
        self.cancelled: list[Operation] = []

    def start(self, operation: Operation, *arguments: Any) -> None:
        """Note a search in place of starting it."""
        self.begun.append((operation, arguments))
        operation.cancel = lambda: self.cancelled.append(operation)  # type: ignore[method-assign]


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> Searches:
    """What the panel has searched."""
    found = Searches()
    monkeypatch.setattr(Background, "start", found.start)
    return found


@pytest.fixture
def session(qapp: QApplication) -> Session:
    """A plan of three routes, its roads open."""
    made = planned_session()
    made.roads = made_up_day().roads
    return made


@pytest.fixture
def panel(session: Session, searches: Searches, qtbot: QtBot) -> SelectedPanel:
    """The panel beside the map."""
    made = SelectedPanel(session)
    qtbot.addWidget(made)
    made.resize(320, 900)
    made.show()
    return made


def _order(session: Session, number: int) -> str:
    assert session.plan is not None
    return session.plan.routes[0].order_ids[number]


def _texts(panel: SelectedPanel) -> list[str]:
    """Every text in the panel that is not folded away."""
    page = panel.widget()
    assert page is not None
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def _find(panel: SelectedPanel, searches: Searches, qtbot: QtBot) -> Operation:
    """Wait for the search of the drive that is shown."""
    before = len(searches.begun)
    qtbot.waitUntil(lambda: len(searches.begun) > before)
    return searches.begun[-1][0]


def test_a_leg_begins_where_the_stop_before_is(session: Session) -> None:
    assert session.plan is not None
    route = session.plan.routes[0]
    first, second = (leg_to(Selection(order_id=_order(session, i)), session) for i in (0, 1))
    assert first is not None
    assert second is not None
    assert first.origin == f"warehouse:{route.warehouse_id}"
    assert second.origin == first.destination == f"order:{route.stops[0].order_ids[0]}"
    assert second.origin_at == route.stops[0].location
    for leg, stop in ((first, route.stops[0]), (second, route.stops[1])):
        assert leg.depart_s + leg.drive_s == stop.arrival_s
        assert (leg.drive_s, leg.distance_m) == (stop.drive_s, stop.distance_m)


def test_a_leg_may_begin_at_a_reload(session: Session) -> None:
    assert session.plan is not None
    route = session.plan.routes[0]
    stops = (route.stops[0], RELOAD, *route.stops[1:])
    session.show_plan(replace(session.plan, routes=(replace(route, stops=stops),)))
    leg = leg_to(Selection(order_id=route.stops[1].order_ids[0]), session)
    assert leg is not None
    assert leg.origin == f"warehouse:{RELOAD.warehouse_id}"
    card = drive_card(leg, None, session)
    assert card is not None
    assert RELOAD.warehouse_id in dict(card.facts)["From"]


def test_what_is_on_no_route_has_no_drive(session: Session) -> None:
    assert session.plan is not None
    assert leg_to(Selection(order_id=session.plan.unassigned[0].order_id), session) is None
    assert leg_to(Selection(order_id="nobody"), session) is None


def test_the_plan_is_told_at_once_and_the_rest_when_it_is_found(
    panel: SelectedPanel, session: Session, searches: Searches, qtbot: QtBot
) -> None:
    session.select(Selection(order_id=_order(session, 1)))
    assert "The drive there" in _texts(panel)
    assert "being worked out …" in _texts(panel)
    operation = _find(panel, searches, qtbot)
    function, *_ = searches.begun[-1][1]
    assert function is explain_leg_job
    operation._show(TOLD)
    assert "being worked out …" not in _texts(panel)
    assert "2:00 min" in _texts(panel)
    assert not any("Main Street" in text for text in _texts(panel))


def test_the_way_unfolds_and_stays_so(
    panel: SelectedPanel, session: Session, searches: Searches, qtbot: QtBot
) -> None:
    session.select(Selection(order_id=_order(session, 1)))
    _find(panel, searches, qtbot)._show(TOLD)
    page = panel.widget()
    assert isinstance(page, QWidget)
    page.findChildren(QToolButton)[0].click()
    assert any("Main Street" in text for text in _texts(panel))
    assert any("Low Bridge" in text for text in _texts(panel))
    session.select(Selection(order_id=_order(session, 2)))
    _find(panel, searches, qtbot)._show(TOLD)
    assert any("Low Bridge" in text for text in _texts(panel))


def test_keys_that_run_through_stops_search_only_the_last(
    panel: SelectedPanel, session: Session, searches: Searches, qtbot: QtBot
) -> None:
    for number in (0, 1, 2):
        session.select(Selection(order_id=_order(session, number)))
    _find(panel, searches, qtbot)
    ends = [arguments[5] for _, arguments in searches.begun]
    assert [end[1][0] for end in ends] == [f"order:{_order(session, 2)}"]


def test_a_search_that_nobody_waits_for_is_ended(
    panel: SelectedPanel, session: Session, searches: Searches, qtbot: QtBot
) -> None:
    session.select(Selection(order_id=_order(session, 0)))
    operation = _find(panel, searches, qtbot)
    session.select(Selection(vehicle_id="VAN-01"))
    assert searches.cancelled == [operation]


def test_what_was_found_is_not_searched_again(
    panel: SelectedPanel, session: Session, searches: Searches, qtbot: QtBot
) -> None:
    session.select(Selection(order_id=_order(session, 0)))
    _find(panel, searches, qtbot)._show(TOLD)
    session.select(Selection(vehicle_id="VAN-01"))
    session.select(Selection(order_id=_order(session, 0)))
    assert "being worked out …" not in _texts(panel)
    session.show_roads(made_up_day().roads)
    assert "being worked out …" in _texts(panel)


def test_a_way_that_cannot_be_explained_says_why(
    panel: SelectedPanel, session: Session, searches: Searches, qtbot: QtBot
) -> None:
    session.select(Selection(order_id=_order(session, 0)))
    operation = _find(panel, searches, qtbot)
    operation.failed.emit(RoadDataError(message("roads.unknown_name", name="gone")))
    assert "being worked out …" not in _texts(panel)
    assert any("gone" in text for text in _texts(panel))


def test_without_roads_only_the_plan_is_told(
    session: Session, searches: Searches, qtbot: QtBot
) -> None:
    session.show_roads(None)
    panel = SelectedPanel(session)
    qtbot.addWidget(panel)
    session.select(Selection(order_id=_order(session, 0)))
    assert "The drive there" in _texts(panel)
    assert "being worked out …" not in _texts(panel)
    assert searches.begun == []


def test_a_plan_of_other_roads_is_told_as_such(session: Session) -> None:
    leg = leg_to(Selection(order_id=_order(session, 0)), session)
    assert isinstance(leg, Leg)
    card = drive_card(leg, TOLD, session)
    assert card is not None
    assert TOLD.total_s != leg.drive_s
    same = drive_card(replace(leg, drive_s=TOLD.total_s), TOLD, session)
    assert same is not None
    assert len(card.way_notes) == len(same.way_notes) + 1
