from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.units import clock_text, major_units, minor_units

amounts = st.decimals(-(10**12), 10**12, places=5)


@pytest.mark.parametrize(
    ("amount", "minor"),
    [("0.005", 0), ("0.015", 2), ("0.025", 2), ("-0.005", 0), ("-0.015", -2), ("2.0251", 203)],
)
def test_a_half_cent_goes_to_the_even_one(amount: str, minor: int) -> None:
    assert minor_units(Decimal(amount), "EUR") == minor


@pytest.mark.parametrize(
    ("currency", "minor"), [("EUR", 1_235), ("CNY", 1_235), ("JPY", 12), ("KWD", 12_346)]
)
def test_each_currency_has_its_own_decimal_places(currency: str, minor: int) -> None:
    assert minor_units(Decimal("12.3457"), currency) == minor


@given(amounts, st.sampled_from(["EUR", "JPY", "KWD"]))
def test_rounding_is_off_by_half_a_unit_at_most_and_to_even(amount: Decimal, currency: str) -> None:
    minor = minor_units(amount, currency)
    scale = {"EUR": 100, "JPY": 1, "KWD": 1_000}[currency]
    off = abs(Fraction(amount) * scale - minor)
    assert off <= Fraction(1, 2)
    assert off < Fraction(1, 2) or minor % 2 == 0


@given(st.integers(-(10**15), 10**15), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_minor_units_come_back_from_major_ones(minor: int, currency: str) -> None:
    assert minor_units(major_units(minor, currency), currency) == minor


@pytest.mark.parametrize(
    ("time_s", "text"),
    [
        (0, "00:00"),
        (31_500, "08:45"),
        (31_559, "08:45"),
        (86_399, "23:59"),
        (86_400, "00:00+1"),
        (94_500, "02:15+1"),
        (-60, "23:59-1"),
    ],
)
def test_clock_text_counts_days(time_s: int, text: str) -> None:
    assert clock_text(time_s) == text
