"""Loads and costs in whole numbers, for engines that count in nothing else."""

import numpy as np
import numpy.typing as npt

from optimizer.routing.search_problem import Float64, Int64, SearchProblem

LARGEST = 2**52
"""Bound of every sum of costs: far from where 64 bits overflow, penalties included."""

FINEST, COARSEST = 6, -12
"""Powers of ten between which units of a whole cost per unit of cost lie."""

CAPACITY_UNITS = 10**6
"""Units of the largest load where loads are no whole numbers in any smaller power of ten."""

_ALIKE = 5e-7
"""Rounding that is let pass, as a share."""

_NOISE = 1e-3


def whole_loads(problem: SearchProblem, types: npt.ArrayLike) -> tuple[Int64, Int64]:
    """Loads of all tasks and capacities of some types.

    Loads are exact where they are whole in some power of ten, else rounded up.

    Returns
    -------
    loads, capacities
        ``(tasks, dimensions)`` and ``(types, dimensions)``; no capacity is larger than all loads.
    """
    load, capacity = problem.nodes.load[: problem.tasks], problem.fleet.capacity[np.asarray(types)]
    units = np.array([_load_units(column) for column in load.T])
    loads = np.ceil(load * units - _NOISE).astype(np.int64)
    most = np.minimum(capacity * units + _NOISE, loads.sum(axis=0))
    return loads, np.floor(most).astype(np.int64)


def cost_scale(rates: Float64, worst: float) -> float:
    """Whole units per unit of cost: a power of ten, no finer than needed to be exact.

    Parameters
    ----------
    rates
        Costs, and costs per unit of something, that shall be whole numbers.
    worst
        More than any plan can cost.

    Raises
    ------
    ValueError
        If costs could add up to more than can be counted.
    """
    fit = [10.0**k for k in range(COARSEST, FINEST + 1) if worst * 10.0**k < LARGEST]
    if not fit:
        raise ValueError("The costs could add up to more than can be counted.")
    for scale in (unit for unit in fit if unit >= 1):
        exact = rates * scale
        if (np.abs(np.rint(exact) - exact) <= _ALIKE * exact).all():
            return scale
    return fit[-1]


def refuse_bad_numbers(problem: SearchProblem) -> None:
    """Refuse what an engine would take for something else, or end the process on.

    Raises
    ------
    ValueError
        If a cost, a load or a time is no number, or below 0 where it must not be.
    """
    nodes, fleet, drives = problem.nodes, problem.fleet, problem.drives
    rates = (fleet.fixed, fleet.per_m, fleet.per_time, fleet.overtime_rate)
    amounts = (*rates, nodes.absent, nodes.late_rate, nodes.load)
    if not all(np.isfinite(values).all() and (values >= 0).all() for values in amounts):
        raise ValueError("Costs and loads must be finite and not below 0.")
    if np.isnan(fleet.capacity).any() or (fleet.capacity < 0).any():
        raise ValueError("Capacities must not be below 0.")
    spans = (nodes.service, nodes.setup, fleet.rest)
    limits = (fleet.most_m, fleet.most_time, fleet.most_stops)
    if any((values > LARGEST).any() for values in (*spans, nodes.load)):
        raise ValueError("Times of service and loads must be numbers that can be added up.")
    if any((values < 0).any() for values in (*spans, *limits, drives.time, drives.metres)):
        raise ValueError("Times of service, drives and limits must not be below 0.")


def _load_units(load: Float64) -> float:
    """Units in which all loads are whole numbers, or as good as."""
    for power in range(7):
        units = 10.0**power
        if np.abs(np.rint(load * units) - load * units).max(initial=0.0) < _NOISE / len(load):
            return units
    return CAPACITY_UNITS / float(load.max())
