"""Instances of Solomon, Gehring and Homberger with streets that are slow at some hours.

Each pair of places has one of three kinds of street, drawn at random; each kind has a speed in each
of five zones of the day.

References
----------
Ichoua, S., Gendreau, M. & Potvin, J.-Y. (2003). Vehicle dispatching with time-dependent travel
times. European Journal of Operational Research 144(2), section 5.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

ZONES = (0.0, 0.2, 0.3, 0.7, 0.8, 1.0)
"""Bounds of the zones, as shares of the day."""

SPEEDS = ((1.5, 1.0, 1.67, 1.15, 1.35), (1.35, 0.7, 1.5, 0.8, 1.2), (1.2, 0.4, 1.3, 0.5, 1.0))

STREETS_SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TimedInstance:
    """Depot and customers, and the streets between them; one vehicle each, up to `vehicles`.

    Parameters
    ----------
    ready, due, service, demand
        Of each place, ``(places,)``; the depot comes first.
    street
        Kind of street between two places, ``(places, places)``.
    """

    name: str
    vehicles: int
    capacity: int
    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    demand: npt.NDArray[np.int64]
    ready: npt.NDArray[np.int64]
    due: npt.NDArray[np.int64]
    service: npt.NDArray[np.int64]
    street: npt.NDArray[np.int64]

    @property
    def day(self) -> int:
        """When the depot closes."""
        return int(self.due[0])

    @property
    def bounds(self) -> list[float]:
        """Bounds of the zones."""
        return [share * self.day for share in ZONES]

    @property
    def length(self) -> npt.NDArray[np.float64]:
        """Lengths in double precision, ``(places, places)``."""
        x, y = self.x[:, np.newaxis] - self.x, self.y[:, np.newaxis] - self.y
        lengths: npt.NDArray[np.float64] = np.sqrt(x * x + y * y)
        return lengths


def read_timed(path: Path) -> TimedInstance:
    """An instance of Solomon's form, or a VRPLIB file with windows, with drawn streets."""
    vehicles, capacity, rows = _vrplib(path) if path.suffix == ".vrp" else _solomon(path)
    draw = np.random.default_rng(STREETS_SEED).integers(0, len(SPEEDS), (len(rows), len(rows)))
    return TimedInstance(
        name=path.stem,
        vehicles=vehicles,
        capacity=capacity,
        x=rows[:, 0].astype(float),
        y=rows[:, 1].astype(float),
        demand=rows[:, 2],
        ready=rows[:, 3],
        due=rows[:, 4],
        service=rows[:, 5],
        street=np.triu(draw) + np.triu(draw, 1).T,
    )


def _solomon(path: Path) -> tuple[int, int, npt.NDArray[np.int64]]:
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    numbers = [[int(word) for word in line] for line in lines if line and line[0].isdigit()]
    vehicles, capacity = numbers[0]
    return vehicles, capacity, np.array(numbers[1:])[:, 1:]


def _vrplib(path: Path) -> tuple[int, int, npt.NDArray[np.int64]]:
    import vrplib

    told = vrplib.read_instance(path, compute_edge_weights=False)
    service = np.full(len(told["demand"]), told["service_time"])
    service[0] = 0
    columns = (told["node_coord"], told["demand"], told["time_window"], service)
    return int(told["vehicles"]), int(told["capacity"]), np.column_stack(columns).astype(np.int64)
