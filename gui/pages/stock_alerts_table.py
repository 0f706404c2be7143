"""What about the stock a planner should look at, the dearest first."""

from collections.abc import Sequence

from PySide6.QtCore import Slot

from domain.stock_alert import StockAlert, StockAlertKind
from domain.units import major_units
from gui.charts.day_text import short_day_text
from gui.pages.page import in_lines, plain_label
from gui.session import Selection, Session
from gui.tables.column import Column, Tone
from gui.tables.table_panel import TablePanel

_URGENT = frozenset({StockAlertKind.STOCK_OUT, StockAlertKind.PEAK, StockAlertKind.CAPACITY})
"""Kinds by which customers may go without."""

_SENTENCE_LINES = 3


class StockAlertsTable(TablePanel[StockAlert]):
    """Lists the alerts; its SKU, or else its warehouse, is selected with each.

    The sentence of the alert selected stands below them.
    """

    def __init__(self, session: Session) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        self.sentence = plain_label(wraps=True)
        super().__init__(session)
        self.column.addWidget(in_lines(self.sentence, _SENTENCE_LINES))
        self.table.selectionModel().selectionChanged.connect(self._tell)
        self.model.modelReset.connect(self._tell)
        session.language_changed.connect(self._tell)
        self.start()

    @Slot()
    def _tell(self) -> None:
        """Say all of the alert selected: its row is cut where the window is narrow."""
        positions = self.table.selected_positions()
        alert = self.model.row(positions[0]) if positions else None
        self.sentence.setText(self.session.wording.say(alert.message) if alert else "")

    def title(self) -> str:
        """What the table is called."""
        return self.tr("Alerts about the stock, the dearest first")

    def empty_sentence(self) -> str:
        """Why there are no rows."""
        return self.tr("There is nothing about the stock to look at.")

    def make_rows(self) -> Sequence[StockAlert]:
        """The alerts of the plan, the dearest first; those without a price last."""
        plan = self.session.plan
        alerts = sorted(
            plan.stock_alerts if plan else (),
            key=lambda alert: -(alert.money_at_risk_minor or 0),
        )
        self._numbers = {}
        for i, alert in enumerate(alerts):
            self._numbers.setdefault((alert.warehouse_id, alert.sku), i)
        return alerts

    def selection_of(self, row: StockAlert) -> Selection:
        """The SKU at the warehouse, or the warehouse."""
        return Selection(place_id=row.warehouse_id, item_id=row.sku)

    def number_of(self, selection: Selection) -> int | None:
        """The dearest alert about what is selected."""
        return self._numbers.get((selection.place_id, selection.item_id))

    def make_columns(self) -> Sequence[Column[StockAlert]]:
        """The columns, from left to right."""
        return (
            Column(
                key="risk",
                title=self._risk_title,
                text=lambda alert: "" if (risk := self._risk(alert)) is None else f"{risk:,.0f}",
                value=self._risk,
                width=92,
                is_number=True,
                tone=_tone,
            ),
            Column(key="kind", title=lambda: self.tr("What"), text=self._kind, width=108),
            Column(
                key="date",
                title=lambda: self.tr("Day"),
                text=lambda alert: short_day_text(alert.date, self.session.wording.language),
                value=lambda alert: alert.date.toordinal(),
                copied=lambda alert: alert.date.isoformat(),
                width=76,
                is_number=True,
            ),
            Column(
                key="warehouse",
                title=lambda: self.tr("Where"),
                text=lambda alert: alert.warehouse_id,
                width=60,
            ),
            Column(key="sku", title=self.word("stock.sku"), text=lambda alert: alert.sku, width=80),
            Column(
                key="chance",
                title=lambda: self.tr("Chance"),
                text=self._chance,
                value=lambda alert: 1.0 if alert.chance is None else alert.chance,
                width=68,
                is_number=True,
            ),
            Column(
                key="sentence",
                title=lambda: self.tr("What is known"),
                text=lambda alert: self.session.wording.say(alert.message),
                width=420,
            ),
        )

    def _risk_title(self) -> str:
        currency = self.session.plan.currency if self.session.plan else ""
        return self.tr("At risk, {currency}").format(currency=currency)

    def _risk(self, alert: StockAlert) -> float | None:
        plan = self.session.plan
        if plan is None or alert.money_at_risk_minor is None:
            return None
        return float(major_units(alert.money_at_risk_minor, plan.currency))

    def _kind(self, alert: StockAlert) -> str:
        return {
            StockAlertKind.STOCK_OUT: self.tr("May run out"),
            StockAlertKind.OVERSTOCK: self.tr("Too much"),
            StockAlertKind.EXPIRY: self.tr("May expire"),
            StockAlertKind.OVERDUE_INBOUND: self.tr("Overdue"),
            StockAlertKind.CAPACITY: self.tr("Over capacity"),
            StockAlertKind.PEAK: self.tr("Peak ahead"),
        }[alert.kind]

    def _chance(self, alert: StockAlert) -> str:
        if alert.chance is None:
            return self.tr("certain")
        return f"{100 * alert.chance:.0f} %"


def _tone(alert: StockAlert) -> Tone:
    return Tone.BAD if alert.kind in _URGENT else Tone.WARNING
