"""What a backtest found: the figures of each model, and where each is good and where not."""

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from domain.demand import DemandHistory, SeriesKey
from forecasting import metrics
from forecasting.backtest import Trial, joined
from forecasting.bootstrap import Draws, ratios
from forecasting.distribution import BoolArray, Distribution, DoubleArray, FloatArray, IntArray
from forecasting.model import ModelName
from forecasting.series_classes import Classes, classes_of
from forecasting.usable_history import usable_history, view_until

WEEK_DAYS = 7
BASELINE = ModelName.SEASONAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How good one model was on some series and days.

    Parameters
    ----------
    sold_units
        Units sold on the days that count.
    wql
        Weighted quantile loss over the deciles, as a share of what was sold.
    value_wql
        The same with each unit counted by its value.
    mae, mse, rmse
        Mean absolute error of the median; mean squared error of the mean, and its root; units.
    mase, rmsse
        Error of the median over that of repeating last week; error of the mean over that of
        repeating yesterday.
    bias
        How much more was forecast than sold, as a share of what was sold.
    coverage_80, coverage_95
        Share of days inside the 80 and 95 % bands.
    below_90
        Share of days on which no more was sold than the 90 % quantile.
    """

    sold_units: float
    wql: float
    value_wql: float
    mae: float
    mse: float
    rmse: float
    mase: float
    rmsse: float
    bias: float
    coverage_80: float
    coverage_95: float
    below_90: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ModelReport:
    """How good one model was.

    Parameters
    ----------
    name
        Which model.
    figures
        Over everything judged.
    of_baseline
        Its error over the baseline's; 1 where the baseline makes none.
    interval_95
        Where that ratio lies with a chance of 95 %, were other series and dates judged.
    by_horizon
        Week by week after the forecast date.
    by_class
        By class of the series: A, B, C by how much they sell; X, Y, Z by how much they vary.
    series_error
        Its weighted quantile loss on each series, ``(s,)``; 0 where nothing was sold.
    """

    name: ModelName
    figures: Figures
    of_baseline: float
    interval_95: tuple[float, float]
    by_horizon: tuple[Figures, ...]
    by_class: Mapping[str, Figures]
    series_error: DoubleArray


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesReport:
    """How well one series was forecast.

    Parameters
    ----------
    row
        Its place among the series judged.
    key
        What it counts.
    abc, xyz
        Its classes.
    sold_units
        Units sold on the days judged.
    error, baseline_error
        Weighted quantile loss of the report's model, and of the baseline.
    """

    row: int
    key: SeriesKey
    abc: str
    xyz: str
    sold_units: float
    error: float
    baseline_error: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BacktestReport:
    """What a backtest found.

    Parameters
    ----------
    first_dates
        First day forecast from each past date.
    days
        Days judged after each.
    models
        What each model came to, the least error first.
    leader
        The model that the report is about: the combination, where it was judged.
    by_series
        Each series on which something was sold, the worst forecast one first.
    """

    first_dates: tuple[datetime.date, ...]
    days: int
    models: tuple[ModelReport, ...]
    leader: ModelReport
    by_series: tuple[SeriesReport, ...]

    @property
    def baseline(self) -> ModelReport:
        """The planner's habit, which every model has to beat."""
        return next(model for model in self.models if model.name is BASELINE)


def backtest_report(
    history: DemandHistory,
    trials_by_model: Mapping[ModelName, tuple[Trial, ...]],
    rows: IntArray,
    unit_values: DoubleArray | None = None,
    seed: int = 0,
) -> BacktestReport:
    """All figures of a backtest.

    Parameters
    ----------
    history
        The whole history.
    trials_by_model
        What each model forecast from the same past dates; the baseline must be among them.
    rows
        Series that were judged.
    unit_values
        Money that a unit of each of those series is worth, ``(len(rows),)``; where there are
        none, units count alike, and classes go by units.
    seed
        Seed of the interval.
    """
    trials = trials_by_model[BASELINE]
    before = usable_history(view_until(history, trials[0].origin))
    scales = _scales(before.units[rows], before.observed[rows], unit_values)
    classes = classes_of(before.units[rows], before.observed[rows], scales.values)
    judged = {name: _judged(of, scales) for name, of in trials_by_model.items()}
    baseline = judged[BASELINE]
    draws = Draws(series=len(rows), dates=len(trials), seed=seed)
    models = tuple(
        _model_report(name, one, baseline, classes, draws) for name, one in judged.items()
    )
    by_error = tuple(sorted(models, key=lambda model: model.figures.wql))
    leader = next((m for m in by_error if m.name is ModelName.COMBINATION), by_error[0])
    return BacktestReport(
        first_dates=tuple(
            history.first_date + datetime.timedelta(days=trial.origin) for trial in trials
        ),
        days=trials[0].actual.shape[1],
        models=by_error,
        leader=leader,
        by_series=_by_series([history.keys[row] for row in rows], classes, leader, baseline),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Scales:
    """What errors of each series are measured in, ``(s,)`` each."""

    season_error: DoubleArray
    step_error: DoubleArray
    values: DoubleArray

    def of(self, rows: IntArray) -> "_Scales":
        return _Scales(
            season_error=self.season_error[rows],
            step_error=self.step_error[rows],
            values=self.values[rows],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Judged:
    """A model's forecasts and what came; `dates` forecast dates side by side along the days."""

    actual: FloatArray
    observed: BoolArray
    forecast: Distribution
    scales: _Scales
    dates: int

    def of_rows(self, rows: IntArray) -> "_Judged":
        return dataclasses.replace(self._part((rows, slice(None))), scales=self.scales.of(rows))

    def of_week(self, week: int) -> "_Judged":
        days = self.actual.shape[1] // self.dates
        columns = np.flatnonzero(np.arange(self.actual.shape[1]) % days // WEEK_DAYS == week)
        return self._part((slice(None), columns))

    def loss(self) -> DoubleArray:
        """Quantile loss of each series after each date, ``(s, dates)``."""
        by_day = metrics.quantile_loss(self.actual, self.observed, self.forecast.quantiles)
        return np.asarray(by_day.reshape(len(by_day), self.dates, -1).sum(axis=2))

    def sold(self) -> DoubleArray:
        """Units sold of each series on days that count, ``(s,)``."""
        return np.asarray(np.where(self.observed, self.actual, 0).sum(axis=1, dtype=np.float64))

    def _part(self, part: tuple[IntArray | slice, IntArray | slice]) -> "_Judged":
        return dataclasses.replace(
            self,
            actual=self.actual[part],
            observed=self.observed[part],
            forecast=Distribution(
                mean=self.forecast.mean[part], quantiles=self.forecast.quantiles[part]
            ),
        )


def _scales(units: FloatArray, observed: BoolArray, unit_values: DoubleArray | None) -> _Scales:
    return _Scales(
        season_error=metrics.seasonal_naive_error(units, observed),
        step_error=metrics.naive_squared_error(units, observed),
        values=np.ones(len(units)) if unit_values is None else unit_values,
    )


def _judged(trials: Sequence[Trial], scales: _Scales) -> _Judged:
    actual, observed, forecast = joined(tuple(trials))
    return _Judged(
        actual=actual, observed=observed, forecast=forecast, scales=scales, dates=len(trials)
    )


def _figures(judged: _Judged) -> Figures:
    actual, observed, scales = judged.actual, judged.observed, judged.scales
    mean, quantiles = judged.forecast.mean, judged.forecast.quantiles
    return Figures(
        sold_units=float(judged.sold().sum()),
        wql=metrics.weighted_quantile_loss(actual, observed, quantiles),
        value_wql=metrics.weighted_quantile_loss(actual, observed, quantiles, scales.values),
        mae=metrics.mean_absolute_error(actual, observed, quantiles),
        mse=metrics.mean_squared_error(actual, observed, mean),
        rmse=metrics.root_mean_squared_error(actual, observed, mean),
        mase=metrics.mean_absolute_scaled_error(actual, observed, quantiles, scales.season_error),
        rmsse=metrics.root_mean_squared_scaled_error(actual, observed, mean, scales.step_error),
        bias=metrics.bias(actual, observed, mean),
        coverage_80=metrics.coverage(actual, observed, quantiles, 0.8),
        coverage_95=metrics.coverage(actual, observed, quantiles, 0.95),
        below_90=metrics.share_below(actual, observed, quantiles, 0.9),
    )


def _model_report(
    name: ModelName, judged: _Judged, baseline: _Judged, classes: Classes, draws: Draws
) -> ModelReport:
    loss, baseline_loss = judged.loss(), baseline.loss()
    weeks = -(-judged.actual.shape[1] // judged.dates // WEEK_DAYS)
    sold = judged.sold()
    return ModelReport(
        name=name,
        figures=_figures(judged),
        of_baseline=ratios(loss.sum(), baseline_loss.sum()).item(),
        interval_95=draws.interval(loss, baseline_loss),
        by_horizon=tuple(_figures(judged.of_week(week)) for week in range(weeks)),
        by_class={
            label: _figures(judged.of_rows(rows)) for label, rows in classes.rows_by_label().items()
        },
        series_error=np.divide(loss.sum(axis=1), sold, out=np.zeros(len(sold)), where=sold > 0),
    )


def _by_series(
    keys: Sequence[SeriesKey], classes: Classes, leader: ModelReport, baseline: _Judged
) -> tuple[SeriesReport, ...]:
    sold, baseline_loss = baseline.sold(), baseline.loss().sum(axis=1)
    rows = np.flatnonzero(sold > 0)
    worst_first = rows[np.argsort(-leader.series_error[rows], kind="stable")]
    return tuple(
        SeriesReport(
            row=row,
            key=keys[row],
            abc=classes.abc[row],
            xyz=classes.xyz[row],
            sold_units=float(sold[row]),
            error=float(leader.series_error[row]),
            baseline_error=float(baseline_loss[row] / sold[row]),
        )
        for row in worst_first.tolist()
    )
