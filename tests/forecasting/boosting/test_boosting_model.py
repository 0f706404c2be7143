import json
from collections.abc import Iterator

import lightgbm
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.progress import Never, Progress, ignore_progress
from forecasting.boosting.boosting_model import (
    BoostingModel,
    boosting_model_of,
)
from forecasting.boosting.model_text import checked_text
from forecasting.boosting.training import QUANTILE_TREES, refresh_boosting, train_boosting
from forecasting.distribution import MEDIAN, level_index
from forecasting.known_facts import KnownFacts
from forecasting.model import ModelName
from forecasting.panel import Panel, build_panel
from forecasting.question import Effort
from tests.forecasting.sample_histories import history_of, weekly_sales

FACTS = KnownFacts(item_groups={"I0": "a", "I1": "a", "I2": "b"})
HORIZON = 14
EFFORT = Effort(training_s=float("inf"), max_steps=12, threads=1, device="cpu", seed=3)


def panel_of(units: np.ndarray) -> Panel:
    return build_panel(history_of(units, places=2), FACTS, HORIZON)


@pytest.fixture(scope="module")
def panel() -> Panel:
    return panel_of(weekly_sales(8, 300))


@pytest.fixture(scope="module")
def model(panel: Panel) -> BoostingModel:
    return train_boosting(panel, EFFORT, ignore_progress, Never())


@pytest.fixture(scope="module")
def files(model: BoostingModel) -> dict[str, bytes]:
    return dict(model.files())


class AfterAsking:
    """Stops after it was asked some times."""

    def __init__(self, times: int) -> None:
        self.left = times

    def should_stop(self) -> bool:
        self.left -= 1
        return self.left < 0

    def fraction(self) -> float:
        return 0.0


def test_a_busy_weekday_is_forecast_busy(model: BoostingModel, panel: Panel) -> None:
    # Day 300 is a Saturday less one: 300 % 7 == 6 is a Sunday.
    found = model.predict(panel, np.arange(8))
    weekday = (300 + np.arange(HORIZON)) % 7
    assert model.name is ModelName.BOOSTING
    assert (found.mean[:, weekday == 5].mean(1) > 1.2 * found.mean[:, weekday == 1].mean(1)).all()
    np.testing.assert_allclose(found.mean, found.quantiles[..., MEDIAN], rtol=0.25)


def test_the_usual_range_holds_most_of_what_came(model: BoostingModel) -> None:
    units = weekly_sales(8, 300 + HORIZON)
    found = model.predict(panel_of(units[:, :300]), np.arange(8)).quantiles
    low, high = found[..., level_index(0.1)], found[..., level_index(0.9)]
    after = units[:, 300:]
    assert 0.6 < ((after >= low) & (after <= high)).mean() < 0.95


def test_some_rows_are_forecast_as_among_all(model: BoostingModel, panel: Panel) -> None:
    some, whole = np.array([5, 2]), model.predict(panel, np.arange(8))
    np.testing.assert_array_equal(model.predict(panel, some).quantiles, whole.quantiles[some])


def test_the_same_seed_gives_the_same_files(panel: Panel, files: dict[str, bytes]) -> None:
    assert dict(train_boosting(panel, EFFORT, ignore_progress, Never()).files()) == files


def test_a_model_read_back_forecasts_the_same(
    model: BoostingModel, panel: Panel, files: dict[str, bytes]
) -> None:
    first = model.predict(panel, np.arange(8))
    second = boosting_model_of(files).predict(panel, np.arange(8))
    np.testing.assert_array_equal(first.mean, second.mean)
    np.testing.assert_array_equal(first.quantiles, second.quantiles)


def test_there_is_nothing_to_learn_where_nothing_was_sold() -> None:
    nothing = panel_of(np.zeros((3, 120), np.float32))
    with pytest.raises(ValueError, match="ever sold"):
        train_boosting(nothing, EFFORT, ignore_progress, Never())


def test_stopped_at_once_it_still_forecasts(panel: Panel) -> None:
    stopped = train_boosting(panel, EFFORT, ignore_progress, AfterAsking(5))
    found = stopped.predict(panel, np.arange(8))
    assert stopped.mean.num_trees() < 10
    assert (np.diff(found.quantiles, axis=2) >= 0).all()
    assert (found.mean > 0).all()


def test_progress_rises_to_the_end(panel: Panel) -> None:
    told: list[Progress] = []
    train_boosting(panel, EFFORT, told.append, AfterAsking(0))
    shares = [progress.fraction or 0.0 for progress in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_refreshed_it_has_as_many_trees(model: BoostingModel) -> None:
    newer = refresh_boosting(
        model, panel_of(weekly_sales(8, 320)), EFFORT, ignore_progress, Never()
    )
    assert newer.mean.num_trees() == model.mean.num_trees()
    assert newer.quantiles[0].num_trees() == QUANTILE_TREES


def test_a_history_without_a_day_ahead_cannot_be_learned_from() -> None:
    with pytest.raises(ValueError, match="too short"):
        train_boosting(panel_of(weekly_sales(3, 14)), EFFORT, ignore_progress, Never())


def test_a_panel_of_other_channels_is_refused(model: BoostingModel) -> None:
    alone = build_panel(history_of(weekly_sales(1, 100)), KnownFacts(), HORIZON)
    with pytest.raises(ValueError, match="channels"):
        model.predict(alone, np.arange(1))


def _damaged(text: bytes) -> Iterator[bytes]:
    yield b""
    yield b"garbage"
    yield text[: len(text) // 2]
    yield text.replace(b"num_leaves=", b"num_leaves=9", 1)
    yield text.replace(b"split_feature=", b"split_feature=99999", 1)
    yield text.replace(b"left_child=", b"left_child=7777 ", 1)
    yield text.replace(b"left_child=1 ", b"left_child=0 ", 1)
    yield text.replace(b"max_feature_idx=", b"max_feature_idx=9", 1)
    yield text.replace(b"tree_sizes=", b"tree_sizes=9", 1)
    yield text.replace(b"leaf_value=", b"leaf_value=nan ", 1)
    yield text.replace(b"objective=tweedie", b"objective=\xff", 1)


@pytest.mark.parametrize("which", range(11))
def test_damaged_trees_are_refused(files: dict[str, bytes], which: int) -> None:
    damaged = list(_damaged(files["boosting_mean.txt"]))[which]
    assert damaged != files["boosting_mean.txt"]
    with pytest.raises(ValueError):  # noqa: PT011 - any damage, whatever the words
        boosting_model_of({**files, "boosting_mean.txt": damaged})


@pytest.mark.parametrize(
    "facts",
    [b"", b"[]", b"{}", b"\xff", b'{"format": "other"}', b"[" * 100_000],
)
def test_a_damaged_description_is_refused(files: dict[str, bytes], facts: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any damage, whatever the words
        boosting_model_of({**files, "boosting.json": facts})


@pytest.mark.parametrize("change", [{"columns": 3}, {"ratios": [[1.0]]}, {"edges": [2.0, 1.0]}])
def test_figures_that_do_not_fit_are_refused(
    files: dict[str, bytes], change: dict[str, object]
) -> None:
    facts = json.dumps({**json.loads(files["boosting.json"]), **change}).encode()
    with pytest.raises(ValueError):  # noqa: PT011 - any damage, whatever the words
        boosting_model_of({**files, "boosting.json": facts})


def test_a_missing_file_is_refused(files: dict[str, bytes]) -> None:
    with pytest.raises(ValueError, match="damaged"):
        boosting_model_of({"boosting.json": files["boosting.json"]})


@settings(max_examples=60, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255))
def test_a_changed_byte_is_refused_or_does_no_harm(
    files: dict[str, bytes], model: BoostingModel, place: float, byte: int
) -> None:
    text = bytearray(files["boosting_q97.5.txt"].partition(b"end of trees")[0] + b"end of trees\n")
    text[int(place * len(text))] = byte
    try:
        checked = checked_text(bytes(text), model.columns)
        changed = lightgbm.Booster(model_str=checked)
    except (ValueError, lightgbm.basic.LightGBMError):
        return
    table = np.random.default_rng(0).normal(0, 9, (50, model.columns))
    assert np.isfinite(np.asarray(changed.predict(table, raw_score=True))).all()
