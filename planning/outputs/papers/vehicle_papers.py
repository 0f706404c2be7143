"""Fills the papers of a vehicle from its route."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from domain.orders import Order
from domain.plan import Break, Route, Stop, StopKind
from domain.settings import PAPER_COLUMNS, Settings
from maps.picture.plan_facts import NumberedStop, numbered_stops, stop_count, trips
from maps.picture.plan_text import PlanText
from planning.outputs.papers.order_way import OrderWay
from planning.outputs.papers.paper_content import (
    Amount,
    DayEntry,
    EntryKind,
    GoodsLine,
    ReceivedOrder,
    ReceivedStop,
    StopLoad,
    Trip,
    VehiclePapers,
    total_of,
)

_SHOWN_DIGITS = 4
_FEWEST_DIGITS = 7


def shown_columns(settings: Settings) -> frozenset[str]:
    """Columns the papers show: those that the settings name, else all."""
    return settings.paper_columns or frozenset(PAPER_COLUMNS)


def shown_phone(phone: str, settings: Settings) -> str:
    """A telephone number as papers may show it; `masked` keeps its last four digits."""
    if settings.paper_phones == "none" or "phone" not in shown_columns(settings):
        return ""
    if settings.paper_phones == "full" or not phone.strip():
        return phone.strip()
    digits = [c for c in phone if c.isdigit()]
    return "•••" + ("".join(digits[-_SHOWN_DIGITS:]) if len(digits) >= _FEWEST_DIGITS else "")


def vehicle_papers(route: Route, text: PlanText, settings: Settings) -> VehiclePapers:
    """All that the papers of a route say."""
    vehicle, stops = text.vehicle(route), _Stops(text, settings, route)
    loadings = tuple(_trips(route, stops))
    return VehiclePapers(
        vehicle_id=route.vehicle_id,
        vehicle=text.vehicle_name(route),
        driver=text.driver_name(route),
        about=tuple(_about(route, text)),
        start=text.clock(route.start_s),
        end=text.clock(route.end_s),
        stop_count=stop_count(route),
        distance_m=route.distance_m,
        drive_s=route.drive_s,
        capacity_m3=vehicle.capacity_m3 if vehicle else None,
        capacity_kg=vehicle.capacity_kg if vehicle else None,
        day=tuple(_day(route, loadings[0].total, stops)),
        trips=loadings,
        receipts=tuple(
            stops.received(numbered) for numbered in numbered_stops(route) if numbered.number
        ),
    )


def _about(route: Route, text: PlanText) -> Iterator[str]:
    driver = text.driver_name(route)
    if driver:
        yield text.say("sheet.driver_is", name=driver)
    yield text.say("sheet.starts_at", warehouse=text.warehouse_name(route.warehouse_id))
    yield text.span(route.start_s, route.end_s)


def _day(route: Route, loaded: Amount, stops: "_Stops") -> Iterator[DayEntry]:
    """From start to return, each break where it is taken."""
    text, breaks = stops.text, sorted(route.breaks, key=lambda rest: rest.start_s)
    first, last = (text.warehouse_name(i) for i in (route.warehouse_id, route.end_warehouse_id))
    yield DayEntry(
        kind=EntryKind.START,
        place=text.say("sheet.start_at", warehouse=first),
        departure=text.clock(route.start_s),
        load_m3=stops.weighed("volume", loaded.volume_m3),
        load_kg=stops.weighed("weight", loaded.weight_kg),
    )
    for numbered in numbered_stops(route):
        service_s = numbered.stop.arrival_s + numbered.stop.wait_s
        while breaks and breaks[0].start_s < service_s:
            rest = breaks.pop(0)
            is_there = rest.start_s >= numbered.stop.arrival_s
            yield stops.rest(rest, at=numbered if is_there else None)
        yield stops.entry(numbered)
    yield from (stops.rest(rest) for rest in breaks)
    if route.end_warehouse_id:
        place = text.say("sheet.return_to", warehouse=last)
        goods = tuple(stops.handed_in(None))
        yield DayEntry(
            kind=EntryKind.RETURN,
            task=text.say("sheet.hand_in") if goods else "",
            place=place,
            arrival=text.clock(route.end_s),
            goods=goods,
        )


def _trips(route: Route, stops: "_Stops") -> Iterator[Trip]:
    """What is brought from each loading, the last stop first."""
    for trip in trips(route):
        begins = trip[0].stop if trip else None
        loading = begins if begins and begins.kind is StopKind.RELOAD else None
        yield Trip(
            warehouse=stops.text.warehouse_name(
                loading.warehouse_id if loading else route.warehouse_id
            ),
            departure=stops.text.clock(loading.departure_s if loading else route.start_s),
            stops=tuple(stops.load(n) for n in reversed(trip) if stops.loaded(n.stop)),
        )


class _Stops:
    """Stops of a route as the settings want them shown."""

    def __init__(self, text: PlanText, settings: Settings, route: Route) -> None:
        self.text = text
        self._way = OrderWay(route)
        self._settings = settings
        self._shown = shown_columns(settings)

    def entry(self, numbered: NumberedStop) -> DayEntry:
        """A stop or reload on the dispatch sheet."""
        stop, text = numbered.stop, self.text
        is_reload = stop.kind is StopKind.RELOAD
        goods = tuple(self.handed_in(stop) if is_reload else self._goods(stop))
        return DayEntry(
            kind=EntryKind.RELOAD if is_reload else EntryKind.STOP,
            number=numbered.number,
            task=self._task(stop, goods),
            place=self.place(stop),
            arrival=text.clock(stop.arrival_s),
            departure=text.clock(stop.departure_s),
            windows="" if is_reload else self._windows(stop),
            remarks=tuple(self._remarks(stop)),
            is_late=stop.late_s > 0,
            contact=self._contact(stop),
            phone=self._of_orders(stop, lambda order: shown_phone(order.phone, self._settings)),
            orders=stop.order_ids if "orders" in self._shown else (),
            note=self._of_orders(stop, lambda order: order.note) if "note" in self._shown else "",
            goods=goods,
            location=stop.location if "qr" in self._shown else None,
            service_s=stop.service_s,
            load_m3=self.weighed("volume", stop.load_m3),
            load_kg=self.weighed("weight", stop.load_kg),
        )

    def rest(self, rest: Break, *, at: NumberedStop | None = None) -> DayEntry:
        """A break; `at` is where it is taken before any work with goods."""
        text, code = self.text, "paper.break"
        if at and at.number:
            is_fetch = at.stop.kind is StopKind.PICKUP
            code = "paper.break_before_fetching" if is_fetch else "paper.break_at_stop"
        return DayEntry(
            kind=EntryKind.BREAK,
            place=text.say(code, stop=at.number) if at and at.number else text.say(code),
            arrival=text.clock(rest.start_s),
            departure=text.clock(rest.end_s),
        )

    def loaded(self, stop: Stop) -> tuple[str, ...]:
        """Orders that are loaded at the warehouse for a stop: all it gets but what is carried."""
        is_delivery = stop.kind is StopKind.DELIVERY
        return tuple(i for i in stop.order_ids if is_delivery and i not in self._way.fetched_at)

    def handed_in(self, reload: Stop | None) -> Iterator[str]:
        """Goods fetched from customers that a reload, or the return, takes in."""
        if "goods" in self._shown:
            for order_id in self._way.handed_in(reload):
                yield from self.text.goods(order_id)

    def load(self, numbered: NumberedStop) -> StopLoad:
        """What to load for a stop, a line per SKU."""
        stop = numbered.stop
        by_sku: dict[tuple[str, str], list[GoodsLine]] = defaultdict(list)
        for order_id in self.loaded(stop):
            for line in self._lines(order_id):
                by_sku[line.sku, line.name].append(line)
        return StopLoad(
            number=numbered.number,
            place=self.place(stop),
            contact=self._contact(stop),
            lines=tuple(
                GoodsLine(sku=sku, name=name, amount=total_of(lines))
                for (sku, name), lines in by_sku.items()
            ),
        )

    def received(self, numbered: NumberedStop) -> ReceivedStop:
        """What is to be signed for at a stop."""
        stop = numbered.stop
        return ReceivedStop(
            number=numbered.number,
            is_fetch=stop.kind is StopKind.PICKUP,
            task=self.text.task(stop),
            place=self.place(stop),
            contact=self._contact(stop),
            arrival=self.text.clock(stop.arrival_s),
            orders=tuple(
                ReceivedOrder(order_id=order_id, lines=tuple(self._lines(order_id)))
                for order_id in stop.order_ids
            ),
        )

    def place(self, stop: Stop) -> str:
        """Where a stop is, as a person says it; coordinates where the data has no address."""
        if stop.kind is StopKind.RELOAD:
            warehouse = self.text.warehouse_name(stop.warehouse_id)
            return self.text.say("sheet.reload_at", warehouse=warehouse)
        at = f"{stop.location.lat:.5f}, {stop.location.lon:.5f}"
        return self._of_orders(stop, lambda order: self.text.address(order, stop)) or at

    def weighed(self, column: str, value: float) -> float | None:
        """A load, where its column is shown."""
        return value if column in self._shown else None

    def _contact(self, stop: Stop) -> str:
        if "contact" not in self._shown:
            return ""
        return self._of_orders(stop, lambda order: order.customer_name)

    def _task(self, stop: Stop, goods: tuple[str, ...]) -> str:
        if stop.kind is not StopKind.RELOAD:
            return self.text.task(stop)
        return self.text.say("sheet.hand_in") if goods else ""

    def _windows(self, stop: Stop) -> str:
        windows = self._of_orders(stop, lambda order: self.text.windows(order, stop))
        return windows or self.text.say("sheet.any_time")

    def _remarks(self, stop: Stop) -> Iterator[str]:
        if stop.late_s:
            yield self.text.say("sheet.late_by", duration=self.text.duration(stop.late_s))
        if stop.wait_s:
            yield self.text.say("sheet.wait", duration=self.text.duration(stop.wait_s))

    def _goods(self, stop: Stop) -> Iterator[str]:
        """What is fetched or delivered; of what is carried, also where to or from."""
        if "goods" in self._shown:
            for order_id in stop.order_ids:
                other = self._other_stop(stop, order_id)
                yield from (
                    f"{line} ({other})" if other else line for line in self.text.goods(order_id)
                )

    def _other_stop(self, stop: Stop, order_id: str) -> str:
        """Where an order that is carried goes to, or comes from."""
        is_fetch = stop.kind is StopKind.PICKUP
        others = self._way.delivered_at if is_fetch else self._way.fetched_at
        code = "sheet.for_stop" if is_fetch else "sheet.from_stop"
        return self.text.say(code, stop=others[order_id]) if order_id in others else ""

    def _lines(self, order_id: str) -> Iterator[GoodsLine]:
        for line, product in self.text.lines(order_id):
            volume_m3 = product.unit_volume_m3 if product else 0.0
            weight_kg = product.unit_weight_kg if product else 0.0
            yield GoodsLine(
                sku=line.sku,
                name=product.name if product and product.name != line.sku else "",
                amount=Amount(
                    units=line.units,
                    volume_m3=volume_m3 * line.units,
                    weight_kg=weight_kg * line.units,
                ),
            )

    def _of_orders(self, stop: Stop, fact: Callable[[Order], str]) -> str:
        """A fact of all orders of a stop, each different one on a line of its own."""
        facts = (fact(order) for order in self.text.orders(stop))
        return "\n".join(dict.fromkeys(text for text in facts if text))
