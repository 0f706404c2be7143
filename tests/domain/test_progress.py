import pickle

import pytest

from domain.message import message
from domain.progress import AnyOf, Flag, MaxRuntime, Never, Progress, ignore_progress


def test_a_time_limit_stops_when_it_is_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("domain.progress.time.monotonic", lambda: clock[0])
    limit = MaxRuntime(10.0, started_s=100.0)
    shares = []
    for clock[0] in (100.0, 105.0, 109.9, 110.0, 200.0):
        shares.append((limit.fraction(), limit.should_stop()))
    assert shares == [
        (0.0, False),
        (0.5, False),
        (pytest.approx(0.99), False),
        (1.0, True),
        (1.0, True),
    ]


@pytest.mark.parametrize("limit_s", [0.0, -1.0, float("nan")])
def test_a_time_limit_must_be_positive(limit_s: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        MaxRuntime(limit_s)


def test_a_flag_stops_when_it_is_raised() -> None:
    raised: list[int] = []
    flag = Flag(lambda: bool(raised))
    assert not flag.should_stop()
    raised.append(1)
    assert flag.should_stop()
    assert flag.fraction() == 0


def test_any_of_several_stops_and_the_furthest_is_told() -> None:
    half = MaxRuntime(1e9)
    up = Flag(lambda: True)
    assert AnyOf((half, up)).should_stop()
    assert not AnyOf((half, Never())).should_stop()
    assert AnyOf((Never(), half)).fraction() == pytest.approx(half.fraction(), abs=1e-3)


def test_nothing_never_stops() -> None:
    for nothing in (Never(), AnyOf(())):
        assert not nothing.should_stop()
        assert nothing.fraction() == 0


def test_progress_crosses_processes_and_may_be_ignored() -> None:
    progress = Progress(step="step.routes", fraction=0.4, note=message("routes.better", cost=5))
    ignore_progress(progress)
    assert pickle.loads(pickle.dumps(progress)) == progress
