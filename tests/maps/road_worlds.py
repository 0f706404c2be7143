"""Small road networks as vehicles find them: with turns, bans, closures, zones and traffic."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from domain.driving import Driving
from domain.geo import Location
from domain.traffic import Zone
from domain.traffic_day import ANY_CLASS, FREE_FLOW, SpeedSource, TrafficDay
from maps.driving.conditions import RoadConditions, road_conditions
from maps.driving.turns import TurnCosts
from maps.network.road_network import RoadNetwork
from tests.maps.small_networks import SIZE, location, networks

HOUR_S = 3_600


def named(places: Sequence[Location]) -> list[tuple[str, Location]]:
    """Places named by their numbers."""
    return [(str(number), place) for number, place in enumerate(places)]


def plain(network: RoadNetwork, traffic: TrafficDay = FREE_FLOW) -> RoadConditions:
    """A network for a van, without turns."""
    return road_conditions(network, Driving(), traffic)


def traffic_of(starts_s: Sequence[int], ratios: Sequence[float]) -> TrafficDay:
    """A day on which all roads have one ratio in each bucket."""
    return TrafficDay(
        starts_s=np.array(starts_s, dtype=np.int64),
        classes=(ANY_CLASS,),
        ratios=np.array(ratios, dtype=np.float64)[:, np.newaxis],
        is_active=np.zeros((len(starts_s), 0), dtype=np.bool_),
        source=SpeedSource.TABLE,
    )


@st.composite
def traffics(draw: st.DrawFn, zones: tuple[Zone, ...] = ()) -> TrafficDay:
    """Days of a few buckets, some much shorter than a drive, with zones active in some."""
    steps = draw(st.lists(st.integers(1, 400), max_size=5))
    starts_s = np.cumsum([0, *steps]).astype(np.int64)
    ratios = draw(
        st.lists(
            st.floats(0.05, 2.0, allow_subnormal=False),
            min_size=len(starts_s),
            max_size=len(starts_s),
        )
    )
    active = draw(st.lists(st.booleans(), min_size=len(starts_s), max_size=len(starts_s)))
    return replace(
        traffic_of(starts_s.tolist(), ratios),
        zones=zones,
        is_active=np.repeat(np.array(active)[:, np.newaxis], len(zones), axis=1),
    )


def square_zone(low: tuple[int, int], high: tuple[int, int], **facts: object) -> Zone:
    """A zone between two corners, in steps."""
    a, b = location(low[0] - 0.3, low[1] - 0.3), location(high[0] + 0.3, high[1] + 0.3)
    ring = [(a.lon, a.lat), (b.lon, a.lat), (b.lon, b.lat), (a.lon, b.lat), (a.lon, a.lat)]
    text = ", ".join(f"{lon} {lat}" for lon, lat in ring)
    usual: dict[str, object] = {"zone_id": "Z", "kind": "avoid", "geometry": f"POLYGON (({text}))"}
    return Zone(**(usual | facts))  # type: ignore[arg-type]


@st.composite
def zones(draw: st.DrawFn) -> Zone:
    """A zone to avoid or to pay for, somewhere on the square."""
    spot = st.tuples(st.integers(0, SIZE), st.integers(0, SIZE))
    (x, y), (right, up) = draw(spot), draw(spot)
    charge = draw(st.sampled_from([Decimal(0), Decimal("0.05"), Decimal(2)]))
    kind = "toll" if charge else "avoid"
    return square_zone(
        (min(x, right), min(y, up)), (max(x, right), max(y, up)), kind=kind, charge=charge
    )


@st.composite
def worlds(draw: st.DrawFn, *, with_hours: bool = False) -> RoadConditions:
    """A network with turns, some forbidden, some edges closed, a zone or none."""
    network = draw(networks())
    edges = network.edge_count
    bits = st.lists(st.sampled_from([0, 0, 0, 2]), min_size=edges, max_size=edges)
    banned_from, banned_to = _bans(draw, network)
    network = replace(
        network,
        closed_to=np.array(draw(bits), dtype=np.uint8),
        only_to=np.array(draw(bits), dtype=np.uint8),
        signals=np.array(draw(bits), dtype=np.uint8),
        banned_from=banned_from,
        banned_to=banned_to,
        banned_profiles=np.full(len(banned_from), 2, dtype=np.uint8),
    )
    area = tuple(draw(st.lists(zones(), max_size=1)))
    traffic = draw(traffics(area))
    if not with_hours:
        traffic = traffic.between(0, 0)
    return road_conditions(network, Driving(), traffic, turns=TurnCosts())


def _bans(
    draw: st.DrawFn, network: RoadNetwork
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Some of the turns, from edge to edge."""
    pairs = [
        (a, b)
        for a in range(network.edge_count)
        for b in range(network.edge_count)
        if network.head[a] == network.tail[b]
    ]
    chosen: list[tuple[int, int]] = []
    if pairs:
        chosen = sorted(draw(st.lists(st.sampled_from(pairs), max_size=4, unique=True)))
    first, second = ([pair[i] for pair in chosen] for i in range(2))
    return np.array(first, dtype=np.int32), np.array(second, dtype=np.int32)
