"""The loading list: what goes in, the goods of the last stop first."""

from collections.abc import Iterator

from planning.outputs.papers.paper_content import Amount, GoodsLine, StopLoad, Trip, VehiclePapers
from planning.outputs.papers.pdf_frame import AMOUNT, GAP, HEADING, NUMBER, PLACE, PaperFrame
from planning.outputs.papers.pdf_layout import (
    SECONDARY,
    STRONG,
    Cell,
    Field,
    Group,
    Paragraph,
    Points,
    Row,
)
from planning.outputs.papers.pdf_pages import THIN_RULE, WIDTH, Paper

_TICK: Points = 11.0
_UNITS_LEFT, _UNITS_WIDTH = 42.0, 44.0
_SKU_LEFT: Points = _UNITS_LEFT + _UNITS_WIDTH + 12.0
_SKU_WIDTH: Points = 100.0
_NAME_LEFT: Points = _SKU_LEFT + _SKU_WIDTH + GAP
_PLACE_WIDTH: Points = 300.0
_VOLUME_WIDTH, _WEIGHT_WIDTH = 52.0, 56.0


def loading_paper(papers: VehiclePapers, frame: PaperFrame) -> Paper:
    """The loading list of a vehicle."""
    title, hint = frame.text.say("paper.loading"), frame.text.say("paper.loading_order")
    groups = list(_groups(papers, frame))
    return frame.paper(
        papers.vehicle,
        title,
        groups,
        about=((hint,),),
        columns=(_headings(frame),),
    )


def _groups(papers: VehiclePapers, frame: PaperFrame) -> Iterator[Group]:
    for number, trip in enumerate(papers.trips, start=1):
        heading = _trip_heading(number, trip, len(papers.trips), frame)
        first, *others = [_stop(stop, frame) for stop in trip.stops] or [_nothing(frame)]
        yield (heading, *first)
        yield from others
        yield frame.total(_filling(trip.total, papers, frame))
    if len(papers.trips) > 1:
        yield frame.total((frame.text.say("paper.all_trips"), *frame.amounts(papers.loaded)))


def _filling(load: Amount, papers: VehiclePapers, frame: PaperFrame) -> Iterator[str]:
    """Units of a trip, and how full it makes the vehicle."""
    text = frame.text
    yield text.say("paper.units_are", count=f"{load.units:,}")
    for column, value, capacity, shown in (
        ("volume", load.volume_m3, papers.capacity_m3, text.volume),
        ("weight", load.weight_kg, papers.capacity_kg, text.weight),
    ):
        if column in frame.shown:
            yield (
                shown(value)
                if not capacity
                else text.say(
                    "paper.of_capacity",
                    load=shown(value),
                    capacity=shown(capacity),
                    percent=f"{100 * value / capacity:.0f}",
                )
            )


def _trip_heading(number: int, trip: Trip, trips: int, frame: PaperFrame) -> Row:
    code = "paper.trip" if trips > 1 else "paper.only_trip"
    text = frame.text.say(
        code, number=number, trips=trips, warehouse=trip.warehouse, time=trip.departure
    )
    cell = frame.cell(0, WIDTH, Paragraph(text=text, style=PLACE))
    return Row(cells=(cell,), above=8 if number == 1 else 16, below=6, rule=THIN_RULE)


def _stop(stop: StopLoad, frame: PaperFrame) -> tuple[Row, ...]:
    """The stop's number and door, and a line with a box to tick for each SKU."""
    contact = Paragraph(text=stop.contact.replace("\n", ", "), before=6)
    place = Paragraph(text=stop.place, style=PLACE, before=4)
    number = frame.cell(0, _UNITS_LEFT - 4, Paragraph(text=str(stop.number), style=NUMBER))
    where = frame.cell(_UNITS_LEFT, _PLACE_WIDTH, place)
    who_left = _UNITS_LEFT + _PLACE_WIDTH + GAP
    who = frame.cell(who_left, WIDTH - who_left, contact, align="right")
    heading = Row(cells=(number, where, who), above=3, below=1)
    return (heading, *(_line(line, frame) for line in stop.lines), Row(above=4, rule=THIN_RULE))


def _nothing(frame: PaperFrame) -> tuple[Row, ...]:
    """What stands in place of the goods of a trip that only fetches."""
    text = Paragraph(text=frame.text.say("paper.nothing_to_load"))
    return (Row(cells=(frame.cell(_UNITS_LEFT, WIDTH - _UNITS_LEFT, text),), above=3, below=4),)


def _line(line: GoodsLine, frame: PaperFrame) -> Row:
    units = Paragraph(text=f"{line.amount.units:,} ×", style=AMOUNT)
    return Row(
        cells=(
            frame.cell(_UNITS_LEFT, _UNITS_WIDTH, units, align="right"),
            frame.cell(_SKU_LEFT, _SKU_WIDTH, Paragraph(text=line.sku, style=STRONG, before=1)),
            frame.cell(_NAME_LEFT, _name_width(frame), Paragraph(text=line.name, before=1)),
            *_measures(
                frame, f"{line.amount.volume_m3:,.3f}", f"{line.amount.weight_kg:,.1f}", before=1
            ),
        ),
        marks=(Field(left=20.0, width=_TICK, height=_TICK, top=2.0),),
        above=2,
        below=1,
    )


def _headings(frame: PaperFrame) -> Row:
    say = frame.text.say
    return frame.heading(
        frame.cell(
            _UNITS_LEFT,
            _UNITS_WIDTH,
            Paragraph(text=say("paper.units"), style=HEADING),
            align="right",
        ),
        frame.cell(_SKU_LEFT, _SKU_WIDTH, Paragraph(text=say("paper.sku"), style=HEADING)),
        frame.cell(
            _NAME_LEFT, _name_width(frame), Paragraph(text=say("paper.product"), style=HEADING)
        ),
        *_measures(frame, "m³", "kg", is_heading=True),
    )


def _measures(
    frame: PaperFrame, volume: str, weight: str, *, before: Points = 0, is_heading: bool = False
) -> Iterator[Cell]:
    """Volume and weight at the right edge, as far as they are shown."""
    right = WIDTH
    style = HEADING if is_heading else SECONDARY
    for column, text, width in (
        ("weight", weight, _WEIGHT_WIDTH),
        ("volume", volume, _VOLUME_WIDTH),
    ):
        if column in frame.shown:
            right -= width
            paragraph = Paragraph(text=text, style=style, before=before)
            yield frame.cell(right, width, paragraph, align="right")


def _name_width(frame: PaperFrame) -> Points:
    taken = _VOLUME_WIDTH * ("volume" in frame.shown) + _WEIGHT_WIDTH * ("weight" in frame.shown)
    return WIDTH - _NAME_LEFT - taken - GAP
