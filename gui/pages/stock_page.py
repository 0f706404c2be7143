"""The page of stock: what to order and to move, and how the stock of each SKU goes on."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from domain.dataset import Dataset
from domain.demand import SeriesKey
from domain.products import ANY_SKU
from gui.charts.day_text import short_day_text
from gui.charts.stock_chart import StockChart
from gui.charts.stock_projection import StockProjection, project_stock
from gui.pages.figure_row import Figure, FigureRow
from gui.pages.page import SMALL_POINTS, SPACING_PX, Emptiness, Page, in_lines, plain_label
from gui.pages.stock_table import StockTable
from gui.session import Session
from gui.tables.column import Tone
from maps.picture.plan_facts import with_name

_REASON_LINES = 4


class StockPage(Page):
    """Lines of the plan at the left, the stock of one SKU at a warehouse beside them.

    The chart shows the SKU selected, and keeps it while other things are.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.lines = StockTable(session)
        self.lines.line.setContentsMargins(0, 4, 0, 4)
        self.chart = StockChart(session)
        self.sku_name = plain_label(weight=QFont.Weight.DemiBold)
        self.facts = FigureRow(session)
        self.reason = plain_label(points=SMALL_POINTS, faint=True, wraps=True)
        self._key: SeriesKey | None = None
        self._lay_out_body()
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
        if self.session.dataset is not None and self.session.dataset.stock is None:
            return Emptiness(
                sentence=self.tr(
                    "The data hold no stock table, so what lies in the warehouses is unknown."
                    " Add a table stock and open the data again."
                )
            )
        return self.no_plan()

    def retranslate(self) -> None:
        """Say what stands on the page in the current language."""
        self.chart.setAccessibleName(self.tr("Chart of stock; arrow keys read out the days"))

    def fill(self) -> None:
        """Show what the session holds."""
        places = (
            {w.warehouse_id for w in self.session.dataset.warehouses}
            if self.session.dataset
            else set()
        )
        if self._key is None or self._key.place_id not in places:
            self._key = self._first_key()
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """Show the SKU selected, or else the one shown before."""
        dataset, day = self.session.dataset, self.session.day
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
        self.reason.setText("\n".join(self._reasons(self._key)))
        self.chart.show_stock(projection)

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

    def _reasons(self, key: SeriesKey) -> list[str]:
        """Why the plan orders and moves what it does here."""
        wanted = (key.place_id, key.item_id)
        order = self.tr("Order {units} from {place}: {why}")
        move = self.tr("Move {units} from {place}: {why}")
        return [
            (move if row.is_move else order).format(
                units=f"{row.line.units:,}",
                place=row.line.from_id,
                why=self.session.wording.say(row.line.explanation),
            )
            for row in self.lines.model.all_rows
            if (row.line.to_id, row.line.sku) == wanted
        ]

    def _first_key(self) -> SeriesKey | None:
        rows = self.lines.model.all_rows
        if not rows:
            return None
        return SeriesKey(place_id=rows[0].line.to_id, item_id=rows[0].line.sku)

    def _lay_out_body(self) -> None:
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(SPACING_PX, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.sku_name)
        column.addWidget(self.facts)
        column.addWidget(self.chart, 1)
        column.addWidget(in_lines(self.reason, _REASON_LINES))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.lines)
        split.addWidget(panel)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setSizes([560, 480])
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
