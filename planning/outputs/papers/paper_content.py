"""What stands on the papers of a vehicle, as plain values for any format."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from domain.geo import Location
from domain.orders import Order
from domain.plan import Break, Route, Stop, StopKind
from domain.settings import PAPER_COLUMNS, Settings
from maps.picture.plan_facts import NumberedStop, delivery_count, numbered_stops
from maps.picture.plan_text import PlanText

_SHOWN_DIGITS = 4
_FEWEST_DIGITS = 7


class EntryKind(StrEnum):
    """What an entry of a dispatch sheet is about."""

    START = "start"
    STOP = "stop"
    RELOAD = "reload"
    BREAK = "break"
    RETURN = "return"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayEntry:
    """One entry of a dispatch sheet; what the settings leave out is empty.

    Attributes
    ----------
    number
        Of a stop among the deliveries; 0 for all else.
    place
        Address of a stop; a sentence for all else.
    arrival, departure
        Clock times; empty where there is none.
    remarks
        How long to wait, and how late the plan is.
    load_m3, load_kg
        On board when leaving.
    """

    kind: EntryKind
    number: int = 0
    place: str
    arrival: str = ""
    departure: str = ""
    windows: str = ""
    remarks: tuple[str, ...] = ()
    is_late: bool = False
    contact: str = ""
    phone: str = ""
    orders: tuple[str, ...] = ()
    note: str = ""
    goods: tuple[str, ...] = ()
    location: Location | None = None
    service_s: int | None = None
    load_m3: float | None = None
    load_kg: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Units with their volume and weight."""

    units: int = 0
    volume_m3: float = 0.0
    weight_kg: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsLine:
    """Units of one SKU."""

    sku: str
    name: str
    amount: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLoad:
    """What a stop is loaded with, a line per SKU."""

    number: int
    place: str
    contact: str
    lines: tuple[GoodsLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """What is loaded at once, the last stop first, as it goes in first."""

    warehouse: str
    departure: str
    stops: tuple[StopLoad, ...]

    @property
    def total(self) -> Amount:
        """All that the trip brings."""
        return total_of(line for stop in self.stops for line in stop.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedOrder:
    """An order to be signed for."""

    order_id: str
    lines: tuple[GoodsLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedStop:
    """A place where orders are handed over."""

    number: int
    place: str
    contact: str
    arrival: str
    orders: tuple[ReceivedOrder, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VehiclePapers:
    """The three papers of one vehicle.

    Attributes
    ----------
    about
        Driver, warehouse and hours, a phrase each.
    start, end
        Clock times.
    capacity_m3, capacity_kg
        None where the vehicle has no such limit.
    """

    vehicle_id: str
    vehicle: str
    driver: str
    about: tuple[str, ...]
    start: str
    end: str
    stop_count: int
    distance_m: int
    drive_s: int
    capacity_m3: float | None
    capacity_kg: float | None
    day: tuple[DayEntry, ...]
    trips: tuple[Trip, ...]
    receipts: tuple[ReceivedStop, ...]

    @property
    def total(self) -> Amount:
        """All that the vehicle brings."""
        return total_of(line for t in self.trips for stop in t.stops for line in stop.lines)


def total_of(lines: Iterable[GoodsLine]) -> Amount:
    """The sum of lines."""
    amounts = [line.amount for line in lines]
    return Amount(
        units=sum(amount.units for amount in amounts),
        volume_m3=sum(amount.volume_m3 for amount in amounts),
        weight_kg=sum(amount.weight_kg for amount in amounts),
    )


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
    vehicle, stops = text.vehicle(route), _Stops(text, settings)
    trips = tuple(_trips(route, stops))
    return VehiclePapers(
        vehicle_id=route.vehicle_id,
        vehicle=text.vehicle_name(route),
        driver=text.driver_name(route),
        about=tuple(_about(route, text)),
        start=text.clock(route.start_s),
        end=text.clock(route.end_s),
        stop_count=delivery_count(route),
        distance_m=route.distance_m,
        drive_s=route.drive_s,
        capacity_m3=vehicle.capacity_m3 if vehicle else None,
        capacity_kg=vehicle.capacity_kg if vehicle else None,
        day=tuple(_day(route, trips[0].total, stops)),
        trips=trips,
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
            yield stops.rest(rest, at=numbered.number if is_there else 0)
        yield stops.entry(numbered)
    yield from (stops.rest(rest) for rest in breaks)
    if route.end_warehouse_id:
        place = text.say("sheet.return_to", warehouse=last)
        yield DayEntry(kind=EntryKind.RETURN, place=place, arrival=text.clock(route.end_s))


def _trips(route: Route, stops: "_Stops") -> Iterator[Trip]:
    """The deliveries between two loadings, each in reverse."""
    numbered = list(numbered_stops(route))
    reloads = [i for i, n in enumerate(numbered) if n.stop.kind is StopKind.RELOAD]
    for before, after in pairwise([-1, *reloads, len(numbered)]):
        at_start = before < 0
        loading = None if at_start else numbered[before].stop
        yield Trip(
            warehouse=stops.text.warehouse_name(
                loading.warehouse_id if loading else route.warehouse_id
            ),
            departure=stops.text.clock(loading.departure_s if loading else route.start_s),
            stops=tuple(stops.load(n) for n in reversed(numbered[before + 1 : after])),
        )


class _Stops:
    """Stops of a plan as the settings want them shown."""

    def __init__(self, text: PlanText, settings: Settings) -> None:
        self.text = text
        self._settings = settings
        self._shown = shown_columns(settings)

    def entry(self, numbered: NumberedStop) -> DayEntry:
        """A stop or reload on the dispatch sheet."""
        stop, text = numbered.stop, self.text
        is_stop = stop.kind is StopKind.DELIVERY
        return DayEntry(
            kind=EntryKind.STOP if is_stop else EntryKind.RELOAD,
            number=numbered.number,
            place=self.place(stop),
            arrival=text.clock(stop.arrival_s),
            departure=text.clock(stop.departure_s),
            windows=self._windows(stop) if is_stop else "",
            remarks=tuple(self._remarks(stop)),
            is_late=stop.late_s > 0,
            contact=self._contact(stop),
            phone=self._of_orders(stop, lambda order: shown_phone(order.phone, self._settings)),
            orders=stop.order_ids if "orders" in self._shown else (),
            note=self._of_orders(stop, lambda order: order.note) if "note" in self._shown else "",
            goods=tuple(self._goods(stop)),
            location=stop.location if "qr" in self._shown else None,
            service_s=stop.service_s,
            load_m3=self.weighed("volume", stop.load_m3),
            load_kg=self.weighed("weight", stop.load_kg),
        )

    def rest(self, rest: Break, *, at: int = 0) -> DayEntry:
        """A break; `at` is the stop where it is taken before unloading."""
        text = self.text
        place = text.say("paper.break_at_stop", stop=at) if at else text.say("paper.break")
        return DayEntry(
            kind=EntryKind.BREAK,
            place=place,
            arrival=text.clock(rest.start_s),
            departure=text.clock(rest.end_s),
        )

    def load(self, numbered: NumberedStop) -> StopLoad:
        """What to load for a stop, a line per SKU."""
        stop = numbered.stop
        by_sku: dict[tuple[str, str], list[GoodsLine]] = defaultdict(list)
        for order_id in stop.order_ids:
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
        return self._of_orders(stop, lambda order: order.address) or at

    def weighed(self, column: str, value: float) -> float | None:
        """A load, where its column is shown."""
        return value if column in self._shown else None

    def _contact(self, stop: Stop) -> str:
        if "contact" not in self._shown:
            return ""
        return self._of_orders(stop, lambda order: order.customer_name)

    def _windows(self, stop: Stop) -> str:
        return self._of_orders(stop, self.text.windows) or self.text.say("sheet.any_time")

    def _remarks(self, stop: Stop) -> Iterator[str]:
        if stop.late_s:
            yield self.text.say("sheet.late_by", duration=self.text.duration(stop.late_s))
        if stop.wait_s:
            yield self.text.say("sheet.wait", duration=self.text.duration(stop.wait_s))

    def _goods(self, stop: Stop) -> Iterator[str]:
        if "goods" in self._shown:
            for order_id in stop.order_ids:
                yield from self.text.goods(order_id)

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
