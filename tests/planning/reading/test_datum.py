import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from domain.geo import Location, great_circle_m
from planning.reading.datum import (
    UnknownDatum,
    bd09_to_gcj02,
    check_datum,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    to_wgs84,
    wgs84_to_gcj02,
)
from planning.reading.read_dataset import read_dataset
from tests.planning.reading.conftest import only_problem
from tests.planning.reading.small_dataset import add_row, small_tables, write_csv_folder

SHANGHAI, SHENZHEN, BEIJING = (
    (31.1774276, 121.5272106),
    (22.543847, 113.912316),
    (39.911954, 116.377817),
)
WGS84_TO_GCJ02 = [
    # The reference points of googollee/eviltransform, and one of wandergis/coordtransform.
    (SHANGHAI, (31.17530398364597, 121.531541859215)),
    (SHENZHEN, (22.540796131694766, 113.9171764808363)),
    (BEIJING, (39.91334545536069, 116.38404722455657)),
    ((39.915, 116.404), (39.91640428150164, 116.41024449916938)),
    # Outside China nothing moves.
    ((39.7392, -104.9903), (39.7392, -104.9903)),
    ((-27.4698, 153.0251), (-27.4698, 153.0251)),
]
GCJ02_TO_BD09 = [
    ((39.915, 116.404), (39.92133699351021, 116.41036949371029)),
    ((48.8566, 2.3522), (48.8566, 2.3522)),
]
Degrees = tuple[float, float]


def arrays(*points: Degrees) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    lat, lon = np.array(points).T
    return lat.copy(), lon.copy()


@pytest.mark.parametrize(("wgs84", "gcj02"), WGS84_TO_GCJ02)
def test_published_points_of_gcj02(wgs84: Degrees, gcj02: Degrees) -> None:
    assert np.hstack(wgs84_to_gcj02(*arrays(wgs84))) == pytest.approx(gcj02, abs=1e-9)
    assert np.hstack(gcj02_to_wgs84(*arrays(gcj02))) == pytest.approx(wgs84, abs=1e-9)


@pytest.mark.parametrize(("gcj02", "bd09"), GCJ02_TO_BD09)
def test_published_points_of_bd09(gcj02: Degrees, bd09: Degrees) -> None:
    assert np.hstack(gcj02_to_bd09(*arrays(gcj02))) == pytest.approx(bd09, abs=1e-9)
    assert np.hstack(bd09_to_gcj02(*arrays(bd09))) == pytest.approx(gcj02, abs=1e-9)


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_the_inverse_is_right_to_a_centimetre_all_over_china(datum: str) -> None:
    rng = np.random.default_rng(5)
    lat, lon = rng.uniform(18, 53, 2_000), rng.uniform(74, 134, 2_000)
    shifted = wgs84_to_gcj02(lat, lon)
    if datum == "bd09":
        shifted = gcj02_to_bd09(*shifted)
    back = to_wgs84(*shifted, datum)
    misses_m = [
        great_circle_m(Location(*there), Location(*here))
        for there, here in zip(zip(lat, lon, strict=True), zip(*back, strict=True), strict=True)
    ]
    assert max(misses_m) < 0.01


def test_an_epsg_code_takes_northing_and_easting() -> None:
    """Web Mercator has a formula; the middle of a UTM zone is 500 km east of nothing."""
    easting, northing = (
        6_378_137 * math.radians(10),
        6_378_137 * math.asinh(math.tan(math.radians(50))),
    )
    lat, lon = to_wgs84(np.array([northing]), np.array([easting]), "EPSG:3857")
    assert (lat[0], lon[0]) == pytest.approx((50, 10), abs=1e-9)
    lat, lon = to_wgs84(np.array([5_473_190.0]), np.array([500_000.0]), "EPSG:25832")
    assert (lat[0], lon[0]) == pytest.approx((49.411, 9.0), abs=1e-3)
    lat, lon = to_wgs84(np.array([39.9]), np.array([116.4]), "EPSG:4490")
    assert (lat[0], lon[0]) == pytest.approx((39.9, 116.4), abs=1e-5)


@pytest.mark.parametrize("datum", ["", "WGS84", "mars", "EPSG:", "EPSG:1", "EPSG:5703"])
def test_other_datums_are_refused(datum: str) -> None:
    with pytest.raises(UnknownDatum):
        check_datum(datum)


def test_all_coordinates_of_a_source_are_converted(tmp_path: Path) -> None:
    tables = small_tables()
    add_row(tables, "settings", key="coordinate_datum", value="EPSG:25832")
    for table in ("warehouses", "orders"):
        at = tables[table][0].index("lat")
        for record in tables[table][1:]:
            record[at : at + 2] = ["5473190", "478920"]
    tables["zones"] = [
        ["zone_id", "geometry"],
        ["Z", "POLYGON ((478920 5473190, 479920 5473190, 479920 5474190, 478920 5473190))"],
    ]
    dataset = read_dataset(write_csv_folder(tmp_path / "data", tables)).dataset
    assert dataset is not None
    assert dataset.orders[0].location.lat == pytest.approx(49.411, abs=1e-3)
    assert dataset.warehouses[0].location.lon == pytest.approx(8.709, abs=1e-3)
    assert dataset.zones[0].geometry.startswith("POLYGON ((8.709")


def test_swapped_northings_are_off_the_globe(tmp_path: Path) -> None:
    tables = small_tables()
    add_row(tables, "settings", key="coordinate_datum", value="EPSG:25832")
    for table in ("warehouses", "orders"):
        at = tables[table][0].index("lat")
        for record in tables[table][1:]:
            record[at : at + 2] = ["5473190", "478920"]
    tables["orders"][1][3:5] = ["478920", "54731900"]
    reading = read_dataset(write_csv_folder(tmp_path / "data", tables))
    problem = only_problem(reading, reading.errors[0].code)
    assert problem.code in {"coordinate.off_the_globe", "coordinate.far"}
    assert (problem.file, problem.row) == ("orders.csv", 2)
