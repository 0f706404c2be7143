"""VRPLIB files with one or several depots, windows, releases, prizes, backhauls and mixed fleets.

The sections are those that PyVRP reads. How lengths are counted a file does not say: each kind of
instance has its habit, which decides what costs can be compared.
"""

from collections.abc import Sequence

from domain.message import message
from optimizer.routing.instances.instance import (
    Counting,
    InstanceVehicle,
    Objective,
    RoutingInstance,
    Site,
)
from optimizer.routing.instances.sound import Unsound, number, refuse_size, whole
from optimizer.routing.instances.vrplib_parts import VrplibParts, cut_vrplib

COUNTED = {
    "": Counting.ROUNDED,
    "CVRP": Counting.ROUNDED,
    "VRPB": Counting.ROUNDED,
    "VRPTW": Counting.TENTHS,
    "PCVRPTW": Counting.TENTHS,
    "MTVRPTWR": Counting.TENTHS,
    "MDVRPTW": Counting.THOUSANDTHS,
    "SDVRPTW": Counting.THOUSANDTHS,
    "HFVRP": Counting.THOUSANDTHS,
}
"""How lengths are counted in each kind of instance."""

OF_SITES = {
    "NODE_COORD", "DEMAND", "BACKHAUL", "SERVICE_TIME", "TIME_WINDOW", "RELEASE_TIME", "PRIZE",
    "DEPOT", "EDGE_WEIGHT",
}  # fmt: skip
OF_VEHICLES = {
    "CAPACITY", "VEHICLES_DEPOT", "VEHICLES_FIXED_COST", "VEHICLES_UNIT_DISTANCE_COST",
    "VEHICLES_MAX_DURATION", "VEHICLES_MAX_DISTANCE", "VEHICLES_MAX_RELOADS",
    "VEHICLES_ALLOWED_CLIENTS", "VEHICLES_RELOAD_DEPOT",
}  # fmt: skip
OF_THE_WHOLE = {
    "NAME", "COMMENT", "TYPE", "DIMENSION", "VEHICLES", "EDGE_WEIGHT_TYPE", "EDGE_WEIGHT_FORMAT",
}  # fmt: skip
UNDERSTOOD = OF_SITES | OF_VEHICLES | OF_THE_WHOLE
"""Any other part would change the problem."""

ONLY_LISTED = {"NODE_COORD", "DEMAND", "BACKHAUL", "TIME_WINDOW", "DEPOT", "EDGE_WEIGHT"}
ONLY_LISTED |= {"VEHICLES_ALLOWED_CLIENTS", "VEHICLES_RELOAD_DEPOT", "VEHICLES_DEPOT"}
"""Parts that must be sections."""


def read_vrplib(text: str, name: str) -> RoutingInstance:
    """The instance in a VRPLIB file."""
    parts = cut_vrplib(text)
    _refuse_parts(parts)
    size = whole(parts.word("DIMENSION"), "DIMENSION")
    refuse_size(size - 1)
    counting, depots = _counting(parts), _depots(parts)
    refuse_size(size - depots)
    vehicles = _vehicles(parts, counting, depots, size)
    times = {"TIME_WINDOW", "RELEASE_TIME", "VEHICLES_MAX_DURATION"}
    return RoutingInstance(
        name=parts.specifications.get("NAME", name),
        counting=counting,
        objective=Objective.DISTANCE,
        depots=depots,
        sites=_sites(parts, counting, depots, size),
        vehicles=vehicles,
        has_limited_fleet="VEHICLES" in parts.specifications,
        has_times=bool(times & parts.names),
        backhauls_last=parts.word("TYPE") == "VRPB",
        matrix=parts.matrix(size) if counting is Counting.GIVEN else None,
    )


def _refuse_parts(parts: VrplibParts) -> None:
    unknown = (parts.names - UNDERSTOOD) | (set(parts.sections) & OF_THE_WHOLE)
    if unknown:
        said = message("instance.unknown_part", part=", ".join(sorted(unknown))[:200])
        raise Unsound(said, row=min(parts.lines[name] for name in unknown))
    needed = {"CAPACITY", "DEMAND", "DIMENSION"}
    is_given = parts.word("EDGE_WEIGHT_TYPE") == "EXPLICIT"
    needed |= {"EDGE_WEIGHT"} if is_given else {"NODE_COORD"}
    needed |= {"VEHICLES"} if set(parts.sections) & OF_VEHICLES else set()
    missing = (needed - parts.names) | (ONLY_LISTED & set(parts.specifications))
    if missing:
        raise Unsound(message("instance.missing_part", part=", ".join(sorted(missing))))


def _counting(parts: VrplibParts) -> Counting:
    kind, weights = parts.word("TYPE"), parts.word("EDGE_WEIGHT_TYPE")
    if kind not in COUNTED:
        raise Unsound(message("instance.unknown_type", kind=kind[:40]), "TYPE")
    if weights == "EXPLICIT" and parts.word("EDGE_WEIGHT_FORMAT") == "FULL_MATRIX":
        return Counting.GIVEN
    if weights != "EUC_2D":
        shown = f"{weights} {parts.word('EDGE_WEIGHT_FORMAT')}".strip()[:40]
        raise Unsound(message("instance.unknown_distances", kind=shown), "EDGE_WEIGHT_TYPE")
    return COUNTED[kind]


def _depots(parts: VrplibParts) -> int:
    """How many of the first sites are depots."""
    if "DEPOT" not in parts.sections:
        return 1
    cells = " ".join(parts.sections["DEPOT"]).split()
    cells = cells[: cells.index("-1")] if "-1" in cells else cells
    if not cells or cells != [str(i) for i in range(1, len(cells) + 1)]:
        raise Unsound(message("instance.depot_not_first"), "DEPOT_SECTION")
    return len(cells)


def _sites(parts: VrplibParts, counting: Counting, depots: int, size: int) -> tuple[Site, ...]:
    places = _places(parts, size)
    windows = _windows(parts, counting, size)
    services = parts.numbers("SERVICE_TIME", size)
    if "SERVICE_TIME" in parts.specifications:
        services[:depots] = [0] * depots
    demands, backhauls = parts.wholes("DEMAND", size), parts.wholes("BACKHAUL", size)
    releases, prizes = parts.numbers("RELEASE_TIME", size), parts.numbers("PRIZE", size)
    return tuple(
        Site(
            x=places[i][0],
            y=places[i][1],
            demand=demands[i],
            backhaul=backhauls[i],
            ready=windows[i][0],
            due=windows[i][1],
            service=counting.counted(services[i]),
            release=counting.counted(releases[i]),
            prize=counting.counted(prizes[i]),
        )
        for i in range(size)
    )


def _places(parts: VrplibParts, size: int) -> list[tuple[float, float]]:
    if "NODE_COORD" not in parts.sections:
        return [(0.0, 0.0)] * size
    section = "NODE_COORD_SECTION"
    rows = parts.table("NODE_COORD", size, 2)
    lines = parts.row_lines["NODE_COORD"]
    return [
        (number(x, section, line), number(y, section, line))
        for (x, y), line in zip(rows, lines, strict=True)
    ]


def _windows(parts: VrplibParts, counting: Counting, size: int) -> Sequence[tuple[int, int | None]]:
    if "TIME_WINDOW" not in parts.sections:
        return [(0, None)] * size
    section = "TIME_WINDOW_SECTION"
    windows = []
    lines = parts.row_lines["TIME_WINDOW"]
    for i, (ready, due) in enumerate(parts.table("TIME_WINDOW", size, 2)):
        begin, end = number(ready, section, lines[i]), number(due, section, lines[i])
        if begin < 0:
            raise Unsound(message("instance.bad_customer", customer=i), row=lines[i])
        windows.append((counting.counted(begin), counting.counted(end)))
    return windows


def _vehicles(
    parts: VrplibParts, counting: Counting, depots: int, size: int
) -> tuple[InstanceVehicle, ...]:
    """Each vehicle; more that are alike than customers are left out as none would use them."""
    count = 1
    if "VEHICLES" in parts.specifications:
        count = whole(parts.word("VEHICLES"), "VEHICLES", least=1)
    if set(parts.sections) & OF_VEHICLES:
        _refuse_count(parts, count)
    else:
        count = min(count, size - depots)
    homes, allowed, reloads = _sites_of_vehicles(parts, count, depots, size)
    capacities = parts.wholes("CAPACITY", count, least=1)
    fixed = parts.numbers("VEHICLES_FIXED_COST", count)
    units = parts.numbers("VEHICLES_UNIT_DISTANCE_COST", count, absent=1)
    times = _limits(parts, "VEHICLES_MAX_DURATION", counting, count)
    lengths = _limits(parts, "VEHICLES_MAX_DISTANCE", counting, count)
    trips = (
        [None] * count
        if "VEHICLES_MAX_RELOADS" not in parts.names
        else [1 + reloads for reloads in parts.wholes("VEHICLES_MAX_RELOADS", count)]
    )
    return tuple(
        InstanceVehicle(
            capacity=capacities[i],
            depot=homes[i],
            fixed_cost=counting.counted(fixed[i]),
            unit_cost=units[i],
            most_time=times[i],
            most_length=lengths[i],
            allowed=allowed[i],
            reloads=reloads[i],
            most_trips=trips[i],
        )
        for i in range(count)
    )


def _sites_of_vehicles(
    parts: VrplibParts, count: int, depots: int, size: int
) -> tuple[list[int], list[frozenset[int] | None], list[tuple[int, ...]]]:
    """The depot, the customers and the depots to reload at, of each vehicle."""
    homes = [0] * count
    allowed: list[frozenset[int] | None] = [None] * count
    reloads: list[tuple[int, ...]] = [()] * count
    if "VEHICLES_DEPOT" in parts.sections:
        parts.table("VEHICLES_DEPOT", count, 1)
        homes = [row[0] for row in parts.number_lists("VEHICLES_DEPOT", count, 0, depots - 1)]
    if "VEHICLES_ALLOWED_CLIENTS" in parts.sections:
        lists = parts.number_lists("VEHICLES_ALLOWED_CLIENTS", count, depots, size - 1)
        allowed = [frozenset(sites) for sites in lists]
    if "VEHICLES_RELOAD_DEPOT" in parts.sections:
        lists = parts.number_lists("VEHICLES_RELOAD_DEPOT", count, 0, depots - 1)
        reloads = [tuple(sorted(set(sites))) for sites in lists]
    return homes, allowed, reloads


def _refuse_count(parts: VrplibParts, count: int) -> None:
    """Refuse a number of vehicles that is not that of the rows, before anything is made of it."""
    for name in sorted(set(parts.sections) & OF_VEHICLES):
        found = len(parts.sections[name])
        if found != count:
            section = f"{name}_SECTION"
            said = message("instance.wrong_count", section=section, found=found, wanted=count)
            raise Unsound(said, section)


def _limits(parts: VrplibParts, name: str, counting: Counting, count: int) -> list[int | None]:
    if name not in parts.names:
        return [None] * count
    return [counting.counted(limit) for limit in parts.numbers(name, count)]
