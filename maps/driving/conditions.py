"""Roads as one kind of vehicle finds them on one day: times, closures, zones and tolls.

A path is chosen by its key: its driving time, plus what makes it unwelcome. Streets inside a zone
to avoid, and streets open only to those who have a stop there, count `AVOID_FACTOR` times their
time more, so that a vehicle drives round them unless its stop lies inside. Entering a zone that
charges counts the time that is worth as much. The time told is always the true one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from domain.driving import Driving
from domain.traffic import Zone
from domain.traffic_day import TrafficDay
from domain.units import MINOR_DIGITS
from maps.driving.state_graph import StateGraph, state_graph
from maps.driving.turns import TurnCosts
from maps.importing.speeds import travel_ms
from maps.importing.street_arcs import components
from maps.network.road_limits import PROFILE_BITS
from maps.network.road_network import RoadNetwork

AVOID_FACTOR = 10
"""How many times its time a street to be avoided counts on top."""

USUAL_COST_PER_HOUR = 30
"""Worth of a vehicle's hour in major units of money where its data name none."""

MOST_KPH: Mapping[str, float] = {"truck": 80.0, "bike": 16.0}
"""Speed that vehicles of a profile do not exceed, wherever they are."""

_MS_PER_HOUR = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoadConditions:
    """What a search needs to know of every edge, for one way of driving on one day.

    Parameters
    ----------
    graph
        Where the vehicle can go.
    free_ms
        Milliseconds to drive each edge at free flow, at least one; ``(m,)``.
    length_dm
        Length of each edge in decimetres.
    is_open
        Whether the vehicle may drive on each edge at all.
    is_core
        Whether it can both reach each edge from the others and leave it again: where places may be
        snapped to.
    bucket_starts_s
        Start of each of the `b` buckets of time.
    edge_class
        Column of `ratios` that each edge's speed follows.
    ratios
        Speed as a ratio to free flow, ``(b, classes)``; all ones for a bike.
    avoid
        Zones and streets to be driven round: whether each edge is inside, ``(b, m)``, or one row
        that holds for all buckets.
    toll_minor
        Charge for driving along each edge, as it enters a zone; ``(b, m)`` or one row.
    ms_per_minor
        Milliseconds that are worth a minor unit of money.
    """

    network: RoadNetwork
    driving: Driving
    graph: StateGraph
    free_ms: npt.NDArray[np.int64]
    length_dm: npt.NDArray[np.int64]
    is_open: npt.NDArray[np.bool_]
    is_core: npt.NDArray[np.bool_]
    bucket_starts_s: npt.NDArray[np.int64]
    edge_class: npt.NDArray[np.int64]
    ratios: npt.NDArray[np.float64]
    avoid: npt.NDArray[np.bool_]
    toll_minor: npt.NDArray[np.int64]
    ms_per_minor: float

    @property
    def buckets(self) -> int:
        """Number of buckets."""
        return len(self.bucket_starts_s)

    @property
    def has_tolls(self) -> bool:
        """Whether anything is charged anywhere."""
        return bool(self.toll_minor.any())

    @property
    def has_detours(self) -> bool:
        """Whether the key of some path is not its time."""
        return self.has_tolls or bool(self.avoid.any())

    def drive_ms(self, bucket: int) -> npt.NDArray[np.int64]:
        """Whole milliseconds to drive each edge in a bucket, at least one."""
        ratio = self.ratios[bucket][self.edge_class]
        return np.asarray(np.maximum(1, np.rint(self.free_ms / ratio)), dtype=np.int64)

    def avoided(self, bucket: int) -> npt.NDArray[np.bool_]:
        """Whether each edge is to be driven round in a bucket."""
        return np.asarray(self.avoid[min(bucket, len(self.avoid) - 1)])

    def tolls(self, bucket: int) -> npt.NDArray[np.int64]:
        """Charge of each edge in a bucket, in minor units."""
        return np.asarray(self.toll_minor[min(bucket, len(self.toll_minor) - 1)])

    def first_alike(self) -> npt.NDArray[np.int64]:
        """The first bucket that is like each one in every way, ``(b,)``."""
        seen: dict[tuple[bytes, ...], int] = {}
        alike = []
        for bucket in range(self.buckets):
            facts = (self.ratios[bucket], self.avoided(bucket), self.tolls(bucket))
            alike.append(seen.setdefault(tuple(fact.tobytes() for fact in facts), bucket))
        return np.array(alike, dtype=np.int64)


def road_conditions(
    network: RoadNetwork,
    driving: Driving,
    traffic: TrafficDay,
    *,
    turns: TurnCosts | None = None,
    currency: str = "EUR",
    graph: StateGraph | None = None,
) -> RoadConditions:
    """The roads of a network as a vehicle finds them.

    Parameters
    ----------
    turns
        What turning costs; None where it costs nothing and no turn is forbidden.
    currency
        Currency of the charges and of the vehicle's hour.
    graph
        The network's state graph, where it is at hand already.
    """
    graph = graph or state_graph(network, turns)
    is_open = _open_edges(network, driving)
    zones = _ZonesOnEdges.of(network, driving, traffic, currency)
    is_bike = driving.profile == "bike"
    classes = np.array([traffic.class_of(name) for name in network.classes], dtype=np.int64)
    return RoadConditions(
        network=network,
        driving=driving,
        graph=graph,
        free_ms=_free_ms(network, driving),
        length_dm=np.rint(network.length_m * 10).astype(np.int64),
        is_open=is_open,
        is_core=core_edges(graph, is_open, driving.profile),
        bucket_starts_s=traffic.starts_s,
        edge_class=classes[network.road_class],
        ratios=np.ones_like(traffic.ratios) if is_bike else traffic.ratios,
        avoid=zones.avoid,
        toll_minor=zones.toll_minor,
        ms_per_minor=_ms_per_minor(driving, currency),
    )


def core_edges(
    graph: StateGraph, is_open: npt.NDArray[np.bool_], profile: str
) -> npt.NDArray[np.bool_]:
    """Whether each edge lies in the largest part of the roads that a vehicle can drive all over.

    Every edge in it can be reached from every other, along open edges and permitted turns.
    """
    is_usable = is_open[graph.edge] & graph.is_open_to(profile)
    tail, head = graph.tail[is_usable], graph.head[is_usable]
    label = components(graph.states, tail, head, connection="strong")
    # A state alone is no part to drive about in, unless it leads back to itself.
    has_way = np.zeros(graph.states, dtype=np.bool_)
    has_way[label[tail[label[tail] == label[head]]]] = True
    edges = np.flatnonzero(is_open)
    entry, leave = label[graph.entry_state[edges]], label[graph.exit_state[edges]]
    inside = edges[(entry == leave) & has_way[entry]]
    is_core = np.zeros(len(is_open), dtype=np.bool_)
    if len(inside):
        part = label[graph.entry_state[inside]]
        is_core[inside] = part == np.bincount(part).argmax()
    return is_core


def _open_edges(network: RoadNetwork, driving: Driving) -> npt.NDArray[np.bool_]:
    """Whether a vehicle may drive on each edge: by access, height and weight."""
    is_open = network.closed_to & np.uint8(PROFILE_BITS[driving.profile]) == 0
    for limit, own in (
        (network.max_height_m, driving.height_m),
        (network.max_weight_kg, driving.gross_weight_kg),
    ):
        if own is not None:
            is_open &= (limit == 0) | (limit >= own)
    return np.asarray(is_open)


def _free_ms(network: RoadNetwork, driving: Driving) -> npt.NDArray[np.int64]:
    """Milliseconds to drive each edge at free flow, no faster than the profile goes."""
    most_kph = MOST_KPH.get(driving.profile)
    if most_kph is None or network.network_type == driving.profile:
        return network.travel_ms.astype(np.int64)
    return travel_ms(network.length_m, np.minimum(network.speed_kph, most_kph)).astype(np.int64)


def _ms_per_minor(driving: Driving, currency: str) -> float:
    usual = USUAL_COST_PER_HOUR * 10 ** MINOR_DIGITS.get(currency, 2)
    return _MS_PER_HOUR / (driving.cost_per_hour_minor or usual)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _ZonesOnEdges:
    """What the zones of a day do to each edge."""

    avoid: npt.NDArray[np.bool_]
    toll_minor: npt.NDArray[np.int64]

    @classmethod
    def of(
        cls, network: RoadNetwork, driving: Driving, traffic: TrafficDay, currency: str
    ) -> "_ZonesOnEdges":
        only_to = network.only_to & np.uint8(PROFILE_BITS[driving.profile]) != 0
        holding = [i for i, zone in enumerate(traffic.zones) if concerns(zone, driving)]
        rows = len(traffic.starts_s) if holding else 1
        avoid = np.repeat(only_to[np.newaxis], rows, axis=0)
        toll_minor = np.zeros((rows, network.edge_count), dtype=np.int64)
        digits = MINOR_DIGITS.get(currency, 2)
        for i in holding:
            zone, active = traffic.zones[i], traffic.is_active[:, i]
            inside, entering = edges_in_zone(network, zone)
            if zone.charge and zone.kind != "avoid":
                charge = int(zone.charge.scaleb(digits).to_integral_value())
                toll_minor[np.ix_(active, entering)] += charge
            else:
                avoid[np.ix_(active, inside)] = True
        return cls(avoid=avoid, toll_minor=toll_minor)


def concerns(zone: Zone, driving: Driving) -> bool:
    """Whether a zone holds for a vehicle: its profile is meant, and it has no permit."""
    is_meant = not zone.profiles or driving.profile in zone.profiles
    says_something = zone.kind != "toll" or bool(zone.charge)
    return is_meant and says_something and zone.zone_id not in driving.permits


def edges_in_zone(
    network: RoadNetwork, zone: Zone
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Whether each edge runs inside a zone, and whether it leads into it.

    An edge is inside if its middle is, or both its ends are.
    """
    area = shapely.from_wkt(zone.geometry)
    shapely.prepare(area)
    at_node = shapely.intersects_xy(area, network.node_lon, network.node_lat)
    tail, head = at_node[network.tail], at_node[network.head]
    middle = (network.shape_offset[:-1] + network.shape_offset[1:]) // 2
    before = np.maximum(network.shape_offset[:-1], middle - 1)
    lon = (network.shape_lon[before] + network.shape_lon[middle]) / 2
    lat = (network.shape_lat[before] + network.shape_lat[middle]) / 2
    inside = np.asarray((tail & head) | shapely.intersects_xy(area, lon, lat))
    return inside, np.asarray(head & ~tail)
