"""What is known of an order."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from domain.orders import Order
from domain.plan import Route, Unassigned
from gui.panels.card import Card, Fact, Link, known
from gui.session import Selection, Session
from gui.tables.column import Tone
from maps.picture.plan_facts import NumberedStop, numbered_stops
from maps.picture.plan_text import PlanText

translate = QCoreApplication.translate


def order_card(order_id: str, session: Session) -> Card | None:
    """An order served, left out, or not yet planned; None where nothing of it is known."""
    text, route = session.plan_text, session.route_of(order_id)
    if text is None:
        return _unplanned_card(order_id, session)
    order = text.order(order_id)
    left_out = next((u for u in text.plan.unassigned if u.order_id == order_id), None)
    if left_out is not None:
        return _left_out_card(left_out, order, text)
    if route is not None:
        return _served_card(order_id, order, route, text)
    return _other_day_card(order, text) if order else None


def _served_card(order_id: str, order: Order | None, route: Route, text: PlanText) -> Card:
    numbered = next(n for n in numbered_stops(route) if order_id in n.stop.order_ids)
    stop = numbered.stop
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
                *_who(order, text),
                *_when(numbered, route, text),
                *_what(order_id, order, text),
            )
        ),
        why=(text.sentence(shipped.explanation),) if shipped else (),
        links=(
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
    orders = session.dataset.orders if session.dataset else ()
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


def _who(order: Order | None, text: PlanText) -> Iterator[Fact]:
    if order is not None:
        yield text.say("map.customer"), order.customer_name
        yield text.say("map.address"), order.address


def _when(numbered: NumberedStop, route: Route, text: PlanText) -> Iterator[Fact]:
    stop = numbered.stop
    yield text.say("sheet.vehicle"), text.vehicle_name(route)
    yield text.say("sheet.driver"), text.driver_name(route)
    yield text.say("map.stop"), str(numbered.number)
    yield text.say("map.window"), "; ".join(filter(None, map(text.windows, text.orders(stop))))
    yield text.say("map.arrival"), text.clock(stop.arrival_s)
    yield text.say("map.waiting"), text.duration(stop.wait_s) if stop.wait_s else ""
    yield text.say("map.service"), text.duration(stop.service_s)
    yield text.say("map.departure"), text.clock(stop.departure_s)


def _what(order_id: str, order: Order | None, text: PlanText) -> Iterator[Fact]:
    yield text.say("map.unload"), "\n".join(text.goods(order_id))
    yield text.say("map.note"), order.note if order else ""
