"""A city and a day, made once for all tests of the sample."""

from pathlib import Path

import pytest

from planning.sample.city import City, build_city
from planning.sample.dataset import SEED, write_sample


@pytest.fixture(scope="session")
def city() -> City:
    """The city of the sample day, with as many house numbers."""
    return build_city(8_000, 2_000, SEED)


@pytest.fixture(scope="session", params=[1, 2, 3])
def town(request: pytest.FixtureRequest) -> City:
    """A small city, from several seeds."""
    return build_city(1_200, 300, seed=request.param)


@pytest.fixture(scope="session")
def small_city() -> City:
    """The smallest city."""
    return build_city(1_000, 300, seed=3)


@pytest.fixture(scope="session")
def sample_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample day, made afresh."""
    folder = tmp_path_factory.mktemp("sample_day")
    write_sample(folder, seed=SEED)
    return folder
