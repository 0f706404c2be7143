"""What tests of planning share."""

from pathlib import Path

import pytest

from planning.sample.dataset import write_sample


@pytest.fixture(scope="session")
def town_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small day to be read, not changed; its roads beside it."""
    folder = tmp_path_factory.mktemp("town") / "day"
    write_sample(folder, seed=5, nodes=1_000, orders=12, skus=10, days=60)
    return folder
