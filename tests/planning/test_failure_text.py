"""Logs tell where a failure was, never the words of it."""

import logging

import pytest

from domain.errors import RoadDataError
from domain.message import message
from planning.failure_text import FailureTold, PlainFormatter, failure_text

SECRET = "Anna Muster, +49 6221 5550"


def fail(error: BaseException) -> None:
    raise error


def caught(error: BaseException) -> BaseException:
    try:
        fail(error)
    except BaseException as raised:
        return raised
    raise AssertionError


@pytest.mark.parametrize(
    "error", [ValueError(SECRET), KeyError(SECRET), FileNotFoundError(2, "No such file", SECRET)]
)
def test_the_place_and_the_kind_are_told_and_not_the_words(error: Exception) -> None:
    text = failure_text(caught(error))
    assert "in fail" in text
    assert type(error).__name__ in text
    assert SECRET not in text


def test_causes_are_told_too() -> None:
    try:
        try:
            int(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError as error:
        text = failure_text(error)
    assert text.index("ValueError") < text.index("direct cause") < text.index("KeyError")
    assert SECRET not in text


def test_codes_and_numbers_say_more() -> None:
    assert "RoadDataError: roads.damaged" in failure_text(
        caught(RoadDataError(message("roads.damaged", file=SECRET)))
    )
    assert "OSError: 28 No space left" in failure_text(caught(OSError(28, "No space left")))
    assert failure_text(caught(FailureTold("in a job"))).endswith("FailureTold: in a job\n")


def test_an_exception_that_is_its_own_context_ends() -> None:
    first, second = ValueError(), KeyError()
    first.__context__, second.__context__ = second, first
    assert failure_text(first).count("KeyError") == 1


def test_a_log_has_no_words_of_an_exception() -> None:
    try:
        fail(ValueError(SECRET))
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("wayloom", logging.ERROR, "", 0, "failed", (), info)
    told = PlainFormatter("%(levelname)s %(message)s").format(record)
    assert told.startswith("ERROR failed\nTraceback")
    assert told.endswith("ValueError")
    assert SECRET not in told
