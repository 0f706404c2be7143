"""Why a drive takes as long as it does, and why it goes the way it goes.

The way taken is compared with the fastest of the same hour if nothing were closed, restricted or
tolled; what a vehicle would meet on that one is what it avoids.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from domain.errors import RoadDataError
from domain.message import message
from domain.traffic import Zone
from domain.traffic_day import FREE_FLOW, TrafficDay
from domain.units import minor_units
from maps.driving.conditions import RoadConditions, concerns, edges_in_zone
from maps.driving.drive_facts import Avoided, DriveExplanation, Hindrance, RoadPart, TollPaid
from maps.driving.exact_travel import Drive, ExactTravel
from maps.driving.turns import TurnCosts, turn_ms
from maps.network.road_limits import PROFILE_BITS
from maps.network.road_network import EdgeFlag, RoadNetwork
from maps.snapping.snap import Snapped
from maps.snapping.walks import walks_ms

_ROUNDING_MS = 1e-3
_MS_PER_S = 1000
_COUNTED = TurnCosts(near_s=1.0, far_s=1.0, u_turn_s=1.0, dead_end_s=1.0, signal_s=0.0)
"""Costs by which every turn shows, and nothing else."""


def explain_drive(
    exact: ExactTravel,
    origin: int,
    destination: int,
    depart_s: int,
    *,
    traffic: TrafficDay = FREE_FLOW,
    currency: str = "EUR",
) -> DriveExplanation:
    """Explain the drive between two places when leaving at a time.

    Parameters
    ----------
    traffic
        The day that the conditions of `exact` were made for; its zones are told by name.
    currency
        Currency of the zones' charges.

    Raises
    ------
    RoadDataError
        If there is no way between the places.
    """
    drive = exact.drive(origin, destination, depart_s)
    if drive is None:
        names = {"origin": exact.places[origin], "destination": exact.places[destination]}
        raise RoadDataError(message("roads.no_way", **names))
    walk_ms = _walk_ms(exact.snapped, origin, destination)
    zones = _Zones(exact.conditions, traffic, currency)
    way = _Way(exact, drive, origin, destination, depart_s)
    freely = ExactTravel(
        places=exact.places, conditions=_unrestricted(exact.conditions), snapped=exact.snapped
    )
    fastest = freely.drive(origin, destination, depart_s) or drive
    detour_ms = _whole_ms(drive.drive_ms) - _whole_ms(fastest.drive_ms)
    fastest_way = _Way(freely, fastest, origin, destination, depart_s)
    return DriveExplanation(
        origin=exact.places[origin],
        destination=exact.places[destination],
        depart_s=depart_s,
        walk_ms=walk_ms,
        turns=way.turn_count(),
        signals=way.signal_count(),
        parts=way.parts(),
        tolls=zones.tolls(way),
        avoided=tuple(dict.fromkeys(_avoided(fastest_way, way, exact.conditions, zones))),
        detour_ms=detour_ms,
    )


def _unrestricted(conditions: RoadConditions) -> RoadConditions:
    """The same roads and hours with nothing closed, forbidden, tolled or to be driven round."""
    edges = conditions.network.edge_count
    graph = conditions.graph
    return replace(
        conditions,
        graph=replace(graph, closed_to=np.zeros_like(graph.closed_to)),
        is_open=np.ones(edges, dtype=np.bool_),
        avoid=np.zeros((1, edges), dtype=np.bool_),
        toll_minor=np.zeros((1, edges), dtype=np.int64),
    )


class _Way:
    """A drive with the times of its pieces."""

    def __init__(
        self, exact: ExactTravel, drive: Drive, origin: int, destination: int, depart_s: int
    ) -> None:
        self.network = exact.network
        self.edges = [piece.edge for piece in drive.pieces]
        self._conditions = exact.conditions
        self._pieces = drive.pieces
        self._times_ms = exact.piece_times_ms(drive, origin, destination, depart_s)

    @cached_property
    def turns(self) -> tuple[tuple[int, int], ...]:
        """Edges before and after each junction that is passed."""
        return tuple(pairwise(self.edges))

    def enters_s(self, number: int) -> float:
        """When the vehicle begins to drive a piece, its turn done."""
        begins_ms, _ = self._times_ms[number]
        return (begins_ms + self._pieces[number].turn_ms) / _MS_PER_S

    def reaches_end(self, number: int) -> bool:
        """Whether a piece is driven up to the junction at its edge's end, where zones charge."""
        is_last = number + 1 == len(self._pieces)
        to_junction = not is_last or not self._conditions.graph.with_turns
        return to_junction and self._pieces[number].to_share == 1.0

    def turn_count(self) -> int:
        """How often the vehicle turns where streets meet, or turns back."""
        if not self.turns:
            return 0
        first, second = np.array(self.turns, dtype=np.int64).T
        return int(np.count_nonzero(turn_ms(self.network, first, second, _COUNTED)))

    def signal_count(self) -> int:
        """How many traffic signals are passed."""
        return int(self.network.signals[self.edges[:-1]].sum()) if self.edges else 0

    def parts(self) -> tuple[RoadPart, ...]:
        """What each piece takes; rounded so that the sum is the whole, rounded up."""
        if not self._pieces:
            return ()
        starts_ms = self._times_ms[0][0]
        ends_ms = [_whole_ms(end_ms - starts_ms) for _, end_ms in self._times_ms]
        begins_ms = [0, *ends_ms[:-1]]
        parts = []
        for piece, begin_ms, end_ms in zip(self._pieces, begins_ms, ends_ms, strict=True):
            free_ms, length_dm = (
                round(piece.to_share * int(whole)) - round(piece.from_share * int(whole))
                for whole in (
                    self._conditions.free_ms[piece.edge],
                    self._conditions.length_dm[piece.edge],
                )
            )
            parts.append(
                RoadPart(
                    name=_street(self.network, piece.edge),
                    road_class=self.network.edge_class(piece.edge),
                    moving_ms=end_ms - begin_ms - piece.turn_ms,
                    free_ms=free_ms,
                    turn_ms=piece.turn_ms,
                    length_dm=max(0, length_dm),
                )
            )
        return tuple(parts)


class _Zones:
    """The zones of a day that hold for a vehicle, edge by edge."""

    def __init__(self, conditions: RoadConditions, traffic: TrafficDay, currency: str) -> None:
        self._traffic = traffic
        self._zones = [
            _Zone.of(conditions.network, number, zone, currency)
            for number, zone in enumerate(traffic.zones)
            if concerns(zone, conditions.driving)
        ]

    def tolls(self, way: _Way) -> tuple[TollPaid, ...]:
        """What is paid on a way, dearest first."""
        paid = []
        for zone in self._zones:
            entries = sum(
                bool(zone.charge_minor and zone.entering[edge])
                for number, edge in enumerate(way.edges)
                if way.reaches_end(number) and self._is_active(zone, way.enters_s(number))
            )
            if entries:
                paid.append(
                    TollPaid(
                        zone_id=zone.zone.zone_id,
                        zone_name=zone.zone.name,
                        entries=entries,
                        charge_minor=entries * zone.charge_minor,
                    )
                )
        return tuple(sorted(paid, key=lambda toll: (-toll.charge_minor, toll.zone_id)))

    def hindrances(self, way: _Way, number: int) -> Iterator[Avoided]:
        """Zones that make a piece of a way unwelcome."""
        edge, enters_s = way.edges[number], way.enters_s(number)
        for zone in self._zones:
            touched = zone.entering if zone.charge_minor else zone.inside
            if touched[edge] and self._is_active(zone, enters_s):
                yield Avoided(
                    hindrance=zone.hindrance,
                    zone_id=zone.zone.zone_id,
                    zone_name=zone.zone.name,
                    charge_minor=zone.charge_minor,
                )

    def _is_active(self, zone: "_Zone", time_s: float) -> bool:
        bucket = int(np.searchsorted(self._traffic.starts_s, time_s, side="right")) - 1
        return bool(self._traffic.is_active[max(0, bucket), zone.number])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Zone:
    """A zone, its number among those of the day, and the edges it touches."""

    zone: Zone
    number: int
    charge_minor: int
    inside: npt.NDArray[np.bool_]
    entering: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, network: RoadNetwork, number: int, zone: Zone, currency: str) -> "_Zone":
        inside, entering = edges_in_zone(network, zone)
        charge_minor = 0 if zone.kind == "avoid" else minor_units(zone.charge, currency)
        return cls(
            zone=zone, number=number, charge_minor=charge_minor, inside=inside, entering=entering
        )

    @property
    def hindrance(self) -> Hindrance:
        if self.charge_minor:
            return Hindrance.TOLL
        return Hindrance.LOW_EMISSION if self.zone.kind == "low_emission" else Hindrance.ZONE


def _avoided(
    fastest: _Way, taken: _Way, conditions: RoadConditions, zones: _Zones
) -> Iterator[Avoided]:
    """What a vehicle would meet on the fastest of all ways, where it does not go."""
    driven, turned = set(taken.edges), set(taken.turns)
    paid = {toll.zone_id: toll.entries for toll in zones.tolls(taken)}
    spared = {t.zone_id for t in zones.tolls(fastest) if t.entries > paid.get(t.zone_id, 0)}
    for number, edge in enumerate(fastest.edges):
        turn = (fastest.edges[number - 1], edge) if number else None
        if turn is not None and turn not in turned and _is_forbidden(conditions, *turn):
            yield _on_street(
                conditions.network,
                edge,
                Hindrance.TURN,
                from_street=_street(conditions.network, turn[0]),
                from_class=conditions.network.edge_class(turn[0]),
            )
        if edge not in driven:
            yield from _rules_of_street(conditions, edge)
            for thing in zones.hindrances(fastest, number):
                if thing.hindrance is not Hindrance.TOLL or thing.zone_id in spared:
                    yield thing


def _rules_of_street(conditions: RoadConditions, edge: int) -> Iterator[Avoided]:
    """Why a vehicle may not, or would rather not, drive along an edge."""
    network, driving = conditions.network, conditions.driving
    own = PROFILE_BITS[driving.profile]
    if int(network.closed_to[edge]) & own:
        yield _on_street(network, edge, Hindrance.ACCESS)
    if int(network.only_to[edge]) & own:
        yield _on_street(network, edge, Hindrance.ONLY_TO)
    for hindrance, limits, own_size in (
        (Hindrance.HEIGHT, network.max_height_m, driving.height_m),
        (Hindrance.WEIGHT, network.max_weight_kg, driving.gross_weight_kg),
    ):
        limit = float(limits[edge])
        if own_size is not None and 0 < limit < own_size:
            yield _on_street(network, edge, hindrance, limit=limit)


def _on_street(
    network: RoadNetwork,
    edge: int,
    hindrance: Hindrance,
    *,
    limit: float = 0.0,
    from_street: str = "",
    from_class: str = "",
) -> Avoided:
    flags = EdgeFlag(int(network.flags[edge]))
    return Avoided(
        hindrance=hindrance,
        street=_street(network, edge),
        road_class=network.edge_class(edge),
        is_bridge=EdgeFlag.BRIDGE in flags,
        is_tunnel=EdgeFlag.TUNNEL in flags,
        limit=limit,
        from_street=from_street,
        from_class=from_class,
    )


def _is_forbidden(conditions: RoadConditions, first: int, second: int) -> bool:
    """Whether the vehicle may not go from one edge into another."""
    network = conditions.network
    is_turn = (network.banned_from == first) & (network.banned_to == second)
    profiles = int(np.bitwise_or.reduce(network.banned_profiles[is_turn], initial=0))
    own = PROFILE_BITS[conditions.driving.profile]
    return conditions.graph.with_turns and bool(profiles & own)


def _street(network: RoadNetwork, edge: int) -> str:
    """Name of an edge's street, or its number, such as that of a motorway; empty without both."""
    name = network.edge_name(edge)
    if name or "ref" not in network.way_tags:
        return name
    way = int(network.edge_way[network.way_offset[edge]])
    return network.texts[int(network.way_text[way, network.way_tags.index("ref")])]


def _walk_ms(snapped: Snapped, origin: int, destination: int) -> int:
    """Walks at both ends; none between places at the very same point."""
    a, b = ((snapped.lat[place], snapped.lon[place]) for place in (origin, destination))
    return 0 if a == b else int(walks_ms(snapped)[[origin, destination]].sum())


def _whole_ms(time_ms: float) -> int:
    """Milliseconds rounded up, as travel times are."""
    return int(np.ceil(time_ms - _ROUNDING_MS))
