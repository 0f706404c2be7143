"""Amounts of money as people read them."""

from decimal import ROUND_HALF_EVEN, Decimal

from domain.units import major_units

_DIGITS = 2


def amount_text(amount_minor: float, currency: str) -> str:
    """An amount with its currency: ``12.50 EUR``; small ones to two figures: ``0.0031 EUR``."""
    whole = major_units(round(amount_minor), currency)
    exact = Decimal(repr(float(amount_minor))) * major_units(1, currency)
    if exact == 0 or abs(exact) >= major_units(10, currency):
        return f"{whole:,f} {currency}"
    last = Decimal(1).scaleb(exact.adjusted() - _DIGITS + 1)
    return f"{exact.quantize(last, ROUND_HALF_EVEN):f} {currency}"
