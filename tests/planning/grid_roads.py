"""The street grid of the small day as the roads of a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np

from domain.dataset import Dataset
from domain.message import message
from maps.driving.depot_drives import DepotDrives
from maps.driving.travel_times import UnreachablePlace
from planning.day import places_of
from planning.day_roads import DayRoads
from tests.domain.fetching import fetching_dataset, fetching_travel
from tests.domain.small_data import DAY


@dataclass(frozen=True, kw_only=True)
class GridRoads:
    """The grid of the small day as roads, some of its doors off them."""

    dataset: Dataset
    off: frozenset[str] = frozenset()

    @property
    def places(self) -> tuple[tuple[str, object], ...]:
        """The day's places."""
        return places_of(self.dataset, DAY)

    @property
    def unreachable(self) -> tuple[UnreachablePlace, ...]:
        """The doors off the roads."""
        why = message("roads.place_too_far", place="", distance_m=900, limit_m=300)
        return tuple(
            UnreachablePlace(place=place, distance_m=900.0, message=why) for place in self.off
        )

    def depot_drives(self, warehouse_id: str) -> Iterator[DepotDrives]:
        """There and back along the grid."""
        names = [name for name, _ in self.places]
        travel = fetching_travel().travels[0].subset(names)
        depot = names.index(f"warehouse:{warehouse_id}")
        yield DepotDrives(
            has_way=np.array([name not in self.off for name in names]),
            round_trip_s=2.0 * travel.drive_s[0, depot],
            round_trip_m=2.0 * travel.drive_m[0, depot],
        )


def roads(*off: str, dataset: Dataset | None = None) -> DayRoads:
    """The roads of the fetching day, or of another, some of its doors off them."""
    grid = GridRoads(dataset=dataset or fetching_dataset(), off=frozenset(off))
    return cast("DayRoads", grid)
