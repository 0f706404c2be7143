"""Goals of reading: every error located, and a million rows in a minute.

``python -m tests.benchmarks.files [--quick]`` prints a line per goal. `--quick` reads a tenth of
the rows, and leaves out what needs the real map.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from maps.network.road_cache import open_roads
from maps.network.road_network import RoadNetwork
from planning.reading.read_dataset import read_dataset
from planning.reading.source_rows import read_rows_around
from planning.road_checks.datum_shift import find_datum_shift
from planning.sample.dataset import write_sample
from tests.benchmarks.goal import Goal
from tests.benchmarks.heidelberg_day import ROADS, read_addresses
from tests.planning.reading.small_dataset import small_tables, write_csv_folder

MAIN = Path(__file__).parents[2] / "main.py"
COLUMNS = [
    "order_id",
    "customer_id",
    "customer_name",
    "address",
    "phone",
    "note",
    "lat",
    "lon",
    "due_date",
    "window_start",
    "window_end",
    "service_min",
    "requirements",
]
ERRORS = {
    "lat": ('"49,41"', "value.decimal_comma"),
    "lon": ("", "value.missing"),
    "due_date": ("03/04/2026", "value.date_ambiguous"),
    "window_start": ("8:30 AM", "value.clock_form"),
    "service_min": ("-5", "value.too_small"),
}
ROWS, SPOILT = 1_000_000, 1_000
M_PER_DEG = 111_195.0


def write_orders(folder: Path, rows: int, spoilt: int) -> dict[tuple[int, str], str]:
    """Write orders with their lines, some spoilt; codes of the errors by row and column."""
    draw = random.Random(7)
    errors = {n: draw.choice(list(ERRORS)) for n in draw.sample(range(rows), spoilt)}
    with (
        (folder / "orders.csv").open("w", encoding="utf-8") as orders,
        (folder / "order_lines.csv").open("w", encoding="utf-8") as lines,
    ):
        orders.write(",".join(COLUMNS) + "\n")
        lines.write("order_id,sku,units\n")
        for n in range(rows):
            lat, lon = 49.3 + draw.random() / 5, 8.6 + draw.random() / 5
            cells = [f"O{n:07d}", "", f"Customer {n % 70_000}", f'"Mill Lane {n % 900}, {n % 7}"']
            cells += [f"+49 {n}", "", f"{lat:.6f}", f"{lon:.6f}", "2026-11-20", "08:00", "12:00"]
            cells += ["5", "tail_lift"]
            if n in errors:
                cells[COLUMNS.index(errors[n])] = ERRORS[errors[n]][0]
            orders.write(",".join(cells) + "\n")
            lines.write(f"O{n:07d},007,{1 + n % 3}\n")
    return {(n + 2, column): ERRORS[column][1] for n, column in errors.items()}


def validate(folder: Path) -> tuple[Any, float]:
    """What ``wayloom validate --json`` prints, and the seconds the whole process took."""
    started_s = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(MAIN), "validate", str(folder), "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(done.stdout), time.monotonic() - started_s


def reading_goals(rows: int, spoilt: int) -> Iterator[Goal]:
    """A large table with errors: all of them listed, in time; rows shown around one of them."""
    with tempfile.TemporaryDirectory() as folder:
        data = write_csv_folder(Path(folder) / "data", small_tables())
        expected = write_orders(data, rows, spoilt)
        told, taken_s = validate(data)
        found = {(p["row"], p["column"]): p["code"] for p in told["problems"]}
        right = sum(found.get(place) == code for place, code in expected.items())
        facts = {"rows": rows, "errors": spoilt, "bytes": (data / "orders.csv").stat().st_size}
        yield Goal(
            goal="validate: seconds to list the errors of a large table",
            measured=taken_s,
            target=60.0,
            detail=facts,
        )
        yield Goal(
            goal="validate: share of the errors with the right row, column and code",
            measured=right / spoilt,
            target=1.0,
            at_most=False,
            detail=facts,
        )
        took_s = [_seconds_to_show(data, row) for row in (2, rows // 2, rows)]
        yield Goal(
            goal="rows around a problem: seconds at the end of the table",
            measured=took_s[-1],
            target=3.0,
            detail={**facts, "first_s": round(took_s[0], 3), "middle_s": round(took_s[1], 3)},
        )


def _seconds_to_show(folder: Path, row: int) -> float:
    started_s = time.monotonic()
    shown = read_rows_around(folder, "orders.csv", "", row, 9)
    assert any(cells[0] == f"O{row - 2:07d}" for cells in shown.rows), row
    return time.monotonic() - started_s


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


def goals(*, quick: bool) -> Iterator[Goal]:
    """All goals in turn."""
    yield from reading_goals(ROWS // 10 if quick else ROWS, SPOILT)
    with tempfile.TemporaryDirectory() as folder:
        yield from datum_goals(sample_doors(Path(folder)), 3 if quick else 20)
        if not quick and ROADS.exists():
            yield from datum_goals(heidelberg_doors(Path(folder)), 20)


def main() -> int:
    """Print a line per goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    for goal in goals(quick=parser.parse_args().quick):
        print(goal.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
