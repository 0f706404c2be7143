"""The map of a plan as one HTML file that works anywhere, without a network."""

from pathlib import Path

from domain.dataset import Dataset
from domain.plan import Plan
from maps.network.road_network import RoadNetwork
from maps.network.whole_file import write_whole_file
from maps.picture.map_content import map_content
from maps.picture.map_page import map_page
from maps.picture.plan_text import Say


def write_plan_map(
    path: Path, plan: Plan, dataset: Dataset, roads: RoadNetwork | None, say: Say
) -> None:
    """Draw a plan into a stand-alone HTML file.

    Parameters
    ----------
    roads
        Streets, water and green to draw under the plan; None for a bare ground.
    say
        Renders every text of the page in the reader's language.

    Raises
    ------
    EnvironmentFault
        If the file cannot be written.
    """
    page = map_page(map_content(plan, dataset, roads, say))
    write_whole_file(path, page.encode())
