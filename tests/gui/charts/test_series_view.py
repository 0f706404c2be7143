"""What a chart is given of a series is what the data and the plan say."""

from dataclasses import replace

import numpy as np

from domain.demand import SeriesKey
from gui.charts.series_view import series_view
from tests.domain.small_data import DAY
from tests.gui.charts.demand_day import (
    A1,
    A2,
    HISTORY_DAYS,
    HORIZON,
    MEAN,
    NEW,
    OLD,
    SHORT_FROM_BEHIND,
    UNKNOWN_FROM_BEHIND,
    days,
    demand_dataset,
    demand_plan,
)


def test_a_day_without_a_figure_is_a_gap_and_a_short_day_keeps_what_was_sold() -> None:
    view = series_view(demand_dataset(), None, DAY, A1)
    assert view.sold_on(DAY - days(1)) == (HISTORY_DAYS - 1) % 7
    assert view.sold_on(DAY - days(SHORT_FROM_BEHIND)) == 1
    assert view.sold_on(DAY - days(UNKNOWN_FROM_BEHIND)) is None
    short = [i for i in range(1, HISTORY_DAYS) if view.is_short_on(DAY - days(i))]
    assert short == [SHORT_FROM_BEHIND, UNKNOWN_FROM_BEHIND]
    assert view.sold_on(DAY) is None


def test_days_before_the_first_record_are_not_missing() -> None:
    view = series_view(demand_dataset(), None, DAY, A2)
    assert view.first == DAY - days(HISTORY_DAYS // 2)
    assert not view.is_short.any()


def test_bands_are_named_by_how_many_days_lie_in_them() -> None:
    view = series_view(demand_dataset(), demand_plan(), DAY, A1)
    assert [band.of_ten for band in view.bands] == [9, 8]
    assert view.expected.tolist() == list(MEAN)
    assert view.bands[1].high.tolist() == [m + 2 for m in MEAN]
    assert view.last == DAY + days(HORIZON - 1)


def test_only_what_concerns_the_series_is_named() -> None:
    view = series_view(demand_dataset(), None, DAY, A1)
    names = {(s.name, s.is_promotion, (s.last - s.first).days + 1) for s in view.spans}
    assert names == {("Tool week", True, 7), ("Sale", True, 7), ("Spring", False, 2)}
    assert view.names_on(DAY) == ["Sale"]


def test_a_series_may_lack_its_history_or_its_forecast() -> None:
    new = series_view(demand_dataset(), demand_plan(), DAY, NEW)
    assert (new.first, len(new.sold), len(new.expected)) == (DAY, 0, HORIZON)
    old = series_view(demand_dataset(), demand_plan(), DAY, OLD)
    assert (old.last, len(old.expected), old.bands) == (DAY - days(1), 0, ())
    nowhere = SeriesKey(place_id="?", item_id="?")
    none = series_view(demand_dataset(demand=None), None, DAY, nowhere)
    assert (none.first, none.last, none.names_on(DAY)) == (DAY, DAY, ["Sale"])


def test_a_history_of_stock_outs_alone_is_no_history() -> None:
    dataset = demand_dataset()
    assert dataset.demand is not None
    empty = replace(
        dataset.demand,
        units=np.zeros_like(dataset.demand.units),
        observed=np.zeros_like(dataset.demand.observed),
    )
    assert len(series_view(replace(dataset, demand=empty), None, DAY, A1).sold) == 0
