import math
import time
from pathlib import Path

import numpy as np
import pytest
import torch

from domain.progress import Flag, MaxRuntime, Never, StopCriterion
from forecasting.distribution import MEDIAN
from forecasting.known_facts import KnownFacts
from forecasting.metrics import weighted_quantile_loss
from forecasting.network import checkpoint as checkpoint_module
from forecasting.network import training as training_module
from forecasting.network.checkpoint import Checkpoint, panel_digest
from forecasting.network.predict import network_shape, new_network, own_threads_and_seed, predict
from forecasting.network.recurrent_network import RecurrentNetwork
from forecasting.network.training import LEAST_BATCH, Trained, train
from forecasting.network.training_plan import TrainingPlan
from forecasting.network.training_step import Draw, Loss, Step, context_days, plain_step
from forecasting.network.windows import to_device
from forecasting.panel import Panel, build_panel
from forecasting.usable_history import usable_history, view_until
from tests.forecasting.sample_histories import history_of, weekly_sales

HORIZON = 7
NEVER = Never()


class Killed(Exception):
    """Stands in for a kill: nothing after it is run."""


class KillAfter:
    """Raises in the middle of training, after some steps."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    def should_stop(self) -> bool:
        self._left -= 1
        if self._left < 0:
            raise Killed
        return False

    def fraction(self) -> float:
        return 0.0


def trained(
    panel: Panel,
    steps: int,
    seed: int = 0,
    seconds: float = math.inf,
    stop: StopCriterion = NEVER,
    checks: int = 0,
    checkpoint: Checkpoint | None = None,
    batch: int = 8,
) -> tuple[RecurrentNetwork, Trained, list[float]]:
    told: list[float] = []
    plan = TrainingPlan(steps=steps, seconds=seconds, seed=seed, batch=batch, checks=checks)
    with own_threads_and_seed(1, seed):
        network = new_network(network_shape(panel), "cpu")
        made = train(
            network,
            to_device(panel, "cpu"),
            plan,
            stop,
            lambda share, _: told.append(share),
            checkpoint,
        )
    return network, made, told


def panel_of(units: np.ndarray, observed: np.ndarray | None = None) -> Panel:
    history = usable_history(history_of(units, observed=observed))
    return build_panel(history, KnownFacts(), HORIZON)


def weights_of(network: RecurrentNetwork) -> torch.Tensor:
    return torch.cat([parameter.detach().ravel() for parameter in network.parameters()])


def test_training_makes_the_forecast_better() -> None:
    units = weekly_sales(10, 240)
    units[:, np.arange(240) % 14 < 7] *= 2
    history = history_of(units)
    panel = build_panel(view_until(history, 233), KnownFacts(), HORIZON)
    seen = np.ones((10, HORIZON), np.bool_)

    def loss(network: RecurrentNetwork) -> float:
        found = predict(network, panel, "cpu", np.arange(10))
        return weighted_quantile_loss(units[:, 233:], seen, found.quantiles)

    untrained, _, _ = trained(panel, 0)
    network, made, _ = trained(panel, 60)
    assert made.steps == 60
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
    assert trained(panel, 10_000, stop=Flag(lambda: True))[1].steps == 0
    start = time.monotonic()
    network, made, _ = trained(panel, 1_000_000, seconds=0.5)
    assert 0 < made.steps < 1_000_000
    assert time.monotonic() - start < 5
    assert torch.isfinite(weights_of(network)).all()
    assert trained(panel, 10_000, stop=MaxRuntime(0.2))[1].steps < 10_000


def test_progress_rises_to_the_end() -> None:
    told = trained(panel_of(weekly_sales(5, 150)), 20)[2]
    assert told == sorted(told)
    assert told[-1] == 1


@pytest.mark.parametrize("days", [HORIZON + 1, HORIZON + 2, HORIZON + 29])
def test_the_shortest_windows_can_be_drawn(days: int) -> None:
    panel = panel_of(weekly_sales(3, days))
    network, made, _ = trained(panel, 3)
    assert made.steps == 3
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


def test_the_error_on_the_last_days_is_looked_at_within_the_budget() -> None:
    _, made, _ = trained(panel_of(weekly_sales(5, 170)), 60, checks=5)
    assert made.steps == 60 - 5 * 2
    assert [step for step, _ in made.curve] == [10, 20, 30, 40, 50]
    assert made.curve[-1][1] < made.curve[0][1]


def test_the_best_weights_are_kept_and_a_worse_error_ends_training(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    errors = iter([0.5, 0.4, *[0.6] * 20])
    kept: list[torch.Tensor] = []

    def error(_: Loss, network: RecurrentNetwork, draw: Draw, length: int) -> float:
        kept.append(weights_of(network))
        return next(errors)

    monkeypatch.setattr(Loss, "error", error)
    network, made, _ = trained(panel_of(weekly_sales(5, 170)), 120, checks=10)
    assert torch.equal(weights_of(network), kept[1])
    assert made.steps == 60


def test_a_killed_training_goes_on_to_the_same_bits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint_module, "SAVE_EVERY_S", 0.0)
    panel = panel_of(weekly_sales(5, 150))
    file = tmp_path / "training"

    def begun() -> Checkpoint:
        return Checkpoint(path=file, key=panel_digest(panel))

    whole, made, _ = trained(panel, 30, checks=3)
    with pytest.raises(Killed):
        trained(panel, 30, checks=3, stop=KillAfter(17), checkpoint=begun())
    assert file.exists()
    steps_left = KillAfter(24 - 17)
    resumed, again, _ = trained(panel, 30, checks=3, stop=steps_left, checkpoint=begun())
    assert again == made
    assert torch.equal(weights_of(resumed), weights_of(whole))
    assert not file.exists()


def test_a_damaged_or_foreign_checkpoint_is_not_gone_on_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint_module, "SAVE_EVERY_S", 0.0)
    panel = panel_of(weekly_sales(5, 150))
    file = tmp_path / "training"
    with pytest.raises(Killed):
        trained(panel, 9, stop=KillAfter(5), checkpoint=Checkpoint(path=file, key="a"))
    content = file.read_bytes()
    assert Checkpoint(path=file, key="a").load() is not None
    assert Checkpoint(path=file, key="b").load() is None
    middle = len(content) // 2
    flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    for damaged in (content[:-1], flipped, b"", b"{}"):
        file.write_bytes(damaged)
        assert Checkpoint(path=file, key="a").load() is None
    fresh = trained(panel, 9)[0]
    again = trained(panel, 9, checkpoint=Checkpoint(path=file, key="a"))[0]
    assert torch.equal(weights_of(fresh), weights_of(again))


def test_out_of_memory_halves_the_batch_and_makes_more_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes: list[int] = []

    def scarce(*parts: object) -> Step:
        step = plain_step(*parts)  # type: ignore[arg-type]

        def with_room_for_eight(draw: Draw) -> None:
            if len(draw.rows) > LEAST_BATCH:
                raise torch.OutOfMemoryError("no room")
            sizes.append(len(draw.rows))
            step(draw)

        return with_room_for_eight

    monkeypatch.setattr(training_module, "plain_step", scarce)
    network, made, told = trained(panel_of(weekly_sales(5, 150)), 10, batch=16)
    assert sizes == [LEAST_BATCH] * 20
    assert made.steps == 20
    assert told[-1] == 1
    assert torch.isfinite(weights_of(network)).all()


def test_no_room_for_the_smallest_batch_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Step:
        def step(_: Draw) -> None:
            raise torch.OutOfMemoryError("no room")

        return step

    monkeypatch.setattr(training_module, "plain_step", full)
    with pytest.raises(torch.OutOfMemoryError):
        trained(panel_of(weekly_sales(5, 150)), 10)


def test_a_short_history_keeps_no_days_out() -> None:
    changed = weekly_sales(5, 150)
    changed[:, -HORIZON:] *= 3
    short = [
        weights_of(trained(panel_of(units), 4, checks=1)[0])
        for units in (changed, weekly_sales(5, 150))
    ]
    assert not torch.equal(*short)
