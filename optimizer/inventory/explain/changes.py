"""What would change a quantity: each change is confirmed by planning the series anew with it."""

from collections.abc import Iterator, Mapping, Sequence

from domain.message import Message, message
from domain.stock_problem import Prices, StockProblem
from optimizer.inventory.explain.one_series import (
    with_demand,
    with_longer_lead,
    without_least,
)
from optimizer.inventory.explain.variants import plan_variants

_DEMAND_PERCENTS = ((5, 10, 15), (20, 25, 30, 35, 40, 45, 50))
"""Changes of demand tried, the near ones first, for they are mostly enough."""

_HIGHER, _LOWER = "replenish.if_demand_higher", "replenish.if_demand_lower"


def what_would_change(
    problem: StockProblem, prices: Prices, way: int, today: Mapping[int, int]
) -> Iterator[Message]:
    """Changes of demand, lead time and least order, and the units that they lead to.

    Nothing is said where the series planned anew at the prices is not what the plan of all orders:
    what is shared then decides, and the series alone proves nothing.

    Parameters
    ----------
    problem, prices
        The line's series alone, as row 0, with all other moves as planned.
    way
        The line's way.
    today
        Units ordered today by way, of the line and of suppliers.
    """
    near = _demand_variants(problem, _DEMAND_PERCENTS[0])
    variants = [problem, with_longer_lead(problem), without_least(problem), *near]
    plans = plan_variants(variants, prices).today
    if plans[0].tolist() != [today.get(number, 0) for number in range(plans.shape[1])]:
        return
    now, longer, free, *tried = plans[:, way].tolist()
    yield from _demand_changes(problem, prices, way, now, tried)
    if longer != now:
        yield message("replenish.if_lead_longer", units=longer, now=now)
    least = int(problem.ways.least_units[way])
    if least > problem.ways.lot_units[way] and free != now:
        yield message("replenish.if_no_least", least=least, units=free, now=now)


def _demand_changes(
    problem: StockProblem, prices: Prices, way: int, now: int, near: Sequence[int]
) -> Iterator[Message]:
    """The smallest rise of demand that takes more units, and the smallest fall that takes fewer.

    Around a least order a rise may take fewer, for it pays to wait; that is left unsaid.
    """
    units = _by_change(_DEMAND_PERCENTS[0], near)
    found = _first_changes(units, now)
    if len(found) < 2:
        far = plan_variants(_demand_variants(problem, _DEMAND_PERCENTS[1]), prices)
        units |= _by_change(_DEMAND_PERCENTS[1], far.today[:, way].tolist())
        found = _first_changes(units, now)
    for code, change in found.items():
        yield message(code, percent=abs(change), units=units[change], now=now)
    if all(other == now for other in units.values()):
        most = _DEMAND_PERCENTS[1][-1]
        yield message("replenish.if_demand_differs", percent=most, now=now)


def _first_changes(units: Mapping[int, int], now: int) -> dict[str, int]:
    """The smallest change up and down that moves the units the same way."""
    found: dict[str, int] = {}
    for code, sign in ((_HIGHER, 1), (_LOWER, -1)):
        moved = [n for n in units if n * sign > 0 and (units[n] - now) * sign > 0]
        if moved:
            found[code] = min(moved, key=abs)
    return found


def _demand_variants(problem: StockProblem, percents: Sequence[int]) -> list[StockProblem]:
    return [with_demand(problem, 1 + change / 100) for change in _changes(percents)]


def _by_change(percents: Sequence[int], units: Sequence[int]) -> dict[int, int]:
    return dict(zip(_changes(percents), units, strict=True))


def _changes(percents: Sequence[int]) -> list[int]:
    return [*percents, *(-percent for percent in percents)]
