"""The papers of all vehicles of a plan, as files."""

from collections.abc import Callable
from pathlib import Path

from domain.dataset import Dataset
from domain.plan import Plan
from maps.network.whole_file import write_whole_file
from maps.picture.plan_text import PlanText, Say
from planning.outputs.file_names import path_inside, unique_file_names
from planning.outputs.papers.pdf_papers import PdfPapers
from planning.outputs.papers.vehicle_papers import vehicle_papers
from planning.outputs.papers.xlsx_papers import xlsx_papers

PAPERS_FOLDER = "papers"
ALL_PAPERS_FILE = "papers.pdf"


def write_papers(
    folder: Path,
    plan: Plan,
    dataset: Dataset,
    say: Say,
    *,
    pdf: bool,
    xlsx: bool,
    on_share: Callable[[float], None],
) -> None:
    """Write the papers of each vehicle, and for PDF one file of all with an overview first.

    Parameters
    ----------
    on_share
        Takes the share of the vehicles done; may raise a `PlannerError` to stop.

    Raises
    ------
    EnvironmentFault
        If a file cannot be written.
    """
    text, settings = PlanText(plan, dataset, say), dataset.settings
    paths = _paths(folder / PAPERS_FOLDER, plan)
    vehicles = [vehicle_papers(route, text, settings) for route in plan.routes]
    setter = PdfPapers(text, settings) if pdf else None
    pages = setter.overview_pages(vehicles) if setter else []
    for done, (path, papers) in enumerate(zip(paths, vehicles, strict=True)):
        on_share(done / len(vehicles))
        if setter:
            own = setter.vehicle_pages(papers)
            pages += own
            document = setter.document(own, papers.vehicle)
            write_whole_file(path.with_name(f"{path.name}.pdf"), document)
        if xlsx:
            workbook = xlsx_papers(papers, text, settings)
            write_whole_file(path.with_name(f"{path.name}.xlsx"), workbook)
    if setter:
        document = setter.document(pages, plan.origin.dataset_name)
        write_whole_file(folder / ALL_PAPERS_FILE, document)


def _paths(folder: Path, plan: Plan) -> list[Path]:
    """Paths without ending: the number of the route, and its vehicle."""
    digits = max(2, len(str(len(plan.routes))))
    names = [f"{i:0{digits}d} {route.vehicle_id}" for i, route in enumerate(plan.routes, start=1)]
    return [path_inside(folder, name) for name in unique_file_names(names, "")]
