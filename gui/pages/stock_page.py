"""The page of stock: what to order and to move, and how the stock of each SKU goes on."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from domain.dataset import Dataset
from domain.demand import SeriesKey
from domain.products import ANY_SKU
from gui.charts.day_text import short_day_text
from gui.charts.stock_chart import StockChart
from gui.charts.stock_projection import StockProjection, project_stock
from gui.pages.figure_row import Figure, FigureRow
from gui.pages.later_table import LaterTable
from gui.pages.page import SPACING_PX, Emptiness, Page, plain_label
from gui.pages.quantity_panel import QuantityPanel
from gui.pages.scarce_table import ScarceTable
from gui.pages.stock_alerts_table import StockAlertsTable
from gui.pages.stock_figures import StockFigures
from gui.pages.stock_table import StockTable
from gui.session import Session
from gui.tables.column import Tone
from gui.tables.table_panel import TablePanel
from maps.picture.plan_facts import with_name

if TYPE_CHECKING:
    from domain.supply import LaterSupply


class StockPage(Page):
    """Figures on top, lines of the plan at the left, the stock of one SKU beside them.

    Why so much of the SKU is ordered stands below both. The SKU shown is the one
    selected; it stays while other things are.
    """

    what_if_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.figures = StockFigures(session)
        self.what_if = QPushButton()
        self.lines = StockTable(session)
        self.later = LaterTable(session)
        self.alerts = StockAlertsTable(session)
        self.scarce = ScarceTable(session)
        self.tabs = QTabWidget()
        self.chart = StockChart(session)
        self.sku_name = plain_label(weight=QFont.Weight.DemiBold)
        self.facts = FigureRow(session)
        self.reasons = QuantityPanel(session)
        self._key: SeriesKey | None = None
        self._later: dict[SeriesKey, list[LaterSupply]] = {}
        self._lay_out_body()
        for table in self._tables():
            table.title_changed.connect(self._count)
        self.what_if.clicked.connect(self.what_if_wanted)
        self.lines.table.selectionModel().selectionChanged.connect(self._explain)
        session.selection_changed.connect(self._follow)
        self.start()

    def title(self) -> str:
        """What the page is called."""
        return self.tr("Stock")

    def purpose(self) -> str:
        """What the page is for."""
        return self.tr("What to order and to move, and how long the stock of each SKU lasts.")

    def emptiness(self) -> Emptiness | None:
        """What keeps the page from showing anything."""
        lack = super().emptiness()
        if lack is not None:
            return lack
        if self.session.shown_dataset is not None and self.session.shown_dataset.stock is None:
            return Emptiness(
                sentence=self.tr(
                    "The data hold no stock table, so what lies in the warehouses is unknown."
                    " Add a table stock and open the data again."
                )
            )
        return self.no_plan()

    @Slot()
    def refill(self) -> None:
        """Show the body, or what to do first; without a plan there is nothing to compare with."""
        super().refill()
        self.what_if.setVisible(not self.is_empty)

    def retranslate(self) -> None:
        """Say what stands on the page in the current language."""
        self.chart.setAccessibleName(self.tr("Chart of stock; arrow keys read out the days"))
        self.what_if.setText(self.tr("What if..."))
        self.what_if.setToolTip(
            self.tr("Change demand, lead time, room, service or budget, and compare the plans")
        )
        self.tabs.setAccessibleName(self.tr("Lists of the stock plan"))
        self._count()

    def fill(self) -> None:
        """Show what the session holds."""
        places = (
            {w.warehouse_id for w in self.session.shown_dataset.warehouses}
            if self.session.shown_dataset
            else set()
        )
        if self._key is None or self._key.place_id not in places:
            self._key = self._first_key()
        self._later = {}
        for row in self.later.model.all_rows:
            key = SeriesKey(place_id=row.line.to_id, item_id=row.line.sku)
            self._later.setdefault(key, []).append(row.line)
        self.figures.show_plan(self.session.plan)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """Show the SKU selected, or else the one shown before."""
        dataset, day = self.session.shown_dataset, self.session.day
        selection = self.session.selection
        if selection.place_id and selection.item_id:
            self._key = SeriesKey(place_id=selection.place_id, item_id=selection.item_id)
        if self._key is None or dataset is None or day is None or self.is_empty:
            self.chart.show_stock(None)
            return
        projection = project_stock(dataset, self.session.plan, day, self._key)
        name = next((p.name for p in dataset.products if p.sku == self._key.item_id), "")
        self.sku_name.setText(
            self.tr("{item} at {place}").format(
                item=with_name(self._key.item_id, name), place=self._key.place_id
            )
        )
        self._show_facts(dataset, projection, self._key)
        self.chart.show_stock(projection)
        self._explain()

    @Slot()
    def _explain(self) -> None:
        """Say why so much of the SKU shown is ordered and moved."""
        key = self._key
        if key is None:
            return
        here = (key.place_id, key.item_id)
        rows = [r for r in self.lines.model.all_rows if (r.line.to_id, r.line.sku) == here]
        selected = self.lines.selected_line()
        chosen = next((row.line for row in rows if row.line is selected), None)
        self.reasons.show_lines(rows, chosen, self._later.get(key, ()))

    def _show_facts(self, dataset: Dataset, projection: StockProjection, key: SeriesKey) -> None:
        short = projection.first_short_day
        covered = self.tr("not in {days} days").format(days=len(projection.level))
        self.facts.show_figures(
            Figure(value=f"{projection.on_hand:,}", caption=self.tr("on hand")),
            Figure(value=f"{projection.reserved:,}", caption=self.tr("reserved")),
            Figure(value=f"{projection.on_order:,}", caption=self.tr("on order")),
            Figure(value=self._lead_time_text(dataset, key), caption=self.tr("lead time")),
            Figure(
                value=short_day_text(short, self.session.wording.language) if short else covered,
                caption=self.tr("runs short"),
                tone=Tone.BAD if short else Tone.GOOD,
            ),
        )

    def _lead_time_text(self, dataset: Dataset, key: SeriesKey) -> str:
        """Days over the lanes of the SKU; those of any SKU count where it has none of its own."""
        lanes = [lane for lane in dataset.supply_lanes if lane.to_id == key.place_id]
        own = [lane.lead_time_days for lane in lanes if lane.sku == key.item_id]
        days = own or [lane.lead_time_days for lane in lanes if lane.sku == ANY_SKU]
        if not days:
            return self.tr("no lane")
        if min(days) == max(days):
            return self.tr("{days} days").format(days=f"{min(days):g}")
        return self.tr("{fewest} to {most} days").format(
            fewest=f"{min(days):g}", most=f"{max(days):g}"
        )

    def _first_key(self) -> SeriesKey | None:
        rows = self.lines.model.all_rows
        if not rows:
            return None
        return SeriesKey(place_id=rows[0].line.to_id, item_id=rows[0].line.sku)

    def _tables(self) -> tuple[TablePanel[Any], ...]:
        return (self.lines, self.later, self.alerts, self.scarce)

    @Slot()
    def _count(self) -> None:
        """Say on each tab how many rows it has."""
        captions = (self.tr("Today"), self.tr("Later"), self.tr("Alerts"), self.tr("Scarce"))
        for i, (caption, table) in enumerate(zip(captions, self._tables(), strict=True)):
            self.tabs.setTabText(i, f"{caption} {table.row_count():,}")
            self.tabs.setTabToolTip(i, table.title())

    def _lay_out_body(self) -> None:
        for table in self._tables():
            table.line.setContentsMargins(0, 4, 0, 4)
            self.tabs.addTab(table, "")
        self.tabs.setDocumentMode(True)
        self.head.addWidget(self.what_if)
        above = QSplitter(Qt.Orientation.Horizontal)
        above.addWidget(self.tabs)
        above.addWidget(self._sku_panel())
        above.setStretchFactor(0, 1)
        above.setStretchFactor(1, 1)
        above.setSizes([480, 460])
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(above)
        split.addWidget(self.reasons)
        split.setStretchFactor(0, 1)
        split.setSizes([300, 200])
        for part in (above, split):
            part.setChildrenCollapsible(False)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING_PX)
        layout.addWidget(self.figures)
        layout.addWidget(split, 1)

    def _sku_panel(self) -> QWidget:
        """The stock of one SKU: its figures and its chart."""
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(SPACING_PX, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.sku_name)
        column.addWidget(self.facts)
        column.addWidget(self.chart, 1)
        return panel
