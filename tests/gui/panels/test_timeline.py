"""The timeline as a planner uses it: click, keys, wheel, tooltip."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.panels.timeline import Timeline
from gui.panels.timeline_bars import BarKind
from gui.panels.timeline_legend import TimelineLegend
from gui.panels.timeline_view import LABEL_WIDTH
from gui.session import Selection, Session
from tests.gui.tables.sessions import hostile_session, planned_session
from tests.hostile_texts import HOSTILE


@pytest.fixture
def session(qapp: QApplication) -> Session:
    """A plan of three routes; the first stop of the second is late."""
    return planned_session()


@pytest.fixture
def timeline(session: Session, qtbot: QtBot) -> Timeline:
    """Its timeline, as wide as the panel it stands in."""
    made = Timeline(session)
    qtbot.addWidget(made)
    made.resize(1000, 260)
    made.show()
    return made


def place_of(timeline: Timeline, row: int, stop: int) -> QPoint:
    """The middle of a stop's bar."""
    spans = timeline.rows[row].by_kind[BarKind.SERVICE]
    return timeline.view.bar_rects(row, BarKind.SERVICE, spans)[stop].center().toPoint()


def order_at(session: Session, row: int, stop: int) -> str:
    assert session.plan is not None
    return session.plan.routes[row].stops[stop].order_ids[0]


def test_a_stop_clicked_is_selected(timeline: Timeline, session: Session, qtbot: QtBot) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(timeline.viewport(), left, pos=place_of(timeline, 1, 3))
    assert session.selection == Selection(vehicle_id="VAN-02", order_id=order_at(session, 1, 3))
    QTest.mouseClick(timeline.viewport(), left, pos=QPoint(20, place_of(timeline, 2, 0).y()))
    assert session.selection == Selection(vehicle_id="VAN-03")


def test_arrow_keys_go_from_stop_to_stop(
    timeline: Timeline, session: Session, qtbot: QtBot
) -> None:
    def order_after(key: Qt.Key) -> str:
        QTest.keyClick(timeline, key)
        return session.selection.order_id

    session.select(Selection(vehicle_id="VAN-01"))
    assert order_after(Qt.Key.Key_Right) == order_at(session, 0, 0)
    assert order_after(Qt.Key.Key_Right) == order_at(session, 0, 1)
    assert order_after(Qt.Key.Key_Left) == order_at(session, 0, 0)
    assert order_after(Qt.Key.Key_Left) == order_at(session, 0, 0)
    order_after(Qt.Key.Key_Down)
    assert session.selection.vehicle_id == "VAN-02"
    for _ in range(10):
        order_after(Qt.Key.Key_Right)
    assert session.selection.order_id == order_at(session, 1, 5)
    order_after(Qt.Key.Key_Up)
    assert session.selection.vehicle_id == "VAN-01"
    order_after(Qt.Key.Key_Up)
    assert session.selection.vehicle_id == "VAN-01"


def test_the_wheel_zooms_around_the_mouse(timeline: Timeline) -> None:
    at = QPointF(600, 100)
    before = timeline.view.time_of(at.x())
    for _ in range(6):
        turn(timeline, at, 120)
    assert timeline.view.time_of(at.x()) == pytest.approx(
        before, abs=2 / timeline.view.scale.px_per_s
    )
    assert timeline.horizontalScrollBar().maximum() > 0
    for _ in range(10):
        turn(timeline, at, -120)
    assert timeline.horizontalScrollBar().maximum() == 0


def turn(timeline: Timeline, at: QPointF, angle: int) -> None:
    event = QWheelEvent(
        at,
        timeline.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(timeline.viewport(), event)


def test_dragging_pans_and_selects_nothing(
    timeline: Timeline, session: Session, qtbot: QtBot
) -> None:
    timeline.zoom(4, 600)
    bar = timeline.horizontalScrollBar()
    bar.setValue(300)
    view, left = timeline.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(view, left, pos=QPoint(600, 60))
    QTest.mouseMove(view, QPoint(500, 60))
    QTest.mouseRelease(view, left, pos=QPoint(500, 60))
    assert bar.value() == 400
    assert session.selection == Selection()


def test_what_is_selected_elsewhere_comes_into_sight(timeline: Timeline, session: Session) -> None:
    timeline.resize(600, 70)
    timeline.zoom(12, 300)
    session.select(Selection(order_id=order_at(session, 2, 5)))
    place = place_of(timeline, 2, 5)
    assert timeline.viewport().rect().contains(place)
    assert place.x() > LABEL_WIDTH


def test_a_tooltip_tells_of_the_stop(timeline: Timeline, session: Session) -> None:
    tip = timeline.tip_at(place_of(timeline, 1, 0))
    assert order_at(session, 1, 0) in tip
    assert "Late by: 10 min" in tip
    assert "VAN-02" in timeline.tip_at(QPoint(20, place_of(timeline, 1, 0).y()))
    assert timeline.tip_at(QPoint(400, 250)) == ""


def test_a_late_stop_has_an_edge_of_its_own(timeline: Timeline, session: Session) -> None:
    timeline.zoom(8, LABEL_WIDTH)
    rect_of_late, of_other = (place_of(timeline, row, 0) for row in (1, 2))
    warning = QColor(session.colours.warning)

    def has_edge(centre: QPoint) -> bool:
        image = timeline.viewport().grab().toImage()
        return any(image.pixelColor(centre.x(), centre.y() - d) == warning for d in range(14))

    timeline.horizontalScrollBar().setValue(max(0, rect_of_late.x() - 400))
    assert has_edge(place_of(timeline, 1, 0))
    assert not has_edge(place_of(timeline, 2, 0)), of_other


def test_texts_that_do_harm_are_told_as_they_are(qtbot: QtBot) -> None:
    timeline = Timeline(hostile_session())
    qtbot.addWidget(timeline)
    timeline.resize(1000, 1200)
    assert not timeline.grab().isNull()
    for row, text in enumerate(HOSTILE.values()):
        assert text in timeline.tip_at(place_of(timeline, row, 0))


def test_a_day_without_a_plan_says_what_to_do(qtbot: QtBot) -> None:
    timeline = Timeline(Session())
    qtbot.addWidget(timeline)
    timeline.resize(600, 200)
    assert timeline.rows == ()
    assert not timeline.grab().isNull()
    QTest.keyClick(timeline, Qt.Key.Key_Right)


def test_the_legend_stands_below_the_rows_where_there_are_any(
    timeline: Timeline, session: Session
) -> None:
    legend = timeline.findChild(TimelineLegend)
    assert legend is not None
    assert legend.isVisible()
    assert legend.geometry().top() > timeline.viewport().geometry().bottom()
    assert legend.accessibleName() == "Driving, Service, Waiting, Break, Late"
    picture = legend.grab().toImage()
    colours = {picture.pixel(x, picture.height() // 2) for x in range(picture.width())}
    assert len(colours) > 5
    assert session.source is not None
    assert session.reading is not None
    session.show_data(session.source, session.reading, None)
    assert not legend.isVisible()
