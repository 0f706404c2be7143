"""The global LSTM as a forecaster: made for a panel, trained on it, asked for distributions."""

import contextlib
from collections.abc import Iterator

import numpy as np
import torch

from forecasting.distribution import Distribution, IntArray, lawful
from forecasting.network.recurrent_network import LstmNetwork
from forecasting.network.training import context_days, network_shape
from forecasting.network.windows import DevicePanel, days_ahead, encoder_window, to_device
from forecasting.panel import Panel

_ROWS_AT_ONCE = 2048


def best_device() -> str:
    """The graphics card where there is one that works, else the processor."""
    return "cuda" if torch.cuda.is_available() else "cpu"


@contextlib.contextmanager
def own_threads_and_seed(threads: int, seed: int) -> Iterator[None]:
    """Use some threads and a seed, and leave both behind as they were."""
    before = torch.get_num_threads()
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        torch.set_num_threads(threads)
        try:
            yield
        finally:
            torch.set_num_threads(before)


def new_network(panel: Panel, device: str) -> LstmNetwork:
    """An untrained network that fits a panel, on a device; the same weights on any."""
    shape = network_shape(to_device(panel, "cpu"), panel.code_counts, panel.known.event_count)
    return LstmNetwork(shape).to(device)


@torch.no_grad()
def predict(network: LstmNetwork, panel: Panel, device: str, rows: IntArray) -> Distribution:
    """Distributions for the days after a panel.

    Parameters
    ----------
    network
        Trained, on the device.
    panel
        History as known at the forecast date.
    device
        Where to compute.
    rows
        Series wanted.
    """
    on_device = to_device(panel, device)
    network.eval()
    parts = [
        _predict_rows(network, on_device, torch.as_tensor(chunk, device=device))
        for chunk in np.array_split(rows, max(1, -(-len(rows) // _ROWS_AT_ONCE)))
    ]
    return Distribution(
        mean=np.concatenate([part.mean for part in parts]),
        quantiles=np.concatenate([part.quantiles for part in parts]),
    )


def _predict_rows(network: LstmNetwork, panel: DevicePanel, rows: torch.Tensor) -> Distribution:
    length = context_days(panel.days, panel.horizon_days)
    first_days = torch.full_like(rows, panel.days - length)
    origins = torch.full_like(rows, panel.days)[:, None]
    ahead = days_ahead(panel, rows, origins)
    positions = torch.full_like(origins, length - 1)
    window = encoder_window(panel, rows, first_days, length)
    predicted = network(window, panel.codes[rows], positions, ahead)
    level = ahead.level[:, 0, None]
    mean = predicted.mean[:, 0] * level
    quantiles = predicted.quantiles[:, 0] * level[..., None]
    return lawful(mean.cpu().numpy(), quantiles.cpu().numpy())
