"""What would come of ordering another quantity today: cost, chance of running out, days covered."""

from collections.abc import Mapping

from domain.stock_problem import Prices, StockProblem
from domain.supply import OtherQuantity
from optimizer.inventory.explain.demand_ahead import (
    days_covered,
    next_receipt_day,
    stock_out_chance,
)
from optimizer.inventory.explain.one_series import with_today
from optimizer.inventory.explain.variants import plan_variants

_PERCENT_DIGITS = 1


def other_quantities(
    problem: StockProblem, way: int, today: Mapping[int, int], needed: int
) -> tuple[OtherQuantity, ...]:
    """Quantities to compare a line with, its own among them; ascending.

    Parameters
    ----------
    problem
        The line's series alone, as row 0, with all other moves as planned.
    way
        The line's way.
    today
        Units ordered today by way, of the line and of suppliers.
    needed
        The lawful order for what the series is short of.
    """
    chosen, lot = today[way], int(problem.ways.lot_units[way])
    wanted = sorted({0, chosen - lot, chosen + lot, chosen + 2 * lot, needed} - {chosen})
    lawful = [units for units in wanted if _is_lawful(problem, way, {**today, way: units})]
    todays = [{**today, way: units} for units in sorted([*lawful, chosen])]
    ordered = [with_today(problem, given) for given in todays]
    plans = plan_variants([variant for variant, _ in ordered], Prices.free(problem))
    return tuple(
        _compared(variant, way, given[way], float(priced) + cost)
        for given, (variant, cost), priced in zip(todays, ordered, plans.priced, strict=True)
    )


def _is_lawful(problem: StockProblem, way: int, today: Mapping[int, int]) -> bool:
    """Whether a quantity of a way may be ordered today, and does not expire before it is sold."""
    ways, units = problem.ways, today[way]
    if units == 0:
        return True
    if units % ways.lot_units[way] or not ways.least_units[way] <= units <= ways.most_units[way]:
        return False
    supplied = with_today(problem, today)[0].supplied[0]
    arrival = int(ways.lead_days[way])
    return arrival >= problem.days or bool(supplied[arrival] <= problem.ceiling[0, arrival])


def _compared(ordered: StockProblem, way: int, units: int, cost: float) -> OtherQuantity:
    """What comes of a quantity that is ordered, all later days planned anew."""
    supplied = ordered.supplied[0]
    until = next_receipt_day(ordered, 0, len(ordered.ways))
    # Before these units come, no quantity of them helps.
    arrival = int(ordered.ways.lead_days[way])
    chance = stock_out_chance(ordered, 0, supplied, min(arrival, until - 1), until)
    return OtherQuantity(
        units=units,
        cost_minor=round(cost),
        stock_out_percent=round(100 * chance, _PERCENT_DIGITS),
        cover_days=days_covered(ordered, 0, supplied, arrival),
    )
