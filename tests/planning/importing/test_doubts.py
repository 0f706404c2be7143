"""Only texts that can be read in two ways are asked about, and all of these are."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.importing.doubts import doubts_of
from planning.importing.shown import Doubt, SampleTable
from planning.mapping.source_mapping import ColumnMapping, TableMapping


def doubts(
    column: ColumnMapping, texts: Sequence[str], beside: Sequence[str] = ()
) -> tuple[Doubt, ...]:
    other = [*beside, *[""] * (len(texts) - len(beside))]
    sample = SampleTable(
        source="orders.csv",
        name="orders",
        file="orders.csv",
        header=("x", "y"),
        rows=tuple(zip(texts, other, strict=True)),
        numbers=tuple(range(2, len(texts) + 2)),
    )
    mapped = TableMapping(target="orders", source="orders.csv", columns=(column,))
    return doubts_of(sample, mapped)


DAY = ColumnMapping(target="due_date", source="x")
COST = ColumnMapping(target="late_cost_per_hour", source="x")


def test_days_that_may_be_months_are_asked_about() -> None:
    (doubt,) = doubts(DAY, ["03/04/2026", "05/06/2026"])
    assert (doubt.kind, doubt.example) == ("form", "03/04/2026")
    assert {reading.column.form: reading.result for reading in doubt.readings} == {
        "DD/MM/YYYY": "2026-04-03",
        "MM/DD/YYYY": "2026-03-04",
    }


@pytest.mark.parametrize(
    "texts",
    [
        ["03/04/2026", "25/04/2026"],
        ["03/03/2026", "05/05/2026"],
        ["2026-04-03"],
        ["03.04.2026"],
        [""],
        ["soon"],
    ],
)
def test_clear_days_are_not_asked_about(texts: list[str]) -> None:
    assert doubts(DAY, texts) == ()


@given(st.integers(1, 999), st.integers(0, 999))
def test_three_digits_behind_a_point_are_asked_about(head: int, tail: int) -> None:
    (doubt,) = doubts(COST, [f"{head}.{tail:03}"])
    assert doubt.kind == "decimal"
    values = {reading.column.decimal: float(reading.result) for reading in doubt.readings}
    assert values[","] == head * 1000 + tail
    assert values["."] == float(f"{head}.{tail:03}")


@pytest.mark.parametrize(
    "texts",
    [["1.5"], ["1,5"], ["12"], ["1.234", "1.5"], ["1.234.567"], ["1.234", "0.510"]],
)
def test_clear_numbers_are_not_asked_about(texts: list[str]) -> None:
    assert doubts(COST, texts) == ()


def test_clear_numbers_beside_them_answer() -> None:
    comma = ColumnMapping(target="late_cost_per_hour", source="x", decimal=",")
    assert doubts(comma, ["1.500"], beside=["52,25"]) == ()
    assert doubts(comma, ["1.500"], beside=["52.25"])


def test_degrees_have_decimals() -> None:
    assert doubts(ColumnMapping(target="lat", source="x"), ["47.123"]) == ()
