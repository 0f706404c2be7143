"""Pictures of a backtest: series with what was forecast for them, and the error by week."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from domain.demand import DemandHistory
from forecasting.backtest import Trial
from forecasting.backtest_report import BASELINE, BacktestReport, SeriesReport
from forecasting.distribution import FloatArray, IntArray, level_index
from forecasting.model import ModelName
from planning.outputs import svg_chart
from planning.outputs.file_names import printable_text
from planning.outputs.svg_chart import Band, Line, Mark, draw_chart
from planning.wording import Wording

DAYS_BEFORE = 56
"""Days of history shown before the first forecast."""

DATES_SHOWN = 2
"""How many of the past dates are shown, the last ones."""

_LISTED_SHARE = 0.8

_BANDS = {0.95: 0.12, 0.8: 0.2}
"""Share of days that a band is meant to hold, and how strongly it is drawn."""

_BARS_HEIGHT, _BARS_TOP, _BARS_BOTTOM = 240, 64, 34
_BARS_LEFT, _BARS_RIGHT = 16, 16
_BAR_SHARE = 0.34
_WIDEST_WEEK = 180


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Backtest:
    """A report with what it was made from.

    Parameters
    ----------
    report
        What was found.
    history
        The whole history, days that cannot be demand taken as not observed.
    trials_by_model
        What each model forecast.
    rows
        Series that were judged.
    """

    report: BacktestReport
    history: DemandHistory
    trials_by_model: Mapping[ModelName, tuple[Trial, ...]]
    rows: IntArray


def chosen_series(report: BacktestReport) -> tuple[SeriesReport, ...]:
    """Series worth a picture: the two that sell most, and the worst and best two of the rest."""
    most = sorted(report.by_series, key=lambda series: -series.sold_units)[:2]
    rest = [series for series in selling_series(report) if series not in most]
    return (*most, *rest[:2], *reversed(rest[2:][-2:]))


def selling_series(report: BacktestReport) -> tuple[SeriesReport, ...]:
    """Series that sold four fifths of all units on the days judged, the worst forecast one first.

    What hardly sells is never forecast well, and would fill any list of the worst.
    """
    most = sorted(report.by_series, key=lambda series: -series.sold_units)
    sold = np.cumsum([series.sold_units for series in most])
    count = int(np.searchsorted(sold, _LISTED_SHARE * sold[-1])) + 1 if most else 0
    listed = set(most[:count])
    return tuple(series for series in report.by_series if series in listed)


def series_chart(backtest: Backtest, series: SeriesReport, wording: Wording) -> str:
    """What was sold, and what was forecast from the last of the past dates, with its bands."""
    history, row = backtest.history, backtest.rows[series.row]
    trials = backtest.trials_by_model[backtest.report.leader.name][-DATES_SHOWN:]
    habit = backtest.trials_by_model[BASELINE][-DATES_SHOWN:]
    span = _span(trials)
    dates = [history.first_date + datetime.timedelta(days=day) for day in span]
    sold = np.where(history.observed[row], history.units[row], np.nan)[span.start : span.stop]
    forecast = [trial.forecast for trial in trials]
    lines = (
        Line(
            name=wording.text("backtest.line_habit"),
            values=_by_day(habit, [trial.forecast.mean[series.row] for trial in habit]),
            colour=svg_chart.BASELINE,
            dashed=True,
        ),
        Line(
            name=wording.text("backtest.line_forecast"),
            values=_by_day(trials, [one.mean[series.row] for one in forecast]),
            colour=svg_chart.FORECAST,
        ),
        Line(name=wording.text("backtest.line_sold"), values=sold),
    )
    bands = []
    for share, opacity in _BANDS.items():
        low, high = (
            _by_day(trials, [one.quantiles[series.row, :, level] for one in forecast])
            for level in (level_index((1 - share) / 2), level_index((1 + share) / 2))
        )
        name = wording.text("backtest.band", {"percent": round(100 * share)})
        bands.append(Band(name=name, low=low, high=high, opacity=opacity))
    mark = wording.text("backtest.mark")
    return draw_chart(
        f"{series.key.place_id} · {series.key.item_id} ({series.abc}{series.xyz})",
        dates,
        lines,
        bands,
        marks=[Mark(name=mark, date=dates[trial.origin - span.start]) for trial in trials],
    )


def _span(trials: Sequence[Trial]) -> range:
    """Days from some before the first forecast to the last that was forecast."""
    last = trials[-1]
    return range(max(0, trials[0].origin - DAYS_BEFORE), last.origin + last.actual.shape[1])


def _by_day(trials: Sequence[Trial], figures: Sequence[FloatArray]) -> FloatArray:
    """Figures of each trial at their days, NaN before; a later forecast takes an earlier one's."""
    span = _span(trials)
    values = np.full(len(span), np.nan, np.float32)
    for trial, of_trial in zip(trials, figures, strict=True):
        first = trial.origin - span.start
        values[first : first + len(of_trial)] = of_trial
    return values


def week_chart(report: BacktestReport, wording: Wording) -> str:
    """Forecast error of the leader beside that of the habit, by week of the horizon."""
    title = printable_text(wording.text("backtest.weeks_title"))
    width = svg_chart.SIZE[0]
    named = (
        (wording.text(f"model.{report.leader.name}"), svg_chart.FORECAST, report.leader),
        (wording.text(f"model.{report.baseline.name}"), svg_chart.BASELINE, report.baseline),
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_BARS_HEIGHT}" '
        f'width="{width}" height="{_BARS_HEIGHT}" role="img" aria-label={quoteattr(title)}>',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{_BARS_HEIGHT}" rx="4" fill="#FFFFFF"/>',
        f'<text x="{_BARS_LEFT}" y="24" class="title">{escape(title)}</text>',
    ]
    x = float(_BARS_LEFT)
    for name, colour, _ in named:
        parts.append(f'<rect x="{x:.0f}" y="36" width="22" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{x + 28:.0f}" y="46">{escape(printable_text(name))}</text>')
        x += 48 + sum(12 if ord(sign) > 0x2E80 else 7 for sign in name)
    weeks = range(len(report.leader.by_horizon))
    errors = [[model.by_horizon[week].wql for _, _, model in named] for week in weeks]
    parts += _bars(errors, [colour for _, colour, _ in named], wording, width)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _bars(
    errors: Sequence[Sequence[float]], colours: Sequence[str], wording: Wording, width: int
) -> list[str]:
    """A group of bars for each week, each with its figure above it."""
    base = _BARS_HEIGHT - _BARS_BOTTOM
    greatest = max((error for week in errors for error in week), default=0.0) or 1.0
    step = min(_WIDEST_WEEK, (width - _BARS_LEFT - _BARS_RIGHT) / max(len(errors), 1))
    parts = []
    for week, group in enumerate(errors):
        middle = width / 2 + step * (week + 0.5 - len(errors) / 2)
        for number, (error, colour) in enumerate(zip(group, colours, strict=True)):
            bar = step * _BAR_SHARE
            x = middle + (number - len(group) / 2) * bar
            height = error / greatest * (base - _BARS_TOP - 14)
            parts.append(
                f'<rect x="{x + 1:.1f}" y="{base - height:.1f}" width="{bar - 2:.1f}" '
                f'height="{height:.1f}" fill="{colour}"/>'
                f'<text x="{x + bar / 2:.1f}" y="{base - height - 5:.1f}" class="tick" '
                f'text-anchor="middle">{100 * error:.1f}</text>'
            )
        label = printable_text(wording.text("backtest.week", {"week": week + 1}))
        parts.append(
            f'<text x="{middle:.1f}" y="{base + 18}" class="tick" '
            f'text-anchor="middle">{escape(label)}</text>'
        )
    return [f'<path class="grid" d="M{_BARS_LEFT} {base}H{width - _BARS_RIGHT}"/>', *parts]
