"""The cards of a warehouse and of a SKU say what is expected, and on what that rests."""

from dataclasses import replace

import pytest

from domain.demand import ForecastBasis
from domain.plan import ExpectedLoad
from gui.panels.card import Card
from gui.panels.place_card import item_card, place_card
from gui.session import Selection
from tests.domain.small_data import DAY
from tests.gui.charts.demand_day import A1, days, demand_plan, forecast, session_of


def load(warehouse_id: str, ahead: int) -> ExpectedLoad:
    return ExpectedLoad(
        warehouse_id=warehouse_id,
        date=DAY + days(ahead),
        stops={"10": 1_100.0 + ahead, "50": 1_250.0, "90": 1_400.4},
        load_kg={"10": 900.0, "50": 1_204.0, "90": 1_500.0},
        volume_m3={"10": 4.0, "50": 5.0, "90": 6.0},
    )


def warehouse_card(*loads: ExpectedLoad) -> Card:
    session = session_of(plan=demand_plan(expected_loads=loads))
    assert session.dataset is not None
    card = place_card("W1", session.dataset, session)
    assert card is not None
    return card


def test_a_warehouse_tells_the_stops_and_the_load_of_the_next_days() -> None:
    loads = [load("W1", ahead) for ahead in (5, 1, 0, 2, 3)]
    facts = warehouse_card(*loads, load("W2", 4)).facts
    assert [fact for fact in facts if fact[0].startswith("Expected")] == [
        ("Expected 3 Mar", "1,101 to 1,400 stops, 1.2 t"),
        ("Expected 4 Mar", "1,102 to 1,400 stops, 1.2 t"),
        ("Expected 5 Mar", "1,103 to 1,400 stops, 1.2 t"),
    ]


def test_a_warehouse_of_which_nothing_is_expected_says_nothing_of_it() -> None:
    assert not any(about.startswith("Expected") for about, _ in warehouse_card().facts)


@pytest.mark.parametrize(
    ("basis", "told"),
    [
        (ForecastBasis.OWN, None),
        (ForecastBasis.SAME_ITEM, "same SKU elsewhere"),
        (ForecastBasis.SAME_CATEGORY, "SKUs of its category"),
        (ForecastBasis.EVERYTHING, "all other series"),
        (ForecastBasis.SILENT, "no sale so far"),
    ],
)
def test_a_forecast_that_rests_on_others_says_so(basis: ForecastBasis, told: str | None) -> None:
    line = replace(forecast(A1), basis=basis)
    session = session_of(plan=demand_plan(forecast=(line,)))
    assert session.dataset is not None
    card = item_card(Selection(place_id="W1", item_id="A"), session.dataset, session)
    assert card is not None
    assert dict(card.facts).get("Forecast rests on") == told
