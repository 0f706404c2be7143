"""Dates and clock times: ISO dates and ``HH:MM`` are read, all else is refused with a proposal."""

import datetime
import re

from domain.units import SECONDS_PER_DAY, SECONDS_PER_HOUR, SECONDS_PER_MINUTE
from planning.reading.cell_refused import CellRefused, refused
from planning.reading.number_cells import in_ascii

FIRST_YEAR, LAST_YEAR = 1970, 2199
"""Years outside are slips of the pen, or what a spreadsheet makes of an empty cell."""

_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]00:00(?::00)?)?")
"""With midnight behind it too: that is how spreadsheets and pandas write a date."""

_DATE_WITH_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9:.]+.*")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_SERIAL_ZERO = datetime.date(1899, 12, 30)

_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.0+)?)?")
_TWELVE_HOURS = re.compile(
    r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?:[:.][0-9]{2})? ?([ap])\.?m\.?", re.IGNORECASE
)
_CLOCK_IN_WORDS = re.compile(r"([0-9]{1,2}) ?[.hH：点时] ?([0-9]{2})?(?:分|[mM])?")
_FRACTION = re.compile(r"0?\.[0-9]+")

_TIMESTAMP = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)"
)
_ZONE = re.compile(r".*(?:Z|[+-][0-9]{2}:?[0-9]{2})\Z")


def read_date(text: str) -> datetime.date:
    """A day, as ``2026-11-20``."""
    found = _ISO_DATE.fullmatch(text)
    if not found:
        raise _why_no_date(text)
    year, month, day = (int(part) for part in found.groups())
    return _day(year, month, day)


def read_clock(text: str) -> int:
    """Seconds after midnight of ``08:30`` or ``08:30:15``, up to ``24:00``."""
    found = _CLOCK.fullmatch(text)
    if not found:
        raise _why_no_clock(text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if minutes > 59 or seconds > 59:
        raise refused("value.not_a_clock")
    time_s = hours * SECONDS_PER_HOUR + minutes * SECONDS_PER_MINUTE + seconds
    if time_s > SECONDS_PER_DAY:
        raise refused("value.clock_too_late")
    return time_s


def read_timestamp(text: str) -> datetime.datetime:
    """A local date and time, as ``2026-11-20 08:30`` or with a ``T`` between."""
    found = _TIMESTAMP.fullmatch(text)
    if not found:
        raise refused("value.timestamp_zone" if _ZONE.match(text) else "value.not_a_timestamp")
    day = read_date(found.group(1))
    try:
        return datetime.datetime.combine(day, datetime.time.fromisoformat(found.group(2)))
    except ValueError:
        raise refused("value.not_a_timestamp") from None


def _day(year: int, month: int, day: int) -> datetime.date:
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        raise refused("value.no_such_day") from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise refused("value.year_out_of_range", first=FIRST_YEAR, last=LAST_YEAR)
    return date


def _why_no_date(text: str) -> CellRefused:
    plain = in_ascii(text)
    if plain != text:
        return refused("value.foreign_digits", read_as=plain)
    if _DATE_WITH_TIME.fullmatch(text):
        return refused("value.date_with_time", read_as=text[:10])
    found = _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)
    if found:
        return _proposed(*(int(part) for part in found.groups()))
    if _SERIAL.fullmatch(text):
        day = _SERIAL_ZERO + datetime.timedelta(days=int(float(text)))
        return refused("value.date_serial", read_as=day.isoformat())
    last = _YEAR_LAST.fullmatch(text)
    return _year_last(last) if last else refused("value.not_a_date")


def _year_last(found: re.Match[str]) -> CellRefused:
    """Day first or month first: only where a number is over 12, or points divide, is it sure."""
    first, divider, second, year = found.groups()
    if len(year) == 2:
        return refused("value.year_of_two_digits")
    a, b, full = int(first), int(second), int(year)
    if divider == "." or a > 12:
        return _proposed(full, b, a)
    if b > 12:
        return _proposed(full, a, b)
    try:
        one, other = datetime.date(full, b, a), datetime.date(full, a, b)
    except ValueError:
        return refused("value.no_such_day")
    return refused("value.date_ambiguous", first=one.isoformat(), second=other.isoformat())


def _proposed(year: int, month: int, day: int) -> CellRefused:
    try:
        return refused("value.date_form", read_as=datetime.date(year, month, day).isoformat())
    except ValueError:
        return refused("value.no_such_day")


def _why_no_clock(text: str) -> CellRefused:
    plain = in_ascii(text).replace("：", ":")
    if plain != text and _CLOCK.fullmatch(plain):
        return refused("value.foreign_digits", read_as=plain)
    twelve = _TWELVE_HOURS.fullmatch(text)
    if twelve:
        hour, minute, half = twelve.groups()
        hours = int(hour) % 12 + (12 if half.lower() == "p" else 0)
        return refused("value.clock_form", read_as=f"{hours:02d}:{minute or '00'}")
    if _FRACTION.fullmatch(text) or text in {"0", "1"}:
        minutes = round(float(text) * SECONDS_PER_DAY / SECONDS_PER_MINUTE)
        return refused("value.clock_fraction", read_as=f"{minutes // 60:02d}:{minutes % 60:02d}")
    words = _CLOCK_IN_WORDS.fullmatch(text)
    if words:
        return refused("value.clock_form", read_as=f"{int(words[1]):02d}:{words[2] or '00'}")
    return refused("value.not_a_clock")
