import datetime
from dataclasses import replace

import pytest

from domain.orders import Order
from maps.picture.plan_facts import numbered_stops, stop_count
from maps.picture.plan_text import PlanText
from tests.maps.made_up_plan import DAY, RELOAD, PlannedDay, plan_day
from tests.plain_wording import say


@pytest.fixture(scope="module")
def day() -> PlannedDay:
    """A plan of one route."""
    return plan_day(routes=1, stops=2, side=12)


@pytest.fixture(scope="module")
def text(day: PlannedDay) -> PlanText:
    """Its texts."""
    return PlanText(day.plan, day.dataset, say)


def order(**facts: object) -> Order:
    return Order(order_id="O1", lat=49.0, lon=8.0, due_date=DAY, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("time_s", "clock"),
    [(0, "00:00"), (8 * 3600 + 2699, "08:44"), (86_400, "00:00+1"), (26 * 3600 + 900, "02:15+1")],
)
def test_clock_times_name_the_next_day(text: PlanText, time_s: int, clock: str) -> None:
    assert text.clock(time_s) == clock


def test_clock_times_follow_a_change_of_the_clock(day: PlannedDay) -> None:
    autumn = replace(day.plan, day=datetime.date(2026, 10, 25))
    text = PlanText(autumn, day.dataset, say)
    assert [text.clock(hour * 3600) for hour in (2, 3, 8)] == ["02:00", "02:00", "07:00"]


@pytest.mark.parametrize(
    ("duration_s", "said"),
    [
        (0, "unit.minutes 0"),
        (10, "unit.minutes 1"),
        (1500, "unit.minutes 25"),
        (3599, "unit.hours_minutes 1 00"),
        (3900, "unit.hours_minutes 1 05"),
    ],
)
def test_durations_are_to_the_minute(text: PlanText, duration_s: int, said: str) -> None:
    assert text.duration(duration_s) == said


def test_windows_read_as_people_say_them(text: PlanText) -> None:
    assert text.windows(order()) == ""
    assert text.windows(order(window_start_s=28_800)) == "08:00–24:00"
    two = order(
        window_start_s=28_800, window_end_s=36_000, window2_start_s=50_400, window2_end_s=93_600
    )
    assert text.windows(two) == "08:00–10:00, 14:00–02:00+1"


def test_money_has_the_decimals_of_its_currency(day: PlannedDay, text: PlanText) -> None:
    assert text.money(481_250) == "4,812.50 EUR"
    yen = PlanText(replace(day.plan, currency="JPY"), day.dataset, say)
    assert yen.money(481_250) == "481,250 JPY"


def test_names_stand_behind_ids_where_they_differ(day: PlannedDay, text: PlanText) -> None:
    assert text.warehouse_name("W1") == "W1 Depot 1"
    assert text.warehouse_name("gone") == "gone"
    assert text.goods(day.dataset.orders[0].order_id) == ["1 × SKU000 Kettle 0"]


def test_a_reload_is_no_delivery(day: PlannedDay) -> None:
    route = day.plan.routes[0]
    reloading = replace(route, stops=(route.stops[0], RELOAD, route.stops[1]))
    assert [numbered.number for numbered in numbered_stops(reloading)] == [1, 0, 2]
    assert stop_count(reloading) == 2
