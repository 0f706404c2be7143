"""Every column of every table has a rule that reads it, or is known to wait for one."""

import re

import pytest

from domain.column import RESERVED, columns_of, is_required
from domain.tables import TABLE_BY_NAME, TABLES

SCHEMA = {
    "warehouses": """warehouse_id! name type region_id lat! lon! open_time close_time timezone
        storage_capacity_m3 inbound_capacity_m3_per_day outbound_capacity_orders_per_day
        holding_cost_per_m3_day handling_cost_per_order docks""",
    "products": """sku! name category unit_value! unit_price unit_volume_m3! unit_weight_kg
        case_pack_units pallet_units shelf_life_days goods_class""",
    "supply_lanes": """from_id! to_id! sku lead_time_days! lead_time_sd_days review_days moq_units
        order_multiple_units max_units_per_day unit_cost fixed_cost_per_order truck_capacity_m3
        fixed_cost_per_truck""",
    "stock": """warehouse_id! sku! on_hand_units! reserved_units lot_id expiry_date as_of_date""",
    "inbound": "inbound_id! type from_id warehouse_id! sku! units! due_date!",
    "demand_history": """date! warehouse_id region_id sku category units! stockout price
        promo_id""",
    "promotions": "promo_id! name start_date! end_date! scope discount_pct expected_uplift",
    "holidays": "date! name region_id working",
    "orders": """order_id! customer_id customer_name address phone note lat! lon! due_date!
        allowed_days window_start window_end window2_start window2_end window_kind
        late_cost_per_hour setup_min service_min priority unassigned_cost requirements zone_id
        same_vehicle_group incompatible_with locked_vehicle_id locked_position release_time kind
        pickup_lat pickup_lon pickup_window_start pickup_window_end""",
    "order_lines": "order_id! sku! units!",
    "vehicles": """vehicle_id! name warehouse_id! end_warehouse_id reload_warehouse_ids reload_min
        max_trips start_date profile height_m gross_weight_kg capacity_m3! capacity_kg
        capacity_parcels carries fixed_cost cost_per_km cost_per_hour overtime_cost_per_hour
        shift_start! shift_end! max_overtime_min max_distance_km max_stops break_min
        break_earliest break_latest driving_rules equipment zone_ids co2_g_per_km driver_id""",
    "drivers": "driver_id! name languages known_zones licence off_dates",
    "speed_profiles": "road_class! weekdays! start_time! end_time! speed_ratio!",
    "trips": "from_lat! from_lon! to_lat! to_lon! departed_at! duration_s! profile",
    "zones": "zone_id! name kind charge geometry! active_from active_to profiles",
    "events": "at! kind! vehicle_id order_id warehouse_id sku units lat lon reason_code",
    "settings": "key! value!",
}
"""The columns a planner may write; `!` marks those that must be there."""

WAITING = {
    "warehouses": "type storage_capacity_m3 inbound_capacity_m3_per_day docks",
    "products": "unit_price pallet_units shelf_life_days",
    "supply_lanes": "lead_time_sd_days truck_capacity_m3 fixed_cost_per_truck",
    "stock": "expiry_date",
    "inbound": "type from_id",
    "promotions": "expected_uplift",
    "orders": "customer_id allowed_days priority",
    "vehicles": "driving_rules",
    "drivers": "languages known_zones licence off_dates",
    "events": "at kind vehicle_id order_id warehouse_id sku units lat lon reason_code",
}
"""Columns no rule reads yet; using one is a warning. The list may only shrink."""


def test_the_tables_are_those_of_the_schema() -> None:
    assert [table.name for table in TABLES] == list(SCHEMA)


@pytest.mark.parametrize("table", SCHEMA)
def test_the_columns_are_those_of_the_schema(table: str) -> None:
    declared = {
        column.name: is_required(field) for field, column in columns_of(TABLE_BY_NAME[table].noun)
    }
    written = {name.rstrip("!"): name.endswith("!") for name in SCHEMA[table].split()}
    assert declared == written


@pytest.mark.parametrize("table", SCHEMA)
def test_every_column_has_a_reader_or_waits_for_one(table: str) -> None:
    readers = {column.name: column.read_by for _, column in columns_of(TABLE_BY_NAME[table].noun)}
    reserved = {name for name, reader in readers.items() if reader == RESERVED}
    assert reserved <= set(WAITING.get(table, "").split())
    assert all(re.fullmatch(r"[A-Za-z][\w ,:'2-]+", readers[n]) for n in readers.keys() - reserved)


@pytest.mark.parametrize("table", SCHEMA)
def test_keys_are_columns(table: str) -> None:
    names = {column.name for _, column in columns_of(TABLE_BY_NAME[table].noun)}
    assert set(TABLE_BY_NAME[table].key) <= names
