"""Whether places lie where the roads have them, or all of them the same way off: a wrong datum.

In a dense city a place shifted by 500 m is again near some street, so distances alone say little.
Two things tell. Addresses name streets, and one move brings nearly all places to their own. And
houses stand in rows beside the streets: moved as one over a field of distances, real places fit
one move far better than all others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from maps.network.road_network import RoadNetwork
from planning.reading.datum import gcj02_to_bd09, in_china, to_wgs84, wgs84_to_gcj02
from planning.road_checks.named_streets import NamedShift, named_shift
from planning.road_checks.street_field import (
    WINDOW_M,
    Indices,
    Numbers,
    Plane,
    StreetDots,
    StreetField,
)

LEAST_PLACES = 12
MOST_PLACES = 400

LEAST_SHIFT_M = 80.0
"""Smaller shifts are those of coarse addresses, not of another datum."""

_AT_HOME = 0.4
"""Share of the places at their own streets from which they are where they should be."""

_MOVED_HOME = 0.45
"""Share that the one move which explains them must bring there, and twice as many as are."""

_LEAST_UNNAMED = 40
_REACH_M = 1_000.0
_COARSE_M, _FINE_M = 20.0, 5.0
_OTHER_M = 150.0
"""From here on another move is another explanation."""

_SURE, _SURER_THAN_OTHERS = 6.0, 3.0
"""Standard errors by which the best of thousands of moves must beat none, and any other."""

_MOST_LEFT = 0.7
"""Share of the mean distance that the right move may leave."""

_SAME_M = 120.0
"""How near a move must come to that of a datum to be explained by it."""

_NEARLY_ALL = 0.1
"""Share of the places by which a datum may explain fewer than the best move does."""

_ARROWS = "↑↗→↘↓↙←↖"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatumShift:
    """How the places lie off the roads.

    Parameters
    ----------
    east_m, north_m
        From where the places should be to where they are.
    datum
        Datum that the coordinates are in by this; empty where no known one explains it.
    places
        How many places were compared.
    """

    east_m: float
    north_m: float
    datum: str
    places: int

    @property
    def offset_m(self) -> float:
        """Length of the shift."""
        return float(np.hypot(self.east_m, self.north_m))

    @property
    def bearing_deg(self) -> float:
        """Direction of the shift, clockwise from north."""
        return float(np.degrees(np.arctan2(self.east_m, self.north_m)) % 360)

    @property
    def arrow(self) -> str:
        """Direction of the shift on a map, north up."""
        return _ARROWS[round(self.bearing_deg / 45) % 8]


def find_datum_shift(
    network: RoadNetwork, lat: Numbers, lon: Numbers, texts: Sequence[str], datum: str
) -> DatumShift | None:
    """The shift by which places lie off the roads; None where they fit as they are.

    Parameters
    ----------
    lat, lon
        The places in WGS84, converted from `datum` as the dataset's settings say.
    texts
        Their addresses; empty where there is none.
    """
    if len(lat) < LEAST_PLACES:
        return None
    plane = Plane.around(lat, lon)
    chosen = _sample(*plane.metres(lat, lon))
    if len(chosen) < LEAST_PLACES:
        return None
    lat, lon = lat[chosen], lon[chosen]
    x, y = plane.metres(lat, lon)
    dots = StreetDots.of(network, plane)
    named = named_shift(network, dots, x, y, [texts[i] for i in chosen])
    move = _by_names(named) if named else _by_distances(StreetField.of(dots), x, y)
    if move is None or np.hypot(*move) < LEAST_SHIFT_M:
        return None
    other, move = _explanation(named, move, plane, lat, lon, datum)
    return DatumShift(
        east_m=-move[0],
        north_m=-move[1],
        datum=other,
        places=named.places if named else len(lat),
    )


def _sample(x: Numbers, y: Numbers) -> Indices:
    """Some of the places within the square that is compared."""
    inside = np.flatnonzero((np.abs(x) < WINDOW_M) & (np.abs(y) < WINDOW_M))
    return inside[:: max(1, -(-len(inside) // MOST_PLACES))].astype(np.int64)


def _by_names(named: NamedShift) -> tuple[float, float] | None:
    """The move that brings the places to the streets they name."""
    least = max(_MOVED_HOME, 2 * named.share_here)
    if named.share_here >= _AT_HOME or named.share_there < least:
        return None
    return named.east_m, named.north_m


def _by_distances(field: StreetField, x: Numbers, y: Numbers) -> tuple[float, float] | None:
    """The move under which the places lie beside streets as under no other."""
    if len(x) < _LEAST_UNNAMED:
        return None
    here = field.at(x, y)
    steps = np.arange(-_REACH_M, _REACH_M + 1, _COARSE_M)
    east, north = (axis.ravel() for axis in np.meshgrid(steps, steps))
    total_m = _totals(field, x, y, east, north)
    first = int(total_m.argmin())
    apart = np.hypot(east - east[first], north - north[first]) > _OTHER_M
    second = int(np.where(apart, total_m, np.inf).argmin())
    there = field.at(x + east[first], y + north[first])
    other = field.at(x + east[second], y + north[second])
    if not _is_better(here, there, _SURE) or there.mean() > _MOST_LEFT * here.mean():
        return None
    if not _is_better(other, there, _SURER_THAN_OTHERS):
        return None
    fine = np.arange(-_COARSE_M, _COARSE_M + 1, _FINE_M)
    near_east, near_north = (axis.ravel() for axis in np.meshgrid(fine, fine))
    near_east, near_north = near_east + east[first], near_north + north[first]
    least = int(_totals(field, x, y, near_east, near_north).argmin())
    return float(near_east[least]), float(near_north[least])


def _totals(field: StreetField, x: Numbers, y: Numbers, east: Numbers, north: Numbers) -> Numbers:
    """Sum of the distances of all places, for each move."""
    total_m = np.zeros(len(east))
    for place_x, place_y in zip(x, y, strict=True):
        total_m += field.at(place_x + east, place_y + north)
    return total_m


def _is_better(here: Numbers, there: Numbers, errors: float) -> bool:
    """Whether places are nearer to streets there, beyond chance."""
    gain = here - there
    standard_error = max(float(gain.std(ddof=1)) / len(gain) ** 0.5, 1e-9)
    return bool(gain.mean() > errors * standard_error)


def _explanation(
    named: NamedShift | None,
    move: tuple[float, float],
    plane: Plane,
    lat: Numbers,
    lon: Numbers,
    datum: str,
) -> tuple[str, tuple[float, float]]:
    """The datum of China that the coordinates are in, with its move; else no name and the move."""
    x, y = plane.metres(lat, lon)
    for name, (other_lat, other_lon) in _readings(lat, lon, datum).items():
        other_x, other_y = plane.metres(other_lat, other_lon)
        mean = float((other_x - x).mean()), float((other_y - y).mean())
        if named is None:
            explains = np.hypot(mean[0] - move[0], mean[1] - move[1]) <= _SAME_M
        else:
            explains = named.share_after(*mean) >= named.share_there - _NEARLY_ALL
        if explains and np.hypot(*mean) >= LEAST_SHIFT_M:
            return name, mean
    return "", move


def _readings(lat: Numbers, lon: Numbers, datum: str) -> Mapping[str, tuple[Numbers, Numbers]]:
    """Where the places are if their coordinates, as written, are in another datum of China."""
    if datum not in {"wgs84", "gcj02", "bd09"} or not in_china(lat, lon).all():
        return {}
    written = lat, lon
    if datum != "wgs84":
        written = wgs84_to_gcj02(*written)
    if datum == "bd09":
        written = gcj02_to_bd09(*written)
    others = {"wgs84", "gcj02", "bd09"} - {datum}
    return {name: to_wgs84(*written, name) for name in sorted(others)}
