"""The rules between rows and tables, one function each."""

from collections.abc import Callable, Iterator

from planning.reading.clock_rules import day_without_orders, times_of_clock_changes
from planning.reading.demand_rules import (
    days_of_series,
    future_days,
    places_and_items,
)
from planning.reading.fleet_rules import (
    breaks_outside_shifts,
    breaks_past_midnight,
    different_time_zones,
    reversed_shifts,
    unknown_time_zones,
    vehicles_twice_a_day,
    vehicles_without_capacity,
    warehouses_without_vehicles,
)
from planning.reading.goods_rules import (
    goods_on_no_lane,
    goods_that_expire_on_the_way,
    odd_densities,
    reversed_promotions,
    worthless_goods,
)
from planning.reading.id_rules import dangling_ids, promotions_of_nothing, transfers_from_nowhere
from planning.reading.lane_rules import (
    dear_lanes,
    lanes_in_a_circle,
    lanes_in_a_ring,
    lanes_that_take_no_order,
    large_least_quantities,
    lots_beyond_warehouses,
    odd_lead_times,
    odd_lot_sizes,
    odd_trucks,
    suppliers_like_warehouses,
)
from planning.reading.load_rules import (
    days_without_vehicles,
    goods_nobody_carries,
    missing_equipment,
    more_than_in_stock,
    too_heavy_or_large,
)
from planning.reading.order_rules import (
    orders_without_lines,
    second_windows,
    windows_outside_shifts,
    windows_past_midnight,
)
from planning.reading.pickup_rules import (
    half_pickup_windows,
    pickup_columns_unused,
    transports_from_nowhere,
)
from planning.reading.place_rules import (
    datum_without_effect,
    orders_at_one_point,
    orders_far_away,
    warehouses_far_away,
)
from planning.reading.problems import Finding
from planning.reading.read_table import ReadTables
from planning.reading.ride_rules import (
    groups_locked_apart,
    groups_that_exclude_each_other,
    locks_without_vehicle,
    orders_outside_all_territories,
    positions_locked_twice,
    zones_that_bind_nobody,
)
from planning.reading.stock_rules import (
    closed_warehouses,
    more_than_can_be_taken_in,
    more_than_fits,
    odd_expiry_dates,
    odd_inbound,
    overdue_inbound,
    reserved_beyond_stock,
    settings_without_effect,
    sold_where_no_lane_leads,
    stale_stock,
    stock_without_demand,
)
from planning.reading.traffic_rules import (
    overlapping_speeds,
    tolls_of_nothing,
    unknown_road_classes,
)

RULES: tuple[Callable[[ReadTables], Iterator[Finding]], ...] = (
    dangling_ids,
    transfers_from_nowhere,
    promotions_of_nothing,
    orders_without_lines,
    second_windows,
    transports_from_nowhere,
    half_pickup_windows,
    pickup_columns_unused,
    windows_past_midnight,
    windows_outside_shifts,
    days_without_vehicles,
    too_heavy_or_large,
    missing_equipment,
    goods_nobody_carries,
    more_than_in_stock,
    orders_far_away,
    orders_at_one_point,
    warehouses_far_away,
    datum_without_effect,
    unknown_time_zones,
    different_time_zones,
    warehouses_without_vehicles,
    reversed_shifts,
    breaks_outside_shifts,
    breaks_past_midnight,
    times_of_clock_changes,
    day_without_orders,
    vehicles_twice_a_day,
    vehicles_without_capacity,
    locks_without_vehicle,
    positions_locked_twice,
    groups_locked_apart,
    groups_that_exclude_each_other,
    zones_that_bind_nobody,
    orders_outside_all_territories,
    odd_densities,
    worthless_goods,
    goods_that_expire_on_the_way,
    goods_on_no_lane,
    lanes_in_a_circle,
    lanes_in_a_ring,
    suppliers_like_warehouses,
    odd_lead_times,
    odd_lot_sizes,
    lanes_that_take_no_order,
    lots_beyond_warehouses,
    odd_trucks,
    dear_lanes,
    large_least_quantities,
    stale_stock,
    reserved_beyond_stock,
    odd_expiry_dates,
    stock_without_demand,
    sold_where_no_lane_leads,
    overdue_inbound,
    odd_inbound,
    closed_warehouses,
    more_than_fits,
    more_than_can_be_taken_in,
    settings_without_effect,
    reversed_promotions,
    places_and_items,
    future_days,
    days_of_series,
    overlapping_speeds,
    unknown_road_classes,
    tolls_of_nothing,
)


def cross_check(data: ReadTables) -> Iterator[Finding]:
    """Everything that the rules find."""
    for rule in RULES:
        yield from rule(data)
