"""Columns of tables as values: what each shows, how it is sorted, and how it looks."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, Generic, TypeVar

from PySide6.QtGui import QColor

from gui.theme import Colours

RowT = TypeVar("RowT")

Number = int | float | Decimal

_DIGITS = re.compile(r"(\d+)")


class Tone(Enum):
    """What a cell says beyond its words."""

    PLAIN = "text"
    FAINT = "secondary"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"

    def colour(self, look: Colours) -> QColor:
        """The colour of text in this tone."""
        return QColor(getattr(look, self.value))


@dataclass(frozen=True, kw_only=True)
class Column(Generic[RowT]):
    """One column of a table.

    Attributes
    ----------
    key
        Name under which its width is kept.
    title
        Heading in the current language.
    text
        What the cell shows.
    value
        What it is sorted by, None last; where absent, its text, numbers within it by their size.
    width
        Pixels at first.
    is_number
        Whether it stands at the right and is copied as its value, without groups of digits.
    copied
        What is copied, where that is neither the text nor the value.
    tone
        Colour of its text.
    chip
        Colour under its text, such as a route's; and whether its edge is dashed.
    share
        How much of the cell is filled by a bar, 1 for all of it.
    is_sum
        Whether the cell sums up those above it: bold, under a rule.
    """

    key: str
    title: Callable[[], str]
    text: Callable[[RowT], str]
    value: Callable[[RowT], Number | str | None] | None = None
    width: int = 96
    is_number: bool = False
    copied: Callable[[RowT], str] | None = None
    tone: Callable[[RowT], Tone] | None = None
    chip: Callable[[RowT], "Chip"] | None = None
    share: Callable[[RowT], float | None] | None = None
    is_sum: Callable[[RowT], bool] | None = None

    def copy(self, row: RowT) -> str:
        """The cell as another program takes it."""
        if self.copied is not None:
            return self.copied(row)
        if self.is_number and self.value is not None:
            value = self.value(row)
            return "" if value is None else f"{value}"
        return self.text(row)

    def sort_key(self, row: RowT) -> Any:
        """What the row is sorted by; None where it has no value."""
        value = self.text(row) if self.value is None else self.value(row)
        return natural_key(value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Chip:
    """The colour of a route as a small plate; dashed where another route has the same."""

    colour: QColor
    is_dashed: bool = False


def natural_key(text: str) -> tuple[Any, ...]:
    """A key by which ``van 2`` comes before ``van 10``, whatever its upper and lower case."""
    parts = _DIGITS.split(text.casefold())
    # A number by its length, then its digits: as long as it may be, it is never converted.
    return tuple(
        (len(part.lstrip("0")), part.lstrip("0")) if i % 2 else part for i, part in enumerate(parts)
    )
