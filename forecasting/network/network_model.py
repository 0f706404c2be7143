"""The recurrent network as a model of demand: trained, refreshed, asked, and kept in files."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import safetensors
import safetensors.torch
import torch

from domain.message import message
from domain.progress import OnProgress, Progress, StopCriterion
from forecasting.device import best_device
from forecasting.distribution import LEVELS, Distribution, IntArray
from forecasting.model import ModelName
from forecasting.network.checkpoint import Checkpoint, panel_digest
from forecasting.network.predict import (
    network_shape,
    new_network,
    own_threads_and_seed,
    predict,
)
from forecasting.network.recurrent_network import NetworkShape, RecurrentNetwork
from forecasting.network.training import Curve, OnStep, Trained, train
from forecasting.network.training_plan import BATCH, RATE, TrainingPlan
from forecasting.network.windows import to_device
from forecasting.panel import Panel
from forecasting.question import Effort

REFRESH_SHARE = 0.25
"""Share of the steps and seconds that is spent anew on the newest days."""

FORMAT = "wayloom.network"
VERSION = 1

_REFRESH_RATE = 2.4e-3
_CHECKS = 10
_BATCH_ON_THE_CARD = 1024
_WIDEST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NetworkModel:
    """A trained network.

    Parameters
    ----------
    name
        LSTM or GRU.
    network
        Trained; on the device.
    device
        Where it computes.
    threads
        Threads of the processor that it uses.
    steps
        Steps of training in all.
    curve
        Steps of the first training, and the error on its last days after each.
    """

    name: ModelName
    network: RecurrentNetwork
    device: str = "cpu"
    threads: int = 1
    steps: int = 0
    curve: Curve = ()

    def on(self, device: str, threads: int = 1) -> "NetworkModel":
        """The same model, computing elsewhere."""
        network = self.network.to(device)
        return dataclasses.replace(self, network=network, device=device, threads=threads)

    def predict(self, panel: Panel, rows: IntArray) -> Distribution:
        """Distributions for the days after a panel, of some of its series.

        Raises
        ------
        ValueError
            If the panel has other series or facts than the network was trained for.
        """
        _check_fit(self.network, panel)
        with own_threads_and_seed(self.threads, 0):
            return predict(self.network, panel, self.device, rows)

    def files(self) -> Mapping[str, bytes]:
        """The weights as safetensors, and all else as JSON."""
        weights = {
            name: tensor.detach().cpu().contiguous()
            for name, tensor in self.network.state_dict().items()
        }
        facts = {
            "format": FORMAT,
            "version": VERSION,
            "name": self.name.value,
            "shape": dataclasses.asdict(self.network.shape),
            "steps": self.steps,
            "curve": self.curve,
        }
        return {
            f"{self.name.value}.safetensors": safetensors.torch.save(weights),
            f"{self.name.value}.json": json.dumps(facts, indent=1, sort_keys=True).encode(),
        }


def train_network(
    panel: Panel,
    effort: Effort,
    *,
    name: ModelName,
    on_progress: OnProgress,
    stop: StopCriterion,
    checkpoint: Path | None = None,
) -> NetworkModel:
    """Train a network for a panel; on the processor the time does not grow with its series.

    Parameters
    ----------
    panel
        What it may see.
    effort
        How much may be spent; the looks at the error come out of its steps.
    name
        LSTM or GRU.
    on_progress
        Told how far it is, and the error on the last days; a long history keeps them out of
        training.
    stop
        When it says so, the best weights so far are kept.
    checkpoint
        File that the training is kept in while it runs, and gone on from after a kill.

    Raises
    ------
    RuntimeError
        If the device fails, or has no room for the smallest batch.
    """
    device = effort.device or best_device()
    gru = name is ModelName.GRU
    settings = effort.settings
    plan = _plan(effort, device, 1.0, rate=settings.rate, checks=_CHECKS)
    shape = network_shape(panel, gru=gru, hidden=settings.hidden, dropout=settings.dropout)
    kept = (
        None
        if checkpoint is None
        else Checkpoint(path=checkpoint, key=_key(panel, plan, device, shape))
    )
    with own_threads_and_seed(effort.threads, effort.seed):
        network = new_network(shape, device)
        told = _teller(on_progress, "step.forecast_training", plan.steps)
        trained = train(network, to_device(panel, device), plan, stop, told, kept)
    return _model(name, network, device, effort, trained)


def refresh_network(
    model: NetworkModel, panel: Panel, effort: Effort, on_progress: OnProgress, stop: StopCriterion
) -> NetworkModel:
    """Train a network on with the newest days, which its first training had not seen.

    Parameters
    ----------
    model
        Left as it is.
    panel
        The same series, up to a later day.
    effort
        That of a first training, of which a share is spent.
    on_progress
        Told how far it is.
    stop
        When it says so, the weights so far are kept.

    Raises
    ------
    RuntimeError
        If the device fails, or has no room for the smallest batch.
    ValueError
        If the panel has other series or facts than the network was trained for.
    """
    _check_fit(model.network, panel)
    device = effort.device or best_device()
    plan = _plan(effort, device, REFRESH_SHARE, rate=_REFRESH_RATE, seed=effort.seed + 1)
    with own_threads_and_seed(effort.threads, plan.seed):
        network = RecurrentNetwork(model.network.shape)
        network.load_state_dict(model.network.state_dict())
        network = network.to(device)
        told = _teller(on_progress, "step.forecast_refresh", plan.steps)
        trained = train(network, to_device(panel, device), plan, stop, told)
    both = Trained(steps=model.steps + trained.steps, curve=model.curve)
    return _model(model.name, network, device, effort, both)


def network_model_of(
    files: Mapping[str, bytes], *, device: str = "cpu", threads: int = 1
) -> NetworkModel:
    """The model that some files hold.

    Parameters
    ----------
    files
        As `NetworkModel.files` gave them.
    device, threads
        Where it shall compute.

    Raises
    ------
    ValueError
        If they are not a whole network of a version that this program knows.
    """
    try:
        (facts,) = (json.loads(content) for file, content in files.items() if file[-5:] == ".json")
        (weights,) = (content for file, content in files.items() if file[-5:] != ".json")
        if (facts["format"], facts["version"]) != (FORMAT, VERSION):
            raise ValueError("The network is of another version.")
        name = ModelName(facts["name"])
        network = _network_of(_shape_of(facts["shape"], name), weights)
        curve = tuple((int(step), float(error)) for step, error in facts["curve"])
        steps = int(facts["steps"])
    except (KeyError, TypeError, AttributeError, safetensors.SafetensorError) as error:
        raise ValueError("The files do not hold a network.") from error
    model = NetworkModel(name=name, network=network, steps=steps, curve=curve)
    return model.on(device, threads)


def _shape_of(facts: Mapping[str, Any], name: ModelName) -> NetworkShape:
    """A shape from JSON, every figure within reason, so that nothing huge is made of it."""
    shape = NetworkShape(**{**facts, "code_counts": tuple(facts["code_counts"])})
    sizes = [
        *shape.code_counts,
        *(
            getattr(shape, item.name)
            for item in dataclasses.fields(shape)
            if item.type in {int, "int"}
        ),
    ]
    lawful = all(type(size) is int and 0 < size <= _WIDEST for size in sizes)
    if not (lawful and shape.levels == len(LEVELS) and 0 <= shape.dropout < 1):
        raise ValueError("The shape of the network is out of bounds.")
    if name not in {ModelName.LSTM, ModelName.GRU} or shape.gru != (name is ModelName.GRU):
        raise ValueError("The network is not of the kind that its name says.")
    return shape


def _network_of(shape: NetworkShape, weights: bytes) -> RecurrentNetwork:
    found = safetensors.torch.load(weights)
    with torch.device("meta"):
        wanted = RecurrentNetwork(shape).state_dict()
    # Compared before anything of the size that the shape asks for is made.
    if {name: (part.shape, part.dtype) for name, part in wanted.items()} != {
        name: (part.shape, part.dtype) for name, part in found.items()
    }:
        raise ValueError("The weights do not fit the shape of the network.")
    if not all(bool(torch.isfinite(part).all()) for part in found.values()):
        raise ValueError("The weights are not finite.")
    with torch.random.fork_rng(devices=[]):
        network = RecurrentNetwork(shape)
    network.load_state_dict(found)
    return network.eval()


def _check_fit(network: RecurrentNetwork, panel: Panel) -> None:
    own = network.shape
    if network_shape(panel, gru=own.gru, hidden=own.hidden, dropout=own.dropout) != own:
        raise ValueError("The network was trained for other series or facts.")


def _plan(
    effort: Effort,
    device: str,
    share: float,
    *,
    rate: float = RATE,
    checks: int = 0,
    seed: int | None = None,
) -> TrainingPlan:
    return TrainingPlan(
        steps=int(share * effort.max_steps),
        seconds=share * effort.training_s,
        rate=rate,
        # A step on the card takes the same time up to some thousand windows.
        batch=_BATCH_ON_THE_CARD if device.startswith("cuda") else BATCH,
        checks=checks,
        seed=effort.seed if seed is None else seed,
    )


def _key(panel: Panel, plan: TrainingPlan, device: str, shape: NetworkShape) -> str:
    text = repr((FORMAT, VERSION, plan, device, shape, panel_digest(panel)))
    return hashlib.sha256(text.encode()).hexdigest()


def _model(
    name: ModelName, network: RecurrentNetwork, device: str, effort: Effort, trained: Trained
) -> NetworkModel:
    return NetworkModel(
        name=name,
        network=network,
        device=device,
        threads=effort.threads,
        steps=trained.steps,
        curve=trained.curve,
    )


def _teller(on_progress: OnProgress, step: str, steps: int) -> OnStep:
    """Report the share done, and the error where it was looked at."""

    def tell(share: float, error: float | None) -> None:
        note = None
        if error is not None:
            error_pct = round(100 * error, 2)
            made = round(share * steps)
            note = message("forecast.training_error", error_pct=error_pct, step=made, steps=steps)
        on_progress(Progress(step=step, fraction=share, note=note))

    return tell
