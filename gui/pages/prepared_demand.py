"""What takes too long to be made of a dataset's demand while a planner waits for a picture."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from domain.dataset import Dataset
from domain.demand import Change, ChangeKind, DemandHistory, SeriesKey
from forecasting.known_facts import KnownFacts
from gui.charts.day_text import day_text

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PreparedDemand:
    """A dataset's demand as forecasts take it.

    Parameters
    ----------
    dataset
        The dataset, with the public holidays of its country.
    cleaned
        Its demand without the figures that are no demand.
    facts
        What is known beside it.
    """

    dataset: Dataset
    cleaned: DemandHistory | None
    facts: KnownFacts

    def changes_of(self, key: SeriesKey) -> tuple[Change, ...]:
        """What was not taken as it is of a series, the closed days of its place included."""
        about = {key, SeriesKey(place_id=key.place_id, item_id="")}
        changes = self.cleaned.changes if self.cleaned else ()
        return tuple(change for change in changes if change.key in about)


def prepare_demand(dataset: Dataset) -> PreparedDemand:
    """Clean the demand of a dataset, and look up the holidays."""
    from planning.demand_facts import demand_facts
    from planning.forecast_cleaning import clean_demand

    facts, cleaned = demand_facts(dataset), clean_demand(dataset)
    return PreparedDemand(
        dataset=replace(dataset, holidays=tuple(facts.holidays)),
        cleaned=cleaned.history if cleaned else None,
        facts=facts,
    )


def change_text(change: Change, language: str) -> str:
    """What was made of some days of a series, in the current language."""
    first, last = (day_text(day, language) for day in (change.first_day, change.last_day))
    span = translate("CleanedDays", "{first} to {last}, {count} days")
    several = span.format(first=first, last=last, count=f"{change.count:,}")
    return _template(change).format(
        days=first if change.first_day == change.last_day else several,
        before=_units(change.before),
        after=_units(change.after),
    )


def _template(change: Change) -> str:
    is_known = change.after is not None
    if change.kind is ChangeKind.OUTLIER and is_known:
        return translate(
            "CleanedDays", "{days}: {before} units, far beyond all other days, count as {after}."
        )
    if change.kind is ChangeKind.GAP and is_known:
        return translate("CleanedDays", "{days}: unknown, filled in with {after} units.")
    return {
        ChangeKind.TWICE: translate(
            "CleanedDays", "{days}: two records of one day; {before} units count as {after}."
        ),
        ChangeKind.RETURNS: translate(
            "CleanedDays", "{days}: {before} units are returns, and count as no demand."
        ),
        ChangeKind.NO_SALE: translate("CleanedDays", "{days}: no record, taken as no sale."),
        ChangeKind.IMPOSSIBLE: translate(
            "CleanedDays", "{days}: {before} units cannot be demand, unknown."
        ),
        ChangeKind.OUTLIER: translate(
            "CleanedDays", "{days}: {before} units, far beyond all other days, unknown."
        ),
        ChangeKind.DOUBTFUL: translate(
            "CleanedDays",
            "{days}: {before} units, much more than usual without a promotion or a holiday; they"
            " were kept, please check them.",
        ),
        ChangeKind.CLOSED: translate(
            "CleanedDays",
            "{days}: nothing recorded here, taken as closed.",
        ),
        ChangeKind.GAP: translate("CleanedDays", "{days}: no record, unknown."),
    }[change.kind]


def _units(units: float | None) -> str:
    return "–" if units is None else f"{units:,.10g}"
