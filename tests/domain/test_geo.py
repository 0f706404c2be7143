import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.geo import EARTH_RADIUS_M, Location, great_circle_m

locations = st.builds(Location, lat=st.floats(-90, 90), lon=st.floats(-180, 180))
HALF_ROUND_M = math.pi * EARTH_RADIUS_M
NOISE_M = 0.01


@pytest.mark.parametrize("lat", [-90.1, 90.1, math.nan, math.inf])
def test_a_latitude_that_is_none_is_refused(lat: float) -> None:
    with pytest.raises(ValueError, match="Latitude"):
        Location(lat, 8.0)


@pytest.mark.parametrize("lon", [-180.1, 180.1, math.nan, -math.inf])
def test_a_longitude_that_is_none_is_refused(lon: float) -> None:
    with pytest.raises(ValueError, match="Longitude"):
        Location(49.0, lon)


def test_a_degree_of_latitude_is_a_little_over_111_km() -> None:
    assert great_circle_m(Location(49, 8), Location(50, 8)) == pytest.approx(111_195, abs=1)


def test_the_poles_are_half_the_way_round_apart() -> None:
    assert great_circle_m(Location(90, 0), Location(-90, 77)) == pytest.approx(HALF_ROUND_M)


def test_the_way_goes_over_the_date_line_not_round_the_earth() -> None:
    over_m = great_circle_m(Location(0, 179.5), Location(0, -179.5))
    assert over_m == pytest.approx(great_circle_m(Location(0, 0), Location(0, 1)))


@given(locations)
def test_a_place_is_no_way_from_itself(here: Location) -> None:
    assert great_circle_m(here, here) == 0


@given(locations, locations)
def test_there_is_as_far_as_back(here: Location, there: Location) -> None:
    assert great_circle_m(here, there) == pytest.approx(great_circle_m(there, here), abs=NOISE_M)


@given(locations, locations)
def test_nothing_is_further_than_half_round_the_earth(here: Location, there: Location) -> None:
    assert 0 <= great_circle_m(here, there) <= HALF_ROUND_M + NOISE_M


@given(locations, locations, locations)
def test_a_detour_is_no_shorter(here: Location, over: Location, there: Location) -> None:
    detour_m = great_circle_m(here, over) + great_circle_m(over, there)
    # At the far side of the earth a metre is lost in the rounding of the arcsine.
    assert great_circle_m(here, there) <= detour_m + 1
