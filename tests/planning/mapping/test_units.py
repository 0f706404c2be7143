from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.column import Kind, columns_of
from domain.tables import TABLES
from planning.mapping.units import exact_factor, in_own_unit, own_unit, units_of


@pytest.mark.parametrize(
    ("table", "column", "unit", "factor"),
    [
        ("products", "unit_weight_kg", "g", "0.001"),
        ("products", "unit_weight_kg", "t", "1000"),
        ("products", "unit_weight_kg", "lb", "0.45359237"),
        ("products", "unit_volume_m3", "cm3", "0.000001"),
        ("products", "unit_volume_m3", "l", "0.001"),
        ("products", "unit_volume_m3", "ft3", "0.028316846592"),
        ("products", "unit_value", "cents", "0.01"),
        ("products", "shelf_life_days", "weeks", "7"),
        ("orders", "service_min", "h", "60"),
        ("orders", "late_cost_per_hour", "cents_per_min", "0.6"),
        ("vehicles", "height_m", "cm", "0.01"),
        ("vehicles", "max_distance_km", "mi", "1.609344"),
        ("vehicles", "co2_g_per_km", "kg_per_100km", "10"),
        ("vehicles", "cost_per_km", "cents_per_km", "0.01"),
        ("warehouses", "inbound_capacity_m3_per_day", "l_per_day", "0.001"),
        ("promotions", "discount_pct", "share", "100"),
        ("trips", "duration_s", "min", "60"),
        ("orders", "lat", "microdegrees", "0.000001"),
    ],
)
def test_factors_are_exact(table: str, column: str, unit: str, factor: str) -> None:
    assert units_of(table, column)[unit] == Decimal(factor)
    assert exact_factor(table, column, unit) == Fraction(factor)


def test_every_column_with_a_unit_has_its_own_first() -> None:
    measured = 0
    for table in TABLES:
        for _, column in columns_of(table.noun):
            units = units_of(table.name, column.name)
            if units:
                measured += 1
                assert next(iter(units.values())) == 1
                assert own_unit(table.name, column.name) == next(iter(units))
            if column.kind is Kind.MONEY:
                assert "cents" in " ".join(units)
    assert measured > 40


@pytest.mark.parametrize(
    "column", ["order_id", "due_date", "window_start", "priority", "kind", "no_such_column"]
)
def test_what_has_no_unit_takes_none(column: str) -> None:
    assert units_of("orders", column) == {}


@given(seconds=st.integers(min_value=0, max_value=86_400))
def test_minutes_of_whole_seconds_are_those_seconds_again(seconds: int) -> None:
    minutes = in_own_unit(Decimal(seconds), exact_factor("orders", "service_min", "s"))
    assert round(minutes * 60) == seconds


@given(
    number=st.decimals(min_value=0, max_value=10**9, allow_nan=False, places=6),
    unit=st.sampled_from(sorted(set(units_of("products", "unit_weight_kg")))),
)
def test_numbers_are_converted_without_loss(number: Decimal, unit: str) -> None:
    factor = exact_factor("products", "unit_weight_kg", unit)
    assert Fraction(in_own_unit(number, factor)) == Fraction(number) * factor
