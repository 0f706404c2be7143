import hashlib
import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from domain.errors import ForecastError
from domain.progress import Never, ignore_progress
from forecasting.calibration import Widths
from forecasting.known_facts import KnownFacts
from forecasting.model import ModelName
from forecasting.model_choice import choose_model, serve
from forecasting.model_file import MANIFEST, load_model, replace_file, save_model
from forecasting.question import Fingerprints, Question, question_of
from forecasting.serving_model import Reason, ServingModel
from tests.forecasting.sample_histories import history_of
from tests.forecasting.sample_trials import QUICK, fortnightly

MADE_FROM = Fingerprints(structure="abc", data="def", newest="fed")
LEARNED = {ModelName.LSTM, ModelName.BOOSTING}


@pytest.fixture(scope="module")
def question() -> Question:
    return question_of(history_of(fortnightly(6, 150)), KnownFacts(), 7)


@pytest.fixture(scope="module")
def model(question: Question) -> ServingModel:
    """A model with learned members."""
    found = choose_model(question, QUICK, ignore_progress, Never())
    assert set(found.learned) <= LEARNED
    assert found.learned
    return found


@pytest.fixture
def folder(model: ServingModel, tmp_path: Path) -> Path:
    save_model(tmp_path / "new folder", model, MADE_FROM)
    return tmp_path / "new folder"


def parts(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.part_of_model"))


def changed_manifest(folder: Path, change: dict[str, object]) -> None:
    """Change a manifest and its hash too, as somebody who means it would."""
    manifest = json.loads((folder / MANIFEST).read_bytes()) | change
    del manifest["sha256"]
    digest = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()
    (folder / MANIFEST).write_text(json.dumps({**manifest, "sha256": digest}))


def test_what_was_saved_comes_back(model: ServingModel, question: Question, folder: Path) -> None:
    loaded = load_model(folder)
    assert loaded is not None
    found, made_from = loaded
    assert made_from == MADE_FROM
    for field in ("names", "common", "own", "scores", "dates", "newest_error", "widths"):
        assert getattr(found, field) == getattr(model, field)
    assert found.dependence == model.dependence
    assert found.trained_until == model.trained_until
    assert found.method_message(0) == model.method_message(0)
    known, rows = question.known_after(150), np.arange(6)
    first, second = (serve(one, question, known, rows) for one in (model, found))
    np.testing.assert_array_equal(first.mean, second.mean)
    np.testing.assert_array_equal(first.quantiles, second.quantiles)


def test_simple_rules_need_no_files_but_one(tmp_path: Path) -> None:
    save_model(tmp_path, ServingModel(reason=Reason.SHORT_HISTORY), MADE_FROM)
    loaded = load_model(tmp_path)
    assert loaded is not None
    assert not loaded[0].learned
    assert loaded[0].widths == Widths()
    assert [path.name for path in tmp_path.iterdir()] == [MANIFEST]


def test_a_manifest_rewritten_as_it_was_is_read(folder: Path) -> None:
    changed_manifest(folder, {})
    assert load_model(folder) is not None


def test_an_empty_folder_has_no_model(tmp_path: Path) -> None:
    assert load_model(tmp_path) is None
    assert load_model(tmp_path / "not there") is None


def test_a_newer_model_replaces_the_older(folder: Path) -> None:
    newer = Fingerprints(structure="abc", data="new", newest="new")
    save_model(folder, ServingModel(reason=Reason.SHORT_HISTORY), newer)
    assert [path.name for path in folder.iterdir()] == [MANIFEST]
    loaded = load_model(folder)
    assert loaded is not None
    assert loaded[1] == newer


def test_a_kill_while_saving_leaves_the_older_model_whole(
    model: ServingModel, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []

    class Killed(Exception):
        pass

    def dies_at_the_manifest(path: Path, content: bytes) -> None:
        if path.name == MANIFEST:
            raise Killed
        written.append(path)
        replace_file(path, content)

    def other_bits(*_: object) -> dict[str, bytes]:
        return {"lstm.json": b"other"}

    monkeypatch.setattr("forecasting.model_file.replace_file", dies_at_the_manifest)
    network = next(iter(model.learned.values()))
    monkeypatch.setattr(type(network), "files", other_bits)
    with pytest.raises(Killed):
        save_model(folder, model, MADE_FROM)
    assert written
    loaded = load_model(folder)
    assert loaded is not None
    assert loaded[0].method_message(0) == model.method_message(0)


@pytest.mark.parametrize("place", [0, 1000, -1])
def test_a_flipped_bit_is_noticed(folder: Path, place: int) -> None:
    for path in parts(folder):
        whole = path.read_bytes()
        content = bytearray(whole)
        content[place % len(content)] ^= 1
        path.write_bytes(content)
        with pytest.raises(ForecastError, match=r"forecast\.model_damaged"):
            load_model(folder)
        path.write_bytes(whole)
    assert load_model(folder) is not None


def test_a_flipped_bit_of_the_manifest_is_noticed(model: ServingModel, folder: Path) -> None:
    """But for the last digit of a number where it is the same number with the next digit."""
    whole = (folder / MANIFEST).read_bytes()
    first = whole.index(b'"common"')
    noticed = 0
    places = [*range(first, first + 200), *range(0, len(whole), 97)]
    for place in places:
        content = bytearray(whole)
        content[place] ^= 1
        (folder / MANIFEST).write_bytes(content)
        try:
            loaded = load_model(folder)
        except ForecastError:
            noticed += 1
        else:
            assert loaded is not None
            assert json.loads(content) == json.loads(whole)
            assert loaded[0].own == model.own
    assert noticed > 0.95 * len(places)


def test_a_missing_file_is_noticed(folder: Path) -> None:
    parts(folder)[0].unlink()
    with pytest.raises(ForecastError, match=r"forecast\.model_damaged"):
        load_model(folder)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"version": 99}, "model_version"),
        ({"format": "other"}, "model_version"),
        ({"reason": "because"}, "model_damaged"),
        ({"names": ["seasonal", "oracle"]}, "model_damaged"),
        ({"common": [1.0]}, "model_damaged"),
        ({"widths": {"edges": [], "below": [], "above": []}}, "model_damaged"),
        ({"files": {"lstm": {"lstm.json": "../../etc/passwd"}}}, "model_damaged"),
        ({"files": {"lstm": {}}}, "model_damaged"),
        ({"made_from": {}}, "model_damaged"),
    ],
)
def test_a_manifest_that_says_otherwise_is_refused(
    folder: Path, change: dict[str, object], code: str
) -> None:
    changed_manifest(folder, change)
    with pytest.raises(ForecastError, match=code):
        load_model(folder)


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "\x00"])
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(ForecastError):
        load_model(tmp_path)


@pytest.mark.parametrize("name", sorted(LEARNED))
def test_a_pickle_in_place_of_a_member_runs_nothing(tmp_path: Path, name: ModelName) -> None:
    class Hostile:
        def __reduce__(self) -> tuple[object, tuple[Path]]:
            return Path.touch, (tmp_path / "ran",)

    class Member:
        def files(self) -> dict[str, bytes]:
            content = pickle.dumps(Hostile(), protocol=2)
            return {"lstm.safetensors": content, "boosting.json": content, "lstm.json": content}

    hostile = ServingModel(
        reason=Reason.BLEND,
        learned={name: Member()},  # type: ignore[dict-item]
    )
    save_model(tmp_path, hostile, MADE_FROM)
    (part,) = parts(tmp_path)
    assert hashlib.sha256(part.read_bytes()).hexdigest() == part.stem
    with pytest.raises(ForecastError):
        load_model(tmp_path)
    assert not (tmp_path / "ran").exists()
