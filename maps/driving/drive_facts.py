"""What is known of one drive: where its time goes, and what it goes round.

Milliseconds are whole, and each is rounded so that parts add up to the whole they are parts of.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

_MS_PER_S = 1000
_DM_PER_M = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadPart:
    """What is driven of an edge, of a street, or of all streets of a class.

    Parameters
    ----------
    name
        Name of the street, or its number where it has none; empty without both, and for a class.
    road_class
        OSM ``highway`` value.
    moving_ms
        Driving, without turns.
    free_ms
        The same at free flow.
    turn_ms
        Turns into it, and waits at signals before it.
    """

    name: str = ""
    road_class: str
    moving_ms: int
    free_ms: int
    turn_ms: int
    length_dm: int

    @property
    def congestion_ms(self) -> int:
        """What congestion adds; below zero where traffic is faster than at free flow."""
        return self.moving_ms - self.free_ms

    @property
    def drive_ms(self) -> int:
        """Driving, turns included."""
        return self.moving_ms + self.turn_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class TollPaid:
    """What entering one zone costs on a drive.

    Parameters
    ----------
    entries
        How often it is entered.
    """

    zone_id: str
    zone_name: str
    entries: int
    charge_minor: int


class Hindrance(StrEnum):
    """Why a vehicle does not take a way."""

    ACCESS = "access"
    ONLY_TO = "only_to"
    HEIGHT = "height"
    WEIGHT = "weight"
    TURN = "turn"
    ZONE = "zone"
    LOW_EMISSION = "low_emission"
    TOLL = "toll"


@dataclass(frozen=True, slots=True, kw_only=True)
class Avoided:
    """Something on the fastest of all ways that kept a vehicle from taking it.

    Parameters
    ----------
    street, road_class
        The street on which it is; of a turn, the street that is turned into.
    from_street, from_class
        Street from which a forbidden turn leads; empty otherwise.
    is_bridge, is_tunnel
        Whether that street is a bridge or a tunnel there.
    limit
        Metres or kilograms that the street allows; 0 for what is no limit.
    zone_id, zone_name, charge_minor
        Zone that is gone round, and what entering it would have cost.
    """

    hindrance: Hindrance
    street: str = ""
    road_class: str = ""
    from_street: str = ""
    from_class: str = ""
    is_bridge: bool = False
    is_tunnel: bool = False
    limit: float = 0.0
    zone_id: str = ""
    zone_name: str = ""
    charge_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveExplanation:
    """Where the time of a drive goes, which streets it takes, and what it avoids.

    Parameters
    ----------
    origin, destination
        Names of the places.
    depart_s
        When the vehicle's driver leaves the door.
    walk_ms
        Walks between road and door at both ends.
    turns, signals
        Turns taken and traffic signals passed, whether they cost time or not.
    parts
        What is driven, edge by edge.
    tolls
        By zone, dearest first.
    avoided
        What the fastest of all ways meets, in its order; empty where that is the way taken.
    detour_ms
        How much longer the drive is than the fastest of all ways, were nothing closed, restricted
        or tolled; negative only by rounding.
    """

    origin: str
    destination: str
    depart_s: int
    walk_ms: int
    turns: int
    signals: int
    parts: tuple[RoadPart, ...]
    tolls: tuple[TollPaid, ...] = ()
    avoided: tuple[Avoided, ...] = ()
    detour_ms: int = 0

    @property
    def drive_ms(self) -> int:
        """From road to road, turns included."""
        return sum(part.drive_ms for part in self.parts)

    @property
    def moving_ms(self) -> int:
        """Driving without turns: free flow and congestion."""
        return sum(part.moving_ms for part in self.parts)

    @property
    def free_ms(self) -> int:
        """Driving without turns on the same way at free flow."""
        return sum(part.free_ms for part in self.parts)

    @property
    def turn_ms(self) -> int:
        """Turns, and waits at signals."""
        return sum(part.turn_ms for part in self.parts)

    @property
    def congestion_ms(self) -> int:
        """What congestion adds on this way."""
        return self.moving_ms - self.free_ms

    @property
    def total_s(self) -> int:
        """Seconds from door to door, rounded up as all travel times are."""
        return -(-(self.drive_ms + self.walk_ms) // _MS_PER_S)

    @property
    def distance_m(self) -> int:
        """Metres driven, rounded to the nearest."""
        return (sum(part.length_dm for part in self.parts) + _DM_PER_M // 2) // _DM_PER_M

    @property
    def toll_minor(self) -> int:
        """Charges of all zones entered."""
        return sum(toll.charge_minor for toll in self.tolls)

    @property
    def streets(self) -> tuple[RoadPart, ...]:
        """The streets in the order of driving; neighbouring parts of one street are one.

        Parts without a name are one street where they are of one class.
        """
        runs = groupby(self.parts, lambda part: (part.name, "" if part.name else part.road_class))
        return tuple(added(parts, name=name) for (name, _), parts in runs)

    @property
    def classes(self) -> tuple[RoadPart, ...]:
        """What is driven by class of road, the longest first."""
        grouped: dict[str, list[RoadPart]] = {}
        for part in self.parts:
            grouped.setdefault(part.road_class, []).append(part)
        whole = [added(parts, name="") for parts in grouped.values()]
        return tuple(sorted(whole, key=lambda part: (-part.drive_ms, part.road_class)))


def added(parts: Iterable[RoadPart], *, name: str) -> RoadPart:
    """Several parts as one, of the class that covers most of it."""
    taken = tuple(parts)
    length_dm: dict[str, int] = {}
    for part in taken:
        length_dm[part.road_class] = length_dm.get(part.road_class, 0) + part.length_dm
    return RoadPart(
        name=name,
        road_class=max(length_dm, key=lambda road_class: length_dm[road_class]),
        moving_ms=sum(part.moving_ms for part in taken),
        free_ms=sum(part.free_ms for part in taken),
        turn_ms=sum(part.turn_ms for part in taken),
        length_dm=sum(part.length_dm for part in taken),
    )
