"""Bad stock, lanes, goods and goods on their way: where each is wrong, and what with."""

from tests.end_to_end.bad_inputs.case import Case, validate
from tests.planning.reading.small_dataset import Spoil, Tables, set_cell
from tests.planning.reading.test_rules import both, cell, column_of, row

LANES, STOCK, INBOUND = "supply_lanes", "stock", "inbound"
WAREHOUSES, PRODUCTS, SETTINGS = "warehouses", "products", "settings"


def _case(name: str, code: str, place: str, *spoils: Spoil, exits: int = 0) -> Case:
    """A case whose place is given as ``table row column``."""
    table, number, column = place.split()
    return Case(
        name=name,
        prepare=validate(both(*spoils)),
        exit=exits,
        code=code,
        file=f"{table}.csv",
        row=int(number),
        column=column.strip("-"),
    )


def _cells() -> list[Case]:
    """One cell that cannot be read."""
    bad = (
        (STOCK, "on_hand_units", "-40", "value.too_small"),
        (STOCK, "on_hand_units", "2.5", "value.not_whole"),
        (STOCK, "on_hand_units", "forty", "value.not_a_number"),
        (STOCK, "on_hand_units", "", "value.missing"),
        (STOCK, "on_hand_units", "1e14", "value.not_whole"),
        (STOCK, "reserved_units", "-1", "value.too_small"),
        (STOCK, "expiry_date", "2026-02-30", "value.no_such_day"),
        (STOCK, "expiry_date", "soon", "value.not_a_date"),
        (STOCK, "as_of_date", "20/11/2026", "value.date_form"),
        (STOCK, "warehouse_id", "W9", "id.dangling"),
        (STOCK, "sku", "X", "id.dangling"),
        (INBOUND, "units", "-60", "value.too_small"),
        (INBOUND, "units", "6.5", "value.not_whole"),
        (INBOUND, "units", "NaN", "value.not_finite"),
        (INBOUND, "due_date", "", "value.missing"),
        (INBOUND, "due_date", "24.11.26", "value.year_of_two_digits"),
        (INBOUND, "type", "gift", "value.not_a_choice"),
        (INBOUND, "warehouse_id", "W9", "id.dangling"),
        (LANES, "lead_time_days", "-5", "value.too_small"),
        (LANES, "lead_time_days", "1e4", "value.too_large"),
        (LANES, "lead_time_days", "a week", "value.not_a_number"),
        (LANES, "lead_time_sd_days", "-1", "value.too_small"),
        (LANES, "review_days", "0", "value.too_small"),
        (LANES, "review_days", "2.5", "value.not_whole"),
        (LANES, "moq_units", "-12", "value.too_small"),
        (LANES, "moq_units", "12.5", "value.not_whole"),
        (LANES, "order_multiple_units", "0", "value.too_small"),
        (LANES, "max_units_per_day", "-1", "value.too_small"),
        (LANES, "unit_cost", "4,50", "value.decimal_comma"),
        (LANES, "unit_cost", "-4.50", "value.too_small"),
        (LANES, "fixed_cost_per_order", "inf", "value.not_finite"),
        (LANES, "truck_capacity_m3", "0", "value.not_above_zero"),
        (LANES, "fixed_cost_per_truck", "-1", "value.too_small"),
        (LANES, "to_id", "W9", "id.dangling"),
        (LANES, "sku", "X", "id.dangling"),
        (PRODUCTS, "unit_value", "-1", "value.too_small"),
        (PRODUCTS, "case_pack_units", "0", "value.too_small"),
        (PRODUCTS, "case_pack_units", "6.5", "value.not_whole"),
        (PRODUCTS, "shelf_life_days", "-1", "value.too_small"),
        (PRODUCTS, "unit_volume_m3", "2000", "value.too_large"),
        (WAREHOUSES, "storage_capacity_m3", "-1", "value.too_small"),
        (WAREHOUSES, "inbound_capacity_m3_per_day", "many", "value.not_a_number"),
        (WAREHOUSES, "outbound_capacity_orders_per_day", "1.5", "value.not_whole"),
        (WAREHOUSES, "holding_cost_per_m3_day", "-1", "value.too_small"),
    )
    return [
        _case(
            f"{table}.{column} {text!r}",
            code,
            f"{table} 2 {column}",
            cell(table, column, text),
            exits=2,
        )
        for table, column, text, code in bad
    ]


def _settings() -> list[Case]:
    """One setting of the stock plan that makes no sense."""
    bad = (
        ("service_level", "0.2", "value.too_small"),
        ("service_level", "1", "value.too_large"),
        ("service_level", "95 %", "value.unit_in_cell"),
        ("capital_cost_share", "-0.1", "value.too_small"),
        ("purchase_budget", "-1", "value.too_small"),
        ("horizon_days", "0", "value.too_small"),
        ("horizon_days", "28.5", "value.not_whole"),
    )
    return [
        _case(f"{key} {value!r}", code, "settings 4 value", _set(key, value), exits=2)
        for key, value, code in bad
    ]


def _set(key: str, value: str) -> Spoil:
    return row(SETTINGS, key=key, value=value)


def _ring(tables: Tables) -> None:
    """Both warehouses only supply one another."""
    set_cell(tables, LANES, "from_id", "W2")


CASES = [
    *_cells(),
    *_settings(),
    _case("two warehouses that supply one another", "lane.in_a_ring", f"{LANES} 3 from_id", _ring),
    _case(
        "two warehouses that supply one another with one product", "lane.in_a_ring",
        f"{LANES} 2 from_id", _ring, row(LANES, from_id="Supplier", to_id="W2", sku="A-2"),
    ),
    _case(
        "a supplier called nearly like a warehouse",
        "lane.supplier_like_warehouse",
        f"{LANES} 2 from_id",
        cell(LANES, "from_id", "w-2"),
    ),
    _case(
        "a lane of a place to itself", "lane.to_itself", f"{LANES} 3 to_id",
        cell(LANES, "to_id", "W1", 3), exits=2,
    ),
    _case("a lane twice", "row.twice", f"{LANES} 4 from_id", row(LANES), exits=2),
    _case(
        "a lead time beyond the horizon", "lane.beyond_horizon", f"{LANES} 2 lead_time_days",
        cell(LANES, "lead_time_days", "28"),
    ),
    _case(
        "a lead time that may be anything",
        "lane.lead_time_unknown",
        f"{LANES} 2 lead_time_sd_days",
        cell(LANES, "lead_time_sd_days", "9"),
    ),
    _case(
        "a review beyond the horizon", "lane.reviewed_beyond_horizon", f"{LANES} 2 review_days",
        cell(LANES, "review_days", "60"),
    ),
    _case(
        "a least order of broken cases", "lane.no_whole_packs", f"{LANES} 2 moq_units",
        cell(LANES, "moq_units", "13"),
    ),
    _case(
        "an order multiple of broken cases",
        "lane.no_whole_packs",
        f"{LANES} 2 order_multiple_units",
        cell(LANES, "order_multiple_units", "4"),
    ),
    _case(
        "a lane that takes nothing", "lane.closed", f"{LANES} 2 max_units_per_day",
        cell(LANES, "max_units_per_day", "0"),
    ),
    _case(
        "a least order above the most a day", "lane.takes_no_order",
        f"{LANES} 2 max_units_per_day", cell(LANES, "max_units_per_day", "6"),
    ),
    _case(
        "a lot above the most a day", "lane.takes_no_order", f"{LANES} 2 max_units_per_day",
        cell(LANES, "moq_units", ""), cell(LANES, "max_units_per_day", "5"),
    ),
    _case(
        "a least order for half a year", "lane.moq_lasts_long", f"{LANES} 2 moq_units",
        cell(LANES, "moq_units", "6000"),
    ),
    _case(
        "a least order that no gate takes in", "lane.lot_beyond_receiving",
        f"{LANES} 2 moq_units", cell(WAREHOUSES, "inbound_capacity_m3_per_day", "0.02"),
    ),
    _case(
        "a least order larger than the warehouse", "lane.lot_beyond_storage",
        f"{LANES} 2 moq_units", cell(WAREHOUSES, "storage_capacity_m3", "0.02"),
    ),
    _case(
        "trucks that cost nothing", "lane.truck_costs_nothing", f"{LANES} 2 truck_capacity_m3",
        cell(LANES, "truck_capacity_m3", "30"),
    ),
    _case(
        "trucks without a size", "lane.truck_without_size", f"{LANES} 2 fixed_cost_per_truck",
        cell(LANES, "fixed_cost_per_truck", "200"),
    ),
    _case(
        "trucks smaller than a unit", "lane.truck_too_small", f"{LANES} 2 truck_capacity_m3",
        cell(LANES, "truck_capacity_m3", "0.001"), cell(LANES, "fixed_cost_per_truck", "20"),
    ),
    _case(
        "a lane dearer than the price", "lane.dearer_than_price", f"{LANES} 2 unit_cost",
        cell(PRODUCTS, "unit_price", "6"), cell(LANES, "unit_cost", "27"),
    ),
    _case(
        "sold at a warehouse that no lane leads to", "lane.none_leads_there",
        "demand_history 5 sku",
        cell("demand_history", "sku", "007", 5), cell(LANES, "sku", "A-2", 3),
    ),
    _case("a product on no lane", "product.no_lane", f"{PRODUCTS} 3 sku",
          column_of(LANES, "sku", "007")),
    _case("a product worth nothing", "product.no_value", f"{PRODUCTS} 2 unit_value",
          cell(PRODUCTS, "unit_value", "0")),
    _case("a product given away", "product.no_price", f"{PRODUCTS} 2 unit_price",
          cell(PRODUCTS, "unit_price", "0")),
    _case(
        "a price below the value", "product.price_below_value", f"{PRODUCTS} 2 unit_price",
        cell(PRODUCTS, "unit_price", "0.45"),
    ),
    _case(
        "goods that expire on the way", "product.expires_on_the_way",
        f"{PRODUCTS} 2 shelf_life_days", cell(PRODUCTS, "shelf_life_days", "5"),
    ),
    _case("stock twice", "row.twice", f"{STOCK} 4 warehouse_id", row(STOCK), exits=2),
    _case("old stock", "stock.stale", f"{STOCK} 2 as_of_date",
          cell(STOCK, "as_of_date", "2026-11-01")),
    _case("stock counted later", "stock.counted_later", f"{STOCK} 2 as_of_date",
          cell(STOCK, "as_of_date", "2026-11-21")),
    _case("more reserved than there is", "stock.reserved_beyond", f"{STOCK} 2 reserved_units",
          cell(STOCK, "reserved_units", "41")),
    _case("expired stock", "stock.expired", f"{STOCK} 2 expiry_date",
          cell(STOCK, "expiry_date", "2026-11-19")),
    _case(
        "stock that lasts longer than it can", "stock.lasts_too_long", f"{STOCK} 2 expiry_date",
        cell(STOCK, "expiry_date", "2027-11-19"), cell(PRODUCTS, "shelf_life_days", "90"),
    ),
    _case("stock of unknown demand", "stock.no_demand_known", f"{STOCK} 3 sku",
          cell("demand_history", "sku", "007", 5)),
    _case("more stock than room", "stock.beyond_storage", f"{WAREHOUSES} 3 storage_capacity_m3",
          cell(WAREHOUSES, "storage_capacity_m3", "0.1", 3)),
    _case(
        "no room for what comes today", "inbound.beyond_storage",
        f"{WAREHOUSES} 2 storage_capacity_m3",
        cell(WAREHOUSES, "storage_capacity_m3", "0.15"),
        cell(INBOUND, "due_date", "2026-11-20"),
    ),
    _case(
        "more comes on a day than can be taken in", "inbound.beyond_receiving",
        f"{WAREHOUSES} 2 inbound_capacity_m3_per_day",
        cell(WAREHOUSES, "inbound_capacity_m3_per_day", "0.1"),
    ),
    _case(
        "two deliveries that only together are too much", "inbound.beyond_receiving",
        f"{WAREHOUSES} 2 inbound_capacity_m3_per_day",
        cell(WAREHOUSES, "inbound_capacity_m3_per_day", "0.2"),
        row(INBOUND, inbound_id="PO-2"),
    ),
    _case(
        "a warehouse that takes nothing in", "warehouse.takes_nothing_in",
        f"{WAREHOUSES} 2 inbound_capacity_m3_per_day",
        cell(WAREHOUSES, "inbound_capacity_m3_per_day", "0"),
    ),
    _case("a warehouse without room", "warehouse.no_room", f"{WAREHOUSES} 2 storage_capacity_m3",
          cell(WAREHOUSES, "storage_capacity_m3", "0")),
    _case(
        "a warehouse that sends nothing out", "warehouse.sends_nothing_out",
        f"{WAREHOUSES} 2 outbound_capacity_orders_per_day",
        cell(WAREHOUSES, "outbound_capacity_orders_per_day", "0"),
    ),
    _case("overdue goods", "inbound.overdue", f"{INBOUND} 2 due_date",
          cell(INBOUND, "due_date", "2026-11-19")),
    _case("goods that come next decade", "inbound.far_ahead", f"{INBOUND} 2 due_date",
          cell(INBOUND, "due_date", "2036-11-24")),
    _case("nothing on its way", "inbound.nothing", f"{INBOUND} 2 units",
          cell(INBOUND, "units", "0")),
    _case("a move from nowhere", "inbound.no_giver", f"{INBOUND} 2 from_id",
          cell(INBOUND, "type", "transfer"), cell(INBOUND, "from_id", "")),
    _case(
        "a move from an unknown warehouse", "id.dangling", f"{INBOUND} 2 from_id",
        cell(INBOUND, "type", "transfer"), cell(INBOUND, "from_id", "W9"), exits=2,
    ),
    _case(
        "a move of a warehouse to itself", "inbound.to_itself", f"{INBOUND} 2 from_id",
        cell(INBOUND, "type", "transfer"), cell(INBOUND, "from_id", "W1"), exits=2,
    ),
    _case("no budget", "setting.no_budget", "settings 4 value", _set("purchase_budget", "0")),
    _case("stock for nothing", "setting.stock_costs_nothing", "settings 4 value",
          _set("capital_cost_share", "0")),
]  # fmt: skip
