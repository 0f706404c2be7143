"""Pages drawn into a PDF: the same pages always make the same bytes."""

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from planning.outputs.papers.pdf_layout import (
    BOX_PAD,
    INK,
    SECONDARY,
    Cell,
    Code,
    Field,
    Group,
    Line,
    Paragraph,
    Points,
    Row,
    Rule,
    Typesetter,
    paged,
    paper_text,
)
from planning.outputs.sheet_style import ACCENT, LINE

# Compressed pages as they are, not as text that is a quarter longer.
rl_config.useA85 = 0

WIDTH: Points = 527.0
"""Of everything between the margins."""

_PAGE_WIDTH, _PAGE_HEIGHT = A4
_LEFT: Points = (_PAGE_WIDTH - WIDTH) / 2
_TOP: Points = 30.0
_FOOT: Points = 24.0
_BODY: Points = _PAGE_HEIGHT - _TOP - _FOOT - 22.0
_QUIET_ZONE = 4
_ASCENT = 0.8
"""Of a line above its base, as a share of the font's size."""

_STROKE = 0.028
"""Of a font drawn thicker, as a share of its size."""

_FILLED: Final = 0
_FILLED_AND_STROKED: Final = 2

_OVERLAP: Points = 0.05
"""By which dark squares of a code overlap, lest viewers show seams."""

ACCENT_RULE = Rule(thickness=2.0, colour=ACCENT)
"""Under the head of a page."""

DARK_RULE = Rule(thickness=1.0, colour=INK)
"""Under headings, and above totals."""

THIN_RULE = Rule(thickness=0.6, colour=LINE)
"""Between entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper of some pages.

    Attributes
    ----------
    title
        Its name in the PDF's table of contents; empty for a paper that belongs to the one before.
    head
        Rows at the top of each page.
    intro
        Rows below the head of the first page.
    columns
        Headings over the groups, on each page.
    foot_left, foot_right
        At the bottom of each page, at either side of the number of the page.
    """

    title: str = ""
    head: tuple[Row, ...]
    intro: tuple[Row, ...] = ()
    columns: tuple[Row, ...] = ()
    groups: tuple[Group, ...]
    foot_left: str
    foot_right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows of a page from the top, and its foot."""

    title: str
    rows: tuple[Row, ...]
    foot: Row


def set_pages(
    papers: Iterable[Paper], typesetter: Typesetter, numbering: Callable[[int, int], str]
) -> list[Page]:
    """Pages of papers that belong together, counted through.

    Parameters
    ----------
    numbering
        The text of the number of a page, and of the number of all.
    """
    spread = [(paper, i, rows) for paper in papers for i, rows in enumerate(_spread(paper))]
    return [
        Page(
            title=paper.title if i == 0 else "",
            rows=tuple(rows),
            foot=_foot(paper, numbering(number, len(spread)), typesetter),
        )
        for number, (paper, i, rows) in enumerate(spread, start=1)
    ]


def _foot(paper: Paper, number: str, typesetter: Typesetter) -> Row:
    third = WIDTH / 3

    def cell(left: Points, text: str, align: str) -> Cell:
        paragraph = Paragraph(text=text, style=SECONDARY, most_lines=1)
        return typesetter.cell(left, third - 8, paragraph, align=align)

    return Row(
        cells=(
            cell(0, paper.foot_left, "left"),
            cell(third + 4, number, "center"),
            cell(2 * third + 8, paper.foot_right, "right"),
        )
    )


def _spread(paper: Paper) -> Iterator[list[Row]]:
    """The rows of each page of a paper, head and headings included."""
    room = _BODY - _height(paper.head) - _height(paper.columns)
    pages = paged(paper.groups, first=room - _height(paper.intro), other=room)
    for i, rows in enumerate(pages):
        intro = paper.intro if i == 0 else ()
        columns = paper.columns if rows else ()
        yield [*paper.head, *intro, *columns, *rows]


def _height(rows: Iterable[Row]) -> Points:
    return sum(row.height for row in rows)


@cache
def _colour(name: str) -> Color:
    """A colour as reportlab has it, which is slow to make of its name."""
    return HexColor(name)


def pdf_document(pages: Iterable[Page], title: str, typesetter: Typesetter) -> bytes:
    """A PDF of pages; no time nor user is named in it."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=A4, invariant=True, pageCompression=1)
    canvas.setTitle(paper_text(title))
    canvas.setAuthor("Wayloom")
    canvas.setCreator("Wayloom")
    canvas.setSubject("")
    drawing = _Drawing(canvas, typesetter)
    for number, page in enumerate(pages):
        if page.title:
            canvas.bookmarkPage(f"page {number}")
            canvas.addOutlineEntry(paper_text(page.title), f"page {number}")
        drawing.page(page)
        canvas.showPage()
    canvas.save()
    return content.getvalue()


class _Drawing:
    """Draws rows on the canvas of a PDF."""

    def __init__(self, canvas: Canvas, typesetter: Typesetter) -> None:
        self._canvas = canvas
        self._set = typesetter

    def page(self, page: Page) -> None:
        top = _PAGE_HEIGHT - _TOP
        for row in page.rows:
            self._row(row, top)
            top -= row.height
        self._row(page.foot, _FOOT + page.foot.height)

    def _row(self, row: Row, top: Points) -> None:
        inside = top - row.above
        for cell in row.cells:
            self._cell(cell, inside)
        for mark in row.marks:
            if isinstance(mark, Field):
                self._box(_LEFT + mark.left, inside - mark.top, mark.width, mark.height)
            else:
                self._code(mark, top)
        if row.rule:
            self._rule(row.rule, top - row.height)

    def _cell(self, cell: Cell, top: Points) -> None:
        for is_boxed, group in groupby(cell.lines, key=lambda line: line.boxed):
            lines, start = list(group), top
            for line in lines:
                self._line(line, cell, top - line.before)
                top -= line.height
            if is_boxed:
                upper = start - lines[0].before + BOX_PAD
                lower = top + lines[-1].after - BOX_PAD
                self._box(_LEFT + cell.left, upper, cell.width, upper - lower)

    def _line(self, line: Line, cell: Cell, top: Points) -> None:
        size = line.style.size
        left = _LEFT + cell.left + BOX_PAD * line.boxed
        runs = list(self._set.face(line.style).runs(line.text))
        spare = cell.width - size * sum(run.width_em for run in runs)
        left += {"left": 0.0, "center": spare / 2, "right": spare}[cell.align]
        baseline = top - (line.style.leading - size) / 2 - _ASCENT * size
        text = self._canvas.beginText(left, baseline)
        text.setFillColor(_colour(line.style.colour))
        for run in runs:
            text.setFont(run.font, size)
            if run.is_thin:
                self._canvas.setLineWidth(_STROKE * size)
                self._canvas.setStrokeColor(_colour(line.style.colour))
                text.setTextRenderMode(_FILLED_AND_STROKED)
            text.textOut(run.text)
            if run.is_thin:
                text.setTextRenderMode(_FILLED)
        self._canvas.drawText(text)

    def _box(self, left: Points, top: Points, width: Points, height: Points) -> None:
        self._canvas.setLineWidth(0.8)
        self._canvas.setStrokeColor(_colour(INK))
        self._canvas.rect(left, top - height, width, height)

    def _rule(self, rule: Rule, at: Points) -> None:
        self._canvas.setLineWidth(rule.thickness)
        self._canvas.setStrokeColor(_colour(rule.colour))
        self._canvas.line(_LEFT, at, _LEFT + WIDTH, at)

    def _code(self, code: Code, top: Points) -> None:
        """Dark squares side by side as one bar."""
        side = code.size / (len(code.rows) + 2 * _QUIET_ZONE)
        path = self._canvas.beginPath()
        for i, row in enumerate(code.rows):
            bottom, at = top - (i + 1 + _QUIET_ZONE) * side, _QUIET_ZONE
            for is_dark, run in groupby(row):
                count = len(list(run))
                if is_dark:
                    left = _LEFT + code.left + at * side
                    path.rect(left, bottom, count * side + _OVERLAP, side + _OVERLAP)
                at += count
        self._canvas.setFillColor(_colour(INK))
        self._canvas.drawPath(path, stroke=0, fill=1)
