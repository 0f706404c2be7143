"""Why the plan orders or moves so much of a SKU today, and what other quantities would cost."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.supply import LaterSupply, OtherQuantity, ReplenishmentLine
from domain.units import major_units
from gui.charts.day_text import short_day_text
from gui.pages.page import MARGIN_PX, plain_label, scrolled
from gui.pages.supply_table import SupplyRow
from gui.session import Session
from gui.tables.column import Column, Tone
from gui.tables.low_table import LowTable
from gui.tables.row_model import RowModel

_FEWEST_LINES = 3
_WIDEST_TABLE_PX = 450
_BULLET = "•  "


class QuantityPanel(QWidget):
    """Sentences at the left, a table of other quantities beside them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._planned: int | None = None
        self.heading = plain_label(weight=QFont.Weight.DemiBold)
        self.sentences = plain_label(wraps=True)
        self.sentences.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.model: RowModel[OtherQuantity] = RowModel(self._columns(), session.colours, self)
        self.table: LowTable[OtherQuantity] = LowTable(self.model)
        self.table.setSelectionMode(LowTable.SelectionMode.SingleSelection)
        self.table.setMaximumWidth(_WIDEST_TABLE_PX)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(scrolled(self.sentences, _FEWEST_LINES), 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(MARGIN_PX)
        layout.addLayout(column, 1)
        layout.addWidget(self.table, 1, Qt.AlignmentFlag.AlignTop)
        session.colours_changed.connect(self._recolour)
        self._recolour()

    def show_lines(
        self,
        rows: Sequence[SupplyRow[ReplenishmentLine]],
        chosen: ReplenishmentLine | None,
        later: Sequence[LaterSupply],
    ) -> None:
        """Explain a SKU at a warehouse.

        Parameters
        ----------
        rows
            What is ordered and moved there today.
        chosen
            The line whose other quantities are listed; where None, the first that has any.
        later
            What is likely to be ordered and moved there later, the earliest first.
        """
        line = chosen or next((row.line for row in rows if row.line.others), None)
        is_alone = len(rows) == 1
        self.heading.setText(self._heading(rows, line))
        self.sentences.setText("\n".join(self._sentences(rows, later, names=not is_alone)))
        self._planned = line.units if line else None
        self.model.set_rows(line.others if line else ())
        self.model.retranslate()
        self.table.setVisible(bool(line and line.others))
        self.table.setAccessibleName(self.tr("Other quantities to compare with"))
        self.table.updateGeometry()

    def _heading(
        self, rows: Sequence[SupplyRow[ReplenishmentLine]], line: ReplenishmentLine | None
    ) -> str:
        if not rows:
            return self.tr("Why nothing today")
        shown = line or rows[0].line
        return self.tr("Why {units} from {place}").format(
            units=f"{shown.units:,}", place=shown.from_id
        )

    def _sentences(
        self,
        rows: Sequence[SupplyRow[ReplenishmentLine]],
        later: Sequence[LaterSupply],
        *,
        names: bool,
    ) -> list[str]:
        say = self._session.wording.say
        sentences = []
        for row in rows:
            why = say(row.line.explanation)
            sentences.append(self._named(row, why) if names else why)
            sentences += [_BULLET + say(reason) for reason in row.line.reasons]
        if not rows:
            sentences.append(self.tr("Nothing of it is to be ordered or moved here today."))
        if later:
            sentences.append(self._next(later[0]))
        return sentences

    def _named(self, row: SupplyRow[ReplenishmentLine], why: str) -> str:
        """A reason that says which line it is of."""
        order = self.tr("Order {units} from {place}: {why}")
        move = self.tr("Move {units} from {place}: {why}")
        template = move if row.is_move else order
        return template.format(units=f"{row.line.units:,}", place=row.line.from_id, why=why)

    def _next(self, line: LaterSupply) -> str:
        language = self._session.wording.language
        template = self.tr(
            "Next, likely {units} from {place}: to order on {ordered}, here on {due}."
        )
        return template.format(
            units=f"{line.units:,}",
            place=line.from_id,
            ordered=short_day_text(line.order_date, language),
            due=short_day_text(line.due_date, language),
        )

    def _columns(self) -> tuple[Column[OtherQuantity], ...]:
        return (
            Column(
                key="units",
                title=lambda: self.tr("Units today"),
                text=lambda other: f"{other.units:,}",
                value=lambda other: other.units,
                is_number=True,
                tone=self._tone,
            ),
            Column(
                key="cost",
                title=self._cost_title,
                text=lambda other: f"{self._money(other.cost_minor):,.2f}",
                value=lambda other: self._money(other.cost_minor),
                width=92,
                is_number=True,
                tone=self._tone,
            ),
            Column(
                key="more",
                title=lambda: self.tr("Difference"),
                text=self._difference,
                width=86,
                is_number=True,
                tone=self._tone,
            ),
            Column(
                key="stock_out",
                title=lambda: self.tr("Runs out"),
                text=lambda other: f"{other.stock_out_percent:.0f} %",
                value=lambda other: other.stock_out_percent,
                width=76,
                is_number=True,
                tone=self._tone,
            ),
            Column(
                key="cover",
                title=lambda: self.tr("Lasts, days"),
                text=lambda other: f"{other.cover_days:,}",
                value=lambda other: other.cover_days,
                width=88,
                is_number=True,
                tone=self._tone,
            ),
        )

    def _cost_title(self) -> str:
        currency = self._session.plan.currency if self._session.plan else ""
        return self.tr("Cost, {currency}").format(currency=currency)

    def _difference(self, other: OtherQuantity) -> str:
        """What it costs more than what is planned."""
        planned = next((o for o in self.model.all_rows if o.units == self._planned), None)
        if planned is None:
            return ""
        if other is planned:
            return self.tr("planned")
        return f"{self._money(other.cost_minor - planned.cost_minor):+,.2f}"

    def _money(self, amount_minor: int) -> float:
        plan = self._session.plan
        return float(major_units(amount_minor, plan.currency if plan else ""))

    def _tone(self, other: OtherQuantity) -> Tone:
        return Tone.PLAIN if other.units == self._planned else Tone.FAINT

    @Slot()
    def _recolour(self) -> None:
        self.model.set_look(self._session.colours)
        self.table.set_look(self._session.colours)
