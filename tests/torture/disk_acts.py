"""What is done on a disk that fails."""

import json
import zipfile
from collections.abc import Hashable
from functools import cache
from pathlib import Path

from maps.network.road_cache import import_roads, list_roads, open_roads
from planning.outputs.write_results import Format, require_writable, write_results
from planning.plan_file import read_plan, write_plan
from planning.wording import Wording
from tests.end_to_end.bad_inputs.town import town_roads
from tests.maps.made_up_plan import PlannedDay, plan_day
from tests.plain_wording import say
from tests.torture.disk_act import DiskAct
from tests.torture.disk_projects import PROJECT_ACTS


@cache
def _day() -> PlannedDay:
    return plan_day(routes=2, stops=3, side=20)


def _old_plan(folder: Path) -> None:
    write_plan(folder / "plan.json", plan_day(routes=1, stops=2, side=20).plan, say)


def _write_plan(folder: Path) -> None:
    write_plan(folder / "plan.json", _day().plan, say)


def _plan_state(folder: Path) -> Hashable:
    assert [path.name for path in folder.iterdir()] == ["plan.json"]
    return len(read_plan(folder / "plan.json").routes)


FORMATS = frozenset({Format.PLAN, Format.GEOJSON, Format.GPX, Format.ORDERS})
"""Of each way of writing one: text, a folder of files, a workbook."""

YESTERDAY = b"of yesterday"


def _old_results(folder: Path) -> None:
    """A folder with results of yesterday and a file of the planner's own."""
    write_results(folder / "out", _day().plan, _day().dataset, None, _wording(), formats=FORMATS)
    for path in _files(folder / "out"):
        path.write_bytes(YESTERDAY)
    (folder / "out" / "mine.txt").write_text("mine")


@cache
def _wording() -> Wording:
    return Wording("en")


def _write_results(folder: Path) -> None:
    write_results(folder / "out", _day().plan, _day().dataset, None, _wording(), formats=FORMATS)


def _results_state(folder: Path) -> Hashable:
    """All of yesterday or all of today, and nothing beside them."""
    require_writable(folder / "out")
    assert [path.name for path in folder.iterdir()] == ["out"]
    assert (folder / "out" / "mine.txt").read_text() == "mine"
    files = [path for path in _files(folder / "out") if path.name != "mine.txt"]
    old = [path for path in files if path.read_bytes() == YESTERDAY]
    for path in set(files) - set(old):
        _assert_whole(path)
    assert len(old) in {0, len(files)}, sorted(path.name for path in old)
    return bool(old), len(files)


def _assert_whole(path: Path) -> None:
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
    elif path.suffix in {".json", ".geojson"}:
        json.loads(path.read_bytes())
    else:
        assert path.read_bytes().rstrip()


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _road_file(folder: Path) -> None:
    (folder / "town.osm").write_text(town_roads(), encoding="utf-8")


def _import_roads(folder: Path) -> None:
    import_roads(folder / "town.osm", cache_dir=folder / "roads")


def _roads_state(folder: Path) -> Hashable:
    """The roads that are listed; each of them can be opened."""
    names = [roads.name for roads in list_roads(folder / "roads")]
    for name in names:
        assert open_roads(name, cache_dir=folder / "roads").node_count
    parts = [path.name for path in _files(folder) if path.name.endswith(".part")]
    assert parts == []
    return tuple(names)


ACTS: tuple[DiskAct, ...] = (
    DiskAct(name="plan file", prepare=_old_plan, do=_write_plan, state=_plan_state),
    DiskAct(
        name="results", prepare=_old_results, do=_write_results, state=_results_state,
        may_raise_os_errors=True,
    ),
    DiskAct(name="roads", prepare=_road_file, do=_import_roads, state=_roads_state),
    *PROJECT_ACTS,
)  # fmt: skip
