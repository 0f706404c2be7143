"""Why a forecast is as it is, as a table whose figures add up; or on what it rests."""

import datetime

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.demand import SeriesKey
from domain.plan import ForecastLine
from forecasting.known_facts import KnownFacts
from gui.charts.day_text import day_text
from gui.charts.span_names import one_line
from gui.charts.waterfall_cell import WaterfallCell
from gui.pages.forecast_reasons import (
    EXPECTED,
    USUAL,
    Reason,
    explanation_of,
    forecast_reasons,
    has_reasons,
)
from gui.pages.page import plain_label
from gui.panels.forecast_basis import basis_sentence
from gui.session import Session
from gui.tables.column import Column, Tone
from gui.tables.low_table import LowTable
from gui.tables.row_model import RowModel

_STEPS_COLUMN = 2


class ReasonsPanel(QWidget):
    """Explains one day of a forecast, and the sum of its days beside it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._line: ForecastLine | None = None
        self._day = datetime.date.min
        self._event = self._promotion = ""
        self.sentence = plain_label(faint=True, wraps=True)
        self.model: RowModel[Reason] = RowModel(self._columns(), session.colours, self)
        self.table = LowTable(self.model)
        self._steps = WaterfallCell(self.model, lambda reason: reason.step, self.table)
        self.table.setItemDelegateForColumn(_STEPS_COLUMN, self._steps)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.sentence)
        layout.addWidget(self.table)
        session.colours_changed.connect(self._recolour)
        self._recolour()

    def show_day(
        self,
        line: ForecastLine | None,
        first: datetime.date,
        day: datetime.date | None,
        facts: KnownFacts | None,
    ) -> None:
        """Explain a day of a forecast.

        Parameters
        ----------
        line
            The forecast; None for none.
        first, day
            The first day forecast, and the one to explain.
        facts
            Holidays and promotions that the day may be named by.
        """
        is_explained = line is not None and day is not None and has_reasons(line)
        self.table.setVisible(is_explained)
        self.sentence.setVisible(line is not None and not is_explained)
        self.model.set_rows(())
        self._line = line
        if line is None or day is None:
            return
        if not is_explained:
            self.sentence.setText(basis_sentence(line.basis))
            return
        self._explain(line, first, day, facts)

    def _explain(
        self,
        line: ForecastLine,
        first: datetime.date,
        day: datetime.date,
        facts: KnownFacts | None,
    ) -> None:
        from forecasting.explain.told import DayNames, day_names, explanation_messages

        key = SeriesKey(place_id=line.place_id, item_id=line.item_id)
        names = day_names(facts, key, day) if facts is not None else DayNames()
        explanation, number = explanation_of(line), (day - first).days
        self._day, self._event, self._promotion = day, names.event, names.promotion
        self.model.set_rows(forecast_reasons(explanation, number))
        self.model.retranslate()
        said = map(self._session.wording.say, explanation_messages(explanation, 0, number, names))
        self.table.setAccessibleName(self.tr("Why this is expected"))
        self.table.setAccessibleDescription("\n".join(said))
        self.table.updateGeometry()

    def _columns(self) -> tuple[Column[Reason], ...]:
        return (
            Column(
                key="cause",
                title=self._title,
                text=self._cause,
                width=170,
                is_sum=_is_total,
            ),
            Column(
                key="day",
                title=lambda: day_text(self._day, self._session.wording.language),
                text=lambda reason: _units(reason, reason.day_units),
                value=lambda reason: reason.day_units,
                width=142,
                is_number=True,
                is_sum=_is_total,
            ),
            Column(key="step", title=lambda: "", text=lambda _: "", width=76, is_sum=_is_total),
            Column(
                key="sum",
                title=self._all_days,
                text=lambda reason: _units(reason, reason.sum_units),
                value=lambda reason: reason.sum_units,
                width=76,
                is_number=True,
                tone=lambda _: Tone.FAINT,
                is_sum=_is_total,
            ),
        )

    def _title(self) -> str:
        item_id = self._line.item_id if self._line else ""
        return self.tr("Why {item}").format(item=one_line(item_id))

    def _all_days(self) -> str:
        return self.tr("{days} days").format(days=len(self._line.mean) if self._line else 0)

    def _cause(self, reason: Reason) -> str:
        event, promotion = self.tr("Event “{name}”"), self.tr("Promotion “{name}”")
        return {
            USUAL: self.tr("Usual for the weekday"),
            "season": self.tr("Season"),
            "last_year": self.tr("Same days last year"),
            "event": event.format(name=self._event) if self._event else self.tr("Holidays, events"),
            "promotion": (
                promotion.format(name=self._promotion) if self._promotion else self.tr("Promotions")
            ),
            "price": self.tr("Price"),
            "neighbours": self.tr("Sales of like series"),
            "recent_level": self.tr("Recent level"),
            EXPECTED: self.tr("Expected"),
        }[reason.cause]

    @Slot()
    def _recolour(self) -> None:
        self.model.set_look(self._session.colours)
        self.table.set_look(self._session.colours)
        self._steps.set_look(self._session.colours)


def _is_total(reason: Reason) -> bool:
    return reason.cause == EXPECTED


def _units(reason: Reason, units: float) -> str:
    """Units; those that add or take away with their sign."""
    is_step = reason.cause not in {USUAL, EXPECTED} and units
    return f"{units:+,.1f}" if is_step else f"{units:,.1f}"
