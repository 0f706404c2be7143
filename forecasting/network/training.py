"""Training of the network within a number of steps and seconds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from domain.progress import StopCriterion
from forecasting.network.checkpoint import Checkpoint
from forecasting.network.recurrent_network import RecurrentNetwork
from forecasting.network.training_plan import Clock, TrainingPlan
from forecasting.network.training_step import (
    Draw,
    Loss,
    Step,
    captured_step,
    context_days,
    draw_windows,
    new_optimizer,
    plain_step,
    set_rate,
)
from forecasting.network.windows import DevicePanel

LEAST_BATCH = 8
"""Windows per step below which memory cannot be spared any more."""

_AVERAGING = 0.03
_PROGRESS_EVERY = 5
_CHECKED_ROWS = 256
_CHECK_STEPS = 2
_LEAST_HORIZONS_TO_KEEP_OUT = 24
_PATIENCE = 4
_CLEARLY_WORSE = 1.01

Curve = tuple[tuple[int, float], ...]
OnStep = Callable[[float, float | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """How a training went.

    Parameters
    ----------
    steps
        Steps made.
    curve
        Step and error on the last days of the panel, for each time it was looked at.
    """

    steps: int
    curve: Curve


def train(
    network: RecurrentNetwork,
    panel: DevicePanel,
    plan: TrainingPlan,
    stop: StopCriterion,
    on_step: OnStep,
    checkpoint: Checkpoint | None = None,
) -> Trained:
    """Train a network in place; it ends with the best average of its weights.

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
        Told the share of training done now and then, and the error on the last days where it was
        looked at.
    checkpoint
        Where training is kept while it runs, and gone on from after a kill; the same to the bit
        on the processor.

    Raises
    ------
    torch.OutOfMemoryError
        If the device has no room for the smallest batch.
    """
    training = _Training(network, panel, plan)
    if checkpoint is not None:
        training.resume(checkpoint)
    network.train()
    while training.goes_on() and not stop.should_stop():
        try:
            training.step()
        except torch.OutOfMemoryError:
            if not training.halve_batch():
                raise
            continue
        error = training.error_if_due()
        if error is not None or training.made % _PROGRESS_EVERY == 0:
            on_step(training.share(), error)
        if checkpoint is not None:
            checkpoint.save_if_due(training.state)
    training.finish()
    if checkpoint is not None and not training.goes_on():
        checkpoint.remove()
    return Trained(steps=training.made, curve=tuple(training.curve))


class _Training:
    """Training as it stands: weights and their averages, moments, draws, and the best so far.

    References
    ----------
    Polyak, B. T., Juditsky, A. B. (1992). Acceleration of stochastic approximation by averaging.
    SIAM Journal on Control and Optimization 30 (the average of the weights). Prechelt, L. (1998).
    Early stopping - but when? In: Neural networks: tricks of the trade.
    """

    def __init__(self, network: RecurrentNetwork, panel: DevicePanel, plan: TrainingPlan) -> None:
        self.made = 0
        self.curve: list[tuple[int, float]] = []
        self._network, self._panel, self._plan = network, panel, plan
        self._parameters: list[Tensor] = list(network.parameters())
        self._generator = torch.Generator().manual_seed(plan.seed)
        self._optimizer = new_optimizer(network, panel.device)
        self._averages = [parameter.detach().clone() for parameter in self._parameters]
        self._best: list[Tensor] | None = None
        self._loss = Loss.on(panel)
        self._clock = Clock()
        self._batch = plan.batch
        self._windows = 0
        self._step: Step | None = None
        horizon = panel.horizon_days
        self._checks = plan.checks
        # In a short history the newest days are worth more in training than as a judge of it.
        long_enough = panel.days >= _LEAST_HORIZONS_TO_KEEP_OUT * horizon
        self._keeps_out = bool(plan.checks) and long_enough
        self._last_origin = panel.days - horizon * (2 if self._keeps_out else 1)
        self._length = context_days(self._last_origin + horizon, horizon)
        # What the looks at the error cost is not spent on steps.
        self._total = max(plan.steps - _CHECK_STEPS * self._checks, 0) * plan.batch
        self._check_draw = self._drawn_to_check()

    def share(self) -> float:
        """Share of the steps or of the seconds that is used up."""
        return min(1.0, max(self._made_share(), self._clock.used_s() / self._plan.seconds))

    def goes_on(self) -> bool:
        """Whether there are steps and seconds left, and the error still falls."""
        best = min((error for _, error in self.curve), default=0.0)
        latest = min((error for _, error in self.curve[-_PATIENCE:]), default=0.0)
        halfway = 2 * len(self.curve) > self._checks
        worn_out = self._keeps_out and halfway and latest > _CLEARLY_WORSE * best
        in_time = self._clock.used_s() < self._plan.seconds
        return self._windows < self._total and in_time and not worn_out

    def step(self) -> None:
        """Draw windows, and move the weights and their average."""
        draw = draw_windows(
            self._panel, self._last_origin, self._batch, self._plan.origins, self._generator
        )
        set_rate(self._optimizer, self._plan.rate_at(self._made_share(), self._clock.used_s()))
        if self._step is None:
            self._step = self._new_step(draw)
        self._step(Draw(*(part.to(self._panel.device) for part in draw)))
        self.made += 1
        self._windows += self._batch
        with torch.no_grad():
            # Quickly at first: the untrained weights are to be forgotten.
            share = max(_AVERAGING, 1 / (self.made + 1))
            torch._foreach_lerp_(self._averages, self._parameters, share)

    def halve_batch(self) -> bool:
        """Use half the memory per step, and so twice the steps; False where it is the least."""
        if self._batch < 2 * LEAST_BATCH:
            return False
        self._batch //= 2
        self._step = None
        self._optimizer.zero_grad(set_to_none=True)
        if self._panel.device.type == "cuda":
            torch.cuda.empty_cache()
        return True

    def error_if_due(self) -> float | None:
        """The error of the averaged weights on the last days, if it is time to look."""
        if not self._checks or self._made_share() * self._checks < len(self.curve) + 1:
            return None
        return self._look()

    def finish(self) -> None:
        """Leave the network with the best average of its weights."""
        if self._checks and self.made and (not self.curve or self.curve[-1][0] != self.made):
            self._look()
        self._put(self._best if self._best is not None else self._averages)
        self._network.eval()

    def state(self) -> tuple[dict[str, Tensor], dict[str, Any]]:
        """Tensors and figures that `resume` goes on from."""
        tensors = {"generator": self._generator.get_state(), "dropout": torch.get_rng_state()}
        kinds = (
            ("weight", self._parameters),
            ("average", self._averages),
            ("best", self._best or []),
        )
        for kind, held in kinds:
            tensors |= {f"{kind}.{index}": tensor for index, tensor in enumerate(held)}
        for index, moments in self._optimizer.state_dict()["state"].items():
            tensors |= {f"moment.{index}.{name}": value for name, value in moments.items()}
        figures = {
            "made": self.made,
            "windows": self._windows,
            "batch": self._batch,
            "curve": self.curve,
            "used_s": self._clock.used_s(),
        }
        return tensors, figures

    def resume(self, checkpoint: Checkpoint) -> None:
        """Go on from a file where it holds this very training."""
        found = checkpoint.load()
        if found is None:
            return
        tensors, figures = found
        self.made, self._windows = int(figures["made"]), int(figures["windows"])
        self._batch = int(figures["batch"])
        self.curve = [(int(step), float(error)) for step, error in figures["curve"]]
        self._clock = Clock(float(figures["used_s"]))
        self._generator.set_state(tensors["generator"])
        torch.set_rng_state(tensors["dropout"])
        device, every = self._panel.device, range(len(self._parameters))
        self._put([tensors[f"weight.{index}"] for index in every])
        self._averages = [tensors[f"average.{index}"].to(device) for index in every]
        if "best.0" in tensors:
            self._best = [tensors[f"best.{index}"].to(device) for index in every]
        moments: dict[int, dict[str, Tensor]] = {}
        for name, tensor in tensors.items():
            kind, _, rest = name.partition(".")
            if kind == "moment":
                index, _, moment = rest.partition(".")
                moments.setdefault(int(index), {})[moment] = tensor
        groups = self._optimizer.state_dict()["param_groups"]
        self._optimizer.load_state_dict({"state": moments, "param_groups": groups})

    def _made_share(self) -> float:
        return self._windows / self._total if self._total else 1.0

    def _new_step(self, first: Draw) -> Step:
        plain = plain_step(self._network, self._optimizer, self._loss, self._length)
        device = self._panel.device
        return captured_step(plain, first, device) if device.type == "cuda" else plain

    def _drawn_to_check(self) -> Draw:
        """Some series, at the last day from which all that came is known."""
        generator = torch.Generator().manual_seed(self._plan.seed + 1)
        rows = torch.randperm(self._panel.series, generator=generator)[:_CHECKED_ROWS]
        origin = self._panel.days - self._panel.horizon_days
        origins = torch.full_like(rows, origin)
        draw = Draw(rows, origins - self._length, origins[:, None])
        return Draw(*(part.to(self._panel.device) for part in draw))

    def _look(self) -> float:
        """Error of the averaged weights on the last days; keep them if they are the best."""
        own = [parameter.detach().clone() for parameter in self._parameters]
        self._put(self._averages)
        self._network.eval()
        error = self._loss.error(self._network, self._check_draw, self._length)
        self._network.train()
        self._put(own)
        # A falling learning rate makes later weights better where the error cannot tell.
        if not self._keeps_out or all(error <= _CLEARLY_WORSE * before for _, before in self.curve):
            self._best = [average.clone() for average in self._averages]
        self.curve.append((self.made, error))
        return error

    def _put(self, weights: list[Tensor]) -> None:
        with torch.no_grad():
            for parameter, weight in zip(self._parameters, weights, strict=True):
                parameter.copy_(weight)
