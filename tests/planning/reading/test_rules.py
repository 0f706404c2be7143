"""The rules between rows and tables, each broken once."""

import datetime

import pytest

from domain.message import Severity
from planning.reading.cross_checks import RULES
from tests.planning.reading.conftest import ReadSpoilt, assert_located, only_problem
from tests.planning.reading.small_dataset import Spoil, Tables, add_row, set_cell


def cell(table: str, column: str, text: str, row: int = 2) -> Spoil:
    return lambda tables: set_cell(tables, table, column, text, row)


def row(table: str, **cells: str) -> Spoil:
    return lambda tables: add_row(tables, table, **cells)


def both(*spoils: Spoil) -> Spoil:
    def spoil(tables: Tables) -> None:
        for change in spoils:
            change(tables)

    return spoil


def only_rows(table: str, *kept: int) -> Spoil:
    def spoil(tables: Tables) -> None:
        tables[table] = [tables[table][number - 1] for number in (1, *kept)]

    return spoil


def column_of(table: str, column: str, text: str) -> Spoil:
    def spoil(tables: Tables) -> None:
        for number in range(2, len(tables[table]) + 1):
            set_cell(tables, table, column, text, number)

    return spoil


BROKEN_RULES: list[tuple[Spoil, str, str]] = [
    # what is done, code, "severity table row column"
    (cell("order_lines", "order_id", "O9"), "id.dangling", "error order_lines 2 order_id"),
    (cell("order_lines", "sku", "B-9"), "id.dangling", "error order_lines 2 sku"),
    (cell("order_lines", "sku", "7"), "id.dangling_but_near", "error order_lines 2 sku"),
    (cell("order_lines", "sku", "a-2"), "id.dangling_but_near", "error order_lines 2 sku"),
    (cell("supply_lanes", "to_id", "W9"), "id.dangling", "error supply_lanes 2 to_id"),
    (cell("supply_lanes", "sku", "X"), "id.dangling", "error supply_lanes 2 sku"),
    (cell("stock", "warehouse_id", "X"), "id.dangling", "error stock 2 warehouse_id"),
    (cell("stock", "sku", "X"), "id.dangling", "error stock 2 sku"),
    (cell("inbound", "warehouse_id", "X"), "id.dangling", "error inbound 2 warehouse_id"),
    (cell("inbound", "sku", "X"), "id.dangling", "error inbound 2 sku"),
    (
        both(cell("inbound", "type", "transfer"), cell("inbound", "from_id", "X")),
        "id.dangling", "error inbound 2 from_id",
    ),
    (cell("demand_history", "sku", "X"), "id.dangling", "error demand_history 2 sku"),
    (
        cell("demand_history", "warehouse_id", "X"),
        "id.dangling", "error demand_history 2 warehouse_id",
    ),
    (
        both(cell("demand_history", "warehouse_id", ""), cell("demand_history", "region_id", "X")),
        "id.dangling", "error demand_history 2 region_id",
    ),
    (
        both(cell("demand_history", "sku", ""), cell("demand_history", "category", "X")),
        "id.dangling", "error demand_history 2 category",
    ),
    (cell("demand_history", "promo_id", "X"), "id.dangling", "error demand_history 2 promo_id"),
    (cell("vehicles", "warehouse_id", "X"), "id.dangling", "error vehicles 2 warehouse_id"),
    (cell("vehicles", "end_warehouse_id", "X"), "id.dangling", "error vehicles 2 end_warehouse_id"),
    (
        cell("vehicles", "reload_warehouse_ids", "W1;X"),
        "id.dangling_words", "error vehicles 2 reload_warehouse_ids",
    ),
    (cell("vehicles", "driver_id", "X"), "id.dangling", "error vehicles 2 driver_id"),
    (cell("orders", "locked_vehicle_id", "X"), "id.dangling", "error orders 2 locked_vehicle_id"),
    (cell("holidays", "region_id", "X"), "id.dangling", "error holidays 2 region_id"),
    (
        both(cell("zones", "zone_id", "Z1"), cell("orders", "zone_id", "X")),
        "id.dangling", "error orders 2 zone_id",
    ),
    (
        both(
            cell("speed_profiles", "weekdays", "mon-fri"),
            row("speed_profiles", start_time="08:30", end_time="10:00"),
        ),
        "speeds.overlap", "error speed_profiles 3 start_time",
    ),
    (
        cell("speed_profiles", "road_class", "main_road"),
        "speeds.unknown_class", "warning speed_profiles 2 road_class",
    ),
    (
        both(cell("zones", "kind", "toll"), cell("zones", "charge", "0")),
        "zone.no_charge", "warning zones 2 charge",
    ),
    (cell("promotions", "scope", "X"), "promotion.scope_unknown", "warning promotions 2 scope"),
    (row("orders", note="again"), "row.twice", "error orders 5 order_id"),
    (row("products"), "row.twice", "error products 4 sku"),
    (row("stock"), "row.twice", "error stock 4 warehouse_id"),
    (row("vehicles"), "row.twice", "error vehicles 4 vehicle_id"),
    (row("settings"), "row.twice", "error settings 4 key"),
    (row("orders", order_id="O4"), "order.no_lines", "error orders 5 order_id"),
    (cell("orders", "window2_start", "14:00"), "window.half_given", "error orders 2 window2_end"),
    (cell("orders", "window2_end", "14:00"), "window.half_given", "error orders 2 window2_start"),
    (
        both(cell("orders", "window2_start", "11:00"), cell("orders", "window2_end", "14:00")),
        "order.windows_overlap", "error orders 2 window2_start",
    ),
    (
        both(cell("orders", "window_start", "12:00"), cell("orders", "window_end", "08:00")),
        "order.window_past_midnight", "warning orders 2 window_end",
    ),
    (
        both(cell("orders", "window_start", "19:00"), cell("orders", "window_end", "21:00")),
        "order.window_outside_shifts", "warning orders 2 window_end",
    ),
    (
        cell("orders", "release_time", "20:00", row=3),
        "order.window_outside_shifts", "warning orders 3 window_end",
    ),
    (
        both(cell("order_lines", "units", "9000"), column_of("vehicles", "capacity_kg", "900")),
        "order.too_heavy", "warning orders 2 order_id",
    ),
    (cell("order_lines", "units", "5000"), "order.too_large", "warning orders 2 order_id"),
    (cell("order_lines", "units", "39"), "order.not_in_stock", "warning order_lines 2 units"),
    (
        cell("orders", "requirements", "tail_lift;crane"),
        "order.no_vehicle_with_equipment", "warning orders 2 requirements",
    ),
    (
        column_of("vehicles", "carries", "food"),
        "order.goods_not_carried", "warning order_lines 3 sku",
    ),
    (
        column_of("vehicles", "start_date", "2026-11-21"),
        "vehicle.none_that_day", "warning orders 2 due_date",
    ),
    (cell("orders", "lat", "0"), "coordinate.far", "error orders 2 lat"),
    (
        both(cell("orders", "lat", "0"), cell("orders", "lon", "0.0")),
        "coordinate.zero", "error orders 2 lat",
    ),
    (
        both(cell("orders", "lat", "8.68"), cell("orders", "lon", "49.4")),
        "coordinate.swapped", "error orders 2 lat",
    ),
    (
        both(cell("orders", "lat", "116.4"), cell("orders", "lon", "39.9")),
        "coordinate.swapped", "error orders 2 lat",
    ),
    (cell("orders", "lat", "494"), "coordinate.off_the_globe", "error orders 2 lat"),
    (cell("orders", "lon", "868"), "coordinate.off_the_globe", "error orders 2 lon"),
    (
        both(cell("orders", "pickup_lat", "49.4"), cell("orders", "pickup_lon", "")),
        "coordinate.half_given", "error orders 2 pickup_lon",
    ),
    (
        both(cell("warehouses", "lat", "8.69"), cell("warehouses", "lon", "49.41")),
        "coordinate.swapped", "error warehouses 2 lat",
    ),
    (cell("warehouses", "lat", "40"), "warehouse.far_from_orders", "warning warehouses 2 lat"),
    (
        cell("warehouses", "timezone", "Berlin"),
        "warehouse.no_time_zone", "error warehouses 2 timezone",
    ),
    (
        cell("warehouses", "timezone", "../etc"),
        "warehouse.no_time_zone", "error warehouses 2 timezone",
    ),
    (
        cell("warehouses", "timezone", "Europe/London", row=3),
        "warehouse.time_zones_differ", "error warehouses 3 timezone",
    ),
    (
        cell("vehicles", "warehouse_id", "W1", row=3),
        "warehouse.no_vehicles", "warning warehouses 3 warehouse_id",
    ),
    (only_rows("vehicles"), "table.no_rows", "error vehicles 1 -"),
    (cell("vehicles", "shift_end", "06:00"), "shift.reversed", "error vehicles 2 shift_end"),
    (
        both(cell("vehicles", "break_min", "30"), cell("vehicles", "break_earliest", "15:00")),
        "vehicle.break_outside_shift", "warning vehicles 2 break_earliest",
    ),
    (
        row("vehicles", start_date="2026-11-20"),
        "vehicle.twice_that_day", "error vehicles 4 start_date",
    ),
    (cell("vehicles", "max_stops", "0"), "vehicle.no_capacity", "warning vehicles 2 max_stops"),
    (
        cell("products", "unit_weight_kg", "500"),
        "product.odd_density", "warning products 2 unit_weight_kg",
    ),
    (
        cell("products", "unit_volume_m3", "0"),
        "product.no_volume", "warning products 2 unit_volume_m3",
    ),
    (only_rows("supply_lanes", 2), "product.no_lane", "warning products 3 sku"),
    (cell("supply_lanes", "from_id", "W1"), "lane.to_itself", "error supply_lanes 2 to_id"),
    (
        cell("supply_lanes", "moq_units", "13"),
        "lane.no_whole_packs", "warning supply_lanes 2 moq_units",
    ),
    (
        cell("supply_lanes", "moq_units", "6000"),
        "lane.moq_lasts_long", "warning supply_lanes 2 moq_units",
    ),
    (cell("stock", "as_of_date", "2026-11-01"), "stock.stale", "warning stock 2 as_of_date"),
    (
        cell("stock", "reserved_units", "41"),
        "stock.reserved_beyond", "warning stock 2 reserved_units",
    ),
    (cell("inbound", "due_date", "2026-11-19"), "inbound.overdue", "warning inbound 2 due_date"),
    (
        cell("promotions", "end_date", "2026-10-01"),
        "promotion.reversed", "error promotions 2 end_date",
    ),
    (
        cell("demand_history", "warehouse_id", ""),
        "demand.no_place", "error demand_history 2 warehouse_id",
    ),
    (
        cell("demand_history", "region_id", "R1"),
        "demand.two_places", "error demand_history 2 region_id",
    ),
    (cell("demand_history", "sku", ""), "demand.no_item", "error demand_history 2 sku"),
    (
        cell("demand_history", "category", "food"),
        "demand.two_items", "error demand_history 2 category",
    ),
    (row("demand_history"), "demand.day_twice", "error demand_history 6 date"),
    (cell("demand_history", "date", "1976-11-17"), "demand.span", "error demand_history 2 date"),
    (
        row("demand_history", date="2026-11-21"),
        "demand.in_the_future", "warning demand_history 6 date",
    ),
    (row("demand_history", date="2026-11-10"), "demand.gaps", "warning demand_history 2 date"),
    (cell("settings", "value", "euro"), "setting.currency_form", "error settings 2 value"),
    (row("settings", key="horizon_days", value="400"), "value.too_large", "error settings 4 value"),
    (
        row("settings", key="paper_columns", value="note;fax"),
        "value.not_a_choice", "error settings 4 value",
    ),
    (
        row("settings", key="navigation_app", value="sextant"),
        "value.not_a_choice", "error settings 4 value",
    ),
    (row("settings", key="plan_day", value="x"), "setting.misspelt", "warning settings 4 key"),
    (row("settings", key="objective.co2", value="1"), "setting.unknown", "warning settings 4 key"),
    (
        row("settings", key="coordinate_datum", value="mars"),
        "setting.datum_unknown", "error settings 4 value",
    ),
    (
        row("settings", key="coordinate_datum", value="EPSG:999999"),
        "setting.datum_unknown", "error settings 4 value",
    ),
    (
        row("settings", key="coordinate_datum", value="gcj02"),
        "setting.datum_outside_china", "warning settings 4 value",
    ),
    (cell("orders", "priority", "5"), "column.reserved", "warning orders 2 priority"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spoil", "code", "place"),
    BROKEN_RULES,
    ids=[f"{code}-{place}" for _, code, place in BROKEN_RULES],
)
def test_a_broken_rule_is_located(
    read_spoilt: ReadSpoilt, spoil: Spoil, code: str, place: str
) -> None:
    assert_located(read_spoilt(spoil), code, place)


def test_a_window_over_midnight_is_right_where_somebody_drives_then(
    read_spoilt: ReadSpoilt,
) -> None:
    def spoil(tables: Tables) -> None:
        set_cell(tables, "orders", "window_start", "22:00")
        set_cell(tables, "orders", "window_end", "02:00")
        set_cell(tables, "vehicles", "shift_start", "20:00")
        set_cell(tables, "vehicles", "shift_end", "04:00")

    reading = read_spoilt(spoil)
    assert reading.problems == ()
    assert reading.dataset is not None
    assert reading.dataset.orders[0].window_end_s == 26 * 3600
    assert reading.dataset.vehicles[0].shift_end_s == 28 * 3600


def test_runs_of_zero_in_a_busy_series_look_like_stockouts(read_spoilt: ReadSpoilt) -> None:
    def spoil(tables: Tables) -> None:
        del tables["demand_history"][1:]
        start = datetime.date(2026, 1, 1)
        for number in range(100):
            units = "0" if 40 <= number < 45 else "9"
            day = (start + datetime.timedelta(days=number)).isoformat()
            tables["demand_history"].append([day, "W1", "007", units, "0", ""])

    problem = only_problem(read_spoilt(spoil), "demand.stockout_as_zero")
    assert (problem.row, problem.column) == (42, "units")
    assert (problem.message["days"], problem.message["series"]) == (5, 1)


def test_many_addresses_at_one_point_are_told_once(read_spoilt: ReadSpoilt) -> None:
    def spoil(tables: Tables) -> None:
        for number in range(10, 40):
            add_row(tables, "orders", order_id=f"O{number}", address=f"Street {number}")
            add_row(tables, "order_lines", order_id=f"O{number}")

    problem = only_problem(read_spoilt(spoil), "coordinate.many_at_one_point")
    assert (problem.severity, problem.row, problem.column) == (Severity.WARNING, 2, "lat")
    assert (problem.message["addresses"], problem.message["count"]) == (31, 31)


def test_a_table_that_could_not_be_read_does_not_make_ids_dangle(read_spoilt: ReadSpoilt) -> None:
    def spoil(tables: Tables) -> None:
        tables["orders"][1].append("surplus")
        set_cell(tables, "products", "sku", "", row=2)

    assert {problem.code for problem in read_spoilt(spoil).errors} == {
        "row.too_many_cells",
        "value.missing",
    }


def test_rules_are_functions_of_their_own() -> None:
    assert len({rule.__name__ for rule in RULES}) == len(RULES)
