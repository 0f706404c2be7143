"""What the rules on stock, lanes and goods say beyond their place, and where they say nothing."""

from tests.planning.reading.conftest import ReadSpoilt, only_problem
from tests.planning.reading.small_dataset import Spoil, Tables, add_row, set_cell
from tests.planning.reading.test_rules import both, cell, row


def test_what_cannot_be_taken_in_is_named(read_spoilt: ReadSpoilt) -> None:
    spoil = both(
        cell("warehouses", "inbound_capacity_m3_per_day", "0.2"),
        row("inbound", inbound_id="PO-2"),
        row("inbound", inbound_id="PO-3", due_date="2026-11-26"),
    )
    said = only_problem(read_spoilt(spoil), "inbound.beyond_receiving").message
    assert said["names"] == "PO-1, PO-2"
    assert (said["day"], said["volume"], said["room"]) == ("2026-11-24", 0.24, 0.2)


def test_goods_that_are_late_count_as_coming_today(read_spoilt: ReadSpoilt) -> None:
    spoil = both(
        cell("warehouses", "inbound_capacity_m3_per_day", "0.2"),
        cell("inbound", "due_date", "2026-11-18"),
        row("inbound", inbound_id="PO-2", due_date="2026-11-20"),
    )
    said = next(
        p.message for p in read_spoilt(spoil).problems if p.code == "inbound.beyond_receiving"
    )
    assert said["names"] == "PO-1, PO-2"
    assert said["day"] == "2026-11-20"


def test_stock_and_what_comes_today_are_named_where_they_do_not_fit(
    read_spoilt: ReadSpoilt,
) -> None:
    spoil = both(
        cell("warehouses", "storage_capacity_m3", "0.15"),
        cell("inbound", "due_date", "2026-11-20"),
    )
    said = only_problem(read_spoilt(spoil), "inbound.beyond_storage").message
    assert (said["stored"], said["coming"], said["room"]) == (0.08, 0.12, 0.15)
    assert said["names"] == "PO-1"


def test_a_ring_is_named_and_ends_at_a_supplier(read_spoilt: ReadSpoilt) -> None:
    ring: Spoil = cell("supply_lanes", "from_id", "W2")
    said = only_problem(read_spoilt(ring), "lane.in_a_ring").message
    assert (said["sku"], said["ring"]) == ("*", "W1, W2")

    def fed(tables: Tables) -> None:
        ring(tables)
        add_row(tables, "supply_lanes", from_id="Supplier", to_id="W2", sku="007")

    assert read_spoilt(fed).problems == ()


def test_moves_both_ways_are_no_ring_where_a_supplier_feeds_one(read_spoilt: ReadSpoilt) -> None:
    def spoil(tables: Tables) -> None:
        add_row(tables, "supply_lanes", from_id="W2", to_id="W1", sku="007", moq_units="")

    assert read_spoilt(spoil).problems == ()


def test_prices_known_of_some_products_are_read(read_spoilt: ReadSpoilt) -> None:
    reading = read_spoilt(lambda tables: set_cell(tables, "products", "unit_price", "6.50"))
    assert reading.problems == ()
    assert reading.dataset is not None
    assert [product.unit_price is None for product in reading.dataset.products] == [False, True]


def test_a_series_is_told_once_where_no_lane_leads(read_spoilt: ReadSpoilt) -> None:
    def spoil(tables: Tables) -> None:
        set_cell(tables, "supply_lanes", "to_id", "W2")
        set_cell(tables, "supply_lanes", "sku", "A-2", row=3)
        add_row(tables, "demand_history", date="2026-11-16", promo_id="")
        add_row(tables, "demand_history", warehouse_id="W2")

    problem = only_problem(read_spoilt(spoil), "lane.none_leads_there")
    assert (problem.file, problem.row) == ("demand_history.csv", 2)
