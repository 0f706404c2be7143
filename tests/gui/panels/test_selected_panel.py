"""All that is known of what is selected."""

import dataclasses
from functools import partial
from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.panels.route_card import route_card
from gui.panels.selected_panel import SelectedPanel
from gui.session import NOTHING, Selection, Session
from gui.tables.column import Tone
from tests.gui.tables.sessions import hostile_session, planned_session
from tests.hostile_texts import HOSTILE


@pytest.fixture
def session(qapp: QApplication) -> Session:
    """A plan of three routes; the first stop of the second is late."""
    return planned_session()


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> SelectedPanel:
    """The panel beside the map."""
    made = SelectedPanel(session)
    qtbot.addWidget(made)
    made.resize(300, 600)
    made.show()
    return made


def page_of(panel: SelectedPanel) -> QWidget:
    """What the panel shows."""
    page = panel.widget()
    assert page is not None
    return page


def is_whole(label: QLabel, page: QWidget) -> bool:
    """Whether a label has the room that its text needs."""
    needed = label.heightForWidth(label.width())
    return page.rect().contains(label.geometry()) and label.height() >= needed


def texts(panel: SelectedPanel) -> list[str]:
    """Every text in the panel."""
    return [label.text() for label in page_of(panel).findChildren(QLabel)]


def test_nothing_selected_says_how_to_select(panel: SelectedPanel) -> None:
    assert panel.card is None
    assert len(texts(panel)) == 1
    assert texts(panel)[0].startswith("Click a stop")


def test_a_late_order_is_told_with_its_lateness(panel: SelectedPanel, session: Session) -> None:
    assert session.plan is not None
    session.select(Selection(order_id=session.plan.routes[1].order_ids[0]))
    assert panel.card is not None
    assert (panel.card.state, panel.card.tone) == ("Late by 10 min", Tone.WARNING)
    assert "VAN-02 Sprinter" in texts(panel)
    assert "Why it is so" in texts(panel)


def test_an_order_left_out_says_why_and_what_one_can_do(
    panel: SelectedPanel, session: Session
) -> None:
    assert session.plan is not None
    left_out = session.plan.unassigned[1]
    session.select(Selection(order_id=left_out.order_id))
    assert panel.card is not None
    assert panel.card.tone is Tone.BAD
    assert "What one can do" in texts(panel)
    assert any("relax.window" in text for text in texts(panel))
    assert "200.00 EUR" in texts(panel)


def test_a_route_tells_its_tolls_only_where_it_pays_any(session: Session) -> None:
    assert session.plan is not None
    route = session.plan.routes[0]
    text = session.plan_text
    assert text is not None
    tolled = dataclasses.replace(route, cost=dataclasses.replace(route.cost, toll_minor=450))
    assert "Tolls" not in dict(route_card(route, text).facts)
    assert dict(route_card(tolled, text).facts)["Tolls"] == "4.50 EUR"


@pytest.mark.parametrize("width", [250, 300, 420])
def test_no_text_is_cut_off_however_narrow_the_panel(
    panel: SelectedPanel, session: Session, qtbot: QtBot, width: int
) -> None:
    panel.resize(width, 600)
    for selection in (
        Selection(vehicle_id="VAN-01"),
        Selection(place_id="W1", item_id="SKU001"),
    ):
        session.select(selection)
        labels = page_of(panel).findChildren(QLabel)
        assert len(labels) > 5
        for label in labels:
            qtbot.waitUntil(partial(is_whole, label, page_of(panel)))
        places = [label.geometry() for label in labels]
        assert not any(a.intersects(b) for a, b in combinations(places, 2))
    assert panel.width() >= 248


def test_a_button_leads_to_the_route(panel: SelectedPanel, session: Session, qtbot: QtBot) -> None:
    assert session.plan is not None
    session.select(Selection(order_id=session.plan.routes[0].order_ids[2]))
    button = next(b for b in page_of(panel).findChildren(QPushButton) if "route" in b.text())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert session.selection == Selection(vehicle_id="VAN-01")
    assert panel.card is not None
    assert panel.card.name == "VAN-01"


def test_a_sku_says_what_is_expected_and_why_it_is_ordered(
    panel: SelectedPanel, session: Session
) -> None:
    session.select(Selection(place_id="W1", item_id="SKU001"))
    assert "SKU001 Kettle 1" in texts(panel)
    assert any("24 from SUPPLIER" in text for text in texts(panel))
    assert any("replenish.cover" in text for text in texts(panel))
    session.select(Selection(place_id="W1"))
    assert "W1 Depot 1" in texts(panel)


def test_an_order_that_only_the_data_know(panel: SelectedPanel, session: Session) -> None:
    assert session.reading is not None
    assert session.source is not None
    session.show_data(session.source, session.reading, None)
    session.select(Selection(order_id="O00003"))
    assert "O00003" in texts(panel)
    session.select(Selection(order_id="no such order"))
    assert panel.card is None


def test_another_language_is_spoken_at_once(panel: SelectedPanel, session: Session) -> None:
    session.select(Selection(vehicle_id="VAN-01"))
    before = texts(panel)
    session.speak("zh")
    assert texts(panel) != before
    session.select(NOTHING)
    assert panel.card is None


def test_texts_that_do_harm_are_shown_as_they_are(qtbot: QtBot) -> None:
    session = hostile_session()
    panel = SelectedPanel(session)
    qtbot.addWidget(panel)
    panel.resize(300, 600)
    panel.show()
    for text in HOSTILE.values():
        left_out = f"left out {text}"[:100]
        for selection, name in (
            (Selection(order_id=text), text),
            (Selection(order_id=left_out), left_out),
            (Selection(vehicle_id=text), text),
            (Selection(place_id=text), text),
            (Selection(place_id=text, item_id=text), text),
        ):
            session.select(selection)
            labels = page_of(panel).findChildren(QLabel)
            plain = Qt.TextFormat.PlainText
            assert {label.textFormat() for label in labels} == {plain}
            assert any(label.text().startswith(in_qt(name)) for label in labels)
    assert page_of(panel).width() <= panel.width()


def in_qt(text: str) -> str:
    """A text as Qt holds it: half of a surrogate pair is dropped."""
    return text.replace("\ud83d", "")


def test_a_plan_of_another_day_may_name_what_is_gone(
    panel: SelectedPanel, session: Session
) -> None:
    plan = session.plan
    assert plan is not None
    stop = dataclasses.replace(plan.routes[0].stops[0], order_ids=("gone",))
    route = dataclasses.replace(plan.routes[0], vehicle_id="gone too", stops=(stop,))
    session.show_plan(dataclasses.replace(plan, routes=(route,)))
    session.select(Selection(order_id="gone"))
    assert "gone too" in texts(panel)
