"""What is known of a route."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from domain.plan import Route
from gui.panels.card import Card, Fact, Link, known
from gui.session import Selection
from gui.tables.column import Tone
from maps.picture.plan_facts import fullest_load, late_count, stop_count
from maps.picture.plan_text import PlanText

translate = QCoreApplication.translate


def route_card(route: Route, text: PlanText) -> Card:
    """A vehicle's day: when, how far, how full, at what cost."""
    late = late_count(route)
    late_text = translate("SelectedCard", "Late at {count} stops").format(count=late)
    return Card(
        kind=text.say("sheet.route"),
        name=text.vehicle_name(route),
        state=late_text if late else translate("SelectedCard", "On time"),
        tone=Tone.WARNING if late else Tone.GOOD,
        facts=known((*_day(route, text), *_load(route, text), *_costs(route, text))),
        links=(
            Link(
                translate("SelectedCard", "Show the warehouse"),
                Selection(place_id=route.warehouse_id),
            ),
        ),
    )


def _day(route: Route, text: PlanText) -> Iterator[Fact]:
    breaks = (text.span(rest.start_s, rest.end_s) for rest in route.breaks)
    yield text.say("sheet.driver"), text.driver_name(route)
    yield text.say("map.warehouse"), text.warehouse_name(route.warehouse_id)
    yield translate("SelectedCard", "Out"), text.span(route.start_s, route.end_s)
    yield translate("SelectedCard", "Breaks"), ", ".join(breaks)
    yield text.say("sheet.stop_count"), str(stop_count(route))
    yield text.say("figure.distance"), text.distance(route.distance_m)
    yield text.say("sheet.driving"), text.duration(route.drive_s)


def _load(route: Route, text: PlanText) -> Iterator[Fact]:
    vehicle = text.vehicle(route)
    holds = vehicle.capacity_m3 if vehicle else None
    carries = vehicle.capacity_kg if vehicle else None
    of = translate("SelectedCard", "{load} of {most}")
    fullest_m3, fullest_kg = fullest_load(route)
    for name, moved, fullest, most, shown in (
        (translate("SelectedCard", "Volume"), route.load_m3, fullest_m3, holds, text.volume),
        (translate("SelectedCard", "Weight"), route.load_kg, fullest_kg, carries, text.weight),
    ):
        on_board = of.format(load=shown(fullest), most=shown(most)) if most else shown(fullest)
        if shown(moved) == shown(fullest):
            yield name, on_board
        else:
            yield name, shown(moved)
            yield translate("SelectedCard", "At once, at most"), on_board


def _costs(route: Route, text: PlanText) -> Iterator[Fact]:
    cost = route.cost
    parts = (
        (translate("Figures", "Vehicle"), cost.fixed_minor),
        (translate("Figures", "Distance driven"), cost.distance_minor),
        (translate("Figures", "Tolls"), cost.toll_minor),
        (translate("Figures", "Working time"), cost.time_minor),
        (translate("Figures", "Overtime"), cost.overtime_minor),
        (translate("Figures", "Lateness"), cost.late_minor),
    )
    yield text.say("figure.cost"), text.money(cost.total_minor)
    yield from ((name, text.money(minor)) for name, minor in parts if minor)
