"""What a backtest found as one page that needs nothing but itself: tables and pictures."""

from collections.abc import Iterator

from planning.outputs.backtest_charts import (
    Backtest,
    chosen_series,
    selling_series,
    series_chart,
    week_chart,
)
from planning.outputs.backtest_tables import (
    class_table,
    model_table,
    series_table,
    week_table,
)
from planning.outputs.html_page import html_page, html_table, shown
from planning.wording import Wording

SERIES_LISTED = 10
"""Series in each of the two lists: those forecast worst, and those forecast best."""


def backtest_page(backtest: Backtest, dataset_name: str, wording: Wording) -> str:
    """The page as HTML."""
    title = wording.text("backtest.title", {"dataset": dataset_name})
    body = (
        *_summary(backtest, wording),
        *_by_week(backtest, wording),
        *_by_class(backtest, wording),
        *_pictures(backtest, wording),
        *_by_series(backtest, wording),
    )
    return html_page(title, body, wording)


def summary_sentences(backtest: Backtest, wording: Wording) -> tuple[str, str]:
    """What was judged, and how the forecast compares with the planner's habit."""
    report = backtest.report
    low, high = report.leader.interval_95
    judged = wording.text(
        "backtest.judged",
        {
            "series": len(backtest.rows),
            "dates": len(report.first_dates),
            "days": report.days,
            "first": report.first_dates[0].isoformat(),
            "last": report.first_dates[-1].isoformat(),
        },
    )
    compared = wording.text(
        "backtest.compared",
        {
            "model": wording.text(f"model.{report.leader.name}"),
            "error_pct": 100 * report.leader.figures.wql,
            "habit_error_pct": 100 * report.baseline.figures.wql,
            "share_pct": 100 * report.leader.of_baseline,
            "low_pct": 100 * low,
            "high_pct": 100 * high,
        },
    )
    return judged, compared


def _summary(backtest: Backtest, wording: Wording) -> Iterator[str]:
    judged, compared = summary_sentences(backtest, wording)
    yield f'<p class="quiet">{shown(judged)}</p><p class="told">{shown(compared)}</p>'
    names = [model.name for model in backtest.report.models]
    leading = names.index(backtest.report.leader.name)
    yield from html_table(model_table(backtest.report, wording), leading=leading)
    yield f'<p class="quiet">{_say(wording, "backtest.columns_explained")}</p>'


def _by_week(backtest: Backtest, wording: Wording) -> Iterator[str]:
    yield f"<h2>{_say(wording, 'backtest.by_week')}</h2>"
    yield from html_table(week_table(backtest.report, wording))
    yield f'<div class="one">{week_chart(backtest.report, wording)}</div>'


def _by_class(backtest: Backtest, wording: Wording) -> Iterator[str]:
    yield f"<h2>{_say(wording, 'backtest.by_class')}</h2>"
    yield f'<p class="quiet">{_say(wording, "backtest.classes_explained")}</p>'
    yield from html_table(class_table(backtest.report, wording))


def _pictures(backtest: Backtest, wording: Wording) -> Iterator[str]:
    chosen = chosen_series(backtest.report)
    if not chosen:
        return
    yield f"<h2>{_say(wording, 'backtest.pictures')}</h2>"
    yield f'<p class="quiet">{_say(wording, "backtest.pictures_explained")}</p>'
    yield '<div class="pictures">'
    for series in chosen:
        yield series_chart(backtest, series, wording)
    yield "</div>"


def _by_series(backtest: Backtest, wording: Wording) -> Iterator[str]:
    series = selling_series(backtest.report)
    worst = series[:SERIES_LISTED]
    best = tuple(reversed(series[SERIES_LISTED:][-SERIES_LISTED:]))
    for code, some in (("backtest.worst", worst), ("backtest.best", best)):
        if some:
            yield f"<h2>{_say(wording, code)}</h2>"
            yield from html_table(series_table(some, wording), left=3)


def _say(wording: Wording, code: str) -> str:
    return shown(wording.text(code))
