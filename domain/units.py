"""Constants and conversions of units; money in minor units."""

from decimal import ROUND_HALF_EVEN, Decimal

SECONDS_PER_MINUTE = 60
SECONDS_PER_HOUR = 3_600
SECONDS_PER_DAY = 86_400
METRES_PER_KM = 1_000

MINOR_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "KWD": 3, "BHD": 3, "TND": 3}
"""Decimal places of currencies that do not have two (ISO 4217)."""


def minor_units(amount: Decimal, currency: str) -> int:
    """An amount in major units as whole minor units, rounded half to even once."""
    scaled = amount.scaleb(MINOR_DIGITS.get(currency, 2))
    return int(scaled.to_integral_value(rounding=ROUND_HALF_EVEN))


def major_units(amount_minor: int, currency: str) -> Decimal:
    """Minor units as an exact decimal amount."""
    return Decimal(amount_minor).scaleb(-MINOR_DIGITS.get(currency, 2))


def clock_text(time_s: int) -> str:
    """Clock time of seconds after midnight: ``08:45``; a later day is ``02:15+1``."""
    days, second = divmod(time_s, SECONDS_PER_DAY)
    text = f"{second // SECONDS_PER_HOUR:02d}:{second % SECONDS_PER_HOUR // 60:02d}"
    return f"{text}{days:+d}" if days else text
