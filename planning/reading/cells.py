"""One cell from text to value, strictly, by what its column holds."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

import shapely

from domain.column import Column, Kind, refusal
from domain.message import message
from planning.reading.cell_refused import CellRefused, refused
from planning.reading.number_cells import read_money, read_number, read_whole
from planning.reading.time_cells import read_clock, read_date, read_timestamp

LONGEST_CELL = {Kind.POLYGON: 500_000, Kind.DATES: 20_000, Kind.WORDS: 10_000}
LONGEST_OTHER = 2_000

SPREADSHEET_ERRORS = {
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
}  # fmt: skip

_SEPARATORS = re.compile(r"[;|]")
_LINE_BREAKS = re.compile(r"\r\n?")
_FLAGS = {"0": False, "1": True, "false": False, "true": True}


def read_cell(text: str, declared: Column) -> Any:
    """The value of a cell that is not empty, in the unit of the cell.

    Parameters
    ----------
    text
        The cell, blanks around it removed.
    declared
        What its column holds.

    Raises
    ------
    CellRefused
        With the reason, if the cell cannot be read as that.
    """
    if len(text) > LONGEST_CELL.get(declared.kind, LONGEST_OTHER):
        longest = LONGEST_CELL.get(declared.kind, LONGEST_OTHER)
        raise refused("value.too_long", longest=longest)
    if text in SPREADSHEET_ERRORS:
        raise refused("value.spreadsheet_error")
    _refuse_invisible(text, declared.kind)
    return _READERS[declared.kind](text, declared)


def _refuse_invisible(text: str, kind: Kind) -> None:
    """Control characters break sheets and files; unseen ones make two equal ids differ."""
    for position, character in enumerate(text):
        category = unicodedata.category(character)
        if category == "Cc" and not (kind is Kind.TEXT and character in "\n\r\t"):
            raise _unseen("value.control_character", character, position)
        if category == "Cf" and kind is not Kind.TEXT:
            raise _unseen("value.invisible_character", character, position)
        if character == "\ufffd":
            raise refused("value.lost_character", position=position + 1)


def _unseen(code: str, character: str, position: int) -> CellRefused:
    return refused(code, character=f"U+{ord(character):04X}", position=position + 1)


def _read_id(text: str, declared: Column) -> str:
    reason = refusal(text, declared)
    if reason is not None:
        raise CellRefused(reason)
    return text


def _read_text(text: str, _: Column) -> str:
    return _LINE_BREAKS.sub("\n", text)


def _read_choice(text: str, declared: Column) -> str:
    if text in declared.choices:
        return text
    near = text.lower().replace(" ", "_")
    if near in declared.choices:
        raise refused("value.choice_spelling", read_as=near)
    raise CellRefused(message("value.not_a_choice", choices=", ".join(declared.choices)))


def _read_flag(text: str, _: Column) -> bool:
    if text.lower() not in _FLAGS:
        raise refused("value.not_a_flag")
    return _FLAGS[text.lower()]


def _parts(text: str) -> list[str]:
    if any(comma in text for comma in ",，；"):
        raise refused("value.words_by_comma")
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


def _read_words(text: str, declared: Column) -> frozenset[str]:
    words = frozenset(_parts(text))
    if declared.choices and not words.issubset(declared.choices):
        raise refused("value.not_a_choice", choices=", ".join(declared.choices))
    return words


def _read_dates(text: str, _: Column) -> frozenset[Any]:
    return frozenset(read_date(part) for part in _parts(text))


def _read_polygon(text: str, _: Column) -> str:
    try:
        shape = shapely.from_wkt(text)
    except shapely.errors.ShapelyError:
        raise refused("value.not_a_polygon") from None
    if shape.geom_type not in {"Polygon", "MultiPolygon"} or shape.is_empty:
        raise refused("value.not_a_polygon")
    if not shapely.is_valid(shape):
        place = shapely.is_valid_reason(shape).partition("[")[2].rstrip("]")
        raise refused("value.broken_polygon", place=place)
    return text


_READERS: Mapping[Kind, Callable[[str, Column], Any]] = {
    Kind.ID: _read_id,
    Kind.TEXT: _read_text,
    Kind.CHOICE: _read_choice,
    Kind.WORDS: _read_words,
    Kind.WHOLE: lambda text, _: read_whole(text),
    Kind.NUMBER: lambda text, _: read_number(text),
    Kind.MONEY: lambda text, _: read_money(text),
    Kind.FLAG: _read_flag,
    Kind.CLOCK: lambda text, _: read_clock(text),
    Kind.DATE: lambda text, _: read_date(text),
    Kind.DATES: _read_dates,
    Kind.TIMESTAMP: lambda text, _: read_timestamp(text),
    Kind.POLYGON: _read_polygon,
}
