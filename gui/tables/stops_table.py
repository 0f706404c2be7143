"""The stops of the plan, or of the route selected."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox

from domain.plan import Route, Stop, StopKind
from gui.session import Selection, Session, stop_selection
from gui.tables.column import Column, Tone
from gui.tables.routes_table import clock_duration, route_chip
from gui.tables.stop_name import joined, stop_name
from gui.tables.table_panel import TablePanel
from maps.picture.plan_facts import numbered_stops
from maps.picture.plan_text import PlanText


@dataclass(frozen=True, slots=True)
class StopRow:
    """A stop, its number among those of its route, and its route's place in the plan."""

    index: int
    number: int
    route: Route
    stop: Stop
    text: PlanText


class StopsTable(TablePanel[StopRow]):
    """When each customer is served, what is delivered or fetched, and how late.

    Attributes
    ----------
    one_route
        Whether only the stops of the route selected are shown, where one is.
    """

    def __init__(self, session: Session) -> None:
        self._numbers: dict[tuple[str, bool], int] = {}
        self._shown_vehicle = ""
        self.one_route = QCheckBox()
        self.one_route.setChecked(True)
        super().__init__(session)
        self.line.insertWidget(1, self.one_route)
        self.one_route.toggled.connect(self.refill)
        session.language_changed.connect(self.refill)
        self.start()

    def title(self) -> str:
        """What the table is called."""
        return self.tr("Stops")

    def empty_sentence(self) -> str:
        """Why there are no stops, and what to do next."""
        if self.session.plan is not None:
            return self.tr("No vehicle stops anywhere in this plan.")
        return self.tr("No plan yet. Open a data set and press Plan to see its stops here.")

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.one_route.setText(self.tr("Selected route only"))
        super().retranslate()

    @Slot()
    def follow(self) -> None:
        """Show the route selected elsewhere, and select the stop."""
        selected = self.session.selection.vehicle_id if self.one_route.isChecked() else ""
        if selected != self._shown_vehicle and not self._selects_itself:
            self.refill()
        else:
            super().follow()

    def make_rows(self) -> Sequence[StopRow]:
        """The stops in the order of driving, route after route."""
        text = self.session.plan_text
        chosen = self.session.selection.vehicle_id if self.one_route.isChecked() else ""
        self._shown_vehicle = chosen
        rows = [
            StopRow(index, numbered.number, route, numbered.stop, text)
            for index, route in enumerate(text.plan.routes if text else ())
            if text is not None and chosen in {"", route.vehicle_id}
            for numbered in numbered_stops(route)
        ]
        self._numbers = {
            (order_id, row.stop.kind is StopKind.PICKUP): number
            for number, row in enumerate(rows)
            for order_id in row.stop.order_ids
        }
        return rows

    def selection_of(self, row: StopRow) -> Selection:
        """The row's first order; its route at a reload."""
        return stop_selection(row.route, row.stop)

    def number_of(self, selection: Selection) -> int | None:
        """The row of the order selected."""
        return self._numbers.get((selection.order_id, selection.is_fetch))

    def make_columns(self) -> Sequence[Column[StopRow]]:
        """The columns, from left to right."""
        word = self.word
        return (
            Column(
                key="route",
                title=word("sheet.route"),
                text=lambda row: str(row.index + 1),
                value=lambda row: row.index + 1,
                width=56,
                is_number=True,
                chip=lambda row: route_chip(row.index),
            ),
            Column(
                key="number",
                title=word("map.stop"),
                text=lambda row: str(row.number) if row.number else "–",
                value=lambda row: row.number or None,
                width=56,
                is_number=True,
            ),
            Column(
                key="task",
                title=word("sheet.task"),
                text=lambda row: row.text.task(row.stop),
                width=76,
            ),
            Column(
                key="arrival",
                title=word("sheet.arrival"),
                text=lambda row: row.text.clock(row.stop.arrival_s),
                value=lambda row: row.stop.arrival_s,
                width=68,
                tone=lambda row: Tone.WARNING if row.stop.late_s else Tone.PLAIN,
            ),
            Column(
                key="window",
                title=word("sheet.window"),
                text=lambda row: joined(
                    row.text.windows(o, row.stop) for o in row.text.orders(row.stop)
                ),
                width=112,
            ),
            *self._delay_columns(),
            Column(
                key="customer",
                title=word("sheet.customer"),
                text=lambda row: stop_name(row.stop, row.text),
                width=170,
            ),
            Column(
                key="address",
                title=word("sheet.address"),
                text=lambda row: joined(
                    row.text.address(o, row.stop) for o in row.text.orders(row.stop)
                ),
                width=200,
            ),
            Column(
                key="orders",
                title=word("sheet.order"),
                text=lambda row: ", ".join(row.stop.order_ids),
                width=90,
            ),
            Column(
                key="goods",
                title=word("sheet.goods"),
                text=lambda row: ", ".join(
                    goods for order_id in row.stop.order_ids for goods in row.text.goods(order_id)
                ),
                width=210,
            ),
            Column(
                key="load_m3",
                title=lambda: self.tr("Load after, m³"),
                text=lambda row: f"{row.stop.load_m3:,.2f}",
                value=lambda row: row.stop.load_m3,
                width=100,
                is_number=True,
            ),
        )

    def _delay_columns(self) -> tuple[Column[StopRow], ...]:
        return (
            Column(
                key="lateness",
                title=self.word("map.lateness"),
                text=lambda row: _duration(row.stop.late_s, row.text),
                value=lambda row: row.stop.late_s or None,
                width=76,
                is_number=True,
                copied=lambda row: _copied_duration(row.stop.late_s),
                tone=lambda row: Tone.WARNING,
            ),
            Column(
                key="wait",
                title=self.word("map.waiting"),
                text=lambda row: _duration(row.stop.wait_s, row.text),
                value=lambda row: row.stop.wait_s or None,
                width=76,
                is_number=True,
                copied=lambda row: _copied_duration(row.stop.wait_s),
                tone=lambda row: Tone.FAINT,
            ),
        )


def _duration(duration_s: int, text: PlanText) -> str:
    return text.duration(duration_s) if duration_s else ""


def _copied_duration(duration_s: int) -> str:
    return clock_duration(duration_s) if duration_s else ""
