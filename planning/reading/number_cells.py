"""Numbers as people write them: one form is read, all others are refused with what they mean.

Python and pandas take ``1_000``, ``infinity``, ``１２`` and ``٣`` for numbers, and ``1,5`` for
text. Here a number has ASCII digits and a decimal point, or the planner is told what to write.
"""

import math
import re
import unicodedata
from decimal import Decimal

from planning.reading.cell_refused import CellRefused, refused

LARGEST = 10**12
"""Greatest number read, of either sign: larger ones are ids in the wrong column."""

_NUMBER = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_DECIMAL = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_WHOLE = re.compile(r"-?[0-9]+(?:\.0*)?")

_NOT_FINITE = {"nan", "inf", "infinity", "-inf", "-infinity", "+inf", "+infinity", "-nan"}
_PLACEHOLDERS = {"na", "n/a", "null", "none", "nil", "-", "--", "?", "tbd", "无", "空"}

_ONE_COMMA_GROUP = re.compile(r"(-?[0-9]{1,3}),([0-9]{3})")
_COMMA_GROUPS = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_OTHER_GROUPS = re.compile(r"-?[0-9]{1,3}(?:[ '’\u00a0\u2009\u202f][0-9]{3})+(?:[.,][0-9]+)?")
_DECIMAL_COMMA = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]*),[0-9]+")
_WITH_UNIT = re.compile(r"[^0-9]{0,5}-?[0-9]+(?:[.,][0-9]+)*[^0-9]{0,20}(?:(?<=[a-zA-Z])[23])?")

_SIGNS = str.maketrans({"−": "-", "－": "-", "﹣": "-", "．": ".", "，": ",", "＋": "+", "٫": "."})


def read_number(text: str) -> float:
    """A number, with an exponent or without."""
    if not _NUMBER.fullmatch(text):
        raise _why_no_number(text)
    value = float(text)
    if math.isinf(value):
        raise refused("value.not_finite")
    _refuse_huge(value)
    return value


def read_money(text: str) -> Decimal:
    """An exact amount: no exponent."""
    if not _DECIMAL.fullmatch(text):
        raise _why_no_number(text)
    value = Decimal(text)
    _refuse_huge(value)
    return value


def read_whole(text: str) -> int:
    """A whole number; ``3.0`` is one too, as spreadsheets write it."""
    if not _WHOLE.fullmatch(text):
        if _NUMBER.fullmatch(text):
            raise refused("value.not_whole")
        raise _why_no_number(text)
    _refuse_huge(float(text))
    return int(text.partition(".")[0])


def _refuse_huge(value: float | Decimal) -> None:
    if value > LARGEST:
        raise refused("value.too_large", maximum=LARGEST)
    if value < -LARGEST:
        raise refused("value.too_small", minimum=-LARGEST)


def in_ascii(text: str) -> str:
    """A text with the digits and signs of other scripts as ASCII ones."""
    plain = text.translate(_SIGNS)
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in plain
    )


def _why_no_number(text: str) -> CellRefused:
    lowered = text.lower()
    if lowered in _NOT_FINITE:
        return refused("value.not_finite")
    if lowered in _PLACEHOLDERS:
        return refused("value.placeholder")
    if text.startswith("="):
        return refused("value.formula")
    plain = in_ascii(text)
    if plain != text and any(character.isdigit() for character in plain):
        return refused("value.foreign_digits", read_as=plain)
    if "_" in text and _NUMBER.fullmatch(text.replace("_", "")):
        return refused("value.underscore", read_as=text.replace("_", ""))
    return _separator(text) or _with_words(text)


def _separator(text: str) -> CellRefused | None:
    """The reason where commas, points or blanks group the digits or stand for the point."""
    group = _ONE_COMMA_GROUP.fullmatch(text)
    if group:
        whole, rest = group.groups()
        return refused("value.comma_ambiguous", thousands=whole + rest, decimal=f"{whole}.{rest}")
    if _COMMA_GROUPS.fullmatch(text):
        return refused("value.thousands_separator", read_as=text.replace(",", ""))
    if _OTHER_GROUPS.fullmatch(text):
        joined = re.sub(r"[ '’\u00a0\u2009\u202f]", "", text)
        return refused("value.thousands_separator", read_as=joined.replace(",", "."))
    if _DECIMAL_COMMA.fullmatch(text):
        return refused("value.decimal_comma", read_as=text.replace(".", "").replace(",", "."))
    return None


def _beside_words(number: str) -> CellRefused:
    """The reason for a number with a unit, whose own form may need mending too."""
    if _NUMBER.fullmatch(number):
        return refused("value.unit_in_cell", read_as=number)
    separated = _separator(number)
    if separated is None or "read_as" not in separated.reason.parameters:
        return separated or refused("value.not_a_number")
    return refused("value.unit_in_cell", read_as=separated.reason["read_as"])


def _with_words(text: str) -> CellRefused:
    number = re.search(r"-?[0-9]+(?:[.,][0-9]+)*", text)
    if number and _WITH_UNIT.fullmatch(text) and not _NUMBER.fullmatch(text):
        return _beside_words(number.group())
    return refused("value.not_a_number")
