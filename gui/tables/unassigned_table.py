"""The orders that nobody serves."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.plan import Unassigned
from domain.units import major_units
from gui.session import Selection, Session
from gui.tables.column import Column, Tone
from gui.tables.table_panel import TablePanel
from maps.picture.plan_text import PlanText


@dataclass(frozen=True, slots=True)
class UnassignedRow:
    """An order left out."""

    unassigned: Unassigned
    text: PlanText


class UnassignedTable(TablePanel[UnassignedRow]):
    """Why each order is left out, what would let it in, and what leaving it out costs."""

    def __init__(self, session: Session) -> None:
        self._number_of: dict[str, int] = {}
        super().__init__(session)
        session.language_changed.connect(self.refill)
        self.start()

    def title(self) -> str:
        """What the table is called."""
        return self.tr("Unassigned")

    def empty_sentence(self) -> str:
        """Why there are no rows, and what to do next."""
        if self.session.plan is not None:
            return self.tr("Every order is served. There is nothing to do here.")
        return self.tr("No plan yet. Once there is one, the orders it leaves out are listed here.")

    def make_rows(self) -> Sequence[UnassignedRow]:
        """The orders left out, as the plan names them."""
        text = self.session.plan_text
        left_out = text.plan.unassigned if text else ()
        self._number_of = {order.order_id: i for i, order in enumerate(left_out)}
        return [UnassignedRow(order, text) for order in left_out] if text else []

    def selection_of(self, row: UnassignedRow) -> Selection:
        """The row's order."""
        return Selection(order_id=row.unassigned.order_id)

    def number_of(self, selection: Selection) -> int | None:
        """The row of the order selected."""
        return self._number_of.get(selection.order_id)

    def make_columns(self) -> Sequence[Column[UnassignedRow]]:
        """The columns, from left to right."""
        return (
            Column(
                key="order",
                title=self.word("sheet.order"),
                text=lambda row: row.unassigned.order_id,
                width=90,
            ),
            Column(
                key="customer",
                title=self.word("sheet.customer"),
                text=_customer,
                width=160,
            ),
            Column(
                key="cost",
                title=self._cost_title,
                text=lambda row: f"{_cost(row):,f}",
                value=_cost,
                width=164,
                is_number=True,
                tone=lambda row: Tone.BAD,
            ),
            Column(
                key="reason",
                title=self.word("sheet.reason"),
                text=lambda row: row.text.sentence(row.unassigned.reason),
                width=430,
            ),
            Column(
                key="relaxation",
                title=self.word("stock.would_help"),
                text=_relaxation,
                width=380,
            ),
        )

    def _cost_title(self) -> str:
        plan = self.session.plan
        if plan is None:
            return self.tr("Cost left out")
        return self.tr("Cost left out ({currency})").format(currency=plan.currency)


def _customer(row: UnassignedRow) -> str:
    order = row.text.order(row.unassigned.order_id)
    return order.customer_name if order else ""


def _cost(row: UnassignedRow) -> Decimal:
    return major_units(row.unassigned.cost_minor, row.text.plan.currency)


def _relaxation(row: UnassignedRow) -> str:
    relaxation = row.unassigned.relaxation
    return row.text.sentence(relaxation) if relaxation else ""
