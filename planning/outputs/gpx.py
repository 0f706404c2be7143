"""Routes as GPX 1.1, a file per vehicle, for navigation devices."""

import datetime
import xml.etree.ElementTree as ET
from pathlib import Path

from domain import __version__
from domain.dataset import Dataset
from domain.geo import Location
from domain.plan import Plan, Route, StopKind
from maps.network.whole_file import write_whole_file
from maps.picture.plan_facts import NumberedStop, numbered_stops
from maps.picture.plan_text import PlanText, Say
from maps.picture.polyline import decode_polyline
from planning.outputs.file_names import path_inside, printable_text, unique_file_names

_NAMESPACE = "http://www.topografix.com/GPX/1/1"


def write_gpx_files(folder: Path, plan: Plan, dataset: Dataset, say: Say) -> tuple[Path, ...]:
    """Write a file per route into a folder; return their paths.

    Raises
    ------
    EnvironmentFault
        If a file cannot be written.
    """
    text = PlanText(plan, dataset, say)
    names = unique_file_names([route.vehicle_id for route in plan.routes], ".gpx")
    paths = []
    for name, route in zip(names, plan.routes, strict=True):
        path = path_inside(folder, name)
        write_whole_file(path, gpx_document(route, text))
        paths.append(path)
    return tuple(paths)


def gpx_document(route: Route, text: PlanText) -> bytes:
    """One vehicle's day: its stops as a route, its way as a track."""
    attributes = {"version": "1.1", "creator": f"Wayloom {__version__}", "xmlns": _NAMESPACE}
    gpx = ET.Element("gpx", attributes)
    title = f"{text.vehicle_name(route)} {text.plan.day.isoformat()}"
    metadata = ET.SubElement(gpx, "metadata")
    _child(metadata, "name", title)
    _child(metadata, "time", _utc(text.moment(route.start_s)))
    stops = ET.SubElement(gpx, "rte")
    _child(stops, "name", title)
    _warehouse_point(stops, route.warehouse_id, route.start_s, text)
    for numbered in numbered_stops(route):
        _stop_point(stops, numbered, text)
    _warehouse_point(stops, route.end_warehouse_id, route.end_s, text)
    _track(gpx, route, title)
    ET.indent(gpx, " ")
    document: bytes = ET.tostring(gpx, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _warehouse_point(parent: ET.Element, warehouse_id: str, time_s: int, text: PlanText) -> None:
    warehouse = text.warehouse(warehouse_id)
    if warehouse is not None:
        name = text.warehouse_name(warehouse_id)
        _point(parent, "rtept", warehouse.location, text.moment(time_s), name)


def _stop_point(parent: ET.Element, numbered: NumberedStop, text: PlanText) -> None:
    stop = numbered.stop
    moment = text.moment(stop.arrival_s)
    if stop.kind is StopKind.RELOAD:
        name = text.say("sheet.reload_at", warehouse=text.warehouse_name(stop.warehouse_id))
        _point(parent, "rtept", stop.location, moment, name, kind=stop.kind.value)
        return
    orders = text.orders(stop)
    who = [o.customer_name or o.address for o in orders] or list(stop.order_ids)
    task = text.task(stop) if stop.kind is StopKind.PICKUP else ""
    name = " ".join(filter(None, (str(numbered.number), task, ", ".join(dict.fromkeys(who)))))
    lines = [text.clock(stop.arrival_s), *(text.address(o, stop) for o in orders)]
    lines += [text.task(stop), *(o.note for o in orders)]
    lines += [goods for order_id in stop.order_ids for goods in text.goods(order_id)]
    about = "\n".join(line for line in lines if line)
    _point(parent, "rtept", stop.location, moment, name, about, kind=stop.kind.value)


def _point(
    parent: ET.Element,
    tag: str,
    place: Location,
    moment: datetime.datetime,
    name: str,
    description: str = "",
    *,
    kind: str = "",
) -> None:
    """A named point; GPX wants its parts in this order."""
    point = ET.SubElement(parent, tag, _at(place.lat, place.lon))
    _child(point, "time", _utc(moment))
    _child(point, "name", name)
    if description:
        _child(point, "desc", description)
    if kind:
        _child(point, "type", kind)


def _track(gpx: ET.Element, route: Route, title: str) -> None:
    """The way on the streets, a segment per leg."""
    if not route.geometry:
        return
    track = ET.SubElement(gpx, "trk")
    _child(track, "name", title)
    for leg in route.geometry:
        segment = ET.SubElement(track, "trkseg")
        for lat, lon in decode_polyline(leg).tolist():
            ET.SubElement(segment, "trkpt", _at(lat, lon))


def _child(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = printable_text(text)


def _at(lat: float, lon: float) -> dict[str, str]:
    return {"lat": f"{lat:.6f}", "lon": f"{lon:.6f}"}


def _utc(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
