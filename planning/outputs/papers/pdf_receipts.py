"""The receipts: what each customer gets or hands over, and room to sign for it."""

from collections.abc import Iterator

from planning.outputs.papers.paper_content import (
    GoodsLine,
    ReceivedOrder,
    ReceivedStop,
    VehiclePapers,
)
from planning.outputs.papers.pdf_frame import (
    AMOUNT,
    GAP,
    HEADING,
    NUMBER,
    PLACE,
    PaperFrame,
    joined,
)
from planning.outputs.papers.pdf_layout import (
    BOX_PAD,
    SECONDARY,
    STRONG,
    Cell,
    Field,
    Group,
    Paragraph,
    Points,
    Row,
    Style,
)
from planning.outputs.papers.pdf_pages import THIN_RULE, WIDTH, Paper

_CLOCK = Style(size=14, bold=True)
_LEFT: Points = 42.0
_CLOCK_WIDTH: Points = 90.0
_SKU_WIDTH: Points = 100.0
_NAME_LEFT: Points = _LEFT + _SKU_WIDTH + GAP
_RECEIVED_WIDTH: Points = 84.0
_RECEIVED_LEFT: Points = WIDTH - _RECEIVED_WIDTH
_UNITS_WIDTH: Points = 60.0
_UNITS_LEFT: Points = _RECEIVED_LEFT - 16.0 - _UNITS_WIDTH
_LINE_HEIGHT: Points = 18.0
_FIELD_HEIGHT: Points = 36.0
_NAME_WIDTH: Points = 150.0
_SIGNING = (("paper.signature", 220.0), ("paper.time", 99.0))
"""What is written by hand after the name, and how much room it has."""


def receipt_paper(papers: VehiclePapers, frame: PaperFrame) -> Paper:
    """The receipts of a vehicle."""
    orders = len({order.order_id for stop in papers.receipts for order in stop.orders})
    sums = (
        frame.text.say("sheet.stops", count=papers.stop_count),
        frame.text.say("paper.orders_are", count=orders),
        frame.text.say("paper.units_are", count=f"{papers.total.units:,}"),
    )
    return frame.paper(
        papers.vehicle,
        frame.text.say(papers.receipts_title),
        [*(_stop(stop, frame) for stop in papers.receipts), frame.total(sums)],
        about=(papers.about,),
        columns=(_headings(frame),),
    )


def _stop(stop: ReceivedStop, frame: PaperFrame) -> Group:
    return (_door(stop, frame), *_orders(stop, frame), _signing(stop, frame))


def _door(stop: ReceivedStop, frame: PaperFrame) -> Row:
    number = Paragraph(text=str(stop.number), style=NUMBER)
    clock = Paragraph(text=stop.arrival, style=_CLOCK, before=4)
    who = [stop.contact.replace("\n", ", ")]
    handed = frame.text.say("paper.handed_to_driver") if stop.is_fetch else ""
    if len(stop.orders) == 1:
        who.append(_order_text(stop.orders[0], frame))
    return Row(
        cells=(
            frame.cell(0, _LEFT - 4, number),
            frame.cell(
                _LEFT,
                WIDTH - _LEFT - _CLOCK_WIDTH,
                Paragraph(text=stop.place, style=PLACE, before=5),
                Paragraph(text=joined(who)),
                Paragraph(text=handed, style=STRONG),
            ),
            frame.cell(WIDTH - _CLOCK_WIDTH, _CLOCK_WIDTH, clock, align="right"),
        ),
        above=4,
        below=2,
    )


def _orders(stop: ReceivedStop, frame: PaperFrame) -> Iterator[Row]:
    """Lines of the orders, each under its order where there are several."""
    for order in stop.orders:
        if len(stop.orders) > 1:
            paragraph = Paragraph(text=_order_text(order, frame))
            yield Row(cells=(frame.cell(_LEFT, WIDTH - _LEFT, paragraph),), above=2, below=1)
        for line in order.lines:
            yield _line(line, frame)


def _order_text(order: ReceivedOrder, frame: PaperFrame) -> str:
    return frame.text.say("paper.order", order=order.order_id)


def _line(line: GoodsLine, frame: PaperFrame) -> Row:
    units = Paragraph(text=f"{line.amount.units:,}", style=AMOUNT, before=2)
    name_width = _UNITS_LEFT - _NAME_LEFT - GAP
    return Row(
        cells=(
            frame.cell(_LEFT, _SKU_WIDTH, Paragraph(text=line.sku, style=STRONG, before=3)),
            frame.cell(_NAME_LEFT, name_width, Paragraph(text=line.name, before=3)),
            frame.cell(_UNITS_LEFT, _UNITS_WIDTH, units, align="right"),
        ),
        marks=(
            Field(left=_RECEIVED_LEFT, width=_RECEIVED_WIDTH, height=_LINE_HEIGHT - 1, top=1.0),
        ),
        least_height=_LINE_HEIGHT,
        below=1,
    )


def _signing(stop: ReceivedStop, frame: PaperFrame) -> Row:
    """Name, signature and time, each a box with its label inside."""
    name = "paper.giver" if stop.is_fetch else "paper.name"
    cells, marks, left = [], [], _LEFT
    for code, width in ((name, _NAME_WIDTH), *_SIGNING):
        label = Paragraph(text=frame.text.say(code), style=SECONDARY, before=1)
        cells.append(frame.cell(left + BOX_PAD, width - BOX_PAD, label))
        marks.append(Field(left=left, width=width, height=_FIELD_HEIGHT))
        left += width + GAP
    return Row(
        cells=tuple(cells),
        marks=tuple(marks),
        least_height=_FIELD_HEIGHT,
        above=4,
        below=7,
        rule=THIN_RULE,
    )


def _headings(frame: PaperFrame) -> Row:
    def head(left: Points, width: Points, code: str, align: str = "left") -> Cell:
        paragraph = Paragraph(text=frame.text.say(code), style=HEADING)
        return frame.cell(left, width, paragraph, align=align)

    return frame.heading(
        head(_LEFT, _SKU_WIDTH, "paper.sku"),
        head(_NAME_LEFT, _UNITS_LEFT - _NAME_LEFT - GAP, "paper.product"),
        head(_UNITS_LEFT, _UNITS_WIDTH, "paper.units", "right"),
        head(_RECEIVED_LEFT, _RECEIVED_WIDTH, "paper.received"),
    )
