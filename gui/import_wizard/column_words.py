"""What a column holds, in a planner's words."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from domain.column import Column, Kind

_CONTEXT = "ColumnWords"

_KINDS: dict[Kind, object] = {
    Kind.ID: QT_TRANSLATE_NOOP("ColumnWords", "A number or name that tells rows apart"),
    Kind.TEXT: QT_TRANSLATE_NOOP("ColumnWords", "Any text"),
    Kind.CHOICE: QT_TRANSLATE_NOOP("ColumnWords", "One of: {choices}"),
    Kind.WORDS: QT_TRANSLATE_NOOP("ColumnWords", "Words, parted by semicolons"),
    Kind.WHOLE: QT_TRANSLATE_NOOP("ColumnWords", "A whole number"),
    Kind.NUMBER: QT_TRANSLATE_NOOP("ColumnWords", "A number"),
    Kind.MONEY: QT_TRANSLATE_NOOP("ColumnWords", "An amount of money"),
    Kind.FLAG: QT_TRANSLATE_NOOP("ColumnWords", "Yes or no, as 1 or 0"),
    Kind.CLOCK: QT_TRANSLATE_NOOP("ColumnWords", "A clock time, such as 08:30"),
    Kind.DATE: QT_TRANSLATE_NOOP("ColumnWords", "A day, such as 2026-04-03"),
    Kind.DATES: QT_TRANSLATE_NOOP("ColumnWords", "Days, parted by semicolons"),
    Kind.TIMESTAMP: QT_TRANSLATE_NOOP("ColumnWords", "A day with a clock time"),
    Kind.POLYGON: QT_TRANSLATE_NOOP("ColumnWords", "An area on the map, as WKT"),
}

_UNITS: dict[str, object] = {
    "money": QT_TRANSLATE_NOOP("ColumnWords", "whole currency"),
    "cents": QT_TRANSLATE_NOOP("ColumnWords", "cents"),
    "thousands": QT_TRANSLATE_NOOP("ColumnWords", "thousands"),
    "pct": QT_TRANSLATE_NOOP("ColumnWords", "percent"),
    "share": QT_TRANSLATE_NOOP("ColumnWords", "share of 1"),
    "degrees": QT_TRANSLATE_NOOP("ColumnWords", "degrees"),
    "microdegrees": QT_TRANSLATE_NOOP("ColumnWords", "millionths of a degree"),
}


def kind_words(column: Column) -> str:
    """What a column holds in the current language."""
    sentence = QCoreApplication.translate(_CONTEXT, str(_KINDS[column.kind]))
    return sentence.replace("{choices}", ", ".join(column.choices))


def unit_words(unit: str) -> str:
    """A unit in the current language; signs such as kg are the same in all."""
    amount, per, divisor = unit.partition("_per_")
    said = QCoreApplication.translate(_CONTEXT, str(_UNITS[amount])) if amount in _UNITS else amount
    return f"{said} / {divisor}" if per else said
