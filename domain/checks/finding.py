"""What a rule found, and how places, times and money are said."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from domain.clock import local_time
from domain.message import Parameter
from domain.units import SECONDS_PER_HOUR, SECONDS_PER_MINUTE, major_units

SECONDS_PER_YEAR = 31_536_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong: where, by how much, and what the sentence about it needs.

    Parameters
    ----------
    where
        Name of the place, as `at` makes it.
    amount
        By how much, in the unit the sentence names.
    parameters
        Values for the named places of the sentence.
    variant
        Which of a rule's sentences it is, where there are several.
    """

    where: str
    amount: float
    parameters: Mapping[str, Parameter]
    variant: str = ""


def found(where: str, amount: float, variant: str = "", /, **parameters: Parameter) -> Finding:
    """A finding with the parameters of its sentence given by name."""
    return Finding(where=where, amount=amount, parameters=parameters, variant=variant)


def at(**ids: object) -> str:
    """Name of a place: ``vehicle:V1 stop:2 order:O7``."""
    return " ".join(f"{kind}:{name}" for kind, name in ids.items())


def bare_id(place: str) -> str:
    """The id in the name of one place: ``O7`` of ``order:O7``."""
    return place.partition(":")[2]


def clock_words(day: datetime.date, time_s: int, zone: ZoneInfo) -> str:
    """Local clock time ``09:45``, ``09:45:20``, or ``02:10+1`` on the day after."""
    if abs(time_s) > SECONDS_PER_YEAR:
        return f"{time_s} s"
    local = local_time(day, time_s, zone)
    text = local.strftime("%H:%M:%S" if local.second else "%H:%M")
    days = (local.date() - day).days
    return f"{text}{days:+d}" if days else text


def duration_words(span_s: int) -> str:
    """A span of time as hours, minutes and seconds: ``0:05:40``."""
    minutes, second = divmod(round(abs(span_s)), SECONDS_PER_MINUTE)
    hour, minute = divmod(minutes, SECONDS_PER_HOUR // SECONDS_PER_MINUTE)
    return f"{'-' if span_s < 0 else ''}{hour}:{minute:02d}:{second:02d}"


def money_words(amount_minor: int, currency: str) -> str:
    """An amount of money with its currency: ``12.50 EUR``."""
    return f"{major_units(amount_minor, currency)} {currency}"
