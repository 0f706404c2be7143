"""How full each vehicle is, how long it works and what it costs, as bars beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView

from domain.clock import elapsed_s
from domain.plan import Route
from domain.units import major_units
from gui.charts.bar_cell import Bar, BarCell
from gui.session import Selection, Session
from gui.tables.column import Column, Tone
from gui.tables.routes_table import route_chip
from gui.tables.table_panel import TablePanel
from maps.picture.plan_facts import PlanFacts, fullest_load

_LOAD_PX, _WORK_PX, _COST_PX = 42, 96, 76
"""Room for the text beside a bar."""

_FULL = 1 + 1e-9
_NARROW_PX = 520
"""Below this width there is room for the loads alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRow:
    """One route against what its vehicle can do.

    Attributes
    ----------
    index
        Place of the route in the plan, counted from 0.
    shift_start_s, shift_end_s
        Shift of the vehicle in times of the plan; those of the route where no vehicle is known.
    volume_share, weight_share
        The load when fullest against the vehicle's capacity; None where no capacity is known.
    day_start_s, day_end_s
        From the first start to the last end of all routes and shifts, for one scale of all bars.
    cost_share
        Cost against that of the dearest route.
    """

    index: int
    route: Route
    shift_start_s: int
    shift_end_s: int
    volume_share: float | None
    weight_share: float | None
    day_start_s: int
    day_end_s: int
    cost_share: float


class LoadTable(TablePanel[LoadRow]):
    """A row per vehicle that drives; the one selected is the route selected."""

    def __init__(self, session: Session) -> None:
        self._numbers: dict[str, int] = {}
        self._is_narrow: bool | None = None
        super().__init__(session)
        self._cells: list[BarCell[LoadRow]] = []
        for key, text_px, bar, is_quiet in (
            ("volume", _LOAD_PX, lambda row: _load_bar(row.volume_share), False),
            ("weight", _LOAD_PX, lambda row: _load_bar(row.weight_share), False),
            ("work", _WORK_PX, work_bar, False),
            ("cost", _COST_PX, lambda row: Bar(end=row.cost_share), True),
        ):
            cell = BarCell(self.model, bar, text_px, self.table, is_quiet=is_quiet)
            self._draw_bars(key, cell)
        self._set_up_columns()
        self.start()

    def title(self) -> str:
        """What the table is called."""
        return self.tr("Load")

    def empty_sentence(self) -> str:
        """Why there are no rows."""
        return self.tr("This plan has no routes: every order is left out. Unassigned says why.")

    def make_rows(self) -> Sequence[LoadRow]:
        """The routes in the order of the plan."""
        text = self.session.plan_text
        rows = load_rows(text) if text else []
        self._numbers = {row.route.vehicle_id: i for i, row in enumerate(rows)}
        return rows

    def selection_of(self, row: LoadRow) -> Selection:
        """The row's route."""
        return Selection(vehicle_id=row.route.vehicle_id)

    def number_of(self, selection: Selection) -> int | None:
        """The row of the route selected, or of the order's route."""
        return self._numbers.get(selection.vehicle_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show work and cost only where there is room for them beside the loads."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < _NARROW_PX
        if is_narrow is not self._is_narrow:
            self._is_narrow = is_narrow
            for key in ("work", "cost"):
                self.table.setColumnHidden(self._section(key), is_narrow)

    def _set_up_columns(self) -> None:
        """Let the vehicles' names take what room the bars leave."""
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(self._section("vehicle"), QHeaderView.ResizeMode.Stretch)

    def _section(self, key: str) -> int:
        return [column.key for column in self.model.columns].index(key)

    def _draw_bars(self, key: str, cell: BarCell[LoadRow]) -> None:
        self.table.setItemDelegateForColumn(self._section(key), cell)
        self._cells.append(cell)

    @Slot()
    def recolour(self) -> None:
        """Take the current colours."""
        for cell in self._cells:
            cell.set_look(self.session.colours)
        super().recolour()

    def make_columns(self) -> Sequence[Column[LoadRow]]:
        """The columns, from left to right."""
        return (
            Column(
                key="number",
                title=lambda: self.session.wording.text("sheet.number"),
                text=lambda row: str(row.index + 1),
                value=lambda row: row.index + 1,
                width=40,
                is_number=True,
                chip=lambda row: route_chip(row.index),
            ),
            Column(
                key="vehicle",
                title=lambda: self.session.wording.text("sheet.vehicle"),
                text=self._vehicle_name,
                width=84,
            ),
            Column(
                key="volume",
                title=lambda: self.tr("Volume"),
                text=lambda row: _percent(row.volume_share),
                value=lambda row: row.volume_share,
                tone=lambda row: _load_tone(row.volume_share),
                width=86,
            ),
            Column(
                key="weight",
                title=lambda: self.tr("Weight"),
                text=lambda row: _percent(row.weight_share),
                value=lambda row: row.weight_share,
                tone=lambda row: _load_tone(row.weight_share),
                width=86,
            ),
            Column(
                key="work",
                title=lambda: self.tr("Work within the shift"),
                text=self._span,
                value=lambda row: row.route.end_s - row.route.start_s,
                tone=lambda row: Tone.WARNING if _is_overtime(row) else Tone.PLAIN,
                width=250,
            ),
            Column(
                key="cost",
                title=self._cost_title,
                text=self._cost_text,
                value=lambda row: row.route.cost.total_minor,
                width=160,
            ),
        )

    def _vehicle_name(self, row: LoadRow) -> str:
        text = self.session.plan_text
        return text.vehicle_name(row.route) if text else ""

    def _span(self, row: LoadRow) -> str:
        text = self.session.plan_text
        return text.span(row.route.start_s, row.route.end_s) if text else ""

    def _cost_title(self) -> str:
        plan = self.session.plan
        if plan is None:
            return self.tr("Cost")
        return self.session.wording.text("sheet.cost_in", {"currency": plan.currency})

    def _cost_text(self, row: LoadRow) -> str:
        plan = self.session.plan
        return f"{major_units(row.route.cost.total_minor, plan.currency):,f}" if plan else ""


def load_rows(facts: PlanFacts) -> list[LoadRow]:
    """Each route of a plan against its vehicle."""
    routes = facts.plan.routes
    shifts = [_shift(facts, route) for route in routes]
    times_s = [time_s for shift in shifts for time_s in shift]
    times_s += [time_s for route in routes for time_s in (route.start_s, route.end_s)]
    dearest = max((route.cost.total_minor for route in routes), default=0)
    return [
        LoadRow(
            index=i,
            route=route,
            shift_start_s=shift[0],
            shift_end_s=shift[1],
            volume_share=_share(fullest_load(route)[0], vehicle.capacity_m3 if vehicle else None),
            weight_share=_share(fullest_load(route)[1], vehicle.capacity_kg if vehicle else None),
            day_start_s=min(times_s),
            day_end_s=max(times_s),
            cost_share=route.cost.total_minor / dearest if dearest else 0.0,
        )
        for i, (route, shift) in enumerate(zip(routes, shifts, strict=True))
        for vehicle in [facts.vehicle(route)]
    ]


def _shift(facts: PlanFacts, route: Route) -> tuple[int, int]:
    """Shift of a route's vehicle in times of the plan."""
    vehicle = facts.vehicle(route)
    if vehicle is None:
        return route.start_s, route.end_s
    start_s, end_s = (
        elapsed_s(facts.plan.day, clock_s, facts.zone)
        for clock_s in (vehicle.shift_start_s, vehicle.shift_end_s)
    )
    return start_s, end_s


def work_bar(row: LoadRow) -> Bar:
    """A route from start to end, on its vehicle's shift."""
    day_s = max(1, row.day_end_s - row.day_start_s)
    start, end, track_start, track_end = (
        (time_s - row.day_start_s) / day_s
        for time_s in (row.route.start_s, row.route.end_s, row.shift_start_s, row.shift_end_s)
    )
    return Bar(start=start, end=end, track_start=track_start, track_end=track_end)


def _share(load: float, capacity: float | None) -> float | None:
    if capacity is None:
        return None
    return load / capacity if capacity else (0.0 if not load else float("inf"))


def _load_bar(share: float | None) -> Bar | None:
    """A load on a track as long as the capacity; one that is too much is all in the bad colour."""
    if share is None:
        return None
    return Bar(end=1.0, track_end=0.0) if share > _FULL else Bar(end=share)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:,.0f} %"


def _load_tone(share: float | None) -> Tone:
    return Tone.BAD if share is not None and share > _FULL else Tone.PLAIN


def _is_overtime(row: LoadRow) -> bool:
    return row.route.end_s > row.shift_end_s
