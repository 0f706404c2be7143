import json
import math
from pathlib import Path

import numpy as np
import pytest
import torch

from domain.errors import ForecastError
from domain.progress import Never, ignore_progress
from forecasting.known_facts import KnownFacts
from forecasting.model_choice import choose_model
from forecasting.model_file import MANIFEST, load_model, save_model
from forecasting.question import Effort, question_of
from forecasting.serving_model import Reason, ServingModel
from tests.forecasting.sample_histories import history_of, weekly_sales


@pytest.fixture(scope="module")
def model() -> ServingModel:
    """A network that beat the seasonal mean."""
    units = weekly_sales(6, 150)
    units[:, np.arange(150) % 14 < 7] *= 3
    question = question_of(history_of(units), KnownFacts(), 7)
    effort = Effort(training_s=math.inf, max_steps=40, threads=1, device="cpu", seed=0)
    found = choose_model(question, effort, ignore_progress, Never())
    assert found.reason is Reason.LSTM_BETTER
    return found


def weights_file(folder: Path) -> Path:
    (path,) = folder.glob("*.pt")
    return path


def test_what_was_saved_comes_back(model: ServingModel, tmp_path: Path) -> None:
    save_model(tmp_path / "new folder", model, "abc")
    found = load_model(tmp_path / "new folder", "abc")
    assert found is not None
    assert found.network is not None
    assert model.network is not None
    for first, second in zip(
        model.network.state_dict().values(), found.network.state_dict().values(), strict=True
    ):
        assert torch.equal(first, second)
    assert (found.scores, found.widths, found.dependence) == (
        model.scores,
        model.widths,
        model.dependence,
    )
    assert found.method_message(0) == model.method_message(0)


def test_a_seasonal_model_needs_no_weights(tmp_path: Path) -> None:
    save_model(tmp_path, ServingModel(reason=Reason.SEASONAL_BETTER), "abc")
    found = load_model(tmp_path, "abc")
    assert found is not None
    assert found.network is None
    assert not list(tmp_path.glob("*.pt"))


def test_other_data_get_no_model(model: ServingModel, tmp_path: Path) -> None:
    assert load_model(tmp_path, "abc") is None
    save_model(tmp_path, model, "abc")
    assert load_model(tmp_path, "other") is None


def test_a_newer_model_replaces_the_older(model: ServingModel, tmp_path: Path) -> None:
    save_model(tmp_path, model, "abc")
    save_model(tmp_path, ServingModel(reason=Reason.SEASONAL_BETTER), "def")
    assert [path.name for path in tmp_path.iterdir()] == [MANIFEST]
    assert load_model(tmp_path, "abc") is None


@pytest.mark.parametrize("place", [0, 1000, -1])
def test_a_flipped_bit_is_noticed(model: ServingModel, tmp_path: Path, place: int) -> None:
    save_model(tmp_path, model, "abc")
    content = bytearray(weights_file(tmp_path).read_bytes())
    content[place] ^= 1
    weights_file(tmp_path).write_bytes(content)
    with pytest.raises(ForecastError, match=r"forecast\.model_damaged"):
        load_model(tmp_path, "abc")


def test_a_missing_weights_file_is_noticed(model: ServingModel, tmp_path: Path) -> None:
    save_model(tmp_path, model, "abc")
    weights_file(tmp_path).unlink()
    with pytest.raises(ForecastError, match=r"forecast\.model_damaged"):
        load_model(tmp_path, "abc")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"version": 99}, "model_version"),
        ({"format": "other"}, "model_version"),
        ({"reason": "because"}, "model_damaged"),
        ({"weights_sha256": "../../etc/passwd"}, "model_damaged"),
        ({"shape": {"hidden": 3}}, "model_damaged"),
    ],
)
def test_a_manifest_that_says_otherwise_is_refused(
    model: ServingModel, tmp_path: Path, change: dict[str, object], code: str
) -> None:
    save_model(tmp_path, model, "abc")
    manifest = json.loads((tmp_path / MANIFEST).read_bytes())
    (tmp_path / MANIFEST).write_text(json.dumps({**manifest, **change}))
    with pytest.raises(ForecastError, match=code):
        load_model(tmp_path, "abc")


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "\x00"])
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(ForecastError):
        load_model(tmp_path, "abc")


def test_a_pickle_in_place_of_weights_runs_nothing(model: ServingModel, tmp_path: Path) -> None:
    import hashlib
    import pickle

    class Hostile:
        def __reduce__(self) -> tuple[object, tuple[Path]]:
            return Path.touch, (tmp_path / "ran",)

    save_model(tmp_path, model, "abc")
    content = pickle.dumps(Hostile(), protocol=2)
    digest = hashlib.sha256(content).hexdigest()
    manifest = json.loads((tmp_path / MANIFEST).read_bytes())
    (tmp_path / MANIFEST).write_text(json.dumps({**manifest, "weights_sha256": digest}))
    (tmp_path / f"{digest}.pt").write_bytes(content)
    with pytest.raises(ForecastError):
        load_model(tmp_path, "abc")
    assert not (tmp_path / "ran").exists()
