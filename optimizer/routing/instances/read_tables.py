"""Instances that are one table: Solomon's and Homberger's, and the pairs of Li & Lim."""

import re
from collections.abc import Sequence

from domain.message import message
from optimizer.routing.instances.instance import (
    Counting,
    InstanceVehicle,
    Objective,
    RoutingInstance,
    Site,
)
from optimizer.routing.instances.sound import LARGEST_NUMBER, Unsound, refuse_size, whole

MOST_SOLOMON_CUSTOMERS = 100
"""Larger ones are Homberger's, whose best known have the fewest vehicles first."""

_WHOLE = re.compile(r"-?\d{1,10}")


def read_solomon(text: str, name: str) -> RoutingInstance:
    """An instance with windows: a line of the fleet, and a row for the depot and each customer."""
    (fleet, *rows), lines = _rows(text, "instance.not_solomon")
    if len(fleet) != 2:
        raise Unsound(message("instance.bad_row", row=_shown(fleet)), "VEHICLE", row=lines[0])
    _refuse_numbering(rows, 7, lines[1:])
    is_small = len(rows) - 1 <= MOST_SOLOMON_CUSTOMERS
    title = text.strip().splitlines()[0].strip()
    return _instance(
        name=title if title.upper() != "VEHICLE" else name,
        objective=Objective.DISTANCE if is_small else Objective.VEHICLES_THEN_DISTANCE,
        sites=tuple(_site(row) for row in rows),
        fleet=fleet,
        fleet_line=lines[0],
    )


def read_li_lim(text: str, name: str) -> RoutingInstance:
    """An instance with pairs: vehicles, capacity and an unused speed, then a row for each site.

    A row ends with the site whose goods arrive here, and the site where goods put aboard here go.
    """
    (fleet, *rows), lines = _rows(text, "instance.not_li_lim")
    _refuse_numbering(rows, 9, lines[1:])
    sites = tuple(_site(row, partner=max(row[7], row[8])) for row in rows)
    for i, row in enumerate(rows[1:], start=1):
        if (row[7] == 0) == (row[8] == 0):
            raise Unsound(message("instance.bad_pair", customer=i), site=i)
        _refuse_pair(sites, i, is_collected=row[7] == 0)
    return _instance(
        name=name,
        objective=Objective.VEHICLES_THEN_DISTANCE,
        sites=sites,
        fleet=fleet,
        fleet_line=lines[0],
    )


def table_lines(text: str) -> list[int]:
    """Lines of a file that begin with a number: that of the fleet, and those of the sites."""
    lines = enumerate(text.splitlines(), start=1)
    return [number for number, line in lines if line.strip()[:1].isdigit()]


def _rows(text: str, code: str) -> tuple[list[list[int]], list[int]]:
    """The lines of a file that begin with a number, all of whole numbers, and where they are."""
    lines, all_lines = table_lines(text), text.splitlines()
    cells = [all_lines[line - 1].split() for line in lines]
    if len(lines) < 3:
        raise Unsound(message(code))
    for row, line in zip(cells, lines, strict=True):
        if not all(_WHOLE.fullmatch(cell) for cell in row):
            raise Unsound(message("instance.bad_row", row=_shown(row)), "CUSTOMER", row=line)
    return [[int(cell) for cell in row] for row in cells], lines


def _refuse_numbering(rows: Sequence[Sequence[int]], width: int, lines: Sequence[int]) -> None:
    refuse_size(len(rows) - 1)
    for number, (row, line) in enumerate(zip(rows, lines, strict=True)):
        if len(row) != width or row[0] != number:
            raise Unsound(message("instance.bad_row", row=_shown(row)), "CUSTOMER", row=line)


def _site(row: Sequence[int], partner: int = 0) -> Site:
    number, x, y, demand, ready, due, service = row[:7]
    numbers = (abs(demand) if partner else demand, ready, due, service)
    for value in (*numbers, abs(x), abs(y)):
        if not 0 <= value <= LARGEST_NUMBER:
            raise Unsound(message("instance.bad_customer", customer=number), site=number)
    return Site(x=x, y=y, demand=demand, ready=ready, due=due, service=service, partner=partner)


def _refuse_pair(sites: Sequence[Site], i: int, *, is_collected: bool) -> None:
    """Refuse a site that is not one half of a pair with the same goods."""
    site = sites[i]
    partner = sites[site.partner] if 0 < site.partner < len(sites) else None
    has_sign = site.demand > 0 if is_collected else site.demand < 0
    if partner is None or partner.partner != i or partner.demand != -site.demand or not has_sign:
        raise Unsound(message("instance.bad_pair", customer=i), site=i)


def _instance(
    *,
    name: str,
    objective: Objective,
    sites: tuple[Site, ...],
    fleet: Sequence[int],
    fleet_line: int,
) -> RoutingInstance:
    vehicles = min(whole(str(fleet[0]), "VEHICLE", 1, fleet_line), len(sites) - 1)
    vehicle = InstanceVehicle(capacity=whole(str(fleet[1]), "VEHICLE", 1, fleet_line))
    return RoutingInstance(
        name=name,
        counting=Counting.DOUBLE,
        objective=objective,
        depots=1,
        sites=sites,
        vehicles=(vehicle,) * vehicles,
        has_limited_fleet=True,
        has_times=True,
    )


def _shown(row: Sequence[object]) -> str:
    return " ".join(str(cell) for cell in row)[:80]
