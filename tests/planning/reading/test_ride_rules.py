"""The rules on where goods are fetched and on what rides together, each broken once."""

import pytest

from tests.planning.reading.conftest import ReadSpoilt, assert_located
from tests.planning.reading.small_dataset import Spoil
from tests.planning.reading.test_rules import both, cell, column_of


def transport() -> Spoil:
    """The first order made a transport, fetched not far from its door."""
    return both(
        cell("orders", "kind", "transport"),
        cell("orders", "pickup_lat", "49.405"),
        cell("orders", "pickup_lon", "8.685"),
    )


BROKEN_RIDES: list[tuple[Spoil, str, str]] = [
    # what is done, code, "severity table row column"
    (
        cell("orders", "kind", "transport"),
        "order.transport_from_nowhere", "error orders 2 pickup_lat",
    ),
    (
        both(cell("orders", "kind", "transport"), cell("orders", "pickup_lat", "49.4")),
        "order.transport_from_nowhere", "error orders 2 pickup_lon",
    ),
    (
        both(transport(), cell("orders", "pickup_lat", ""), cell("orders", "pickup_lon", "")),
        "order.transport_from_nowhere", "error orders 2 pickup_lat",
    ),
    (
        both(transport(), cell("orders", "pickup_lat", "")),
        "coordinate.half_given", "error orders 2 pickup_lat",
    ),
    (
        both(transport(), cell("orders", "pickup_lat", "52.5")),
        "coordinate.far", "error orders 2 pickup_lat",
    ),
    (
        both(transport(), cell("orders", "pickup_window_start", "09:00")),
        "window.half_given", "error orders 2 pickup_window_end",
    ),
    (
        both(transport(), cell("orders", "pickup_window_end", "09:00")),
        "window.half_given", "error orders 2 pickup_window_start",
    ),
    (
        both(
            transport(),
            cell("orders", "pickup_window_start", "11:00"),
            cell("orders", "pickup_window_end", "09:00"),
        ),
        "order.window_past_midnight", "warning orders 2 pickup_window_end",
    ),
    (
        both(
            transport(),
            cell("orders", "pickup_window_start", "03:00"),
            cell("orders", "pickup_window_end", "04:00"),
        ),
        "order.window_outside_shifts", "warning orders 2 pickup_window_end",
    ),
    (
        both(transport(), cell("orders", "kind", "pickup")),
        "order.pickup_columns_unused", "warning orders 2 pickup_lat",
    ),
    (
        cell("orders", "pickup_window_end", "09:00"),
        "order.pickup_columns_unused", "warning orders 2 pickup_window_end",
    ),
    (
        cell("orders", "locked_position", "1"),
        "order.lock_without_vehicle", "warning orders 2 locked_position",
    ),
    (
        both(
            column_of("orders", "locked_vehicle_id", "V1"),
            cell("orders", "locked_position", "1"),
            cell("orders", "locked_position", "1", 4),
        ),
        "order.position_locked_twice", "error orders 4 locked_position",
    ),
    (
        both(
            column_of("orders", "same_vehicle_group", "G"),
            cell("orders", "locked_vehicle_id", "V1"),
            cell("orders", "locked_vehicle_id", "V2", 4),
        ),
        "order.group_locked_apart", "error orders 4 locked_vehicle_id",
    ),
    (
        both(
            column_of("orders", "same_vehicle_group", "G"),
            cell("orders", "incompatible_with", "fragile"),
        ),
        "order.group_excludes_itself", "warning orders 2 incompatible_with",
    ),
    (cell("orders", "zone_id", "Z1"), "order.no_zones", "warning orders 2 zone_id"),
    (
        both(cell("zones", "kind", "avoid"), cell("orders", "zone_id", "Z1")),
        "order.zone_no_territory", "warning orders 2 zone_id",
    ),
    (
        both(
            cell("zones", "zone_id", "Z1"),
            column_of("vehicles", "zone_ids", "Z1"),
            column_of("orders", "zone_id", "Z1"),
            cell("orders", "zone_id", "", 3),
        ),
        "order.no_vehicle_of_territory", "warning orders 3 zone_id",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spoil", "code", "place"),
    BROKEN_RIDES,
    ids=[f"{code}-{place}" for _, code, place in BROKEN_RIDES],
)
def test_a_broken_rule_is_located(
    read_spoilt: ReadSpoilt, spoil: Spoil, code: str, place: str
) -> None:
    assert_located(read_spoilt(spoil), code, place)


@pytest.mark.parametrize(
    "spoil",
    [
        transport(),
        cell("orders", "kind", "pickup"),
        both(
            # A lamp of which nobody has ten: goods fetched lie in no stock.
            cell("orders", "kind", "pickup", 3),
            cell("order_lines", "units", "11", 3),
        ),
        both(
            # One stop serves two orders of one door.
            column_of("orders", "locked_vehicle_id", "V1"),
            *(
                cell("orders", name, text, 4)
                for name, text in (
                    ("lat", "49.400"),
                    ("lon", "8.680"),
                    ("window_start", "08:00"),
                    ("window_end", "12:00"),
                )
            ),
            cell("orders", "locked_position", "1"),
            cell("orders", "locked_position", "1", 4),
        ),
        both(
            # Goods that exclude each other ride on two trips of one vehicle.
            column_of("orders", "same_vehicle_group", "G"),
            cell("orders", "incompatible_with", "fragile"),
            cell("vehicles", "max_trips", "2"),
        ),
        both(
            cell("zones", "zone_id", "Z1"),
            cell("vehicles", "zone_ids", "Z1"),
            cell("orders", "zone_id", "Z1"),
        ),
    ],
    ids=["transport", "pickup", "stock", "one stop", "two trips", "territory"],
)
def test_what_may_be_asked_is_no_problem(read_spoilt: ReadSpoilt, spoil: Spoil) -> None:
    reading = read_spoilt(spoil)
    assert reading.problems == ()
    assert reading.dataset is not None
