"""The line of a drive begins and ends at its places and is as long as the drive."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.driving import Driving
from domain.geo import Location
from domain.traffic_day import FREE_FLOW
from maps.driving.conditions import road_conditions
from maps.driving.drive_line import Line, cut, drive_line
from maps.driving.exact_travel import Drive, ExactTravel
from maps.driving.travel_times import snap_places
from maps.driving.turns import TurnCosts
from maps.importing.street_arcs import great_circles_m
from maps.network.road_network import RoadNetwork
from maps.snapping.snap import Snapped
from tests.maps.road_worlds import named
from tests.maps.small_networks import Street, door_places, location, network_of, networks

ROUNDED_M = 0.15
"""Each end of a piece is known to a decimetre."""


def _length_m(line: Line) -> float:
    lat, lon = line.T
    return float(great_circles_m(lat[:-1], lon[:-1], lat[1:], lon[1:]).sum())


def _road_point(snapped: Snapped, place: int) -> Location:
    return Location(float(snapped.road_lat[place]), float(snapped.road_lon[place]))


@settings(max_examples=150)
@given(networks(), door_places(), st.booleans())
def test_a_line_is_as_long_as_its_drive(
    network: RoadNetwork, places: list[Location], with_turns: bool
) -> None:
    turns = TurnCosts() if with_turns else None
    conditions = road_conditions(network, Driving(), FREE_FLOW, turns=turns)
    snapped = snap_places(conditions, named(places))
    names = tuple(str(i) for i in range(len(places)))
    exact = ExactTravel(places=names, conditions=conditions, snapped=snapped)
    for place in range(len(places)):
        drive = exact.drive(place, 0, 0)
        if drive is None:
            continue
        start, end = _road_point(snapped, place), _road_point(snapped, 0)
        line = drive_line(network, drive, start, end)
        assert len(line) >= 2
        assert line[0].tolist() == [start.lat, start.lon]
        assert line[-1].tolist() == [end.lat, end.lon]
        off_m = abs(_length_m(line) - drive.length_dm / 10)
        assert off_m <= ROUNDED_M * (len(drive.pieces) + 1)
        if len(line) > 2:
            assert np.any(np.diff(line, axis=0) != 0, axis=1).all()


def test_nothing_driven_is_a_line_on_the_spot() -> None:
    network = network_of([(0, 0), (6, 0)], [Street(0, 1, None, 36.0, False)])
    here = location(3, 0)
    drive = Drive(drive_ms=0.0, length_dm=0, toll_minor=0, pieces=())
    line = drive_line(network, drive, here, here)
    assert line.tolist() == [[here.lat, here.lon]] * 2


def test_a_cut_keeps_the_bends_between_its_ends() -> None:
    network = network_of([(0, 0), (6, 0)], [Street(0, 1, (3, 3), 36.0, True)])
    shape = network.edge_shape(0)
    assert cut(network, 0, 0.0, 1.0).tolist() == shape.tolist()
    part = cut(network, 0, 0.25, 0.75)
    assert part.shape == (3, 2)
    assert part[1].tolist() == shape[1].tolist()
    assert abs(_length_m(part) - _length_m(shape) / 2) < 0.01
