"""The first page of all papers: every route, and the orders left out."""

from collections.abc import Iterator, Sequence

from domain.plan import Unassigned
from domain.units import METRES_PER_KM
from planning.outputs.papers.paper_content import VehiclePapers
from planning.outputs.papers.pdf_frame import GAP, HEADING, PLACE, PaperFrame
from planning.outputs.papers.pdf_layout import (
    SECONDARY,
    STRONG,
    TEXT,
    Cell,
    Group,
    Paragraph,
    Points,
    Row,
)
from planning.outputs.papers.pdf_pages import THIN_RULE, WIDTH, Paper

_NAME_LEFT, _NAME_WIDTH = 28.0, 184.0
_FIGURES = (
    ("sheet.start", 46.0),
    ("sheet.end", 46.0),
    ("sheet.stop_count", 40.0),
    ("paper.km", 46.0),
    ("sheet.driving", 58.0),
    ("paper.m3", 40.0),
    ("paper.kg", 43.0),
)
"""Heading and width of the figures of a route, which fill the page to its right edge."""

_ORDER_WIDTH: Points = 100.0
_WHO_WIDTH: Points = 150.0


def overview_paper(vehicles: Sequence[VehiclePapers], frame: PaperFrame) -> Paper:
    """The overview of a plan."""
    text = frame.text
    title = text.say("paper.overview")
    summary = text.plan.summary
    orders = summary.orders_served + summary.orders_unassigned
    about = (
        text.say("sheet.served_of", count=summary.orders_served, all=orders),
        text.say("sheet.vehicles", count=summary.vehicles_used),
        text.distance(summary.distance_m),
        text.say("paper.driving", duration=text.duration(summary.drive_s)),
    )
    groups = [
        *(_route(i, papers, frame) for i, papers in enumerate(vehicles, start=1)),
        *_left_out(frame),
    ]
    name = text.plan.origin.dataset_name
    return frame.paper(
        name, title, groups, about=(about,), columns=(_headings(frame),), bookmark=title
    )


def _headings(frame: PaperFrame) -> Row:
    name = Paragraph(text=frame.text.say("sheet.vehicle"), style=HEADING)
    titles = [frame.text.say(code) for code, _ in _FIGURES]
    return frame.heading(
        frame.cell(_NAME_LEFT, _NAME_WIDTH, name),
        *_figures(titles, frame, is_heading=True),
    )


def _route(number: int, papers: VehiclePapers, frame: PaperFrame) -> Group:
    text, total = frame.text, papers.total
    figures = [
        papers.start,
        papers.end,
        str(papers.stop_count),
        f"{papers.distance_m / METRES_PER_KM:,.1f}",
        text.duration(papers.drive_s),
        f"{total.volume_m3:,.2f}",
        f"{total.weight_kg:,.0f}",
    ]
    name = frame.cell(
        _NAME_LEFT,
        _NAME_WIDTH,
        Paragraph(text=papers.vehicle, style=STRONG),
        Paragraph(text=papers.driver, style=SECONDARY),
    )
    place = frame.cell(0, _NAME_LEFT - 4, Paragraph(text=str(number), style=STRONG))
    cells = (place, name, *_figures(figures, frame))
    return (Row(cells=cells, above=3, below=3, rule=THIN_RULE),)


def _figures(texts: list[str], frame: PaperFrame, *, is_heading: bool = False) -> Iterator[Cell]:
    left = WIDTH - sum(width for _, width in _FIGURES)
    for text, (_, width) in zip(texts, _FIGURES, strict=True):
        paragraph = Paragraph(text=text, style=HEADING if is_heading else TEXT)
        yield frame.cell(left, width, paragraph, align="right")
        left += width


def _left_out(frame: PaperFrame) -> Iterator[Group]:
    """Orders that nobody serves, why, and what would help."""
    left_out = frame.text.plan.unassigned
    for i, unassigned in enumerate(left_out):
        row = _unserved(unassigned, frame)
        if i:
            yield (row,)
        else:
            title = frame.text.say("paper.left_out", count=len(left_out))
            heading = frame.cell(0, WIDTH, Paragraph(text=title, style=PLACE))
            # The heading stays with what it is over.
            yield (Row(above=10), frame.heading(heading), row)


def _unserved(unassigned: Unassigned, frame: PaperFrame) -> Row:
    text, order = frame.text, frame.text.order(unassigned.order_id)
    why_left = _ORDER_WIDTH + _WHO_WIDTH + 2 * GAP
    helps = text.sentence(unassigned.relaxation) if unassigned.relaxation else ""
    return Row(
        cells=(
            frame.cell(0, _ORDER_WIDTH, Paragraph(text=unassigned.order_id, style=STRONG)),
            frame.cell(
                _ORDER_WIDTH + GAP,
                _WHO_WIDTH,
                Paragraph(text=order.customer_name if order else ""),
                Paragraph(text=order.address if order else "", style=SECONDARY),
            ),
            frame.cell(
                why_left,
                WIDTH - why_left,
                Paragraph(text=text.sentence(unassigned.reason)),
                Paragraph(text=helps, style=SECONDARY),
            ),
        ),
        above=3,
        below=3,
        rule=THIN_RULE,
    )
