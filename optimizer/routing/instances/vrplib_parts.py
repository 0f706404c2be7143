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
    """What a file says, by the names of its parts in capitals and without ``_SECTION``."""

    specifications: dict[str, str] = field(default_factory=dict)
    sections: dict[str, list[str]] = field(default_factory=dict)

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
                raise Unsound(message("instance.bad_row", row=line.strip()[:80]), section)
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
        found = [number(cell, section) for cell in cells]
        for cell, value in zip(cells, found, strict=True):
            if value < 0:
                raise Unsound(message("instance.bad_number", value=cell[:40]), section)
        return found if name in self.sections else found * rows

    def wholes(self, name: str, rows: int, least: int = 0) -> list[int]:
        """Whole numbers of a part, like `numbers`."""
        section = name + SECTION if name in self.sections else name
        return [whole(str(value), section, least) for value in self.numbers(name, rows)]

    def number_lists(self, name: str, rows: int, first: int, last: int) -> list[list[int]]:
        """The sites of each row of a section, numbered from 0 and between two bounds."""
        section = name + SECTION
        lists = []
        for cells in self.table(name, rows, None):
            sites = [whole(cell, section, least=1) - 1 for cell in cells]
            for site in sites:
                if not first <= site <= last:
                    raise Unsound(message("instance.bad_number", value=str(site + 1)), section)
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
            raise Unsound(
                message("instance.bad_number", value=str(error)[-40:]), section
            ) from error
        np.fill_diagonal(lengths, 0)
        is_sound = (lengths >= 0) & (lengths < UNREACHABLE_M) & (lengths == np.floor(lengths))
        if not is_sound.all():
            value = str(lengths[~is_sound][0])
            raise Unsound(message("instance.bad_number", value=value), section)
        matrix = lengths.astype(np.int32)
        matrix.flags.writeable = False
        return matrix


def cut_vrplib(text: str) -> VrplibParts:
    """The parts of a VRPLIB file, up to its end or ``EOF``."""
    parts = VrplibParts()
    rows: list[str] | None = None
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.upper() == "EOF":
            break
        if not stripped[:1].isalpha():
            if stripped and rows is None:
                raise _unreadable(stripped)
            if stripped and rows is not None:
                rows.append(stripped)
            continue
        name, colon, value = (part.strip() for part in stripped.partition(":"))
        is_section = name.upper().endswith(SECTION)
        name = name.upper().removesuffix(SECTION)
        if name in parts.names or not (is_section or colon):
            raise _unreadable(stripped)
        if is_section:
            rows = parts.sections.setdefault(name, [])
        else:
            parts.specifications[name] = value.strip('"')
    return parts


def _unreadable(line: str) -> Unsound:
    return Unsound(message("instance.unreadable", detail=line[:80]))
