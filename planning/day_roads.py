"""The roads of a day as each way of driving of its fleet finds them."""

import datetime
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from domain.dataset import Dataset
from domain.driving import Driving, ways_of_driving
from domain.errors import RoadDataError
from domain.geo import Location
from domain.message import Problem, Severity, message
from domain.progress import Never, OnProgress, StopCriterion, ignore_progress
from domain.traffic_day import SpeedSource, TrafficDay, traffic_day
from domain.travel import FleetTravel, MatrixTravel, warehouse_place
from maps.driving.conditions import RoadConditions, road_conditions
from maps.driving.depot_drives import DepotDrives, depot_drives
from maps.driving.exact_travel import ExactTravel
from maps.driving.open_hierarchy import open_graph
from maps.driving.travel_times import UnreachablePlace, road_travel, snap_places, unreachable_places
from maps.driving.turns import TurnCosts
from maps.network.road_cache import open_roads
from maps.network.road_network import RoadNetwork
from maps.snapping.snap import Snapped
from planning.day import places_of
from planning.environment import Directories
from planning.jobs.result_store import content_hash

log = logging.getLogger(__name__)

BIKE = "bike"
_NEVER = Never()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadQuestion:
    """All that travel depends on besides the places: what a job needs to build it anew.

    Attributes
    ----------
    roads
        Name or file of the roads.
    drivings
        Ways of driving, and the number of each vehicle's.
    turns
        What turning costs; None where it costs nothing.
    """

    roads: str
    traffic: TrafficDay
    drivings: tuple[Driving, ...]
    of_vehicle: Mapping[str, int]
    turns: TurnCosts | None
    currency: str
    snap_limit_m: float


def road_question(dataset: Dataset, day: datetime.date, roads: str) -> RoadQuestion:
    """What travel of a dataset's day depends on."""
    settings = dataset.settings
    # A vehicle's row for that very day comes before its row for any.
    vehicles = sorted(dataset.vehicles_on(day), key=lambda v: v.start_date is not None)
    drivings, of_vehicle = ways_of_driving(vehicles, settings.currency)
    return RoadQuestion(
        roads=roads,
        traffic=traffic_day(
            day,
            ZoneInfo(dataset.timezone),
            profiles=dataset.speed_profiles,
            zones=dataset.zones,
            holidays=dataset.holidays,
            regions=frozenset(w.region_id for w in dataset.warehouses if w.region_id),
            with_speeds=settings.traffic != SpeedSource.FREE_FLOW.value,
        ),
        drivings=drivings or (Driving(),),
        of_vehicle=of_vehicle,
        turns=TurnCosts() if settings.turn_costs else None,
        currency=settings.currency,
        snap_limit_m=settings.snap_limit_m,
    )


def open_conditions(question: RoadQuestion, folders: Directories) -> tuple[RoadConditions, ...]:
    """The roads as each way of driving finds them, in the order of the question."""
    return tuple(
        _conditions(_network(question.roads, driving, folders), driving, question)
        for driving in question.drivings
    )


def _network(roads: str, driving: Driving, folders: Directories) -> RoadNetwork:
    """The network that a vehicle drives on; where there are no paths for bikes, the roads."""
    if driving.profile == BIKE:
        try:
            return open_roads(roads, cache_dir=folders.roads, network_type=BIKE)
        except RoadDataError as error:
            log.info("bikes keep to the roads: %s", error.message.code)
    return open_roads(roads, cache_dir=folders.roads)


def _conditions(network: RoadNetwork, driving: Driving, question: RoadQuestion) -> RoadConditions:
    return road_conditions(
        network,
        driving,
        question.traffic,
        turns=question.turns,
        currency=question.currency,
        graph=open_graph(network, question.turns),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DayRoads:
    """The roads of a day, and where its places meet them.

    Attributes
    ----------
    network
        The roads, as the map shows them.
    places
        Every place that a vehicle may have to reach.
    conditions, snapped
        The roads as each way of driving finds them, and where the places meet them.
    vehicles_at
        Ids of the vehicles at home at each warehouse.
    """

    question: RoadQuestion
    vehicles_at: Mapping[str, tuple[str, ...]]
    network: RoadNetwork
    places: tuple[tuple[str, Location], ...]
    conditions: tuple[RoadConditions, ...]
    snapped: tuple[Snapped, ...]

    @property
    def unreachable(self) -> tuple[UnreachablePlace, ...]:
        """The places that no vehicle of the fleet comes near enough to."""
        names = [name for name, _ in self.places]
        lists = [unreachable_places(names, snapped) for snapped in self.snapped]
        everywhere = set.intersection(*({place.place for place in some} for some in lists))
        return tuple(place for place in lists[0] if place.place in everywhere)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is not as it should be, though a plan can be made."""
        pairs = zip(self.question.drivings, self.conditions, strict=True)
        if any(d.profile == BIKE != c.network.network_type for d, c in pairs):
            reason = message("roads.bikes_on_roads", roads=self.network.name)
            return (Problem(message=reason, severity=Severity.WARNING),)
        return ()

    def depot_drives(self, warehouse_id: str) -> Iterator[DepotDrives]:
        """How far all places are from a warehouse, by each way of driving of its vehicles.

        By that of all vehicles where it has none of its own. Turns do not count.
        """
        depot = [name for name, _ in self.places].index(warehouse_place(warehouse_id))
        own = {self.question.of_vehicle[i] for i in self.vehicles_at.get(warehouse_id, ())}
        for number in sorted(own or range(len(self.conditions))):
            network, driving = self.conditions[number].network, self.question.drivings[number]
            conditions = _conditions(network, driving, replace(self.question, turns=None))
            yield depot_drives(conditions, self.snapped[number], depot)

    def exact(self) -> FleetTravel[ExactTravel]:
        """Travel exactly as it is driven, for every vehicle."""
        names = tuple(name for name, _ in self.places)
        return FleetTravel(
            travels=tuple(
                ExactTravel(places=names, conditions=conditions, snapped=snapped)
                for conditions, snapped in zip(self.conditions, self.snapped, strict=True)
            ),
            of_vehicle=self.question.of_vehicle,
        )

    def fingerprint(self) -> str:
        """SHA-256 of all that travel depends on: streets, speeds, vehicles, zones, turns."""
        arrays: dict[str, npt.NDArray[np.generic]] = {"starts_s": self.question.traffic.starts_s}
        for number, conditions in enumerate(self.conditions):
            arrays |= {
                f"{name}_{number}": getattr(conditions, name)
                for name in ("free_ms", "length_dm", "is_open", "ratios", "avoid", "toll_minor")
            }
            arrays[f"turn_ms_{number}"] = conditions.graph.turn_ms
            arrays[f"ends_{number}"] = np.column_stack(
                (conditions.network.tail, conditions.network.head)
            )
        return content_hash({"worth": [c.ms_per_minor for c in self.conditions]}, arrays)


def open_day_roads(
    dataset: Dataset, day: datetime.date, roads: str, folders: Directories
) -> DayRoads:
    """The roads of a day, by name or file; in this process, so they should be imported already."""
    question = road_question(dataset, day, roads)
    places = places_of(dataset, day)
    conditions = open_conditions(question, folders)
    vehicles_at: dict[str, tuple[str, ...]] = {}
    for vehicle in dataset.vehicles_on(day):
        own = vehicles_at.get(vehicle.warehouse_id, ())
        vehicles_at[vehicle.warehouse_id] = (*own, vehicle.vehicle_id)
    return DayRoads(
        question=question,
        vehicles_at=vehicles_at,
        network=open_roads(roads, cache_dir=folders.roads),
        places=places,
        conditions=conditions,
        snapped=tuple(
            snap_places(found, places, limit_m=question.snap_limit_m) for found in conditions
        ),
    )


def matrix_travel(
    question: RoadQuestion,
    places: Sequence[tuple[str, Location]],
    vehicle_ids: Iterable[str],
    hours_s: tuple[int, int],
    folders: Directories,
    *,
    on_progress: OnProgress = ignore_progress,
    stop: StopCriterion = _NEVER,
) -> FleetTravel[MatrixTravel]:
    """Travel between some places of a day, in matrices, for some of its vehicles.

    Parameters
    ----------
    hours_s
        First and last time at which any of the vehicles may drive; other hours are left out.
    """
    wanted = {i: question.of_vehicle[i] for i in vehicle_ids}
    used = sorted(set(wanted.values())) or [0]
    own = replace(
        question,
        drivings=tuple(question.drivings[number] for number in used),
        traffic=question.traffic.between(*hours_s),
    )
    travels = tuple(
        road_travel(
            conditions, places, limit_m=question.snap_limit_m, on_progress=on_progress, stop=stop
        ).travel
        for conditions in open_conditions(own, folders)
    )
    of_vehicle = {vehicle_id: used.index(number) for vehicle_id, number in wanted.items()}
    return FleetTravel(travels=travels, of_vehicle=of_vehicle)
