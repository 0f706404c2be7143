"""What was made of a series' figures is told in words, of the series shown alone."""

from dataclasses import replace

import numpy as np
import pytest

from domain.demand import Change, ChangeKind, SeriesKey
from gui.pages.prepared_demand import change_text, prepare_demand
from tests.domain.small_data import DAY
from tests.gui.charts.demand_day import (
    A1,
    A2,
    HISTORY_DAYS,
    OLD,
    UNKNOWN_FROM_BEHIND,
    days,
    demand_dataset,
    history,
)


def test_changes_of_a_series_are_its_own_and_those_of_its_place() -> None:
    raw = history()
    observed = raw.observed.copy()
    # Both series of W1 rest for a fortnight.
    observed[[0, 2], 40:54] = False
    units = np.where(observed, raw.units, 0)
    prepared = prepare_demand(demand_dataset(demand=replace(raw, observed=observed, units=units)))
    kinds = {key: {change.kind for change in prepared.changes_of(key)} for key in (A1, A2, OLD)}
    assert ChangeKind.CLOSED in kinds[A1] & kinds[OLD]
    assert ChangeKind.GAP in kinds[A1]
    assert kinds[A2] == set()


def test_holidays_of_the_country_are_looked_up() -> None:
    dataset = demand_dataset()
    settings = replace(dataset.settings, holiday_country="DE")
    prepared = prepare_demand(replace(dataset, settings=settings))
    assert "New Year's Day" in {holiday.name for holiday in prepared.dataset.holidays}
    assert {holiday.name for holiday in dataset.holidays} <= {
        holiday.name for holiday in prepared.dataset.holidays
    }


def test_a_dataset_without_demand_has_nothing_to_clean() -> None:
    prepared = prepare_demand(demand_dataset(demand=None))
    assert prepared.cleaned is None
    assert prepared.changes_of(A1) == ()


@pytest.mark.parametrize("kind", ChangeKind)
@pytest.mark.parametrize("after", [None, 1_234.5])
def test_every_change_is_told_with_its_days(kind: ChangeKind, after: float | None) -> None:
    change = Change(
        kind=kind,
        key=SeriesKey(place_id="W1", item_id="A"),
        first_day=DAY - days(HISTORY_DAYS),
        last_day=DAY - days(UNKNOWN_FROM_BEHIND),
        count=7,
        before=None,
        after=after,
    )
    told = change_text(change, "en")
    assert told.startswith("Sun 2 Nov 2025 to Tue 10 Feb 2026, 7 days: ")
    assert "{" not in told
    one = replace(change, first_day=DAY, last_day=DAY, count=1)
    assert change_text(one, "en").startswith("Mon 2 Mar 2026: ")
