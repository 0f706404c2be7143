"""The page of data: what was read, for which day to plan, and how much there is to bring."""

import datetime
from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from domain.dataset import Dataset
from gui.charts.day_text import day_text
from gui.pages.figure_row import Figure, FigureRow
from gui.pages.page import MARGIN_PX, SPACING_PX, Emptiness, Page, plain_label
from gui.pages.tables_list import TablesList, table_rows
from gui.project.table_area import TableArea
from gui.session import Session
from gui.tables.column import Tone

_DAY_PX = 26
"""Height of the choice of a day, and of the figures beside it."""


class DataPage(Page):
    """Tables at the left, the rows of one beside them; above, the day and its sums."""

    day_wanted = Signal(object)
    """Another day was chosen; a plan kept of it may be shown."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.days = QComboBox()
        self.day_caption = plain_label(faint=True)
        self.days.setMinimumHeight(_DAY_PX)
        self.figures = FigureRow(session, value_height_px=_DAY_PX)
        self.trouble = plain_label(wraps=True)
        self.problems_button = QPushButton()
        self.tables = TablesList(session)
        self.area = TableArea(session)
        self._banner = QFrame()
        self._banner.setObjectName("trouble")
        self._top = QWidget()
        self._lay_out_body()
        self.days.activated.connect(self._choose_day)
        self.problems_button.clicked.connect(self.problems_wanted)
        self.tables.table_chosen.connect(self.area.show_table)
        for changed in (session.data_changed, session.reading_changed):
            changed.connect(self.refill)
        session.edits.project_changed.connect(self.refill)
        session.colours_changed.connect(self._recolour)
        session.roads_changed.connect(self.refill)
        self._recolour()
        self.start()

    def title(self) -> str:
        """What the page is called."""
        return self.tr("Data")

    def purpose(self) -> str:
        """What the page is for."""
        return self.tr("Your tables, what is wrong in them, and the day to plan.")

    def emptiness(self) -> Emptiness | None:
        """What keeps the page from showing anything."""
        return super().emptiness() if self.session.reading is None else None

    def retranslate(self) -> None:
        """Say what stands on the page in the current language."""
        self.day_caption.setText(self.tr("day to plan"))
        self.days.setAccessibleName(self.tr("Day to plan"))
        self.days.setPlaceholderText(self.tr("Choose a day"))
        self.problems_button.setText(self.tr("Show the problems"))
        self.tables.retranslate()
        self.area.retranslate()

    def fill(self) -> None:
        """Show what the session holds."""
        reading, dataset = self.session.reading, self.session.dataset
        if reading is None:
            return
        self._top.setVisible(dataset is not None)
        self._banner.setVisible(dataset is None)
        if self.session.edits.can_edit:
            sentence = self.tr(
                "The data cannot be used yet: {errors} errors, {warnings} warnings."
                " Mend them here: their cells are marked in the tables below."
            )
        else:
            sentence = self.tr(
                "The data cannot be used yet: {errors} errors, {warnings} warnings."
                " Mend them where they were written, and open the data again."
            )
        self.trouble.setText(
            sentence.format(
                errors=f"{reading.error_count:,}", warnings=f"{reading.warning_count:,}"
            )
        )
        if dataset is not None:
            self._fill_days(dataset)
            day = self.session.day
            self.figures.show_figures(*(self._figures(dataset, day) if day else ()))
        self.tables.show_rows(table_rows(reading, self.session.problems))

    def show_cell(self, table: str, row: int, column: str) -> None:
        """Show a cell of a table, to mend it."""
        self.tables.choose(table)
        self.area.show_cell(table, row, column)

    def _fill_days(self, dataset: Dataset) -> None:
        counts = Counter(order.due_date for order in dataset.orders)
        template = self.tr("{day}  ·  {orders} orders")
        self.days.clear()
        for day in sorted(counts):
            text = day_text(day, self.session.wording.language)
            self.days.addItem(template.format(day=text, orders=f"{counts[day]:,}"), day)
        # Not by findData: it compares objects of Python by identity.
        offered = [self.days.itemData(i) for i in range(self.days.count())]
        chosen = self.session.day
        self.days.setCurrentIndex(offered.index(chosen) if chosen in offered else -1)

    def _figures(self, dataset: Dataset, day: datetime.date) -> Iterator[Figure]:
        """The day's sums; goods against what the day's vehicles can carry."""
        orders, lines = dataset.orders_due(day), dataset.lines_by_order()
        products = {product.sku: product for product in dataset.products}
        goods = [
            (products[line.sku], line.units) for order in orders for line in lines[order.order_id]
        ]
        vehicles = dataset.vehicles_on(day)
        yield Figure(value=f"{len(orders):,}", caption=self.tr("orders"))
        yield Figure(value=f"{sum(units for _, units in goods):,}", caption=self.tr("units"))
        yield self._load(
            self.tr("m³ of the vehicles' capacity"),
            sum(product.unit_volume_m3 * units for product, units in goods),
            [vehicle.capacity_m3 for vehicle in vehicles],
            decimals=1,
        )
        yield self._load(
            self.tr("kg of the vehicles' capacity"),
            sum(product.unit_weight_kg * units for product, units in goods),
            [vehicle.capacity_kg for vehicle in vehicles],
            decimals=0,
        )
        yield Figure(value=f"{len(vehicles):,}", caption=self.tr("vehicles"))
        yield Figure(value=f"{len(dataset.warehouses):,}", caption=self.tr("warehouses"))

    def _load(
        self, caption: str, load: float, capacities: list[float | None], *, decimals: int
    ) -> Figure:
        """A load against all vehicles together; the load alone where one has no limit."""
        known = [capacity for capacity in capacities if capacity is not None]
        if len(known) < len(capacities) or not sum(known):
            return Figure(value=f"{load:,.{decimals}f}", caption=caption)
        text = self.tr("{load} of {capacity} ({percent} %)").format(
            load=f"{load:,.{decimals}f}",
            capacity=f"{sum(known):,.{decimals}f}",
            percent=f"{100 * load / sum(known):,.0f}",
        )
        tone = Tone.WARNING if load > sum(known) else Tone.PLAIN
        return Figure(value=text, caption=caption, tone=tone)

    @Slot(int)
    def _choose_day(self, index: int) -> None:
        day = self.days.itemData(index)
        if day != self.session.day:
            self.session.choose_day(day)
            self.day_wanted.emit(day)

    @Slot()
    def _recolour(self) -> None:
        look = self.session.colours
        self._banner.setStyleSheet(
            f"#trouble {{ background: {look.raised}; border: 0; border-left: 3px solid {look.bad};"
            f" border-radius: 4px; }}"
        )

    def _lay_out_body(self) -> None:
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING_PX)
        layout.addWidget(self._banner)
        layout.addWidget(self._top)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.tables)
        split.addWidget(self.area)
        split.setStretchFactor(1, 1)
        split.setSizes([368, 690])
        split.setChildrenCollapsible(False)
        layout.addWidget(split, 1)
        self._lay_out_top()
        line = QHBoxLayout(self._banner)
        line.setContentsMargins(MARGIN_PX, SPACING_PX, MARGIN_PX, SPACING_PX)
        line.addWidget(self.trouble, 1)
        line.addWidget(self.problems_button)

    def _lay_out_top(self) -> None:
        choice = QVBoxLayout()
        choice.setSpacing(0)
        choice.addWidget(self.days)
        choice.addWidget(self.day_caption)
        choice.addStretch(1)
        self.day_caption.setIndent(1)
        line = QHBoxLayout(self._top)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(24)
        line.addLayout(choice)
        line.addWidget(self.figures, 1)
