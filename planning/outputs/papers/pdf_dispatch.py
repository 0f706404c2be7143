"""The dispatch sheet: where to be when, in the order of driving, what to deliver and fetch."""

from collections.abc import Iterator

from planning.outputs.papers.navigation_code import navigation_uri, qr_rows
from planning.outputs.papers.paper_content import DayEntry, EntryKind, VehiclePapers
from planning.outputs.papers.pdf_frame import GAP, NUMBER, NUMBER_WIDTH, PLACE, PaperFrame, joined
from planning.outputs.papers.pdf_layout import (
    SECONDARY,
    STRONG,
    TEXT,
    Cell,
    Code,
    Group,
    Paragraph,
    Points,
    Row,
    Style,
)
from planning.outputs.papers.pdf_pages import THIN_RULE, WIDTH, Paper
from planning.outputs.sheet_style import WARNING

_CLOCK = Style(size=14, bold=True)
_WINDOW = Style(size=11)
_WHO = Style(size=11)
_GOODS = Style(size=10.5)
_LATE = Style(bold=True, colour=WARNING)

_TIMES_LEFT, _TIMES_WIDTH = NUMBER_WIDTH + 12.0, 90.0
_TEXT_LEFT: Points = _TIMES_LEFT + _TIMES_WIDTH + GAP
_CODE_SIZE: Points = 76.0

_SIGNS = {
    EntryKind.START: "■",
    EntryKind.RETURN: "■",
    EntryKind.RELOAD: "↻",
    EntryKind.BREAK: "‖",
}


def dispatch_paper(papers: VehiclePapers, frame: PaperFrame) -> Paper:
    """The dispatch sheet of a vehicle."""
    groups = [*_entries(papers, frame), frame.total(frame.vehicle_sums(papers))]
    title = frame.text.say("paper.dispatch")
    return frame.paper(
        papers.vehicle,
        title,
        groups,
        about=(papers.about, frame.vehicle_sums(papers)),
        bookmark=papers.vehicle,
    )


def _entries(papers: VehiclePapers, frame: PaperFrame) -> Iterator[Group]:
    for entry in papers.day:
        yield (_stop(entry, frame) if entry.kind is EntryKind.STOP else _event(entry, frame),)


def _stop(entry: DayEntry, frame: PaperFrame) -> Row:
    """A stop: number and task, times, door and goods, and the code that leads there."""
    marks: tuple[Code, ...] = ()
    width = WIDTH - _TEXT_LEFT
    if entry.location is not None:
        rows = qr_rows(navigation_uri(entry.location, frame.settings.navigation_app))
        marks = (Code(left=WIDTH - _CODE_SIZE, size=_CODE_SIZE, rows=rows),)
        width -= _CODE_SIZE
    return Row(
        cells=(
            frame.cell(
                0,
                _TIMES_LEFT,
                Paragraph(text=str(entry.number), style=NUMBER),
                Paragraph(text=entry.task, style=STRONG),
            ),
            _times(entry, frame),
            _door(entry, frame, width),
        ),
        marks=marks,
        least_height=_CODE_SIZE - 9.0 if marks else 0.0,
        above=4,
        below=5,
        rule=THIN_RULE,
    )


def _times(entry: DayEntry, frame: PaperFrame) -> Cell:
    leave = frame.text.say("paper.leave_at", time=entry.departure)
    return frame.cell(
        _TIMES_LEFT,
        _TIMES_WIDTH,
        Paragraph(text=entry.arrival, style=_CLOCK, before=3),
        Paragraph(text=entry.windows, style=_WINDOW),
        Paragraph(text="\n".join(entry.remarks), style=_LATE if entry.is_late else TEXT),
        Paragraph(text=leave, style=SECONDARY, before=2),
    )


def _door(entry: DayEntry, frame: PaperFrame, width: Points) -> Cell:
    who = [entry.contact, entry.phone, ", ".join(entry.orders)]
    return frame.cell(
        _TEXT_LEFT,
        width,
        Paragraph(text=entry.place, style=PLACE, before=4),
        Paragraph(text=joined(part.replace("\n", ", ") for part in who), style=_WHO),
        Paragraph(text=entry.note, boxed=True),
        Paragraph(text="\n".join(entry.goods), style=_GOODS, before=2),
    )


def _event(entry: DayEntry, frame: PaperFrame) -> Row:
    """Start, reload, break or return."""
    clock, leave = entry.arrival or entry.departure, ""
    if entry.arrival and entry.departure:
        code = "paper.until" if entry.kind is EntryKind.BREAK else "paper.leave_at"
        leave = frame.text.say(code, time=entry.departure)
    return Row(
        cells=(
            frame.cell(0, NUMBER_WIDTH, Paragraph(text=_SIGNS[entry.kind], style=_CLOCK)),
            frame.cell(
                _TIMES_LEFT,
                _TIMES_WIDTH,
                Paragraph(text=clock, style=_CLOCK),
                Paragraph(text=leave, style=SECONDARY),
            ),
            frame.cell(
                _TEXT_LEFT,
                WIDTH - _TEXT_LEFT,
                Paragraph(text=entry.place, style=PLACE, before=1.5),
                Paragraph(text=_load(entry, frame), style=SECONDARY),
                Paragraph(text=entry.task, style=STRONG, before=2),
                Paragraph(text="\n".join(entry.goods), style=_GOODS),
            ),
        ),
        above=5,
        below=6,
        rule=THIN_RULE,
    )


def _load(entry: DayEntry, frame: PaperFrame) -> str:
    parts = []
    if entry.load_m3 is not None:
        parts.append(frame.text.volume(entry.load_m3))
    if entry.load_kg is not None:
        parts.append(frame.text.weight(entry.load_kg))
    return frame.text.say("paper.on_board", load=", ".join(parts)) if parts else ""
