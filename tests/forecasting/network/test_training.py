import math
import time

import numpy as np
import pytest
import torch

from domain.progress import Flag, MaxRuntime, Never, StopCriterion
from forecasting.distribution import MEDIAN
from forecasting.known_facts import KnownFacts
from forecasting.metrics import weighted_quantile_loss
from forecasting.network.predict import new_network, own_threads_and_seed, predict
from forecasting.network.recurrent_network import LstmNetwork
from forecasting.network.training import TrainingPlan, context_days, train
from forecasting.network.windows import to_device
from forecasting.panel import Panel, build_panel
from forecasting.usable_history import usable_history, view_until
from tests.forecasting.sample_histories import history_of, weekly_sales

HORIZON = 7
NEVER = Never()


def trained(
    panel: Panel,
    steps: int,
    seed: int = 0,
    seconds: float = math.inf,
    stop: StopCriterion = NEVER,
) -> tuple[LstmNetwork, int, list[float]]:
    told: list[float] = []
    start = time.monotonic()
    plan = TrainingPlan(steps=steps, starts_s=start, ends_s=start + seconds, seed=seed, batch=16)
    with own_threads_and_seed(1, seed):
        network = new_network(panel, "cpu")
        made = train(network, to_device(panel, "cpu"), plan, stop, told.append)
    return network, made, told


def panel_of(units: np.ndarray, observed: np.ndarray | None = None) -> Panel:
    history = usable_history(history_of(units, observed=observed))
    return build_panel(history, KnownFacts(), HORIZON)


def weights_of(network: LstmNetwork) -> torch.Tensor:
    return torch.cat([parameter.detach().ravel() for parameter in network.parameters()])


def test_training_makes_the_forecast_better() -> None:
    units = weekly_sales(10, 240)
    units[:, np.arange(240) % 14 < 7] *= 2
    history = history_of(units)
    panel = build_panel(view_until(history, 233), KnownFacts(), HORIZON)
    seen = np.ones((10, HORIZON), np.bool_)

    def loss(network: LstmNetwork) -> float:
        found = predict(network, panel, "cpu", np.arange(10))
        return weighted_quantile_loss(units[:, 233:], seen, found.quantiles)

    untrained, _, _ = trained(panel, 0)
    network, made, _ = trained(panel, 60)
    assert made == 60
    assert loss(network) < 0.6 * loss(untrained)


def test_the_same_seed_gives_the_same_bits() -> None:
    panel = panel_of(weekly_sales(5, 150))
    first, again, other = (weights_of(trained(panel, 8, seed)[0]) for seed in (3, 3, 4))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_a_stock_out_day_changes_no_weight() -> None:
    units = weekly_sales(5, 150)
    observed = np.ones(units.shape, np.bool_)
    observed[1, 70:75] = False
    changed = units.copy()
    changed[1, 70:75] = 1000
    first = weights_of(trained(panel_of(units, observed), 6)[0])
    assert torch.equal(first, weights_of(trained(panel_of(changed, observed), 6)[0]))
    assert not torch.equal(first, weights_of(trained(panel_of(units), 6)[0]))


def test_stop_and_clock_end_training() -> None:
    panel = panel_of(weekly_sales(5, 150))
    assert trained(panel, 10_000, stop=Flag(lambda: True))[1] == 0
    start = time.monotonic()
    network, made, _ = trained(panel, 1_000_000, seconds=0.5)
    assert 0 < made < 1_000_000
    assert time.monotonic() - start < 5
    assert torch.isfinite(weights_of(network)).all()
    assert trained(panel, 10_000, stop=MaxRuntime(0.2))[1] < 10_000


def test_progress_rises_to_the_end() -> None:
    told = trained(panel_of(weekly_sales(5, 150)), 20)[2]
    assert told == sorted(told)
    assert told[-1] == 1


@pytest.mark.parametrize("days", [HORIZON + 1, HORIZON + 2, HORIZON + 29])
def test_the_shortest_windows_can_be_drawn(days: int) -> None:
    panel = panel_of(weekly_sales(3, days))
    network, made, _ = trained(panel, 3)
    assert made == 3
    assert torch.isfinite(weights_of(network)).all()
    assert context_days(days, HORIZON) == days - HORIZON


def test_all_zero_history_trains_to_finite_weights() -> None:
    network, _, _ = trained(panel_of(np.zeros((3, 150))), 5)
    assert torch.isfinite(weights_of(network)).all()


def test_missing_days_are_not_learned_as_zero() -> None:
    units = np.full((6, 200), 20, np.float32)
    observed = np.random.default_rng(0).random(units.shape) < 0.5
    panel = panel_of(units, observed)
    network, _, _ = trained(panel, 60)
    found = predict(network, panel, "cpu", np.arange(6))
    np.testing.assert_allclose(found.quantiles[..., MEDIAN], 20, rtol=0.1)
