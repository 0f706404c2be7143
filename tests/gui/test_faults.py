"""A fault in a slot is told and logged; the window goes on."""

import sys

import pytest
from PySide6.QtCore import QObject, QTimer, Slot
from pytestqt.qtbot import QtBot

from gui.faults import Faults


class _Faulty(QObject):
    @Slot()
    def fail(self) -> None:
        raise ZeroDivisionError("a fault of ours")


def test_a_fault_in_a_slot_is_told(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    faults, faulty = Faults(), _Faulty()
    faults.install()
    with qtbot.waitSignal(faults.happened, timeout=2_000):
        QTimer.singleShot(0, faulty, faulty.fail)
    assert "a fault of ours" in caplog.text
