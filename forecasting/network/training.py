"""Training of the network within a number of steps and seconds."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from domain.progress import StopCriterion
from forecasting.distribution import LEVELS
from forecasting.network.recurrent_network import LstmNetwork, NetworkShape, Predicted
from forecasting.network.windows import DevicePanel, days_ahead, demand_ahead, encoder_window

CONTEXT_DAYS = 84
"""Days the encoder reads: twelve weeks."""

_COOLING_SHARE = 0.25
_WARM_UP_SHARE = 0.15
_AVERAGING = 0.03
_MEAN_WEIGHT = 0.1
_SIZE_POWER = 0.5
_PROGRESS_EVERY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """How long and how to train.

    Parameters
    ----------
    steps
        Optimiser steps; when these end training, it is reproducible.
    ends_s
        `time.monotonic` at which training ends anyway; the learning rate falls before it.
    starts_s
        `time.monotonic` from which the share of the time used is counted.
    rate
        Highest learning rate.
    batch
        Windows per step.
    origins
        Forecast dates per window.
    seed
        Seed of the draw of windows.
    """

    steps: int
    starts_s: float
    ends_s: float
    rate: float = 6e-3
    batch: int = 32
    origins: int = 4
    seed: int = 0


def context_days(days: int, horizon_days: int) -> int:
    """Days the encoder can read where a history is short."""
    return max(1, min(CONTEXT_DAYS, days - horizon_days))


def network_shape(panel: DevicePanel, code_counts: tuple[int, ...], events: int) -> NetworkShape:
    """Sizes of a network that fits a panel."""
    row = torch.zeros(1, dtype=torch.int64, device=panel.device)
    window = encoder_window(panel, row, row, 1)
    ahead = days_ahead(panel, row, row[:, None])
    return NetworkShape(
        encoder_features=window.features.shape[-1],
        decoder_features=ahead.features.shape[-1],
        drivers=ahead.drivers.shape[-1],
        code_counts=code_counts,
        events=events,
        levels=len(LEVELS),
    )


def train(
    network: LstmNetwork,
    panel: DevicePanel,
    plan: TrainingPlan,
    stop: StopCriterion,
    on_step: Callable[[float], None],
) -> int:
    """Train a network in place; it ends with the average of its last weights.

    Parameters
    ----------
    network
        On the panel's device.
    panel
        What it may see.
    plan
        How long.
    stop
        Asked before each step.
    on_step
        Told the share of training done, now and then.

    Returns
    -------
    int
        Steps made.

    Notes
    -----
    The learning rate rises and falls once (Smith, L. N., Topin, N. (2019). Super-convergence),
    and the weights are averaged (Polyak, B., Juditsky, A. (1992). Acceleration of stochastic
    approximation by averaging).
    """
    generator = torch.Generator().manual_seed(plan.seed)
    optimizer = torch.optim.AdamW(network.parameters(), lr=plan.rate, weight_decay=1e-4)
    averages = [parameter.detach().clone() for parameter in network.parameters()]
    weights = _series_weights(panel)
    levels = torch.as_tensor(LEVELS, dtype=torch.float32, device=panel.device)
    network.train()
    made = 0
    while made < plan.steps and time.monotonic() < plan.ends_s and not stop.should_stop():
        optimizer.param_groups[0]["lr"] = plan.rate * _rate_share(made, plan)
        loss = _window_loss(network, panel, plan, generator, weights, levels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        made += 1
        _average(averages, network, made)
        if made % _PROGRESS_EVERY == 0:
            on_step(_share_done(made, plan))
    with torch.no_grad():
        for parameter, average in zip(network.parameters(), averages, strict=True):
            parameter.copy_(average)
    network.eval()
    return made


def _share_done(made: int, plan: TrainingPlan) -> float:
    span = plan.ends_s - plan.starts_s
    used = (time.monotonic() - plan.starts_s) / span if math.isfinite(span) else 0.0
    return min(1.0, max(made / plan.steps, used))


def _rate_share(made: int, plan: TrainingPlan) -> float:
    """Share of the highest learning rate: once up, once down; faster down when time runs out."""
    warm_up = max(1.0, _WARM_UP_SHARE * plan.steps)
    if made < warm_up:
        share = (made + 1) / (warm_up + 1)
    else:
        share = 0.5 + 0.5 * math.cos(math.pi * (made - warm_up) / max(plan.steps - warm_up, 1))
    cooling = _COOLING_SHARE * (plan.ends_s - plan.starts_s)
    left = plan.ends_s - time.monotonic()
    if math.isfinite(left) and left < cooling:
        share = min(share, max(left / cooling, 0.0))
    return max(share, 1e-3)


def _series_weights(panel: DevicePanel) -> Tensor:
    """Weight of each series in the loss: large sellers more, none without end."""
    weight = panel.level[:, -1] ** _SIZE_POWER
    return (weight / weight.mean()).clamp(0.05, 20.0)


def _window_loss(
    network: LstmNetwork,
    panel: DevicePanel,
    plan: TrainingPlan,
    generator: torch.Generator,
    weights: Tensor,
    levels: Tensor,
) -> Tensor:
    """Loss over one draw of windows: pinball of the quantiles, Poisson deviance of the mean."""
    rows, first_days, origins, length = _draw(panel, plan, generator)
    window = encoder_window(panel, rows, first_days, length)
    ahead = days_ahead(panel, rows, origins)
    predicted: Predicted = network(
        window, panel.codes[rows], origins - 1 - first_days[:, None], ahead
    )
    demand, counted = demand_ahead(panel, rows, origins, ahead.level)
    counted = counted * weights[rows][:, None, None]
    error = demand[..., None] - predicted.quantiles
    pinball = torch.maximum(levels * error, (levels - 1) * error).sum(-1)
    # Its minimum is the mean whatever the distribution, and spikes do not dominate it.
    deviance = predicted.mean - demand * torch.log(predicted.mean)
    loss = ((pinball + _MEAN_WEIGHT * deviance) * counted).sum()
    return loss / counted.sum().clamp(min=1e-6)


def _draw(
    panel: DevicePanel, plan: TrainingPlan, generator: torch.Generator
) -> tuple[Tensor, Tensor, Tensor, int]:
    """Series, first days, origins and length of a draw; drawn on the CPU, alike on any device."""
    last = panel.days - panel.horizon_days
    length = context_days(panel.days, panel.horizon_days)
    rows = torch.randint(0, panel.series, (plan.batch,), generator=generator)
    ends = torch.randint(length, last + 1, (plan.batch,), generator=generator)
    first_days = ends - length
    warm = max(1, min(28, length // 2))
    inside = torch.randint(warm, length + 1, (plan.batch, plan.origins), generator=generator)
    origins = first_days[:, None] + inside
    first_days, origins = first_days.to(panel.device), origins.to(panel.device)
    return rows.to(panel.device), first_days, origins, length


def _average(averages: list[Tensor], network: LstmNetwork, made: int) -> None:
    """Move the averaged weights towards the latest; quickly at first."""
    share = max(_AVERAGING, 1 / (made + 1))
    with torch.no_grad():
        for average, parameter in zip(averages, network.parameters(), strict=True):
            average.lerp_(parameter, share)
