"""Small stock problems with their tables: demand, lanes and stock chosen by a seed."""

import datetime
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from domain.dataset import Dataset
from domain.demand import Forecast, SeriesKey
from domain.message import message
from domain.products import Inbound, Product, StockLevel, SupplyLane
from domain.settings import Settings
from domain.stock_problem import StockSolution
from domain.warehouses import Warehouse
from optimizer.inventory.build_problem import BuiltProblem, build_problem
from optimizer.inventory.lines import SupplyPlan, make_lines
from optimizer.inventory.solve_stock import Effort, solve_stock

DAY = datetime.date(2026, 11, 20)
DAYS = 14
_PATHS = 60


def random_dataset(
    seed: int, *, skus: int = 3, is_shared: bool = False, has_moves: bool = False
) -> Dataset:
    """Two warehouses that sell some SKUs, with or without shared limits and moves between them."""
    rng = np.random.default_rng(seed)
    products = tuple(
        Product(
            sku=f"P{i}",
            unit_value=Decimal(int(rng.integers(2, 40))),
            unit_volume_m3=float(rng.integers(1, 9)) / 100,
            case_pack_units=int(rng.choice([1, 4, 6])),
            shelf_life_days=4 if is_shared and i == 0 else None,
        )
        for i in range(skus)
    )
    warehouses = tuple(
        Warehouse(
            warehouse_id=w,
            lat=47,
            lon=10,
            inbound_capacity_m3_per_day=0.9 * skus if is_shared else None,
            storage_capacity_m3=2.5 * skus if is_shared else None,
        )
        for w in ("W1", "W2")
    )
    return Dataset(
        name="random",
        fingerprint="",
        settings=Settings(
            service_level=0.9, purchase_budget=Decimal(900 * skus) if is_shared else None
        ),
        warehouses=warehouses,
        products=products,
        orders=(),
        order_lines=(),
        vehicles=(),
        supply_lanes=_lanes(rng, has_moves=has_moves),
        stock=_stock(rng, skus),
        inbound=_inbound(rng, skus),
    )


def _lanes(rng: np.random.Generator, *, has_moves: bool) -> tuple[SupplyLane, ...]:
    bought = [
        SupplyLane(
            from_id="SUP",
            to_id=to_id,
            lead_time_days=int(rng.integers(0, 4)),
            review_days=int(rng.integers(1, 4)),
            moq_units=int(rng.choice([0, 0, 24])),
            fixed_cost_per_order=Decimal(int(rng.choice([0, 0, 2, 10]))),
        )
        for to_id in ("W1", "W2")
    ]
    ends = (("W1", "W2"), ("W2", "W1")) if has_moves else ()
    moves = [
        SupplyLane(
            from_id=a,
            to_id=b,
            lead_time_days=1,
            unit_cost=Decimal("0.10"),
            truck_capacity_m3=1.0 if a == "W1" else None,
            fixed_cost_per_truck=Decimal(3),
        )
        for a, b in ends
    ]
    return (*bought, *moves)


def _stock(rng: np.random.Generator, skus: int) -> tuple[StockLevel, ...]:
    return tuple(
        StockLevel(
            warehouse_id=w,
            sku=f"P{i}",
            on_hand_units=(there := int(rng.choice([0, 10, 25, 120]))),
            reserved_units=int(rng.integers(0, there // 5 + 1)),
        )
        for w in ("W1", "W2")
        for i in range(skus)
    )


def _inbound(rng: np.random.Generator, skus: int) -> tuple[Inbound, ...]:
    return tuple(
        Inbound(
            inbound_id=f"I{i}",
            warehouse_id="W1",
            sku=f"P{i}",
            units=int(rng.integers(0, 20)),
            due_date=DAY + datetime.timedelta(days=int(rng.integers(-2, 6))),
        )
        for i in range(skus)
    )


def random_forecast(dataset: Dataset, seed: int, *, factor: float = 1.0) -> Forecast:
    """Demand of every SKU at every warehouse, some smooth, some seldom."""
    rng = np.random.default_rng(seed + 1)
    keys = tuple(
        SeriesKey(place_id=w.warehouse_id, item_id=p.sku)
        for w in dataset.warehouses
        for p in dataset.products
    )
    rate = rng.uniform(0.5, 9, size=(len(keys), 1, 1))
    spread = rng.gamma(4, 0.25, size=(len(keys), _PATHS, 1))
    paths = rng.poisson(rate * spread, size=(len(keys), _PATHS, DAYS)).astype(np.float32)
    return forecast_of(keys, paths * np.float32(factor))


def forecast_of(keys: tuple[SeriesKey, ...], paths: npt.NDArray[np.float32]) -> Forecast:
    """A forecast with given futures, ``(s, p, h)``."""
    levels = np.array([0.1, 0.5, 0.9])
    return Forecast(
        keys=keys,
        first_date=DAY,
        mean=paths.mean(axis=1),
        levels=levels,
        quantiles=np.quantile(paths, levels, axis=1).transpose(1, 2, 0).astype(np.float32),
        paths=paths,
        method=message("test"),
    )


def built_of(dataset: Dataset, forecast: Forecast) -> BuiltProblem:
    """The stock problem of a dataset, with something shipped on the day."""
    shipped = {("W1", dataset.products[0].sku): 2}
    return build_problem(dataset, day=DAY, forecast=forecast, shipped_units=shipped)


def planned(dataset: Dataset, forecast: Forecast) -> tuple[BuiltProblem, StockSolution, SupplyPlan]:
    """A dataset's problem, its solution and its lines."""
    built = built_of(dataset, forecast)
    solution = solve_stock(built.problem, effort=Effort.QUICK)
    return built, solution, make_lines(built, solution, dataset=dataset, day=DAY)
