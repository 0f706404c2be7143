"""Work in other processes: what was cancelled is not shown, and every piece of work ends."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gui.background import Background
from tests.planning.jobs.small_jobs import double


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    """Background work, ended with the test."""
    made = Background()
    yield made
    made.close()


def test_a_result_is_shown_and_the_work_has_ended(background: Background, qtbot: QtBot) -> None:
    shown: list[Any] = []
    operation = background.operation("plan", shown.append)
    with qtbot.waitSignal(operation.ended, timeout=20_000):
        background.start(operation, double, 4)
    assert shown == [8]


def test_what_is_cancelled_after_it_was_done_is_not_shown(
    background: Background, qtbot: QtBot
) -> None:
    shown: list[Any] = []
    cancelled: list[bool] = []
    operation = background.operation("plan", shown.append)
    operation.cancelled.connect(lambda: cancelled.append(True))
    with qtbot.waitSignal(operation.ended, timeout=20_000):
        background.start(operation, double, 4)
        # The result is there, but the window has not come to take it.
        assert operation._job is not None
        assert operation._job.future.result(20) == 8
        time.sleep(0.05)
        operation.cancel()
    assert shown == []
    assert cancelled == [True]


def test_work_whose_result_cannot_be_shown_has_ended_all_the_same(
    background: Background, qtbot: QtBot
) -> None:
    def show(_result: Any) -> None:
        raise RuntimeError("a fault of a panel")

    operation = background.operation("plan", show)
    with (
        qtbot.captureExceptions() as faults,
        qtbot.waitSignal(operation.ended, timeout=20_000),
    ):
        background.start(operation, double, 4)
    assert len(faults) == 1
