"""What the plan orders and moves, a row per line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from domain.supply import ReplenishmentLine
from domain.units import major_units
from gui.charts.day_text import short_day_text
from gui.session import Selection, Session
from gui.tables.column import Column
from gui.tables.table_panel import TablePanel


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRow:
    """A line of the plan, to order or to move, with the name of its SKU."""

    line: ReplenishmentLine
    is_move: bool
    name: str


class StockTable(TablePanel[StockRow]):
    """Lists the lines; the SKU of the one selected is shown in the chart."""

    def __init__(self, session: Session) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        super().__init__(session)
        self.start()

    def title(self) -> str:
        """What the table is called."""
        return self.tr("To order and to move")

    def empty_sentence(self) -> str:
        """Why there are no rows."""
        if self.session.dataset is not None and self.session.dataset.stock is None:
            return self.tr("The data hold no stock table, so nothing can be ordered or moved.")
        return self.tr("Nothing is to be ordered or moved: the stock covers the demand expected.")

    def make_rows(self) -> Sequence[StockRow]:
        """Lines to order, then lines to move, as the plan has them."""
        plan, dataset = self.session.plan, self.session.dataset
        names = {p.sku: p.name for p in dataset.products} if dataset else {}
        kinds = ((False, plan.replenishment), (True, plan.transfers)) if plan else ()
        rows = [
            StockRow(line=line, is_move=is_move, name=names.get(line.sku, ""))
            for is_move, lines in kinds
            for line in lines
        ]
        self._numbers = {}
        for i, row in enumerate(rows):
            self._numbers.setdefault((row.line.to_id, row.line.sku), i)
        return rows

    def selection_of(self, row: StockRow) -> Selection:
        """The SKU at the warehouse that the line goes to."""
        return Selection(place_id=row.line.to_id, item_id=row.line.sku)

    def number_of(self, selection: Selection) -> int | None:
        """The first line of the SKU at the warehouse selected."""
        return self._numbers.get((selection.place_id, selection.item_id))

    def make_columns(self) -> Sequence[Column[StockRow]]:
        """The columns, from left to right."""
        word = self._word
        return (
            Column(
                key="kind",
                title=lambda: self.tr("What"),
                text=lambda row: self.tr("Move") if row.is_move else self.tr("Order"),
                width=64,
            ),
            Column(key="sku", title=word("stock.sku"), text=lambda row: row.line.sku, width=84),
            Column(
                key="product", title=word("stock.product"), text=lambda row: row.name, width=150
            ),
            Column(
                key="from", title=word("stock.from"), text=lambda row: row.line.from_id, width=68
            ),
            Column(key="to", title=word("stock.to"), text=lambda row: row.line.to_id, width=56),
            Column(
                key="units",
                title=word("stock.units"),
                text=lambda row: f"{row.line.units:,}",
                value=lambda row: row.line.units,
                width=64,
                is_number=True,
            ),
            *self._date_columns(word),
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
                title=word("stock.why"),
                text=lambda row: self.session.wording.say(row.line.explanation),
                width=320,
            ),
        )

    def _date_columns(
        self, word: Callable[[str], Callable[[], str]]
    ) -> tuple[Column[StockRow], ...]:
        return (
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

    def _word(self, code: str) -> Callable[[], str]:
        return partial(_text_of, self.session, code)

    def _cost_title(self) -> str:
        plan = self.session.plan
        if plan is None:
            return self.tr("Cost")
        return self.session.wording.text("stock.cost", {"currency": plan.currency})

    def _cost(self, row: StockRow) -> Decimal:
        plan = self.session.plan
        return major_units(row.line.cost_minor, plan.currency if plan else "")


def _text_of(session: Session, code: str) -> str:
    return session.wording.text(code)
