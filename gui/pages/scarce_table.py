"""What the stock plan has too little of, and what more of it would save."""

from collections.abc import Sequence

from domain.supply import Scarcity
from domain.units import MINOR_DIGITS, major_units
from gui.charts.day_text import short_day_text
from gui.session import Selection, Session
from gui.tables.column import Column
from gui.tables.table_panel import TablePanel


class ScarceTable(TablePanel[Scarcity]):
    """Lists what is scarce as the plan has it; its warehouse is selected with each."""

    def __init__(self, session: Session) -> None:
        self._numbers: dict[str, int] = {}
        super().__init__(session)
        self.start()

    def title(self) -> str:
        """What the table is called."""
        return self.tr("What there is too little of, the dearest first")

    def empty_sentence(self) -> str:
        """Why there are no rows."""
        return self.tr("Nothing is scarce: room, hands and money suffice for what is best.")

    def make_rows(self) -> Sequence[Scarcity]:
        """What is scarce, the dearest first."""
        plan = self.session.plan
        scarce = plan.stock_summary.scarce if plan and plan.stock_summary else ()
        self._numbers = {}
        for i, thing in enumerate(scarce):
            self._numbers.setdefault(thing.warehouse_id, i)
        return scarce

    def selection_of(self, row: Scarcity) -> Selection | None:
        """The warehouse, where it is of one."""
        return Selection(place_id=row.warehouse_id) if row.warehouse_id else None

    def number_of(self, selection: Selection) -> int | None:
        """What is dearest of the warehouse selected."""
        if not selection.place_id or selection.item_id:
            return None
        return self._numbers.get(selection.place_id)

    def make_columns(self) -> Sequence[Column[Scarcity]]:
        """The columns, from left to right."""
        return (
            Column(key="kind", title=lambda: self.tr("Scarce"), text=self._kind, width=136),
            Column(
                key="warehouse",
                title=lambda: self.tr("Warehouse"),
                text=lambda thing: thing.warehouse_id,
                width=84,
            ),
            Column(
                key="date",
                title=lambda: self.tr("Day"),
                text=self._day,
                value=lambda thing: thing.date.toordinal() if thing.date else None,
                copied=lambda thing: thing.date.isoformat() if thing.date else "",
                width=76,
                is_number=True,
            ),
            Column(
                key="price",
                title=lambda: self.tr("One more would save"),
                text=self._price,
                value=lambda thing: thing.price_minor,
                copied=self._price,
                width=160,
                is_number=True,
            ),
        )

    def _kind(self, thing: Scarcity) -> str:
        return {
            "receiving": self.tr("Goods-in capacity"),
            "storage": self.tr("Storage room"),
            "outbound": self.tr("Goods-out capacity"),
            "budget": self.tr("Budget"),
        }.get(thing.kind, thing.kind)

    def _day(self, thing: Scarcity) -> str:
        if thing.date is None:
            return ""
        return short_day_text(thing.date, self.session.wording.language)

    def _price(self, thing: Scarcity) -> str:
        """Money per unit of what is scarce."""
        plan = self.session.plan
        currency = plan.currency if plan else ""
        if thing.kind == "budget":
            return self.tr("{price} per {currency}").format(
                price=f"{thing.price_minor:,.2f} {currency}", currency=currency
            )
        digits = MINOR_DIGITS.get(currency, 2)
        price = f"{thing.price_minor * float(major_units(1, currency)):,.{digits}f} {currency}"
        template = (
            self.tr("{price} per move") if thing.kind == "outbound" else self.tr("{price} per m³")
        )
        return template.format(price=price)
