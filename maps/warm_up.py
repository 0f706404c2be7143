"""Compile what the roads need, so that the first plan does not wait for it."""

import numpy as np

from domain.driving import Driving
from domain.geo import Location
from domain.traffic_day import FREE_FLOW
from maps.driving.conditions import road_conditions
from maps.driving.exact_travel import ExactTravel
from maps.driving.told_weights import warm_up_told_weights
from maps.driving.travel_times import road_travel
from maps.driving.turns import TurnCosts
from maps.hierarchy.hierarchy import warm_up_hierarchy
from maps.network.road_limits import no_limits
from maps.network.road_network import RoadNetwork
from maps.snapping.snap import warm_up_snapping


def warm_up() -> None:
    """Snap, measure and drive between two places on one street, in every way there is."""
    warm_up_hierarchy()
    warm_up_snapping()
    warm_up_told_weights()
    network = _one_street()
    places = [("a", Location(48.0, 8.0002)), ("b", Location(48.0, 8.0008))]
    for turns in (None, TurnCosts()):
        conditions = road_conditions(network, Driving(), FREE_FLOW, turns=turns)
        travel = road_travel(conditions, places)
        exact = ExactTravel(places=("a", "b"), conditions=conditions, snapped=travel.snapped)
        drive = exact.drive(0, 1, 0)
        if drive is not None:
            exact.piece_times_ms(drive, 0, 1, 0)


def _one_street() -> RoadNetwork:
    """A two-way street between two nodes."""
    ends = np.array([8.0, 8.001, 8.001, 8.0])
    return RoadNetwork(
        name="street",
        source="",
        node_osm_id=np.arange(2),
        node_lat=np.full(2, 48.0),
        node_lon=ends[:2],
        tail=np.array([0, 1], dtype=np.int32),
        head=np.array([1, 0], dtype=np.int32),
        length_m=np.full(2, 74.0),
        speed_kph=np.full(2, 30.0),
        travel_ms=np.full(2, 8_880, dtype=np.int32),
        maxspeed_kph=np.full(2, 30.0, dtype=np.float32),
        road_class=np.zeros(2, dtype=np.uint8),
        name_text=np.zeros(2, dtype=np.int32),
        flags=np.zeros(2, dtype=np.uint8),
        twin=np.array([1, 0], dtype=np.int32),
        shape_offset=np.array([0, 2, 4]),
        shape_lat=np.full(4, 48.0),
        shape_lon=ends,
        way_offset=np.array([0, 1, 2]),
        edge_way=np.zeros(2, dtype=np.int32),
        way_osm_id=np.zeros(1, dtype=np.int64),
        way_text=np.zeros((1, 1), dtype=np.int32),
        way_tags=("highway",),
        classes=("residential",),
        texts=("",),
        **no_limits(2),
    )
