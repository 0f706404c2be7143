"""The routes of the plan, a row each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.plan import Route
from domain.units import METRES_PER_KM, SECONDS_PER_HOUR, SECONDS_PER_MINUTE, major_units
from gui.session import Selection, Session
from gui.tables.column import Chip, Column, Tone
from gui.tables.table_panel import TablePanel
from gui.theme import is_dashed, route_colour
from maps.picture.plan_facts import fullest_load, late_count, stop_count
from maps.picture.plan_text import PlanText


@dataclass(frozen=True, slots=True)
class RouteRow:
    """A route with its place in the plan, counted from 0."""

    index: int
    route: Route
    text: PlanText


class RoutesTable(TablePanel[RouteRow]):
    """Each vehicle's day: where from, how long, how far, how full and at what cost."""

    def __init__(self, session: Session) -> None:
        self._number_of: dict[str, int] = {}
        super().__init__(session)
        session.language_changed.connect(self.refill)
        self.start()

    def title(self) -> str:
        """What the table is called."""
        return self.tr("Routes")

    def empty_sentence(self) -> str:
        """Why there are no routes, and what to do next."""
        if self.session.plan is not None:
            return self.tr("This plan has no routes: every order is left out. Unassigned says why.")
        return self.tr("No plan yet. Open a data set and press Plan to see its routes here.")

    def make_rows(self) -> Sequence[RouteRow]:
        """The routes in the order of the plan."""
        text = self.session.plan_text
        routes = text.plan.routes if text else ()
        self._number_of = {route.vehicle_id: i for i, route in enumerate(routes)}
        return [RouteRow(i, route, text) for i, route in enumerate(routes)] if text else []

    def selection_of(self, row: RouteRow) -> Selection:
        """The row's route."""
        return Selection(vehicle_id=row.route.vehicle_id)

    def number_of(self, selection: Selection) -> int | None:
        """The row of the route selected, or of the order's route."""
        return self._number_of.get(selection.vehicle_id)

    def make_columns(self) -> Sequence[Column[RouteRow]]:
        """The columns, from left to right."""
        word = self.word
        return (
            Column(
                key="number",
                title=word("sheet.number"),
                text=lambda row: str(row.index + 1),
                value=lambda row: row.index + 1,
                width=44,
                is_number=True,
                chip=lambda row: route_chip(row.index),
            ),
            Column(
                key="vehicle",
                title=word("sheet.vehicle"),
                text=lambda row: row.text.vehicle_name(row.route),
                width=150,
            ),
            Column(
                key="driver",
                title=word("sheet.driver"),
                text=lambda row: row.text.driver_name(row.route),
                width=110,
            ),
            Column(
                key="warehouse",
                title=word("sheet.warehouse"),
                text=lambda row: row.text.warehouse_name(row.route.warehouse_id),
                width=124,
            ),
            Column(
                key="start",
                title=word("sheet.start"),
                text=lambda row: row.text.clock(row.route.start_s),
                value=lambda row: row.route.start_s,
                width=58,
            ),
            Column(
                key="end",
                title=word("sheet.end"),
                text=lambda row: row.text.clock(row.route.end_s),
                value=lambda row: row.route.end_s,
                width=58,
            ),
            *self._figure_columns(),
        )

    def _figure_columns(self) -> tuple[Column[RouteRow], ...]:
        word = self.word
        return (
            Column(
                key="stops",
                title=word("sheet.stop_count"),
                text=lambda row: str(stop_count(row.route)),
                value=lambda row: stop_count(row.route),
                width=54,
                is_number=True,
            ),
            Column(
                key="late",
                title=word("sheet.late_count"),
                text=lambda row: str(late_count(row.route)),
                value=lambda row: late_count(row.route),
                width=46,
                is_number=True,
                tone=lambda row: Tone.WARNING if late_count(row.route) else Tone.FAINT,
            ),
            Column(
                key="distance",
                title=word("sheet.distance_km"),
                text=lambda row: f"{row.route.distance_m / METRES_PER_KM:,.1f}",
                value=lambda row: row.route.distance_m / METRES_PER_KM,
                width=80,
                is_number=True,
            ),
            Column(
                key="driving",
                title=word("sheet.driving"),
                text=lambda row: row.text.duration(row.route.drive_s),
                value=lambda row: row.route.drive_s,
                width=92,
                is_number=True,
                copied=lambda row: clock_duration(row.route.drive_s),
            ),
            Column(
                key="load_m3",
                title=word("sheet.load_m3"),
                text=lambda row: _load_text(f"{row.route.load_m3:,.2f}", _volume_share(row)),
                value=lambda row: row.route.load_m3,
                width=150,
                is_number=True,
                share=_volume_share,
            ),
            Column(
                key="load_kg",
                title=word("sheet.load_kg"),
                text=lambda row: _load_text(f"{row.route.load_kg:,.0f}", _weight_share(row)),
                value=lambda row: row.route.load_kg,
                width=160,
                is_number=True,
                share=_weight_share,
            ),
            Column(
                key="cost",
                title=self._cost_title,
                text=lambda row: f"{_cost(row):,f}",
                value=_cost,
                width=92,
                is_number=True,
            ),
        )

    def _cost_title(self) -> str:
        text = self.session.plan_text
        return text.say("sheet.cost_in", currency=text.plan.currency) if text else self.tr("Cost")


def route_chip(index: int) -> Chip:
    """The plate of a route by its place in the plan, counted from 0."""
    return Chip(route_colour(index), is_dashed(index))


def clock_duration(duration_s: int) -> str:
    """A duration as a spreadsheet takes it: ``1:05:30``."""
    hours, rest_s = divmod(duration_s, SECONDS_PER_HOUR)
    minutes, seconds = divmod(rest_s, SECONDS_PER_MINUTE)
    return f"{hours}:{minutes:02d}:{seconds:02d}"


def _cost(row: RouteRow) -> Decimal:
    return major_units(row.route.cost.total_minor, row.text.plan.currency)


def _volume_share(row: RouteRow) -> float | None:
    vehicle = row.text.vehicle(row.route)
    return _share(fullest_load(row.route)[0], vehicle.capacity_m3 if vehicle else None)


def _weight_share(row: RouteRow) -> float | None:
    vehicle = row.text.vehicle(row.route)
    return _share(fullest_load(row.route)[1], vehicle.capacity_kg if vehicle else None)


def _share(load: float, capacity: float | None) -> float | None:
    """How full the vehicle is at its fullest; None where it has no limit."""
    return float(load / capacity) if capacity else None


def _load_text(load: str, share: float | None) -> str:
    return load if share is None else f"{load} · {100 * share:.0f} %"
