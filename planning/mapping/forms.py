"""Forms that dates, clock times and moments may have in a company's tables, and how they are read.

A cell that does not have its column's form is not guessed at: it stays as it is, and the reader
refuses it. Only what the dataset's own form says may stand beside any other form.
"""

import datetime
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import cache
from zoneinfo import ZoneInfo

from domain.column import Kind
from domain.units import SECONDS_PER_DAY, SECONDS_PER_HOUR
from planning.mapping.units import column_of

Convert = Callable[[str], str | None]
"""A cell in the dataset's own form; None where it does not have the form."""

SERIAL, SERIAL_1904 = "Excel serial", "Excel serial 1904"
UNIX_S, UNIX_MS = "unix seconds", "unix milliseconds"
MINUTES, SECONDS = "minutes after midnight", "seconds after midnight"
HOURS, FRACTION = "hours after midnight", "fraction of a day"

_NUMBERED = (SERIAL, SERIAL_1904, UNIX_S, UNIX_MS)
"""Moments as a number."""

_DATES = (
    "YYYY-MM-DD", "DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY", "MM-DD-YYYY",
    "YYYYMMDD", "DDMMYYYY", "YYYY/MM/DD", "YYYY.MM.DD", "YYYY年MM月DD日",
    "DD.MM.YY", "DD/MM/YY", "MM/DD/YY",
)  # fmt: skip
"""Forms of a day; one digit stands for two where signs divide, so that D.M.YY is DD.MM.YY."""

_CLOCKS = ("HH:MM", "H:MM AM/PM", "HH.MM", "HHMM", "HHMMSS", "HH时MM分")
_COUNTED = (MINUTES, SECONDS, HOURS, FRACTION)

_MOMENT_CLOCKS = ("HH:MM", "H:MM AM/PM", "HHMMSS")
_MOMENTS = tuple(f"{day} {clock}" for day in _DATES for clock in _MOMENT_CLOCKS)

_SERIAL_ZERO = {
    SERIAL: datetime.datetime(1899, 12, 30),
    SERIAL_1904: datetime.datetime(1904, 1, 1),
}
_UNIX_ZERO = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_UNIX = re.compile(rf"({UNIX_S}|{UNIX_MS})(?: (\S+))?")

_FIRST_TWO_DIGIT_YEAR = 70
"""Two digits from here on are of the last century."""

_PARTS = {"YYYY": "[0-9]{4}", "YY": "[0-9]{2}"}
_COUNT = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?")
_CLOCK_PATTERNS = {
    "HH:MM": re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.0+)?)?"),
    "HH.MM": re.compile(r"([0-9]{1,2})(?:\.([0-9]{2}))?"),
    "HHMM": re.compile(r"([0-9]{0,2}?)([0-9]{1,2})"),
    "HHMMSS": re.compile(r"([0-9]{0,2}?)([0-9]{1,2}?)([0-9]{1,2})"),
    "HH时MM分": re.compile(r"([0-9]{1,2})[时点:：](?:([0-9]{1,2})分?)?"),
}
_TWELVE_HOURS = re.compile(
    r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?:[:.]([0-9]{2}))? ?([ap])\.?m\.?", re.IGNORECASE
)


def forms_of(table: str, column: str) -> tuple[str, ...]:
    """Forms that a column's cells may have, besides the dataset's own; empty where none fit.

    A day may be taken from a moment, and so may a clock time. Seconds since 1970 are of the clock
    of UTC, or of a zone named behind them: ``unix seconds Asia/Shanghai``.
    """
    declared = column_of(table, column)
    return _FORMS.get(declared.kind, ()) if declared is not None else ()


def is_form(table: str, column: str, form: str) -> bool:
    """Whether a column's cells may have a form."""
    forms = forms_of(table, column)
    unix = _UNIX.fullmatch(form)
    if unix and unix[2] and unix[1] in forms:
        return _zone(unix[2]) is not None
    return form in forms


def converter(kind: Kind, form: str) -> Convert:
    """What reads cells of a form into the dataset's own."""
    if kind is Kind.CLOCK:
        return lambda text: _as_clock(text, form)
    if kind is Kind.TIMESTAMP:
        return lambda text: _as_moment(text, form)
    if kind is Kind.DATES:
        return lambda text: _as_days(text, form)
    return lambda text: _as_day(text, form)


def _as_day(text: str, form: str) -> str | None:
    if form in _DATES:
        day = read_day(text.removesuffix(" 00:00:00").removesuffix(" 00:00"), form)
        return None if day is None else day.isoformat()
    moment = _moment(text, form)
    if moment is None or (form in _SERIAL_ZERO and moment.time() != datetime.time()):
        return None
    return moment.date().isoformat()


def _as_days(text: str, form: str) -> str | None:
    days = [_as_day(part.strip(), form) for part in text.split(";") if part.strip()]
    return None if None in days else ";".join(day for day in days if day)


def _as_clock(text: str, form: str) -> str | None:
    if form in _COUNTED:
        time_s = _counted(text, form)
    elif form in _CLOCKS:
        time_s = read_time(text, form)
    else:
        moment = _moment(text, form)
        time_s = None if moment is None else _since_midnight(moment)
    return None if time_s is None else _clock_text(time_s)


def _as_moment(text: str, form: str) -> str | None:
    moment = _moment(text, form)
    if moment is None and form in _DATES:
        day = read_day(text, form)
        return None if day is None else f"{day.isoformat()} 00:00:00"
    return None if moment is None else moment.isoformat(sep=" ", timespec="seconds")


def _moment(text: str, form: str) -> datetime.datetime | None:
    if form in _SERIAL_ZERO:
        return _after(text, _SERIAL_ZERO[form], SECONDS_PER_DAY)
    unix = _UNIX.fullmatch(form)
    if unix:
        seconds = Decimal(1) if unix[1] == UNIX_S else Decimal("0.001")
        moment = _after(text, _UNIX_ZERO, seconds)
        zone = _zone(unix[2]) if unix[2] else datetime.UTC
        return None if moment is None else moment.astimezone(zone).replace(tzinfo=None)
    return _written_moment(text.replace("T", " ", 1), form)


def _written_moment(text: str, form: str) -> datetime.datetime | None:
    day_form, _, clock_form = form.partition(" ")
    day_text, _, clock = text.partition(" ")
    day = read_day(day_text, day_form)
    time_s = read_time(clock.strip(), clock_form) if clock_form and clock else None
    if day is None or time_s is None:
        return None
    return datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(seconds=time_s)


def _after(text: str, zero: datetime.datetime, unit_s: int | Decimal) -> datetime.datetime | None:
    """The moment a count of units after another, to the second."""
    if not _COUNT.fullmatch(text):
        return None
    try:
        seconds = int((Decimal(text) * unit_s).to_integral_value())
        return zero + datetime.timedelta(seconds=seconds)
    except (OverflowError, InvalidOperation):
        return None


def read_day(text: str, form: str) -> datetime.date | None:
    """The day that a text of a form names; None where it is of another form, or no such day is."""
    found = _day_pattern(form).fullmatch(text)
    if not found:
        return None
    parts = {name: int(value) for name, value in found.groupdict().items()}
    year = parts["year"]
    if "YYYY" not in form:
        year += 1900 if year >= _FIRST_TWO_DIGIT_YEAR else 2000
    try:
        return datetime.date(year, parts["month"], parts["day"])
    except ValueError:
        return None


@cache
def _day_pattern(form: str) -> re.Pattern[str]:
    divided = any(not sign.isalpha() for sign in form) or "年" in form
    digits = "{1,2}" if divided else "{2}"
    year = "YYYY" if "YYYY" in form else "YY"
    pattern = re.escape(form)
    pattern = pattern.replace(year, f"(?P<year>{_PARTS[year]})")
    pattern = pattern.replace("MM", f"(?P<month>[0-9]{digits})")
    pattern = pattern.replace("DD", f"(?P<day>[0-9]{digits})")
    return re.compile(pattern)


def read_time(text: str, form: str) -> int | None:
    """Seconds after midnight of a clock time in a form; None where it has another form."""
    if form == "H:MM AM/PM":
        return _twelve_hours(text)
    found = _CLOCK_PATTERNS[form].fullmatch(text)
    if not found or not text:
        return None
    hours, minutes, *seconds = (int(part or 0) for part in found.groups())
    return _within_day(hours, minutes, *seconds)


def _twelve_hours(text: str) -> int | None:
    found = _TWELVE_HOURS.fullmatch(text)
    if not found or not 1 <= int(found[1]) <= 12:
        return None
    hours = int(found[1]) % 12 + (12 if found[4].lower() == "p" else 0)
    return _within_day(hours, int(found[2] or 0), int(found[3] or 0))


def _within_day(hours: int, minutes: int, seconds: int = 0) -> int | None:
    time_s = hours * SECONDS_PER_HOUR + minutes * 60 + seconds
    return time_s if minutes < 60 and seconds < 60 and time_s <= SECONDS_PER_DAY else None


def _counted(text: str, form: str) -> int | None:
    if not _COUNT.fullmatch(text):
        return None
    units = {MINUTES: 60, SECONDS: 1, HOURS: SECONDS_PER_HOUR, FRACTION: SECONDS_PER_DAY}
    time_s = int((Decimal(text) * units[form]).to_integral_value())
    return time_s if time_s <= SECONDS_PER_DAY else None


def _since_midnight(moment: datetime.datetime) -> int:
    return moment.hour * SECONDS_PER_HOUR + moment.minute * 60 + moment.second


def _clock_text(time_s: int) -> str:
    hours, rest_s = divmod(time_s, SECONDS_PER_HOUR)
    minutes, seconds = divmod(rest_s, 60)
    return f"{hours:02d}:{minutes:02d}" + (f":{seconds:02d}" if seconds else "")


@cache
def _zone(name: str) -> datetime.tzinfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return None


_FORMS = {
    Kind.DATE: (*_DATES, *_NUMBERED, *_MOMENTS),
    Kind.DATES: _DATES,
    Kind.CLOCK: (*_CLOCKS, *_COUNTED, *_NUMBERED, *_MOMENTS),
    Kind.TIMESTAMP: (*_MOMENTS, *_DATES, *_NUMBERED),
}
