"""The session announces what changes, and never shows a plan beside other data."""

import dataclasses
import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.session import NOTHING, Selection, Session
from planning.reading.dataset_reading import DatasetReading
from tests.maps.made_up_plan import PlannedDay, plan_day


@pytest.fixture(scope="module")
def day() -> PlannedDay:
    """A plan with its data."""
    return plan_day()


@pytest.fixture
def session(day: PlannedDay) -> Session:
    """A session with a plan."""
    made = Session()
    reading = DatasetReading(dataset=day.dataset, problems=(), error_count=0, warning_count=0)
    made.show_data(Path("day"), reading, day.plan.day)
    made.show_plan(day.plan)
    return made


def test_an_order_brings_its_route_along(session: Session, day: PlannedDay) -> None:
    route = day.plan.routes[1]
    session.select(Selection(order_id=route.order_ids[0]))
    assert session.selection.vehicle_id == route.vehicle_id
    assert session.route_of(route.order_ids[0]) is route
    stop = session.stop_of(route.order_ids[0])
    assert stop is not None
    assert route.order_ids[0] in stop.order_ids


def test_a_selection_is_announced_once(session: Session, day: PlannedDay, qtbot: QtBot) -> None:
    chosen = Selection(vehicle_id=day.plan.routes[0].vehicle_id)
    with qtbot.waitSignal(session.selection_changed, timeout=1000):
        session.select(chosen)
    with qtbot.assertNotEmitted(session.selection_changed):
        session.select(chosen)


def test_listeners_never_see_a_plan_beside_other_data(session: Session) -> None:
    seen: list[bool] = []
    session.data_changed.connect(lambda: seen.append(session.plan is None))
    session.plan_changed.connect(lambda: seen.append(session.plan is None))
    session.choose_day(datetime.date(2030, 1, 1))
    assert seen == [True, True]
    assert session.selection == NOTHING
    assert session.plan_text is None


def edited(day: PlannedDay, fingerprint: str) -> DatasetReading:
    """What is read of the day after an edit."""
    dataset = dataclasses.replace(day.dataset, fingerprint=fingerprint)
    return DatasetReading(dataset=dataset, problems=(), error_count=0, warning_count=0)


def test_a_plan_stays_beside_the_data_it_answers_when_those_are_edited(
    session: Session, day: PlannedDay
) -> None:
    session.show_reading(edited(day, "other"))
    assert session.plan is day.plan
    assert session.is_plan_old
    assert session.shown_dataset is day.dataset
    assert session.dataset is not day.dataset
    assert session.plan_text is not None
    session.show_reading(edited(day, day.dataset.fingerprint))
    assert not session.is_plan_old
    assert session.shown_dataset is session.dataset


def test_a_plan_stays_while_edited_data_have_errors(session: Session, day: PlannedDay) -> None:
    broken = DatasetReading(dataset=None, problems=(), error_count=1, warning_count=0)
    session.show_reading(broken)
    assert session.is_plan_old
    assert session.shown_dataset is day.dataset


def test_a_plan_of_the_data_before_an_edit_comes_as_an_old_one(
    session: Session, day: PlannedDay
) -> None:
    session.show_reading(edited(day, "other"))
    session.show_plan(day.plan, day.dataset)
    assert session.is_plan_old
    session.show_plan(day.plan)
    assert not session.is_plan_old


def test_texts_follow_the_language(session: Session) -> None:
    assert session.plan_text is not None
    english = session.plan_text.say("figure.cost")
    session.speak("zh")
    assert session.plan_text is not None
    assert session.plan_text.say("figure.cost") != english


def test_a_new_plan_remembers_the_one_before(session: Session, day: PlannedDay) -> None:
    session.show_plan(day.plan)
    assert session.previous_plan is day.plan
