"""From plans at prices to one plan that keeps every limit: series are planned anew one by one."""

import numpy as np

from domain.progress import StopCriterion
from domain.stock_problem import Floats, Whole
from optimizer.inventory.books import Books
from optimizer.inventory.giving import FULL, outgrows

_MOST_PASSES = 40


def keep_limits(books: Books) -> None:
    """Plan series anew until nothing shared is used beyond its limit.

    Each in turn takes what the others leave. In the worst case all of them do, and what is ordered
    then fits, for ordering nothing always does.
    """
    for _ in range(_MOST_PASSES):
        guilty = _guilty(books)
        if not len(guilty):
            break
        for series in guilty.tolist():
            if _is_guilty(books, series) and not books.replan(series):
                _spare(books, series)
    while len(guilty := _guilty(books)):
        books.clear(guilty[:1].tolist())
    give_only_what_is_there(books)


def give_only_what_is_there(books: Books) -> None:
    """Let others take less where more is given than there is, and keep nothing till it expires."""
    for giver in np.flatnonzero(books.gives).tolist():
        if books.is_overdrawn(giver) and not books.replan(giver):
            _spare(books, giver)
        while books.is_overdrawn(giver):
            books.clear(books.takers_of(giver)[:1])
    for series in np.flatnonzero(np.isfinite(books.problem.ceiling).any(axis=1)).tolist():
        grown = outgrows(books.problem, books.units, series, books.taken[series])
        if grown and not books.replan(series):
            books.clear([series])


def _spare(books: Books, giver: int) -> None:
    """Let others take nothing from a series until it can be planned within the limits."""
    for taker in books.takers_of(giver):
        books.replan(taker, moving=False)
        if books.replan(giver):
            return


def _guilty(books: Books) -> Whole:
    """Series that use what there is too little of, those that use most of it first."""
    receiving, storage = books.overfull()
    where = books.problem.warehouse
    used = (books.received * receiving[where]).sum(axis=1)
    used += (_own_stored(books) * storage[where]).sum(axis=1)
    ranked = np.argsort(-used, kind="stable")
    return np.asarray(ranked[used[ranked] > 0], dtype=np.int64)


def _own_stored(books: Books) -> Floats:
    """What series keep, where it is orders of theirs that they keep."""
    orders = np.zeros(len(books.problem), dtype=np.bool_)
    orders[books.problem.ways.taker[books.units.any(axis=1)]] = True
    return np.asarray(books.stored * orders[:, None])


def _is_guilty(books: Books, series: int) -> bool:
    """Whether a series still uses something of which there is too little."""
    where = int(books.problem.warehouse[series])
    over_in = books.receiving[where] > books.limits.receiving[where] + FULL
    over_on = books.storage[where] > books.limits.storage[where] + FULL
    uses_in = bool((books.received[series][over_in] > 0).any())
    return uses_in or bool((books.stored[series][over_on] > 0).any())


def improve(books: Books, order: Whole, stop: StopCriterion) -> int:
    """Plan each series anew within what the others leave; how many plans changed."""
    changed = 0
    for series in order.tolist():
        if stop.should_stop():
            break
        changed += books.improve(series)
    return changed
