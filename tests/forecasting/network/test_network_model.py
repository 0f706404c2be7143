import dataclasses
import json
from collections.abc import Mapping

import numpy as np
import pytest
import torch

from domain.progress import Flag, Never, Progress, ignore_progress
from forecasting.known_facts import KnownFacts
from forecasting.model import ModelName
from forecasting.network.network_model import (
    NetworkModel,
    network_model_of,
    refresh_network,
    train_network,
)
from forecasting.panel import Panel, build_panel
from forecasting.question import Effort
from forecasting.usable_history import usable_history
from tests.forecasting.sample_histories import history_of, weekly_sales

NEVER = Never()
EFFORT = Effort(training_s=float("inf"), max_steps=24, threads=1, device="cpu", seed=1)
ROWS = np.arange(4)


def panel_of(days: int) -> Panel:
    history = history_of(weekly_sales(4, 170)[:, :days])
    return build_panel(usable_history(history), KnownFacts(), 7)


@pytest.fixture(scope="module")
def panel() -> Panel:
    """Four items over some months."""
    return panel_of(150)


@pytest.fixture(scope="module", params=[ModelName.LSTM, ModelName.GRU])
def model(panel: Panel, request: pytest.FixtureRequest) -> NetworkModel:
    """A network trained a little, of either kind."""
    return train_network(panel, EFFORT, name=request.param, on_progress=ignore_progress, stop=NEVER)


def test_a_model_comes_back_from_its_files_as_it_was(model: NetworkModel, panel: Panel) -> None:
    files = model.files()
    assert set(files) == {f"{model.name.value}.safetensors", f"{model.name.value}.json"}
    again = network_model_of(files)
    assert (again.name, again.steps, again.curve) == (model.name, model.steps, model.curve)
    first, second = model.predict(panel, ROWS), again.predict(panel, ROWS)
    np.testing.assert_array_equal(first.quantiles, second.quantiles)
    np.testing.assert_array_equal(first.mean, second.mean)


def test_a_forecast_is_lawful(model: NetworkModel, panel: Panel) -> None:
    found = model.predict(panel, np.array([3, 1]))
    assert found.quantiles.shape == (2, 7, model.network.shape.levels)
    assert (np.diff(found.quantiles, axis=2) >= 0).all()
    assert (found.quantiles >= 0).all()
    assert np.isfinite(found.mean).all()


def test_refreshing_learns_on_and_leaves_the_older_model_as_it_was(model: NetworkModel) -> None:
    before = {name: part.clone() for name, part in model.network.state_dict().items()}
    refreshed = refresh_network(model, panel_of(170), EFFORT, ignore_progress, NEVER)
    assert refreshed.steps == model.steps + 6
    assert refreshed.name == model.name
    for name, part in model.network.state_dict().items():
        assert torch.equal(part, before[name])
    changed = refreshed.network.state_dict()
    assert any(not torch.equal(changed[name], part) for name, part in before.items())


def test_a_panel_of_other_series_is_refused(model: NetworkModel) -> None:
    other = build_panel(usable_history(history_of(weekly_sales(6, 150))), KnownFacts(), 7)
    with pytest.raises(ValueError, match="other series"):
        model.predict(other, ROWS)


def _with_facts(files: Mapping[str, bytes], **changes: object) -> dict[str, bytes]:
    facts = {**json.loads(files["lstm.json"]), **changes}
    return {**files, "lstm.json": json.dumps(facts).encode()}


def test_files_that_are_no_network_are_refused(panel: Panel) -> None:
    still = Flag(lambda: True)
    model = train_network(
        panel, EFFORT, name=ModelName.LSTM, on_progress=ignore_progress, stop=still
    )
    files = dict(model.files())
    shape = dataclasses.asdict(model.network.shape)
    weights = files["lstm.safetensors"]
    bad = [
        {},
        {"lstm.json": files["lstm.json"]},
        {**files, "lstm.json": b"[]"},
        {**files, "lstm.json": b"{"},
        {**files, "lstm.safetensors": weights[:-4]},
        {**files, "lstm.safetensors": weights[:-4] + b"\x00\x00\xc0\x7f"},
        {**files, "lstm.safetensors": b""},
        _with_facts(files, version=99),
        _with_facts(files, name="boosting"),
        _with_facts(files, name="gru"),
        *(
            _with_facts(files, shape={**shape, name: value})
            for name, value in (
                ("hidden", 65),
                ("hidden", 10**12),
                ("hidden", -1),
                ("hidden", "64"),
                ("layers", 2.0),
                ("dropout", 7.0),
                ("gru", True),
                ("code_counts", [10**9, 1, 1, 1]),
                ("unknown", 1),
            )
        ),
    ]
    for number, damaged in enumerate(bad):
        with pytest.raises(ValueError):  # noqa: PT011
            print(number, network_model_of(damaged))


def test_progress_tells_the_error_on_the_days_kept_out(panel: Panel) -> None:
    told: list[Progress] = []
    effort = dataclasses.replace(EFFORT, max_steps=60)
    model = train_network(panel, effort, name=ModelName.LSTM, on_progress=told.append, stop=NEVER)
    notes = [progress.note for progress in told if progress.note is not None]
    assert len(notes) == len(model.curve) > 0
    assert {note.code for note in notes} == {"forecast.training_error"}
    assert [progress.fraction for progress in told] == sorted(
        progress.fraction or 0.0 for progress in told
    )
