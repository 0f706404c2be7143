"""What every peer is given: a published instance in whole numbers.

VRPLIB files are read by PyVRP's own reader, the texts of Solomon, Homberger, and Li and Lim here:
a slip in the program's reader shows, as its checker then refuses what peers answer.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FAR = 2**40
"""Times and distances from here on are no limits at all."""

BLOCKED = 10**9
"""Length and time of an edge that may not be driven."""

UNITS = 10_000
"""Whole numbers per unit of length where edges are counted in double precision."""

_ROUNDING = {
    "X": "round", "VRPB": "round", "ortec": "round",
    "GH1000": "dimacs", "PCVRPTW": "dimacs", "MTVRPTWR": "dimacs",
    "MDVRPTW": "exact", "SDVRPTW": "exact", "HFVRP": "exact",
}  # fmt: skip

_MOST_SPARE, _SPARE = 1.15, 3
_LONGEST_EDGES = 20
_NOISE = 1e-6

Matrix = npt.NDArray[np.int64]


class CannotSolve(Exception):
    """A peer has no means to say what the problem asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Vehicles that are all alike.

    Attributes
    ----------
    numbers
        Their numbers in the file, from 0.
    reloads
        Depots where they may be loaded anew.
    """

    numbers: tuple[int, ...]
    start: int
    end: int
    capacity: int
    fixed: int
    per_distance: int
    begins: int
    ends: int
    longest: int
    profile: int
    reloads: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PeerProblem:
    """Depots first, then customers, by their numbers in the file from 0; arrays ``(nodes,)``.

    Attributes
    ----------
    opens, closes, service, release
        Times; `FAR` where there is no limit.
    prize
        What leaving out costs where `required` is not set.
    pairs
        Goods picked up at the first are brought to the second by the same vehicle.
    distances, times
        Per profile, ``(nodes, nodes)``; `BLOCKED` where none may drive.
    leaving_out
        Dearer than any detour: what engines that need it pay for a customer not served.
    """

    depots: int
    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    opens: Matrix
    closes: Matrix
    service: Matrix
    release: Matrix
    delivered: Matrix
    picked_up: Matrix
    prize: Matrix
    required: npt.NDArray[np.bool_]
    pairs: tuple[tuple[int, int], ...]
    distances: tuple[Matrix, ...]
    times: tuple[Matrix, ...]
    kinds: tuple[Kind, ...]
    leaving_out: int

    @property
    def nodes(self) -> int:
        """Depots and customers."""
        return len(self.opens)

    @property
    def customers(self) -> range:
        """Numbers of the customers."""
        return range(self.depots, self.nodes)

    @property
    def has_times(self) -> bool:
        """Whether time plays any role."""
        kinds = self.kinds
        return bool((self.closes[self.depots :] < FAR).any() or any(k.longest < FAR for k in kinds))

    @property
    def fleet(self) -> list[tuple[int, Kind]]:
        """Number and kind of each vehicle."""
        return [(number, kind) for kind in self.kinds for number in kind.numbers]

    def may_serve(self, kind: Kind, customer: int) -> bool:
        """Whether vehicles of a kind may come to a customer at all."""
        # From its own door it always may.
        return bool((self.distances[kind.profile][:, customer] < BLOCKED).sum() > 1)


def read_problem(path: Path, *, routes: int | None, vehicles_first: bool) -> PeerProblem:
    """The instance in a file.

    Parameters
    ----------
    routes
        Routes of the best known. Engines that count vehicles one by one are faster with few: they
        are given some more than these where the file has more.
    vehicles_first
        Whether fewer vehicles are better at any distance: then each costs more than any detour.
    """
    folder = path.parent.name
    problem = _read_vrplib(path, _ROUNDING[folder]) if folder in _ROUNDING else _read_text(path)
    kinds = problem["kinds"]
    if len(kinds) == 1 and routes is not None and folder != "MTVRPTWR":
        most = int(np.ceil(routes * _MOST_SPARE)) + _SPARE
        kinds = (replace(kinds[0], numbers=kinds[0].numbers[:most]),)
    longest = max(int(m[m < BLOCKED].max()) for m in problem["distances"])
    dear = _LONGEST_EDGES * longest * max(kind.per_distance for kind in kinds)
    dear += max(kind.fixed for kind in kinds)
    if vehicles_first:
        kinds = tuple(replace(kind, fixed=dear) for kind in kinds)
        dear *= 2
    return PeerProblem(**(problem | {"kinds": kinds}), leaving_out=dear)


def _read_vrplib(path: Path, rounding: str) -> dict[str, Any]:
    import pyvrp

    data = pyvrp.read(path, round_func=rounding)
    places: list[Any] = [*data.depots(), *data.clients()]
    clients = data.clients()
    zeros = [0] * data.num_depots
    order = [place.location for place in places]
    pick = np.ix_(order, order)
    x = [data.locations()[number].x for number in order]
    y = [data.locations()[number].y for number in order]
    return {
        "depots": data.num_depots,
        "x": np.array(x, dtype=float),
        "y": np.array(y, dtype=float),
        "opens": np.array([place.tw_early for place in places]),
        "closes": np.minimum([place.tw_late for place in places], FAR),
        "service": np.array([place.service_duration for place in places]),
        "release": np.array(zeros + [client.release_time for client in clients]),
        "delivered": np.array(zeros + [sum(client.delivery) for client in clients]),
        "picked_up": np.array(zeros + [sum(client.pickup) for client in clients]),
        "prize": np.array(zeros + [client.prize for client in clients]),
        "required": np.array([True] * len(zeros) + [client.required for client in clients]),
        "pairs": (),
        "distances": tuple(np.minimum(m, BLOCKED)[pick] for m in data.distance_matrices()),
        "times": tuple(np.minimum(m, BLOCKED)[pick] for m in data.duration_matrices()),
        "kinds": tuple(map(_kind, data.vehicle_types())),
    }


def _kind(given: Any) -> Kind:
    """Vehicles as PyVRP holds them; their name lists their numbers in the file."""
    return Kind(
        numbers=tuple(int(number) for number in given.name.split(",")),
        start=given.start_depot,
        end=given.end_depot,
        capacity=given.capacity[0] if given.capacity else FAR,
        fixed=given.fixed_cost,
        per_distance=given.unit_distance_cost,
        begins=given.tw_early,
        ends=min(given.tw_late, FAR),
        longest=min(given.shift_duration, FAR),
        profile=given.profile,
        reloads=tuple(given.reload_depots),
    )


def _read_text(path: Path) -> dict[str, Any]:
    """Solomon's, Homberger's, or Li and Lim's, which tell who is paired with whom."""
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    numbers = [[int(word) for word in line] for line in lines if line and line[0].isdigit()]
    vehicles, capacity = numbers[0][:2]
    rows = np.array([line for line in numbers[1:] if len(line) == len(numbers[-1])])
    x, y = rows[:, 1].astype(float), rows[:, 2].astype(float)
    exact = np.hypot(x[:, np.newaxis] - x, y[:, np.newaxis] - y) * UNITS
    demand, is_paired = rows[:, 3], rows.shape[1] == 9
    pairs = [(i, int(row[8])) for i, row in enumerate(rows) if row[8] > 0] if is_paired else []
    return {
        "depots": 1,
        "x": x,
        "y": y,
        "opens": rows[:, 4] * UNITS,
        "closes": rows[:, 5] * UNITS,
        "service": rows[:, 6] * UNITS,
        "release": np.zeros(len(rows), np.int64),
        "delivered": np.zeros_like(demand) if is_paired else demand,
        "picked_up": np.maximum(demand, 0) if is_paired else np.zeros_like(demand),
        "prize": np.zeros(len(rows), np.int64),
        "required": np.ones(len(rows), np.bool_),
        "pairs": tuple(pairs),
        "distances": (np.rint(exact).astype(np.int64),),
        # Rounded up, so that whatever keeps its windows here keeps them in double precision.
        "times": (np.ceil(exact - _NOISE).astype(np.int64),),
        "kinds": (
            Kind(
                numbers=tuple(range(vehicles)),
                start=0,
                end=0,
                capacity=int(capacity),
                fixed=0,
                per_distance=1,
                begins=int(rows[0, 4]) * UNITS,
                ends=int(rows[0, 5]) * UNITS,
                longest=FAR,
                profile=0,
            ),
        ),
    }
