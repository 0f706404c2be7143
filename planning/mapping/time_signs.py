"""In which form a company writes dates and clock times, told from its cells alone.

A form is taken only where every other form fails on some cell, or reads all of them alike:
03/04/2026 is the third of April and the fourth of March until a 25/04/2026 proves it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.column import Kind
from planning.mapping.forms import (
    FRACTION,
    HOURS,
    MINUTES,
    SECONDS,
    SERIAL,
    SERIAL_1904,
    UNIX_MS,
    UNIX_S,
    converter,
    forms_of,
)
from planning.mapping.samples import Sample
from planning.reading.cell_refused import CellRefused
from planning.reading.time_cells import read_clock, read_date, read_timestamp

OWN = ""
"""The dataset's own form."""

_FIRST_YEAR, _LAST_YEAR = "1990", "2100"
_ENOUGH = 0.9
_ERA = 365 * 4 + 1
_OWN_READERS: dict[Kind, Callable[[str], object]] = {
    Kind.DATE: read_date,
    Kind.CLOCK: read_clock,
    Kind.TIMESTAMP: read_timestamp,
}
_COUNTS = {MINUTES: (24, 1440), SECONDS: (1440, 86_400), HOURS: (1, 24), FRACTION: (0, 1)}
"""Form -> its greatest number must be over the first and at most the second."""

_DIGITS = {"HHMM": (100, 4), "HHMMSS": (10_000, 6)}
"""Form -> least of its greatest numbers, and how many digits one has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSigns:
    """What the cells of a column say about their form.

    Attributes
    ----------
    forms
        Forms that may be meant: one where the cells prove it, more where they do not.
    fit
        Share of the cells that have it.
    """

    forms: tuple[str, ...]
    fit: float


def form_signs(table: str, column: str, kind: Kind, sample: Sample) -> FormSigns:
    """Which forms the cells of a column may have."""
    if not sample.texts:
        return FormSigns(forms=(OWN,), fit=1.0)
    kind = Kind.DATE if kind is Kind.DATES else kind
    own = sample.share(lambda text: _is_own(text, kind))
    if own == 1:
        return FormSigns(forms=(OWN,), fit=1.0)
    found: dict[tuple[bool, tuple[str | None, ...]], str] = {}
    fits: dict[str, float] = {OWN: own}
    for form in _possible(table, column, kind, sample):
        results = tuple(_results(sample, kind, form))
        fit = sum(result is not None for result in results) / len(results)
        # Other days will come: cells that read alike as day and month prove neither form.
        reading = form.startswith("MM"), results
        if reading not in found:
            found[reading] = form
            fits[form] = fit
    best = max(fits.values())
    forms = tuple(form for form, fit in fits.items() if fit == best and fit >= _ENOUGH)
    return FormSigns(forms=forms or (OWN,), fit=best)


def may_be_another_era(sample: Sample) -> bool:
    """Whether serial numbers of days may be those of a spreadsheet that counts from 1904."""
    return any(text.partition(".")[0].isdecimal() for text in sample.texts)


def _results(sample: Sample, kind: Kind, form: str) -> Iterator[str | None]:
    convert = converter(kind, form)
    for text in sample.texts:
        if _is_own(text, kind):
            yield text
        else:
            result = convert(text)
            plausible = kind is Kind.CLOCK or _FIRST_YEAR <= (result or "") < _LAST_YEAR
            yield result if plausible else None


def _is_own(text: str, kind: Kind) -> bool:
    try:
        _OWN_READERS[kind](text)
    except CellRefused:
        return False
    return True


def _possible(table: str, column: str, kind: Kind, sample: Sample) -> Iterator[str]:
    """The forms that the look of the cells does not rule out."""
    has_clock = sample.share(lambda text: ":" in text) > 1 - _ENOUGH
    numbers = [float(text) for text in sample.texts if _is_number(text)]
    all_numbers = len(numbers) >= _ENOUGH * len(sample.texts)
    for form in forms_of(table, column):
        if form in {SERIAL, UNIX_S, UNIX_MS}:
            if all_numbers and _is_count_of_days(form, kind, numbers):
                yield form
        elif form == SERIAL_1904:
            continue
        elif form in _COUNTS or form in _DIGITS:
            if all_numbers and _is_count_of_time(form, numbers, sample):
                yield form
        elif " " not in form or form.startswith("H") or has_clock or all_numbers:
            yield form


def _is_count_of_days(form: str, kind: Kind, numbers: list[float]) -> bool:
    if form != SERIAL:
        least = 600_000_000 if form == UNIX_S else 600_000_000_000
        return min(numbers) >= least
    is_day = min(numbers) > 30_000 and max(numbers) < 75_000
    has_fraction = any(number % 1 for number in numbers)
    return is_day and (has_fraction or kind is not Kind.CLOCK)


def _is_count_of_time(form: str, numbers: list[float], sample: Sample) -> bool:
    if any(number < 0 for number in numbers):
        return False
    wholes = [text.partition(".")[0] for text in sample.texts]
    padded = {len(whole) for whole in wholes if whole.startswith("0")}
    if form in _DIGITS:
        least, digits = _DIGITS[form]
        return max(numbers) >= least and padded <= {1, digits} and max(numbers) < 10**digits
    over, most = _COUNTS[form]
    is_padded = bool(padded - {1})
    return not is_padded and over < max(numbers) <= most and _is_divided(form, numbers)


def _is_divided(form: str, numbers: list[float]) -> bool:
    """Whether numbers have fractions just where their form has them."""
    fractions = any(number % 1 for number in numbers)
    return fractions if form == FRACTION else form == HOURS or not fractions


def _is_number(text: str) -> bool:
    whole, _, rest = text.partition(".")
    return whole.isdecimal() and whole.isascii() and (not rest or rest.isdecimal())
