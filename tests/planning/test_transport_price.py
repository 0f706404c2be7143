"""What one more stop costs from each warehouse, and where an order cannot be served at all."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from domain.dataset import Dataset
from domain.transport_price import NOT_DELIVERABLE_MINOR, PriceSource
from planning.transport_price import estimate_transport_price
from tests.domain.fetching import fetching_dataset
from tests.domain.small_data import DAY, with_order, with_vehicle, with_warehouse
from tests.planning.grid_roads import roads

DATASET = fetching_dataset()
ROW = {order.order_id: row for row, order in enumerate(DATASET.orders_due(DAY))}


def price(dataset: Dataset = DATASET, *off: str) -> npt.NDArray[np.int64]:
    return estimate_transport_price(dataset, DAY, roads(*off)).stop_minor


def with_fleet(dataset: Dataset, **changes: Any) -> Dataset:
    return replace(dataset, vehicles=tuple(replace(v, **changes) for v in dataset.vehicles))


def test_an_estimate_says_that_it_is_one() -> None:
    assert estimate_transport_price(DATASET, DAY, roads()).source is PriceSource.ESTIMATED


def test_a_stop_among_others_costs_less_than_a_trip_for_it_alone() -> None:
    """O6 is 10 km along the grid from W1, at 0.45 a km, 90 s a km, 21.50 an hour; no fixed cost."""
    dataset = with_fleet(DATASET, fixed_cost=Decimal(0))
    alone = 20 * 45 + (20 * 90 + 300) * 2_150 / 3_600 + 55
    assert price(dataset)[ROW["O6"], 0] < alone


def test_with_one_stop_a_tour_it_costs_the_trip_alone_and_its_share_of_the_vehicle() -> None:
    """O6 from W1: 20 km there and back, 300 s of service, the vehicle's 40.00, 0.55 of handling."""
    way = 20 * 45 + (20 * 90 + 300) * 2_150 / 3_600
    cost = price(with_fleet(DATASET, max_stops=1))
    assert cost[ROW["O6"], 0] == round(way + 4_000 + 55)


def test_the_more_stops_a_tour_takes_the_less_each_costs() -> None:
    costs = [price(with_fleet(DATASET, max_stops=most)) for most in (1, 2, 4)]
    assert (costs[0] >= costs[1]).all()
    assert (costs[1] >= costs[2]).all()
    assert (costs[0] > costs[2]).any()


def test_handling_and_service_are_in_the_price() -> None:
    dear = with_warehouse(DATASET, "W2", handling_cost_per_order=Decimal("1.40"))
    assert (price(dear)[:, 1] - price()[:, 1] == 100).all()
    slow = with_order(DATASET, "O6", service_s=300 + 3_600)
    more = price(slow)[ROW["O6"]] - price()[ROW["O6"]]
    assert (more >= 2_150).all()


def test_a_trip_alone_to_a_transport_is_the_mean_of_its_doors() -> None:
    """9 + 2 km and 8 + 3 km from W1, there and back, at 0.45 a km, 90 s a km, 21.50 an hour."""
    alone = estimate_transport_price(DATASET, DAY, roads()).alone_minor
    assert alone[ROW["T1"], 0] == round(55 + 22 * 45 + 22 * 90 * 2_150 / 3_600)
    assert alone[ROW["P2"], 0] == round(55 + 6 * 45 + 6 * 90 * 2_150 / 3_600)


def test_an_estimate_ranks_by_the_trip_alone_and_routes_by_the_stop() -> None:
    estimated = estimate_transport_price(DATASET, DAY, roads())
    assert estimated.ranking_minor is estimated.alone_minor
    routed = replace(estimated, source=PriceSource.ROUTES)
    assert routed.ranking_minor is routed.stop_minor


def test_vehicles_that_cost_nothing_leave_handling() -> None:
    free = {"fixed_cost": Decimal(0), "cost_per_km": Decimal(0), "cost_per_hour": Decimal(0)}
    cost = price(with_fleet(DATASET, **free))
    assert (cost == [55, 40]).all()


def test_a_door_off_the_roads_cannot_be_served() -> None:
    cost = price(DATASET, "order:O1")
    assert (cost[ROW["O1"]] == NOT_DELIVERABLE_MINOR).all()
    assert (np.delete(cost, ROW["O1"], axis=0) < NOT_DELIVERABLE_MINOR).all()


def test_a_pickup_locked_to_a_vehicle_goes_where_that_is_loaded() -> None:
    dataset = with_vehicle(DATASET, "V5", max_trips=1)
    cost = price(with_order(dataset, "P2", locked_vehicle_id="V5"))
    assert cost[ROW["P2"], 0] == NOT_DELIVERABLE_MINOR
    assert cost[ROW["P2"], 1] < NOT_DELIVERABLE_MINOR
    assert (price()[ROW["P2"]] < NOT_DELIVERABLE_MINOR).all()


def test_a_warehouse_without_vehicles_fetches_nothing_unless_none_has_any() -> None:
    at_w2 = tuple(v for v in DATASET.vehicles if v.vehicle_id == "V3")
    cost = price(replace(DATASET, vehicles=at_w2))
    assert cost[ROW["P2"], 0] == NOT_DELIVERABLE_MINOR
    assert cost[ROW["O1"], 0] < NOT_DELIVERABLE_MINOR
    assert (price(replace(DATASET, vehicles=())) < NOT_DELIVERABLE_MINOR).all()


def test_a_day_without_orders_has_no_prices() -> None:
    nothing = replace(DATASET, orders=(), order_lines=())
    assert price(nothing).shape == (0, 2)
