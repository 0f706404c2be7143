"""What the plan orders and moves today, a row per line."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from domain.supply import ReplenishmentLine
from domain.units import major_units
from gui.pages.supply_table import SupplyRow, SupplyTable
from gui.session import Session
from gui.tables.column import Column


class StockTable(SupplyTable[ReplenishmentLine]):
    """Lists what to order, then what to move; all of it today, so the day takes no room."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        keys = [column.key for column in self.model.columns]
        self.table.setColumnHidden(keys.index("order_on"), True)

    def title(self) -> str:
        """What the table is called."""
        return self.tr("To order and to move")

    def empty_sentence(self) -> str:
        """Why there are no rows."""
        if self.session.shown_dataset is not None and self.session.shown_dataset.stock is None:
            return self.tr("The data hold no stock table, so nothing can be ordered or moved.")
        return self.tr("Nothing is to be ordered or moved: the stock covers the demand expected.")

    def lines(self) -> Iterable[tuple[bool, ReplenishmentLine]]:
        """Lines to order, then lines to move, as the plan has them."""
        plan = self.session.plan
        if plan is not None:
            yield from ((False, line) for line in plan.replenishment)
            yield from ((True, line) for line in plan.transfers)

    def selected_line(self) -> ReplenishmentLine | None:
        """The line of the row selected; None where there is none or more than one."""
        positions = self.table.selected_positions()
        return self.model.row(positions[0]).line if len(positions) == 1 else None

    def make_columns(self) -> Sequence[Column[SupplyRow[ReplenishmentLine]]]:
        """The columns, from left to right."""
        return (
            *super().make_columns(),
            Column(
                key="cost",
                title=self._cost_title,
                text=lambda row: f"{self._cost(row):,f}",
                value=self._cost,
                width=92,
                is_number=True,
            ),
            Column(
                key="why",
                title=self.word("stock.why"),
                text=lambda row: self.session.wording.say(row.line.explanation),
                width=320,
            ),
        )

    def _cost_title(self) -> str:
        plan = self.session.plan
        if plan is None:
            return self.tr("Cost")
        return self.session.wording.text("stock.cost", {"currency": plan.currency})

    def _cost(self, row: SupplyRow[ReplenishmentLine]) -> Decimal:
        plan = self.session.plan
        return major_units(row.line.cost_minor, plan.currency if plan else "")
