"""What a chart is given of a series is what the data and the plan say."""

from dataclasses import replace

import numpy as np
import pytest

from domain.demand import SeriesKey
from gui.charts.series_view import DaySpan, series_view
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
    alert,
    days,
    demand_dataset,
    demand_plan,
    history,
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


def test_what_cleaning_took_out_lowered_or_filled_in_is_told_from_what_was_recorded() -> None:
    raw = history()
    units, observed = raw.units.copy(), raw.observed.copy()
    observed[0, -1], units[0, -2], units[0, -3] = False, 1, 99
    units[0, -UNKNOWN_FROM_BEHIND], observed[0, -UNKNOWN_FROM_BEHIND] = 2.5, True
    recorded = raw.units.copy()
    recorded[0, -3] = 99
    dataset = demand_dataset(demand=replace(raw, units=recorded))
    cleaned = replace(raw, units=units, observed=observed)
    view = series_view(dataset, None, DAY, A1, cleaned)

    def before(flags: np.ndarray) -> list[int]:
        return [HISTORY_DAYS - i for i in np.flatnonzero(flags).tolist()]

    assert before(view.is_left_out) == [2, 1]
    assert before(view.is_filled) == [UNKNOWN_FROM_BEHIND]
    assert (view.taken_on(DAY - days(1)), view.taken_on(DAY - days(2))) == (None, 1)
    assert view.taken_on(DAY - days(UNKNOWN_FROM_BEHIND)) == 2.5
    assert [view.is_changed_on(DAY - days(i)) for i in (1, 3, UNKNOWN_FROM_BEHIND)] == [
        True,
        False,
        True,
    ]


def test_without_cleaning_every_recorded_figure_is_taken() -> None:
    view = series_view(demand_dataset(), None, DAY, A1)
    assert not view.is_left_out.any()
    assert not view.is_filled.any()
    new = series_view(demand_dataset(), demand_plan(), DAY, NEW, history())
    assert (len(new.taken), new.taken_on(DAY)) == (0, None)


@pytest.mark.parametrize(
    ("about", "is_expected"),
    [
        (A1, True),
        (A2, False),
        (None, True),
        (SeriesKey(place_id="W1", item_id=""), True),
        (SeriesKey(place_id="", item_id="A"), True),
        (SeriesKey(place_id="W2", item_id=""), False),
        (SeriesKey(place_id="", item_id="B"), False),
    ],
)
def test_days_of_alerts_about_a_series_alone_or_among_others_are_odd(
    about: SeriesKey | None, is_expected: bool
) -> None:
    plan = demand_plan(demand_alerts=(alert(about, before=9, lasts=4),))
    view = series_view(demand_dataset(), plan, DAY, A1)
    span = DaySpan(first=DAY - days(9), last=DAY - days(6))
    assert view.odd_days == ((span,) if is_expected else ())
