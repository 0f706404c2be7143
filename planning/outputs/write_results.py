"""All files of a plan, written whole or not at all."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from domain.dataset import Dataset
from domain.errors import EnvironmentFault
from domain.message import message
from domain.plan import Plan
from domain.progress import OnProgress, Progress, ignore_progress
from maps.network.road_network import RoadNetwork
from maps.picture.plan_map import write_plan_map
from maps.picture.plan_text import Say
from planning.outputs.geojson import write_geojson
from planning.outputs.gpx import write_gpx_files
from planning.outputs.kml import write_kml
from planning.outputs.left_overs import remove_left_overs
from planning.outputs.order_files import write_orders_csv, write_orders_xlsx
from planning.outputs.papers.write_papers import (
    ALL_PAPERS_FILE,
    PAPERS_FOLDER,
    write_papers,
)
from planning.outputs.route_sheets import write_route_sheets
from planning.outputs.stock_tables import write_stock_tables
from planning.outputs.vroom_solution import write_vroom_solution
from planning.plan_file import write_plan
from planning.wording import Wording

STEP = "step.files"

PLAN_FILE = "plan.json"
MAP_FILE = "map.html"
ROUTE_SHEETS_FILE = "route_sheets.xlsx"
STOCK_FILE = "stock_plan.xlsx"
GEOJSON_FILE = "routes.geojson"
GPX_FOLDER = "gpx"
KML_FILE = "routes.kml"
ORDERS_CSV_FILE = "supply_orders.csv"
ORDERS_XLSX_FILE = "supply_orders.xlsx"
VROOM_FILE = "vroom_solution.json"


class Format(StrEnum):
    """A kind of files that a plan may be written as."""

    PDF = "pdf"
    XLSX = "xlsx"
    GPX = "gpx"
    GEOJSON = "geojson"
    KML = "kml"
    ORDERS = "orders"
    VROOM = "vroom"
    MAP = "map"
    PLAN = "plan"


ALL_FORMATS = frozenset(Format)

_UNFINISHED = "-unfinished-"
_FINISHED = "-finished-"
"""Folder beside the one asked for: while files are made, and once only moving is left to do."""


def require_writable(folder: Path) -> None:
    """Make sure that a folder can be written, before any work is done for it.

    What a run that was killed left beside it is removed; a run that was killed while it moved its
    finished files into place is finished now.

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
        for entry in sorted(target.parent.iterdir()):
            if entry.name.startswith(_beside(target, _FINISHED)):
                _move_into(entry, target)
        for entry in target.parent.iterdir():
            if entry.name.startswith(_beside(target, _UNFINISHED)):
                shutil.rmtree(entry, ignore_errors=True)
        remove_left_overs(target)
        _unfinished(folder).rmdir()
    except OSError as error:
        reason = error.strerror or str(error)
        raise EnvironmentFault(
            message("out.not_writable", path=str(folder), reason=reason)
        ) from None


def write_results(
    folder: Path,
    plan: Plan,
    dataset: Dataset,
    network: RoadNetwork | None,
    wording: Wording,
    *,
    formats: frozenset[Format] = ALL_FORMATS,
    on_progress: OnProgress = ignore_progress,
) -> Mapping[str, Path]:
    """Write the files of a plan; return where each, or the folder of it, lies.

    All files are made in a folder beside the one asked for, and moved into it once every one of
    them is complete, the plan file last. A folder of files, such as that of the papers, replaces
    the one that lay there, so that no paper of an older plan stays among the new ones.

    Parameters
    ----------
    network
        Roads to draw the map on; without them there is no map.
    formats
        Kinds of files to write.

    Raises
    ------
    EnvironmentFault
        If a file cannot be written.
    """
    made = _unfinished(folder)
    try:
        names = dict(_write(made, plan, dataset, network, wording.say, formats, on_progress))
        # The name tells a later start that all files are there, should this one be killed now.
        target = folder.resolve()
        mark = made.name.removeprefix(_beside(target, _UNFINISHED))
        finished = made.rename(made.with_name(_beside(target, _FINISHED) + mark))
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    # Where the disk refuses in the middle of this, a later start moves the rest.
    _move_into(finished, target)
    return {kind: folder / name for kind, name in names.items()}


def _write(
    made: Path,
    plan: Plan,
    dataset: Dataset,
    network: RoadNetwork | None,
    say: Say,
    formats: frozenset[Format],
    on_progress: OnProgress,
) -> Iterator[tuple[str, str]]:
    """Write the files of some kinds; yield what each is and its name."""
    on_progress(Progress(step=STEP))
    if Format.PLAN in formats:
        write_plan(made / PLAN_FILE, plan, say)
        yield "plan", PLAN_FILE
    if Format.MAP in formats and network is not None:
        write_plan_map(made / MAP_FILE, plan, dataset, network, say)
        yield "map", MAP_FILE
    if formats & {Format.PDF, Format.XLSX}:
        write_papers(
            made,
            plan,
            dataset,
            say,
            pdf=Format.PDF in formats,
            xlsx=Format.XLSX in formats,
            on_share=lambda share: on_progress(Progress(step=STEP, fraction=share)),
        )
        if Format.PDF in formats:
            yield "papers", ALL_PAPERS_FILE
        if plan.routes:
            yield "vehicle_papers", PAPERS_FOLDER
    if Format.XLSX in formats:
        write_route_sheets(made / ROUTE_SHEETS_FILE, plan, dataset, say)
        yield "route_sheets", ROUTE_SHEETS_FILE
        write_stock_tables(made / STOCK_FILE, plan, dataset, say)
        yield "stock_plan", STOCK_FILE
    if Format.GPX in formats and write_gpx_files(made / GPX_FOLDER, plan, dataset, say):
        yield "gpx", GPX_FOLDER
    if Format.GEOJSON in formats:
        write_geojson(made / GEOJSON_FILE, plan, dataset)
        yield "geojson", GEOJSON_FILE
    if Format.KML in formats:
        write_kml(made / KML_FILE, plan, dataset, say)
        yield "kml", KML_FILE
    if Format.ORDERS in formats:
        write_orders_csv(made / ORDERS_CSV_FILE, plan, dataset, say)
        yield "orders_csv", ORDERS_CSV_FILE
        write_orders_xlsx(made / ORDERS_XLSX_FILE, plan, dataset, say)
        yield "orders_xlsx", ORDERS_XLSX_FILE
    if Format.VROOM in formats:
        write_vroom_solution(made / VROOM_FILE, plan, dataset)
        yield "vroom", VROOM_FILE


def _unfinished(folder: Path) -> Path:
    """A new folder beside the one asked for, on the same disk, so that files move at once."""
    target = folder.resolve()
    return Path(tempfile.mkdtemp(dir=target.parent, prefix=_beside(target, _UNFINISHED)))


def _beside(target: Path, state: str) -> str:
    """What the names of folders beside one begin with."""
    return f".{target.name}{state}"


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
        made.rmdir()
    finally:
        shutil.rmtree(replaced, ignore_errors=True)
