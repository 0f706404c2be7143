"""Work in a thread answers, fails or is given up."""

import threading

import pytest

from maps.importing.while_reporting import while_reporting


def test_answer_and_error_reach_the_caller() -> None:
    assert while_reporting(lambda: None, lambda: None) is None
    assert while_reporting(lambda: 7, lambda: None) == 7
    with pytest.raises(ZeroDivisionError):
        while_reporting(lambda: 1 // 0, lambda: None)


def test_work_is_given_up_when_the_report_raises() -> None:
    released = threading.Event()
    reports: list[int] = []

    def report() -> None:
        reports.append(len(reports))
        if len(reports) > 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        while_reporting(lambda: released.wait(60), report)
    assert not released.is_set()
    released.set()


def test_no_work_begins_when_the_first_report_raises() -> None:
    def refuse() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        while_reporting(lambda: pytest.fail("work began"), refuse)
