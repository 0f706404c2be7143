"""Which roads a dataset is most likely planned on, where nobody has said."""

from pathlib import Path

from domain.dataset import Dataset
from domain.geo import Location
from maps.network.road_cache import ROAD_FILE_SUFFIXES, RoadSummary, list_roads
from planning.environment import Directories


def choose_roads(source: Path, dataset: Dataset, folders: Directories) -> str | None:
    """A road file that lies beside the tables; else the smallest imported roads around them.

    Returns
    -------
    A name of imported roads or the path of a road file; None where neither fits.
    """
    beside = _road_files(source)
    if len(beside) == 1:
        return str(beside[0])
    doors = [warehouse.location for warehouse in dataset.warehouses]
    fitting = [roads for roads in list_roads(folders.roads) if _surrounds(roads, doors)]
    fitting.sort(key=lambda roads: (roads.length_km, roads.name))
    return fitting[0].name if fitting else None


def _road_files(source: Path) -> list[Path]:
    folder = source if source.is_dir() else source.parent
    try:
        return [
            path
            for path in sorted(folder.iterdir())
            if path.is_file() and path.name.lower().endswith(ROAD_FILE_SUFFIXES)
        ]
    except OSError:
        # A workbook can be read where its folder cannot be listed.
        return []


def _surrounds(roads: RoadSummary, doors: list[Location]) -> bool:
    """Whether all doors lie in the bounding box of the roads."""
    low, high = roads.south_west, roads.north_east
    return all(
        low.lat <= door.lat <= high.lat and low.lon <= door.lon <= high.lon for door in doors
    )
