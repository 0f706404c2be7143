"""How the cells of a company's column are written, and what of that is in doubt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from domain.column import Column, Kind
from domain.message import Message, message
from planning.mapping.forms import SERIAL, UNIX_MS, UNIX_S
from planning.mapping.name_keys import NameReading
from planning.mapping.number_signs import (
    are_whole,
    decimal_signs,
    is_usual,
    likely_units,
    numbers_of,
)
from planning.mapping.samples import Sample
from planning.mapping.time_signs import form_signs
from planning.mapping.units import column_of, own_unit, units_of
from planning.mapping.word_meanings import meanings_of

_NUMBERS = {Kind.NUMBER, Kind.WHOLE, Kind.MONEY}
_TIMES = {Kind.CLOCK, Kind.DATE, Kind.DATES, Kind.TIMESTAMP}
_LARGEST = {"lat": 90.0, "lon": 180.0}
_SHOWN_WORDS = 5
_MANY_CENTS = 500
"""Whole amounts of money from here on may well be in cents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnHow:
    """How cells are written.

    Attributes
    ----------
    fit
        Share of the cells that the column of the dataset could hold.
    unit_matters
        Whether the column has a unit.
    doubts
        What is not settled.
    """

    fit: float = 1.0
    unit_matters: bool = False
    unit: str = ""
    form: str = ""
    decimal: str = "."
    words: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[Message, ...] = ()


def column_how(
    table: str,
    column: str,
    sample: Sample,
    reading: NameReading,
    *,
    unit_beside: str = "",
    commas_beside: bool = False,
) -> ColumnHow:
    """How the cells of a column are written.

    Parameters
    ----------
    reading
        What the column's name says.
    unit_beside
        Unit that another column of the company's table gives for this one.
    commas_beside
        Whether other columns of the table have decimal commas.
    """
    declared = column_of(table, column)
    assert declared is not None
    if declared.kind in _NUMBERS:
        return _number(table, declared, sample, reading, unit_beside, commas_beside)
    if declared.kind in _TIMES:
        return _time(table, declared, sample)
    if declared.kind is Kind.POLYGON:
        return ColumnHow(fit=sample.share(lambda text: text.upper().startswith(("POLY", "MULTI"))))
    if declared.choices or declared.kind is Kind.FLAG:
        return _words(declared, sample)
    return ColumnHow()


def _number(
    table: str,
    declared: Column,
    sample: Sample,
    reading: NameReading,
    unit_beside: str,
    commas_beside: bool,
) -> ColumnHow:
    signs = decimal_signs(sample, commas_beside=commas_beside)
    numbers = numbers_of(sample, signs.decimal)
    doubts = []
    if signs.in_doubt:
        doubts.append(message("mapping.doubt.decimal", sample=_some(sample)))
    unit, about_unit = _unit(table, declared, numbers, reading, unit_beside)
    largest = _LARGEST.get(declared.name.rpartition("_")[2])
    fit = signs.fit
    if largest is not None and unit != "microdegrees" and numbers:
        fit *= sum(abs(number) <= largest for number in numbers) / len(numbers)
    own = own_unit(table, declared.name)
    return ColumnHow(
        fit=fit,
        unit="" if unit == own else unit,
        unit_matters=bool(own),
        decimal=signs.decimal,
        doubts=(*doubts, *about_unit),
    )


def _unit(
    table: str, declared: Column, numbers: list[float], reading: NameReading, beside: str
) -> tuple[str, list[Message]]:
    """The unit of a column's numbers, and what is in doubt about it."""
    units = units_of(table, declared.name)
    told = reading.unit or beside
    if not units:
        return "", []
    if told in units:
        return told, list(_odd(table, declared.name, numbers, told))
    odd = reading.odd_unit or told
    if odd:
        own = own_unit(table, declared.name)
        return own, [message("mapping.doubt.unit_unknown", unit=odd, taken=own)]
    return _unit_by_numbers(table, declared, numbers)


def _odd(table: str, column: str, numbers: list[float], told: str) -> Iterator[Message]:
    """Doubt a unit that a name tells, where the numbers would be far from usual in it."""
    if not is_usual(table, column, numbers, told):
        yield message("mapping.doubt.unit_odd", unit=told)


def _unit_by_numbers(
    table: str, declared: Column, numbers: list[float]
) -> tuple[str, list[Message]]:
    """The unit that numbers are likely to have, where nothing names it."""
    units = units_of(table, declared.name)
    own = own_unit(table, declared.name)
    if "degrees" in units:
        return _degrees(numbers)
    if "pct" in units and not (numbers and max(numbers) <= 1):
        return own, []
    if own.startswith("money"):
        return own, list(_cents(own, numbers))
    likely = likely_units(table, declared.name, numbers)
    taken = "share" if "pct" in units else likely[0] if likely else own
    return taken, [message("mapping.doubt.unit", taken=taken)]


def _degrees(numbers: list[float]) -> tuple[str, list[Message]]:
    if numbers and are_whole(numbers) and max(map(abs, numbers)) > 1_000:
        return "microdegrees", [message("mapping.doubt.unit", taken="microdegrees")]
    return "degrees", []


def _cents(own: str, numbers: list[float]) -> Iterator[Message]:
    if numbers and are_whole(numbers) and max(numbers) >= _MANY_CENTS:
        yield message("mapping.doubt.cents", taken=own)


def _time(table: str, declared: Column, sample: Sample) -> ColumnHow:
    signs = form_signs(table, declared.name, declared.kind, sample)
    if len(signs.forms) > 1:
        forms = ", ".join(form or "YYYY-MM-DD" for form in signs.forms)
        doubt = message("mapping.doubt.form", forms=forms, sample=_some(sample))
        return ColumnHow(fit=signs.fit, doubts=(doubt,))
    (form,) = signs.forms
    doubts = []
    if form == SERIAL:
        doubts.append(message("mapping.doubt.serial"))
    if form in {UNIX_S, UNIX_MS}:
        doubts.append(message("mapping.doubt.zone", form=form))
    return ColumnHow(fit=signs.fit, form=form, doubts=tuple(doubts))


def _words(declared: Column, sample: Sample) -> ColumnHow:
    if declared.kind is Kind.WORDS:
        return ColumnHow()
    words, unknown = meanings_of(declared, sample)
    fit = 1 - len(unknown) / len(sample.texts) if sample.texts else 1.0
    if not unknown:
        return ColumnHow(words=words)
    shown = ", ".join(text[:30] for text in unknown[:_SHOWN_WORDS])
    known = ", ".join(declared.choices) or "0, 1"
    doubt = message("mapping.doubt.words", words=shown, known=known)
    return ColumnHow(fit=fit, words=words, doubts=(doubt,))


def _some(sample: Sample) -> str:
    return ", ".join(text[:20] for text in sample.texts[:3])
