"""Everything that was read: one value, checked when it was built, never changed."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.demand import DemandHistory, Holiday, Promotion
from domain.fleet import Driver, Vehicle
from domain.orders import Order, OrderLine
from domain.products import Inbound, Product, StockLevel, SupplyLane
from domain.settings import Settings
from domain.traffic import Event, SpeedProfile, Trip, Zone
from domain.warehouses import Warehouse


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Units of one SKU at one warehouse that came together and expire together.

    `lot_id` is empty for what lies there without one; `expiry_date` is None for what keeps.
    """

    lot_id: str
    expiry_date: datetime.date | None
    units: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dataset:
    """The tables of a dataset as nouns.

    Every id that one table names in another is known to exist there, and ids are unique.

    Attributes
    ----------
    name
        What the dataset is called on screen and in the plan.
    fingerprint
        SHA-256 of the content, which a plan names as what it answers.
    stock
        None where the dataset has no stock table: then stock is unknown, not zero.
    extra_columns
        Columns no table declares, kept as text: table -> column -> one value per row.
    """

    name: str
    fingerprint: str
    settings: Settings
    warehouses: tuple[Warehouse, ...]
    products: tuple[Product, ...]
    orders: tuple[Order, ...]
    order_lines: tuple[OrderLine, ...]
    vehicles: tuple[Vehicle, ...]
    supply_lanes: tuple[SupplyLane, ...] = ()
    stock: tuple[StockLevel, ...] | None = None
    inbound: tuple[Inbound, ...] = ()
    demand: DemandHistory | None = None
    promotions: tuple[Promotion, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    drivers: tuple[Driver, ...] = ()
    speed_profiles: tuple[SpeedProfile, ...] = ()
    trips: tuple[Trip, ...] = ()
    zones: tuple[Zone, ...] = ()
    events: tuple[Event, ...] = ()
    extra_columns: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    @property
    def timezone(self) -> str:
        """Name of the time zone that all warehouses share; UTC where none is given."""
        return next((w.timezone for w in self.warehouses if w.timezone), "UTC")

    def lines_by_order(self) -> dict[str, tuple[OrderLine, ...]]:
        """Order lines of every order, in the order of the table."""
        lines: dict[str, list[OrderLine]] = defaultdict(list)
        for line in self.order_lines:
            lines[line.order_id].append(line)
        return {order.order_id: tuple(lines[order.order_id]) for order in self.orders}

    def free_lots(self, day: datetime.date) -> dict[tuple[str, str], tuple[Lot, ...]]:
        """Lots that may ship on a day, by warehouse and SKU; the one that expires first is first.

        Goods may still leave on the day they expire. Units reserved beyond what their own row has
        are taken from the lots that expire first, for they were promised before.
        """
        rows: dict[tuple[str, str], list[StockLevel]] = defaultdict(list)
        for level in self.stock or ():
            rows[level.warehouse_id, level.sku].append(level)
        return {key: _free_lots(levels, day) for key, levels in rows.items()}

    def available_units(self, day: datetime.date) -> dict[tuple[str, str], int]:
        """Units that may ship on a day, by warehouse and SKU: on hand, not reserved, not expired.

        Never below zero.
        """
        lots_of = self.free_lots(day)
        return {key: sum(lot.units for lot in lots) for key, lots in lots_of.items()}

    @property
    def kept_by_lot(self) -> frozenset[tuple[str, str]]:
        """Warehouses and SKUs of which lots are told apart."""
        return frozenset((i.warehouse_id, i.sku) for i in self.stock or () if i.lot_id)

    @property
    def territories(self) -> frozenset[str]:
        """Zones that bind vehicles: one that names any of them serves only their orders."""
        return frozenset(zone.zone_id for zone in self.zones if zone.kind == "territory")

    def orders_due(self, day: datetime.date) -> tuple[Order, ...]:
        """Orders to be served on a day."""
        return tuple(order for order in self.orders if order.due_date == day)

    def vehicles_on(self, day: datetime.date) -> tuple[Vehicle, ...]:
        """Vehicles there on a day: those of that date, and those that name none."""
        return tuple(v for v in self.vehicles if v.start_date in {None, day})


def unassigned_cost(
    order: Order, lines: tuple[OrderLine, ...], products: Mapping[str, Product], settings: Settings
) -> Decimal:
    """What leaving an order out costs, in major units.

    The order's own figure where it has one; else the value of its goods times the shortage share,
    and the settings' least cost at least.
    """
    if order.unassigned_cost is not None:
        return order.unassigned_cost
    value = sum((products[line.sku].unit_value * line.units for line in lines), Decimal(0))
    share = Decimal(str(settings.shortage_cost_share))
    return max(settings.unassigned_cost, value * share)


def _free_lots(levels: list[StockLevel], day: datetime.date) -> tuple[Lot, ...]:
    """Lots of a SKU at a warehouse that may ship on a day, with what others have not reserved."""
    lots, owed = [], 0
    for level in sorted(levels, key=_by_expiry):
        is_expired = level.expiry_date is not None and level.expiry_date < day
        free = level.on_hand_units - level.reserved_units
        owed -= min(free, 0)
        if free > 0 and not is_expired:
            lots.append(Lot(lot_id=level.lot_id, expiry_date=level.expiry_date, units=free))
    return tuple(_without(lots, owed))


def _without(lots: list[Lot], owed: int) -> Iterator[Lot]:
    """What is left of some lots, none of them empty, when units owed were taken in their order."""
    for lot in lots:
        taken = min(owed, lot.units)
        owed -= taken
        if taken < lot.units:
            yield replace(lot, units=lot.units - taken)


def _by_expiry(level: StockLevel) -> tuple[datetime.date, str]:
    return level.expiry_date or datetime.date.max, level.lot_id
