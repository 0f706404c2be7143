"""Places that are all off the roads in one direction are found, and right ones never accused."""

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from domain.orders import Order
from maps.network.road_cache import import_roads
from maps.network.road_network import RoadNetwork
from planning.reading.read_dataset import read_dataset
from planning.road_checks.datum_shift import DatumShift, find_datum_shift

M_PER_DEG = 111_195.0


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> RoadNetwork:
    """The roads of the sample day."""
    with resources.as_file(resources.files("resources") / "sample_day" / "city.osm.gz") as file:
        return import_roads(file, cache_dir=tmp_path_factory.mktemp("roads"))


@pytest.fixture(scope="module")
def orders() -> tuple[Order, ...]:
    """The orders of the sample day."""
    with resources.as_file(resources.files("resources") / "sample_day") as folder:
        return read_dataset(Path(folder)).require().orders


def shift_of(
    city: RoadNetwork,
    orders: Sequence[Order],
    move_m: tuple[float, float] = (0.0, 0.0),
    *,
    named: bool = True,
) -> DatumShift | None:
    """What is found of orders moved north and east."""
    lat = np.array([order.lat for order in orders])
    lon = np.array([order.lon for order in orders])
    east_deg = move_m[1] / M_PER_DEG / np.cos(np.radians(lat.mean()))
    texts = [order.address if named else "" for order in orders]
    return find_datum_shift(city, lat + move_m[0] / M_PER_DEG, lon + east_deg, texts, "wgs84")


def drawn(orders: Sequence[Order], count: int, seed: int) -> list[Order]:
    rng = np.random.default_rng(seed)
    return [orders[i] for i in rng.choice(len(orders), count, replace=False)]


@pytest.mark.parametrize("count", [5, 12, 40, 400])
@pytest.mark.parametrize("named", [True, False])
def test_places_that_are_right_are_left_alone(
    city: RoadNetwork, orders: tuple[Order, ...], count: int, named: bool
) -> None:
    for seed in range(3):
        assert shift_of(city, drawn(orders, count, seed), named=named) is None


@pytest.mark.parametrize("move_m", [(550, 0), (-300, 410), (0, -900), (-90, -90)])
@pytest.mark.parametrize(("count", "named"), [(40, True), (400, True), (400, False)])
def test_a_shift_is_found_and_measured(
    city: RoadNetwork,
    orders: tuple[Order, ...],
    move_m: tuple[float, float],
    count: int,
    named: bool,
) -> None:
    found = shift_of(city, drawn(orders, count, 1), move_m, named=named)
    assert found is not None
    assert np.hypot(found.north_m - move_m[0], found.east_m - move_m[1]) < 45
    assert found.datum == ""


def test_the_direction_is_that_of_a_map() -> None:
    def shift(east_m: float, north_m: float) -> DatumShift:
        return DatumShift(east_m=east_m, north_m=north_m, datum="", places=20)

    assert (shift(0, 500).arrow, shift(0, 500).bearing_deg) == ("↑", 0)
    assert (shift(500, 0).arrow, shift(500, 0).bearing_deg) == ("→", 90)
    assert (shift(-300, -300).arrow, shift(-300, -300).bearing_deg) == ("↙", 225)
    assert shift(300, 400).offset_m == 500


@pytest.mark.parametrize("seed", range(3))
def test_places_anywhere_are_no_shift(
    city: RoadNetwork, orders: tuple[Order, ...], seed: int
) -> None:
    """Bad addresses are many mistakes, not one."""
    rng = np.random.default_rng(seed)

    def scatter(values: list[float]) -> npt.NDArray[np.float64]:
        low, high = np.quantile(values, (0.2, 0.8)).tolist()
        return np.asarray(rng.uniform(low, high, 300), dtype=np.float64)

    lat, lon = scatter([o.lat for o in orders]), scatter([o.lon for o in orders])
    texts = [order.address for order in orders[:300]]
    for known in (texts, [""] * 300):
        assert find_datum_shift(city, lat, lon, known, "wgs84") is None


def test_places_far_from_the_roads_are_no_shift(
    city: RoadNetwork, orders: tuple[Order, ...]
) -> None:
    assert shift_of(city, orders, (50_000, 0)) is None
    nowhere = np.zeros(0)
    assert find_datum_shift(city, nowhere, nowhere, [], "wgs84") is None
