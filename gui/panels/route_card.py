"""What is known of a route."""

from collections.abc import Callable, Iterator

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
    fullest_m3, fullest_kg = fullest_load(route)
    volume, weight = text.volume(route.load_m3), text.weight(route.load_kg)
    most_volume = _out_of(text.volume, fullest_m3, holds)
    most_weight = _out_of(text.weight, fullest_kg, carries)
    # On a single trip that only brings goods, all of them are on board at the start.
    is_volume_once, is_weight_once = (
        volume == text.volume(fullest_m3),
        weight == text.weight(fullest_kg),
    )
    yield translate("SelectedCard", "Volume"), most_volume if is_volume_once else volume
    yield translate("SelectedCard", "Volume on board"), "" if is_volume_once else most_volume
    yield translate("SelectedCard", "Weight"), most_weight if is_weight_once else weight
    yield translate("SelectedCard", "Weight on board"), "" if is_weight_once else most_weight


def _out_of(shown: Callable[[float], str], load: float, most: float | None) -> str:
    """A load and how much the vehicle can take, where that is known."""
    of = translate("SelectedCard", "{load} of {most}")
    return of.format(load=shown(load), most=shown(most)) if most else shown(load)


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
