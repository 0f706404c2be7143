import datetime
from dataclasses import replace

import numpy as np

from domain.demand import Holiday, Promotion
from forecasting.known_facts import KnownDays, KnownFacts, codes_of, known_days
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
