import datetime
from dataclasses import replace

import numpy as np

from domain.dataset import Dataset
from domain.demand import DemandHistory, Holiday, SeriesKey
from domain.settings import Settings
from planning.public_holidays import is_country, is_region, known_holidays, public_holidays
from tests.domain.small_data import small_dataset


def named(country: str, region: str = "", year: int = 2025) -> dict[datetime.date, str]:
    found = public_holidays(country, region, range(year, year + 1))
    return {holiday.date: holiday.name for holiday in found if not holiday.working}


def dataset(*table: Holiday, **settings: str) -> Dataset:
    history = DemandHistory(
        keys=(SeriesKey(place_id="W1", item_id="A"),),
        first_date=datetime.date(2025, 1, 1),
        units=np.ones((1, 400), np.float32),
        observed=np.ones((1, 400), np.bool_),
        promoted=np.zeros((1, 400), np.bool_),
    )
    chosen = Settings(**settings)  # type: ignore[arg-type]
    return replace(small_dataset(), settings=chosen, demand=history, holidays=table)


def test_a_region_has_days_of_its_own() -> None:
    epiphany = datetime.date(2025, 1, 6)
    assert epiphany in named("DE", "BW")
    assert epiphany not in named("DE")


def test_make_up_working_days_are_known() -> None:
    working = [h.date for h in public_holidays("CN", "", range(2025, 2026)) if h.working]
    assert working == [
        datetime.date(2025, month, day)
        for month, day in [(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)]
    ]


def test_a_day_that_stands_in_for_another_has_no_name() -> None:
    found = named("CN")
    assert found[datetime.date(2025, 2, 3)] == ""
    assert found[datetime.date(2025, 6, 2)] == found[datetime.date(2025, 5, 31)]
    assert named("JP", year=2024)[datetime.date(2024, 2, 12)] == ""


def test_names_are_the_same_on_every_computer(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("LANGUAGE", "de")
    assert named("DE")[datetime.date(2025, 12, 25)] == "Christmas Day"


def test_without_a_country_only_the_table_counts() -> None:
    own = Holiday(date=datetime.date(2025, 11, 11), name="Double 11")
    assert known_holidays(dataset(own)) == (own,)


def test_the_table_has_the_last_word() -> None:
    open_christmas = Holiday(date=datetime.date(2025, 12, 25), working=True)
    found = known_holidays(dataset(open_christmas, holiday_country="DE", holiday_region="BW"))
    assert [h for h in found if h.date == open_christmas.date] == [open_christmas]
    assert max(holiday.date for holiday in found) > datetime.date(2027, 1, 1)


def test_unknown_places_are_known_as_such() -> None:
    assert is_country("DE")
    assert not is_country("XX")
    assert not is_country("de")
    assert is_region("DE", "BW")
    assert is_region("DE", "")
    assert not is_region("DE", "TX")
