"""What was cleaned as a table and a page."""

import csv
import datetime
from pathlib import Path

import numpy as np
import pytest

from domain.demand import DemandHistory, SeriesKey
from domain.message import message
from forecasting.cleaning.clean_history import Cleaned, CleaningOptions, clean_history
from planning.outputs.cleaning_files import change_of, changed_rows, cleaning_page, write_cleaning
from planning.wording import Wording
from tests.hostile_texts import HOSTILE
from tests.planning.outputs.page_tags import Tags

REPORT = (message("cleaning.outlier", series=1), message("cleaning.outlier_series", item="I1"))


@pytest.fixture(scope="module")
def raw() -> DemandHistory:
    """Three series: one sound, one with a slip of a million, one with a return."""
    units = np.random.default_rng(0).poisson(20, (3, 120)).astype(np.float32)
    units[1, 50], units[2, 70] = 1e6, -4
    return DemandHistory(
        keys=tuple(SeriesKey(place_id=HOSTILE["script"], item_id=f"=I{n}") for n in range(3)),
        first_date=datetime.date(2025, 3, 3),
        units=units,
        observed=np.ones(units.shape, np.bool_),
        promoted=np.zeros(units.shape, np.bool_),
    )


@pytest.fixture(scope="module")
def cleaned(raw: DemandHistory) -> Cleaned:
    """The history without them."""
    return clean_history(raw, CleaningOptions())


def test_the_series_that_changed_most_come_first(raw: DemandHistory, cleaned: Cleaned) -> None:
    assert changed_rows(raw, cleaned.changes)[0] == 1
    assert 0 not in changed_rows(raw, cleaned.changes)


def test_every_change_has_a_row_and_no_id_is_a_formula(
    tmp_path: Path, raw: DemandHistory, cleaned: Cleaned
) -> None:
    files = write_cleaning(tmp_path / "new", raw, cleaned, REPORT, "a day", Wording("en"))
    with files["changes"].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(cleaned.changes)
    assert {row["item_id"][:3] for row in rows} == {"'=I"}
    assert list(rows[0]) == list(change_of(cleaned.changes[0]))
    (slip,) = (row for row in rows if row["before"] == "1000000.0")
    assert slip["first_day"] == slip["last_day"] == "2025-04-22"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_shows_each_changed_series_and_is_safe(
    raw: DemandHistory, cleaned: Cleaned, language: str
) -> None:
    page = cleaning_page(raw, cleaned, REPORT, HOSTILE["img_onerror"], Wording(language))
    tags = Tags(page)
    assert tags.bad == []
    assert tags.opened == []
    assert page.count("<svg") == len(changed_rows(raw, cleaned.changes)) > 0


def test_nothing_changed_is_a_page_without_pictures(raw: DemandHistory) -> None:
    page = cleaning_page(raw, Cleaned(history=raw, changes=()), (), "a day", Wording("en"))
    assert "<svg" not in page
    assert Tags(page).opened == []
