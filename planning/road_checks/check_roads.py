"""What is wrong with a dataset on the roads it is to be planned on, located in its tables.

A single door is a warning: the plan goes on and leaves its order out, or stops at the nearest
street that can be driven. What spoils every route is an error: coordinates of another datum than
the settings say, and a warehouse that no vehicle can leave.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.dataset import Dataset
from domain.geo import Location
from domain.message import Message, Parameter, Problem, Severity, message
from domain.units import METRES_PER_KM
from maps.network.cut_off_streets import NO_STREETS, StreetLines, distance_to_lines_m, traps_of
from maps.network.road_network import RoadNetwork
from maps.snapping.snap import snap
from planning.day import doors_of
from planning.reading.problems import ProblemList, shortened
from planning.reading.row_index import RowIndex
from planning.road_checks.datum_shift import find_datum_shift

OUTSIDE_M = 3_000.0
"""Farther than this from every street a place is not in the region of the roads."""

_AT_STREET_M = 60.0
"""A door is beside its street if it is no farther from it."""

_NEARER_M = 25.0
"""By how much a street that is cut off must be nearer than any other to be the door's own."""

_MOST_OUTSIDE = 0.5
"""Share of the doors outside from which the road file is the wrong one, not the doors."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Places:
    """The places of one table: where they are, their positions among its nouns, their columns."""

    table: str
    locations: Sequence[Location]
    records: Sequence[int]
    columns: Sequence[str]

    def __len__(self) -> int:
        return len(self.locations)


def check_roads(
    dataset: Dataset,
    network: RoadNetwork,
    *,
    islands: StreetLines = NO_STREETS,
    rows: RowIndex | None = None,
    day: datetime.date | None = None,
) -> tuple[Problem, ...]:
    """Check the warehouses and the orders of a day, or all orders, against roads.

    Parameters
    ----------
    islands
        Streets of the road file that are no part of the network.
    rows
        Where the records of the dataset stand; without it problems name only their tables.

    Returns
    -------
    tuple of Problem
        By file and row, at most a thousand and a last one that counts the rest.
    """
    found = ProblemList()
    located = _Located(rows or {})
    chosen = [i for i, order in enumerate(dataset.orders) if day in {None, order.due_date}]
    shift = _wrong_datum(dataset, network, chosen, located)
    if shift is not None:
        # Each door that is off the roads for this reason would only repeat it.
        found.add([shift])
        return found.listed()
    homes = _Places(
        table="warehouses",
        locations=[warehouse.location for warehouse in dataset.warehouses],
        records=range(len(dataset.warehouses)),
        columns=["lat"] * len(dataset.warehouses),
    )
    streets = _Streets(network, (islands, traps_of(network)), dataset.settings.snap_limit_m)
    found.add(_off_roads(homes, streets, located, Severity.ERROR))
    found.add(_off_roads(_doors(dataset, chosen), streets, located, Severity.WARNING))
    return found.listed()


def _doors(dataset: Dataset, chosen: Iterable[int]) -> _Places:
    """All doors of some orders: a transport has one more, where it is fetched."""
    doors = [
        (location, i, "lat" if name == own else "pickup_lat")
        for i in chosen
        for own, _ in doors_of(dataset.orders[i])[-1:]
        for name, location in doors_of(dataset.orders[i])
    ]
    return _Places(
        table="orders",
        locations=[location for location, _, _ in doors],
        records=[record for _, record, _ in doors],
        columns=[column for _, _, column in doors],
    )


class _Located:
    """Makes problems of places of the dataset."""

    def __init__(self, rows: RowIndex) -> None:
        self._rows = rows

    def at(self, places: _Places, number: int, reason: Message, severity: Severity) -> Problem:
        """A problem in the coordinates of a place."""
        place = self._rows.get(places.table)
        location = places.locations[number]
        return Problem(
            message=reason,
            severity=severity,
            file=place.file if place else places.table,
            sheet=place.sheet if place else "",
            row=int(place.rows[places.records[number]]) if place else 0,
            column=places.columns[number],
            value=shortened(f"{location.lat}, {location.lon}"),
        )

    def whole(self, table: str, reason: Message) -> Problem:
        """An error in the coordinates of a whole table."""
        place = self._rows.get(table)
        return Problem(
            message=reason,
            file=place.file if place else table,
            sheet=place.sheet if place else "",
            row=place.header_row if place else 0,
            column="lat",
            value="lat",
        )


def _wrong_datum(
    dataset: Dataset, network: RoadNetwork, chosen: Iterable[int], located: _Located
) -> Problem | None:
    """The one problem of orders whose doors are all off in the same way."""
    orders = [dataset.orders[i] for i in chosen]
    shift = find_datum_shift(
        network,
        np.array([order.lat for order in orders], dtype=np.float64),
        np.array([order.lon for order in orders], dtype=np.float64),
        [order.address for order in orders],
        dataset.settings.coordinate_datum,
    )
    if shift is None:
        return None
    facts: dict[str, Parameter] = {
        "offset_m": round(shift.offset_m, -1),
        "arrow": shift.arrow,
        "bearing_deg": round(shift.bearing_deg),
        "places": shift.places,
        "said": dataset.settings.coordinate_datum,
    }
    if shift.datum:
        return located.whole(
            "orders", Message("coordinate.other_datum", {**facts, "datum": shift.datum})
        )
    return located.whole("orders", Message("coordinate.shifted", facts))


@dataclass(frozen=True, slots=True, eq=False)
class _Streets:
    """The roads, and the streets that are cut off from them."""

    network: RoadNetwork
    cut_off: Iterable[StreetLines]
    limit_m: float

    def distances_m(self, places: _Places) -> tuple[npt.NDArray[np.float64], ...]:
        """Distance to the nearest street that can be driven, and to the nearest cut off."""
        driven_m = snap(self.network, places.locations).distance_m
        cut_off_m = [distance_to_lines_m(lines, places.locations) for lines in self.cut_off]
        return driven_m, np.minimum.reduce(cut_off_m)


def _off_roads(
    places: _Places, streets: _Streets, located: _Located, severity: Severity
) -> Iterator[Problem]:
    """Places outside the region, beside streets that are cut off, or too far from any street."""
    driven_m, cut_off_m = streets.distances_m(places)
    outside = driven_m > max(OUTSIDE_M, streets.limit_m)
    cut_off = (cut_off_m <= _AT_STREET_M) & (driven_m - cut_off_m >= _NEARER_M) & ~outside
    too_far = (driven_m > streets.limit_m) & ~outside & ~cut_off
    if severity is Severity.WARNING and len(places) and outside.mean() > _MOST_OUTSIDE:
        reason = message(
            "coordinate.other_region",
            count=int(outside.sum()),
            places=len(places),
            roads=streets.network.name,
        )
        yield located.whole(places.table, reason)
        outside = np.zeros_like(outside)
    limit_m = round(streets.limit_m)
    for mask, code in (
        (outside, "coordinate.outside_roads"),
        (cut_off, "coordinate.cut_off"),
        (too_far, "coordinate.off_roads"),
    ):
        for i in np.flatnonzero(mask).tolist():
            far_m = float(min(driven_m[i], 1e9))
            reason = message(
                code,
                distance_m=round(far_m),
                distance_km=round(far_m / METRES_PER_KM),
                limit_m=limit_m,
                roads=streets.network.name,
            )
            # Where a vehicle can stop near enough, the plan goes on.
            stops = driven_m[i] <= streets.limit_m
            kind = Severity.WARNING if stops else severity
            yield located.at(places, i, reason, kind)
