"""What stands on the papers of a vehicle, as plain values for any format."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.geo import Location


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
        Of a stop; 0 for all else.
    task
        What is done with the goods, in a word; empty where there are none.
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
    task: str = ""
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
    """What is loaded at once, the last stop first, as it goes in first.

    Stops that get nothing from the warehouse are left out.
    """

    warehouse: str
    departure: str
    stops: tuple[StopLoad, ...]

    @property
    def total(self) -> Amount:
        """All that is loaded."""
        return total_of(line for stop in self.stops for line in stop.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedOrder:
    """An order to be signed for."""

    order_id: str
    lines: tuple[GoodsLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedStop:
    """A place where orders are handed over; to the driver where they are fetched."""

    number: int
    is_fetch: bool
    task: str
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
        """All that the vehicle brings, fetches and carries, each order once."""
        orders = {order.order_id: order for stop in self.receipts for order in stop.orders}
        return total_of(line for order in orders.values() for line in order.lines)

    @property
    def loaded(self) -> Amount:
        """All that is loaded at warehouses."""
        return total_of(line for t in self.trips for stop in t.stops for line in stop.lines)

    @property
    def receipts_title(self) -> str:
        """Code of what the receipts are called; they may be signed for by the driver too."""
        fetches = any(stop.is_fetch for stop in self.receipts)
        return "paper.handovers" if fetches else "paper.receipts"


def total_of(lines: Iterable[GoodsLine]) -> Amount:
    """The sum of lines."""
    amounts = [line.amount for line in lines]
    return Amount(
        units=sum(amount.units for amount in amounts),
        volume_m3=sum(amount.volume_m3 for amount in amounts),
        weight_kg=sum(amount.weight_kg for amount in amounts),
    )
