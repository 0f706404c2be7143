"""Datasets whose places are in another datum than they say: found, and no right one accused."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from maps.network.road_cache import open_roads
from maps.network.road_network import RoadNetwork
from planning.reading.read_dataset import read_dataset
from planning.road_checks.datum_shift import find_datum_shift
from planning.sample.dataset import write_sample
from tests.benchmarks.goal import Goal
from tests.benchmarks.heidelberg_day import ROADS, read_addresses

M_PER_DEG = 111_195.0


@dataclass(frozen=True, slots=True, eq=False)
class Doors:
    """Places with addresses, and the roads they belong to; `sparse` if many are far from any."""

    name: str
    roads: RoadNetwork
    lat: np.ndarray[Any, np.dtype[np.float64]]
    lon: np.ndarray[Any, np.dtype[np.float64]]
    texts: Sequence[str]
    sparse: bool = False


def sample_doors(folder: Path) -> Doors:
    """The doors of a made-up city."""
    write_sample(folder / "day", seed=11, nodes=8_000, orders=400, skus=12, days=30)
    roads = open_roads(folder / "day" / "city.osm.gz", cache_dir=folder / "roads")
    orders = read_dataset(folder / "day").require().orders
    lat, lon = np.array([o.lat for o in orders]), np.array([o.lon for o in orders])
    return Doors("made-up city", roads, lat, lon, [o.address for o in orders])


def heidelberg_doors(folder: Path) -> Doors:
    """The addresses of the OpenStreetMap extract of Heidelberg."""
    found = read_addresses(ROADS)
    lat = np.array([address.location.lat for address in found])
    lon = np.array([address.location.lon for address in found])
    roads = open_roads(ROADS, cache_dir=folder / "roads")
    return Doors("Heidelberg", roads, lat, lon, [address.text for address in found], sparse=True)


def datum_goals(doors: Doors, trials: int) -> Iterator[Goal]:
    """Right places accused, and shifted ones found, by how many there are and how far they are."""
    rng = np.random.default_rng(5)
    for named in (True, False):
        kind = f"{doors.name}, {'with' if named else 'without'} addresses"
        accused = {
            n: _share(doors, n, 0.0, trials, rng, named=named)[0] for n in (20, 40, 100, 300)
        }
        yield Goal(
            goal=f"wrong datum, {kind}: share of right datasets accused",
            measured=max(accused.values()),
            target=0.0,
            detail={"trials": trials, "by_orders": accused},
        )
        if not named and doors.sparse:
            # Doors far from every street show a shift by their addresses alone.
            continue
        table = {
            f"{n} orders, {metres:.0f} m": _share(doors, n, metres, trials, rng, named=named)
            for n in (20, 40, 100, 300)
            for metres in (100.0, 200.0, 550.0, 900.0)
        }
        yield Goal(
            goal=f"wrong datum, {kind}: share found of 300 orders shifted by 550 m",
            measured=table["300 orders, 550 m"][0],
            target=0.95,
            at_most=False,
            detail={"trials": trials, "found_and_right_within_50_m": table},
        )


def _share(
    doors: Doors, count: int, metres: float, trials: int, rng: np.random.Generator, *, named: bool
) -> tuple[float, float]:
    """Share of draws in which a shift is found, and in which it is the right one."""
    found, right = [], []
    for _ in range(trials):
        chosen = rng.choice(len(doors.lat), min(count, len(doors.lat)), replace=False)
        angle = rng.uniform(0, 2 * np.pi)
        north_m, east_m = metres * np.cos(angle), metres * np.sin(angle)
        scale = np.cos(np.radians(doors.lat.mean()))
        shift = find_datum_shift(
            doors.roads,
            doors.lat[chosen] + north_m / M_PER_DEG,
            doors.lon[chosen] + east_m / M_PER_DEG / scale,
            [doors.texts[i] if named else "" for i in chosen],
            "wgs84",
        )
        found.append(shift is not None)
        miss_m = np.hypot(shift.north_m - north_m, shift.east_m - east_m) if shift else np.inf
        right.append(bool(miss_m <= 50))
    return statistics.fmean(found), statistics.fmean(right)
