"""The common part of charts over days: axes, colours, legend, and a cross-hair that reads out."""

import datetime
from abc import abstractmethod

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.charts.axes import DayAxis, UnitsAxis
from gui.charts.legend import Legend
from gui.session import Session

TICK_POINTS = 9
_READ_OUT_GAP_PX = 12


def faded(colour: str, alpha: int) -> QColor:
    """A colour through which others show; alpha from 0 to 255."""
    shade = QColor(colour)
    shade.setAlpha(alpha)
    return shade


class DayChart(QWidget):
    """A chart over days, its legend above it.

    A day under the pointer, or chosen with the arrow keys, is read out. Descendants draw in
    `draw` and say a day's figures in `read_out`; both run again with other colours or language.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.legend = Legend(self)
        self._days = DayAxis(session.wording.language)
        self._units = UnitsAxis()
        self.plot = pg.PlotWidget(
            self, axisItems={"bottom": self._days, "left": self._units}, useOpenGL=False
        )
        self._cross = pg.InfiniteLine(angle=90, movable=False)
        self._label = QLabel(self.plot)
        self.pointed_day: datetime.date | None = None
        self._set_up_plot()
        self._set_up_label()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.legend)
        layout.addWidget(self.plot, 1)
        session.colours_changed.connect(self.redraw)
        session.language_changed.connect(self.redraw)

    @abstractmethod
    def draw(self) -> None:
        """Add the items of the chart to the empty plot, and fill the legend."""

    @abstractmethod
    def read_out(self, day: datetime.date) -> str:
        """A day's figures in words, a line each; empty for a day without any."""

    def redraw(self) -> None:
        """Draw all of it anew."""
        look = self.session.colours
        self.plot.setBackground(look.panel)
        for axis in (self._days, self._units):
            axis.setPen(pg.mkPen(look.line))
            axis.setTextPen(pg.mkPen(look.secondary))
        self._days.speak(self.session.wording.language)
        self._label.setStyleSheet(
            f"background: {look.raised}; color: {look.text};"
            f" border: 1px solid {look.line}; border-radius: 4px; padding: 4px 6px;"
        )
        self.point_at(None)
        self.plot.clear()
        self._cross.setPen(pg.mkPen(look.secondary, width=1, style=Qt.PenStyle.DashLine))
        self.plot.addItem(self._cross, ignoreBounds=True)
        self.draw()

    def show_days(self, first: datetime.date, last: datetime.date) -> None:
        """Choose the days in sight."""
        self.plot.setXRange(first.toordinal() - 0.5, last.toordinal() + 0.5, padding=0)

    def days_shown(self) -> tuple[datetime.date, datetime.date]:
        """First and last day in sight."""
        low, high = self.plot.viewRange()[0]
        return datetime.date.fromordinal(round(low + 0.5)), datetime.date.fromordinal(
            round(high - 0.5)
        )

    def point_at(self, day: datetime.date | None) -> None:
        """Put the cross-hair on a day and read out its figures; take it away with None."""
        text = self.read_out(day) if day else ""
        self.pointed_day = day if text else None
        self._cross.setVisible(bool(text))
        self._label.setVisible(bool(text))
        if day and text:
            self._cross.setPos(day.toordinal())
            self._label.setText(text)
            self._label.adjustSize()
            self._place_label(day)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the cross-hair away."""
        self.point_at(None)
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the new size."""
        self.point_at(None)
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cross-hair with the arrow keys."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        first, last = self.days_shown()
        day = self.pointed_day or (last if step > 0 else first)
        self.point_at(min(max(day + datetime.timedelta(days=step), first), last))

    def _set_up_plot(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setMouseEnabled(x=False, y=False)
        font = QFont(self.font())
        font.setPointSize(TICK_POINTS)
        for axis in (self._days, self._units):
            axis.setTickFont(font)
            axis.setStyle(tickLength=-4, maxTickLevel=0)
        self.plot.showGrid(y=True, alpha=0.18)
        self.plot.scene().sigMouseMoved.connect(self._on_mouse_moved)

    def _set_up_label(self) -> None:
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._label.hide()

    def _on_mouse_moved(self, position: QPointF) -> None:
        view = self.plot.getViewBox()
        if not view.sceneBoundingRect().contains(position):
            self.point_at(None)
            return
        self.point_at(datetime.date.fromordinal(round(view.mapSceneToView(position).x())))

    def _place_label(self, day: datetime.date) -> None:
        """Beside the cross-hair, on the side that has room."""
        view = self.plot.getViewBox()
        top = view.viewRange()[1][1]
        at = self.plot.mapFromScene(view.mapViewToScene(QPointF(day.toordinal(), top)))
        x = at.x() + _READ_OUT_GAP_PX
        if x + self._label.width() > self.plot.width():
            x = at.x() - _READ_OUT_GAP_PX - self._label.width()
        self._label.move(max(0, x), at.y() + 4)
