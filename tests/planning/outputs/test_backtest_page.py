"""The page of a backtest: whole, in both languages, and safe whatever things are called."""

import datetime
import re

import numpy as np
import pytest

from domain.demand import DemandHistory, SeriesKey
from forecasting.backtest import judge
from forecasting.backtest_report import backtest_report
from forecasting.distribution import Distribution, IntArray
from forecasting.model import ModelName
from forecasting.seasonal_baseline import seasonal_forecast
from planning.outputs.backtest_charts import (
    Backtest,
    chosen_series,
    selling_series,
    series_chart,
    week_chart,
)
from planning.outputs.backtest_page import backtest_page
from planning.outputs.backtest_tables import (
    backtest_figures,
    class_table,
    model_table,
    series_figures,
    series_table,
    week_table,
)
from planning.wording import LANGUAGES, Wording
from tests.hostile_texts import HOSTILE
from tests.planning.outputs.page_tags import Tags

DAYS, DAY_COUNT, SERIES = 14, 200, 30


def backtest_of(names: list[str], zeros: bool = False) -> Backtest:
    """A backtest of series of places and items of given names."""
    generator = np.random.default_rng(1)
    size = np.geomspace(300, 0.2, len(names))[:, None]
    units = generator.poisson(0 * size if zeros else size, (len(names), DAY_COUNT))
    history = DemandHistory(
        keys=tuple(SeriesKey(place_id=name, item_id=name[::-1]) for name in names),
        first_date=datetime.date(2025, 3, 3),
        units=units.astype(np.float32),
        observed=np.ones(units.shape, np.bool_),
        promoted=np.zeros(units.shape, np.bool_),
    )
    rows = np.arange(len(names))

    def predictor(known: DemandHistory, wanted: IntArray) -> Distribution:
        return seasonal_forecast(known, DAYS, wanted)

    trials = judge(history, (170, 186), DAYS, predictor, rows).trials
    models = {ModelName.SEASONAL: trials, ModelName.COMBINATION: trials}
    report = backtest_report(history, models, rows)
    return Backtest(report=report, history=history, trials_by_model=models, rows=rows)


PLAIN = backtest_of([f"W{number}" for number in range(SERIES)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_and_its_tables_have_a_row_for_everything(language: str) -> None:
    wording = Wording(language)
    page = backtest_page(PLAIN, "a day", wording)
    tags = Tags(page)
    assert tags.opened == []
    assert tags.bad == []
    rows = 2 + len(PLAIN.report.leader.by_horizon) + len(PLAIN.report.leader.by_class)
    listed = min(20, len(selling_series(PLAIN.report)))
    assert page.count("<tr") - page.count("<thead>") == rows + listed
    assert page.count("<svg") == 1 + len(chosen_series(PLAIN.report))
    assert f'lang="{LANGUAGES[language].replace("_", "-")}"' in page


def test_no_name_becomes_a_part_of_the_page() -> None:
    hostile = backtest_of(list(HOSTILE.values()))
    page = backtest_page(hostile, HOSTILE["script"], Wording("en"))
    tags = Tags(page)
    assert tags.bad == []
    assert tags.opened == []


def test_nothing_sold_is_a_page_without_series() -> None:
    page = backtest_page(backtest_of(["W0", "W1"], zeros=True), "nothing", Wording("en"))
    assert Tags(page).opened == []
    assert page.count("<svg") == 1
    assert "nan" not in page


def test_pictures_are_of_different_series_that_sell_and_of_the_worst_and_best() -> None:
    chosen = chosen_series(PLAIN.report)
    assert len({series.key for series in chosen}) == len(chosen) == 6
    assert chosen[0].sold_units == max(series.sold_units for series in PLAIN.report.by_series)
    assert chosen[2].error > chosen[5].error
    assert set(chosen) <= set(selling_series(PLAIN.report))


def test_series_listed_sold_four_fifths_of_all() -> None:
    listed = selling_series(PLAIN.report)
    sold = sum(series.sold_units for series in listed)
    whole = sum(series.sold_units for series in PLAIN.report.by_series)
    least = min(series.sold_units for series in listed)
    assert sold - least < 0.8 * whole <= sold
    assert [series.error for series in listed] == sorted((s.error for s in listed), reverse=True)


def test_a_picture_has_the_lines_the_bands_and_the_forecast_dates() -> None:
    wording = Wording("en")
    picture = series_chart(PLAIN, PLAIN.report.by_series[0], wording)
    assert picture.count("fill-opacity") >= 4
    assert picture.count('class="mark"') == 2
    weeks = week_chart(PLAIN.report, wording)
    assert weeks.count("<rect") == 1 + 2 + 2 * len(PLAIN.report.leader.by_horizon)


def test_tables_are_rectangles_whose_first_row_names_the_columns() -> None:
    wording = Wording("en")
    report = PLAIN.report
    for table in (
        model_table(report, wording),
        week_table(report, wording),
        class_table(report, wording),
        series_table(report.by_series, wording),
    ):
        assert {len(row) for row in table} == {len(table[0])}
        assert len(table) > 1
    assert [row[0] for row in week_table(report, wording)[1:]] == ["1", "2"]


def test_the_figures_have_the_fields_of_the_leader_on_top() -> None:
    figures = backtest_figures(PLAIN.report)
    wanted = {"model", "wql", "mase", "rmse", "mae", "coverage_80", "coverage_95", "by_horizon"}
    assert wanted <= set(figures)
    assert figures["model"] == "combination"
    assert figures["baseline"] == "seasonal"
    assert [week["week"] for week in figures["by_horizon"]] == [1, 2]
    assert figures["models"][0]["by_class"]["A"]["wql"] >= 0
    assert len(series_figures(PLAIN.report.by_series)) == len(PLAIN.report.by_series)


def test_the_page_needs_nothing_but_itself() -> None:
    page = backtest_page(PLAIN, "a day", Wording("en"))
    addresses = set(re.findall(r"https?://[^\s\"'<]+", page))
    assert addresses == {"http://www.w3.org/2000/svg"}
    assert "default-src 'none'" in page
