"""Download roads from OpenStreetMap's servers: the only use that this program makes of a network.

Nothing is contacted unless the caller says that the user has switched the network on.
"""

import contextlib
import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import shapely

import domain
from domain.errors import EnvironmentFault, Interrupted, RoadDataError
from domain.message import message
from domain.progress import Never, OnProgress, Progress, StopCriterion, ignore_progress
from maps.importing.road_filter import DRIVE
from maps.importing.while_reporting import while_reporting
from maps.network.road_cache import import_roads, parse_area
from maps.network.road_limits import LIMITING_TAGS
from maps.network.road_network import RoadNetwork

if TYPE_CHECKING:
    import networkx as nx

TIMEOUT_S = 180
"""Seconds without an answer after which a server counts as out of reach."""

_SHOWN = 80
_FILE_LETTERS = 30
_NEVER = Never()


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Where to download the roads of: a place by its name, or a polygon.

    Parameters
    ----------
    place
        Name such as ``"Heidelberg, Germany"``, looked up by Nominatim.
    polygon_wkt
        Polygon as WKT, longitude first.
    """

    place: str = ""
    polygon_wkt: str = ""

    def __post_init__(self) -> None:
        if bool(self.place.strip()) == bool(self.polygon_wkt.strip()):
            raise ValueError("A region is either a place or a polygon.")

    @property
    def label(self) -> str:
        """The region in a few letters."""
        return (self.place or self.polygon_wkt)[:_SHOWN]


def download_roads(
    region: Region,
    *,
    cache_dir: Path,
    allow_network: bool,
    name: str | None = None,
    clip_wkt: str | None = None,
    network_type: str = DRIVE,
    on_progress: OnProgress = ignore_progress,
    stop: StopCriterion = _NEVER,
) -> RoadNetwork:
    """Download roads through OSMnx and import them, under the label of the region if not a name.

    The graph is kept beside the cache as GraphML, so that the cache can be made anew offline.

    Raises
    ------
    RoadDataError
        If the network is off, the polygon is none, there is no such place, or no road in it.
    EnvironmentFault
        If the servers cannot be reached or do not answer, or the cache cannot be written.
    Interrupted
        If `stop` says so.
    """
    require_network(region, allow_network=allow_network)
    area = parse_area(region.polygon_wkt or None)
    parse_area(clip_wkt)

    def report() -> None:
        on_progress(Progress(step="roads.downloading"))
        if stop.should_stop():
            raise Interrupted(message("roads.interrupted", file=region.label))

    graph = while_reporting(lambda: _download(region, area, network_type), report)
    kept = _keep(graph, region, cache_dir, network_type)
    return import_roads(
        kept,
        cache_dir=cache_dir,
        name=name or region.label,
        clip_wkt=clip_wkt,
        network_type=network_type,
        on_progress=on_progress,
        stop=stop,
    )


def require_network(region: Region, *, allow_network: bool) -> None:
    """Raise RoadDataError unless the user has switched the network on."""
    if not allow_network:
        raise RoadDataError(message("roads.network_off", region=region.label))


def _download(
    region: Region, area: shapely.Polygon | shapely.MultiPolygon | None, network_type: str
) -> "nx.MultiDiGraph[int]":
    """The simplified graph of a region, from Overpass."""
    # OSMnx takes a second to import, and only downloads and GraphML need it.
    import osmnx as ox
    import requests
    from osmnx._errors import InsufficientResponseError, ResponseStatusCodeError

    try:
        with _quiet_settings():
            # OSMnx would wait a minute for a server that it cannot ask for its free slots.
            requests.get(f"{ox.settings.overpass_url}/status", timeout=ox.settings.requests_timeout)
            if area is None:
                graph = ox.graph_from_place(region.place, network_type=network_type)
            else:
                graph = ox.graph_from_polygon(area, network_type=network_type)
    except (requests.RequestException, ResponseStatusCodeError, OSError) as error:
        reason = type(error).__name__
        raise EnvironmentFault(
            message("roads.server_unreachable", region=region.label, reason=reason)
        ) from error
    except (InsufficientResponseError, ValueError, TypeError, KeyError) as error:
        # OSMnx says so in many ways: no place, a place without extent, no way, no node left.
        raise RoadDataError(message("roads.nothing_there", region=region.label)) from error
    if graph.number_of_edges() == 0:
        raise RoadDataError(message("roads.nothing_there", region=region.label))
    graph.graph["network_type"] = network_type
    return graph


@contextlib.contextmanager
def _quiet_settings() -> Iterator[None]:
    """OSMnx with all tags that limit vehicles, and without files or servers of its own choice."""
    from osmnx import settings

    changed = {
        "use_cache": False,
        "log_console": False,
        "log_file": False,
        "doh_url_template": None,
        "http_user_agent": f"Wayloom {domain.__version__}",
        "requests_timeout": min(settings.requests_timeout, TIMEOUT_S),
        "useful_tags_way": sorted({*settings.useful_tags_way, *LIMITING_TAGS}),
    }
    before = {name: getattr(settings, name) for name in changed}
    try:
        for name, value in changed.items():
            setattr(settings, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(settings, name, value)


def _keep(
    graph: "nx.MultiDiGraph[int]", region: Region, cache_dir: Path, network_type: str
) -> Path:
    """Save a graph beside the cache, whole or not at all."""
    import osmnx as ox

    asked = "\0".join((region.place, region.polygon_wkt, network_type))
    words = "".join(letter if letter.isalnum() else "-" for letter in region.label[:_FILE_LETTERS])
    digest = hashlib.sha256(asked.encode()).hexdigest()[:16]
    folder = cache_dir / "downloads"
    kept = folder / f"{words}-{digest}.graphml"
    made = folder / f".new-{uuid.uuid4().hex}.part"
    try:
        ox.save_graphml(graph, made)
        made.replace(kept)
    except OSError as error:
        with contextlib.suppress(OSError):
            made.unlink()
        reason = error.strerror or str(error)
        raise EnvironmentFault(
            message("output.not_written", file=str(kept), reason=reason)
        ) from error
    return kept
