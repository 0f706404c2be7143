"""A plan as KML 2.2, for Google Earth and other maps: longitude stands before latitude."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from domain.dataset import Dataset
from domain.geo import Location
from domain.plan import Plan, Route, StopKind, Unassigned
from maps.network.whole_file import write_whole_file
from maps.picture.plan_facts import NumberedStop, numbered_stops
from maps.picture.plan_text import PlanText, Say
from maps.picture.polyline import decode_polyline
from planning.outputs.file_names import printable_text

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_COLOURS = ("ff1f6feb", "ff2a8c4a", "ffb25e00", "ff7a3fb0", "ff008c95", "ffc2345f")
"""Of lines, one vehicle after the other: alpha, red, green, blue."""

_ANGLES = str.maketrans({"<": "‹", ">": "›"})


def write_kml(path: Path, plan: Plan, dataset: Dataset, say: Say) -> None:
    """Write a folder for each route, with its way and its stops, then the orders left out.

    Telephone numbers and notes are left out: they are for the driver.

    Raises
    ------
    EnvironmentFault
        If the file cannot be written.
    """
    write_whole_file(path, kml_document(plan, dataset, say))


def kml_document(plan: Plan, dataset: Dataset, say: Say) -> bytes:
    """The content of the file."""
    text = PlanText(plan, dataset, say)
    kml = ET.Element("kml", {"xmlns": _NAMESPACE})
    document = ET.SubElement(kml, "Document")
    _child(document, "name", f"{plan.origin.dataset_name} {plan.day.isoformat()}")
    for i, colour in enumerate(_COLOURS):
        _line_style(document, f"route{i}", colour)
    _warehouses(document, text)
    for i, route in enumerate(plan.routes):
        _route(document, route, f"#route{i % len(_COLOURS)}", text)
    if plan.unassigned:
        folder = _folder(document, text.say("stock.left_out"))
        for unassigned in plan.unassigned:
            _left_out(folder, unassigned, text)
    ET.indent(kml, " ")
    content: bytes = ET.tostring(kml, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _warehouses(document: ET.Element, text: PlanText) -> None:
    """The warehouses where routes begin, reload and end."""
    named = {
        place: None
        for route in text.plan.routes
        for place in (
            *(route.warehouse_id, route.end_warehouse_id),
            *(stop.warehouse_id for stop in route.stops),
        )
    }
    folder = _folder(document, text.say("stock.warehouse"))
    for warehouse_id in named:
        warehouse = text.warehouse(warehouse_id)
        if warehouse is not None:
            placemark = _placemark(folder, text.warehouse_name(warehouse_id), [])
            _data(placemark, {"kind": "warehouse", "warehouse_id": warehouse_id})
            _point(placemark, warehouse.location)


def _route(document: ET.Element, route: Route, style: str, text: PlanText) -> None:
    title = text.vehicle_name(route)
    folder = _folder(document, title)
    facts = (text.span(route.start_s, route.end_s), text.distance(route.distance_m))
    placemark = _placemark(folder, title, facts)
    _child(placemark, "styleUrl", style)
    data = {
        "kind": "route",
        "vehicle_id": route.vehicle_id,
        "start": text.moment(route.start_s).isoformat(),
        "end": text.moment(route.end_s).isoformat(),
        "distance_m": str(route.distance_m),
        "drive_s": str(route.drive_s),
    }
    _data(placemark, data)
    line = ET.SubElement(placemark, "LineString")
    _child(line, "tessellate", "1")
    _child(line, "coordinates", " ".join(_way(route, text)))
    for numbered in numbered_stops(route):
        _stop(folder, route, numbered, text)


def _stop(folder: ET.Element, route: Route, numbered: NumberedStop, text: PlanText) -> None:
    stop, orders = numbered.stop, text.orders(numbered.stop)
    arrival = text.clock(stop.arrival_s)
    if stop.kind is StopKind.RELOAD:
        name = text.say("sheet.reload_at", warehouse=text.warehouse_name(stop.warehouse_id))
        placemark = _placemark(folder, name, [arrival])
    else:
        name = f"{numbered.number} {', '.join(stop.order_ids)}"
        customers = dict.fromkeys(order.customer_name for order in orders)
        addresses = dict.fromkeys(text.address(order, stop) for order in orders)
        windows = dict.fromkeys(text.windows(order, stop) for order in orders)
        about = (f"{arrival}  {text.task(stop)}", *customers, *addresses, *windows)
        placemark = _placemark(folder, name, about)
    moment = ET.SubElement(placemark, "TimeStamp")
    _child(moment, "when", text.moment(stop.arrival_s).isoformat())
    data = {
        "kind": stop.kind.value,
        "vehicle_id": route.vehicle_id,
        "stop": str(numbered.number or ""),
        "order_ids": "; ".join(stop.order_ids),
        "warehouse_id": stop.warehouse_id,
        "arrival": text.moment(stop.arrival_s).isoformat(),
        "departure": text.moment(stop.departure_s).isoformat(),
        "late_s": str(stop.late_s),
    }
    _data(placemark, data)
    _point(placemark, stop.location)


def _left_out(folder: ET.Element, unassigned: Unassigned, text: PlanText) -> None:
    """An order left out, with the reason; without a place where the data no longer have it."""
    order = text.order(unassigned.order_id)
    placemark = _placemark(folder, unassigned.order_id, [text.sentence(unassigned.reason)])
    _data(placemark, {"kind": "unassigned", "order_ids": unassigned.order_id})
    if order:
        _point(placemark, order.location)


def _way(route: Route, text: PlanText) -> list[str]:
    """The way on the streets, joined; straight from stop to stop where the plan has none."""
    if not route.geometry:
        return [_position(place.lat, place.lon) for place in text.places(route)]
    line: list[str] = []
    for leg in route.geometry:
        points = [_position(lat, lon) for lat, lon in decode_polyline(leg).tolist()]
        line += points[1:] if line and points and points[0] == line[-1] else points
    return line


def _folder(parent: ET.Element, name: str) -> ET.Element:
    folder = ET.SubElement(parent, "Folder")
    _child(folder, "name", _plain(name))
    return folder


def _placemark(folder: ET.Element, name: str, about: Iterable[str]) -> ET.Element:
    """A placemark with its name and what is told of it, a line each."""
    placemark = ET.SubElement(folder, "Placemark")
    _child(placemark, "name", _plain(name))
    # Maps show a description as HTML: what people typed is escaped for that too.
    lines = "<br/>".join(escape(line) for line in about if line)
    if lines:
        _child(placemark, "description", lines)
    return placemark


def _plain(name: str) -> str:
    """A name without angles: some maps show names as HTML, others as plain text."""
    return name.translate(_ANGLES)


def _line_style(document: ET.Element, name: str, colour: str) -> None:
    alpha, red, green, blue = (colour[i : i + 2] for i in range(0, 8, 2))
    line = ET.SubElement(ET.SubElement(document, "Style", {"id": name}), "LineStyle")
    _child(line, "color", f"{alpha}{blue}{green}{red}")
    _child(line, "width", "4")


def _data(placemark: ET.Element, values: Mapping[str, str]) -> None:
    """What other programs tell a placemark by; nothing for what is empty."""
    extended = ET.SubElement(placemark, "ExtendedData")
    for name, value in values.items():
        if value:
            _child(ET.SubElement(extended, "Data", {"name": name}), "value", value)


def _point(placemark: ET.Element, place: Location) -> None:
    point = ET.SubElement(placemark, "Point")
    _child(point, "coordinates", _position(place.lat, place.lon))


def _position(lat: float, lon: float) -> str:
    return f"{lon:.6f},{lat:.6f}"


def _child(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = printable_text(text)
