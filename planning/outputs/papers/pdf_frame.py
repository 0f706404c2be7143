"""What all papers of a plan share: head, foot, and how a figure is set."""

from collections.abc import Iterable

from domain.settings import Settings
from maps.picture.plan_text import PlanText
from planning.outputs.papers.paper_content import Amount, VehiclePapers
from planning.outputs.papers.pdf_layout import (
    SECONDARY,
    Cell,
    Group,
    Paragraph,
    Points,
    Row,
    Style,
    Typesetter,
)
from planning.outputs.papers.pdf_pages import ACCENT_RULE, DARK_RULE, WIDTH, Paper
from planning.outputs.papers.vehicle_papers import shown_columns
from planning.outputs.plan_id import plan_id

NUMBER = Style(size=20, bold=True)
PLACE = Style(size=12, bold=True)
HEADING = Style(size=10.5, bold=True)
AMOUNT = Style(size=11, bold=True)

NUMBER_WIDTH: Points = 38.0
GAP: Points = 8.0

_NAME = Style(size=18, bold=True)
_TITLE = Style(size=13, bold=True)
_NAME_WIDTH: Points = 352.0


class PaperFrame:
    """Sets the papers of a plan alike.

    Parameters
    ----------
    text
        Texts of the plan.
    settings
        What papers may show.
    typesetter
        Breaks texts into lines.

    Attributes
    ----------
    cell
        Sets paragraphs as a cell.
    """

    def __init__(self, text: PlanText, settings: Settings, typesetter: Typesetter) -> None:
        self.text = text
        self.settings = settings
        self.shown = shown_columns(settings)
        self.cell = typesetter.cell
        self._plan_id = text.say("paper.plan_id", id=plan_id(text.plan))

    def paper(
        self,
        name: str,
        title: str,
        groups: Iterable[Group],
        *,
        about: Iterable[Iterable[str]],
        columns: tuple[Row, ...] = (),
        bookmark: str = "",
    ) -> Paper:
        """A paper with the name of whom it is for over each page, and what it is at the right.

        Parameters
        ----------
        about
            Phrases of each line below the head of the first page.
        columns
            Headings over the groups.
        bookmark
            Its name in the table of contents, if it has one.
        """
        return Paper(
            title=bookmark,
            head=(self._head(name, title),),
            intro=tuple(self.line(phrases) for phrases in about),
            columns=columns,
            groups=tuple(groups),
            foot_left=f"{name}  {self.text.plan.day.isoformat()}",
            foot_right=self._plan_id,
        )

    def line(self, phrases: Iterable[str], style: Style = SECONDARY, left: Points = 0.0) -> Row:
        """Phrases one behind the other."""
        paragraph = Paragraph(text=joined(phrases), style=style)
        return Row(cells=(self.cell(left, WIDTH - left, paragraph),), above=4, below=1)

    def total(self, phrases: Iterable[str]) -> Group:
        """The sums of a paper."""
        label = self.cell(0, 70, Paragraph(text=self.text.say("paper.total"), style=HEADING))
        sums = Paragraph(text=joined(phrases), style=HEADING)
        cells = (label, self.cell(78, WIDTH - 78, sums))
        return (Row(rule=DARK_RULE), Row(cells=cells, above=5, below=6))

    def heading(self, *cells: Cell) -> Row:
        """Headings over columns."""
        return Row(cells=cells, above=6, below=3, rule=DARK_RULE)

    def amounts(self, amount: Amount) -> Iterable[str]:
        """Units, and the volume and weight that the papers show."""
        yield self.text.say("paper.units_are", count=f"{amount.units:,}")
        if "volume" in self.shown:
            yield self.text.volume(amount.volume_m3)
        if "weight" in self.shown:
            yield self.text.weight(amount.weight_kg)

    def vehicle_sums(self, papers: VehiclePapers) -> Iterable[str]:
        """A vehicle's day in figures."""
        yield self.text.say("sheet.stops", count=papers.stop_count)
        yield self.text.distance(papers.distance_m)
        yield self.text.say("paper.driving", duration=self.text.duration(papers.drive_s))
        yield from self.amounts(papers.total)

    def _head(self, name: str, title: str) -> Row:
        day = self.text.plan.day
        weekday = self.text.say(f"paper.weekday_{day.isoweekday()}")
        date = self.text.say("paper.day", weekday=weekday, day=day.isoformat())
        at, width = _NAME_WIDTH + GAP, WIDTH - _NAME_WIDTH - GAP
        titles = (Paragraph(text=title, style=_TITLE, most_lines=2), Paragraph(text=date))
        cells = (
            self.cell(0, _NAME_WIDTH, Paragraph(text=name, style=_NAME, most_lines=2)),
            self.cell(at, width, *titles, align="right"),
        )
        return Row(cells=cells, below=5, rule=ACCENT_RULE)


def joined(phrases: Iterable[str]) -> str:
    """Phrases one behind the other, those without text left out."""
    return "  ·  ".join(phrase for phrase in phrases if phrase)
