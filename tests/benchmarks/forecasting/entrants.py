"""Who forecasts what: every run of every peer."""

import json
from typing import Any

from tests.benchmarks.forecasting.runs import Run

HABIT = "SeasMA4"
"""The planner's habit: the mean of the last four same weekdays."""

BOOSTED = "LightGBM"
EQUAL_CPU_S, LONGEST_CPU_S = 60, 600
NETWORKS = ("LSTM", "TFT", "NHITS", "DeepAR")
_LOCAL = {
    "m5_dept": (HABIT, "SeasonalNaive", "AutoETS", "AutoTheta"),
    "online_retail": (HABIT, "SeasonalNaive", "TSB", "Croston"),
}
_SLOW_LOCAL: dict[str, tuple[str, ...]] = {"m5_dept": (), "online_retail": ("AutoETS", "AutoTheta")}
_SLOWEST_LOCAL: dict[str, tuple[str, ...]] = {"m5_dept": ("AutoARIMA",), "online_retail": ()}


def quick_peers(data: str) -> list[Run]:
    """Peers that take minutes: the planner's habit, models of single series, LightGBM."""
    local = [_local(model, data) for model in _LOCAL[data]]
    return [
        *local,
        _run(BOOSTED, "lightgbm", "peers.boosting:forecast_boosted", data=data),
    ]


def slow_peers(data: str) -> list[Run]:
    """Peers that take an hour: networks, for as long as ours and until they stop improving."""
    equal = [_network(model, data, EQUAL_CPU_S, until_it_stops=False) for model in NETWORKS]
    long = [_network(model, data, LONGEST_CPU_S, until_it_stops=True) for model in NETWORKS]
    return [*(_local(model, data) for model in _SLOW_LOCAL[data]), *equal, *long]


def slowest_peers(data: str) -> list[Run]:
    """Peers that take hours."""
    return [_local(model, data) for model in _SLOWEST_LOCAL[data]]


def _local(model: str, data: str) -> Run:
    work = "peers.local_models:forecast_series"
    return _run(model, "statsforecast", work, data=data, model=model)


def _network(model: str, data: str, train_cpu_s: float, *, until_it_stops: bool) -> Run:
    return _run(
        f"nf-{model}{'-long' if until_it_stops else ''}",
        "neuralforecast",
        "peers.neural:forecast_neural",
        data=data,
        model=model,
        train_cpu_s=train_cpu_s,
        until_it_stops=until_it_stops,
    )


def _run(name: str, package: str, work: str, *, data: str, **arguments: Any) -> Run:
    asked = json.dumps({"data": data, **arguments})
    return Run(model=name, data=data, work=work, arguments=asked, package=package)
