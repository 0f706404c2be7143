"""The papers of a plan as PDF: one for each vehicle, and one of all for printing at once."""

from collections.abc import Iterable, Sequence

from domain.settings import Settings
from maps.picture.plan_text import PlanText
from planning.outputs.papers.paper_content import VehiclePapers
from planning.outputs.papers.pdf_dispatch import dispatch_paper
from planning.outputs.papers.pdf_fonts import paper_typefaces
from planning.outputs.papers.pdf_frame import PaperFrame
from planning.outputs.papers.pdf_layout import Typesetter
from planning.outputs.papers.pdf_loading import loading_paper
from planning.outputs.papers.pdf_overview import overview_paper
from planning.outputs.papers.pdf_pages import Page, Paper, pdf_document, set_pages
from planning.outputs.papers.pdf_receipts import receipt_paper


class PdfPapers:
    """Sets the papers of a plan, each vehicle's once for both files that hold them.

    Parameters
    ----------
    text
        Texts of the plan.
    settings
        What papers may show.
    """

    def __init__(self, text: PlanText, settings: Settings) -> None:
        self._text = text
        self._typesetter = Typesetter(paper_typefaces())
        self._frame = PaperFrame(text, settings, self._typesetter)

    def vehicle_pages(self, papers: VehiclePapers) -> list[Page]:
        """Dispatch sheet, loading list and receipts of a vehicle, numbered through."""
        return self._pages(
            [paper(papers, self._frame) for paper in (dispatch_paper, loading_paper, receipt_paper)]
        )

    def overview_pages(self, vehicles: Sequence[VehiclePapers]) -> list[Page]:
        """All routes, and the orders left out."""
        return self._pages([overview_paper(vehicles, self._frame)])

    def document(self, pages: Iterable[Page], name: str) -> bytes:
        """The PDF of pages."""
        title = f"{name} {self._text.plan.day.isoformat()}"
        return pdf_document(pages, title, self._typesetter)

    def _pages(self, papers: Iterable[Paper]) -> list[Page]:
        return set_pages(
            papers,
            self._typesetter,
            lambda page, pages: self._text.say("sheet.page", page=page, pages=pages),
        )
