"""Stored results: found again, never trusted when damaged."""

from pathlib import Path

import numpy as np
import pytest

from planning.jobs.result_store import ResultStore, canonical_json, content_hash

FACTS = {"method": "seasonal", "series": [["W1", "A"]]}
ARRAYS = {"mean": np.array([[1.5, 2.5]], dtype=np.float32)}


@pytest.fixture
def store(tmp_path: Path) -> ResultStore:
    """A store with one entry under ``key``."""
    made = ResultStore(tmp_path / "results", keep=2)
    made.put("key", FACTS, ARRAYS)
    return made


def test_what_was_put_is_found(store: ResultStore) -> None:
    found = store.get("key")
    assert found is not None
    facts, arrays = found
    assert facts == FACTS
    np.testing.assert_array_equal(arrays["mean"], ARRAYS["mean"])
    assert store.get("another") is None


@pytest.mark.parametrize("name", ["facts.json", "mean.npy"])
@pytest.mark.parametrize("damage", ["flip", "cut", "remove"])
def test_a_damaged_entry_is_not_trusted(
    store: ResultStore, tmp_path: Path, name: str, damage: str
) -> None:
    path = tmp_path / "results" / "key" / name
    content = bytearray(path.read_bytes())
    if damage == "flip":
        content[-2] ^= 1
        path.write_bytes(content)
    elif damage == "cut":
        path.write_bytes(content[:-3])
    else:
        path.unlink()
    assert store.get("key") is None


def test_the_oldest_entries_make_room(store: ResultStore) -> None:
    for key in ("second", "third"):
        store.put(key, FACTS, ARRAYS)
    assert store.get("key") is None
    assert store.get("third") is not None


def test_the_hash_depends_on_names_shapes_and_values() -> None:
    flat = np.zeros(4)
    hashes = {
        content_hash({}, {"a": flat}),
        content_hash({}, {"b": flat}),
        content_hash({}, {"a": flat.reshape(2, 2)}),
        content_hash({}, {"a": flat.astype(np.float32)}),
        content_hash({"x": 1}, {"a": flat}),
    }
    assert len(hashes) == 5


def test_json_that_is_not_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"x": float("nan")})
