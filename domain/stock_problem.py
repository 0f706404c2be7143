"""What to order and move over a horizon: stock, uncertain demand, ways of supply, what they share.

One series is one SKU at one warehouse. Days are numbered from the day planned, 0. Of each day first
come the receipts, then leaves what is moved to other warehouses, then what customers want. Money is
in minor units, not rounded.

Demand enters as points of *cumulative* demand: what is wanted from day 0 to the end of a day. With
Y units supplied by then, D wanted and h and b the costs of a unit on hand and of a unit missing, a
day costs ``E[h (Y - D)+ + b (D - Y)+]``; what is missing is delivered later.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

SUPPLIER = -1
"""Giver of a way that starts at a supplier, whose stock has no end."""

NO_TRUCK = -1
NO_LIMIT = 2**40


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SupplyWays:
    """The ways by which series are supplied: one row for each lane that brings a series.

    Parameters
    ----------
    taker
        Series supplied, ``(n,)``; ascending.
    giver
        Series of the same SKU that it is taken from, or `SUPPLIER`; ``(n,)``.
    lead_days
        Whole days from the order to the receipt, ``(n,)``; for a move also from its departure.
    lot_units, least_units, most_units
        An order is a multiple of the lot between least and most, or nothing; ``(n,)``.
    fixed_cost
        Of each order, ``(n,)``.
    extra_cost
        What a unit costs more by this way than by the series' cheapest, ``(n,)``.
    spending
        What a unit takes of the budget, ``(n,)``.
    allowed
        Days on which it may be ordered and still comes within the horizon, ``(n, t)``.
    truck
        Row of the trucks it rides on, or `NO_TRUCK`; ``(n,)``.
    """

    taker: Whole
    giver: Whole
    lead_days: Whole
    lot_units: Whole
    least_units: Whole
    most_units: Whole
    fixed_cost: Floats
    extra_cost: Floats
    spending: Floats
    allowed: Flags
    truck: Whole

    def __len__(self) -> int:
        return len(self.taker)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shared:
    """What series share; infinity where there is no limit.

    Parameters
    ----------
    receiving_m3
        Volume that a warehouse can still take in on a day beside what is on its way, ``(w, t)``.
    storage_m3
        Volume expected on hand at the end of a day that a warehouse has room for, ``(w, t)``.
    outbound_lines
        Moves that a warehouse can send out on a day beside its customers' orders, ``(w, t)``.
    budget
        What all orders over the horizon may take of the budget.
    truck_m3, truck_cost
        Volume and cost of one truck of each lane that goes by trucks, ``(g,)``; as many as needed
        leave each day, and each costs the whole.
    """

    receiving_m3: Floats
    storage_m3: Floats
    outbound_lines: Floats
    budget: float
    truck_m3: Floats
    truck_cost: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StockProblem:
    """The stock decision of a horizon.

    Parameters
    ----------
    keys
        Warehouse and SKU of each of `m` series.
    warehouse_ids
        Name of each of `w` warehouses.
    warehouse
        Warehouse of each series, ``(m,)``.
    points
        Points of cumulative demand, rising along the last axis and never falling over the days;
        ``(m, t, j)`` float32.
    weights
        Probability of each point, adding up to 1; ``(j,)``.
    supplied
        Units there by the end of each day without new orders: what is free on hand on day 0, and
        what is on its way; ``(m, t)``. May fall where other rules take stock away.
    ceiling
        Most units supplied in all that may be there after a receipt, new orders included, so that
        nothing expires; infinity where nothing does; ``(m, t)``.
    holding_cost, shortage_cost
        Of a unit on hand, and of a unit missing, at the end of a day; ``(m,)``.
    volume_m3
        Of a unit, ``(m,)``.
    """

    keys: tuple[tuple[str, str], ...]
    warehouse_ids: tuple[str, ...]
    warehouse: Whole
    points: npt.NDArray[np.float32]
    weights: Floats
    supplied: Floats
    ceiling: Floats
    holding_cost: Floats
    shortage_cost: Floats
    volume_m3: Floats
    ways: SupplyWays
    shared: Shared

    def __post_init__(self) -> None:
        series, days, _ = self.points.shape
        if not len(self.keys) == len(self.warehouse) == series == len(self.volume_m3):
            raise ValueError("Every series needs its key, warehouse and volume.")
        if not self.supplied.shape == self.ceiling.shape == (series, days):
            raise ValueError("Supply and ceiling are given for every series and day.")
        if self.ways.allowed.shape != (len(self.ways), days):
            raise ValueError("Order days are given for every way and day.")
        if np.any(np.diff(self.ways.taker) < 0):
            raise ValueError("Ways are listed by the series that they supply.")

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def days(self) -> int:
        """Number of days."""
        return int(self.points.shape[1])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prices:
    """What a unit of what is scarce is worth; zero where there is enough.

    Parameters
    ----------
    receiving, storage, outbound
        Of a cubic metre taken in, of one kept for a day, of a move sent out; ``(w, t)``.
    budget
        Of a unit of money spent.
    giving
        Of a unit of a series that leaves for another warehouse on a day, ``(m, t)``.
    """

    receiving: Floats
    storage: Floats
    outbound: Floats
    budget: float
    giving: Floats

    @classmethod
    def free(cls, problem: "StockProblem") -> "Prices":
        """Prices where nothing is scarce."""
        warehouses = (len(problem.warehouse_ids), problem.days)
        return cls(
            receiving=np.zeros(warehouses),
            storage=np.zeros(warehouses),
            outbound=np.zeros(warehouses),
            budget=0.0,
            giving=np.zeros((len(problem), problem.days)),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StockSolution:
    """What to order by each way on each day, and how good that is.

    Parameters
    ----------
    units
        Units ordered by each way on each day, ``(n, t)``.
    cost
        What the plan is expected to cost: holding, shortage, orders, extra cost and trucks.
    lower_bound
        What no plan can cost less than; certified by the prices.
    prices
        What scarce things are worth at this plan.
    values
        What each series costs at least at these prices, so that the bound can be told again when
        some of them change; ``(m,)``.
    """

    units: Whole
    cost: float
    lower_bound: float
    prices: Prices
    values: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def gap(self) -> float:
        """Share of its cost by which the plan may be dearer than the best there is."""
        if self.cost <= self.lower_bound:
            return 0.0
        return (self.cost - self.lower_bound) / max(abs(self.cost), 1e-9)
