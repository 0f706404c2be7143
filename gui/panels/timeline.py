"""The timeline of the plan: a row for each route, the hours of the day across."""

import datetime

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QToolTip

from domain.clock import elapsed_s
from domain.plan import Route, Stop, StopKind
from gui.panels.timeline_bars import BarKind, TimelineRow, timeline_rows, whole_day
from gui.panels.timeline_legend import LegendWords, TimelineLegend
from gui.panels.timeline_picture import TimelinePicture, TimelineTexts
from gui.panels.timeline_tips import bar_tip, route_tip
from gui.panels.timeline_view import AXIS_HEIGHT, LABEL_WIDTH, ROW_HEIGHT, TimelineView
from gui.session import Selection, Session, stop_selection
from gui.tables.plain_tip import plain_tip
from maps.picture.plan_facts import numbered_stops
from maps.picture.plan_text import PlanText, order_windows

_ZOOM_OF_A_NOTCH = 1.2
_NOTCH = 120
_MARGIN_PX = 24
_CLOCK_MS = 30_000


class Timeline(QAbstractScrollArea):
    """Shows when each vehicle drives, serves, waits and rests.

    Ctrl and the wheel zoom around the mouse, dragging pans, a double click on the hours shows the
    whole day. Arrow keys go from stop to stop and from route to route, ``+``, ``-`` and ``0``
    zoom.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._rows: tuple[TimelineRow, ...] = ()
        self._scale = whole_day(())
        self._is_fitted = True
        self._texts: TimelineTexts | None = None
        self._pressed: QPoint | None = None
        self._scrolled_at_press = QPoint()
        self._is_panning = False
        self._legend = TimelineLegend(self)
        self.setViewportMargins(0, 0, 0, self._legend.sizeHint().height())
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self._minute = QTimer(self)
        self._minute.timeout.connect(self.viewport().update)
        self._minute.start(_CLOCK_MS)
        session.plan_changed.connect(self.refill)
        session.selection_changed.connect(self.follow)
        session.language_changed.connect(self.retranslate)
        session.colours_changed.connect(self.retranslate)
        self.retranslate()
        self.refill()

    @property
    def rows(self) -> tuple[TimelineRow, ...]:
        """The routes shown, from top to bottom."""
        return self._rows

    @property
    def view(self) -> TimelineView:
        """What is in sight now."""
        selection = self._session.selection
        chosen = next(
            (row.index for row in self._rows if row.route.vehicle_id == selection.vehicle_id), -1
        )
        return TimelineView(
            scale=self._scale,
            left_px=self.horizontalScrollBar().value(),
            top_px=self.verticalScrollBar().value(),
            width=self.viewport().width(),
            height=self.viewport().height(),
            chosen_row=chosen,
            chosen_stop=self._chosen_stop(),
            windows=self._windows(),
            now_s=self._now_s(),
        )

    @Slot()
    def refill(self) -> None:
        """Take the routes there are now, the whole day in sight."""
        text = self._session.plan_text
        self._rows = timeline_rows(text) if text else ()
        self._legend.setVisible(bool(self._rows))
        self._show_legend()
        self._scale = whole_day(self._rows)
        self._take_texts()
        self.fit()

    @Slot()
    def retranslate(self) -> None:
        """Say everything in the current language and colours."""
        self.setAccessibleName(self.tr("Timeline of the routes"))
        self._show_legend()
        self._take_texts()
        self.viewport().update()

    @Slot()
    def follow(self) -> None:
        """Bring what is selected into sight."""
        view = self.view
        if view.chosen_row >= 0:
            self._reveal_row(view, view.chosen_row)
            if view.chosen_stop >= 0:
                self._reveal_stop(view)
        self.viewport().update()

    def fit(self) -> None:
        """Show the whole day."""
        self._is_fitted = True
        self._scale = self._scale.fitted(max(1, self.viewport().width() - LABEL_WIDTH))
        self._take_size()

    def zoom(self, factor: float, around_x: float) -> None:
        """Zoom, the time at a place of the viewport staying where it is."""
        around_x = max(around_x, LABEL_WIDTH)
        time_s = self.view.time_of(around_x)
        least = self._scale.fitted(max(1, self.viewport().width() - LABEL_WIDTH))
        self._scale = self._scale.zoomed(factor)
        self._is_fitted = self._scale.px_per_s <= least.px_per_s
        if self._is_fitted:
            self._scale = least
        self._take_size()
        bar = self.horizontalScrollBar()
        bar.setValue(round(self._scale.x_of(time_s) + LABEL_WIDTH - around_x))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in sight."""
        painter = QPainter(self.viewport())
        if self._rows and self._texts is not None:
            look = self._session.colours
            TimelinePicture(painter, look, self.view, self._texts).paint(self._rows)
        else:
            painter.setPen(self.palette().placeholderText().color())
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect(), int(flags), self._empty_sentence())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole day in sight where it was."""
        super().resizeEvent(event)
        below = self.viewport().geometry()
        height = self._legend.sizeHint().height()
        self._legend.setGeometry(below.left(), below.bottom() + 1, below.width(), height)
        if self._is_fitted:
            self.fit()
        else:
            self._take_size()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl; scroll without, sideways with Shift."""
        turned = event.angleDelta()
        modifiers = event.modifiers()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            factor = _ZOOM_OF_A_NOTCH ** (turned.y() / _NOTCH)
            self.zoom(factor, event.position().x())
            event.accept()
        elif modifiers & Qt.KeyboardModifier.ShiftModifier and turned.y():
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - turned.y())
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a pan."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
            bars = self.horizontalScrollBar(), self.verticalScrollBar()
            self._scrolled_at_press = QPoint(*(bar.value() for bar in bars))
            self._is_panning = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan where the button is held; show by the pointer what can be clicked."""
        at = event.position().toPoint()
        if self._pressed is None:
            hand = Qt.CursorShape.PointingHandCursor
            stop = self.stop_at(at)
            self.viewport().setCursor(hand if stop else Qt.CursorShape.ArrowCursor)
            return
        moved = at - self._pressed
        if self._is_panning or moved.manhattanLength() >= QApplication.startDragDistance():
            self._is_panning = True
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.horizontalScrollBar().setValue(self._scrolled_at_press.x() - moved.x())
            self.verticalScrollBar().setValue(self._scrolled_at_press.y() - moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select what was clicked, unless it was dragged."""
        if self._pressed is not None and not self._is_panning:
            self._select_at(event.position().toPoint())
        self._pressed = None
        self.viewport().unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the whole day on a double click on the hours."""
        if event.position().y() < AXIS_HEIGHT:
            self.fit()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell in a tooltip what is under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain_tip(self.tip_at(event.pos())), self)
            return True
        return bool(super().viewportEvent(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from stop to stop and from route to route; zoom."""
        key, middle = event.key(), self.viewport().width() / 2
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        rows = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        zooms = {Qt.Key.Key_Plus: 2.0, Qt.Key.Key_Equal: 2.0, Qt.Key.Key_Minus: 0.5}
        if key in steps:
            self._step(steps[Qt.Key(key)])
        elif key in rows:
            self._change_row(rows[Qt.Key(key)])
        elif key in zooms:
            self.zoom(zooms[Qt.Key(key)], middle)
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def stop_at(self, at: QPoint) -> tuple[TimelineRow, Stop] | None:
        """The stop under a point of the viewport, or nearest to it, with its row."""
        view, point = self.view, QPointF(at)
        row = view.row_at(point, len(self._rows))
        if row is None:
            return None
        stop = view.stop_at(point, self._rows[row])
        return None if stop is None else (self._rows[row], self._rows[row].route.stops[stop])

    def tip_at(self, at: QPoint) -> str:
        """What is told of a point of the viewport."""
        view, point, text = self.view, QPointF(at), self._session.plan_text
        place = view.row_at(point, len(self._rows))
        if place is None or text is None:
            return ""
        row = self._rows[place]
        if at.x() < LABEL_WIDTH:
            return route_tip(row.route, text)
        bar = view.bar_at(point, row)
        return bar_tip(bar, row.route, text, self._words) if bar else ""

    def _select_at(self, at: QPoint) -> None:
        row = self.view.row_at(QPointF(at), len(self._rows))
        if row is None:
            return
        found = self.stop_at(at)
        self._choose(self._rows[row].route, found[1] if found else None)

    def _choose(self, route: Route, stop: Stop | None) -> None:
        only_route = Selection(vehicle_id=route.vehicle_id)
        self._session.select(stop_selection(route, stop) if stop else only_route)

    def _step(self, step: int) -> None:
        """Select the next stop of the route that is no reload, or the one before."""
        route = self._session.route(self._session.selection.vehicle_id)
        if route is None:
            self._change_row(1)
            return
        served = [i for i, stop in enumerate(route.stops) if stop.order_ids]
        chosen = self._chosen_stop()
        at = served.index(chosen) + step if chosen in served else (0 if step > 0 else -1)
        if served and at < len(served):
            self._choose(route, route.stops[served[max(at, -1 if chosen < 0 else 0)]])

    def _change_row(self, step: int) -> None:
        """Select the next route, at the stop nearest in time."""
        view = self.view
        row = min(max(view.chosen_row + step, 0), len(self._rows) - 1)
        if not self._rows or row == view.chosen_row:
            return
        route = self._rows[row].route
        if view.chosen_stop < 0:
            self._choose(route, None)
            return
        time_s = self._rows[view.chosen_row].route.stops[view.chosen_stop].arrival_s
        served = [stop for stop in route.stops if stop.order_ids]
        nearest = min(served, key=lambda stop: abs(stop.arrival_s - time_s), default=None)
        self._choose(route, nearest)

    def _chosen_stop(self) -> int:
        selection = self._session.selection
        route = self._session.route(selection.vehicle_id)
        chosen = self._session.stop_of(selection.order_id, is_fetch=selection.is_fetch)
        stops = route.stops if route else ()
        return next((i for i, stop in enumerate(stops) if stop is chosen), -1)

    def _windows(self) -> tuple[tuple[int, int], ...]:
        """Windows of the order selected that bound anything."""
        text, selection = self._session.plan_text, self._session.selection
        order = text.order(selection.order_id) if text else None
        stop = self._session.stop_of(selection.order_id, is_fetch=selection.is_fetch)
        if text is None or order is None or stop is None or not text.windows(order, stop):
            return ()
        day, zone = text.plan.day, text.zone
        windows = order_windows(order, stop)
        return tuple(
            (elapsed_s(day, w.start_s, zone), elapsed_s(day, w.end_s, zone)) for w in windows
        )

    def _now_s(self) -> int | None:
        text = self._session.plan_text
        if text is None:
            return None
        now = datetime.datetime.now(text.zone)
        midnight = datetime.datetime.combine(text.plan.day, datetime.time(), text.zone)
        return int((now - midnight).total_seconds()) if now.date() == text.plan.day else None

    def _show_legend(self) -> None:
        """Say what the marks mean; fetching only where a vehicle fetches anything."""
        fetches = any(
            stop.kind is StopKind.PICKUP for row in self._rows for stop in row.route.stops
        )
        kinds = {k: w for k, w in self._words.items() if fetches or k is not BarKind.FETCH}
        words = LegendWords(kinds=kinds, late=self.tr("Late"))
        self._legend.show_words(words, self._session.colours)

    def _take_texts(self) -> None:
        text = self._session.plan_text
        self._texts = self._texts_of(text) if text else None

    def _texts_of(self, text: PlanText) -> TimelineTexts:
        routes = [row.route for row in self._rows]
        return TimelineTexts(
            names=[text.vehicle_name(route) for route in routes],
            numbers=[[str(n.number or "") for n in numbered_stops(r)] for r in routes],
            words=self._words,
            clock=text.clock,
        )

    @property
    def _words(self) -> dict[BarKind, str]:
        return {
            BarKind.DRIVE: self.tr("Driving"),
            BarKind.WAIT: self.tr("Waiting"),
            BarKind.SERVICE: self.tr("Service"),
            BarKind.FETCH: self.tr("Fetching"),
            BarKind.RELOAD: self.tr("Reload"),
            BarKind.BREAK: self.tr("Break"),
        }

    def _empty_sentence(self) -> str:
        if self._session.plan is not None:
            return self.tr("This plan has no routes.")
        return self.tr("No plan yet. Open a data set and press Plan to see the day here.")

    def _take_size(self) -> None:
        """Tell the scroll bars how much there is."""
        size = self.viewport().size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setPageStep(max(1, size.width() - LABEL_WIDTH))
        across.setSingleStep(ROW_HEIGHT * 2)
        across.setRange(0, max(0, int(self._scale.width_px) - across.pageStep()))
        down.setPageStep(max(1, size.height() - AXIS_HEIGHT))
        down.setSingleStep(ROW_HEIGHT)
        down.setRange(0, max(0, len(self._rows) * ROW_HEIGHT - down.pageStep()))
        self.viewport().update()

    def _reveal_row(self, view: TimelineView, row: int) -> None:
        bar = self.verticalScrollBar()
        top = view.y_of(row)
        if top < AXIS_HEIGHT:
            bar.setValue(row * ROW_HEIGHT)
        elif top + ROW_HEIGHT > view.height:
            bar.setValue(bar.value() + top + ROW_HEIGHT - view.height)

    def _reveal_stop(self, view: TimelineView) -> None:
        stop = self._rows[view.chosen_row].route.stops[view.chosen_stop]
        bar = self.horizontalScrollBar()
        left, right = view.x_of(stop.arrival_s), view.x_of(stop.departure_s)
        if left < LABEL_WIDTH + _MARGIN_PX:
            bar.setValue(bar.value() - round(LABEL_WIDTH + _MARGIN_PX - left))
        elif right > view.width - _MARGIN_PX:
            bar.setValue(bar.value() + round(right - view.width + _MARGIN_PX))
