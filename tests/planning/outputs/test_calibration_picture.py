"""The files of a calibration: a table that reads back, figures that add up, and a picture."""

import csv
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from domain.errors import EnvironmentFault
from domain.message import Message, message
from domain.speed_hours import HOURS, SPEED_ROWS, as_profiles, speeds_in_force
from domain.traffic import SpeedProfile
from planning.calibrate_speeds import ForetoldErrors, LearntSpeeds
from planning.outputs.calibration_files import profiles_csv, write_calibration
from planning.outputs.calibration_picture import calibration_picture
from planning.reading.read_dataset import read_dataset
from planning.usable_trips import LeftOut
from tests.hostile_texts import HOSTILE
from tests.plain_wording import say
from tests.planning.reading.small_dataset import small_tables, write_csv_folder

CLASSES = ("*", "primary", "residential")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def learnt() -> LearntSpeeds:
    """Speeds of working days, learnt from 6 to 10 o'clock for two classes."""
    default = speeds_in_force((), CLASSES)
    is_learnt = np.zeros(default.shape, dtype=np.bool_)
    is_learnt[6:10, 1:] = True
    found = np.where(is_learnt, 0.8 * default, default)
    nothing = np.full(default.shape, np.nan)
    errors = np.full((3, HOURS), np.nan)
    errors[:, 6:10] = np.array([0.4, 0.2, 0.1])[:, np.newaxis]
    trips = np.zeros(HOURS, dtype=np.int64)
    trips[6:10] = 25
    return LearntSpeeds(
        profiles=as_profiles(found, CLASSES, ("mon-fri",)),
        kinds=("mon-fri",),
        classes=CLASSES,
        learnt=found,
        default=default,
        is_learnt=is_learnt,
        driven_h=np.where(is_learnt, 2.0, 0.0),
        std=np.where(is_learnt, 0.02, np.nan),
        low=np.where(is_learnt, found - 0.1, nothing),
        high=np.where(is_learnt, found + 0.1, nothing),
        noise=0.1,
        errors=ForetoldErrors(
            trips=trips,
            relative=errors,
            minutes=10 * errors,
            relative_all=np.array([0.4, 0.2, 0.1]),
            minutes_all=np.array([4.0, 2.0, 1.0]),
            relative_with_outliers=np.array([0.5, 0.3, 0.2]),
            folds=5,
            by_day=True,
        ),
        trips_given=103,
        trips_used=100,
        not_needed=0,
        left_out=(
            LeftOut(3, message("trip.no_way")),
            LeftOut(4, message("trip.no_way")),
            LeftOut(9, message("trip.too_fast", observed_min=1.0, free_min=9.0), "duration_s"),
        ),
    )


def texts(picture: str) -> list[str]:
    return [found.text or "" for found in ET.fromstring(picture).iter(f"{SVG}text")]


def test_the_table_has_the_columns_of_the_schema_and_reads_back(
    learnt: LearntSpeeds, tmp_path: Path
) -> None:
    files = write_calibration(tmp_path / "out", learnt, "city", say)
    with files["profiles"].open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["road_class", "weekdays", "start_time", "end_time", "speed_ratio"]
    assert rows[-1]["end_time"] == "24:00"
    assert len(rows) == len(learnt.profiles)
    folder = write_csv_folder(tmp_path / "dataset", small_tables())
    shutil.copy(files["profiles"], folder)
    assert read_dataset(folder).require().speed_profiles == learnt.profiles


def test_the_figures_add_up(learnt: LearntSpeeds, tmp_path: Path) -> None:
    files = write_calibration(tmp_path, learnt, "city", say)
    figures = json.loads(files["figures"].read_text(encoding="utf-8"))
    assert figures["trips"]["left_out"] == {"trip.no_way": 2, "trip.too_fast": 1}
    assert figures["errors"]["relative"] == {"free_flow": 0.4, "default": 0.2, "learnt": 0.1}
    assert [row["hour"] for row in figures["errors"]["by_hour"]] == [6, 7, 8, 9]
    assert len(figures["cells"]) == 8
    assert {cell["source"] for cell in figures["cells"]} == {"trips"}
    assert sum(cell["driven_hours"] for cell in figures["cells"]) == figures["driven_hours"]


def test_the_picture_has_a_panel_for_each_class_learnt_and_one_for_the_errors(
    learnt: LearntSpeeds,
) -> None:
    picture = calibration_picture(learnt, say)
    names = [text for text in texts(picture) if "·" in text]
    assert [name.split(" ")[0] for name in names] == ["primary", "residential"]
    assert "calibration.error_panel" in texts(picture)
    assert picture.count('class="spread"') == 2 * 4 + 1
    numbers = [float(n) for n in re.findall(r"[MVH](-?[\d.]+)", picture)]
    assert min(numbers) >= 0
    assert "nan" not in picture


def test_hostile_wording_cannot_break_the_picture(learnt: LearntSpeeds) -> None:
    for hostile in HOSTILE.values():

        def speak(_: Message, text: str = hostile) -> str:
            return text

        root = ET.fromstring(calibration_picture(learnt, speak).encode("utf-8", "replace"))
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
            *("svg", "title", "style", "rect", "g", "path", "text")
        }


def test_no_row_of_the_table_begins_a_formula(learnt: LearntSpeeds) -> None:
    evil = SpeedProfile(
        road_class="=1+1", weekdays="sat", start_time_s=0, end_time_s=3600, speed_ratio=1.0
    )
    lines = profiles_csv((*learnt.profiles, evil)).splitlines()
    assert len(lines) == len(learnt.profiles) + 1
    assert not any(line.startswith(("=", "+", "-", "@")) for line in lines)


def test_where_nothing_was_learnt_there_is_still_a_picture(learnt: LearntSpeeds) -> None:
    bare = replace(learnt, kinds=(), is_learnt=np.zeros((SPEED_ROWS, len(CLASSES)), dtype=np.bool_))
    assert "calibration.error_panel" in texts(calibration_picture(bare, say))


def test_a_folder_that_cannot_be_written_is_a_clear_fault(
    learnt: LearntSpeeds, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EnvironmentFault):
        write_calibration(tmp_path / "file", learnt, "city", say)
