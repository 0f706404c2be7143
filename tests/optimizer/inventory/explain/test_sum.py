"""Sums of lines: their numbers re-add to the units, and every part has its sentence."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.message import Parameter
from domain.supply import ReplenishmentLine
from optimizer.inventory.explain.parts import PlansAlone, lawful_order, sum_of_parts
from tests.optimizer.inventory.explain.stock_cases import planned, random_dataset, random_forecast

_SAID_WITH_THE_SUM = {"replenish.why", "replenish.why_lots", "replenish.why_least"}


def number(value: Parameter) -> int:
    assert isinstance(value, int)
    return value


def terms(line: ReplenishmentLine) -> list[int]:
    """The terms of a line's sum, as a reader would add them up."""
    left, right = str(line.explanation["sum"]).split(" = ")
    found = [int(sign + digits) for sign, digits in re.findall(r"([+-]?) ?(\d+)", left)]
    assert sum(found) == int(right) == line.units
    return found


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.booleans(), st.booleans())
def test_every_explanation_re_adds(seed: int, is_shared: bool, has_moves: bool) -> None:
    data = random_dataset(seed, is_shared=is_shared, has_moves=has_moves)
    _, _, plan = planned(data, random_forecast(data, seed))
    for line in (*plan.replenishment, *plan.transfers):
        why = line.explanation
        free = number(why["on_hand"]) - number(why["reserved"]) - number(why["shipped"])
        assert free + number(why["inbound"]) == why["position"]
        assert max(0, number(why["target"]) - number(why["position"])) == why["needed"]
        for said in (line.explanation, *line.reasons):
            assert {type(value) for value in said.parameters.values()} <= {str, int, float}
        needed, *rest = terms(line)
        assert needed == why["needed"]
        parts = [reason["part"] for reason in line.reasons if "part" in reason.parameters]
        if line.explanation.code in _SAID_WITH_THE_SUM:
            assert not parts
            assert len(rest) <= 1
        else:
            assert parts == rest


@pytest.mark.parametrize(
    ("needed", "units"), [(0, 0), (-5, 0), (1, 24), (24, 24), (25, 30), (61, 60)]
)
def test_a_lawful_order_covers_the_need_in_lots_from_least_to_most(needed: int, units: int) -> None:
    assert lawful_order(needed, lot=6, least=24, most=60) == units


def parts_of(plans: PlansAlone, *, needed: int, rounded: int, units: int, others: int = 0) -> str:
    parts = sum_of_parts(plans, needed=needed, rounded=rounded, lot=6, units=units, others=others)
    assert parts.units == units
    return parts.sum_text()


def test_a_lot_up_or_down_is_rounding_and_what_goes_beyond_has_another_cause() -> None:
    plans = PlansAlone(without_fixed=90, alone=120, with_moves=126)
    told = parts_of(plans, needed=91, rounded=96, units=102, others=12)
    assert told == "91 - 1 + 30 + 6 - 12 - 12 = 102"
    assert parts_of(plans, needed=61, rounded=66, units=126) == "61 + 5 + 24 + 30 + 6 = 126"


def test_causes_that_pull_apart_are_told_as_the_stronger() -> None:
    plans = PlansAlone(without_fixed=30, alone=120, with_moves=120)
    assert parts_of(plans, needed=61, rounded=66, units=120) == "61 + 5 + 54 = 120"
    waits = PlansAlone(without_fixed=66, alone=126, with_moves=96)
    assert parts_of(waits, needed=61, rounded=66, units=96) == "61 + 5 + 30 = 96"


def test_what_is_too_small_to_tell_goes_with_the_cost_of_orders() -> None:
    plans = PlansAlone(without_fixed=37, alone=64, with_moves=64)
    parts = sum_of_parts(plans, needed=36, rounded=36, lot=1, units=64, others=0)
    assert parts.sum_text() == "36 + 28 = 64"


def test_the_plain_order_needs_no_causes_though_they_cancel_out() -> None:
    plans = PlansAlone(without_fixed=0, alone=120, with_moves=126)
    assert parts_of(plans, needed=61, rounded=66, units=60, others=6) == "61 + 5 - 6 = 60"
