import datetime
from dataclasses import replace

import numpy as np
import pytest

from domain.demand import Holiday, Promotion, SeriesKey
from forecasting.known_facts import (
    EventReach,
    KnownDays,
    KnownFacts,
    codes_of,
    known_days,
    open_days,
)
from tests.forecasting.sample_histories import MONDAY, history_of


def day(offset: int) -> datetime.date:
    return MONDAY + datetime.timedelta(days=offset)


def known(facts: KnownFacts, days: int = 30, series: int = 2, places: int = 2) -> KnownDays:
    history = history_of(np.ones((series, days)), places=places)
    return known_days(history, facts, [f"W{place}" for place in range(places)], 10)


def test_weekday_of_the_first_date() -> None:
    calendar = known(KnownFacts()).calendar
    assert calendar.shape[0] == 40
    assert calendar[0, :7].tolist() == [1, 0, 0, 0, 0, 0, 0]
    assert calendar[6, :7].tolist() == [0, 0, 0, 0, 0, 0, 1]


def test_the_season_is_left_out_where_no_year_was_seen() -> None:
    facts = KnownFacts()
    assert known(facts).calendar[:, 7:13].any()
    assert not known(replace(facts, year_seen=False)).calendar[:, 7:13].any()


def test_holiday_eve_and_make_up_day() -> None:
    holidays = (
        Holiday(date=day(5), name="Feast"),
        Holiday(date=day(6), name="Make-up", working=True),
    )
    flags = known(KnownFacts(holidays=holidays)).holiday[0]
    assert flags[5].tolist() == [1, 0, 0]
    assert flags[6].tolist() == [0, 1, 0]
    assert flags[4].tolist() == [0, 0, 1]
    assert flags.sum() == 3


def test_a_holiday_of_a_region_holds_in_its_places_only() -> None:
    facts = KnownFacts(
        holidays=(
            Holiday(date=day(5), name="North", region_id="north"),
            Holiday(date=day(9), name="At one place", region_id="W1"),
        ),
        place_regions={"W0": "north", "W1": "south"},
    )
    flags = known(facts).holiday[..., 0]
    assert flags[:, 5].tolist() == [1, 0]
    assert flags[:, 9].tolist() == [0, 1]


def test_the_like_day_of_a_moving_feast_is_the_feast() -> None:
    feast = [
        Holiday(date=date, name="Spring")
        for date in (datetime.date(2024, 2, 10), datetime.date(2024, 2, 11))
    ]
    again = [
        Holiday(date=date, name="Spring")
        for date in (datetime.date(2025, 1, 29), datetime.date(2025, 1, 30))
    ]
    found = known(KnownFacts(holidays=(*feast, *again)), days=400).analogue[0]
    position = (datetime.date(2025, 1, 29) - MONDAY).days
    like = (datetime.date(2024, 2, 10) - MONDAY).days
    assert found[position] == like
    assert found[position + 1] == like + 1
    assert found[position - 2] == like - 2
    assert found[position + 3] == like + 3
    assert found[position + 10] == position + 10 - 366


def test_the_like_day_of_a_plain_day_is_the_same_date_last_year() -> None:
    found = known(KnownFacts(), days=800).analogue[0]
    assert found[0] == -1
    assert (
        found[(datetime.date(2025, 11, 11) - MONDAY).days]
        == (datetime.date(2024, 11, 11) - MONDAY).days
    )
    assert found[(datetime.date(2025, 2, 28) - MONDAY).days] == 58


def test_events_are_numbered_with_eve_and_morrow() -> None:
    holidays = (Holiday(date=day(5), name="B"), Holiday(date=day(20), name="A"))
    found = known(KnownFacts(holidays=holidays))
    numbers = found.event[0]
    assert np.flatnonzero(numbers).tolist() == [4, 5, 6, 19, 20, 21]
    assert len(set(numbers[[4, 5, 6, 19, 20, 21]])) == 6
    assert numbers.max() < found.event_count


def test_promotions_hold_for_their_scope_on_their_days() -> None:
    def promotion(scope: str, first: int, last: int) -> Promotion:
        return Promotion(
            promo_id=scope, start_date=day(first), end_date=day(last), scope=scope, discount_pct=20
        )

    facts = KnownFacts(
        item_groups={"I0": "toys", "I1": "books"},
        promotions=(
            promotion("*", -5, 0),
            promotion("I1", 3, 3),
            promotion("toys", 5, 5),
            promotion("W1", 7, 7),
            promotion("nothing", 9, 9),
            promotion("*", 35, 99),
        ),
    )
    found = known(facts, series=4).promotion
    assert found[:, 0, 0].all()
    assert not found[:, 1, 0].any()
    assert found[:, 3, 0].tolist() == [0, 0, 1, 1]
    assert found[:, 5, 0].tolist() == [1, 1, 0, 0]
    assert found[:, 7, 0].tolist() == [0, 1, 0, 1]
    assert not found[:, 9].any()
    assert found[:, 35:, 0].all()
    np.testing.assert_allclose(found[:, 39, 1], 0.2)


def test_recorded_promotions_count_in_the_past_only() -> None:
    promoted = np.zeros((1, 12), np.bool_)
    promoted[0, 4] = True
    history = history_of(np.ones((1, 12)), promoted=promoted)
    found = known_days(history, KnownFacts(), ["W0"], 5).promotion
    assert np.flatnonzero(found[0, :, 0]).tolist() == [4]


def test_facts_have_a_fingerprint() -> None:
    facts = KnownFacts(item_groups={"a": "x"})
    assert facts.fingerprint() == KnownFacts(item_groups={"a": "x"}).fingerprint()
    other = replace(facts, holidays=(Holiday(date=MONDAY, name="Feast"),))
    assert facts.fingerprint() != other.fingerprint()


def test_codes_follow_the_alphabet() -> None:
    codes, names = codes_of(["b", "a", "b"])
    assert codes.tolist() == [1, 0, 1]
    assert names == ("a", "b")


def test_a_great_sale_reaches_as_far_as_it_is_told_to() -> None:
    sale = "Double 11"
    first, second = datetime.date(2024, 11, 11), datetime.date(2025, 11, 11)
    facts = KnownFacts(
        holidays=(Holiday(date=first, name=sale), Holiday(date=second, name=sale)),
        event_reaches={sale: EventReach(days_before=10, days_after=5)},
    )
    found = known(facts, days=700)
    position, like = (second - MONDAY).days, (first - MONDAY).days
    reached = np.arange(position - 10, position + 6)
    numbers = found.event[0]
    assert (numbers[reached] > 0).all()
    assert numbers[position - 11] == numbers[position + 6] == 0
    assert len(set(numbers[reached])) == 16
    np.testing.assert_array_equal(numbers[reached], numbers[reached - position + like])
    np.testing.assert_array_equal(found.analogue[0, reached], reached - position + like)
    assert found.event_count == 17


def test_the_nearer_of_two_events_wins_within_its_reach() -> None:
    facts = KnownFacts(
        holidays=(Holiday(date=day(5), name="Near"), Holiday(date=day(9), name="Far")),
        event_reaches={"Far": EventReach(days_before=4), "Near": EventReach(days_after=0)},
    )
    numbers = known(facts).event[0]
    # "Far" is numbered 1 to 6, "Near" 7 and 8.
    assert numbers[3:11].tolist() == [0, 7, 8, 2, 3, 4, 5, 6]


def test_an_event_cannot_reach_backwards() -> None:
    with pytest.raises(ValueError, match="negative"):
        EventReach(days_before=-1)


def test_places_are_closed_alone_or_all_together() -> None:
    closed = frozenset({("W1", day(3)), ("*", day(5)), ("nowhere", day(6)), ("W0", day(99))})
    found = open_days(KnownFacts(closed_days=closed), ["W0", "W1"], MONDAY, 8)
    assert np.argwhere(found == 0).tolist() == [[0, 5], [1, 3], [1, 5]]


def test_planned_prices_are_known_ahead() -> None:
    plan = {day(offset): 10.0 for offset in range(30)} | {day(33): 8.0}
    key = SeriesKey(place_id="W0", item_id="I0")
    price = known(KnownFacts(planned_prices={key: plan})).price
    assert price is not None
    assert not price[1].any()
    assert price[0, 33] == pytest.approx(np.log(0.8))
    assert not price[0, :33].any()
    assert known(KnownFacts()).price is None
