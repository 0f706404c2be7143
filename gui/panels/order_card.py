"""What is known of an order."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from domain.orders import PICKUP, Order
from domain.plan import Route, Stop, StopKind, Unassigned
from gui.panels.card import Card, Fact, Link, known
from gui.session import Selection, Session
from gui.tables.column import Tone
from gui.tables.stop_name import joined
from maps.picture.plan_facts import NumberedStop, numbered_stops
from maps.picture.plan_text import PlanText

translate = QCoreApplication.translate


def order_card(selection: Selection, session: Session) -> Card | None:
    """An order served, left out, or not yet planned; None where nothing of it is known."""
    order_id, text = selection.order_id, session.plan_text
    route = session.route_of(order_id)
    if text is None:
        return _unplanned_card(order_id, session)
    order = text.order(order_id)
    left_out = next((u for u in text.plan.unassigned if u.order_id == order_id), None)
    if left_out is not None:
        return _left_out_card(left_out, order, text)
    if route is not None:
        return _served_card(selection, order, route, text)
    return _other_day_card(order, text) if order else None


def _served_card(selection: Selection, order: Order | None, route: Route, text: PlanText) -> Card:
    order_id = selection.order_id
    stops = [n for n in numbered_stops(route) if order_id in n.stop.order_ids]
    wanted = [n for n in stops if (n.stop.kind is StopKind.PICKUP) == selection.is_fetch]
    numbered = (wanted or stops)[0]
    stop, others = numbered.stop, [n for n in stops if n is not numbered]
    late = translate("SelectedCard", "Late by {duration}")
    shipped = next((a for a in text.plan.allocation if a.order_id == order_id), None)
    return Card(
        kind=text.say("map.order"),
        name=order_id,
        state=late.format(duration=text.duration(stop.late_s))
        if stop.late_s
        else translate("SelectedCard", "On time"),
        tone=Tone.WARNING if stop.late_s else Tone.GOOD,
        facts=known(
            (
                *_who(order, text, stop),
                *_when(numbered, route, text),
                *_what(order_id, order, text, stop),
                *(_elsewhere(other, text) for other in others),
            )
        ),
        why=(text.sentence(shipped.explanation),) if shipped else (),
        links=(
            *(_link_to(other.stop, selection) for other in others),
            Link(
                translate("SelectedCard", "Show the route"),
                Selection(vehicle_id=route.vehicle_id),
            ),
            Link(
                translate("SelectedCard", "Show the warehouse"),
                Selection(place_id=route.warehouse_id),
            ),
        ),
    )


def _left_out_card(left_out: Unassigned, order: Order | None, text: PlanText) -> Card:
    relaxation = left_out.relaxation
    window = text.windows(order) if order else ""
    return Card(
        kind=text.say("map.order"),
        name=left_out.order_id,
        state=text.say("map.unassigned"),
        tone=Tone.BAD,
        facts=known(
            (
                *_who(order, text),
                (text.say("map.window"), window),
                (
                    translate("SelectedCard", "Cost of leaving it out"),
                    text.money(left_out.cost_minor),
                ),
                *_what(left_out.order_id, order, text),
            )
        ),
        why=(text.sentence(left_out.reason),),
        can_do=(text.sentence(relaxation),) if relaxation else (),
    )


def _other_day_card(order: Order, text: PlanText) -> Card:
    due = translate("SelectedCard", "Due on {day}").format(day=order.due_date.isoformat())
    return Card(
        kind=text.say("map.order"),
        name=order.order_id,
        state=due,
        facts=known(
            (
                *_who(order, text),
                (text.say("map.window"), text.windows(order)),
                *_what(order.order_id, order, text),
            )
        ),
    )


def _unplanned_card(order_id: str, session: Session) -> Card | None:
    """What the data alone say of an order."""
    orders = session.shown_dataset.orders if session.shown_dataset else ()
    order = next((order for order in orders if order.order_id == order_id), None)
    if order is None:
        return None
    word = session.wording.text
    return Card(
        kind=word("map.order"),
        name=order_id,
        state=translate("SelectedCard", "Due on {day}").format(day=order.due_date.isoformat()),
        facts=known(
            (
                (word("map.customer"), order.customer_name),
                (word("map.address"), order.address),
                (word("map.note"), order.note),
            )
        ),
    )


def _who(order: Order | None, text: PlanText, stop: Stop | None = None) -> Iterator[Fact]:
    if order is not None:
        yield text.say("map.customer"), order.customer_name
        yield text.say("map.address"), text.address(order, stop) if stop else order.address


def _when(numbered: NumberedStop, route: Route, text: PlanText) -> Iterator[Fact]:
    stop = numbered.stop
    yield text.say("sheet.vehicle"), text.vehicle_name(route)
    yield text.say("sheet.driver"), text.driver_name(route)
    yield text.say("map.stop"), f"{numbered.number} · {text.task(stop)}"
    windows = (text.windows(order, stop) for order in text.orders(stop))
    yield text.say("map.window"), joined(windows)
    yield text.say("map.arrival"), text.clock(stop.arrival_s)
    yield text.say("map.waiting"), text.duration(stop.wait_s) if stop.wait_s else ""
    yield text.say("map.service"), text.duration(stop.service_s)
    yield text.say("map.departure"), text.clock(stop.departure_s)


def _elsewhere(other: NumberedStop, text: PlanText) -> Fact:
    """Where goods that are carried come from, or go to."""
    word, clock = text.say("map.stop"), text.clock(other.stop.arrival_s)
    return text.task(other.stop), f"{word} {other.number} · {clock}"


def _link_to(other: Stop, selection: Selection) -> Link:
    is_fetch = other.kind is StopKind.PICKUP
    fetched = translate("SelectedCard", "Show where it is fetched")
    delivered = translate("SelectedCard", "Show where it is delivered")
    return Link(fetched if is_fetch else delivered, replace(selection, is_fetch=is_fetch))


def _what(
    order_id: str, order: Order | None, text: PlanText, stop: Stop | None = None
) -> Iterator[Fact]:
    is_fetch = stop.kind is StopKind.PICKUP if stop else order is not None and order.kind == PICKUP
    yield text.say("map.fetch" if is_fetch else "map.unload"), "\n".join(text.goods(order_id))
    yield text.say("map.note"), order.note if order else ""
