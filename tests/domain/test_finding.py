import datetime
from zoneinfo import ZoneInfo

import pytest

from domain.checks.finding import at, bare_id, clock_words, duration_words, money_words
from tests.domain.small_data import DAY

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_place_is_named_from_the_whole_to_the_part() -> None:
    assert at(vehicle="V1", stop=2, order="O7") == "vehicle:V1 stop:2 order:O7"
    assert bare_id("order:O:7") == "O:7"


@pytest.mark.parametrize(
    ("time_s", "words"),
    [
        (35_100, "09:45"),
        (35_120, "09:45:20"),
        (94_200, "02:10+1"),
        (-60, "23:59-1"),
        (10**12, "1000000000000 s"),
    ],
)
def test_a_time_is_said_as_the_clock_on_the_wall(time_s: int, words: str) -> None:
    assert clock_words(DAY, time_s, BERLIN) == words


def test_a_time_is_said_as_the_clock_on_the_wall_after_a_clock_change() -> None:
    assert clock_words(datetime.date(2026, 10, 25), 9 * 3_600, BERLIN) == "08:00"


@pytest.mark.parametrize(
    ("span_s", "words"), [(0, "0:00:00"), (340, "0:05:40"), (36_061, "10:01:01"), (-60, "-0:01:00")]
)
def test_a_span_is_said_in_hours_minutes_and_seconds(span_s: int, words: str) -> None:
    assert duration_words(span_s) == words


@pytest.mark.parametrize(
    ("amount", "currency", "words"), [(1_250, "EUR", "12.50 EUR"), (1_250, "JPY", "1250 JPY")]
)
def test_money_is_said_with_its_currency(amount: int, currency: str, words: str) -> None:
    assert money_words(amount, currency) == words
