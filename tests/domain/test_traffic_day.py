"""Speeds by the hour: whose they are, and what midnight, holidays and clock changes do to them."""

import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clock import local_time
from domain.demand import Holiday
from domain.traffic import SpeedProfile, Zone
from domain.traffic_day import ANY_CLASS, BUILT_IN, FREE_FLOW, SpeedSource, TrafficDay, traffic_day

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = datetime.date(2026, 11, 27)
HOUR_S = 3_600
AREA = "POLYGON ((8 49, 9 49, 9 50, 8 50, 8 49))"


def profile(
    road_class: str, from_h: float, to_h: float, ratio: float, *, weekdays: str = "mon-fri"
) -> SpeedProfile:
    return SpeedProfile(
        road_class=road_class,
        weekdays=weekdays,
        start_time_s=int(from_h * HOUR_S),
        end_time_s=int(to_h * HOUR_S),
        speed_ratio=ratio,
    )


def ratio_at(traffic: TrafficDay, road_class: str, time_s: float) -> float:
    """Ratio of a class at elapsed seconds."""
    bucket = max(0, int(np.searchsorted(traffic.starts_s, time_s, side="right")) - 1)
    return float(traffic.ratios[bucket, traffic.class_of(road_class)])


def test_without_a_table_speeds_are_built_in_and_say_so() -> None:
    traffic = traffic_day(FRIDAY, BERLIN)
    assert traffic.source is SpeedSource.BUILT_IN
    assert ratio_at(traffic, "primary", 8 * HOUR_S) == BUILT_IN["mon-fri"]["primary"][1][2]
    assert ratio_at(traffic, "primary_link", 8 * HOUR_S) == ratio_at(traffic, "primary", 8 * HOUR_S)
    assert ratio_at(traffic, "footway", 8 * HOUR_S) == ratio_at(traffic, ANY_CLASS, 8 * HOUR_S)


def test_at_free_flow_nothing_changes() -> None:
    traffic = traffic_day(FRIDAY, BERLIN, with_speeds=False)
    assert traffic.source is SpeedSource.FREE_FLOW is FREE_FLOW.source
    assert traffic.ratios.tolist() == [[1.0]]


def test_the_table_goes_before_what_is_built_in() -> None:
    traffic = traffic_day(FRIDAY, BERLIN, profiles=[profile("primary", 7, 9, 0.4)])
    assert traffic.source is SpeedSource.BOTH
    assert ratio_at(traffic, "primary", 8 * HOUR_S) == 0.4
    assert ratio_at(traffic, "primary", 12 * HOUR_S) == 1.0
    assert ratio_at(traffic, "secondary", 8 * HOUR_S) == ratio_at(
        traffic_day(FRIDAY, BERLIN), "secondary", 8 * HOUR_S
    )


def test_a_row_for_all_classes_on_all_days_leaves_nothing_built_in() -> None:
    rows = [
        profile(ANY_CLASS, 0, 24, 0.9, weekdays=kind)
        for kind in ("mon-fri", "sat", "sun", "holiday")
    ]
    traffic = traffic_day(FRIDAY, BERLIN, profiles=rows)
    assert traffic.source is SpeedSource.TABLE
    assert np.all(traffic.ratios == 0.9)
    assert traffic.starts_s.tolist() == [0]


@pytest.mark.parametrize(("clock_h", "ratio"), [(6.9999, 1.0), (7.0, 0.5), (8.9999, 0.5), (9, 1.0)])
def test_a_span_holds_from_its_start_to_just_before_its_end(clock_h: float, ratio: float) -> None:
    traffic = traffic_day(FRIDAY, BERLIN, profiles=[profile("primary", 7, 9, 0.5)])
    assert ratio_at(traffic, "primary", clock_h * HOUR_S) == ratio


def test_a_span_past_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    traffic = traffic_day(FRIDAY, BERLIN, profiles=[profile("primary", 22, 26, 0.5)])
    assert ratio_at(traffic, "primary", 1 * HOUR_S) == 0.5, "from Thursday evening"
    assert ratio_at(traffic, "primary", 23 * HOUR_S) == 0.5
    assert ratio_at(traffic, "primary", 25 * HOUR_S) != 1.0, "Saturday has its own, built in"


def test_the_next_day_has_the_speeds_of_its_own_kind() -> None:
    rows = [profile(ANY_CLASS, 0, 24, 0.8), profile(ANY_CLASS, 0, 24, 0.6, weekdays="sat")]
    traffic = traffic_day(FRIDAY, BERLIN, profiles=rows)
    assert ratio_at(traffic, ANY_CLASS, 24 * HOUR_S - 1) == 0.8
    assert ratio_at(traffic, ANY_CLASS, 24 * HOUR_S) == 0.6


def test_holidays_and_make_up_days_are_not_what_their_weekday_says() -> None:
    rows = [
        profile(ANY_CLASS, 0, 24, 0.8),
        profile(ANY_CLASS, 0, 24, 0.6, weekdays="sat"),
        profile(ANY_CLASS, 0, 24, 0.9, weekdays="holiday"),
    ]
    saturday = FRIDAY + datetime.timedelta(days=1)
    for holidays, regions, ratio in (
        ([Holiday(date=FRIDAY)], frozenset[str](), 0.9),
        ([Holiday(date=FRIDAY, region_id="BW")], frozenset({"BW"}), 0.9),
        ([Holiday(date=FRIDAY, region_id="BY")], frozenset({"BW"}), 0.8),
    ):
        traffic = traffic_day(FRIDAY, BERLIN, profiles=rows, holidays=holidays, regions=regions)
        assert ratio_at(traffic, ANY_CLASS, 12 * HOUR_S) == ratio
    work = [Holiday(date=saturday, working=True)]
    traffic = traffic_day(saturday, BERLIN, profiles=rows, holidays=work)
    assert ratio_at(traffic, ANY_CLASS, 12 * HOUR_S) == 0.8


SPRING, AUTUMN = datetime.date(2026, 3, 29), datetime.date(2026, 10, 25)


def test_an_hour_that_comes_twice_is_driven_twice() -> None:
    rows = [
        profile(ANY_CLASS, 0, 24, 0.8, weekdays="sun"),
        profile("primary", 2, 2.5, 0.5, weekdays="sun"),
    ]
    traffic = traffic_day(AUTUMN, BERLIN, profiles=rows)
    slow = [at for at in np.arange(0, 6, 0.25) if ratio_at(traffic, "primary", at * HOUR_S) == 0.5]
    assert slow == [2.0, 2.25, 3.0, 3.25]


def test_an_hour_that_is_skipped_is_not_driven() -> None:
    rows = [
        profile("primary", 2, 3, 0.5, weekdays="sun"),
        profile("primary", 3, 4, 0.7, weekdays="sun"),
        profile("primary", 0, 24, 0.9, weekdays="sat"),
    ]
    traffic = traffic_day(SPRING, BERLIN, profiles=rows)
    assert not np.any(traffic.ratios == 0.5)
    assert ratio_at(traffic, "primary", 2 * HOUR_S) == 0.7
    assert ratio_at(traffic, "primary", 3 * HOUR_S) == 1.0


@given(
    st.sampled_from([FRIDAY, SPRING, AUTUMN, SPRING - datetime.timedelta(days=1)]),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe"]),
    st.integers(0, 3 * 24 * HOUR_S - 1),
)
def test_every_second_has_the_ratio_of_its_clock_time(
    day: datetime.date, name: str, time_s: int
) -> None:
    """What holds at an elapsed second is what the profile says at the local clock time."""
    timezone = ZoneInfo(name)
    kinds = ("mon-fri", "sat", "sun", "holiday")
    rows = [
        profile(ANY_CLASS, h, h + 1, 0.1 + 0.01 * h + 0.3 * i, weekdays=kind)
        for i, kind in enumerate(kinds[:3])
        for h in range(24)
    ]
    traffic = traffic_day(day, timezone, profiles=rows)
    local = local_time(day, time_s, timezone)
    kind = {5: 1, 6: 2}.get(local.weekday(), 0)
    assert ratio_at(traffic, ANY_CLASS, time_s) == pytest.approx(
        0.1 + 0.01 * local.hour + 0.3 * kind
    )


def zone(**facts: object) -> Zone:
    usual: dict[str, object] = {"zone_id": "Z1", "kind": "avoid", "geometry": AREA}
    return Zone(**(usual | facts))  # type: ignore[arg-type]


def test_zones_are_active_in_their_hours_and_territories_are_none() -> None:
    zones = [
        zone(active_from_s=22 * HOUR_S, active_to_s=30 * HOUR_S),
        zone(zone_id="Z2"),
        zone(zone_id="Z3", kind="territory"),
    ]
    traffic = traffic_day(FRIDAY, BERLIN, zones=zones, with_speeds=False)
    assert [z.zone_id for z in traffic.zones] == ["Z1", "Z2"]
    assert traffic.starts_s[:4].tolist() == [0, 6 * HOUR_S, 22 * HOUR_S, 30 * HOUR_S]
    assert traffic.is_active[:4, 0].tolist() == [True, False, True, False]
    assert traffic.is_active[:, 1].all()


def test_only_the_hours_asked_for() -> None:
    traffic = traffic_day(FRIDAY, BERLIN)
    part = traffic.between(8 * HOUR_S, 16 * HOUR_S)
    for hour in range(8, 17):
        assert ratio_at(part, "primary", hour * HOUR_S) == ratio_at(
            traffic, "primary", hour * HOUR_S
        )
    assert len(part.starts_s) < len(traffic.starts_s)


@pytest.mark.parametrize(
    ("starts_s", "ratios"), [([], []), ([0, 0], [1, 1]), ([0, 5], [1]), ([0], [0.0])]
)
def test_what_is_no_day_is_refused(starts_s: list[int], ratios: list[float]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        TrafficDay(
            starts_s=np.array(starts_s, dtype=np.int64),
            classes=(ANY_CLASS,),
            ratios=np.array(ratios, dtype=np.float64).reshape(-1, 1),
            is_active=np.zeros((len(starts_s), 0), dtype=np.bool_),
            source=SpeedSource.TABLE,
        )
