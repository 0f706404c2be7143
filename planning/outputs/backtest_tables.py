"""What a backtest found as tables of text, the same on the screen and on the page."""

from collections.abc import Iterable, Sequence
from typing import Any

from forecasting.backtest_report import BacktestReport, Figures, ModelReport, SeriesReport
from planning.wording import Wording

Table = list[list[str]]
"""Rows of cells, the header first."""

_DIGITS = 6
_LEAST_SHOWN = 100.0
"""Figures from here on are told without decimals."""


def model_table(report: BacktestReport, wording: Wording) -> Table:
    """A row for each model, the least error first."""
    header = ("model", "error", "of_habit", "interval", "bias", "miss", "root_miss", "of_last_week")
    ranges = ("range_80", "range_95", "below_90")
    rows = [_header((*header, *ranges), wording)]
    for model in report.models:
        figures = model.figures
        low, high = model.interval_95
        interval = f"{100 * low:.0f}-{_percent(high, 0)}" if model is not report.baseline else "-"
        rows.append(
            [
                wording.text(f"model.{model.name}"),
                _percent(figures.wql),
                _percent(model.of_baseline, 0),
                interval,
                f"{100 * figures.bias:+.1f} %",
                _units(figures.mae),
                _units(figures.rmse),
                f"{figures.mase:.2f}",
                *(_percent(share) for share in (figures.coverage_80, figures.coverage_95)),
                _percent(figures.below_90),
            ]
        )
    return rows


def week_table(report: BacktestReport, wording: Wording) -> Table:
    """A row for each week of the horizon."""
    weeks = [str(number + 1) for number in range(len(report.leader.by_horizon))]
    pairs = zip(report.leader.by_horizon, report.baseline.by_horizon, strict=True)
    return _versus("week", zip(weeks, pairs, strict=True), wording)


def class_table(report: BacktestReport, wording: Wording) -> Table:
    """A row for each class of series."""
    habit = report.baseline.by_class
    rows = (
        (wording.text(f"series_class.{label}"), (figures, habit[label]))
        for label, figures in report.leader.by_class.items()
    )
    return _versus("class", rows, wording)


def series_table(series: Iterable[SeriesReport], wording: Wording) -> Table:
    """A row for each of some series."""
    rows = [_header(("place", "item", "class", "sold", "error", "habit_error"), wording)]
    for one in series:
        rows.append(
            [
                one.key.place_id,
                one.key.item_id,
                one.abc + one.xyz,
                f"{one.sold_units:,.0f}",
                _percent(one.error),
                _percent(one.baseline_error),
            ]
        )
    return rows


def backtest_figures(report: BacktestReport) -> dict[str, Any]:
    """All figures but those of single series, for JSON; those of the leader at the top."""
    return {
        **_model_figures(report.leader),
        "baseline": report.baseline.name.value,
        "first_dates": [date.isoformat() for date in report.first_dates],
        "days": report.days,
        "series": len(report.leader.series_error),
        "models": [_model_figures(model) for model in report.models],
    }


def series_figures(series: Iterable[SeriesReport]) -> list[dict[str, Any]]:
    """Figures of single series, for JSON."""
    return [
        {
            "place_id": one.key.place_id,
            "item_id": one.key.item_id,
            "abc": one.abc,
            "xyz": one.xyz,
            "sold_units": round(one.sold_units, _DIGITS),
            "wql": round(one.error, _DIGITS),
            "baseline_wql": round(one.baseline_error, _DIGITS),
        }
        for one in series
    ]


def _model_figures(model: ModelReport) -> dict[str, Any]:
    return {
        "model": model.name.value,
        **_figures(model.figures),
        "of_baseline": round(model.of_baseline, _DIGITS),
        "interval_95": [round(bound, _DIGITS) for bound in model.interval_95],
        "by_horizon": [
            {"week": week, **_figures(figures)} for week, figures in enumerate(model.by_horizon, 1)
        ],
        "by_class": {label: _figures(figures) for label, figures in model.by_class.items()},
    }


def _figures(figures: Figures) -> dict[str, float]:
    return {
        name: round(getattr(figures, name), _DIGITS)
        for name in sorted(Figures.__dataclass_fields__)
    }


def _versus(
    name: str, rows: Iterable[tuple[str, tuple[Figures, Figures]]], wording: Wording
) -> Table:
    """The leader beside the habit, on parts of what was judged."""
    columns = ("sold", "error", "habit_error", "of_habit", "bias", "range_80", "range_95")
    table = [_header((name, *columns, "below_90"), wording)]
    for label, (figures, habit) in rows:
        share = figures.wql / habit.wql if habit.wql > 0 else 1.0
        table.append(
            [
                label,
                f"{figures.sold_units:,.0f}",
                _percent(figures.wql),
                _percent(habit.wql),
                _percent(share, 0),
                f"{100 * figures.bias:+.1f} %",
                *(_percent(part) for part in (figures.coverage_80, figures.coverage_95)),
                _percent(figures.below_90),
            ]
        )
    return table


def _header(names: Sequence[str], wording: Wording) -> list[str]:
    return [wording.text(f"backtest.column_{name}") for name in names]


def _percent(share: float, digits: int = 1) -> str:
    return f"{100 * share:.{digits}f} %"


def _units(value: float) -> str:
    return f"{value:,.0f}" if value >= _LEAST_SHOWN else f"{value:.2f}"
