"""The network asked for distributions after a panel."""

import contextlib
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from forecasting.distribution import LEVELS, Distribution, IntArray
from forecasting.network.recurrent_network import (
    DROPOUT,
    HIDDEN,
    NetworkShape,
    RecurrentNetwork,
)
from forecasting.network.training_step import Draw, context_days, predict_windows
from forecasting.network.windows import DevicePanel, days_ahead, encoder_window, to_device
from forecasting.panel import Panel

CONTEXT_DAYS_AT_SERVING = 56
"""Days read before a forecast; training starts from fewer, and what is older has no weight."""

_ROWS_AT_ONCE = 256
_ROWS_AT_ONCE_ON_THE_CARD = 8192
_CEILING_UNITS = float(np.finfo(np.float32).max) / 1e6


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


def network_shape(
    panel: Panel, *, gru: bool = False, hidden: int = HIDDEN, dropout: float = DROPOUT
) -> NetworkShape:
    """Sizes of a network that fits a panel."""
    first = to_device(panel.first_rows(1), "cpu")
    row = torch.zeros(1, dtype=torch.int64)
    window = encoder_window(first, row, row, 1)
    ahead = days_ahead(first, row, row[:, None])
    return NetworkShape(
        encoder_features=window.features.shape[-1],
        decoder_features=ahead.features.shape[-1],
        drivers=ahead.drivers.shape[-1],
        code_counts=panel.code_counts,
        events=panel.known.event_count,
        levels=len(LEVELS),
        gru=gru,
        hidden=hidden,
        dropout=dropout,
    )


def new_network(shape: NetworkShape, device: str) -> RecurrentNetwork:
    """An untrained network on a device; the same weights on any."""
    return RecurrentNetwork(shape).to(device)


@torch.inference_mode()
def predict(network: RecurrentNetwork, panel: Panel, device: str, rows: IntArray) -> Distribution:
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
    mean = np.empty((len(rows), panel.horizon_days), np.float32)
    quantiles = np.empty((*mean.shape, network.shape.levels), np.float32)
    at_once = _ROWS_AT_ONCE if device == "cpu" else _ROWS_AT_ONCE_ON_THE_CARD
    for first in range(0, len(rows), at_once):
        part = slice(first, first + at_once)
        wanted = torch.as_tensor(np.ascontiguousarray(rows[part]), device=device)
        means, values = _predict_rows(network, on_device, wanted)
        mean[part], quantiles[part] = means.cpu().numpy(), values.cpu().numpy()
    return Distribution(mean=mean, quantiles=quantiles)


def _predict_rows(
    network: RecurrentNetwork, panel: DevicePanel, rows: Tensor
) -> tuple[Tensor, Tensor]:
    length = min(context_days(panel.days, panel.horizon_days), CONTEXT_DAYS_AT_SERVING)
    origins = torch.full_like(rows, panel.days)
    draw = Draw(rows, origins - length, origins[:, None])
    predicted, level = predict_windows(network, panel, draw, length)
    mean = predicted.mean[:, 0] * level
    # They cannot cross: steps up and down are never below zero, and rounding keeps their order.
    return _finite(mean), _finite(predicted.quantiles[:, 0] * level[..., None])


def _finite(units: Tensor) -> Tensor:
    return units.nan_to_num_(nan=0.0, posinf=_CEILING_UNITS).clamp_(0.0, _CEILING_UNITS)
