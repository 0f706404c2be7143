"""What the tables of supply have in common: lines to order and to move, a row each."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.supply import LaterSupply, ReplenishmentLine
from gui.charts.day_text import short_day_text
from gui.session import Selection, Session
from gui.tables.column import Column
from gui.tables.table_panel import TablePanel

LineT = TypeVar("LineT", ReplenishmentLine, LaterSupply)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyRow(Generic[LineT]):
    """A line, to order or to move, with the name of its SKU."""

    line: LineT
    is_move: bool
    name: str


class SupplyTable(TablePanel[SupplyRow[LineT]]):
    """Lists lines; the SKU of the one selected is shown in the chart."""

    def __init__(self, session: Session) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        super().__init__(session)
        self.start()

    @abstractmethod
    def lines(self) -> Iterable[tuple[bool, LineT]]:
        """The lines there are now, each with whether it is moved."""

    def make_rows(self) -> Sequence[SupplyRow[LineT]]:
        """The lines as the plan has them."""
        dataset = self.session.shown_dataset
        names = {p.sku: p.name for p in dataset.products} if dataset else {}
        rows = [
            SupplyRow(line=line, is_move=is_move, name=names.get(line.sku, ""))
            for is_move, line in self.lines()
        ]
        self._numbers = {}
        for i, row in enumerate(rows):
            self._numbers.setdefault((row.line.to_id, row.line.sku), i)
        return rows

    def selection_of(self, row: SupplyRow[LineT]) -> Selection:
        """The SKU at the warehouse that the line goes to."""
        return Selection(place_id=row.line.to_id, item_id=row.line.sku)

    def number_of(self, selection: Selection) -> int | None:
        """The first line of the SKU at the warehouse selected."""
        return self._numbers.get((selection.place_id, selection.item_id))

    def make_columns(self) -> Sequence[Column[SupplyRow[LineT]]]:
        """The columns, from left to right."""
        word = self.word
        return (
            Column(
                key="kind",
                title=lambda: self.tr("What"),
                text=lambda row: self.tr("Move") if row.is_move else self.tr("Order"),
                width=58,
            ),
            Column(key="sku", title=word("stock.sku"), text=lambda row: row.line.sku, width=80),
            Column(
                key="product", title=word("stock.product"), text=lambda row: row.name, width=136
            ),
            Column(
                key="from", title=word("stock.from"), text=lambda row: row.line.from_id, width=54
            ),
            Column(key="to", title=word("stock.to"), text=lambda row: row.line.to_id, width=46),
            Column(
                key="units",
                title=word("stock.units"),
                text=lambda row: f"{row.line.units:,}",
                value=lambda row: row.line.units,
                width=64,
                is_number=True,
            ),
            Column(
                key="order_on",
                title=word("stock.order_on"),
                text=lambda row: short_day_text(row.line.order_date, self.session.wording.language),
                value=lambda row: row.line.order_date.toordinal(),
                copied=lambda row: row.line.order_date.isoformat(),
                width=76,
                is_number=True,
            ),
            Column(
                key="arrives_on",
                title=word("stock.arrives_on"),
                text=lambda row: short_day_text(row.line.due_date, self.session.wording.language),
                value=lambda row: row.line.due_date.toordinal(),
                copied=lambda row: row.line.due_date.isoformat(),
                width=80,
                is_number=True,
            ),
        )
