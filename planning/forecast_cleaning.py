"""What is done to a dataset's demand before it is forecast, told so that a planner can object."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from domain.dataset import Dataset
from domain.demand import Change, ChangeKind, DemandHistory
from domain.message import Message, message
from forecasting.cleaning.clean_history import Cleaned, CleaningOptions, clean_history
from planning.outputs.svg_chart import ACTUAL, BAD, FORECAST, Line, Mark, draw_chart
from planning.public_holidays import known_holidays

Say = Callable[[Message], str]

SHOWN = 10
"""Series told of one by one for each kind of change; the rest is counted."""

_HEADROOM = 1.25
"""Figures that were taken out are shown up to this many times the greatest one that was kept."""

_CODES = {
    (ChangeKind.OUTLIER, True): "cleaning.outlier_capped",
    (ChangeKind.GAP, True): "cleaning.gap_filled",
}
_WITHOUT_FIGURES = frozenset({"cleaning.closed", "cleaning.gap", "cleaning.no_sale"})


def cleaning_options(dataset: Dataset) -> CleaningOptions:
    """How the settings of a dataset want its demand cleaned."""
    settings = dataset.settings
    return CleaningOptions(
        outliers=settings.demand_outliers,
        gaps=settings.demand_gaps,
        named_days=frozenset(holiday.date for holiday in known_holidays(dataset)),
    )


def clean_demand(dataset: Dataset) -> Cleaned | None:
    """The demand of a dataset, cleaned as its settings say; None where it has none."""
    if dataset.demand is None:
        return None
    return clean_history(dataset.demand, cleaning_options(dataset))


def cleaning_report(dataset: Dataset) -> tuple[Message, ...]:
    """What was not taken as it is: for each kind of change a sentence, then the largest ones."""
    cleaned = clean_demand(dataset)
    if cleaned is None:
        return (message("cleaning.no_history"),)
    if not cleaned.changes:
        return (message("cleaning.nothing", series=len(cleaned.history.keys)),)
    return tuple(_report(cleaned.changes))


def change_message(change: Change) -> Message:
    """One change in a planner's words."""
    code = _code(change)
    facts: dict[str, str | int | float] = {
        "place": change.key.place_id,
        "item": change.key.item_id,
        "days": change.count,
        "first_day": str(change.first_day),
        "last_day": str(change.last_day),
    }
    if code not in _WITHOUT_FIGURES:
        facts["before"] = _figure(change.before)
        facts["after"] = _figure(change.after)
    return message(f"{code}_series", **facts)


def before_and_after(raw: DemandHistory, cleaned: DemandHistory, row: int, say: Say) -> str:
    """A series as recorded and as cleaned, as SVG.

    Parameters
    ----------
    raw, cleaned
        The history before and after cleaning.
    row
        Which series.
    say
        Renders a message.
    """
    dates = [raw.first_date + np.timedelta64(day, "D").item() for day in range(raw.days)]
    recorded = np.where(raw.observed[row], raw.units[row], np.nan).astype(np.float64)
    known = np.where(cleaned.observed[row], cleaned.units[row], np.nan).astype(np.float64)
    differs = ~np.isclose(recorded, known, equal_nan=True)
    filled = differs & np.isfinite(known)
    # A piece is drawn from the recorded day before it to the one behind it.
    with_ends = np.convolve(filled, [1, 1, 1], mode="same") > 0
    top = _HEADROOM * max(np.nanmax(np.where(differs, np.nan, recorded), initial=0), 1.0)
    off_scale = np.flatnonzero(differs & (recorded > top))
    key = raw.keys[row]

    def line(code: str, values: npt.NDArray[np.float64], colour: str) -> Line:
        return Line(name=say(message(code)), values=values, colour=colour)

    return draw_chart(
        say(message("cleaning.picture", place=key.place_id, item=key.item_id)),
        dates,
        (
            line("cleaning.picture_kept", np.where(differs, np.nan, recorded), ACTUAL),
            line("cleaning.picture_filled", np.where(with_ends, known, np.nan), FORECAST),
            line(
                "cleaning.picture_removed",
                np.where(differs, np.minimum(recorded, top), np.nan),
                BAD,
            ),
        ),
        marks=[Mark(name=_figure(float(recorded[day])), date=dates[day]) for day in off_scale],
    )


def _report(changes: Sequence[Change]) -> Iterator[Message]:
    by_code: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_code[_code(change)].append(change)
    for code, found in by_code.items():
        yield message(
            code,
            series=len(found),
            days=sum(change.count for change in found),
            first_day=str(min(change.first_day for change in found)),
            last_day=str(max(change.last_day for change in found)),
        )
        largest = sorted(found, key=_weight, reverse=True)[:SHOWN]
        yield from map(change_message, largest)
        if len(found) > SHOWN:
            yield message("cleaning.more", series=len(found) - SHOWN)


def _code(change: Change) -> str:
    usual = f"cleaning.{change.kind}"
    return _CODES.get((change.kind, change.after is not None), usual)


def _weight(change: Change) -> tuple[float, int]:
    return abs((change.after or 0.0) - (change.before or 0.0)), change.count


def _figure(units: float | None) -> str:
    """Units as text; a dash where there is no figure."""
    return "-" if units is None else f"{units:,.10g}"
