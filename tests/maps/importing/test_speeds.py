"""Speed limits are read as OSMnx reads them, and gaps are filled as it fills them."""

import math

import numpy as np
import pytest
from osmnx import routing

from maps.importing.speeds import (
    OTHER_KPH,
    USUAL_KPH,
    fill_missing_kph,
    parse_maxspeed_kph,
    travel_ms,
)


@pytest.mark.parametrize(
    "text",
    [
        *("50", "50 km/h", "30 mph", "30mph", "80|100", "20 mph|30 mph", "12.5", "50,5", "5 knots"),
        *("none", "walk", "signals", "variable", "", "DE:urban", "PT:motorway", "XX:urban"),
        *("fast", "-5", "50;60", "50 Km/h", "|", "80|", "５０"),
    ],
)
def test_limit_as_osmnx_reads_it(text: str) -> None:
    expected = routing._clean_maxspeed(text)
    kph = parse_maxspeed_kph(text)
    assert math.isnan(kph) if expected is None else kph == pytest.approx(expected)


@pytest.mark.parametrize("name", sorted(routing._IMPLICIT_MAXSPEEDS))
def test_named_limits_are_those_of_osmnx(name: str) -> None:
    assert parse_maxspeed_kph(name) == routing._IMPLICIT_MAXSPEEDS[name]


@pytest.mark.parametrize("text", ["0", "0.5", "1000", "300 mph", "9" * 400])
def test_limit_that_no_car_drives_counts_as_missing(text: str) -> None:
    assert math.isnan(parse_maxspeed_kph(text))


def test_missing_speeds_are_the_mean_of_their_class() -> None:
    kph = np.array([50.0, 70.0, np.nan, 30.0, np.nan, np.nan])
    road_class = np.array([0, 0, 0, 1, 1, 2], dtype=np.uint8)
    filled = fill_missing_kph(kph, road_class, ("primary", "residential", "track"))
    assert filled.tolist() == [50.0, 70.0, 60.0, 30.0, 30.0, 45.0]


def test_without_any_limit_the_usual_speeds_hold() -> None:
    road_class = np.array([0, 1], dtype=np.uint8)
    filled = fill_missing_kph(np.full(2, np.nan), road_class, ("motorway", "lane"))
    assert filled.tolist() == [USUAL_KPH["motorway"], OTHER_KPH]


def test_travel_takes_at_least_a_millisecond() -> None:
    length_m, kph = np.array([0.0, 100.0, 1e12]), np.array([50.0, 36.0, 1.0])
    assert travel_ms(length_m, kph).tolist() == [1, 10_000, 2**31 - 1]
