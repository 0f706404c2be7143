"""A VRPLIB file cut into its parts: specifications of one line, and sections of numbered rows."""

from dataclasses import dataclass, field

import numpy as np

from domain.message import message
from domain.travel import UNREACHABLE_M
from optimizer.routing.instances.sound import Unsound, number, whole
from optimizer.routing.search_problem import Int32

SECTION = "_SECTION"


@dataclass(frozen=True, slots=True)
class VrplibParts:
    """What a file says, by the names of its parts in capitals and without ``_SECTION``.

    Attributes
    ----------
    lines
        Line of the file where each part begins.
    row_lines
        Line of each row of a section.
    """

    specifications: dict[str, str] = field(default_factory=dict)
    sections: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    row_lines: dict[str, list[int]] = field(default_factory=dict)

    @property
    def names(self) -> set[str]:
        """Names of all parts."""
        return set(self.specifications) | set(self.sections)

    def word(self, name: str) -> str:
        """A specification as it stands, in capitals; empty where there is none."""
        return self.specifications.get(name, "").upper()

    def table(self, name: str, rows: int, width: int | None) -> list[list[str]]:
        """Rows of a section without their numbers, which must be 1, 2, ...

        Parameters
        ----------
        rows
            How many there must be.
        width
            How many cells each must have; None for any number.
        """
        section = name + SECTION
        lines = self.sections[name]
        if len(lines) != rows:
            found = message("instance.wrong_count", section=section, found=len(lines), wanted=rows)
            raise Unsound(found, section)
        table = []
        for index, line in enumerate(lines, start=1):
            first, *cells = line.split()
            if first != str(index) or (width is not None and len(cells) != width):
                said = message("instance.bad_row", row=line.strip()[:80])
                raise Unsound(said, section, row=self.row_lines[name][index - 1])
            table.append(cells)
        return table

    def numbers(self, name: str, rows: int, absent: float = 0) -> list[float]:
        """A number for each row of a section, or the same for all by a specification.

        Numbers are not negative; where the file has no such part, each is `absent`.
        """
        if name in self.sections:
            cells = [row[0] for row in self.table(name, rows, 1)]
        elif name in self.specifications:
            cells = [self.specifications[name]]
        else:
            return [absent] * rows
        section = name + SECTION if name in self.sections else name
        lines = self.lines_of(name)
        found = [number(cell, section, row) for cell, row in zip(cells, lines, strict=True)]
        for cell, value, row in zip(cells, found, lines, strict=True):
            if value < 0:
                raise Unsound(message("instance.bad_number", value=cell[:40]), section, row=row)
        return found if name in self.sections else found * rows

    def lines_of(self, name: str) -> list[int]:
        """Line of each row of a part; of a specification, its one line."""
        return self.row_lines.get(name, [self.lines[name]])

    def wholes(self, name: str, rows: int, least: int = 0) -> list[int]:
        """Whole numbers of a part, like `numbers`."""
        section = name + SECTION if name in self.sections else name
        found = self.numbers(name, rows)
        lines = self.lines_of(name) if name in self.names else [0]
        lines = lines if len(lines) == len(found) else lines * len(found)
        return [
            whole(str(value), section, least, row) for value, row in zip(found, lines, strict=True)
        ]

    def number_lists(self, name: str, rows: int, first: int, last: int) -> list[list[int]]:
        """The sites of each row of a section, numbered from 0 and between two bounds."""
        section = name + SECTION
        lists = []
        table = self.table(name, rows, None)
        for cells, row in zip(table, self.row_lines[name], strict=True):
            sites = [whole(cell, section, 1, row) - 1 for cell in cells]
            for site in sites:
                if not first <= site <= last:
                    said = message("instance.bad_number", value=str(site + 1))
                    raise Unsound(said, section, row=row)
            lists.append(sites)
        return lists

    def matrix(self, size: int) -> Int32:
        """The lengths of the file, ``(size, size)``; what it says of a site to itself is not used.

        Returns
        -------
        Int32
            Read-only.
        """
        cells = " ".join(self.sections["EDGE_WEIGHT"]).split()
        section = "EDGE_WEIGHT_SECTION"
        if len(cells) != size * size:
            wanted = size * size
            found = message(
                "instance.wrong_count", section=section, found=len(cells), wanted=wanted
            )
            raise Unsound(found, section)
        try:
            lengths = np.array(cells, dtype=np.float64).reshape(size, size)
        except ValueError as error:
            value = next(cell for cell in cells if not _is_number(cell))
            said = message("instance.bad_number", value=value[:40])
            raise Unsound(said, section, row=self._line_of_cell(cells.index(value))) from error
        np.fill_diagonal(lengths, 0)
        is_sound = (lengths >= 0) & (lengths < UNREACHABLE_M) & (lengths == np.floor(lengths))
        if not is_sound.all():
            at = int(np.flatnonzero(~is_sound)[0])
            said = message("instance.bad_number", value=cells[at][:40])
            raise Unsound(said, section, row=self._line_of_cell(at))
        matrix = lengths.astype(np.int32)
        matrix.flags.writeable = False
        return matrix

    def _line_of_cell(self, index: int) -> int:
        """Line of a cell of the matrix, by its number in the file's order."""
        before = 0
        for row, line in zip(
            self.sections["EDGE_WEIGHT"], self.row_lines["EDGE_WEIGHT"], strict=True
        ):
            before += len(row.split())
            if index < before:
                return line
        return 0


def cut_vrplib(text: str) -> VrplibParts:
    """The parts of a VRPLIB file, up to its end or ``EOF``."""
    parts = VrplibParts()
    rows: list[str] | None = None
    lines: list[int] = []
    for row, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if stripped.upper() == "EOF":
            break
        if not stripped[:1].isalpha():
            if stripped and rows is None:
                raise _unreadable(stripped, row)
            if stripped and rows is not None:
                rows.append(stripped)
                lines.append(row)
            continue
        name, colon, value = (part.strip() for part in stripped.partition(":"))
        is_section = name.upper().endswith(SECTION)
        name = name.upper().removesuffix(SECTION)
        if name in parts.names or not (is_section or colon):
            raise _unreadable(stripped, row)
        parts.lines[name] = row
        if is_section:
            rows = parts.sections.setdefault(name, [])
            lines = parts.row_lines.setdefault(name, [])
        else:
            parts.specifications[name] = value.strip('"')
    return parts


def _unreadable(line: str, row: int) -> Unsound:
    return Unsound(message("instance.unreadable", detail=line[:80]), row=row)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
