"""Texts broken into lines, lines set in rows, rows spread over pages."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from planning.outputs.file_names import printable_text
from planning.outputs.papers.pdf_fonts import Typeface, Typefaces
from planning.outputs.sheet_style import QUIET

Points = float
"""Length on paper: 72 to the inch."""

INK = "#000000"

_LEADING = 1.28
BOX_PAD: Points = 4.0
_BOX_GAP: Points = 3.0

_EAST = "⺀-〿぀-鿿가-힯豈-﫿︰-﹏＀-￯"
_OPENING, _CLOSING = "（《「『【〈", "，。、；：！？）》」』】〉％"
# A Chinese sign or a word, with the marks that may not end or begin a line and the blanks behind.
_UNBROKEN = re.compile(f"[{_OPENING}]*(?:[{_EAST}]|[^\\s{_EAST}]+)[{_CLOSING}]*\\s*|\\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a text looks."""

    size: Points = 10.0
    bold: bool = False
    colour: str = INK

    @property
    def leading(self) -> Points:
        """From one line to the next."""
        return self.size * _LEADING


TEXT = Style()
STRONG = Style(bold=True)
SECONDARY = Style(colour=QUIET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A text to be broken into lines.

    Attributes
    ----------
    before
        Space above it.
    boxed
        Whether a line is drawn around it.
    most_lines
        Lines shown; a longer text ends in dots.
    """

    text: str
    style: Style = TEXT
    before: Points = 0.0
    boxed: bool = False
    most_lines: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a cell, and the space above and below."""

    text: str
    style: Style
    before: Points = 0.0
    after: Points = 0.0
    boxed: bool = False

    @property
    def height(self) -> Points:
        """The room it takes."""
        return self.before + self.style.leading + self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Lines one under the other.

    Attributes
    ----------
    align
        ``left``, ``center`` or ``right``.
    """

    left: Points
    width: Points
    lines: tuple[Line, ...]
    align: str = "left"

    @property
    def height(self) -> Points:
        """The room its lines take."""
        return sum(line.height for line in self.lines)

    def split(self, room: Points) -> tuple["Cell", "Cell"]:
        """The lines that have room, and the others."""
        ends = accumulate(line.height for line in self.lines)
        count = sum(end <= room for end in ends)
        return replace(self, lines=self.lines[:count]), replace(self, lines=self.lines[count:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """An empty box to write or tick in, measured from the top of its row."""

    left: Points
    width: Points
    height: Points
    top: Points = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A QR code at the top of its row, with the quiet zone that readers need."""

    left: Points
    size: Points
    rows: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A line under a row, over the whole width."""

    thickness: Points
    colour: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """Cells side by side, and what is drawn between them."""

    cells: tuple[Cell, ...] = ()
    marks: tuple[Field | Code, ...] = ()
    least_height: Points = 0.0
    above: Points = 0.0
    below: Points = 0.0
    rule: Rule | None = None

    @cached_property
    def height(self) -> Points:
        """The room it takes."""
        tallest = max((cell.height for cell in self.cells), default=0.0)
        return self.above + max(tallest, self.least_height) + self.below

    def split(self, room: Points) -> tuple["Row", "Row"]:
        """What has room, and the rest of its lines."""
        parts = [cell.split(room - self.above - self.below) for cell in self.cells]
        first = replace(self, cells=tuple(part[0] for part in parts), rule=None)
        rest = replace(self, cells=tuple(part[1] for part in parts), marks=(), least_height=0.0)
        return first, rest


Group = Sequence[Row]
"""Rows that stay on one page where they fit on one."""


class Typesetter:
    """Breaks paragraphs into the lines of a cell."""

    def __init__(self, faces: Typefaces) -> None:
        self.faces = faces

    def cell(
        self, left: Points, width: Points, *paragraphs: Paragraph, align: str = "left"
    ) -> Cell:
        """Paragraphs one under the other; those without text take no room."""
        lines = tuple(line for part in paragraphs for line in self._lines(part, width))
        return Cell(left=left, width=width, lines=lines, align=align)

    def face(self, style: Style) -> Typeface:
        """The typeface of a style."""
        return self.faces.bold if style.bold else self.faces.regular

    def _lines(self, paragraph: Paragraph, width: Points) -> Iterator[Line]:
        style, room = paragraph.style, width - 2 * BOX_PAD * paragraph.boxed
        texts = list(broken(paragraph.text, self.face(style), room / style.size))
        if paragraph.most_lines is not None and len(texts) > paragraph.most_lines:
            texts = [*texts[: paragraph.most_lines - 1], texts[paragraph.most_lines - 1][:-1] + "…"]
        edge = (BOX_PAD + _BOX_GAP) * paragraph.boxed
        for i, text in enumerate(texts):
            yield Line(
                text=text,
                style=style,
                before=paragraph.before + edge if i == 0 else 0.0,
                after=edge if i == len(texts) - 1 else 0.0,
                boxed=paragraph.boxed,
            )


def broken(text: str, face: Typeface, width_em: float) -> Iterator[str]:
    """The lines of a text, broken between words, Chinese signs, or where nothing else is left."""
    for paragraph in paper_text(text).splitlines():
        if paragraph.strip():
            yield from _broken_paragraph(paragraph.strip(), face, width_em)


def paper_text(text: str) -> str:
    """A text without what cannot be seen: controls, marks of direction and of joining."""
    plain = printable_text(text).replace("\t", " ")
    return "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")


def _broken_paragraph(text: str, face: Typeface, width_em: float) -> Iterator[str]:
    if face.width_em(text) <= width_em:
        yield text
        return
    line = ""
    for piece in _UNBROKEN.findall(text):
        if line and face.width_em(line + piece.rstrip()) > width_em:
            yield line.rstrip()
            line = ""
        line += piece
        while face.width_em(line.rstrip()) > width_em:
            count = _fitting(line, face, width_em)
            yield line[:count]
            line = line[count:]
    if line.strip():
        yield line.rstrip()


def _fitting(text: str, face: Typeface, width_em: float) -> int:
    """How many signs of a text fit, one at least."""
    ends = accumulate(face.width_em(sign) for sign in text)
    return max(1, sum(end <= width_em for end in ends))


def paged(groups: Iterable[Group], *, first: Points, other: Points) -> Iterator[list[Row]]:
    """Groups spread over pages; one that fits on a page is never torn.

    Parameters
    ----------
    first, other
        Room on the first page and on each that follows.
    """
    page: list[Row] = []
    room = first
    for group in groups:
        if room < sum(row.height for row in group) <= other:
            yield page
            page, room = [], other
        for row in group:
            rest = row
            while rest.height > room:
                part, left = rest.split(room)
                if rest.height > other and any(cell.lines for cell in part.cells):
                    page.append(part)
                    rest = left
                yield page
                page, room = [], other
            page.append(rest)
            room -= rest.height
    yield page
