"""The page of demand: what was sold, and what is expected of each series."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from domain.demand import SeriesKey
from gui.charts.demand_chart import DemandChart
from gui.charts.series_view import SeriesView, series_view
from gui.pages.page import SMALL_POINTS, SPACING_PX, Emptiness, Page, plain_label
from gui.pages.series_table import SeriesTable
from gui.session import Session
from maps.picture.plan_facts import with_name

SUM_DAYS = (7, 14, 28)

_HISTORIES: tuple[int | None, ...] = (90, 365, None)
"""Days of history to choose from; None for all."""


class DemandPage(Page):
    """Series at the left, the chart of one of them beside it.

    The chart shows the series selected, and keeps it while other things are.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.series = SeriesTable(session)
        self.series.line.setContentsMargins(0, 4, 0, 4)
        self.chart = DemandChart(session)
        self.series_name = plain_label(weight=QFont.Weight.DemiBold)
        self.sums = plain_label(faint=True)
        self.method = plain_label(points=SMALL_POINTS, faint=True, wraps=True)
        self.histories = QButtonGroup(self)
        self._key: SeriesKey | None = None
        self._lay_out_body()
        self.histories.idClicked.connect(self._choose_history)
        session.selection_changed.connect(self._follow)
        self.start()

    def title(self) -> str:
        """What the page is called."""
        return self.tr("Demand")

    def purpose(self) -> str:
        """What the page is for."""
        return self.tr("What was sold, and what is expected, for each SKU at each warehouse.")

    def emptiness(self) -> Emptiness | None:
        """What keeps the page from showing anything."""
        lack = super().emptiness()
        if lack is not None or self.session.day is None:
            return lack or self.no_plan()
        if self.series.model.all_rows:
            return None
        return Emptiness(
            sentence=self.tr(
                "The data hold no demand history, so there is nothing to forecast from."
                " Add a table demand_history and open the data again."
            )
        )

    def retranslate(self) -> None:
        """Say what stands on the page in the current language."""
        captions = (self.tr("90 days"), self.tr("1 year"), self.tr("All"))
        for i, caption in enumerate(captions):
            self.histories.button(i).setText(caption)
        self.chart.setAccessibleName(self.tr("Chart of demand; arrow keys read out the days"))

    def fill(self) -> None:
        """Show what the session holds."""
        rows = self.series.model.all_rows
        known = {row.key for row in rows}
        if self._key not in known:
            self._key = self.series.model.row(0).key if self.series.model.rowCount() else None
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """Show the series selected, or else the one shown before."""
        selection = self.session.selection
        if self.series.number_of(selection) is not None:
            self._key = SeriesKey(place_id=selection.place_id, item_id=selection.item_id)
        dataset, day = self.session.dataset, self.session.day
        if self._key is None or dataset is None or day is None:
            self.chart.show_series(None)
            return
        view = series_view(dataset, self.session.plan, day, self._key)
        name = next((p.name for p in dataset.products if p.sku == view.key.item_id), "")
        place = next(
            (w.name for w in dataset.warehouses if w.warehouse_id == view.key.place_id), ""
        )
        self.series_name.setText(
            self.tr("{item} at {place}").format(
                item=with_name(view.key.item_id, name), place=with_name(view.key.place_id, place)
            )
        )
        self.sums.setText(self._sums_text(view))
        self.method.setText(self._method_text(view))
        self.chart.show_series(view)

    def _sums_text(self, view: SeriesView) -> str:
        days = len(view.expected)
        if not days:
            return ""
        template = self.tr("{units} in {days} days")
        sums = [
            template.format(units=f"{view.expected[:until].sum():,.1f}", days=until)
            for until in SUM_DAYS
            if until <= days
        ]
        return self.tr("Expected: {sums}").format(sums="   ·   ".join(sums)) if sums else ""

    def _method_text(self, view: SeriesView) -> str:
        plan = self.session.plan
        if plan is None:
            return self.tr("Sales only: what is expected comes with the plan.")
        if not len(view.expected):
            return self.tr("This plan holds no forecast of this series.")
        return self.session.wording.say(plan.forecast_method) if plan.forecast_method else ""

    @Slot(int)
    def _choose_history(self, number: int) -> None:
        self.chart.show_history(_HISTORIES[number])

    def _lay_out_body(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.series_name, 1)
        for i in range(len(_HISTORIES)):
            button = QToolButton()
            button.setCheckable(True)
            button.setChecked(i == 0)
            button.setAutoRaise(True)
            self.histories.addButton(button, i)
            head.addWidget(button)
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(SPACING_PX, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.sums)
        column.addWidget(self.chart, 1)
        column.addWidget(self.method)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.series)
        split.addWidget(panel)
        split.setStretchFactor(1, 1)
        split.setSizes([446, 620])
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
