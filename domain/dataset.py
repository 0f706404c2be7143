"""Everything that was read: one value, checked when it was built, never changed."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from domain.demand import DemandHistory, Holiday, Promotion
from domain.fleet import Driver, Vehicle
from domain.orders import Order, OrderLine
from domain.products import Inbound, Product, StockLevel, SupplyLane
from domain.settings import Settings
from domain.traffic import Event, SpeedProfile, Trip, Zone
from domain.warehouses import Warehouse


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

    def available_units(self) -> dict[tuple[str, str], int]:
        """Units on hand and not reserved, by warehouse and SKU; never below zero."""
        available: dict[tuple[str, str], int] = defaultdict(int)
        for level in self.stock or ():
            available[level.warehouse_id, level.sku] += level.on_hand_units - level.reserved_units
        return {key: max(0, units) for key, units in available.items()}

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
