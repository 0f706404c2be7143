"""The tables of a dataset and the noun that one row of each becomes."""

from dataclasses import dataclass
from typing import Any

from domain.demand import DemandRecord, Holiday, Promotion
from domain.fleet import Driver, Vehicle
from domain.orders import Order, OrderLine
from domain.products import Inbound, Product, StockLevel, SupplyLane
from domain.settings import Setting
from domain.traffic import Event, SpeedProfile, Trip, Zone
from domain.warehouses import Warehouse


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a dataset.

    Parameters
    ----------
    name
        Name of the file, sheet or database table.
    noun
        What a row becomes.
    key
        Columns that together name a row; no two rows may share them. Empty where rows may repeat.
    required
        Whether a dataset must have the table.
    """

    name: str
    noun: type[Any]
    key: tuple[str, ...] = ()
    required: bool = False


TABLES = (
    Table(name="warehouses", noun=Warehouse, key=("warehouse_id",), required=True),
    Table(name="products", noun=Product, key=("sku",), required=True),
    Table(name="supply_lanes", noun=SupplyLane, key=("from_id", "to_id", "sku")),
    Table(name="stock", noun=StockLevel, key=("warehouse_id", "sku", "lot_id")),
    Table(name="inbound", noun=Inbound, key=("inbound_id", "sku")),
    Table(name="demand_history", noun=DemandRecord),
    Table(name="promotions", noun=Promotion, key=("promo_id",)),
    Table(name="holidays", noun=Holiday, key=("date", "region_id")),
    Table(name="orders", noun=Order, key=("order_id",), required=True),
    Table(name="order_lines", noun=OrderLine, key=("order_id", "sku"), required=True),
    Table(name="vehicles", noun=Vehicle, key=("vehicle_id", "start_date"), required=True),
    Table(name="drivers", noun=Driver, key=("driver_id",)),
    Table(name="speed_profiles", noun=SpeedProfile, key=("road_class", "weekdays", "start_time")),
    Table(name="trips", noun=Trip),
    Table(name="zones", noun=Zone, key=("zone_id",)),
    Table(name="events", noun=Event),
    Table(name="settings", noun=Setting, key=("key",)),
)

TABLE_BY_NAME = {table.name: table for table in TABLES}
