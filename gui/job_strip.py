"""The thin strip that shows work: what is being done, how far it is, how the cost falls."""

import time

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QAction, QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QWidget

from domain.progress import Progress
from gui.background import Operation
from gui.session import Session

_MAIN_STEPS = frozenset(
    f"step.{name}"
    for name in ("reading", "roads", "allocation", "routes", "forecast", "stock", "map", "check")
)
"""Steps that come one after another; all others are parts of one of them."""

_CURVE_POINTS = 400


class CostCurve(QWidget):
    """How the cost of the best routes has fallen, as a line without axes."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._costs: list[float] = []
        self.setFixedSize(120, 18)
        self.setAccessibleName("cost curve")

    def clear(self) -> None:
        """Begin anew."""
        self._costs = []
        self.update()

    def add(self, cost: float) -> None:
        """Draw one more cost."""
        self._costs.append(cost)
        if len(self._costs) > _CURVE_POINTS:
            self._costs = self._costs[::2]
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line from the first cost at the left to the newest at the right."""
        if len(self._costs) < 2:
            return
        low, high = min(self._costs), max(self._costs)
        box = QRectF(self.rect()).adjusted(2, 3, -2, -3)
        span = (high - low) or 1.0
        path = QPainterPath()
        for i, cost in enumerate(self._costs):
            x = box.left() + box.width() * i / (len(self._costs) - 1)
            point = QPointF(x, box.bottom() - box.height() * (cost - low) / span)
            if i:
                path.lineTo(point)
            else:
                path.moveTo(point)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._session.colours.accent), 1.5))
        painter.drawPath(path)
        painter.end()


class JobStrip(QWidget):
    """Shows one operation while it is at work, and hides after."""

    def __init__(self, session: Session, stop: QAction, cancel: QAction) -> None:
        super().__init__()
        self._session = session
        self._operation: Operation | None = None
        self._main_step = ""
        self._step_started_s = 0.0
        self._costs: dict[str, float] = {}
        self._step = QLabel()
        self._detail = QLabel()
        self._detail.setObjectName("quiet")
        for label in (self._step, self._detail):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._curve = CostCurve(session)
        self._stop = _button(stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(12)
        for widget in (self._step, self._bar, self._curve, self._detail, self._stop):
            row.addWidget(widget)
        row.addWidget(_button(cancel))
        self.setObjectName("jobStrip")
        self.hide()

    @property
    def operation(self) -> Operation | None:
        """What the strip shows; None while it is hidden."""
        return self._operation

    def follow(self, operation: Operation | None) -> None:
        """Show an operation from now on; None hides the strip."""
        if operation is self._operation:
            self._show_stopping()
            return
        self._operation = operation
        self.setVisible(operation is not None)
        if operation is None:
            return
        self._main_step, self._costs = "", {}
        self._curve.clear()
        self._curve.setVisible(operation.name == "plan")
        self._stop.setVisible(operation.name == "plan")
        self._step.setText(self._session.wording.text(f"window.work_{operation.name}"))
        self._detail.clear()
        self._bar.setRange(0, 0)
        operation.progressed.connect(self.take)

    @Slot(Progress)
    def take(self, progress: Progress) -> None:
        """Show a report of progress."""
        if self.sender() not in (None, self._operation):
            return
        if progress.step in _MAIN_STEPS and progress.step != self._main_step:
            self._main_step, self._step_started_s = progress.step, time.monotonic()
        elif self._main_step and not progress.step.startswith(self._main_step):
            return
        self._step.setText(self._session.wording.text(progress.step))
        if progress.fraction is None:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(1000 * progress.fraction))
        self._show_cost(progress)
        self._show_stopping()

    def _show_cost(self, progress: Progress) -> None:
        note = progress.note
        if note is not None and note.code == "progress.routes":
            warehouse = str(note["warehouse"])
            if warehouse not in self._costs:
                # One more warehouse raises the sum; a curve that rises would look like a fault.
                self._curve.clear()
            self._costs[warehouse] = float(note["cost"])
            self._curve.add(sum(self._costs.values()))
        parts = []
        if self._costs:
            cost = sum(self._costs.values())
            parts.append(self._session.wording.text("window.cost_so_far", {"cost": cost}))
        left_s = self._left_s(progress)
        if left_s is not None:
            parts.append(self._session.wording.text("window.seconds_left", {"seconds": left_s}))
        self._detail.setText("   ".join(parts))

    def _left_s(self, progress: Progress) -> int | None:
        """About how many seconds the step still takes, once that can be told."""
        if self._main_step != "step.routes" or not progress.fraction:
            return None
        elapsed_s = time.monotonic() - self._step_started_s
        return round(elapsed_s * (1 - progress.fraction) / progress.fraction)

    def _show_stopping(self) -> None:
        if self._operation is not None and self._operation.is_stopping:
            self._detail.setText(self._session.wording.text("window.stopping"))


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setAutoRaise(True)
    return button
