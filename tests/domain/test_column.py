import math
from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from decimal import Decimal
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.column import (
    MAX_ID_LENGTH,
    MAX_TEXT_LENGTH,
    Column,
    Kind,
    ValueProblem,
    column,
    columns_of,
    is_required,
    refusal,
    validate,
)
from domain.tables import TABLE_BY_NAME, TABLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Crate:
    """A noun of every kind of check."""

    crate_id: str = column(Kind.ID)
    label: str = column(Kind.TEXT, default="")
    colour: str = column(Kind.CHOICE, default="red", choices=("red", "blue"))
    rest_s: int = column(Kind.NUMBER, name="rest_min", default=60, minimum=1, maximum=10, scale=60)
    weight_kg: float | None = column(Kind.NUMBER, default=None, above_zero=True)
    price: Decimal = column(Kind.MONEY, default=Decimal(0), minimum=0)
    note: str = "no column"

    def __post_init__(self) -> None:
        validate(self)


def refused(**facts: Any) -> tuple[str, str]:
    """The field refused, and the code of the reason."""
    with pytest.raises(ValueProblem) as caught:
        Crate(**({"crate_id": "C1"} | facts))
    return caught.value.field, caught.value.reason.code


@pytest.mark.parametrize(
    ("facts", "field", "code"),
    [
        ({"crate_id": ""}, "crate_id", "value.missing"),
        ({"crate_id": "x" * (MAX_ID_LENGTH + 1)}, "crate_id", "value.too_long"),
        ({"label": "x" * (MAX_TEXT_LENGTH + 1)}, "label", "value.too_long"),
        ({"colour": "green"}, "colour", "value.not_a_choice"),
        ({"rest_s": 59}, "rest_s", "value.too_small"),
        ({"rest_s": 601}, "rest_s", "value.too_large"),
        ({"weight_kg": 0.0}, "weight_kg", "value.not_above_zero"),
        ({"weight_kg": math.nan}, "weight_kg", "value.not_finite"),
        ({"weight_kg": math.inf}, "weight_kg", "value.not_finite"),
        ({"weight_kg": 10**400}, "weight_kg", "value.not_finite"),
        ({"price": Decimal("-0.01")}, "price", "value.too_small"),
        ({"price": Decimal("NaN")}, "price", "value.not_finite"),
        ({"price": Decimal("sNaN")}, "price", "value.not_finite"),
        ({"price": Decimal("1e999")}, "price", "value.not_finite"),
    ],
)
def test_a_value_is_refused_with_its_field_and_reason(
    facts: dict[str, Any], field: str, code: str
) -> None:
    assert refused(**facts) == (field, code)


@pytest.mark.parametrize(
    "facts",
    [
        {"crate_id": "007"},
        {"crate_id": "x" * MAX_ID_LENGTH},
        {"label": "x" * MAX_TEXT_LENGTH},
        {"rest_s": 60},
        {"rest_s": 600},
        {"weight_kg": None},
        {"weight_kg": 1e-9},
        {"price": Decimal("999999999.99")},
    ],
)
def test_a_value_at_the_edge_stands(facts: dict[str, Any]) -> None:
    Crate(**({"crate_id": "C1"} | facts))


def test_bounds_are_said_in_the_unit_of_the_cell() -> None:
    with pytest.raises(ValueProblem) as caught:
        Crate(crate_id="C1", rest_s=7_200)
    assert caught.value.reason.parameters == {"maximum": 10}


WITHIN = Column(kind=Kind.NUMBER, minimum=-5, maximum=5)


@given(st.floats(allow_nan=False) | st.integers() | st.decimals(-9, 9, places=3))
def test_a_number_stands_within_its_bounds_and_nowhere_else(value: float | Decimal) -> None:
    assert (refusal(value, WITHIN) is None) == (-5 <= value <= 5)


@pytest.mark.parametrize("text", ["NaN", "-NaN", "sNaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_number_is_refused(text: str) -> None:
    for value in (Decimal(text), float(text.replace("sN", "N"))):
        assert refusal(value, WITHIN) is not None


def test_columns_carry_the_name_of_their_table_s_header() -> None:
    names = {field.name: declared.name for field, declared in columns_of(Crate)}
    assert names["rest_s"] == "rest_min"
    assert names["label"] == "label"
    assert "note" not in names


def test_a_column_without_a_default_is_required() -> None:
    required = [field.name for field, _ in columns_of(Crate) if is_required(field)]
    assert required == ["crate_id"]


NOUNS = sorted({table.noun for table in TABLES}, key=lambda noun: noun.__name__)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_every_noun_is_frozen_slotted_and_named_by_keyword(noun: type[Any]) -> None:
    parameters = noun.__dataclass_params__
    assert parameters.frozen
    assert hasattr(noun, "__slots__")
    assert all(field.kw_only for field in fields(noun))


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_every_column_of_a_noun_accepts_its_own_default(noun: type[Any]) -> None:
    for field, declared in columns_of(noun):
        if field.default is not MISSING and field.default is not None:
            assert refusal(field.default, declared) is None, field.name


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_every_field_of_a_noun_is_a_column_with_its_own_header(noun: type[Any]) -> None:
    headers = [declared.name for _, declared in columns_of(noun)]
    assert len(headers) == len(fields(noun)) == len(set(headers))


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_a_time_or_distance_says_its_unit_in_the_field(noun: type[Any]) -> None:
    """A header in minutes or kilometres is a field in seconds or metres."""
    ends = {"_min": "_s", "_km": "_m"}
    for field, declared in columns_of(noun):
        for ending, inside in ends.items():
            if declared.name.endswith(ending) and not declared.name.endswith("per_km"):
                assert field.name.endswith(inside)
                assert declared.scale in {60, 1_000}


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_a_column_that_may_be_empty_says_so_in_its_type(noun: type[Any]) -> None:
    hints = get_type_hints(noun)
    for field, _ in columns_of(noun):
        if field.default is None:
            assert type(None) in hints[field.name].__args__


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_not_before_names_a_clock_of_the_same_noun(noun: type[Any]) -> None:
    clocks = {field.name for field, declared in columns_of(noun) if declared.kind is Kind.CLOCK}
    for field, declared in columns_of(noun):
        if declared.not_before:
            assert field.name in clocks
            assert declared.not_before in clocks - {field.name}


def test_tables_have_keys_among_their_columns_and_one_name_each() -> None:
    assert len(TABLE_BY_NAME) == len(TABLES)
    for table in TABLES:
        headers = {declared.name for _, declared in columns_of(table.noun)}
        assert set(table.key) <= headers, table.name


def test_a_noun_cannot_be_changed() -> None:
    crate = Crate(crate_id="C1")
    with pytest.raises(FrozenInstanceError):
        crate.label = "other"  # type: ignore[misc]
