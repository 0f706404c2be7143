import datetime
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from domain.dataset import Dataset
from domain.demand import Change, ChangeKind, DemandHistory, Holiday, SeriesKey
from domain.settings import GAP_WAYS, Settings
from planning.forecast_cleaning import (
    SHOWN,
    before_and_after,
    change_message,
    clean_demand,
    cleaning_report,
)
from tests.domain.small_data import small_dataset
from tests.plain_wording import say

MONDAY = datetime.date(2026, 1, 5)


def history(units: np.ndarray, observed: np.ndarray | None = None) -> DemandHistory:
    seen = np.ones(units.shape, np.bool_) if observed is None else observed
    keys = [SeriesKey(place_id="W1", item_id=f"I{row:02d}") for row in range(len(units))]
    return DemandHistory(
        keys=tuple(keys),
        first_date=MONDAY,
        units=units.astype(np.float32),
        observed=seen,
        promoted=np.zeros(units.shape, np.bool_),
    )


def dataset(demand: DemandHistory | None, *holidays: Holiday, **settings: Any) -> Dataset:
    chosen = Settings(**settings)
    return replace(small_dataset(), settings=chosen, demand=demand, holidays=holidays)


def sales(series: int = 3, days: int = 84) -> np.ndarray:
    return np.random.default_rng(8).poisson(20, (series, days)).astype(float) + 1


def test_nothing_changed_is_said() -> None:
    assert [m.code for m in cleaning_report(dataset(None))] == ["cleaning.no_history"]
    assert [m.code for m in cleaning_report(dataset(history(sales())))] == ["cleaning.nothing"]


def test_each_kind_of_change_is_a_sentence_and_then_its_series() -> None:
    units = sales()
    units[0, 10], units[1, 20] = 1e9, -3
    seen = np.ones(units.shape, np.bool_)
    seen[:, 40] = False
    seen[2, [50, 51]] = False
    found = cleaning_report(dataset(history(units, seen)))
    assert [say(one) for one in found] == [
        "cleaning.closed 1 1 2026-02-14 2026-02-14",
        "cleaning.closed_series W1  1 2026-02-14 2026-02-14",
        "cleaning.impossible 1 1 2026-01-25 2026-01-25",
        "cleaning.impossible_series W1 I01 1 2026-01-25 2026-01-25 -3 -",
        "cleaning.outlier 1 1 2026-01-15 2026-01-15",
        "cleaning.outlier_series W1 I00 1 2026-01-15 2026-01-15 1,000,000,000 -",
        "cleaning.gap 1 2 2026-02-24 2026-02-25",
        "cleaning.gap_series W1 I02 2 2026-02-24 2026-02-25",
    ]


def test_the_settings_decide_what_is_done() -> None:
    units = sales()
    units[0, 10] = 1e9
    seen = np.ones(units.shape, np.bool_)
    seen[2, 50] = False
    codes = {
        one.code
        for one in cleaning_report(
            dataset(history(units, seen), demand_outliers="cap", demand_gaps="linear")
        )
    }
    assert {"cleaning.outlier_capped", "cleaning.gap_filled"} <= codes
    found = clean_demand(dataset(history(units, seen), demand_gaps="linear"))
    assert found is not None
    assert found.history.observed[2, 50]


def test_a_named_day_may_sell_far_more() -> None:
    units = sales()
    units[0, 10] = 40 * units[0].max()
    feast = Holiday(date=MONDAY + datetime.timedelta(days=10), name="Double 11")
    assert len(cleaning_report(dataset(history(units)))) == 2
    assert [m.code for m in cleaning_report(dataset(history(units), feast))] == ["cleaning.nothing"]


def test_many_series_are_counted_not_listed() -> None:
    units = sales(SHOWN + 5)
    units[:, 10] = np.arange(1, SHOWN + 6) * 1e6
    found = cleaning_report(dataset(history(units)))
    assert len(found) == SHOWN + 2
    assert say(found[-1]) == "cleaning.more 5"
    assert found[1]["item"] == f"I{SHOWN + 4}"


@pytest.mark.parametrize("kind", ChangeKind)
@pytest.mark.parametrize("after", [None, 4.5])
def test_every_change_has_a_sentence(kind: ChangeKind, after: float | None) -> None:
    key = SeriesKey(place_id="W1", item_id="A")
    day = MONDAY
    change = Change(
        kind=kind, key=key, first_day=day, last_day=day, count=1, before=None, after=after
    )
    found = change_message(change)
    assert found.code.startswith(f"cleaning.{kind}")
    assert "nan" not in say(found)


@pytest.mark.parametrize("gaps", GAP_WAYS)
def test_the_picture_shows_what_was_kept_filled_and_taken_out(gaps: str) -> None:
    units = sales()
    units[0, 10] = 1e9
    seen = np.ones(units.shape, np.bool_)
    seen[0, [30, 31]] = False
    raw = history(units, seen)
    found = clean_demand(dataset(raw, demand_gaps=gaps))
    assert found is not None
    picture = before_and_after(raw, found.history, 0, say)
    ET.fromstring(picture)
    assert "1,000,000,000" in picture
    assert "nan" not in picture
