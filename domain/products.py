"""What is sold, where it comes from, and how much of it there is."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from domain.column import Kind, column, validate

ANY_SKU = "*"
MAX_UNIT_VOLUME_M3 = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One SKU."""

    sku: str = column(Kind.ID, read_by="everything")
    name: str = column(Kind.TEXT, default="", read_by="sheets")
    category: str = column(Kind.TEXT, default="", read_by="forecast: groups")
    unit_value: Decimal = column(Kind.MONEY, minimum=0, read_by="purchase cost, shortage cost")
    unit_price: Decimal | None = column(
        Kind.MONEY, default=None, minimum=0, read_by="stock alerts: margin"
    )
    unit_volume_m3: float = column(
        Kind.NUMBER, minimum=0, maximum=MAX_UNIT_VOLUME_M3, read_by="vehicle capacity"
    )
    unit_weight_kg: float = column(Kind.NUMBER, default=0.0, minimum=0, read_by="vehicle capacity")
    case_pack_units: int = column(Kind.WHOLE, default=1, minimum=1, read_by="replenishment")
    pallet_units: int | None = column(Kind.WHOLE, default=None, minimum=1)
    shelf_life_days: int | None = column(
        Kind.WHOLE, default=None, minimum=0, read_by="replenishment: expiry"
    )
    goods_class: str = column(Kind.TEXT, default="", read_by="routes: goods classes")

    def __post_init__(self) -> None:
        validate(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyLane:
    """A way by which a warehouse is supplied: from a supplier or another warehouse."""

    from_id: str = column(Kind.ID, read_by="replenishment")
    to_id: str = column(Kind.ID, read_by="replenishment")
    sku: str = column(Kind.TEXT, default=ANY_SKU, read_by="replenishment")
    lead_time_days: float = column(
        Kind.NUMBER, minimum=0, maximum=730, read_by="replenishment: lead-time demand"
    )
    lead_time_sd_days: float = column(
        Kind.NUMBER, default=0.0, minimum=0, read_by="replenishment: lead-time demand"
    )
    review_days: int = column(
        Kind.WHOLE, default=1, minimum=1, maximum=365, read_by="replenishment: cover"
    )
    moq_units: int = column(Kind.WHOLE, default=0, minimum=0, read_by="replenishment: lot size")
    order_multiple_units: int = column(
        Kind.WHOLE, default=1, minimum=1, read_by="replenishment: lot size"
    )
    max_units_per_day: int | None = column(
        Kind.WHOLE, default=None, minimum=0, read_by="replenishment: lot size"
    )
    unit_cost: Decimal | None = column(Kind.MONEY, default=None, minimum=0, read_by="purchase cost")
    fixed_cost_per_order: Decimal = column(
        Kind.MONEY, default=Decimal(0), minimum=0, read_by="purchase cost"
    )
    truck_capacity_m3: float | None = column(
        Kind.NUMBER, default=None, above_zero=True, read_by="replenishment: trucks"
    )
    fixed_cost_per_truck: Decimal = column(
        Kind.MONEY, default=Decimal(0), minimum=0, read_by="replenishment: trucks"
    )

    def __post_init__(self) -> None:
        validate(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLevel:
    """Units of one SKU lying at one warehouse, one row per lot."""

    warehouse_id: str = column(Kind.ID, read_by="order allocation, replenishment")
    sku: str = column(Kind.ID, read_by="order allocation, replenishment")
    on_hand_units: int = column(Kind.WHOLE, minimum=0, read_by="order allocation, replenishment")
    reserved_units: int = column(
        Kind.WHOLE, default=0, minimum=0, read_by="order allocation, replenishment"
    )
    lot_id: str = column(Kind.TEXT, default="", read_by="order allocation")
    expiry_date: datetime.date | None = column(
        Kind.DATE, default=None, read_by="order allocation, replenishment: expiry"
    )
    as_of_date: datetime.date | None = column(Kind.DATE, default=None, read_by="stale stock")

    def __post_init__(self) -> None:
        validate(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """Goods on their way to a warehouse."""

    inbound_id: str = column(Kind.ID, read_by="problems of the data, conflicts of capacity")
    type: str = column(Kind.CHOICE, default="po", choices=("po", "transfer"))
    from_id: str = column(Kind.TEXT, default="")
    warehouse_id: str = column(Kind.ID, read_by="replenishment: stock position")
    sku: str = column(Kind.ID, read_by="replenishment: stock position")
    units: int = column(Kind.WHOLE, minimum=0, read_by="replenishment: stock position")
    due_date: datetime.date = column(Kind.DATE, read_by="replenishment: stock position")

    def __post_init__(self) -> None:
        validate(self)
