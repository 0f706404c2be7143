"""From plans at prices to one plan that keeps every limit."""

from collections.abc import Sequence
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
from optimizer.inventory.recombine import take_the_best
from optimizer.inventory.repair import improve, keep_limits

_DEARER, _MOST_DEARER = 1.25, 40
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


def best_of(case: Case, plans: Sequence[Whole]) -> Whole:
    """The cheapest of plans that keep every limit, bettered by what is cheaper in the others."""
    first, *others = sorted(
        (Books(case.problem, case.grid, case.limits, units, case.prices) for units in plans),
        key=lambda books: books.cost,
    )
    take_the_best(first, [other.units for other in others])
    return first.units


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
    units = without_impossible_moves(problem, case.limits, wished)
    books = Books(problem, case.grid, case.limits, units, prices)
    for giver in np.flatnonzero(case.grid.gives).tolist():
        books.replan(giver, limited=False)
    keep_limits(books)
    for _ in range(_MOST_DEARER):
        if books.spent <= case.limits.budget:
            return books
        dearer = max(prices.budget * _DEARER, _FIRST_BUDGET_PRICE)
        prices = replace(prices, budget=dearer)
        _spend_less(books, prices)
    books.clear(range(len(problem)))
    return books


def _spend_less(books: Books, prices: Prices) -> None:
    """Plan everything anew where money is dearer, and so what is given away."""
    if has_moves(books.problem):
        prices = replace(prices, giving=giving_losses(books, prices))
    books.ask(prices)
    for series in range(len(books.problem)):
        books.replan(series)
    keep_limits(books)
