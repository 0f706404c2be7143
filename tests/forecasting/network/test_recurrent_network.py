import numpy as np
import pytest
import torch

from forecasting.distribution import LEVELS, MEDIAN
from forecasting.known_facts import KnownFacts
from forecasting.network.predict import network_shape, new_network, own_threads_and_seed, predict
from forecasting.network.recurrent_network import RecurrentNetwork
from forecasting.panel import Panel, build_panel
from forecasting.seasonal_baseline import seasonal_forecast
from forecasting.usable_history import usable_history
from tests.forecasting.sample_histories import history_of, weekly_sales


@pytest.fixture(scope="module")
def panel() -> Panel:
    """Four items over half a year."""
    return build_panel(usable_history(history_of(weekly_sales(4, 180))), KnownFacts(), 14)


@pytest.fixture(params=[False, True], ids=["lstm", "gru"])
def network(panel: Panel, request: pytest.FixtureRequest) -> RecurrentNetwork:
    """An untrained network of either kind."""
    with own_threads_and_seed(1, 0):
        return new_network(network_shape(panel, gru=request.param), "cpu")


def test_untrained_it_gives_the_seasonal_mean(panel: Panel, network: RecurrentNetwork) -> None:
    found = predict(network, panel, "cpu", np.arange(4))
    habit = seasonal_forecast(history_of(panel.units), 14, np.arange(4))
    np.testing.assert_allclose(found.quantiles[..., MEDIAN], habit.mean, rtol=0.1)
    assert (found.quantiles[..., -1] > found.quantiles[..., MEDIAN]).all()


@pytest.mark.parametrize("seed", range(3))
def test_quantiles_never_cross_whatever_the_weights(
    panel: Panel, network: RecurrentNetwork, seed: int
) -> None:
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator))
    found = predict(network, panel, "cpu", np.arange(4))
    assert found.quantiles.shape == (4, 14, len(LEVELS))
    assert (np.diff(found.quantiles, axis=2) >= 0).all()
    assert (found.quantiles >= 0).all()
    assert np.isfinite(found.mean).all()
    assert (found.mean > 0).all()


def test_rows_are_those_wanted_in_their_order(panel: Panel, network: RecurrentNetwork) -> None:
    every = predict(network, panel, "cpu", np.arange(4))
    some = predict(network, panel, "cpu", np.array([2, 0]))
    np.testing.assert_allclose(some.quantiles, every.quantiles[[2, 0]], rtol=1e-4)


def test_threads_and_seed_are_left_as_they_were() -> None:
    threads = torch.get_num_threads()
    state = torch.random.get_rng_state()
    with own_threads_and_seed(threads + 1, 7):
        torch.rand(3)
        assert torch.get_num_threads() == threads + 1
    assert torch.get_num_threads() == threads
    assert torch.equal(torch.random.get_rng_state(), state)
