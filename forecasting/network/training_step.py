"""One step of training: a draw of windows, its loss, and the move of the weights."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from forecasting.distribution import LEVELS, level_index
from forecasting.network.recurrent_network import Predicted, RecurrentNetwork
from forecasting.network.windows import DevicePanel, days_ahead, demand_ahead, encoder_window

CONTEXT_DAYS = 112
"""Days the encoder reads: sixteen weeks."""

_WARM_DAYS = 28
_MEAN_WEIGHT = 0.1
_SIZE_POWER = 0.5
_WEIGHT_DECAY = 1e-4
_GRADIENT_LIMIT = 1.0
_STEPS_BEFORE_CAPTURE = 3
_DECILES = tuple(level_index(step / 10) for step in range(1, 10))


class Draw(NamedTuple):
    """Series ``(b,)``, first days of the windows ``(b,)``, origins ``(b, k)``."""

    rows: Tensor
    first_days: Tensor
    origins: Tensor


Step = Callable[[Draw], None]


def context_days(days: int, horizon_days: int) -> int:
    """Days the encoder can read where a history is short."""
    return max(1, min(CONTEXT_DAYS, days - horizon_days))


def draw_windows(
    panel: DevicePanel, last_origin: int, batch: int, origins: int, generator: torch.Generator
) -> Draw:
    """Windows at random; drawn on the processor, and so alike on any device.

    Parameters
    ----------
    panel
        What is drawn from.
    last_origin
        Latest day to forecast from.
    batch, origins
        Windows, and days to forecast from in each.
    generator
        On the processor.
    """
    length = context_days(last_origin + panel.horizon_days, panel.horizon_days)
    rows = torch.randint(0, panel.series, (batch,), generator=generator)
    ends = torch.randint(length, last_origin + 1, (batch,), generator=generator)
    warm = max(1, min(_WARM_DAYS, length // 2))
    inside = torch.randint(warm, length + 1, (batch, origins), generator=generator)
    first_days = ends - length
    return Draw(rows, first_days, first_days[:, None] + inside)


def predict_windows(
    network: RecurrentNetwork, panel: DevicePanel, draw: Draw, length: int
) -> tuple[Predicted, Tensor]:
    """Distributions over the level at each origin, and that level ``(b, k)``."""
    window = encoder_window(panel, draw.rows, draw.first_days, length)
    ahead = days_ahead(panel, draw.rows, draw.origins)
    positions = draw.origins - 1 - draw.first_days[:, None]
    predicted: Predicted = network(window, panel.codes[draw.rows], positions, ahead)
    return predicted, ahead.level


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Loss:
    """The loss of a network on draws from a panel.

    Parameters
    ----------
    panel
        What is drawn from.
    series_weights
        Weight of each series, ``(s,)``: large sellers more, none without end.
    levels
        Quantile levels, on the device.
    """

    panel: DevicePanel
    series_weights: Tensor
    levels: Tensor

    @classmethod
    def on(cls, panel: DevicePanel) -> "Loss":
        """The loss on a panel."""
        size = panel.level[:, -1] ** _SIZE_POWER
        return cls(
            panel=panel,
            series_weights=(size / size.mean()).clamp(0.05, 20.0),
            levels=torch.as_tensor(LEVELS, dtype=torch.float32, device=panel.device),
        )

    def __call__(self, network: RecurrentNetwork, draw: Draw, length: int) -> Tensor:
        """Pinball of the quantiles and Poisson deviance of the mean, over all days that count."""
        predicted, level = predict_windows(network, self.panel, draw, length)
        demand, counted = demand_ahead(self.panel, draw.rows, draw.origins, level)
        counted = counted * self.series_weights[draw.rows][:, None, None]
        pinball = self._pinball(demand, predicted.quantiles).sum(-1)
        # Its minimum is the mean whatever the distribution, and spikes do not dominate it.
        deviance = predicted.mean - demand * torch.log(predicted.mean)
        loss = ((pinball + _MEAN_WEIGHT * deviance) * counted).sum()
        return loss / counted.sum().clamp(min=1e-6)

    @torch.no_grad()
    def error(self, network: RecurrentNetwork, draw: Draw, length: int) -> float:
        """Weighted quantile loss over the deciles, as a share of what was sold."""
        predicted, level = predict_windows(network, self.panel, draw, length)
        demand, counted = demand_ahead(self.panel, draw.rows, draw.origins, level)
        pinball = self._pinball(demand, predicted.quantiles)[..., _DECILES].mean(-1)
        units = counted * level[..., None]
        sold = (demand * units).sum().clamp(min=1e-6)
        return float(2 * (pinball * units).sum() / sold)

    def _pinball(self, demand: Tensor, quantiles: Tensor) -> Tensor:
        error = demand[..., None] - quantiles
        return torch.maximum(self.levels * error, (self.levels - 1) * error)


def new_optimizer(network: RecurrentNetwork, device: torch.device) -> torch.optim.AdamW:
    """Adam with weight decay; on a graphics card so that a graph can capture its steps.

    References
    ----------
    Loshchilov, I., Hutter, F. (2019). Decoupled weight decay regularization. ICLR.
    """
    if device.type != "cuda":
        return torch.optim.AdamW(network.parameters(), lr=1.0, weight_decay=_WEIGHT_DECAY)
    rate = torch.tensor(1.0, device=device)
    return torch.optim.AdamW(
        network.parameters(), lr=rate, weight_decay=_WEIGHT_DECAY, capturable=True
    )


def set_rate(optimizer: torch.optim.AdamW, rate: float) -> None:
    """Set the learning rate, in place where a captured graph reads it."""
    group = optimizer.param_groups[0]
    if isinstance(group["lr"], Tensor):
        group["lr"].fill_(rate)
    else:
        group["lr"] = rate


def plain_step(
    network: RecurrentNetwork, optimizer: torch.optim.AdamW, loss: Loss, length: int
) -> Step:
    """A step that is computed operation by operation."""

    def step(draw: Draw) -> None:
        optimizer.zero_grad(set_to_none=True)
        loss(network, draw, length).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), _GRADIENT_LIMIT)
        optimizer.step()

    return step


def captured_step(plain: Step, first: Draw, device: torch.device) -> Step:
    """The same step, recorded once on the graphics card and replayed for every draw.

    Replaying spares the launch of some hundred small operations, which take longer than the
    arithmetic. A card that cannot record computes operation by operation. Only on CUDA.

    Parameters
    ----------
    plain
        The step to record.
    first
        A draw of the size of all to come; steps are made with it before the recording, as
        libraries choose their algorithms and take their memory with the first calls.
    device
        The graphics card.
    """
    held = Draw(*(part.to(device) for part in first))
    side = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
    side.wait_stream(torch.cuda.current_stream(device))
    with torch.cuda.stream(side):
        for _ in range(_STEPS_BEFORE_CAPTURE):
            plain(held)
    torch.cuda.current_stream(device).wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    try:
        with torch.cuda.graph(graph):
            plain(held)
    except RuntimeError:
        return plain

    def step(draw: Draw) -> None:
        for place, part in zip(held, draw, strict=True):
            place.copy_(part)
        graph.replay()

    return step
