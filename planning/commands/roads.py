"""``wayloom roads``: import road files, and list what was imported."""

import argparse
from dataclasses import asdict
from pathlib import Path

from domain.errors import RoadDataError
from maps.importing.download import Region, require_network
from maps.importing.road_filter import BIKE, DRIVE
from maps.network.road_cache import default_name, list_roads, parse_area
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.interrupt import stop_on_interrupt
from planning.commands.parser import refused
from planning.commands.plan import job_pool
from planning.engine_jobs import import_roads_job
from planning.environment import directories

_SHOWN = 80
_IMPORTED = {DRIVE: "roads.imported", BIKE: "roads.imported_bike"}


def run_import(arguments: argparse.Namespace, console: Console) -> int:
    """Import a road file, or the roads of a region from the network, under a name."""
    _require_area("--clip", arguments.clip)
    _require_area("--polygon", arguments.polygon)
    source = _source(arguments)
    if isinstance(source, Region):
        require_network(source, allow_network=arguments.allow_network)
        name = arguments.name or source.label
    else:
        name = arguments.name or default_name(source)
    folder = directories().roads
    with job_pool(1) as pool, stop_on_interrupt(pool.stop_all):
        pool.submit(
            "roads",
            import_roads_job,
            source,
            name,
            arguments.clip,
            arguments.type,
            arguments.allow_network,
            folder,
            on_progress=console.progress,
        ).result()
    listed = list_roads(folder, arguments.type)
    summary = next(roads for roads in listed if roads.name == name)
    console.say(_IMPORTED[arguments.type], name=name, nodes=summary.nodes, edges=summary.edges)
    console.finish({"name": name, "nodes": summary.nodes, "edges": summary.edges})
    return ExitCode.DONE


def _source(arguments: argparse.Namespace) -> Path | Region:
    """The file or the region to import."""
    file: Path | None = arguments.file
    if file is not None:
        return file
    return Region(place=arguments.place or "", polygon_wkt=arguments.polygon or "")


def _require_area(argument: str, polygon_wkt: str | None) -> None:
    """Refuse an argument that should be a polygon and is none."""
    try:
        parse_area(polygon_wkt)
    except RoadDataError as error:
        shown = str(polygon_wkt)[:_SHOWN]
        raise refused(error.message.code, column=argument, value=shown, clip=shown) from None


def run_list(_arguments: argparse.Namespace, console: Console) -> int:
    """List imported roads."""
    folder = directories().roads
    drive, bike = list_roads(folder), list_roads(folder, BIKE)
    for roads in (*drive, *bike):
        code = _IMPORTED[roads.network_type]
        console.say(code, name=roads.name, nodes=roads.nodes, edges=roads.edges)
    if not drive and not bike:
        console.say("roads.none")
    listed = [
        {**asdict(roads), "imported_at": roads.imported_at.isoformat()} for roads in (*drive, *bike)
    ]
    console.finish({"roads": listed})
    return ExitCode.DONE
