"""House numbers: doors beside the streets."""

from dataclasses import dataclass

import numpy as np

from planning.sample.polylines import Floats, Indices, Mask, Points, length_m, point_at
from planning.sample.roads import Road
from planning.sample.streets import Streets

PLOT_M = 13.0
"""Length of street that a house takes on each side."""

HOMES = (Road.SECONDARY, Road.TERTIARY, Road.UNCLASSIFIED, Road.RESIDENTIAL)
"""Classes of road that people live on."""


@dataclass(frozen=True, slots=True, eq=False)
class Doors:
    """Front doors with their house numbers.

    Parameters
    ----------
    places
        Where each door is, ``(n, 2)`` metres.
    street
        Number of its street, ``(n,)``.
    number
        House number, ``(n,)``; odd left of the street, even right.
    """

    places: Points
    street: Indices
    number: Indices

    def __len__(self) -> int:
        return len(self.number)

    def only(self, rows: Indices) -> "Doors":
        """Some of the doors."""
        return Doors(self.places[rows], self.street[rows], self.number[rows])


def place_doors(streets: Streets, wanted: int, rng: np.random.Generator) -> Doors:
    """Doors spread over the streets that people live on, no two with one address.

    There are fewer than wanted where the city has no more houses.
    """
    network = streets.network
    stretch_m = np.array([length_m(network.line(index)) for index in range(len(network.ends))])
    start_m = _starts_m(streets, stretch_m)
    is_home = np.isin(network.road, HOMES) & ~network.bridge
    chosen = _plots(stretch_m, is_home, wanted, rng)
    street_of = np.empty(len(stretch_m), dtype=np.int64)
    for number, chain in enumerate(streets.chains):
        street_of[chain] = number
    places, numbers = [], []
    for stretch, plot, is_left in zip(*chosen, strict=True):
        line = network.line(stretch)
        along_m = (plot + rng.uniform(0.3, 0.7)) * PLOT_M
        places.append(_beside(line, along_m, rng.uniform(7, 15) * (1 if is_left else -1)))
        house = round((start_m[stretch] + along_m) / PLOT_M)
        numbers.append(2 * house + (1 if is_left else 2))
    doors = Doors(np.array(places), street_of[chosen[0]], np.array(numbers))
    doors = _distinct(doors, streets.names)
    return doors.only(np.sort(rng.permutation(len(doors))[:wanted]))


def _starts_m(streets: Streets, stretch_m: Floats) -> Floats:
    """How far along its street each stretch begins.

    A main road that goes on elsewhere, behind a river or a park, goes on with its numbers.
    """
    start_m = np.zeros(len(stretch_m))
    end_m: dict[str, float] = {}
    for name, chain in zip(streets.names, streets.chains, strict=True):
        reached_m = np.concatenate(([0.0], np.cumsum(stretch_m[chain])))
        if streets.network.main[chain[0]] >= 0:
            reached_m += end_m.get(name, 0.0)
            end_m[name] = float(reached_m[-1]) + PLOT_M
        start_m[chain] = reached_m[:-1]
    return start_m


def _plots(
    stretch_m: Floats, is_home: Mask, wanted: int, rng: np.random.Generator
) -> tuple[Indices, Indices, Mask]:
    """Stretch, plot along it and side of each door chosen."""
    count = np.where(is_home, (stretch_m // PLOT_M).astype(np.int64), 0)
    last = np.cumsum(2 * count)
    # Some more than wanted, since rounding gives a few houses the same number.
    draw = rng.choice(last[-1], min(int(1.03 * wanted) + 3, int(last[-1])), replace=False)
    draw.sort()
    stretch = np.searchsorted(last, draw, side="right")
    within = draw - (last - 2 * count)[stretch]
    return stretch, within // 2, within % 2 == 0


def _beside(line: Points, along_m: float, left_m: float) -> Points:
    here, ahead = point_at(line, [along_m, along_m + 1.0])
    way = ahead - here
    if not way.any():
        way = here - point_at(line, along_m - 1.0)[0]
    way /= np.hypot(*way)
    return np.asarray(here + left_m * np.array([-way[1], way[0]]))


def _distinct(doors: Doors, names: tuple[str, ...]) -> Doors:
    """Doors without those whose address another one has."""
    _, name_of = np.unique(names, return_inverse=True)
    address = np.column_stack([name_of[doors.street], doors.number])
    _, first = np.unique(address, axis=0, return_index=True)
    return doors.only(first)
