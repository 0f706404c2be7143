import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clock import elapsed_s, local_time

BERLIN = ZoneInfo("Europe/Berlin")
SHANGHAI = ZoneInfo("Asia/Shanghai")
SPRING = datetime.date(2026, 3, 29)
AUTUMN = datetime.date(2026, 10, 25)
DAY_S = 86_400

zones = st.sampled_from(
    [ZoneInfo(name) for name in ("Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe", "UTC")]
)
days = st.dates(datetime.date(2020, 1, 1), datetime.date(2036, 1, 1))


def at(hour: int, minute: int = 0) -> int:
    return 3_600 * hour + 60 * minute


@given(days, st.integers(0, 2 * DAY_S))
def test_without_clock_changes_the_clock_time_is_the_time_elapsed(
    day: datetime.date, clock_s: int
) -> None:
    assert elapsed_s(day, clock_s, SHANGHAI) == clock_s


@pytest.mark.parametrize(
    ("clock_s", "time_s"),
    [
        (at(1, 59), at(1, 59)),
        (at(2), at(2)),
        (at(2, 30), at(2)),
        (at(3), at(2)),
        (at(8), at(7)),
        (at(24), at(23)),
        (at(26), at(25)),
    ],
)
def test_a_skipped_time_is_the_moment_of_the_change(clock_s: int, time_s: int) -> None:
    """In Berlin the clock jumps from 02:00 to 03:00 on that day."""
    assert elapsed_s(SPRING, clock_s, BERLIN) == time_s


@pytest.mark.parametrize(
    ("clock_s", "time_s"),
    [(at(2), at(2)), (at(2, 30), at(2, 30)), (at(3), at(4)), (at(8), at(9)), (at(24), at(25))],
)
def test_a_time_that_comes_twice_is_the_first(clock_s: int, time_s: int) -> None:
    """In Berlin the clock goes back from 03:00 to 02:00 on that day."""
    assert elapsed_s(AUTUMN, clock_s, BERLIN) == time_s


def test_a_day_may_begin_after_its_midnight() -> None:
    """In Cairo the clock jumps from 00:00 to 01:00 on that day."""
    cairo, day = ZoneInfo("Africa/Cairo"), datetime.date(2026, 4, 24)
    assert [elapsed_s(day, clock_s, cairo) for clock_s in (0, at(0, 30), at(1), at(2))] == [
        0,
        0,
        0,
        at(1),
    ]


@given(days, zones, st.lists(st.integers(-DAY_S, 3 * DAY_S), min_size=2, max_size=2))
def test_a_later_clock_time_is_never_earlier(
    day: datetime.date, zone: ZoneInfo, clocks: list[int]
) -> None:
    early, late = sorted(clocks)
    assert elapsed_s(day, early, zone) <= elapsed_s(day, late, zone)


@given(days, zones, st.integers(0, 3 * DAY_S))
def test_the_local_time_of_elapsed_seconds_shows_that_clock(
    day: datetime.date, zone: ZoneInfo, time_s: int
) -> None:
    local = local_time(day, time_s, zone)
    clock = datetime.datetime.combine(local.date(), local.time())
    clock_s = int((clock - datetime.datetime.combine(day, datetime.time())).total_seconds())
    assert elapsed_s(day, clock_s, zone) == time_s or local.fold


def test_local_time_says_what_the_wall_clock_shows() -> None:
    assert local_time(SPRING, at(7), BERLIN).isoformat() == "2026-03-29T08:00:00+02:00"
    assert local_time(AUTUMN, at(9), BERLIN).isoformat() == "2026-10-25T08:00:00+01:00"
