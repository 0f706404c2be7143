"""The best of several plans, SKU by SKU, where it fits."""

from collections.abc import Sequence

import numpy as np

from domain.stock_problem import Whole
from optimizer.inventory.books import Books
from optimizer.inventory.moves import tied_groups

_LEAST_SAVED = 1e-6


def take_the_best(books: Books, plans: Sequence[Whole]) -> None:
    """Replace the plans of series that moves tie together by those of other plans, if cheaper.

    Parameters
    ----------
    plans
        Orders and moves that keep all limits, ``(n, t)`` each.
    """
    groups = tied_groups(books.problem)
    own = [_own_ways(books, series) for series in groups]
    for units in plans:
        for series, ways in zip(groups, own, strict=True):
            if not np.array_equal(units[ways], books.units[ways]):
                _try(books, series, units)


def _own_ways(books: Books, series: Whole) -> Whole:
    rows = [books.ways_of(one) for one in series.tolist()]
    return np.concatenate([np.arange(row.start, row.stop) for row in rows])


def _try(books: Books, series: Whole, units: Whole) -> None:
    """Take a group's plan from elsewhere; give it back where it is dearer or does not fit."""
    before, spent = books.cost, books.spent
    was_over = sum(int(days.sum()) for days in books.overfull())
    kept = [books.units[books.ways_of(one)].copy() for one in series.tolist()]
    for one in series.tolist():
        books.put(one, units[books.ways_of(one)])
    saved = before - books.cost - books.prices.budget * (books.spent - spent)
    is_over = sum(int(days.sum()) for days in books.overfull()) > was_over
    too_dear = books.spent > max(books.limits.budget, spent)
    too_many = bool((books.lines > books.limits.outbound + _LEAST_SAVED).any())
    if saved < _LEAST_SAVED or is_over or too_dear or too_many:
        for one, own in zip(series.tolist(), kept, strict=True):
            books.put(one, own)
