"""Reading instances: VRPLIB files with capacities, and Solomon's and Homberger's with windows.

vrplib parses but does not check: what it does not understand it passes over, takes for -1, or
answers with an error about its own insides. So every number is looked at here, before and after.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import vrplib.parse

from domain.errors import InputError
from domain.message import Message, Problem, message
from optimizer.routing.instances.instance import (
    MOST_CUSTOMERS,
    Counting,
    Customer,
    RoutingInstance,
)

LARGEST_NUMBER = 10**9
MOST_BYTES = 50_000_000

VRPLIB_KEYS = {
    "capacity", "comment", "demand", "depot", "dimension", "edge_weight", "edge_weight_type",
    "name", "node_coord", "type", "vehicles",
}  # fmt: skip
"""What is understood of a VRPLIB file; anything else would change the problem."""

SOLOMON_ROW = re.compile(r"\s*(\d+)" + r"\s+(-?\d+)" * 6 + r"\s*")


def read_instance(path: Path) -> RoutingInstance:
    """The instance in a file.

    Raises
    ------
    InputError
        If the file is no instance of a kind that is known, or holds something impossible.
    """
    text = _read_text(path)
    try:
        if "CUST NO." in " ".join(text.upper().split()):
            return _solomon(text, path.stem)
        return _vrplib(text, path.stem)
    except _Unsound as unsound:
        problem = Problem(message=unsound.said, file=path.name, column=unsound.section)
        raise InputError([problem]) from unsound


class _Unsound(Exception):
    """Something in an instance that cannot be, and the section where it stands."""

    def __init__(self, said: Message, section: str = "") -> None:
        super().__init__(said.code)
        self.said = said
        self.section = section


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            size = message("instance.file_too_large", most_mb=MOST_BYTES // 1_000_000)
            raise InputError([Problem(message=size, file=path.name)])
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        unreadable = message("instance.unreadable", detail=str(error)[:200])
        raise InputError([Problem(message=unreadable, file=path.name)]) from error


def _solomon(text: str, name: str) -> RoutingInstance:
    rows = [line for line in text.splitlines() if line.strip()[:1].isdigit()]
    if len(rows) < 3:
        raise _Unsound(message("instance.not_solomon"))
    for number, row in enumerate(rows[1:]):
        match = SOLOMON_ROW.fullmatch(row)
        if match is None or int(match[1]) != number:
            raise _Unsound(message("instance.bad_row", row=row.strip()[:80]), "CUSTOMER")
    parsed = _parsed(vrplib.parse.parse_solomon, text)
    customers = tuple(
        Customer(
            x=float(parsed["node_coord"][i][0]),
            y=float(parsed["node_coord"][i][1]),
            demand=int(parsed["demand"][i]),
            ready=int(parsed["time_window"][i][0]),
            due=int(parsed["time_window"][i][1]),
            service=int(parsed["service_time"][i]),
        )
        for i in range(len(rows) - 1)
    )
    instance = RoutingInstance(
        name=str(parsed["name"]) or name,
        counting=Counting.EXACT,
        customers=customers,
        capacity=int(parsed["capacity"]),
        fleet=int(parsed["vehicles"]),
        has_windows=True,
    )
    _refuse_unsound(instance)
    return instance


def _vrplib(text: str, name: str) -> RoutingInstance:
    parsed = _parsed(vrplib.parse.parse_vrplib, text)
    unknown = sorted(set(parsed) - VRPLIB_KEYS)
    if unknown:
        raise _Unsound(message("instance.unknown_part", part=", ".join(unknown).upper()))
    missing = sorted({"capacity", "demand", "depot", "dimension", "node_coord"} - set(parsed))
    if missing:
        raise _Unsound(message("instance.missing_part", part=", ".join(missing).upper()))
    if parsed.get("edge_weight_type") != "EUC_2D":
        kind = str(parsed.get("edge_weight_type"))[:40]
        raise _Unsound(message("instance.unknown_distances", kind=kind), "EDGE_WEIGHT_TYPE")
    if list(parsed["depot"]) != [0]:
        raise _Unsound(message("instance.depot_not_first"), "DEPOT_SECTION")
    size = _whole(parsed["dimension"], "DIMENSION")
    coordinates = _rows(parsed["node_coord"], size, "NODE_COORD_SECTION")
    demands = _rows(parsed["demand"], size, "DEMAND_SECTION")
    if any(len(row) != 2 for row in coordinates):
        raise _Unsound(message("instance.bad_row", row=""), "NODE_COORD_SECTION")
    customers = tuple(
        Customer(
            x=_number(point[0], "NODE_COORD_SECTION"),
            y=_number(point[1], "NODE_COORD_SECTION"),
            demand=_whole(demand, "DEMAND_SECTION"),
        )
        for point, demand in zip(coordinates, demands, strict=True)
    )
    fleet = _whole(parsed["vehicles"], "VEHICLES") if "vehicles" in parsed else None
    instance = RoutingInstance(
        name=str(parsed.get("name", name)),
        counting=Counting.ROUNDED,
        customers=customers,
        capacity=_whole(parsed["capacity"], "CAPACITY"),
        fleet=fleet,
        has_windows=False,
    )
    _refuse_unsound(instance)
    return instance


def _parsed(parse: Any, text: str) -> Mapping[str, Any]:
    """What vrplib makes of a text; whatever it raises means that it cannot be read."""
    try:
        parsed: Mapping[str, Any] = parse(text, compute_edge_weights=False)
    except Exception as error:
        raise _Unsound(message("instance.unreadable", detail=str(error)[:200])) from error
    return parsed


def _rows(section: Any, size: int, name: str) -> list[Any]:
    rows = list(section) if hasattr(section, "__len__") and not isinstance(section, str) else []
    if len(rows) != size:
        found = message("instance.wrong_count", section=name, found=len(rows), wanted=size)
        raise _Unsound(found, name)
    return rows


def _number(value: Any, section: str) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if not abs(number) <= LARGEST_NUMBER:
        raise _Unsound(message("instance.bad_number", value=str(value)[:40]), section)
    return number


def _whole(value: Any, section: str) -> int:
    number = _number(value, section)
    if number != int(number):
        raise _Unsound(message("instance.bad_number", value=str(value)[:40]), section)
    return int(number)


def _refuse_unsound(instance: RoutingInstance) -> None:
    """Refuse what no solver could be asked."""
    count = len(instance.customers) - 1
    if count < 1:
        raise _Unsound(message("instance.no_customers"))
    if count > MOST_CUSTOMERS:
        raise _Unsound(message("instance.too_large", customers=count, most=MOST_CUSTOMERS))
    if instance.capacity < 1:
        raise _Unsound(message("instance.bad_number", value=str(instance.capacity)), "CAPACITY")
    if instance.fleet is not None and instance.fleet < 1:
        raise _Unsound(message("instance.bad_number", value=str(instance.fleet)), "VEHICLES")
    for number, customer in enumerate(instance.customers):
        numbers = (customer.demand, customer.ready, customer.due, customer.service)
        if any(not 0 <= n <= LARGEST_NUMBER for n in numbers) or customer.due < customer.ready:
            raise _Unsound(message("instance.bad_customer", customer=number))
