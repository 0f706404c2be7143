"""A panel with one cause of demand made to look as if it were not there."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum

import numpy as np

from forecasting.distribution import IntArray
from forecasting.panel import Panel

_WEEKDAYS = 7
_YEAR_REACH_DAYS = 361
_RECENT_DAYS = 182


class Cause(StrEnum):
    """What a forecast may owe its difference from the planner's habit to."""

    SEASON = "season"
    """Time of year, place in the month."""
    LAST_YEAR = "last_year"
    """What was sold on the like day and in the week a year before."""
    EVENT = "event"
    """Named days, their neighbours, and closed days."""
    PROMOTION = "promotion"
    PRICE = "price"
    NEIGHBOURS = "neighbours"
    """How series that share a region, place, category or item did."""
    RECENT_LEVEL = "recent_level"
    """All the rest: the latest days of the series itself."""


FIELD_CAUSES: Mapping[str, tuple[Cause, ...]] = {
    "horizon_days": (Cause.RECENT_LEVEL,),
    "units": (Cause.RECENT_LEVEL,),
    "observed": (Cause.LAST_YEAR, Cause.RECENT_LEVEL),
    "level": (Cause.RECENT_LEVEL,),
    "spread": (Cause.RECENT_LEVEL,),
    "trends": (Cause.RECENT_LEVEL,),
    "place": (Cause.RECENT_LEVEL,),
    "codes": (Cause.RECENT_LEVEL,),
    "code_counts": (Cause.RECENT_LEVEL,),
    "group_demand": (Cause.NEIGHBOURS,),
    "group_of": (Cause.RECENT_LEVEL,),
    "pulse": (Cause.LAST_YEAR,),
    "price": (Cause.PRICE,),
    "known.calendar": (Cause.SEASON,),
    "known.holiday": (Cause.EVENT,),
    "known.open": (Cause.EVENT,),
    "known.event": (Cause.EVENT,),
    "known.event_count": (Cause.RECENT_LEVEL,),
    "known.analogue": (Cause.EVENT, Cause.LAST_YEAR),
    "known.promotion": (Cause.PROMOTION,),
    "known.price": (Cause.PRICE,),
}
"""Field of a panel -> the causes that are seen in it."""


def rows_of(panel: Panel, rows: IntArray) -> Panel:
    """The panel of some series; groups and places stay whole."""
    known = panel.known
    return replace(
        panel,
        units=panel.units[rows],
        observed=panel.observed[rows],
        level=panel.level[rows],
        spread=panel.spread[rows],
        trends=panel.trends[rows],
        known=replace(
            known,
            promotion=known.promotion[rows],
            price=None if known.price is None else known.price[rows],
        ),
        place=panel.place[rows],
        codes=panel.codes[rows],
        group_of=panel.group_of[rows],
        price=None if panel.price is None else panel.price[rows],
    )


def without_season(panel: Panel) -> Panel:
    """The same with every day at the mean time of the year and month; weekdays stay."""
    calendar = panel.known.calendar.copy()
    calendar[:, _WEEKDAYS:] = calendar[:, _WEEKDAYS:].mean(axis=0)
    return replace(panel, known=replace(panel.known, calendar=calendar))


def without_last_year(panel: Panel) -> Panel:
    """The same with no like days, and nothing observed a year before the days ahead."""
    reach = max(_YEAR_REACH_DAYS - panel.horizon_days, _RECENT_DAYS)
    observed = panel.observed.copy()
    observed[:, : max(panel.days - reach, 0)] = 0
    return replace(
        panel,
        observed=observed,
        pulse=np.zeros_like(panel.pulse),
        known=replace(panel.known, analogue=np.full_like(panel.known.analogue, -1)),
    )


def without_events(panel: Panel) -> Panel:
    """The same with no named days, no closed ones, and no like days of named ones."""
    known = panel.known
    special = (known.event > 0) | known.holiday.any(axis=2)
    return replace(
        panel,
        known=replace(
            known,
            holiday=np.zeros_like(known.holiday),
            open=np.ones_like(known.open),
            event=np.zeros_like(known.event),
            analogue=np.where(special, -1, known.analogue),
        ),
    )


def without_promotions(panel: Panel) -> Panel:
    """The same with no promotions, past or ahead."""
    promotion = np.zeros_like(panel.known.promotion)
    return replace(panel, known=replace(panel.known, promotion=promotion))


def without_prices(panel: Panel) -> Panel:
    """The same with every price the usual one."""
    planned = panel.known.price
    return replace(
        panel,
        price=None if panel.price is None else np.zeros_like(panel.price),
        known=replace(panel.known, price=None if planned is None else np.zeros_like(planned)),
    )


def without_neighbours(panel: Panel) -> Panel:
    """The same with every group of series selling as usual."""
    return replace(panel, group_demand=np.ones_like(panel.group_demand))


SWITCHES: Mapping[Cause, Callable[[Panel], Panel]] = {
    Cause.PROMOTION: without_promotions,
    Cause.EVENT: without_events,
    Cause.PRICE: without_prices,
    Cause.SEASON: without_season,
    Cause.LAST_YEAR: without_last_year,
    Cause.NEIGHBOURS: without_neighbours,
}
"""How each cause is switched off, in the order in which it is done."""
