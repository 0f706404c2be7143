"""From plans at prices to one plan that keeps every limit."""

from dataclasses import dataclass, replace

import numpy as np

from domain.progress import StopCriterion
from domain.stock_problem import Prices, StockProblem, Whole
from optimizer.inventory.books import Books
from optimizer.inventory.grid import Grid
from optimizer.inventory.limits import Limits
from optimizer.inventory.local_search import search
from optimizer.inventory.losses import giving_losses
from optimizer.inventory.moves import has_moves, without_impossible_moves
from optimizer.inventory.repair import improve, keep_limits
from optimizer.inventory.series_plan import plan_all

_DEARER, _MOST_DEARER = 1.1, 60
_FIRST_BUDGET_PRICE = 1e-3
_FILL = 0.7
_PASSES_OF_FEW, _PASSES_WITH_MOVES, _MANY = 4, 3, 20_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """A problem with the prices at which its plans begin, and the bound that they certify."""

    problem: StockProblem
    grid: Grid
    limits: Limits
    prices: Prices
    bound: float


def finish(case: Case, wished: Whole, stop: StopCriterion) -> Whole:
    """A plan that keeps every limit, as near as can be to plans that keep none; ``(n, t)``."""
    books = _within_limits(case, wished)
    everyone = np.arange(len(case.problem), dtype=np.int64)
    if has_moves(case.problem):
        for _ in range(_PASSES_WITH_MOVES):
            books.ask(replace(books.prices, giving=giving_losses(books, case.prices)))
            if not improve(books, everyone, stop):
                break
    else:
        for _ in range(_PASSES_OF_FEW if len(everyone) <= _MANY else 1):
            if not improve(books, everyone, stop):
                break
    if np.isfinite(case.limits.budget):
        # What is left of the budget goes to what it saves most on.
        books.ask(replace(books.prices, budget=books.prices.budget * _FILL))
        improve(books, everyone, stop)
    return books.units


def search_around(
    case: Case, units: Whole, tries: int, random: np.random.Generator, stop: StopCriterion
) -> Whole:
    """A plan no worse than another; ``(n, t)``."""
    books = Books(case.problem, case.grid, case.limits, units, case.prices)
    search(books, case.prices, tries=tries, bound=case.bound, stop=stop, random=random)
    return books.units


def _within_limits(case: Case, wished: Whole) -> Books:
    """Orders and moves within the limits and the budget."""
    problem, prices = case.problem, case.prices
    for _ in range(_MOST_DEARER):
        units = without_impossible_moves(problem, case.limits, wished)
        books = Books(problem, case.grid, case.limits, units, prices)
        for giver in np.flatnonzero(case.grid.gives).tolist():
            books.replan(giver, limited=False)
        keep_limits(books)
        if books.spent <= case.limits.budget:
            return books
        dearer = max(prices.budget * _DEARER, _FIRST_BUDGET_PRICE)
        prices = replace(prices, budget=dearer)
        wished = plan_all(problem, case.grid, prices).units
    books.clear(range(len(problem)))
    return books
