"""Networks of neuralforecast: trained once for all series, for a time or until they stop improving.

Those trained until they stop learn from the days before the first date like all others, are
validated on the two dates that serve to choose, and keep the weights that did best there.
"""

import copy
import logging
import time
import warnings
from typing import Any

import numpy as np
import pytorch_lightning as lightning
import torch
from neuralforecast import NeuralForecast
from neuralforecast.losses.pytorch import DistributionLoss, MQLoss
from neuralforecast.models import LSTM, NHITS, TFT, DeepAR

from forecasting.distribution import DoubleArray
from tests.benchmarks.forecasting.peers.answer import BANDS, LEVELS, Answer, answer_of
from tests.benchmarks.forecasting.peers.long_table import (
    banded,
    covariate_names,
    in_order,
    long_table,
)
from tests.benchmarks.forecasting.sets import DemandSet, load_set

_TRAINED_DAYS, _KNOWN_DAYS = 1100, 400
_INPUT_DAYS, _FEW_INPUT_DAYS = 56, 42
_TRIED_STEPS, _LEAST_STEPS = 24, 20
_UNDISTURBED = 0.25
"""Share of the tried steps that nothing else on the machine slowed down, to be fair to a peer."""

_CHECKED_EVERY, _PATIENCE = 50, 8
_MOST_STEPS = 20_000


def forecast_neural(
    *, data: str, model: str, train_cpu_s: float, until_it_stops: bool, seed: int = 1
) -> Answer:
    """Forecast a set with a network.

    Parameters
    ----------
    data
        Name of the set.
    model
        Name of the network in `_model`.
    train_cpu_s
        Seconds of the processor to train for; at most so many where it may stop before.
    until_it_stops
        Whether to train until the validation stops improving.
    seed
        Of weights and draws.
    """
    _quiet()
    demand = load_set(data)
    horizon, first = demand.horizon_days, demand.origins[0]
    steps = _MOST_STEPS if until_it_stops else _steps_within(demand, model, train_cpu_s, seed)
    clock = _Clock(limit_s=train_cpu_s if until_it_stops else np.inf)
    held_back = 2 * horizon if until_it_stops else 0
    learner = _learner(demand, model, steps, seed, clock, is_checked=until_it_stops)
    started_s = time.process_time()
    known = long_table(
        demand, max(0, first - _TRAINED_DAYS), first + held_back, with_covariates=True
    )
    learner.fit(known, val_size=held_back)
    trained_s = time.process_time()
    quantiles = [_predict(demand, learner, model, origin) for origin in demand.origins]
    return answer_of(
        demand,
        np.stack(quantiles),
        None,
        cpu_s=time.process_time() - started_s,
        train_cpu_s=trained_s - started_s,
        steps=clock.steps,
        best_step=clock.best_step,
        parameters=sum(one.numel() for one in learner.models[0].parameters()),
    )


class _Clock(lightning.Callback):  # type: ignore[misc]
    """Counts steps and seconds of the processor, ends training in time, keeps the best weights."""

    def __init__(self, limit_s: float) -> None:
        self.limit_s = limit_s
        self.steps, self.best_step = 0, 0
        self.stamps: list[float] = []
        self._best: tuple[float, Any] = (np.inf, None)

    def __deepcopy__(self, _: Any) -> "_Clock":
        # The learner copies the network it is given, and this with it; it is read from outside.
        return self

    def on_train_batch_end(self, trainer: Any, *_: Any) -> None:
        self.steps += 1
        self.stamps.append(time.process_time())
        if self.stamps[-1] - self.stamps[0] > self.limit_s:
            trainer.should_stop = True

    def on_validation_end(self, trainer: Any, network: Any) -> None:
        loss = float(trainer.callback_metrics.get("ptl/val_loss", np.inf))
        if not trainer.sanity_checking and loss < self._best[0]:
            self._best, self.best_step = (loss, copy.deepcopy(network.state_dict())), self.steps

    def on_fit_end(self, _: Any, network: Any) -> None:
        if self._best[1] is not None:
            network.load_state_dict(self._best[1])


def _steps_within(demand: DemandSet, model: str, train_cpu_s: float, seed: int) -> int:
    """How many steps take so long; the rate of learning of some falls over the steps, so they
    must be known before.
    """
    clock = _Clock(limit_s=np.inf)
    first = demand.origins[0]
    known = long_table(demand, max(0, first - _TRAINED_DAYS), first, with_covariates=True)
    _learner(demand, model, _TRIED_STEPS, seed, clock, is_checked=False).fit(known)
    step_s = float(np.quantile(np.diff(clock.stamps), _UNDISTURBED))
    return max(_LEAST_STEPS, int(train_cpu_s / step_s))


def _learner(
    demand: DemandSet, model: str, steps: int, seed: int, clock: _Clock, *, is_checked: bool
) -> NeuralForecast:
    common: dict[str, Any] = {
        "h": demand.horizon_days,
        "max_steps": steps,
        "random_seed": seed,
        "scaler_type": "standard" if demand.is_intermittent else "robust",
        "futr_exog_list": covariate_names(demand),
        "batch_size": 32,
        "accelerator": "cpu",
        "logger": False,
        "enable_progress_bar": False,
        "enable_checkpointing": False,
        "callbacks": [clock],
    }
    if is_checked:
        common |= {"early_stop_patience_steps": _PATIENCE, "val_check_steps": _CHECKED_EVERY}
    return NeuralForecast([_model(model, demand.is_intermittent, common)], freq="D")


def _model(name: str, is_intermittent: bool, common: dict[str, Any]) -> Any:
    days = _FEW_INPUT_DAYS if is_intermittent else _INPUT_DAYS
    quantiles = MQLoss(quantiles=list(LEVELS))
    return {
        "LSTM": lambda: LSTM(
            input_size=days,
            encoder_n_layers=2,
            encoder_hidden_size=50,
            decoder_hidden_size=50,
            loss=quantiles,
            **common,
        ),
        "DeepAR": lambda: DeepAR(
            input_size=days,
            lstm_n_layers=2,
            lstm_hidden_size=50,
            loss=DistributionLoss("NegativeBinomial", level=list(BANDS), return_params=False),
            windows_batch_size=128,
            inference_windows_batch_size=256,
            **common,
        ),
        "NHITS": lambda: NHITS(
            input_size=days if is_intermittent else 2 * days,
            loss=quantiles,
            windows_batch_size=256,
            **common,
        ),
        "TFT": lambda: TFT(
            input_size=days, hidden_size=32, loss=quantiles, windows_batch_size=128, **common
        ),
    }[name]()


def _predict(demand: DemandSet, learner: NeuralForecast, model: str, origin: int) -> DoubleArray:
    horizon = demand.horizon_days
    known = long_table(demand, max(0, origin - _KNOWN_DAYS), origin, with_covariates=True)
    ahead = long_table(demand, origin, origin + horizon, with_covariates=True)
    table = learner.predict(df=known, futr_df=ahead.drop(columns="y"))
    if model == "DeepAR":
        return banded(demand, table, "DeepAR-median", "DeepAR")
    columns = [one for one in table if one not in ("unique_id", "ds")]
    return in_order(demand, table, columns)


def _quiet() -> None:
    warnings.filterwarnings("ignore")
    logging.getLogger("pytorch_lightning").setLevel(logging.ERROR)
    torch.set_num_threads(1)
