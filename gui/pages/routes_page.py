"""The page of routes: what each vehicle carries, how long it works, what it costs."""

from collections.abc import Iterator, Sequence
from statistics import fmean

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.pages.figure_row import Figure, FigureRow
from gui.pages.load_table import LoadRow, LoadTable
from gui.pages.page import MARGIN_PX, SPACING_PX, Emptiness, Page
from gui.session import Session
from maps.picture.plan_text import PlanText


class RoutesPage(Page):
    """Load, work and cost of each vehicle; the map stands beside it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.figures = FigureRow(session)
        self.load = LoadTable(session)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING_PX)
        layout.addWidget(self.figures)
        layout.addWidget(self.load, 1)
        self.figures.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
        self.frame.setContentsMargins(0, MARGIN_PX, 0, 0)
        # The tab of the panel says what it is.
        self.heading.hide()
        self.purpose_line.hide()
        self.start()

    def title(self) -> str:
        """What the page is called."""
        return self.tr("Load")

    def purpose(self) -> str:
        """What the page is for."""
        return self.tr("How full each vehicle is, how long it works and what it costs.")

    def emptiness(self) -> Emptiness | None:
        """What keeps the page from showing anything."""
        return super().emptiness() or self.no_plan()

    def fill(self) -> None:
        """Show what the session holds."""
        text = self.session.plan_text
        if text is not None:
            self.figures.show_figures(*self._figures(text, self.load.model.all_rows))

    def _figures(self, text: PlanText, rows: Sequence[LoadRow]) -> Iterator[Figure]:
        plan, dataset = text.plan, self.session.shown_dataset
        there = len(dataset.vehicles_on(plan.day)) if dataset else len(rows)
        yield Figure(
            value=self.tr("{used} of {all}").format(used=f"{len(rows):,}", all=f"{there:,}"),
            caption=self.tr("vehicles drive"),
        )
        for caption, shares in (
            (self.tr("mean volume"), [row.volume_share for row in rows]),
            (self.tr("mean weight"), [row.weight_share for row in rows]),
        ):
            known = [share for share in shares if share is not None]
            if known:
                yield Figure(value=f"{100 * fmean(known):,.0f} %", caption=caption)
        work_s = sum(row.route.end_s - row.route.start_s for row in rows)
        yield Figure(value=text.duration(work_s), caption=self.tr("work"))
        cost = text.money(plan.summary.cost_minor.transport)
        yield Figure(value=cost, caption=self.tr("cost of routes"))
