"""All files of a plan, written whole or not at all."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from domain.dataset import Dataset
from domain.errors import EnvironmentFault
from domain.message import message
from maps.plan_map import write_plan_map
from planning.outputs.geojson import write_geojson
from planning.outputs.gpx import write_gpx_files
from planning.outputs.route_sheets import write_route_sheets
from planning.outputs.stock_tables import write_stock_tables
from planning.pipeline import PlannedDay
from planning.plan_file import write_plan
from planning.wording import Wording

PLAN_FILE = "plan.json"
MAP_FILE = "map.html"

_UNFINISHED = "-unfinished-"


def require_writable(folder: Path) -> None:
    """Make sure that a folder can be written, before any work is done for it.

    Raises
    ------
    EnvironmentFault
        If it is a file, or cannot be made or written.
    """
    try:
        target = folder.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_dir():
            raise EnvironmentFault(message("out.is_a_file", path=str(folder)))
        for entry in target.parent.iterdir():
            if entry.name.startswith(_unfinished_prefix(target)):
                shutil.rmtree(entry, ignore_errors=True)
        _unfinished(folder).rmdir()
    except OSError as error:
        reason = error.strerror or str(error)
        raise EnvironmentFault(
            message("out.not_writable", path=str(folder), reason=reason)
        ) from None


def write_results(
    folder: Path, dataset: Dataset, planned: PlannedDay, wording: Wording
) -> Mapping[str, Path]:
    """Write plan file, map, sheets, tables, GPX and GeoJSON; return where each lies.

    All files are made in a folder beside the one asked for, and moved into it once every one of
    them is complete, the plan file last.
    """
    plan, say = planned.plan, wording.say
    made = _unfinished(folder)
    try:
        write_plan_map(made / MAP_FILE, plan, dataset, planned.roads.network, say)
        write_route_sheets(made / "route_sheets.xlsx", plan, dataset, say)
        write_stock_tables(made / "stock_plan.xlsx", plan, dataset, say)
        write_geojson(made / "routes.geojson", plan, dataset)
        write_gpx_files(made / "gpx", plan, dataset, say)
        write_plan(made / PLAN_FILE, plan, say)
        _move_into(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return {
        "plan": folder / PLAN_FILE,
        "map": folder / MAP_FILE,
        "route_sheets": folder / "route_sheets.xlsx",
        "stock_plan": folder / "stock_plan.xlsx",
    }


def _unfinished(folder: Path) -> Path:
    """A new folder beside the one asked for, on the same disk, so that files move at once."""
    target = folder.resolve()
    return Path(tempfile.mkdtemp(dir=target.parent, prefix=_unfinished_prefix(target)))


def _unfinished_prefix(target: Path) -> str:
    return f".{target.name}{_UNFINISHED}"


def _move_into(made: Path, folder: Path) -> None:
    """Move finished files into place, the plan file last; what they replace goes at the end."""
    if not folder.exists():
        made.chmod(0o755)
        made.rename(folder)
        return
    replaced = _unfinished(folder)
    try:
        for entry in sorted(made.iterdir(), key=lambda entry: entry.name == PLAN_FILE):
            target = folder / entry.name
            if target.is_dir():
                target.rename(replaced / entry.name)
            entry.replace(target)
    finally:
        shutil.rmtree(replaced, ignore_errors=True)
