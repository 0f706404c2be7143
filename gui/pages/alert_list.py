"""What in the demand a planner should look at, the dearest first."""

from PySide6.QtCore import QItemSelection, QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from domain.demand import SeriesKey
from domain.demand_alert import DemandAlert
from gui.charts.day_text import short_day_text
from gui.charts.series_view import days_of, is_about
from gui.pages.page import plain_label
from gui.session import Session
from gui.tables.column import Column, Tone
from gui.tables.planner_table import PlannerTable
from gui.tables.row_model import RowModel

_SHOWN_ROWS = 3


class AlertList(QWidget):
    """The alerts of the plan, a line each; nothing where there are none."""

    chosen = Signal(object)
    """An alert was chosen, with the mouse or the keys."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._is_following = False
        self.heading = plain_label(weight=QFont.Weight.DemiBold)
        self.model: RowModel[DemandAlert] = RowModel(self._columns(), session.colours, self)
        self.table = _ShortTable(self.model)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.heading)
        layout.addWidget(self.table)
        session.plan_changed.connect(self.refill)
        session.language_changed.connect(self.retranslate)
        session.colours_changed.connect(self._recolour)
        self.table.selectionModel().selectionChanged.connect(self._take_selected)
        self.table.clicked.connect(self._take_clicked)
        self._recolour()
        self.refill()

    @Slot()
    def refill(self) -> None:
        """Take the alerts of the plan."""
        plan = self._session.plan
        self.model.set_rows(plan.demand_alerts if plan else ())
        self.retranslate()
        self.table.updateGeometry()
        self.setVisible(bool(self.model.rowCount()))

    @Slot()
    def retranslate(self) -> None:
        """Say everything in the current language."""
        count = self.model.rowCount()
        one = self.tr("1 thing to look at")
        many = self.tr("{count} things to look at, the dearest first")
        self.heading.setText(one if count == 1 else many.format(count=f"{count:,}"))
        self.table.setAccessibleName(self.heading.text())
        self.model.retranslate()

    def follow(self, key: SeriesKey | None) -> None:
        """Let go of an alert that is not about the series shown."""
        positions = self.table.selected_positions()
        if positions and (key is None or not is_about(self.model.row(positions[0]), key)):
            self._is_following = True
            self.table.show_row(None)
            self._is_following = False

    @Slot()
    def _recolour(self) -> None:
        self.model.set_look(self._session.colours)
        self.table.set_look(self._session.colours)

    @Slot(QItemSelection, QItemSelection)
    def _take_selected(self, _selected: QItemSelection, _left: QItemSelection) -> None:
        positions = self.table.selected_positions()
        if positions and not self._is_following:
            self.chosen.emit(self.model.row(positions[0]))

    @Slot(QModelIndex)
    def _take_clicked(self, index: QModelIndex) -> None:
        """Show again what was left by other ways."""
        self.chosen.emit(self.model.row(index.row()))

    def _columns(self) -> tuple[Column[DemandAlert], ...]:
        return (
            Column(
                key="risk",
                title=lambda: self.tr("At risk"),
                text=self._risk,
                value=lambda alert: alert.money_at_risk,
                width=132,
                is_number=True,
                tone=lambda _: Tone.WARNING,
            ),
            Column(key="days", title=lambda: self.tr("Days"), text=self._days, width=146),
            Column(
                key="alert",
                title=lambda: self.tr("What is odd"),
                text=lambda alert: self._session.wording.say(alert.message),
                width=600,
            ),
        )

    def _risk(self, alert: DemandAlert) -> str:
        """Money; units where no price is known."""
        plan = self._session.plan
        if alert.money_at_risk is None or plan is None:
            units = f"{alert.units_at_risk:,.0f}"
            return self.tr("{units} units at risk").format(units=units)
        money = f"{alert.money_at_risk:,.0f} {plan.currency}"
        return self.tr("{money} at risk").format(money=money)

    def _days(self, alert: DemandAlert) -> str:
        span, language = days_of(alert), self._session.wording.language
        first, last = (short_day_text(day, language) for day in (span.first, span.last))
        return first if span.first == span.last else f"{first} – {last}"


class _ShortTable(PlannerTable[DemandAlert]):
    """A table without headings, as high as its rows up to a few, and scrolled where it has more."""

    def __init__(self, model: RowModel[DemandAlert]) -> None:
        super().__init__(model)
        self.setSelectionMode(self.SelectionMode.SingleSelection)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()

    def sizeHint(self) -> QSize:
        """A few rows."""
        rows = min(self.model().rowCount(), _SHOWN_ROWS)
        height = rows * self.verticalHeader().defaultSectionSize()
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        """All of its height."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())
