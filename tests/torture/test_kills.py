"""A kill at any moment: nothing acknowledged is lost, and every project opens."""

from pathlib import Path

import pytest

from tests.torture.kill_projects import warm_up
from tests.torture.kill_runner import Scenario, Tell, kill_often
from tests.torture.kills import ALL, KILLS

QUICK_KILLS = 2


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    warm_up()


@pytest.mark.parametrize("name", KILLS)
def test_a_few_kills_lose_nothing(name: str) -> None:
    killed = kill_often(ALL[name], QUICK_KILLS, seed=1)
    assert killed.wrong == ()


@pytest.mark.torture
@pytest.mark.parametrize("name", KILLS)
def test_many_kills_lose_nothing(name: str) -> None:
    killed = kill_often(ALL[name], KILLS[name])
    print(f"{name}: {killed.kills} kills, {killed.told} acts told, {killed.seconds:.0f} s")
    assert killed.wrong == ()
    assert killed.in_time > 0
    assert killed.told > 0


def test_all_acts_are_killed_a_thousand_times() -> None:
    assert sum(KILLS.values()) >= 1_000


def test_a_loss_is_found() -> None:
    forgetful = Scenario(
        name="forgetful",
        prepare=lambda folder: (folder / "file").write_text("0"),
        act=_tell_and_do_nothing,
        check=_assert_kept,
        longest_s=0.3,
    )
    assert kill_often(forgetful, 5).wrong != ()


def _tell_and_do_nothing(_: Path, __: object, tell: Tell) -> None:
    for number in range(1, 50):
        tell(f"done {number}")


def _assert_kept(folder: Path, _: object, told: list[str]) -> None:
    assert int((folder / "file").read_text()) >= len(told)
