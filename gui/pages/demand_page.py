"""The page of demand: what was sold, and what is expected of each series."""

import datetime
from functools import partial
from itertools import chain

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from domain.dataset import Dataset
from domain.demand import SeriesKey
from domain.demand_alert import DemandAlert
from gui.charts.demand_chart import DemandChart
from gui.charts.series_view import SeriesView, forecast_line, is_about, series_view
from gui.one_worker import OneWorker
from gui.pages.alert_list import AlertList
from gui.pages.page import SMALL_POINTS, SPACING_PX, Emptiness, Page, in_lines, plain_label
from gui.pages.prepared_demand import PreparedDemand, change_text, prepare_demand
from gui.pages.reasons_panel import ReasonsPanel
from gui.pages.series_table import SeriesTable
from gui.session import Selection, Session
from maps.picture.plan_facts import with_name

SUM_DAYS = (7, 14, 28)

_HISTORIES: tuple[int | None, ...] = (90, 365, None)
"""Days of history to choose from; None for all."""

_CLEANED_LINES = 2


class DemandPage(Page):
    """What to look at on top, the series at the left, the chart of one of them beside them.

    The chart shows the series selected, and keeps it while other things are. Why its forecast is
    as it is stands below the series, for the day chosen in the chart.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.series = SeriesTable(session)
        self.series.line.setContentsMargins(0, 4, 0, 4)
        self.alerts = AlertList(session)
        self.chart = DemandChart(session)
        self.reasons = ReasonsPanel(session)
        self.series_name = plain_label(weight=QFont.Weight.DemiBold, wraps=True)
        self.sums = plain_label(faint=True)
        self.cleaned = plain_label(points=SMALL_POINTS, wraps=True)
        self.method = plain_label(points=SMALL_POINTS, faint=True, wraps=True)
        self._cleaned_lines = in_lines(self.cleaned, _CLEANED_LINES)
        self.histories = QButtonGroup(self)
        self._key: SeriesKey | None = None
        self._prepared: PreparedDemand | None = None
        self._prepared_of: Dataset | None = None
        self._worker = OneWorker(self)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._worker.close)
        self._lay_out_body()
        self.histories.idClicked.connect(self._choose_history)
        self.alerts.chosen.connect(self._show_alert)
        self.chart.day_chosen.connect(self._explain)
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
        self.chart.setAccessibleName(
            self.tr("Chart of demand; arrow keys read out the days, and choose the one explained")
        )

    def fill(self) -> None:
        """Show what the session holds."""
        rows = self.series.model.all_rows
        known = {row.key for row in rows}
        if self._key not in known:
            self._key = self.series.model.row(0).key if self.series.model.rowCount() else None
        self._prepare()
        self._follow()

    def _prepare(self) -> None:
        """Have the demand of another dataset cleaned beside the window's thread."""
        dataset = self.session.shown_dataset
        if dataset is not None and dataset is not self._prepared_of:
            self._prepared, self._prepared_of = None, dataset
            self._worker.start(partial(prepare_demand, dataset), partial(self._take, dataset))

    def _take(self, dataset: Dataset, prepared: PreparedDemand | None) -> None:
        if dataset is self._prepared_of:
            self._prepared = prepared
            self._follow()

    @Slot()
    def _follow(self) -> None:
        """Show the series selected, or else the one shown before."""
        selection = self.session.selection
        if self.series.number_of(selection) is not None:
            self._key = SeriesKey(place_id=selection.place_id, item_id=selection.item_id)
        self.alerts.follow(self._key)
        dataset, day = self.session.shown_dataset, self.session.day
        if self._key is None or dataset is None or day is None:
            self.chart.show_series(None)
            return
        view = self._view(dataset, day, self._key)
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
        self._say_cleaned(view.key)
        self.chart.show_series(view)
        self._explain()

    def _view(self, dataset: Dataset, day: datetime.date, key: SeriesKey) -> SeriesView:
        prepared = self._prepared if dataset is self._prepared_of else None
        if prepared is None:
            return series_view(dataset, self.session.plan, day, key)
        return series_view(prepared.dataset, self.session.plan, day, key, prepared.cleaned)

    def _say_cleaned(self, key: SeriesKey) -> None:
        """What was not taken as it was recorded."""
        changes = self._prepared.changes_of(key) if self._prepared else ()
        language = self.session.wording.language
        self.cleaned.setText("\n".join(change_text(change, language) for change in changes))
        lines = min(len(changes), _CLEANED_LINES)
        self._cleaned_lines.setFixedHeight(lines * self.cleaned.fontMetrics().lineSpacing() + 2)
        self._cleaned_lines.setVisible(bool(changes))

    @Slot()
    def _explain(self) -> None:
        """Say why the day chosen is expected to sell what it is."""
        view = self.chart.view
        if view is not None:
            facts = self._prepared.facts if self._prepared else None
            line = forecast_line(self.session.plan, view.key)
            self.reasons.show_day(line, view.forecast_first, self.chart.chosen_day, facts)

    @Slot(object)
    def _show_alert(self, alert: DemandAlert) -> None:
        """Select a series that an alert is about, its days in sight; the one shown, if it is."""
        model = self.series.model
        listed = map(model.row, range(model.rowCount()))
        rows = chain(listed, model.all_rows)
        keys = chain([self._key] if self._key else [], (row.key for row in rows))
        key = next((key for key in keys if is_about(alert, key)), None)
        if key is None or self.session.day is None:
            return
        needed = (self.session.day - alert.first_date).days
        days = self.chart.history_days
        if days is not None and days < needed:
            number = next(i for i, most in enumerate(_HISTORIES) if most is None or most >= needed)
            self.histories.button(number).click()
        self.session.select(Selection(place_id=key.place_id, item_id=key.item_id))

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

    def _series_and_reasons(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING_PX)
        column.addWidget(self.series, 1)
        column.addWidget(self.reasons)
        return side

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
        column.addWidget(self._cleaned_lines)
        column.addWidget(self.method)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._series_and_reasons())
        split.addWidget(panel)
        split.setStretchFactor(1, 1)
        split.setSizes([470, 596])
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING_PX)
        layout.addWidget(self.alerts)
        layout.addWidget(split, 1)
